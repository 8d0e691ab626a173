"""Lists of articles: the newest, those of a topic by year, the volumes of past years."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final, NamedTuple

import htpy as h
from markupsafe import Markup

from vnru.dates import MONTHS
from vnru.display import day_text, typeset
from vnru.feeds import FeedSpec
from vnru.feeds.chronology import volume_name, yearly
from vnru.output import Draft, OutputFile
from vnru.pages.desk import Desk, card
from vnru.pages.layout import Page, root_of
from vnru.pages.stencil import Stencil, slot, together
from vnru.pages.words import counted, shortened
from vnru.summary import Summary, listing_of

VOLUME_SIZE: Final = 400  #: articles on a page of a past year
LEAD_LENGTH: Final = 220  #: characters of the lead in a list of news

_ITEM: Final = Stencil(
    h.li[
        h.a(href=slot("href"))[slot("title")],
        " ",
        h.small(".meta")[slot("when"), slot("agencies")],
    ]
)
_LIST: Final = Stencil(h.ul(".articles")[slot("items")])


def titles(articles: Iterable[Summary], root: str) -> Markup:
    """Return a list of articles: title, date, agencies."""
    return _LIST.fill(items=together(_ITEM.fill(**_said_of(article, root)) for article in articles))


def _said_of(article: Summary, root: str) -> dict[str, str]:
    said = card(article)
    agencies = f" · {', '.join(article.credits)}" if article.credits else ""
    return {"href": root + said.path, "title": said.title, "when": said.when, "agencies": agencies}


_STORY: Final = Stencil(
    h.li[
        h.h3[h.a(href=slot("href"))[slot("title")]],
        h.p[slot("lead")],
        h.p(".meta")[slot("when"), slot("agencies"), slot("added")],
    ]
)
_NEWS: Final = Stencil(h.ol(".stories")[slot("items")])


def news(desk: Desk, articles: Iterable[Summary], root: str) -> Markup:
    """Return a list of articles with the beginning of each."""
    return _NEWS.fill(
        items=together(
            _STORY.fill(
                **_said_of(article, root),
                lead=typeset(shortened(desk.catalogue.load(article).lead, LEAD_LENGTH)),
                added=_added(desk, article),
            )
            for article in articles
        )
    )


def _added(desk: Desk, article: Summary) -> str:
    """Say why an article with an old date is news: it came late."""
    first_seen = desk.entry(article).first_seen
    return f" · ajouté le {day_text(first_seen)}" if first_seen else ""


def by_year(articles: Iterable[Summary], root: str) -> h.Node:
    """Return articles, which come newest first, under a heading for each year."""
    return [
        h.section[h.h3[year or "Sans date"], titles(group, root)]
        for year, group in itertools.groupby(articles, _year)
    ]


def _year(article: Summary) -> int:
    return article.best_date.year if article.best_date else 0


class Volume(NamedTuple):
    """The articles of a year in one feed, or a part of them: a page of its own."""

    spec: FeedSpec
    year: int  #: 0: the undated articles
    part: int  #: from 1; the oldest articles come first, so that a full part stays as it is
    articles: tuple[Summary, ...]  #: newest first

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"{self.spec.stem}/{volume_name(self.year, self.part)}.html"

    @property
    def label(self) -> str:
        """What people call it."""
        name = f"{self.year}" if self.year else "sans date"
        return f"{name} ({self.part})" if self.part > 1 else name


def volumes(spec: FeedSpec, articles: Sequence[Summary]) -> list[Volume]:
    """Bind all articles of a feed, given newest first, in volumes: the newest volume first."""
    bound = [
        Volume(
            spec=spec, year=year, part=part, articles=tuple(some[start : start + VOLUME_SIZE])[::-1]
        )
        for year, some in yearly(articles[::-1], _year)
        for part, start in enumerate(range(0, len(some), VOLUME_SIZE), start=1)
    ]
    return bound[::-1]


def shelf(bound: Iterable[Volume], root: str) -> h.Element:
    """Return the links to the volumes."""
    return h.ul(".shelf")[
        (
            h.li[
                h.a(href=root + volume.path)[volume.label],
                " ",
                h.small(".meta")[counted(len(volume.articles), "article")],
            ]
            for volume in bound
        )
    ]


def volume_draft(desk: Desk, volume: Volume) -> Draft:
    """Return the page of a volume: its articles by month."""
    return Draft(volume.path, listing_of(volume.articles), partial(_volume_page, desk, volume))


_VOLUME: Final = Stencil(
    [
        h.p(".kicker")[h.a(href=slot("href"))[slot("feed")]],
        h.h1["Articles, ", slot("label")],
        h.p(".standfirst")[slot("count"), ", du plus récent au plus ancien."],
        slot("months"),
    ]
)
_MONTH: Final = Stencil(h.section[h.h2[slot("name")], slot("titles")])


def _volume_page(desk: Desk, volume: Volume) -> OutputFile:
    root = root_of(volume.path)
    spec = volume.spec
    headline = f"{spec.title}, {volume.label}"
    count = counted(len(volume.articles), "article")
    months = (
        _MONTH.fill(name=name, titles=titles(group, root))
        for name, group in itertools.groupby(volume.articles, _month_name)
    )
    return desk.layout.lay_out(
        Page(
            path=volume.path,
            headline=headline,
            description=f"{headline} : {count}.",
            main=_VOLUME.fill(
                href=root + spec.page,
                feed=spec.title,
                label=volume.label,
                count=count,
                months=together(months),
            ),
        )
    )


def _month_name(article: Summary) -> str:
    date = article.best_date
    if date is None:
        return "Sans date"
    return "Mois inconnu" if date.month is None else MONTHS[date.month - 1].capitalize()
