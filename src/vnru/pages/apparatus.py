"""What stands below an article: topics with their evidence, people, places, facts, neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import htpy as h
from markupsafe import Markup

from vnru.article import MENTION, SUBJECT, Article, Grade, Person, TopicMatch
from vnru.display import typeset
from vnru.pages.company import key_of
from vnru.pages.desk import Desk, Neighbours, path_of
from vnru.pages.layout import PEOPLE, root_of
from vnru.pages.stencil import Stencil, slot

SCHEMA: Final = "https://schema.org/"
ARTICLE_ROOT: Final = root_of(path_of("0"))
EVIDENCE_SHOWN: Final = 5  #: quotations for one topic

_NOTHING: Final = Markup("")


def apparatus(desk: Desk, article: Article) -> Markup:
    """Return the sections below the text of an article."""
    return (
        _topics(desk, article.topics)
        + _people(desk, article.people)
        + _places(article.places)
        + _facts(article)
    )


_SECTION: Final = Stencil(
    h.section(aria_labelledby=slot("id"))[h.h2(id=slot("id"))[slot("title")], slot("content")]
)


def _section(id_: str, title: str, content: Markup) -> Markup:
    return _SECTION.fill(id=id_, title=title, content=content)


_TOPIC: Final = Stencil(
    h.li(itemprop=slot("property"), itemscope=True, itemtype=f"{SCHEMA}DefinedTerm")[
        h.a(itemprop="url", href=slot("href"))[h.span(itemprop="name")[slot("label")]],
        slot("evidence"),
    ]
)
_GRADE: Final = Stencil([h.h3[slot("title")], h.ul(".topics-of")[slot("topics")]])
_EVIDENCE: Final = Stencil([" ", h.small(".evidence")[slot("quotations")]])
_QUOTATION: Final = Stencil(h.q[slot("text")])
_GRADES: Final[Sequence[tuple[Grade, str, str]]] = (
    (SUBJECT, "about", "Sujets"),
    (MENTION, "mentions", "Mentions"),
)


def _topics(desk: Desk, topics: Sequence[TopicMatch]) -> Markup:
    groups = []
    for grade, name, title in _GRADES:
        items = [
            _TOPIC.fill(
                property=name,
                href=ARTICLE_ROOT + desk.topics[topic.slug].page,
                label=desk.topics[topic.slug].title,
                evidence=_evidence(topic),
            )
            for topic in topics
            if topic.grade == grade and topic.slug in desk.topics
        ]
        if items:
            groups.append(_GRADE.fill(title=title, topics=_NOTHING.join(items)))
    return _section("themes", "Thèmes", _NOTHING.join(groups)) if groups else _NOTHING


def _evidence(topic: TopicMatch) -> Markup:
    """Quote the words that gave the topic, each once, as printed."""
    words = {" ".join(e.text.split()).casefold(): e.text for e in reversed(topic.evidence)}
    quoted = [_QUOTATION.fill(text=text) for text in list(reversed(words.values()))]
    if not quoted:
        return _NOTHING
    return _EVIDENCE.fill(quotations=Markup(", ").join(quoted[:EVIDENCE_SHOWN]))


_PERSON: Final = Stencil(
    h.li(itemprop="mentions", itemscope=True, itemtype=f"{SCHEMA}Person")[
        slot("name"), slot("role")
    ]
)
_NAME: Final = Stencil(h.span(itemprop="name")[slot("name")])
_LINKED_NAME: Final = Stencil(h.a(href=slot("href"))[h.span(itemprop="name")[slot("name")]])
_ROLE: Final = Stencil([", ", h.span(itemprop="jobTitle")[slot("role")]])
_LIST: Final = Stencil(h.ul(class_=slot("kind"))[slot("items")])


def _people(desk: Desk, people: Sequence[Person]) -> Markup:
    items = [
        _PERSON.fill(
            name=_name(desk, person.name),
            role=_ROLE.fill(role=person.role) if person.role else _NOTHING,
        )
        for person in people
    ]
    return _list_section("personnes", "Personnes citées", items)


def _name(desk: Desk, name: str) -> Markup:
    """Show a name, linked to the page of people where that page has the person."""
    if known := desk.company.people.get(key_of(name)):
        return _LINKED_NAME.fill(href=f"{ARTICLE_ROOT}{PEOPLE}#{known.anchor}", name=name)
    return _NAME.fill(name=name)


_PLACE: Final = Stencil(
    h.li(itemprop="mentions", itemscope=True, itemtype=f"{SCHEMA}Place")[
        h.span(itemprop="name")[slot("name")]
    ]
)


def _places(places: Iterable[str]) -> Markup:
    return _list_section("lieux", "Lieux cités", [_PLACE.fill(name=place) for place in places])


def _list_section(id_: str, title: str, items: Sequence[Markup]) -> Markup:
    if not items:
        return _NOTHING
    return _section(id_, title, _LIST.fill(kind=id_, items=_NOTHING.join(items)))


_FACT: Final = Stencil(h.div[h.dt[slot("name")], h.dd[slot("value")]])
_FACTS: Final = Stencil(h.dl[slot("facts")])
_FILE: Final = Stencil(h.code[slot("name")])


def _facts(article: Article) -> Markup:
    facts = [_FACT.fill(name=name, value=value) for name, value in _known(article)]
    return _section("source", "À propos de ce texte", _FACTS.fill(facts=_NOTHING.join(facts)))


def _known(article: Article) -> Iterator[tuple[str, str]]:
    yield "Fichier source", _FILE.fill(name=article.source)
    if article.date:
        yield "Date donnée par la source", article.date.french()
    if article.event_date:
        yield "Jour de l’événement", article.event_date.french()
    if article.headline is None:
        yield "Titre", "tiré du chapeau, la source n’en donne pas"


_NEIGHBOURS: Final = Stencil(
    h.nav(".neighbours", aria_labelledby="voisins")[
        h.h2("#voisins")["À lire avant et après"], slot("topics")
    ]
)
_IN_TOPIC: Final = Stencil(
    h.section[
        h.h3[h.a(href=slot("href"))[slot("label")]],
        h.ul[slot("links")],
    ]
)
_NEIGHBOUR: Final = Stencil(
    h.li[
        h.small[slot("side")],
        h.a(rel=slot("rel"), href=slot("href"))[slot("title")],
        h.small[slot("when")],
    ]
)


def neighbours(desk: Desk, rows: Iterable[Neighbours]) -> Markup:
    """Return the way to the previous and the next article in each topic of an article."""
    topics = [
        _IN_TOPIC.fill(
            href=ARTICLE_ROOT + row.spec.page, label=row.spec.title, links=_NOTHING.join(links)
        )
        for row in rows
        if (links := list(_both_sides(desk, row)))
    ]
    return _NEIGHBOURS.fill(topics=_NOTHING.join(topics)) if topics else _NOTHING


def _both_sides(desk: Desk, row: Neighbours) -> Iterator[Markup]:
    for rel, side, article in (
        ("prev", "Article précédent", row.before),
        ("next", "Article suivant", row.after),
    ):
        if article is not None:
            card = desk.cards[article.id]
            yield _NEIGHBOUR.fill(
                rel=rel, side=side, href=ARTICLE_ROOT + card.path, title=card.title, when=card.when
            )
