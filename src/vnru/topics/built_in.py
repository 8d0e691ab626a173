"""The built-in taxonomy (`lexicon/topics.toml`), read and checked once, then ready-made."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from vnru import lexicon
from vnru.ready import ready
from vnru.topics.matcher import Term
from vnru.topics.taxonomy import Concept, Taxonomy, Topic


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
    return attrs.asdict(read, filter=lambda field, _: field.init)


def _topic(plain: Mapping[str, Any]) -> Topic:
    concepts = (Concept(**concept) for concept in plain["iptc"])
    return Topic(**{**plain, "iptc": concepts, "terms": _terms(plain["terms"])})


def _terms(plain: Iterable[Mapping[str, Any]]) -> Iterable[Term]:
    return (Term(**term) for term in plain)
