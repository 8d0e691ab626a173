"""The index: what this is, how to subscribe, what is new, what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Final

import htpy as h

from vnru.dates import PartialDate
from vnru.display import NARROW, NBSP, typeset
from vnru.feeds import FeedSpec
from vnru.feeds.addresses import OPML
from vnru.output import Draft, OutputFile
from vnru.pages.desk import Desk, card, dates_of
from vnru.pages.figures import small_timeline, table_by_topic, timeline
from vnru.pages.layout import HOME, PEOPLE, Page
from vnru.pages.listing import Volume, news, shelf, volume_draft, volumes
from vnru.pages.subscribe import addresses, autodiscovery, copyable
from vnru.pages.words import counted, span
from vnru.summary import digest_of, listing_of

NEWS_SHOWN: Final = 12
PEOPLE_SHOWN: Final = 12

_ROOT: Final = ""
_PROMISE: Final = typeset(
    "Chaque thème a son flux : abonnez-vous, et les nouveaux articles viennent à vous, "
    "sans compte ni courriel."
)
_METHOD: Final = (
    "Chaque article est donné en entier, avec ses thèmes, les mots du texte qui les fondent, "
    "et sa date telle que la source la précise."
)
_COUNTED: Final = (
    "Une dépêche reçue en plusieurs versions n’y compte qu’une fois ; "
    "sa page donne les autres versions."
)
_COPY: Final = (
    "Copiez une adresse dans un lecteur de flux, par exemple Thunderbird, Feedly ou NetNewsWire."
)
_EVERYTHING: Final = typeset("Tous les articles (dans le doute, prenez Atom) :")
_OPML: Final = typeset(
    " : chaque page de thème donne ses adresses. "
    "Pour importer d’un coup les flux de tous les thèmes :"
)


def index_pages(desk: Desk) -> Iterator[Draft]:
    """Yield the index; before it, where its articles are too many, the pages of their years."""
    everything = desk.specs[0]
    bound = (
        volumes(everything, desk.by_date(everything))
        if len(everything.articles) > NEWS_SHOWN
        else []
    )
    yield from (volume_draft(desk, volume) for volume in bound)
    newest = everything.articles[:NEWS_SHOWN]
    told = (fact for a in newest for fact in (a.fingerprint, desk.entry(a).said))
    basis = digest_of(listing_of(desk.listed), len(desk.catalogue), *told)
    yield Draft(HOME, basis, partial(_index_page, desk, bound))


def _index_page(desk: Desk, bound: Sequence[Volume]) -> OutputFile:
    everything, site = desk.specs[0], desk.config.site
    return desk.layout.lay_out(
        Page(
            path=HOME,
            headline=site.title,
            description=site.description,
            head=autodiscovery(everything, _ROOT, site),
            main=[
                h.div(".welcome")[_about(desk), _subscription(desk, everything), _timeline(desk)],
                _news(desk, everything, bound),
                _topics(desk, "themes", "Thèmes", list(desk.topics.values())),
                _topics(
                    desk,
                    "selections",
                    "Sélections",
                    [spec for spec in desk.specs if spec.query is not None],
                ),
                _people(desk),
            ],
        )
    )


def _about(desk: Desk) -> h.Element:
    dates = dates_of(desk.listed)
    period = f", {_months(dates)}" if dates else ""
    return h.section(".about", aria_labelledby="presentation")[
        h.h2("#presentation")["De quoi s’agit-il", NARROW, "?"],
        h.p(".standfirst")[
            f"{counted(len(desk.listed), 'article')} de presse en français{period}, "
            f"en {counted(len(desk.topics), 'thème')}. {_PROMISE}"
        ],
        h.p[_METHOD, f" {_COUNTED}" if len(desk.listed) < len(desk.catalogue) else None],
    ]


def _months(dates: Sequence[PartialDate]) -> str:
    order = attrgetter("sort_key")  # nothing is sorted by it: there may be 100,000
    first, last = min(dates, key=order), max(reversed(dates), key=order)
    return span(first.month_only().french(), last.month_only().french())


def _subscription(desk: Desk, everything: FeedSpec) -> h.Element:
    site = desk.config.site
    return h.section(".subscribe", aria_labelledby="abonnement")[
        h.h2("#abonnement")["S’abonner"],
        h.p[_COPY],
        h.p[_EVERYTHING],
        addresses(everything, _ROOT, site),
        h.p["Ou ", h.a(href="#themes")["un thème à la fois"], _OPML],
        h.dl(".addresses")[copyable("OPML", OPML, _ROOT, site)],
    ]


def _news(desk: Desk, everything: FeedSpec, bound: Sequence[Volume]) -> h.Element:
    newest = everything.articles[:NEWS_SHOWN]
    return h.section(".news", aria_labelledby="nouveautes")[
        h.h2("#nouveautes")["Derniers articles"],
        news(desk, newest, _ROOT) if newest else h.p["Aucun article pour l’instant."],
        [h.h3["Tous les articles, par année"], shelf(bound, _ROOT)] if bound else None,
    ]


def _topics(desk: Desk, id_: str, title: str, specs: Sequence[FeedSpec]) -> h.Node:
    if not specs:
        return None
    counts = _counts(desk, specs)
    top = max((max(row) for row in counts.values()), default=0)
    return h.section(aria_labelledby=id_)[
        h.h2(id=id_)[title],
        h.ul(".topics")[
            (
                h.li[
                    h.h3[h.a(href=spec.page)[typeset(spec.title)]],
                    h.p[typeset(spec.description)],
                    h.p(".meta")[_extent(spec)],
                    _small_timeline(desk, spec, counts.get(spec.slug, ()), top),
                ]
                for spec in specs
            )
        ],
    ]


def _small_timeline(desk: Desk, spec: FeedSpec, counts: Sequence[int], top: int) -> h.Node:
    if desk.axis is None or not any(counts):
        return None
    return small_timeline(spec.title, counts, top, desk.axis, f"courbe-{spec.slug}")


def _counts(desk: Desk, specs: Sequence[FeedSpec]) -> Mapping[str, Sequence[int]]:
    if desk.axis is None:
        return {}
    return {spec.slug: desk.axis.count(dates_of(spec.articles)) for spec in specs}


def _extent(spec: FeedSpec) -> h.Node:
    if not spec.articles:
        return "aucun article"
    latest = max(spec.articles, key=lambda article: article.sort_key)
    return [
        counted(len(spec.articles), "article"),
        f" · dernier{NBSP}: ",
        card(latest).when,
    ]


def _timeline(desk: Desk) -> h.Node:
    if desk.axis is None:
        return None
    rows = _counts(desk, list(desk.topics.values()))
    labelled = {desk.topics[slug].title: counts for slug, counts in rows.items()}
    return h.section(aria_labelledby="chronologie")[
        h.h2("#chronologie")["Au fil du temps"],
        timeline(desk.listed, desk.axis, id_="courbe", table=table_by_topic(labelled, desk.axis)),
    ]


def _people(desk: Desk) -> h.Node:
    people = list(desk.company.people.values())[:PEOPLE_SHOWN]
    if not people:
        return None
    return h.section(aria_labelledby="personnes")[
        h.h2("#personnes")["Personnes les plus citées"],
        h.ul(".names")[
            (
                h.li[
                    h.a(href=f"{PEOPLE}#{person.anchor}")[person.name],
                    [" ", h.small[person.role]] if person.role else None,
                ]
                for person in people
            )
        ],
        h.p[h.a(href=PEOPLE)["Qui est nommé avec qui"]],
    ]
