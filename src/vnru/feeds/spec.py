"""What a feed is: a name and its articles. Which feeds there are follows from the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from vnru.article import MENTION, SUBJECT
from vnru.catalogue import Catalogue
from vnru.config import Config, Query, QueryFeed, Site
from vnru.diagnostics import ConfigError
from vnru.display import NBSP
from vnru.feeds.chronology import known, newest_added_first
from vnru.ledger import Ledger
from vnru.queries import check, meeting
from vnru.summary import Summary
from vnru.topics import Taxonomy

EVERYTHING = "all"  #: slug of the feed that holds every article, but one version of each dispatch


@attrs.frozen(kw_only=True)
class FeedSpec:
    """A feed, in no format yet: the same articles stand in its Atom, RSS and JSON documents."""

    slug: str  #: part of its addresses and of its id; never changes
    title: str  #: what sets it apart from the site's other feeds: "Énergie"
    description: str  #: a sentence
    topic: str | None = None  #: slug of the topic it is about
    query: Query | None = None  #: what selects its articles, for a feed of the operator's own
    #: Newest added first.
    articles: tuple[Summary, ...] = attrs.field(repr=False, hash=False)

    @property
    def stem(self) -> str:
        """The path of its documents without the extension: ``all``, ``topics/energie``."""
        if self.topic is not None:
            return f"topics/{self.slug}"
        return self.slug if self.query is None else f"feeds/{self.slug}"

    @property
    def page(self) -> str:
        """The path of its HTML page."""
        return "index.html" if self.slug == EVERYTHING else f"{self.stem}.html"

    def title_abroad(self, site: Site) -> str:
        """Return what it is called among a reader's other feeds, where it must say whose it is."""
        return self.title if self.title == site.title else f"{site.title}{NBSP}: {self.title}"


def specs(
    catalogue: Catalogue, taxonomy: Taxonomy, config: Config, ledger: Ledger
) -> tuple[FeedSpec, ...]:
    """Return the feeds of an edition: everything, each topic in editorial order, the operator's.

    What feeds hold is decided here, and lists on pages follow: of a dispatch in several versions,
    the one that the ledger lets stand for the others.
    Every feed exists from the first edition on, empty or not.

    Raises:
        ConfigError: a feed of the operator's has a slug that is taken, or asks for what is not.
        FeedError: the ledger does not know an article of the catalogue.
    """
    shown = [article for article in catalogue if known(article, ledger).version_of is None]
    articles = newest_added_first(shown, ledger)
    check_own(config.feeds, taxonomy)
    everything = FeedSpec(
        slug=EVERYTHING,
        title=config.site.title,
        description=config.site.description,
        articles=articles,
    )
    topics = tuple(_topics(articles, taxonomy, config))
    return (everything, *topics, *_own(articles, config.feeds))


def check_own(feeds: Iterable[QueryFeed], taxonomy: Taxonomy) -> None:
    """Refuse feeds of the operator's that cannot be made, before anything is touched.

    Raises:
        ConfigError: a slug is taken, or a query asks for what there is not.
    """
    slugs = [topic.slug for topic in taxonomy]
    taken = {EVERYTHING, *slugs}
    for feed in feeds:
        if feed.slug in taken:
            raise ConfigError(f"feeds: the slug {feed.slug!r} is already that of another feed")
        taken.add(feed.slug)
        try:
            check(feed.query, slugs)
        except ValueError as error:
            raise ConfigError(f"feeds: {feed.slug}: {error}") from error


def _topics(articles: Iterable[Summary], taxonomy: Taxonomy, config: Config) -> Iterator[FeedSpec]:
    widened = {slug for slug, topic in config.topics.items() if topic.include == "mentions"}
    least = {topic.slug: MENTION if topic.slug in widened else SUBJECT for topic in taxonomy}
    shelves: dict[str, list[Summary]] = {slug: [] for slug in least}
    for article in articles:
        for match in article.topics:
            if match.grade >= least.get(match.slug, SUBJECT + 1):
                shelves[match.slug].append(article)
    for topic in taxonomy:
        yield FeedSpec(
            slug=topic.slug,
            title=topic.label,
            description=topic.description or topic.label,
            topic=topic.slug,
            articles=tuple(shelves[topic.slug]),
        )


def _own(articles: tuple[Summary, ...], feeds: Iterable[QueryFeed]) -> Iterator[FeedSpec]:
    for feed in feeds:
        yield FeedSpec(
            slug=feed.slug,
            title=feed.title,
            description=feed.description or feed.title,
            query=feed.query,
            articles=tuple(filter(meeting(feed.query), articles)),
        )
