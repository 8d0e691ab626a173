"""Articles without their texts: all of them fit into memory, whatever the corpus.

Lists, neighbours, charts and selections are made from summaries; the division of feeds into
documents, too. Only what shows a text loads the article. Two digests tell whether anything has to
be made again: `Summary.fingerprint` where the text is shown, `Summary.listing` where it is not.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, Final

import attrs

from vnru.article import Article, Listed, Person, TopicMatch
from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic, Severity
from vnru.display import shown
from vnru.escaping import escaped_length
from vnru.packing import pack
from vnru.reading import Reading

Row = tuple[Any, ...]  #: plain values, for `marshal`

_PLAIN: Final = 2  # of marshal's versions: equal values are equal bytes


@attrs.frozen(kw_only=True)
class Summary(Listed):
    """An article without its text. Topics come without evidence."""

    pieces: int  #: how many blocks are shown of it
    bulk: int  #: the bytes that its text, title and agencies take at most, in any format
    fingerprint: bytes  #: of the whole record
    listing: bytes  #: of what lists show


def fingerprint(data: bytes) -> bytes:
    """Return a digest of packed values."""
    return blake2b(data, digest_size=16).digest()


def digest_of(*values: Any) -> bytes:
    """Return a digest of plain values, the same for equal ones."""
    return fingerprint(marshal.dumps(values, _PLAIN))


def listing_of(summaries: Iterable[Summary]) -> bytes:
    """Return a digest of what lists show of these articles, in this order."""
    return fingerprint(b"".join(summary.listing for summary in summaries))


def summarize(article: Article, packed: bytes) -> Row:
    """Return the summary of an article, packed as `packed`, as a row."""
    blocks = [block.text for block in shown(article)]
    said = [*blocks, article.title, article.lead, article.language, *article.credits]
    listed = (
        article.id,
        article.serial,
        _plain_date(article.date),
        _plain_date(article.event_date),
        article.title,
        article.credits,
        tuple((person.name, person.role) for person in article.people),
        article.places,
        tuple((match.slug, match.grade) for match in article.topics),
    )
    return (
        *listed,
        article.source,
        article.digest,
        tuple(map(plain_diagnostic, article.diagnostics)),
        len(blocks),
        escaped_length(said),
        fingerprint(packed),
        digest_of(listed),
    )


def summary_of(article: Article) -> Summary:
    """Return the summary of an article that is in memory."""
    return Shelf().summary(summarize(article, pack([Reading(article, article.diagnostics)])))


class Shelf:
    """Makes summaries of rows; what many of them share is in memory once."""

    def __init__(self) -> None:
        self._dates: dict[Row | None, PartialDate | None] = _Shared(
            lambda row: row and PartialDate(*row)
        )
        self._texts: dict[Row, tuple[str, ...]] = _Shared(lambda row: row)
        self._people: dict[Row, tuple[Person, ...]] = _Shared(
            lambda row: tuple(map(self._persons.__getitem__, row))
        )
        self._persons: dict[Row, Person] = _Shared(lambda row: Person(*row))
        self._topics: dict[Row, tuple[TopicMatch, ...]] = _Shared(
            lambda row: tuple(map(self._matches.__getitem__, row))
        )
        self._matches: dict[Row, TopicMatch] = _Shared(lambda row: TopicMatch(row[0], row[1], ()))

    def summary(self, row: Row) -> Summary:
        """Return the summary that `summarize` made a row of."""
        id_, serial, date, event_date, title, credits_, people, places, topics, *rest = row
        source, digest, diagnostics, pieces, bulk, fingerprint_, listing = rest
        return Summary(
            id=id_,
            serial=serial,
            source=source,
            digest=digest,
            date=self._dates[date],
            event_date=self._dates[event_date],
            title=title,
            credits=self._texts[credits_],
            people=self._people[people],
            places=self._texts[places],
            topics=self._topics[topics],
            diagnostics=tuple(map(diagnostic_of, diagnostics)),
            pieces=pieces,
            bulk=bulk,
            fingerprint=fingerprint_,
            listing=listing,
        )


class _Shared(dict[Any, Any]):
    """What was made of each key, made when it is first asked for."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self._make(key)
        return value


def _plain_date(date: PartialDate | None) -> Row | None:
    return None if date is None else (date.year, date.month, date.day)


def plain_diagnostic(found: Diagnostic) -> Row:
    """Return a diagnostic as plain values."""
    return (
        found.code,
        found.severity.value,
        found.message,
        found.source,
        found.line,
        found.column,
        found.hint,
    )


def diagnostic_of(row: Iterable[Any]) -> Diagnostic:
    """Return the diagnostic that `plain_diagnostic` made plain."""
    code, severity, message, source, line, column, hint = row
    return Diagnostic(
        code=code,
        severity=Severity(severity),
        message=message,
        source=source,
        line=line,
        column=column,
        hint=hint,
    )
