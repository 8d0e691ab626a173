"""CSV (RFC 4180, UTF-8): a row for each article, for spreadsheets and statistics.

What an article has several of is joined by ``; ``. Nothing is changed for the sake of a program:
texts may begin with ``-`` or ``=``, so a spreadsheet must import the columns as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from vnru.article import MENTION, SUBJECT, Article
from vnru.diagnostics import printable


def _joined(names: Iterable[str]) -> str:
    return "; ".join(names)


def _topics(article: Article, grade: int) -> str:
    return _joined(match.slug for match in article.topics if match.grade == grade)


#: The columns, by name. `earliest` and `latest` are the first and the last day that the best date
#: (`event_date`, else `date`) can mean: sort by one, never take it for a date.
COLUMNS: Final[Mapping[str, Callable[[Article], object]]] = MappingProxyType(
    {
        "id": lambda a: a.id,
        "serial": lambda a: a.serial,
        "source": lambda a: printable(a.source),
        "date": lambda a: a.date,
        "event_date": lambda a: a.event_date,
        "earliest": lambda a: a.best_date and a.best_date.earliest,
        "latest": lambda a: a.best_date and a.best_date.latest,
        "language": lambda a: a.language,
        "title": lambda a: a.title,
        "headline": lambda a: a.headline,
        "lead": lambda a: a.lead,
        "dateline": lambda a: a.dateline and a.dateline.place,
        "credits": lambda a: _joined(a.credits),
        "subjects": lambda a: _topics(a, SUBJECT),
        "mentions": lambda a: _topics(a, MENTION),
        "people": lambda a: _joined(person.name for person in a.people),
        "places": lambda a: _joined(a.places),
        "words": lambda a: len(a.text.split()),
        "text": lambda a: a.text,
    }
)


def encode(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield the heading, then a row for each article, in the order given."""
    yield _row(COLUMNS)
    for article in articles:
        yield _row(column(article) for column in COLUMNS.values())


def _row(cells: Iterable[object]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
