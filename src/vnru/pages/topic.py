"""The page of a feed: a topic's, or one of the operator's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import htpy as h

from vnru.article import Article
from vnru.display import typeset
from vnru.feeds.spec import FeedSpec
from vnru.output import OutputFile
from vnru.pages.company import key_of
from vnru.pages.desk import Desk, dates_of
from vnru.pages.figures import table_of, timeline
from vnru.pages.layout import PEOPLE, Page, root_of
from vnru.pages.listing import by_year, shelf, volume_page, volumes
from vnru.pages.subscribe import addresses, autodiscovery
from vnru.pages.timeline import Axis
from vnru.pages.words import counted

ARTICLES_SHOWN: Final = 200  #: older ones stand on the pages of their years
RELATED_SHOWN: Final = 6
PEOPLE_SHOWN: Final = 10


def topic_pages(desk: Desk, spec: FeedSpec) -> Iterator[OutputFile]:
    """Yield the page of a feed and, where it has too many articles for one page, its volumes."""
    articles = desk.by_date(spec)
    bound = volumes(spec, articles) if len(articles) > ARTICLES_SHOWN else []
    yield from (volume_page(desk, volume) for volume in bound)
    root = root_of(spec.page)
    yield desk.layout.lay_out(
        Page(
            path=spec.page,
            headline=desk.title_of(spec),
            description=spec.description,
            head=autodiscovery(spec, root, desk.config.site),
            main=[
                _opening(desk, spec, articles, root),
                h.div(".columns")[
                    h.div[
                        _timeline(articles),
                        h.section(aria_labelledby="articles")[
                            h.h2("#articles")["Articles"],
                            by_year(desk, articles[:ARTICLES_SHOWN], root)
                            or h.p["Aucun article pour l’instant."],
                        ],
                        bound
                        and h.section(aria_labelledby="annees")[
                            h.h2("#annees")["Toutes les années"], shelf(bound, root)
                        ],
                    ],
                    h.div(".aside")[
                        _subscription(desk, spec, root),
                        _related(desk, spec, root),
                        _people(desk, spec, root),
                    ],
                ],
            ],
        )
    )


def _opening(desk: Desk, spec: FeedSpec, articles: Sequence[Article], root: str) -> h.Element:
    count = counted(len(articles), "article")
    return h.header(".opening")[
        h.p(".kicker")[_family(desk, spec, root)],
        h.h1[desk.title_of(spec)],
        h.p(".standfirst")[typeset(spec.description)],
        h.p(".byline")[
            count, articles and [", le plus récent\N{NO-BREAK SPACE}: ", desk.cards[articles[0].id].when]
        ],
    ]
