"""The built-in taxonomy (`lexicon/topics.toml`), read and checked once, then ready-made."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from vnru import lexicon
from vnru.ready import ready
from vnru.topics.matcher import Term
from vnru.topics.taxonomy import Concept, Taxonomy, Topic

#: A term without the names of its fields, as there are thousands.
_row: Final = operator.attrgetter("pattern", "owner", "role", "needs", "shuns")


@functools.cache
def taxonomy() -> Taxonomy:
    """Return the built-in taxonomy."""
    plain = ready(("taxonomy",), _plain)
    return Taxonomy(
        topics=map(_topic, plain["topics"]),
        contexts=_terms(plain["contexts"]),
        titles=_terms(plain["titles"]),
        title_adjectives=plain["title_adjectives"],
    )


def _plain() -> dict[str, Any]:
    read = Taxonomy.from_toml(lexicon.text("topics"), "lexicon/topics.toml")
    return {
        "topics": [_plain_topic(topic) for topic in read],
        "contexts": list(map(_row, read.contexts)),
        "titles": list(map(_row, read.titles)),
        "title_adjectives": read.title_adjectives,
    }


def _plain_topic(topic: Topic) -> dict[str, Any]:
    return {**attrs.asdict(attrs.evolve(topic, terms=())), "terms": list(map(_row, topic.terms))}


def _topic(plain: Mapping[str, Any]) -> Topic:
    concepts = (Concept(**concept) for concept in plain["iptc"])
    return Topic(**{**plain, "iptc": concepts, "terms": _terms(plain["terms"])})


def _terms(rows: Iterable[tuple[Any, ...]]) -> Iterable[Term]:
    return (Term(*row) for row in rows)
