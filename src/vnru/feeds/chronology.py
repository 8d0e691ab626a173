"""In which order articles were added, and in which yearly volume each belongs.

A volume is closed when its year is over (RFC 5005, 4: archive documents should not change). So an
article belongs to the year in which subscribers first could see it: the first edition is bound as
if each of its articles had appeared on its date, and one that arrives late goes to the year of its
arrival, whatever its date.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from vnru.article import Listed
from vnru.diagnostics import FeedError
from vnru.ledger import Ledger, LedgerEntry
from vnru.summary import Summary

#: The volume of the first edition's undated articles, the oldest of all.
_UNDATED: Final = "sans-date"

_BEFORE_ALL: Final = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def newest_added_first(articles: Sequence[Summary], ledger: Ledger) -> tuple[Summary, ...]:
    """Return articles by when they were added, then by date: the order of every feed.

    Args:
        articles: Oldest first by date, as those of a catalogue.
        ledger: When they were added.
    """

    def added(article: Listed) -> tuple[int, dt.datetime]:
        entry = known(article, ledger)
        return (year_added(entry), entry.first_seen or _BEFORE_ALL)

    newest_first = reversed(articles)  # and so they stay where they were added together
    return tuple(sorted(newest_first, key=added, reverse=True))


def year_added(entry: LedgerEntry) -> int:
    """Return the year in which subscribers first could see an article; 0: before all others."""
    instant = entry.first_seen or entry.published
    return instant.year if instant else 0


def yearly(
    articles: Sequence[Summary], year_of: Callable[[Summary], int]
) -> Iterator[tuple[int, Sequence[Summary]]]:
    """Yield each year and its articles, given the articles in the order of their years."""
    end = 0
    while end < len(articles):
        year, start = year_of(articles[end]), end
        end = bisect.bisect_right(articles, year, start, key=year_of)
        yield year, articles[start:end]


def volume_name(year: int, part: int) -> str:
    """Return the name of a part of a yearly volume: ``2024``, ``2024-2``, ``sans-date``."""
    name = f"{year:04}" if year else _UNDATED
    return name if part == 1 else f"{name}-{part}"


def known(article: Listed, ledger: Ledger) -> LedgerEntry:
    """Return what the ledger says of an article.

    Raises:
        FeedError: the ledger was not advanced to this edition.
    """
    try:
        return ledger.articles[article.id]
    except KeyError:
        raise FeedError(
            f"article {article.id} is not in the ledger: "
            "make one with vnru.edition.advanced before making feeds"
        ) from None
