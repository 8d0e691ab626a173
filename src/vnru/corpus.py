"""A corpus: articles in a total order, with what was refused beside them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import overload

import attrs

from vnru.article import Article
from vnru.config import Limits
from vnru.diagnostics import Diagnostic
from vnru.loading import Reader, read_folder
from vnru.topics import Taxonomy


def _in_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: article.sort_key))


def _diagnostics(refused: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(refused, key=lambda diagnostic: diagnostic.sort_key))


@attrs.frozen
class Corpus(Sequence[Article]):
    """Articles, oldest first, each id once. Immutable and hashable."""

    articles: tuple[Article, ...] = attrs.field(converter=_in_order)
    #: Why files were refused or held back, sorted by file.
    refused: tuple[Diagnostic, ...] = attrs.field(default=(), converter=_diagnostics, kw_only=True)

    @classmethod
    def load(
        cls,
        folder: str | Path,
        *,
        taxonomy: Taxonomy | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        today: dt.date | None = None,
        executor: Executor | None = None,
    ) -> Corpus:
        """Read every ``*.txt`` of a folder.

        Args:
            folder: where the article files lie; folders in it are not entered.
            taxonomy: the topics to look for; the built-in ones by default.
            limits: what is accepted.
            today: articles dated after this day are held back; None accepts them.
            executor: reads batches of files in parallel; the result is the same without one.

        Raises:
            OSError: the folder cannot be read.
        """
        reader = Reader(taxonomy=taxonomy or Taxonomy.default(), limits=limits, today=today)
        articles: list[Article] = []
        refused: list[Diagnostic] = []
        for reading in read_folder(Path(folder), reader, executor):
            if reading.article is not None:
                articles.append(reading.article)
            else:
                refused += reading.diagnostics
        return cls(articles, refused=refused)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> Corpus: ...
    def __getitem__(self, index: int | slice) -> Article | Corpus:
        if isinstance(index, slice):
            return Corpus(self.articles[index])
        return self.articles[index]

    def __len__(self) -> int:
        return len(self.articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    @functools.cached_property
    def by_id(self) -> Mapping[str, Article]:
        """Articles by id."""
        return {article.id: article for article in self.articles}

    def where(self, condition: Callable[[Article], object]) -> Corpus:
        """Return the articles that meet `condition`."""
        return Corpus(filter(condition, self.articles))

    def about(self, *slugs: str, grade: int = 1) -> Corpus:
        """Return the articles with any of these topics, at `grade` or above."""
        return self.where(lambda article: any(article.grade(slug) >= grade for slug in slugs))
