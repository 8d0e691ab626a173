"""The press: documents become files. Each entry is rendered once a format and used many times.

Archives are printed year by year across all feeds, so that what they share lies close together,
and an entry is forgotten after the last document that holds it: memory holds a year, not a corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Final

from vnru.article import Article
from vnru.config import Config
from vnru.feeds.addresses import ICON, LOGO, STYLESHEET, beginning
from vnru.feeds.chronology import known
from vnru.feeds.document import Document, bind, withdrawals
from vnru.feeds.entry import compose, filing
from vnru.feeds.formats import FORMATS, Format
from vnru.feeds.masthead import masthead
from vnru.feeds.opml import opml
from vnru.feeds.spec import FeedSpec
from vnru.feeds.weight import entry_weight
from vnru.ledger import Ledger
from vnru.output import OutputFile
from vnru.topics import Taxonomy

#: What documents refer to, kept beside this module.
_FURNITURE: Final = ((STYLESHEET, "text/css"), (ICON, "image/png"), (LOGO, "image/png"))
_BATCH: Final = 256  #: entries that feedgen prints at once; bounds the memory of its tree

_KINDS: Final = tuple(format_.kind for format_ in FORMATS)


def documents(
    specs: Iterable[FeedSpec], taxonomy: Taxonomy, config: Config, ledger: Ledger
) -> Iterator[OutputFile]:
    """Yield the files of these feeds, each after what it refers to; the OPML list comes last.

    Raises:
        FeedError: the ledger does not know an article; or a text cannot be carried by XML.
    """
    specs = tuple(specs)
    for name, media_type in _FURNITURE:
        yield OutputFile(name, media_type, (files(__package__) / name).read_bytes())
    planned = plan_documents(specs, taxonomy, config, ledger)
    press = Press(planned, taxonomy, config, ledger)
    for document in planned:
        yield from press.run(document)
    updated = max((d.updated for d in planned), default=beginning(config.site))
    yield opml(specs, FORMATS[0].kind, updated, config.site)


def plan_documents(
    specs: Iterable[FeedSpec], taxonomy: Taxonomy, config: Config, ledger: Ledger
) -> list[Document]:
    """Return every document of these feeds, archives first, in the order of printing."""
    specs = tuple(specs)
    filed = filing(taxonomy, config.site)
    articles = {article.id: article for spec in specs for article in spec.articles}
    weights = {id_: entry_weight(a, filed, config.site) for id_, a in articles.items()}
    removed = withdrawals(config, ledger)
    bound = [d for spec in specs for d in bind(spec, weights, removed, config, ledger)]
    return sorted(bound, key=lambda document: document.print_order)


class Press:
    """Prints documents; remembers rendered entries as long as a document to come holds them."""

    def __init__(
        self, planned: Sequence[Document], taxonomy: Taxonomy, config: Config, ledger: Ledger
    ) -> None:
        self._site = config.site
        self._ledger = ledger
        self._filed = filing(taxonomy, config.site)
        self._uses = Counter(article.id for document in planned for article in document.articles)
        self._rendered: dict[str, tuple[bytes, ...]] = {}  #: by article id, in order of FORMATS

    def run(self, document: Document) -> Iterator[OutputFile]:
        """Yield the files of one document, one for each format."""
        self._render([a for a in document.articles if a.id not in self._rendered])
        entries = [self._rendered[article.id] for article in document.articles]
        for index, format_ in enumerate(FORMATS):
            yield self._file(document, format_, [entry[index] for entry in entries])
        self._forget(document.articles)

    def _render(self, articles: Sequence[Article]) -> None:
        for start in range(0, len(articles), _BATCH):
            batch = articles[start : start + _BATCH]
            entries = [compose(a, known(a, self._ledger), self._filed, self._site) for a in batch]
            columns = [format_.entries(entries) for format_ in FORMATS]
            for article, *rendered in zip(batch, *columns, strict=True):
                self._rendered[article.id] = tuple(rendered)

    def _file(self, document: Document, format_: Format, entries: Sequence[bytes]) -> OutputFile:
        head, tail = format_.frame(
            masthead(document, format_.kind, _KINDS, self._filed, self._site)
        )
        content = head + format_.separator.join(entries) + tail
        path = f"{document.stem}.{format_.kind.extension}"
        return OutputFile(path, format_.kind.media_type, content)

    def _forget(self, articles: Iterable[Article]) -> None:
        for article in articles:
            self._uses[article.id] -= 1
            if not self._uses[article.id]:
                del self._rendered[article.id]
