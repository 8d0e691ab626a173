"""What stands below an article: topics with their evidence, people, places, facts, neighbours."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Final

import htpy as h
from markupsafe import Markup

from vnru.article import MENTION, SUBJECT, Article, Grade, Person, TopicMatch
from vnru.diagnostics import printable
from vnru.names import spoken
from vnru.packing import Quotations
from vnru.pages.desk import ARTICLE_ROOT, Desk, Neighbours, card
from vnru.pages.layout import PEOPLE
from vnru.pages.stencil import Stencil, slot, together
from vnru.summary import Summary

SCHEMA: Final = "https://schema.org/"
QUOTED: Final = 5  #: words of the text for one topic

_NOTHING: Final = Markup("")

#: For what many articles share: the same words, people, places, neighbours.
_often: Final = functools.lru_cache(maxsize=4096)


def apparatus(desk: Desk, article: Article, quotations: Quotations) -> Markup:
    """Return the sections below the text of an article."""
    return together(
        (
            _topics(desk, article.topics, quotations),
            _people(desk, article.people),
            _places(article.places),
            _facts(article),
        )
    )


def _section(id_: str, title: str) -> Stencil:
    return Stencil(h.section(aria_labelledby=id_)[h.h2(id=id_)[title], slot("content")])


def _topic(relation: str) -> Stencil:
    return Stencil(
        h.li(itemprop=relation, itemscope=True, itemtype=f"{SCHEMA}DefinedTerm")[
            h.span(itemprop="name")[slot("link")], slot("evidence")
        ]
    )


_TOPICS: Final = _section("themes", "Thèmes")
_GRADES: Final[Sequence[tuple[Grade, Stencil, Stencil]]] = (
    (SUBJECT, Stencil([h.h3["Sujets"], h.ul[slot("topics")]]), _topic("about")),
    (MENTION, Stencil([h.h3["Mentions"], h.ul[slot("topics")]]), _topic("mentions")),
)


def _topics(desk: Desk, topics: Sequence[TopicMatch], quotations: Quotations) -> Markup:
    links = desk.topic_links
    groups = []
    for grade, group, item in _GRADES:
        items = [
            item.fill(link=links[topic.slug], evidence=_evidence(quotations[topic.slug]))
            for topic in topics
            if topic.grade == grade and topic.slug in links
        ]
        if items:
            groups.append(group.fill(topics=together(items)))
    return _TOPICS.fill(content=together(groups)) if groups else _NOTHING


_EVIDENCE: Final = Stencil([" ", h.small(".evidence")[slot("quotations")]])
_QUOTATION: Final = Stencil(h.q[slot("text")])


def _evidence(words: Iterable[str]) -> Markup:
    """Quote the words that gave a topic."""
    quoted = together(map(_quotation, words), ", ")
    return _EVIDENCE.fill(quotations=quoted) if quoted else _NOTHING


@_often
def _quotation(text: str) -> Markup:
    return _QUOTATION.fill(text=text)


_PERSON: Final = Stencil(
    h.li(itemprop="mentions", itemscope=True, itemtype=f"{SCHEMA}Person")[
        slot("name"), slot("role")
    ]
)
_NAME: Final = Stencil(h.span(itemprop="name")[slot("name")])
_LINKED_NAME: Final = Stencil(h.a(href=slot("href"))[h.span(itemprop="name")[slot("name")]])
_ROLE: Final = Stencil([", ", h.span(itemprop="jobTitle")[slot("role")]])
_PEOPLE: Final = _section("personnes", "Personnes citées")
_LIST: Final = Stencil(h.ul[slot("items")])


def _people(desk: Desk, people: Sequence[Person]) -> Markup:
    known = desk.company.people
    items = [
        _PERSON.fill(
            name=_name(person.name, known[key].anchor if key in known else None),
            role=_role(person.role),
        )
        for person in people
        for key in (spoken(person.name),)
    ]
    return _PEOPLE.fill(content=_LIST.fill(items=together(items))) if items else _NOTHING


@_often
def _name(name: str, anchor: str | None) -> Markup:
    """Show a name, linked to the page of people where that page has the person."""
    if anchor is None:
        return _NAME.fill(name=name)
    return _LINKED_NAME.fill(href=f"{ARTICLE_ROOT}{PEOPLE}#{anchor}", name=name)


@_often
def _role(role: str | None) -> Markup:
    return _ROLE.fill(role=role) if role else _NOTHING


_PLACE: Final = Stencil(
    h.li(itemprop="mentions", itemscope=True, itemtype=f"{SCHEMA}Place")[
        h.span(itemprop="name")[slot("name")]
    ]
)


_PLACES: Final = _section("lieux", "Lieux cités")


def _places(places: Sequence[str]) -> Markup:
    if not places:
        return _NOTHING
    return _PLACES.fill(content=_LIST.fill(items=together(map(_place, places))))


@_often
def _place(name: str) -> Markup:
    return _PLACE.fill(name=name)


_SOURCE: Final = _section("source", "À propos de ce texte")
_FACTS: Final = Stencil(
    h.dl[h.div[h.dt["Fichier source"], h.dd[h.code[slot("file")]]], slot("dates"), slot("title")]
)
_STATED: Final = Stencil(h.div[h.dt["Date donnée par la source"], h.dd[slot("date")]])
_HAPPENED: Final = Stencil(h.div[h.dt["Jour de l’événement"], h.dd[slot("date")]])
_MADE_TITLE: Final = Stencil(
    h.div[h.dt["Titre"], h.dd["tiré du chapeau, la source n’en donne pas"]]
).fill()


def _facts(article: Article) -> Markup:
    dates = [
        stencil.fill(date=date.french())
        for stencil, date in ((_STATED, article.date), (_HAPPENED, article.event_date))
        if date
    ]
    facts = _FACTS.fill(
        file=printable(article.source),  # it may hold bytes that are no UTF-8
        dates=together(dates),
        title=_MADE_TITLE if article.headline is None else _NOTHING,
    )
    return _SOURCE.fill(content=facts)


_NEIGHBOURS: Final = Stencil(
    h.nav(".neighbours", aria_labelledby="suite")[
        h.h2("#suite")["À lire avant et après"], h.div[slot("topics")]
    ]
)
_IN_TOPIC: Final = Stencil(h.section[h.h3[slot("topic")], h.ul[slot("before"), slot("after")]])


def _neighbour(rel: str, side: str) -> Stencil:
    return Stencil(
        h.li[
            h.small[side],
            " ",
            h.a(rel=rel, href=ARTICLE_ROOT + slot("path"))[slot("title")],
            " ",
            h.small[slot("when")],
        ]
    )


_BEFORE: Final = _neighbour("prev", "Article précédent")
_AFTER: Final = _neighbour("next", "Article suivant")


def neighbours(desk: Desk, rows: Iterable[Neighbours]) -> Markup:
    """Return the way to the previous and the next article in each topic of an article."""
    topics = [
        _IN_TOPIC.fill(
            topic=desk.topic_links[row.topic],
            before=_side(_BEFORE, row.before) if row.before else _NOTHING,
            after=_side(_AFTER, row.after) if row.after else _NOTHING,
        )
        for row in rows
        if row.before or row.after
    ]
    return _NEIGHBOURS.fill(topics=together(topics)) if topics else _NOTHING


@_often
def _side(stencil: Stencil, article: Summary) -> Markup:
    said = card(article)
    return stencil.fill(path=said.path, title=said.title, when=said.when)
