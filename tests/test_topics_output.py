"""The taxonomy for others: text, JSON, SKOS; and how it fits a corpus."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

from factories import make_article
from vnru.topics import Concept, Taxonomy, Topic
from vnru.topics.coverage import coverage
from vnru.topics.listing import as_json, as_text
from vnru.topics.matcher import ROLE_OF_KEY, Term
from vnru.topics.skos import as_turtle

SCHEME = "https://example.org/vnru/topics/"


@pytest.fixture(scope="module")
def graph():
    return rdflib.Graph().parse(
        data=as_turtle(Taxonomy.default(), SCHEME, "Vietnam – Russie"), format="turtle"
    )


def test_skos_is_a_concept_scheme(graph):
    scheme = rdflib.URIRef(SCHEME)
    assert [scheme] == list(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert rdflib.Literal("Vietnam – Russie", lang="fr") == graph.value(scheme, DCTERMS.title)
    assert 16 == len(set(graph.subjects(RDF.type, SKOS.Concept)))
    assert 15 == len(set(graph.objects(scheme, SKOS.hasTopConcept)))
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == set(
        graph.subjects(SKOS.topConceptOf, scheme)
    )


def test_skos_says_all_of_a_topic(graph):
    for topic in Taxonomy.default():
        concept = rdflib.URIRef(SCHEME + topic.slug)
        assert rdflib.URIRef(SCHEME) == graph.value(concept, SKOS.inScheme)
        assert topic.slug == str(graph.value(concept, SKOS.notation))
        labels = {(str(label), label.language) for label in graph.objects(concept, SKOS.prefLabel)}
        assert {(topic.label, "fr"), (topic.label_en, "en")} == labels
        definition = graph.value(concept, SKOS.definition)
        assert (topic.description, "fr") == (str(definition), definition.language)
        for match in ("exact", "close", "broad", "narrow", "related"):
            expected = {rdflib.URIRef(c.uri) for c in topic.iptc if c.match == match}
            assert expected == set(graph.objects(concept, SKOS[f"{match}Match"]))


def test_skos_hierarchy(graph):
    nuclear, energy = (rdflib.URIRef(SCHEME + slug) for slug in ("nucleaire-civil", "energie"))
    assert [(nuclear, energy)] == list(graph.subject_objects(SKOS.broader))
    assert [(energy, nuclear)] == list(graph.subject_objects(SKOS.narrower))


def test_skos_escapes_what_turtle_would_read():
    label = 'Le "mot"\\ et\nla ligne\r'
    taxonomy = Taxonomy(topics=[Topic(slug="a", label=label)])
    graph = rdflib.Graph().parse(data=as_turtle(taxonomy, SCHEME, label), format="turtle")
    (found,) = graph.objects(None, SKOS.prefLabel)
    assert label == str(found)


def test_json_has_the_words_of_the_file():
    energy = next(t for t in json.loads(as_json(Taxonomy.default())) if t["slug"] == "energie")
    assert ("Énergie", "Energy", None) == (energy["label"], energy["label_en"], energy["broader"])
    assert {
        "code": "20000256",
        "uri": "http://cv.iptc.org/newscodes/mediatopic/20000256",
        "match": "close",
        "label_en": "energy and resource",
        "label_fr": "Energie et ressources",
    } == energy["iptc"][0]
    for key, role in ROLE_OF_KEY.items():
        patterns = [term["term"] if isinstance(term, dict) else term for term in energy[key]]
        terms = Taxonomy.default()["energie"].terms
        assert [term.pattern for term in terms if term.role == role] == patterns


def test_json_tells_the_contexts_of_a_term():
    term = Term("bourse", "a", needs=("study",))
    taxonomy = Taxonomy(
        topics=[Topic(slug="a", label="A", terms=[term])],
        contexts=[Term("étude(s)", "study", "context")],
    )
    (topic,) = json.loads(as_json(taxonomy))
    assert [{"term": "bourse", "with": ["study"]}] == topic["terms"]


def test_text_is_a_paragraph_a_topic():
    topic = Topic(
        slug="nuclear",
        label="Nucléaire",
        label_en="Nuclear",
        description="L'atome.",
        broader="energy",
        iptc=[Concept(code="20000265", label_en="nuclear power")],
        terms=[Term("atome", "nuclear"), Term("isotope", "nuclear", "mention")],
    )
    taxonomy = Taxonomy(topics=[Topic(slug="energy", label="Énergie"), topic])
    assert as_text(taxonomy).splitlines() == [
        "energy  Énergie",
        "    0 terms, 0 mentions, 0 hints, 0 exceptions",
        "nuclear  Nucléaire (Nuclear)",
        "    L'atome.",
        "    broader: energy",
        "    IPTC 20000265 nuclear power (close)",
        "    1 terms, 1 mentions, 0 hints, 0 exceptions",
    ]


def test_coverage():
    terms = [
        Term("gaz", "energy"),
        Term("houille", "energy"),
        Term("watt", "energy", "mention"),
        Term("gaz lacrymogène", "energy", "exception"),
    ]
    taxonomy = Taxonomy(topics=[Topic(slug="energy", label="Énergie", terms=terms)])
    about = make_article(1, blocks=[("lead", "Du gaz.")], topics={"energy": 2})
    beside = make_article(2, blocks=[("lead", "Un watt.")], topics={"energy": 1})
    nothing = make_article(3, blocks=[("lead", "Un gaz lacrymogène.")])
    found = coverage(taxonomy, [about, beside, nothing])
    assert (3, 4) == (found.articles, found.terms)
    assert ["houille"] == [term.pattern for term in found.idle]
    assert (beside, nothing) == found.without_subject
    assert str(found).splitlines() == [
        "1 of 4 terms match none of 3 articles:",
        "    energy: houille",
        "2 articles have no topic as their subject:",
        f"    {beside.id} {beside.title} (energy)",
        f"    {nothing.id} {nothing.title} (no topic at all)",
    ]


def test_coverage_names_the_role_of_an_idle_term():
    terms = [Term("gaz lacrymogène", "energy", "exception")]
    taxonomy = Taxonomy(topics=[Topic(slug="energy", label="Énergie", terms=terms)])
    assert "    energy: gaz lacrymogène (exception)" in str(coverage(taxonomy, [])).splitlines()


def test_the_documentation_lists_the_topics():
    page = (Path(__file__).parents[1] / "docs/reference/taxonomy.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    listed = {row[0].strip("| `"): row for row in rows}
    for topic in Taxonomy.default():
        _, label, english, description, iptc = listed[topic.slug]
        assert (topic.label, topic.label_en, topic.description) == (label, english, description)
        assert [concept.code for concept in topic.iptc] == re.findall(r"\[(\d{8})\]", iptc)
