"""The desk: everything that more than one page needs, computed once for an edition.

Time and memory are linear in the articles and their topics.
"""

from __future__ import annotations

import bisect
import functools
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

import attrs
import htpy as h
from markupsafe import Markup, escape

from vnru.article import Listed
from vnru.catalogue import Catalogue
from vnru.company import Company
from vnru.config import Config
from vnru.dates import PartialDate
from vnru.display import date_element, typeset
from vnru.feeds import FeedSpec
from vnru.feeds.addresses import article_path
from vnru.ledger import Ledger, LedgerEntry
from vnru.pages.layout import Layout, root_of
from vnru.pages.stencil import Stencil, slot
from vnru.pages.subscribe import autodiscovery
from vnru.summary import DIGEST_SIZE, Summary, digest_of
from vnru.timeline import Axis
from vnru.topics import Taxonomy

PEOPLE_LISTED: Final = 120  #: on the page of people
PAIRS_LISTED: Final = 60  #: there too

_BLOCK: Final = 4_096  #: articles whose surroundings are in memory at a time

_TOPIC_LINK: Final = Stencil(h.a(href=slot("href"))[slot("label")])

_ID: Final = attrgetter("id")
_NOBODY: Final = bytes(DIGEST_SIZE)  #: no article on this side

ARTICLE_ROOT: Final = root_of(article_path("0"))


class Card(NamedTuple):
    """What lists and links say of an article."""

    path: str  #: of its page
    title: Markup  #: typeset
    when: Markup  #: its date as a ``<time>``


class Neighbours(NamedTuple):
    """The articles before and after another one, by date, in one topic whose feed holds it."""

    topic: str  #: slug
    before: Summary | None
    after: Summary | None


@attrs.frozen(eq=False, repr=False)  # an edition has one
class Desk:
    """What the pages of an edition are made from."""

    catalogue: Catalogue
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
    def topic_links(self) -> Mapping[str, Markup]:
        """For each topic's slug, the link to its page from the page of an article."""
        return {
            slug: _TOPIC_LINK.fill(href=ARTICLE_ROOT + spec.page, label=typeset(spec.title))
            for slug, spec in self.topics.items()
        }

    @functools.cached_property
    def company(self) -> Company:
        """The people named most in all that is listed."""
        return Company.of(
            self.listed, people=PEOPLE_LISTED, pairs=PAIRS_LISTED, keys=attrgetter("named")
        )

    @functools.cached_property
    def anchors(self) -> Mapping[str, str]:
        """What leads from the page of an article to a person on the page of people, by the key."""
        return {key: person.anchor + key for key, person in self.company.people.items()}

    @functools.cached_property
    def company_basis(self) -> bytes:
        """A digest of the people and the pairs that pages name."""
        company = self.company
        people = [(p.key, p.name, p.role, p.articles, p.anchor) for p in company.people.values()]
        pairs = [
            (*p.people, p.articles, p.latest.id, p.latest.title, str(p.latest.best_date))
            for p in company.pairs
        ]
        return digest_of(people, pairs)

    @functools.cached_property
    def axis(self) -> Axis | None:
        """The time that lists cover; None where no article in them has a date."""
        return Axis.spanning(dates_of(self.listed))

    @functools.cached_property
    def paths(self) -> Sequence[str]:
        """The path of the page of each article, by its rank."""
        return list(map(article_path, map(_ID, self.catalogue)))

    def by_date(self, spec: FeedSpec) -> list[Summary]:
        """Return the articles of a feed, newest first by date (a feed has them as they came)."""
        summaries = self.catalogue.summaries
        return list(map(summaries.__getitem__, reversed(self.rows[spec.stem])))

    @functools.cached_property
    def rows(self) -> Mapping[str, array[int]]:
        """The articles of each feed by their ranks in the catalogue, oldest first."""
        ranks = {article.id: rank for rank, article in enumerate(self.catalogue)}
        return {
            spec.stem: array("I", sorted(map(ranks.__getitem__, map(_ID, spec.articles))))
            for spec in self.specs
        }

    @functools.cached_property
    def listed(self) -> Sequence[Summary]:
        """The articles that lists hold, oldest first: of each dispatch one version."""
        return self.by_date(self.specs[0])[::-1]

    def others(self, article: Summary) -> tuple[Summary, ...]:
        """Return the other versions of an article: first what lists hold, then the best."""
        return self._listed_first.others(article)

    @functools.cached_property
    def _listed_first(self) -> Catalogue:
        """The catalogue; of each dispatch the version that lists hold comes first."""

        def is_hidden(version: Summary) -> bool:
            return self.entry(version).version_of is not None

        stories = (tuple(sorted(story, key=is_hidden)) for story in self.catalogue.stories)
        return attrs.evolve(self.catalogue, stories=tuple(stories))

    def neighbours(self, rank: int) -> Iterator[Neighbours]:
        """Yield the neighbours of an article in every topic whose feed holds it."""
        summaries = self.catalogue.summaries
        held = {match.slug for match in summaries[rank].topics}
        for topic, spec in self.topics.items():
            if topic in held:
                row = self.rows[spec.stem]
                at = bisect.bisect_left(row, rank)
                if at < len(row) and row[at] == rank:
                    before = summaries[row[at - 1]] if at else None
                    after = summaries[row[at + 1]] if at + 1 < len(row) else None
                    yield Neighbours(topic, before, after)

    def surroundings(self) -> Iterator[bytes]:
        """Yield what lists show of the `neighbours` of each article, in the catalogue's order."""
        listings = [*(article.listing for article in self.catalogue), _NOBODY]
        rows = [self.rows[spec.stem] for spec in self.topics.values()]
        beside = [array("l", [-1, *row, -1]) for row in rows]  # -1: nobody
        for first in range(0, len(self.catalogue), _BLOCK):
            block = range(first, min(first + _BLOCK, len(self.catalogue)))
            told = [b""] * len(block)
            for row, ranks in zip(rows, beside, strict=True):
                start, end = (bisect.bisect_left(row, rank) for rank in (block.start, block.stop))
                sides = zip(ranks[start:end], ranks[start + 2 : end + 2], strict=True)
                for rank, (before, after) in zip(row[start:end], sides, strict=True):
                    told[rank - first] += listings[before] + listings[after]
            yield from told

    def entry(self, article: Listed) -> LedgerEntry:
        """Return what the ledger knows of an article of the corpus."""
        return self.ledger.articles[article.id]


@functools.lru_cache(maxsize=1024)  # those of an article are asked for again by its neighbours
def card(article: Summary) -> Card:
    """Return what lists and links say of an article."""
    title = escape(typeset(article.title))
    return Card(article_path(article.id), title, date_element(article.best_date))


def dates_of(articles: Iterable[Listed]) -> list[PartialDate]:
    """Return the dates of the articles that have one."""
    return [article.best_date for article in articles if article.best_date]
