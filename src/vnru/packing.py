"""Records between processes and runs: plain tuples, which `marshal` writes and reads fast.

Pickling a record costs as much as making it, several times over. A packed one is a tenth of that,
and half the size: evidence is packed as a span, and its words are cut out of the block again.

Only for processes of one program and one Python: neither the tuples nor `marshal` are a format.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from sys import intern
from typing import Any, Final

from vnru.article import Article, Block, BlockKind, Dateline, Evidence, Person, TopicMatch
from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic, Severity
from vnru.reading import Reading

Quotations = Mapping[str, Sequence[str]]  #: the words that gave each topic, by its slug

_Packed = tuple[Any, ...]
_VERSION: Final = 2  # of marshal's: the last without references, so equal records are equal bytes
_TEXTS: Final = 8  #: where in a packed article its blocks are
_KINDS = {kind.value: kind for kind in BlockKind}


def pack(readings: Iterable[Reading]) -> bytes:
    """Return readings as bytes that `unpack` understands."""
    return marshal.dumps([_packed(reading) for reading in readings], _VERSION)


def unpack(data: bytes) -> list[Reading]:
    """Return the readings that were packed, equal to what they were."""
    readings = marshal.loads(data)  # noqa: S302 - our own bytes
    return list(map(_unpacked, readings))


def unpack_bare(data: bytes) -> Article:
    """Return the article that was packed alone, without the evidence of its topics.

    That takes half the time: an article has some forty pieces of evidence.
    """
    return _unpacked_article(*_single(data), evidence=False)


def unpack_quoted(data: bytes, most: int) -> tuple[Article, Quotations]:
    """Return what `unpack_bare` does, and the `quotations` of the article with its evidence."""
    diagnostics, packed = _single(data)
    texts, *_, topics = packed[_TEXTS:]
    return _unpacked_article(diagnostics, packed, evidence=False), {
        slug: _different((texts[block][1][start:end] for block, start, end, _ in found), most)
        for slug, _, found in topics
    }


def quotations(article: Article, most: int) -> Quotations:
    """Return the words that gave each topic, each once and as first printed; `most` of them."""
    return {
        match.slug: _different((piece.text for piece in match.evidence), most)
        for match in article.topics
    }


def _single(data: bytes) -> tuple[tuple[Diagnostic, ...], _Packed]:
    [(diagnostics, article, _)] = marshal.loads(data)  # noqa: S302 - our own bytes
    return tuple(map(diagnostic_of, diagnostics)), article


def _different(words: Iterable[str], most: int) -> list[str]:
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold(), word)
        if len(found) == most:
            break
    return list(found.values())


def _packed(reading: Reading) -> _Packed:
    diagnostics = list(map(plain_diagnostic, reading.diagnostics))
    article = reading.article and _packed_article(reading.article)
    return diagnostics, article, reading.pending


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


def _unpacked(packed: _Packed) -> Reading:
    diagnostics, article, pending = packed
    found = tuple(map(diagnostic_of, diagnostics))
    whole = None if article is None else _unpacked_article(found, article)
    return Reading(whole, found, pending)


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
    diagnostics: tuple[Diagnostic, ...], packed: _Packed, *, evidence: bool = True
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
