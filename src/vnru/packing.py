"""Records between processes and runs: plain tuples, which `marshal` writes and reads fast.

Pickling a record costs as much as making it, several times over. A packed one is a tenth of that,
and half the size: evidence is packed as a span, and its words are cut out of the block again.

Only for processes of one program and one Python: neither the tuples nor `marshal` are a format.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from sys import intern
from typing import Any, Final

from vnru.article import Article, Block, BlockKind, Dateline, Evidence, Person, TopicMatch
from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic, Severity
from vnru.reading import Reading

_Packed = tuple[Any, ...]
_VERSION: Final = 2  # of marshal's: the last without references, so equal records are equal bytes
_KINDS = {kind.value: kind for kind in BlockKind}


def pack(readings: Iterable[Reading]) -> bytes:
    """Return readings as bytes that `unpack` understands."""
    return marshal.dumps([_packed(reading) for reading in readings], _VERSION)


def unpack(data: bytes, *, evidence: bool = True) -> list[Reading]:
    """Return the readings that were packed, equal to what they were.

    Without `evidence` their topics have none, and they are made in half the time.
    """
    readings = marshal.loads(data)  # noqa: S302 - our own bytes
    return [_unpacked(*packed, evidence=evidence) for packed in readings]


def _packed(reading: Reading) -> _Packed:
    diagnostics = list(map(plain_diagnostic, reading.diagnostics))
    return diagnostics, reading.article and _packed_article(reading.article)


def _packed_article(article: Article) -> _Packed:
    dateline = article.dateline
    return (
        article.id,
        article.serial,
        article.source,
        article.digest,
        _packed_date(article.date),
        _packed_date(article.event_date),
        article.language,
        article.title,
        [(block.kind.value, block.text, block.line) for block in article.blocks],
        dateline and (dateline.place, dateline.agencies),
        article.credits,
        [(person.name, person.role) for person in article.people],
        article.places,
        [
            (
                match.slug,
                match.grade,
                [(e.block, e.start, e.end, e.rule) for e in match.evidence],
            )
            for match in article.topics
        ],
    )


def _packed_date(date: PartialDate | None) -> _Packed | None:
    return None if date is None else (date.year, date.month, date.day)


def _unpacked(diagnostics: list[_Packed], article: _Packed | None, *, evidence: bool) -> Reading:
    found = tuple(map(diagnostic_of, diagnostics))
    if article is None:
        return Reading(None, found)
    return Reading(_unpacked_article(found, article, evidence=evidence), found)


def plain_diagnostic(found: Diagnostic) -> _Packed:
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


def _unpacked_article(
    diagnostics: tuple[Diagnostic, ...], packed: _Packed, *, evidence: bool
) -> Article:
    id_, serial, source, digest, date, event, language, title, *parts = packed
    texts, dateline, credits_, people, places, topics = parts
    blocks = [Block(_KINDS[kind], text, line) for kind, text, line in texts]
    return Article(
        id=id_,
        serial=serial,
        source=source,
        digest=digest,
        date=date and PartialDate(*date),
        event_date=event and PartialDate(*event),
        language=intern(language),
        title=title,
        blocks=blocks,
        dateline=dateline and Dateline(*dateline),
        credits=map(intern, credits_),
        people=[Person(intern(name), role and intern(role)) for name, role in people],
        places=map(intern, places),
        topics=[
            TopicMatch(intern(slug), grade, _unpacked_evidence(texts, found) if evidence else ())
            for slug, grade, found in topics
        ],
        diagnostics=diagnostics,
    )


def _unpacked_evidence(texts: list[_Packed], found: list[_Packed]) -> list[Evidence]:
    return [
        Evidence(block, start, end, intern(texts[block][1][start:end]), intern(rule))
        for block, start, end, rule in found
    ]
