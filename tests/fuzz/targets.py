# ruff: noqa: INP001 - scripts, not a package
"""What is fuzzed: functions of bytes that must not raise. Each is a name of `run.py`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

import attrs

import invariants
from vnru import export
from vnru.config import Config
from vnru.corpus import Corpus
from vnru.edition import plan
from vnru.ledger import Ledger
from vnru.reading import read
from vnru.reading.decode import decode as decode_bytes

NAME = "003_9cfc9d1ae11acf60.txt"
TEXT = " date 2024-03 Titre\n\nHanoï (VNA) – Le ministre a reçu le 3 mars Tô Lâm. - VNA\n".encode()
NOW = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)


def decode(data: bytes) -> None:
    """Decode the bytes of a file."""
    decoded = decode_bytes(data, NAME)
    invariants.a_text_can_be_published(decoded)
    invariants.a_refusal_says_why_and_a_text_only_warns(decoded)


def article(data: bytes) -> None:
    """Read the bytes of a file."""
    reading = read(data, NAME, today=NOW.date())
    invariants.an_article_only_warns(reading)
    invariants.findings_are_ordered_and_complete(reading)
    if reading.article is not None:
        invariants.text_in_is_text_out(data, reading.article)
        invariants.blocks_stand_where_they_say(data, reading.article)
        invariants.evidence_points_at_the_text_it_claims(reading.article)
        invariants.an_article_has_one_lead_and_a_title(reading.article)
        invariants.names_credits_and_places_stand_once(reading.article)
        (again,) = export.decode([export.to_json(reading.article)])
        assert again == reading.article


def name(data: bytes) -> None:
    """Read a good article in a file with any name."""
    reading = read(TEXT, data.decode("utf-8", "surrogateescape"))
    invariants.findings_are_ordered_and_complete(reading)
    (again,) = export.decode([export.to_json(reading.unwrap())])
    assert again == reading.article


def edition(data: bytes) -> None:
    """Make a site of one article: all that is XML or JSON can be read back."""
    from lxml import etree

    found = read(data, NAME, today=NOW.date()).article
    if found is None:
        return
    ledger = Ledger().advance([found], NOW)
    for file in plan(Corpus([found]), Config(), ledger):
        assert not PurePosixPath(file.path).is_absolute()
        assert ".." not in PurePosixPath(file.path).parts
        if file.media_type.endswith("json"):
            json.loads(file.content)
        elif "xml" in file.media_type or file.media_type.endswith("opml"):
            etree.fromstring(file.content)


def ledger(data: bytes) -> None:
    """Read a ledger: what is accepted is written back the same."""
    try:
        kept = Ledger.from_bytes(data)
    except ValueError:
        return
    assert kept == Ledger.from_bytes(kept.to_bytes())


def record(data: bytes) -> None:
    """Read a line of an export."""
    try:
        articles = list(export.decode([data]))
    except ValueError:
        return
    for found in articles:
        assert [found] == list(export.decode([export.to_json(found)]))


def seeds() -> tuple[bytes, ...]:
    """Return good input, some for each target."""
    found = read(TEXT, NAME).unwrap()
    kept = attrs.evolve(Ledger().advance([found], NOW), files=frozenset({"all.atom"}))
    return (TEXT, NAME.encode(), export.to_json(found).encode(), kept.to_bytes())


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType(
    {target.__name__: target for target in (decode, article, name, edition, ledger, record)}
)
