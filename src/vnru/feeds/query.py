"""Which articles a feed of the operator's own holds (`[[feeds]]`, `config.Query`)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from vnru.article import MENTION, Article
from vnru.config import Query
from vnru.dates import PartialDate
from vnru.folding import name_key
from vnru.topics import Taxonomy


def check(query: Query, taxonomy: Taxonomy) -> None:
    """Refuse a query that cannot mean what its author meant.

    Raises:
        ValueError: a topic does not exist, or a date is none; says what was found and expected.
    """
    known = [topic.slug for topic in taxonomy]
    for slug in (*query.any, *query.all, *query.none):
        if slug not in taxonomy:
            close = difflib.get_close_matches(slug, known, n=1)
            advice = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
            raise ValueError(f"no such topic: {slug!r} ({advice})")
    for date in filter(None, (query.since, query.until)):
        PartialDate.from_iso(date)


def matches(query: Query, article: Article) -> bool:
    """Tell whether an article meets every condition that the query states."""
    return (
        _topics_match(query, article)
        and _names(query.people, (person.name for person in article.people))
        and _names(query.places, article.places)
        and _names(query.agencies, article.credits)
        and _date_matches(query, article)
    )


def _topics_match(query: Query, article: Article) -> bool:
    return (
        (not query.any or any(article.grade(slug) >= query.grade for slug in query.any))
        and all(article.grade(slug) >= query.grade for slug in query.all)
        and not any(article.grade(slug) >= MENTION for slug in query.none)
    )


def _names(wanted: Iterable[str], printed: Iterable[str]) -> bool:
    """Tell whether one of the names is printed, whole or as a part: "Poutine", "to lam"."""
    keys = [f" {name_key(name)} " for name in wanted]
    if not keys:
        return True
    texts = [f" {name_key(name)} " for name in printed]
    return any(key in text for key in keys for text in texts)


def _date_matches(query: Query, article: Article) -> bool:
    """Tell whether the article may lie in the period; an undated one lies in none."""
    if query.since is None and query.until is None:
        return True
    date = article.best_date
    return (
        date is not None
        and (query.since is None or date.latest >= PartialDate.from_iso(query.since).earliest)
        and (query.until is None or date.earliest <= PartialDate.from_iso(query.until).latest)
    )
