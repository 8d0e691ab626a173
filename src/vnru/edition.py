"""An edition: which files are to be published, given what was read and what was published before.

`plan` is pure and lazy: it neither reads nor writes nor asks the clock.

    ledger = advanced(corpus, config, before, now)
    for file in plan(corpus, config, ledger): ...

are the files that `vnru.regenerate` would publish at `now`, if `before` is the ledger of the last
edition, and the corpus that of the configuration and the day: ``Corpus.configured(config,
today=now.date())``, where `now` is in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vnru import feeds, pages
from vnru.catalogue import Catalogue, Judge
from vnru.config import Config
from vnru.ledger import Ledger
from vnru.output import Draft, OutputFile
from vnru.topics import Taxonomy

if TYPE_CHECKING:
    from vnru.corpus import Corpus

__all__ = ["Ledger", "OutputFile", "advanced", "drafts", "plan"]


def advanced(corpus: Corpus, config: Config, ledger: Ledger, now: dt.datetime) -> Ledger:
    """Return the ledger of an edition, given that of the last one.

    Of the versions of a dispatch, one gets an entry; a file that was refused withdraws nothing.

    Args:
        corpus: the articles to publish.
        config: what feeds are to hold.
        ledger: of the last edition: `Ledger.from_bytes` reads it; ``Ledger()`` if there is none.
        now: the time of the edition, aware.

    Raises:
        ValueError: `now` is naive.
    """
    catalogue = assembled(Catalogue.of(corpus, corpus.refused), config)
    refused, stories = catalogue.refused_ids, catalogue.stories
    return ledger.advance(catalogue, now, refused=refused, stories=stories)


def plan(
    corpus: Corpus, config: Config, ledger: Ledger, taxonomy: Taxonomy | None = None
) -> Iterator[OutputFile]:
    """Yield every file of the edition, in the order in which they should appear.

    Articles' pages come first, then what links to them: a feed never names a page that is not
    there yet.

    Args:
        corpus: the articles to publish.
        config: addresses, limits, the operator's own feeds.
        ledger: `advanced` to this edition; it knows every article of the corpus.
        taxonomy: the topics that have feeds; by default the built-in ones with the changes of
            `config.topics`.
    """
    if taxonomy is None:
        taxonomy = Taxonomy.default().with_changes(config.topics)
    catalogue = assembled(Catalogue.of(corpus), config)
    for draft in drafts(catalogue, config, ledger, taxonomy):
        yield draft.make()


def assembled(catalogue: Catalogue, config: Config, judge: Judge | None = None) -> Catalogue:
    """Return the catalogue with the versions of dispatches put together, if that is configured.

    Args:
        catalogue: the articles to publish.
        config: what feeds are to hold (`FeedOptions.versions`).
        judge: remembers what `Catalogue.judge` tells; by default that itself.
    """
    if config.feed.versions == "all":
        return catalogue
    return catalogue.with_stories(judge or catalogue.judge)


def drafts(
    catalogue: Catalogue, config: Config, ledger: Ledger, taxonomy: Taxonomy
) -> Iterator[Draft]:
    """Yield every file of the edition as `plan` does, none of them made yet."""
    specs = feeds.specs(catalogue, taxonomy, config, ledger)
    site = pages.Site(catalogue, specs, taxonomy, config, ledger)
    yield from site.articles()
    yield from feeds.documents(specs, catalogue, taxonomy, config, ledger)
    yield from site.listings()
