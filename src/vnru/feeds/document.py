"""The documents of a feed: the current one, and the yearly volumes of all that it once held.

Which article stands where is decided here, before anything is rendered (RFC 5005: "complete" feeds
where the current document holds everything, else "archived" feeds).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from vnru.config import Config
from vnru.feeds.addresses import beginning
from vnru.feeds.chronology import known, volume_name, year_added, yearly
from vnru.feeds.spec import FeedSpec
from vnru.feeds.weight import head_weight
from vnru.ledger import Ledger
from vnru.summary import Summary

Weigh = Callable[[Summary], int]  #: returns at least the bytes of an article's entry in any format
Removed = tuple[tuple[str, dt.datetime], ...]  #: ids of withdrawn articles and when, latest first


class Volume(NamedTuple):
    """A place on the shelf: the archive of a year, or one of several parts of it.

    Volumes are ordered as they stand there, oldest first.
    """

    year: int  #: 0: the undated articles of the first edition
    part: int  #: from 1; a part that is full stays as it is

    def __str__(self) -> str:
        return volume_name(self.year, self.part)


class Document(NamedTuple):
    """One document of a feed, in no format yet."""

    spec: FeedSpec
    articles: tuple[Summary, ...]  #: newest added first
    updated: dt.datetime  #: when what it says last changed
    volume: Volume | None = None  #: None: the current document, which people subscribe to
    older: Volume | None = None  #: the archive before this document
    newer: Volume | None = None  #: the archive after this archive
    complete: bool = False  #: the current document holds everything, and needs no archives
    removed: Removed = ()  #: the withdrawals it tells

    @property
    def print_order(self) -> tuple[bool, Volume | None]:
        """Archives before current documents, the oldest year first."""
        return (self.volume is None, self.volume)

    @property
    def stem(self) -> str:
        """The path without the extension: ``all``, ``all/2024``."""
        return self.stem_of(self.volume)

    def stem_of(self, volume: Volume | None) -> str:
        """Return the path, without the extension, of another document of this feed."""
        return self.spec.stem if volume is None else f"{self.spec.stem}/{volume}"


def bind(
    spec: FeedSpec, weigh: Weigh, removed: Removed, config: Config, ledger: Ledger
) -> Iterator[Document]:
    """Yield the documents of a feed, archives first, oldest first; the current one comes last.

    No document grows beyond `config.limits.feed_bytes`, but each holds at least one article.

    Args:
        spec: The feed.
        weigh: Tells what its articles weigh; asked only of those that decide something.
        removed: The withdrawals that current documents tell.
        config: How many entries the current document holds, how many bytes any, whether there are
            archives.
        ledger: When articles were added and changed.
    """
    room = config.limits.feed_bytes - head_weight(spec, [id_ for id_, _ in removed], config.site)
    newest = spec.articles[: config.limits.feed_entries]
    current = next(filled(newest, weigh, room), ())
    complete = len(current) == len(spec.articles)
    is_archived = config.feed.archives and not complete
    shelf = list(_shelve(spec.articles, weigh, room, ledger)) if is_archived else []
    volumes = [None, *(volume for volume, _ in shelf), None]
    for older, (place, articles), newer in zip(volumes, shelf, volumes[2:], strict=False):
        yield Document(
            spec=spec,
            articles=articles,
            updated=_updated(articles, ledger, config),
            volume=place,
            older=older,
            newer=newer,
        )
    updated = _updated(current, ledger, config)
    yield Document(
        spec=spec,
        articles=current,
        updated=max([updated, *(when for _, when in removed)]),
        older=volumes[-2] if shelf else None,
        complete=complete,
        removed=removed,
    )


def filled(articles: Iterable[Summary], weigh: Weigh, room: int) -> Iterator[tuple[Summary, ...]]:
    """Yield articles in their order, as many at a time as have room together, but one at least.

    Each is looked at once, and only when it is needed.
    """
    part: list[Summary] = []
    load = 0
    for article in articles:
        weight = weigh(article)
        if part and load + weight > room:
            yield tuple(part)
            part, load = [], 0
        part.append(article)
        load += weight
    if part:
        yield tuple(part)


def _shelve(
    articles: Sequence[Summary], weigh: Weigh, room: int, ledger: Ledger
) -> Iterator[tuple[Volume, tuple[Summary, ...]]]:
    """Yield the volumes, oldest first.

    Parts are filled from the oldest article on: what is added later changes only the last one.
    """

    def year_of(article: Summary) -> int:
        return year_added(known(article, ledger))

    for year, added in yearly(articles[::-1], year_of):
        for part, oldest_first in enumerate(filled(added, weigh, room), start=1):
            yield Volume(year, part), oldest_first[::-1]


def _updated(articles: Sequence[Summary], ledger: Ledger, config: Config) -> dt.datetime:
    entries = map(ledger.articles.__getitem__, map(attrgetter("id"), articles))
    return max(map(attrgetter("updated"), entries), default=beginning(config.site))


def withdrawals(config: Config, ledger: Ledger) -> Removed:
    """Return the latest withdrawals, where they are to be told (RFC 6721).

    The ledger does not know the topics of what is gone: every feed tells them all, and a reader
    passes over those of articles it never had.
    """
    if not config.feed.tombstones:
        return ()
    removed = [(id_, e.withdrawn) for id_, e in ledger.articles.items() if e.withdrawn is not None]
    removed.sort(key=lambda item: (item[1], item[0]), reverse=True)
    return tuple(removed[: config.limits.feed_entries])
