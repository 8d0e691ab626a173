"""The taxonomy as text and as JSON, for `vnru topics`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from vnru.topics.matcher import ROLE_OF_KEY, Term
from vnru.topics.taxonomy import Concept, Taxonomy, Topic

_KEYS = {role: key for key, role in ROLE_OF_KEY.items()}


def as_text(taxonomy: Taxonomy) -> str:
    """Return a paragraph a topic: slug and label, what belongs there, its relations, its terms."""
    return "\n".join(line for topic in taxonomy for line in _lines(topic))


def _lines(topic: Topic) -> Iterator[str]:
    english = f" ({topic.label_en})" if topic.label_en else ""
    yield f"{topic.slug}  {topic.label}{english}"
    if topic.description:
        yield f"    {topic.description}"
    if topic.broader:
        yield f"    broader: {topic.broader}"
    for concept in topic.iptc:
        name = concept.label_en or concept.label_fr or "unnamed"
        yield f"    IPTC {concept.code} {name} ({concept.match})"
    counts = (f"{sum(t.role == role for t in topic.terms)} {key}" for role, key in _KEYS.items())
    yield f"    {', '.join(counts)}"


def as_json(taxonomy: Taxonomy) -> str:
    """Return the taxonomy as a JSON array of topics, in the words of `topics.toml`."""
    return json.dumps([_record(topic) for topic in taxonomy], ensure_ascii=False, indent=2) + "\n"


def _record(topic: Topic) -> dict[str, Any]:
    return {
        "slug": topic.slug,
        "label": topic.label,
        "label_en": topic.label_en,
        "description": topic.description,
        "broader": topic.broader,
        "iptc": [_concept(concept) for concept in topic.iptc],
        **{
            key: [_term(term) for term in topic.terms if term.role == role]
            for role, key in _KEYS.items()
        },
    }


def _concept(concept: Concept) -> dict[str, str | None]:
    return {
        "code": concept.code,
        "uri": concept.uri,
        "match": concept.match,
        "label_en": concept.label_en,
        "label_fr": concept.label_fr,
    }


def _term(term: Term) -> str | dict[str, Any]:
    if not (term.needs or term.shuns):
        return term.pattern
    contexts = {"with": list(term.needs), "without": list(term.shuns)}
    return {"term": term.pattern} | {key: names for key, names in contexts.items() if names}
