"""An edition: which files are to be published, given what was read and what was published before.

`plan` is pure and lazy: it neither reads nor writes nor asks the clock.
"""

from __future__ import annotations

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

__all__ = ["Ledger", "OutputFile", "drafts", "plan"]


def plan(
    corpus: Corpus, config: Config, ledger: Ledger, taxonomy: Taxonomy | None = None
) -> Iterator[OutputFile]:
    """Yield every file of the edition, in the order in which they should appear.

    Articles' pages come first, then what links to them: a feed never names a page that is not
    there yet.

    Args:
        corpus: the articles to publish.
        config: addresses, limits, the operator's own feeds.
        ledger: advanced to this edition (`Ledger.advance`); it knows every article of the corpus.
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

    `Ledger.advance` takes its `stories`, so that one version of each stands for the others.

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
