"""All pages of an edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vnru.catalogue import Catalogue
from vnru.config import Config
from vnru.feeds import FeedSpec
from vnru.ledger import Ledger
from vnru.output import Draft
from vnru.pages.article import article_drafts
from vnru.pages.assets import assets
from vnru.pages.desk import Desk
from vnru.pages.index import index_pages
from vnru.pages.notice import notices
from vnru.pages.people import people_draft
from vnru.pages.sitemap import sitemap
from vnru.pages.topic import topic_pages
from vnru.topics import Taxonomy


class Site:
    """The pages of an edition, in two parts so that feeds can come between them."""

    def __init__(
        self,
        catalogue: Catalogue,
        specs: Sequence[FeedSpec],
        taxonomy: Taxonomy,
        config: Config,
        ledger: Ledger,
    ) -> None:
        self._desk = Desk(catalogue, specs, taxonomy, config, ledger)

    def articles(self) -> Iterator[Draft]:
        """Yield the page of each article, oldest first, and a notice for each that is gone."""
        yield from assets()
        yield from article_drafts(self._desk)
        yield from notices(self._desk)

    def listings(self) -> Iterator[Draft]:
        """Yield the pages that lead to articles: topics, people, the index, the sitemap."""
        for spec in self._desk.specs[1:]:
            yield from topic_pages(self._desk, spec)
        yield people_draft(self._desk)
        yield from index_pages(self._desk)
        yield from sitemap(self._desk)
