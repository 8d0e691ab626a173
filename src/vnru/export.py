"""Records as text: the public shape of an article in JSON (docs/reference/record.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from vnru.article import Article


def to_dict(article: Article, *, id_from_source: bool = False) -> dict[str, Any]:
    """Return the record as plain dicts and lists, in the order of the public contract.

    Args:
        article: the record.
        id_from_source: let the stem of the file's name stand as `id` (the labelled corpus does).
    """
    return {
        "id": PurePath(article.source).stem if id_from_source else article.id,
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


def to_json(article: Article, *, id_from_source: bool = False) -> str:
    """Return the record as one line of JSON; characters that UTF-8 lacks are escaped."""
    record = to_dict(article, id_from_source=id_from_source)
    text = json.dumps(record, ensure_ascii=False)
    return text if _encodable(text) else json.dumps(record)


def _encodable(text: str) -> bool:
    """A file name may hold lone surrogates (bytes that are no UTF-8, PEP 383)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def json_lines(articles: Iterable[Article], *, id_from_source: bool = False) -> Iterator[str]:
    """Yield one JSON object an article, in the order given."""
    return (to_json(article, id_from_source=id_from_source) for article in articles)


#: What `vnru export --format` offers, by name.
FORMATS: Mapping[str, Callable[..., Iterator[str]]] = MappingProxyType({"jsonl": json_lines})
