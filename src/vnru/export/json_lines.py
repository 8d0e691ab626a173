"""JSON Lines: one record a line, the format that can be read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from vnru.article import Article
from vnru.export.records import from_dict, to_dict


def to_json(article: Article) -> str:
    """Return the record as one line of JSON; characters that UTF-8 lacks are escaped."""
    record = to_dict(article)
    text = json.dumps(record, ensure_ascii=False)
    return text if _encodable(text) else json.dumps(record)


def encode(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield one JSON object an article, each on its line, in the order given."""
    return (f"{to_json(article)}\n".encode() for article in articles)


def decode(lines: Iterable[str | bytes], name: str = "records") -> Iterator[Article]:
    """Yield the articles that `encode` was given; empty lines are passed over.

    Raises:
        ValueError: a line is no record; says which line of `name`, and why.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield from_dict(json.loads(line))
        except (ValueError, RecursionError) as error:  # nested deeper than any record
            raise ValueError(f"{name}:{number}: not a record: {error}") from error


def _encodable(text: str) -> bool:
    """A file name may hold lone surrogates (bytes that are no UTF-8, PEP 383)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
