"""The press: documents become files. Each entry is rendered once a format and used many times.

Archives are printed year by year across all feeds, so that what they share lies close together,
and an entry is forgotten after the last document that holds it: memory holds a year, not a corpus.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.resources import files
from typing import Final

from vnru.catalogue import Catalogue
from vnru.config import Config
from vnru.feeds.addresses import ICON, LOGO, OPML, STYLESHEET, beginning
from vnru.feeds.chronology import known
from vnru.feeds.document import Document, bind, withdrawals
from vnru.feeds.entry import Entry, compose, filing
from vnru.feeds.formats import feed_formats
from vnru.feeds.masthead import masthead
from vnru.feeds.opml import opml
from vnru.feeds.spec import FeedSpec
from vnru.feeds.weight import Scale
from vnru.ledger import Ledger, format_instant
from vnru.output import Draft, OutputFile
from vnru.summary import Summary, digest_of
from vnru.topics import Taxonomy

#: What documents refer to, kept beside this module.
_FURNITURE: Final = ((STYLESHEET, "text/css"), (ICON, "image/png"), (LOGO, "image/png"))
_BATCH: Final = 64  #: entries that feedgen prints at once; bounds the memory of its tree


def documents(
    specs: Iterable[FeedSpec],
    catalogue: Catalogue,
    taxonomy: Taxonomy,
    config: Config,
    ledger: Ledger,
) -> Iterator[Draft]:
    """Yield the files of these feeds, each after what it refers to; the OPML list comes last.

    Args:
        specs: The feeds.
        catalogue: Their articles.
        taxonomy: What topics are called.
        config: Whose feeds they are, and how large.
        ledger: When articles were added and changed.

    Raises:
        FeedError: the ledger does not know an article; or a text cannot be carried by XML.
    """
    specs = tuple(specs)
    for name, media_type in _FURNITURE:
        yield Draft(name, b"", partial(_furniture, name, media_type))
    planned = plan_documents(specs, catalogue, taxonomy, config, ledger)
    press = Press(planned, catalogue, taxonomy, config, ledger)
    for document in planned:
        yield from press.run(document)
    updated = max((d.updated for d in planned), default=beginning(config.site))
    basis = digest_of(format_instant(updated))
    yield Draft(OPML, basis, partial(opml, specs, feed_formats()[0].kind, updated, config.site))


def _furniture(name: str, media_type: str) -> OutputFile:
    return OutputFile(name, media_type, (files(__package__) / name).read_bytes())


def plan_documents(
    specs: Iterable[FeedSpec],
    catalogue: Catalogue,
    taxonomy: Taxonomy,
    config: Config,
    ledger: Ledger,
) -> list[Document]:
    """Return every document of these feeds, archives first, in the order of printing."""
    scale = Scale(filing(taxonomy, config.site), config.site)

    @functools.cache  # an entry stands in several feeds
    def weigh(article: Summary) -> int:
        return scale.weigh(article, catalogue.others(article))

    removed = withdrawals(config, ledger)
    bound = [d for spec in specs for d in bind(spec, weigh, removed, config, ledger)]
    return sorted(bound, key=lambda document: document.print_order)


class Press:
    """Prints documents; remembers rendered entries as long as a document to come holds them."""

    def __init__(
        self,
        planned: Sequence[Document],
        catalogue: Catalogue,
        taxonomy: Taxonomy,
        config: Config,
        ledger: Ledger,
    ) -> None:
        self._formats = feed_formats()
        self._kinds = tuple(format_.kind for format_ in self._formats)
        self._catalogue = catalogue
        self._site = config.site
        self._ledger = ledger
        self._filed = filing(taxonomy, config.site)
        self._uses = Counter(article.id for document in planned for article in document.articles)
        self._entry_basis = functools.cache(self._rendered_from)
        self._rendered: dict[str, tuple[bytes, ...]] = {}  #: by article id, in order of the formats

    def run(self, document: Document) -> Iterator[Draft]:
        """Yield the files of one document, one for each format."""
        basis = self._basis(document)
        for index, kind in enumerate(self._kinds):
            path = f"{document.stem}.{kind.extension}"
            yield Draft(path, basis, partial(self._print, document, index))
        self._forget(document.articles)

    def _basis(self, document: Document) -> bytes:
        """Return a digest of what a document shows in any format."""
        return digest_of(
            b"".join(map(self._entry_basis, document.articles)),
            format_instant(document.updated),
            *map(str, (document.volume, document.older, document.newer, document.complete)),
            *(text for id_, when in document.removed for text in (id_, format_instant(when))),
        )

    def _rendered_from(self, article: Summary) -> bytes:
        """Return what tells whether the entry of an article would be the same."""
        said = known(article, self._ledger).said.encode()
        others = b"".join(other.listing for other in self._catalogue.others(article))
        return article.fingerprint + said + others

    def _print(self, document: Document, index: int) -> OutputFile:
        """Print a document in one format."""
        self._render([a for a in document.articles if a.id not in self._rendered])
        kind, format_ = self._kinds[index], self._formats[index]
        entries = (self._rendered[article.id][index] for article in document.articles)
        separated = [part for entry in entries for part in (format_.separator, entry)]
        head, tail = format_.frame(masthead(document, kind, self._kinds, self._filed, self._site))
        content = b"".join((head, *separated[1:], tail))  # megabytes: copied once
        return OutputFile(f"{document.stem}.{kind.extension}", kind.media_type, content)

    def _render(self, summaries: Sequence[Summary]) -> None:
        for start in range(0, len(summaries), _BATCH):
            batch = summaries[start : start + _BATCH]
            entries = list(map(self._compose, batch))
            columns = [format_.render(entries) for format_ in self._formats]
            for summary, *rendered in zip(batch, *columns, strict=True):
                self._rendered[summary.id] = tuple(rendered)

    def _compose(self, summary: Summary) -> Entry:
        article = self._catalogue.load(summary)
        others = self._catalogue.others(summary)
        return compose(article, known(summary, self._ledger), self._filed, self._site, others)

    def _forget(self, articles: Iterable[Summary]) -> None:
        for article in articles:
            self._uses[article.id] -= 1
            if not self._uses[article.id]:
                self._rendered.pop(article.id, None)
