"""The taxonomy as SKOS in Turtle: a concept scheme others can link to and merge.

SKOS Reference, W3C Recommendation of 18 August 2009; RDF 1.1 Turtle, section 6.4 (escapes).
"""

from __future__ import annotations

from collections.abc import Iterator

from vnru.topics.taxonomy import Taxonomy, Topic

_PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix medtop: <http://cv.iptc.org/newscodes/mediatopic/> .
"""
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r"})


def as_turtle(taxonomy: Taxonomy, scheme: str, title: str) -> str:
    """Return the taxonomy as a Turtle document.

    Args:
        taxonomy: the topics.
        scheme: address of the concept scheme, ending in "/" or "#"; the addresses of the concepts
            are made of it and their slugs.
        title: what the scheme is called, in French.
    """
    top = [topic for topic in taxonomy if topic.broader is None]
    properties = [
        "a skos:ConceptScheme",
        f"dcterms:title {_text(title, 'fr')}",
        *(f"skos:hasTopConcept {_uri(scheme, topic.slug)}" for topic in top),
    ]
    subjects = [_subject(_uri(scheme), properties)]
    subjects += (
        _subject(_uri(scheme, topic.slug), list(_properties(topic, taxonomy, scheme)))
        for topic in taxonomy
    )
    return "\n".join([_PREFIXES, *subjects])


def _properties(topic: Topic, taxonomy: Taxonomy, scheme: str) -> Iterator[str]:
    yield "a skos:Concept"
    yield f"skos:inScheme {_uri(scheme)}"
    yield f"skos:notation {_text(topic.slug)}"
    yield f"skos:prefLabel {_text(topic.label, 'fr')}"
    if topic.label_en:
        yield f"skos:prefLabel {_text(topic.label_en, 'en')}"
    if topic.description:
        yield f"skos:definition {_text(topic.description, 'fr')}"
    if topic.broader:
        yield f"skos:broader {_uri(scheme, topic.broader)}"
    else:
        yield f"skos:topConceptOf {_uri(scheme)}"
    for narrower in taxonomy:
        if narrower.broader == topic.slug:
            yield f"skos:narrower {_uri(scheme, narrower.slug)}"
    for concept in topic.iptc:
        yield f"skos:{concept.match}Match medtop:{concept.code}"


def _subject(uri: str, properties: list[str]) -> str:
    return f"{uri}\n    " + " ;\n    ".join(properties) + " .\n"


def _uri(scheme: str, slug: str = "") -> str:
    return f"<{scheme}{slug}>"


def _text(text: str, language: str = "") -> str:
    tag = f"@{language}" if language else ""
    return f'"{text.translate(_ESCAPES)}"{tag}'
