"""The desk: everything that more than one page needs, computed once for an edition.

Time and memory are linear in the articles and their topics.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs
import htpy as h
from markupsafe import Markup, escape

from vnru.article import Article
from vnru.company import Company
from vnru.config import Config
from vnru.corpus import Corpus
from vnru.dates import PartialDate
from vnru.display import date_element, typeset
from vnru.feeds import FeedSpec
from vnru.ledger import Ledger, LedgerEntry
from vnru.pages.layout import Layout, root_of
from vnru.pages.stencil import Stencil, slot
from vnru.pages.subscribe import autodiscovery
from vnru.timeline import Axis
from vnru.topics import Taxonomy

PEOPLE_LISTED: Final = 120  #: on the page of people
PAIRS_LISTED: Final = 60  #: there too

_TOPIC_LINK: Final = Stencil(h.a(href=slot("href"))[slot("label")])


def path_of(article_id: str) -> str:
    """Return the path of an article's page."""
    return f"articles/{article_id}.html"


ARTICLE_ROOT: Final = root_of(path_of("0"))


@attrs.frozen
class Card:
    """What lists and links say of an article."""

    path: str  #: of its page
    title: Markup  #: typeset
    when: Markup  #: its date as a ``<time>``


@attrs.frozen
class Neighbours:
    """The articles before and after another one, by date, in one topic whose feed holds it."""

    topic: str  #: slug
    before: Article | None
    after: Article | None


@attrs.frozen
class Desk:
    """What the pages of an edition are made from."""

    corpus: Corpus
    specs: Sequence[FeedSpec]  #: the feed of everything first
    taxonomy: Taxonomy
    config: Config
    ledger: Ledger  #: advanced to this edition

    @functools.cached_property
    def layout(self) -> Layout:
        """The frame of every page."""
        return Layout(self.config.site)

    @functools.cached_property
    def topics(self) -> Mapping[str, FeedSpec]:
        """The feeds of topics, by the topic's slug, in editorial order."""
        return {spec.topic: spec for spec in self.specs if spec.topic is not None}

    @functools.cached_property
    def autodiscovery(self) -> Markup:
        """The links by which readers find the feed of everything from an article's page."""
        return autodiscovery(self.specs[0], ARTICLE_ROOT, self.config.site)

    @functools.cached_property
    def cards(self) -> Mapping[str, Card]:
        """What lists say of each article, by id."""
        return {
            article.id: Card(
                path_of(article.id), escape(typeset(article.title)), date_element(article)
            )
            for article in self.corpus
        }

    @functools.cached_property
    def topic_links(self) -> Mapping[str, Markup]:
        """For each topic's slug, the link to its page from the page of an article."""
        return {
            slug: _TOPIC_LINK.fill(href=ARTICLE_ROOT + spec.page, label=typeset(spec.title))
            for slug, spec in self.topics.items()
        }

    @functools.cached_property
    def company(self) -> Company:
        """The people named most in the whole corpus."""
        return Company.of(self.corpus, people=PEOPLE_LISTED, pairs=PAIRS_LISTED)

    @functools.cached_property
    def axis(self) -> Axis | None:
        """The time the corpus covers; None where no article has a date."""
        return Axis.spanning(dates_of(self.corpus))

    @functools.cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {article.id: rank for rank, article in enumerate(self.corpus)}

    def by_date(self, spec: FeedSpec) -> list[Article]:
        """Return the articles of a feed, newest first by date (a feed has them as they came)."""
        return sorted(spec.articles, key=lambda article: -self._ranks[article.id])

    @functools.cached_property
    def neighbours(self) -> Mapping[str, Sequence[Neighbours]]:
        """For each article, its neighbours in every topic whose feed holds it, by id."""
        found: dict[str, list[Neighbours]] = {article.id: [] for article in self.corpus}
        for topic, spec in self.topics.items():
            row = self.by_date(spec)[::-1]
            for before, article, after in zip([None, *row], row, [*row[1:], None], strict=False):
                found[article.id].append(Neighbours(topic, before, after))
        return found

    def entry(self, article: Article) -> LedgerEntry:
        """Return what the ledger knows of an article of the corpus."""
        return self.ledger.articles[article.id]


def dates_of(articles: Iterable[Article]) -> list[PartialDate]:
    """Return the dates of the articles that have one."""
    return [article.best_date for article in articles if article.best_date]
