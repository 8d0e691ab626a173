"""The catalogue: summaries of all articles in order, and the way to each whole article."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, overload

import attrs

from vnru.article import Article
from vnru.diagnostics import Diagnostic, in_order
from vnru.packing import Quotations, quotations
from vnru.reading import article_id
from vnru.stories import are_versions, best_first, grouped
from vnru.summary import Shelf, Summary

LINKED: Final = 50  #: other versions that one leads to: pages of n copies would have n² links

#: Tells whether two articles are versions of one dispatch.
Judge = Callable[[Summary, Summary], bool]

#: Returns the article of a summary; its topics may come without their evidence.
Load = Callable[[Summary], Article]

#: Returns the same, and its `quotations`: at most so many words for each topic.
Quote = Callable[[Summary, int], tuple[Article, Quotations]]


@attrs.frozen
class Catalogue(Sequence[Summary]):
    """Summaries, oldest first, each id once."""

    summaries: tuple[Summary, ...] = attrs.field(repr=False)  #: see `ordered`
    load: Load
    quote: Quote
    #: Why files were refused or held back, sorted by file.
    refused: tuple[Diagnostic, ...] = attrs.field(default=(), converter=in_order)
    #: The versions of each dispatch that has several, the best first (`with_stories`).
    stories: tuple[tuple[Summary, ...], ...] = attrs.field(default=(), repr=False)
    pending: bool = False  #: whether the same files may make another one on a later day

    @classmethod
    def of(cls, articles: Iterable[Article], refused: Iterable[Diagnostic] = ()) -> Catalogue:
        """Return the catalogue of articles that are in memory."""
        known = {article.id: article for article in articles}

        def load(summary: Summary) -> Article:
            return known[summary.id]

        def quote(summary: Summary, most: int) -> tuple[Article, Quotations]:
            article = known[summary.id]
            return article, quotations(article, most)

        return cls.ordered(map(Shelf().summary_of, known.values()), load, quote, refused)

    @classmethod
    def ordered(
        cls,
        summaries: Iterable[Summary],
        load: Load,
        quote: Quote,
        refused: Iterable[Diagnostic] = (),
    ) -> Catalogue:
        """Return the catalogue of summaries in any order."""
        oldest_first = sorted(summaries, key=lambda summary: summary.sort_key)
        return cls(tuple(oldest_first), load, quote, refused)

    @property
    def refused_ids(self) -> frozenset[str]:
        """Ids of the articles whose files were refused or held back: these are not gone."""
        return frozenset(article_id(diagnostic.source)[0] for diagnostic in self.refused)

    def judge(self, one: Summary, other: Summary) -> bool:
        """Tell whether two articles are versions of one dispatch, by their texts."""
        return are_versions(self.load(one), self.load(other))

    def with_stories(self, judge: Judge) -> Catalogue:
        """Return the catalogue with the versions of each dispatch put together.

        Args:
            judge: `self.judge`, or what remembers its verdicts.
        """
        found = grouped(self.summaries, (summary.sketch for summary in self.summaries), judge)
        merit = attrgetter("merit")
        stories = tuple(best_first(story, merit) for story in found if len(story) > 1)
        return attrs.evolve(self, stories=stories)

    def others(self, summary: Summary) -> tuple[Summary, ...]:
        """Return the other versions of an article, the best first; of many copies the first few."""
        story = self._story_of.get(summary.id)
        if story is None:  # as for most
            return ()
        others = (version for version in story if version.id != summary.id)
        return tuple(itertools.islice(others, LINKED))

    @functools.cached_property
    def _story_of(self) -> Mapping[str, tuple[Summary, ...]]:
        return {version.id: story for story in self.stories for version in story}

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
