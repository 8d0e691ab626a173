"""An article as plain dicts and lists, and back: the public record (docs/reference/record.md)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

import attrs

from vnru.article import Article, BlockKind
from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic, Severity, printable

_DERIVED = ("headline", "lead")  # said by the blocks


def to_dict(article: Article) -> dict[str, Any]:
    """Return the record as plain dicts and lists, in the order of the public contract.

    Raises:
        TypeError: it is no article, but a corpus perhaps.
    """
    if not isinstance(article, Article):
        kind = type(article).__name__
        raise TypeError(f"a record is of an article, not of a {kind}: call it for each article")
    return {
        "id": article.id,
        "serial": article.serial,
        "source": article.source,
        "digest": article.digest,
        "date": article.date and str(article.date),
        "event_date": article.event_date and str(article.event_date),
        "language": article.language,
        "headline": article.headline,
        "title": article.title,
        "lead": article.lead,
        "blocks": [{"kind": block.kind.value, "text": block.text} for block in article.blocks],
        "dateline": article.dateline
        and {"place": article.dateline.place, "agencies": list(article.dateline.agencies)},
        "credits": list(article.credits),
        "people": [{"name": person.name, "role": person.role} for person in article.people],
        "places": list(article.places),
        "topics": [
            {
                "slug": match.slug,
                "grade": match.grade,
                "evidence": [
                    {
                        "block": e.block,
                        "start": e.start,
                        "end": e.end,
                        "text": e.text,
                        "rule": e.rule,
                    }
                    for e in match.evidence
                ],
            }
            for match in article.topics
        ],
        "diagnostics": [
            {
                "code": d.code,
                "severity": d.severity.value,
                "message": d.message,
                "line": d.line,
                "column": d.column,
                "hint": d.hint,
            }
            for d in article.diagnostics
        ],
    }


def from_dict(record: Mapping[str, Any]) -> Article:
    """Make the article that `to_dict` gave this record of.

    Raises:
        ValueError: a key is missing, unknown or of the wrong kind; says which.
    """
    from cattrs import BaseValidationError, transform_error  # only where records are read

    if not isinstance(record, Mapping):
        raise ValueError(f"expected an object, got {record!r}")  # noqa: TRY004 - bad input
    fields = {key: value for key, value in record.items() if key not in _DERIVED}
    try:
        article: Article = _converter().structure(fields, Article)
    except BaseValidationError as error:
        problems = transform_error(error, path="record", format_exception=_explain)
        more = f" (and {len(problems) - 1} more)" if problems[1:] else ""
        first = problems[0].removesuffix(" @ record").replace(" @ record.", " in record.")
        raise ValueError(first + more) from None
    source = article.source
    told = (attrs.evolve(diagnostic, source=source) for diagnostic in article.diagnostics)
    return attrs.evolve(article, diagnostics=told) if article.diagnostics else article


def named_by_source(articles: Iterable[Article]) -> Iterator[Article]:
    """Let the stem of each file's name, `printable`, stand as `id`, as in the labelled corpus."""
    return (attrs.evolve(a, id=printable(PurePath(a.source).stem)) for a in articles)


@functools.cache
def _converter() -> Any:
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, override

    converter = Converter(forbid_extra_keys=True)
    for kind in (str, int):
        converter.register_structure_hook(kind, _exactly)
    for words in (BlockKind, Severity):  # both are texts, too
        converter.register_structure_hook(words, lambda value, words: words(value))
    converter.register_structure_hook(PartialDate, _date)
    converter.register_structure_hook(
        Diagnostic,
        make_dict_structure_fn(
            Diagnostic, converter, _cattrs_forbid_extra_keys=True, source=override(omit=True)
        ),
    )
    return converter


def _explain(error: BaseException, _: type | None) -> str:
    from cattrs.errors import ForbiddenExtraKeysError

    if isinstance(error, ForbiddenExtraKeysError):
        return f"unknown keys: {', '.join(sorted(error.extra_fields))}"
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)


def _exactly(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError(f"expected {kind.__name__}, got {value!r}")
    return value


def _date(value: Any, _: type) -> PartialDate:
    return PartialDate.from_iso(_exactly(value, str))
