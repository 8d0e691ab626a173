"""One dispatch in several versions: glued words, another title, fewer paragraphs.

What is compared is the running text with everything but its letters and digits taken out, so that
neither lost spaces nor other titles, captions and signatures count. Its shingles are every
`_SHINGLE` letters in a row; those that begin with one of a few letters are the text's sketch, about
one in sixteen. Texts whose sketches overlap are compared in full, so time grows with the articles
and their versions, not with all pairs. MinHash and other estimates of how much two texts *resemble*
each other would lose the short version of a long dispatch; what is measured is how much of the
shorter text *is contained* in the longer.

Two articles are versions of one dispatch when

- at least `_CONTAINED` of the shorter is in the longer, and of its lead `_LEAD_CONTAINED`: reports
  of one company end with the same background, but begin with what is new;
- no figure contradicts: another figure between the same words is another quarter's report;
- they name somebody in common, where both name anybody;
- their dates may lie within `_APART`.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from vnru.article import Article, BlockKind
from vnru.folding import fold, name_key

_SHINGLE: Final = 20  #: letters; a phrase of four or five words, rare by chance
_SAMPLED: Final = re.compile("[bfgqv]")  #: letters as frequent, together, as one in sixteen
_CONTAINED: Final = 0.5
_LEAD_CONTAINED: Final = 0.4
_SHORTEST: Final = 120  #: letters; less is no text to recognise a dispatch by
_COMMON: Final = 64  #: a phrase in more texts than that is a formula, and leads nowhere
_CANDIDATE: Final = 0.2  #: of the smaller sketch; below it a full comparison is hopeless
_CONTEXT: Final = 12  #: letters before or after a figure that say what it counts
_APART: Final = dt.timedelta(days=31)

_COMPLETE: Final = 0.9  #: a version with so much of the longest one's letters lacks nothing

_RUNNING: Final = frozenset({BlockKind.LEAD, BlockKind.PARAGRAPH, BlockKind.CROSSHEAD})
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")
_FIGURE: Final = re.compile(r"\d+")


@attrs.frozen
class Story:
    """The versions of one dispatch; most stories have one."""

    articles: tuple[Article, ...]  #: in the order they were given in

    @functools.cached_property
    def best(self) -> Article:
        """The version to show.

        Among the versions that lack nothing (at least nine tenths of the longest one's letters):
        one with a headline before one without, then the more precise date, then the text with the
        fewest lost spaces, then the longest; of equals the first.
        """
        if len(self.articles) == 1:
            return self.articles[0]
        letters = [len(_letters(_running(article))) for article in self.articles]
        least = _COMPLETE * max(letters)
        complete = [a for a, n in zip(self.articles, letters, strict=True) if n >= least]
        return max(complete, key=_quality)

    @property
    def others(self) -> tuple[Article, ...]:
        """The versions that are not the best one."""
        return tuple(article for article in self.articles if article is not self.best)

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        versions = "1 version" if len(self) == 1 else f"{len(self)} versions"
        return f"<Story of {versions}: {self.best!r}>"


def stories(articles: Iterable[Article]) -> tuple[Story, ...]:
    """Group articles into stories, each article in one, in the order of their first articles.

    Versions of a version are of the same story, too.
    """
    articles = tuple(articles)
    leaders = list(range(len(articles)))
    for one, other in _candidates([_sketch(article) for article in articles]):
        first, second = sorted((_leader(leaders, one), _leader(leaders, other)))
        if first != second and are_versions(articles[one], articles[other]):
            leaders[second] = first
    groups: dict[int, list[Article]] = defaultdict(list)
    for index, article in enumerate(articles):
        groups[_leader(leaders, index)].append(article)
    return tuple(Story(tuple(group)) for group in groups.values())


def best(articles: Iterable[Article]) -> Mapping[str, Story]:
    """Return the stories by the id of the version to show, in the order of these versions.

    What a publisher needs that shows one entry a story: an article whose id is not among the keys
    is left out, and the others of the one that is are linked from it.
    """
    articles = tuple(articles)
    found = {story.best.id: story for story in stories(articles)}
    return {article.id: found[article.id] for article in articles if article.id in found}


def are_versions(one: Article, other: Article) -> bool:
    """Tell whether two articles are versions of one dispatch."""
    if _gap(one, other) > _APART or not _may_name_same(one, other):
        return False
    (shorter, lead), (longer, _) = sorted(
        ((_letters(_running(article)), _letters(article.lead)) for article in (one, other)),
        key=lambda letters: len(letters[0]),
    )
    known = _shingles(longer)
    return (
        len(shorter) >= _SHORTEST
        and _share(_shingles(shorter), known) >= _CONTAINED
        and _share(_shingles(lead), known) >= _LEAD_CONTAINED
        and not _contradict(_figures(shorter), _figures(longer))
    )


def _quality(article: Article) -> tuple[bool, int, float, int]:
    text = _running(article)
    return (
        article.headline is not None,
        len(str(article.best_date or "")),
        round(len(text.split()) / len(text), 3),
        len(text),
    )


def _running(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks if block.kind in _RUNNING)


def _letters(text: str) -> str:
    return _SEPARATORS.sub("", fold(text))


def _gap(one: Article, other: Article) -> dt.timedelta:
    """Return the least time there can be between two articles; none if one is undated."""
    if one.best_date is None or other.best_date is None:
        return dt.timedelta()
    latest = min(one.best_date.latest, other.best_date.latest)
    return max(one.best_date.earliest, other.best_date.earliest) - latest


def _may_name_same(one: Article, other: Article) -> bool:
    """Tell whether two articles name somebody in common, by a part of the name at least."""
    words = [
        {word for person in article.people for word in name_key(person.name).split()}
        for article in (one, other)
    ]
    return not all(words) or not words[0].isdisjoint(words[1])


def _figures(letters: str) -> Mapping[str, set[str]]:
    """Return the figures of a text by the letters before them, and by those after them."""
    found: dict[str, set[str]] = defaultdict(set)
    for match in _FIGURE.finditer(letters):
        start, end = match.span()
        for context in (
            f"{letters[max(start - _CONTEXT, 0) : start]}#",
            f"#{letters[end : end + _CONTEXT]}",
        ):
            if len(context) > _CONTEXT:
                found[context].add(match[0])
    return found


def _contradict(some: Mapping[str, set[str]], others: Mapping[str, set[str]]) -> bool:
    """Tell whether the same words stand beside other figures."""
    return any(some[context].isdisjoint(others[context]) for context in some.keys() & others.keys())


def _shingles(letters: str) -> set[str]:
    return {letters[i : i + _SHINGLE] for i in range(max(len(letters) - _SHINGLE + 1, 1))}


def _share(part: set[str], whole: set[str]) -> float:
    return len(part & whole) / len(part)


def _sketch(article: Article) -> Sequence[str]:
    """Return the sketch of an article's text, in the order of the text."""
    letters = _letters(_running(article))
    starts = (match.start() for match in _SAMPLED.finditer(letters[: -_SHINGLE + 1]))
    return tuple(dict.fromkeys(letters[i : i + _SHINGLE] for i in starts))


def _candidates(sketches: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts whose sketches overlap, the earlier text first, in a fixed order."""
    postings: dict[str, list[int]] = defaultdict(list)
    for index, sketch in enumerate(sketches):
        rare = (postings[shingle] for shingle in sketch if len(postings[shingle]) < _COMMON)
        shared = Counter(itertools.chain.from_iterable(rare))
        for other, count in sorted(shared.items()):
            if count >= _CANDIDATE * min(len(sketch), len(sketches[other])):
                yield other, index
        for shingle in sketch:
            postings[shingle].append(index)


def _leader(leaders: list[int], index: int) -> int:
    """Follow an article to the first of its story, shortening the way for those who follow."""
    while leaders[index] != index:
        leaders[index] = leaders[leaders[index]]
        index = leaders[index]
    return index
