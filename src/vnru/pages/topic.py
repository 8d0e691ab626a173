"""The page of a feed: a topic's, or one of the operator's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

import htpy as h

from vnru.display import NBSP, typeset
from vnru.feeds import FeedSpec
from vnru.output import Draft, OutputFile
from vnru.pages.desk import Desk, card, dates_of
from vnru.pages.figures import table_of, timeline
from vnru.pages.layout import HOME, PEOPLE, Page, root_of
from vnru.pages.listing import Volume, by_year, shelf, volume_draft, volumes
from vnru.pages.subscribe import addresses, autodiscovery
from vnru.pages.words import counted
from vnru.summary import Summary, digest_of, listing_of
from vnru.timeline import Axis

ARTICLES_SHOWN: Final = 100  #: older ones stand on the pages of their years
RELATED_SHOWN: Final = 6
PEOPLE_SHOWN: Final = 10


def topic_pages(desk: Desk, spec: FeedSpec) -> Iterator[Draft]:
    """Yield the page of a feed; before it, where its articles are too many, those of its years."""
    articles = desk.by_date(spec)
    bound = volumes(spec, articles) if len(articles) > ARTICLES_SHOWN else []
    yield from (volume_draft(desk, volume) for volume in bound)
    basis = digest_of(listing_of(articles), desk.company_basis)
    yield Draft(spec.page, basis, partial(_topic_page, desk, spec, articles, bound))


def _topic_page(
    desk: Desk, spec: FeedSpec, articles: Sequence[Summary], bound: Sequence[Volume]
) -> OutputFile:
    root = root_of(spec.page)
    return desk.layout.lay_out(
        Page(
            path=spec.page,
            headline=spec.title,
            description=spec.description,
            head=autodiscovery(spec, root, desk.config.site),
            main=[
                _opening(desk, spec, articles, root),
                h.div(".columns")[
                    h.div[_timeline(articles), _articles(articles, root), _years(bound, root)],
                    h.div(".aside")[
                        _subscription(desk, spec, root),
                        _related(desk, spec, root),
                        _people(desk, articles, root),
                    ],
                ],
            ],
        )
    )


def _opening(desk: Desk, spec: FeedSpec, articles: Sequence[Summary], root: str) -> h.Element:
    latest = [f", le plus récent{NBSP}: ", card(articles[0]).when] if articles else None
    return h.header(".opening")[
        h.p(".kicker")[_family(desk, spec, root)],
        h.h1[typeset(spec.title)],
        h.p(".standfirst")[typeset(spec.description)],
        h.p(".byline")[counted(len(articles), "article"), latest],
    ]


def _family(desk: Desk, spec: FeedSpec, root: str) -> h.Node:
    """Say what kind of page this is: a selection, a topic, a topic within another one."""
    if spec.topic is None:
        return h.a(href=f"{root}{HOME}#selections")["Sélections"]
    broader = desk.topics.get(desk.taxonomy[spec.topic].broader or "")
    return [
        h.a(href=f"{root}{HOME}#themes")["Thèmes"],
        [" › ", h.a(href=root + broader.page)[broader.title]] if broader else None,
    ]


def _timeline(articles: Sequence[Summary]) -> h.Node:
    axis = Axis.spanning(dates_of(articles))
    if axis is None:
        return None
    return h.section(aria_labelledby="chronologie")[
        h.h2("#chronologie")["Au fil du temps"],
        timeline(articles, axis, id_="courbe", table=table_of(articles, axis)),
    ]


def _articles(articles: Sequence[Summary], root: str) -> h.Element:
    return h.section(aria_labelledby="articles")[
        h.h2("#articles")["Articles"],
        by_year(articles[:ARTICLES_SHOWN], root)
        if articles
        else h.p["Aucun article pour l’instant."],
    ]


def _years(bound: Sequence[Volume], root: str) -> h.Node:
    if not bound:
        return None
    return h.section(aria_labelledby="annees")[
        h.h2("#annees")["Toutes les années"], shelf(bound, root)
    ]


def _subscription(desk: Desk, spec: FeedSpec, root: str) -> h.Element:
    return h.section(".subscribe", aria_labelledby="abonnement")[
        h.h2("#abonnement")["S’abonner"],
        h.p["Copiez une adresse dans votre lecteur de flux", NBSP, ":"],
        addresses(spec, root, desk.config.site),
    ]


def _related(desk: Desk, spec: FeedSpec, root: str) -> h.Node:
    """List the topics that stand most often beside this one."""
    counts = Counter(
        match.slug
        for article in spec.articles
        for match in article.topics
        if match.slug in desk.topics and match.slug != spec.topic
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:RELATED_SHOWN]
    return _ranking(
        "voisins",
        "Thèmes voisins",
        [
            (h.a(href=root + desk.topics[slug].page)[desk.topics[slug].title], count)
            for slug, count in ranked
        ],
    )


def _people(desk: Desk, articles: Iterable[Summary], root: str) -> h.Node:
    """List the people whom these articles name most, as far as the page of people has them."""
    counts = Counter(
        key
        for article in articles
        for key in dict.fromkeys(article.named)
        if key in desk.company.people
    )
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:PEOPLE_SHOWN]
    known = desk.company.people
    return _ranking(
        "personnes",
        "Personnes les plus citées",
        [
            (h.a(href=f"{root}{PEOPLE}#{known[key].anchor}")[known[key].name], count)
            for key, count in ranked
        ],
    )


def _ranking(id_: str, title: str, rows: Sequence[tuple[h.Node, int]]) -> h.Node:
    if not rows:
        return None
    return h.section(aria_labelledby=id_)[
        h.h2(id=id_)[title],
        h.ol(".ranking")[
            (h.li[node, " ", h.small(".meta")[counted(count, "article")]] for node, count in rows)
        ],
    ]
