"""The catalogue: summaries of all articles in order, and the way to each whole article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import overload

import attrs

from vnru.article import Article
from vnru.diagnostics import Diagnostic
from vnru.summary import Summary, summary_of


def _in_order(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    return tuple(sorted(summaries, key=lambda summary: summary.sort_key))


def _sorted(refused: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(refused, key=lambda diagnostic: diagnostic.sort_key))


@attrs.frozen
class Catalogue(Sequence[Summary]):
    """Summaries, oldest first, each id once."""

    summaries: tuple[Summary, ...] = attrs.field(converter=_in_order, repr=False)
    load: Callable[[Summary], Article]  #: returns the article of a summary
    #: Why files were refused or held back, sorted by file.
    refused: tuple[Diagnostic, ...] = attrs.field(default=(), converter=_sorted)

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Catalogue:
        """Return the catalogue of articles that are in memory."""
        known = {article.id: article for article in articles}
        return cls(map(summary_of, known.values()), lambda summary: known[summary.id])

    @overload
    def __getitem__(self, index: int) -> Summary: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Summary, ...]: ...
    def __getitem__(self, index: int | slice) -> Summary | tuple[Summary, ...]:
        return self.summaries[index]

    def __len__(self) -> int:
        return len(self.summaries)

    def __iter__(self) -> Iterator[Summary]:
        return iter(self.summaries)
