"""One dispatch in several versions: glued words, another title, fewer paragraphs.

What is compared is the running text with everything but its letters and digits taken out, so that
neither lost spaces nor other titles, captions and signatures count. Its shingles are every
`_SHINGLE` letters in a row; those that begin with some rare letters are the text's sketch, closer
together in its opening than in the rest. Texts whose sketches share phrases that few other texts
have are compared in full, so time grows with the articles and their versions, not with all pairs;
of texts with the same sketch, as copies have, each only with the latest before it.
MinHash and other estimates of how much two texts *resemble* each other would lose the short version
of a long dispatch; what is measured is how much of the shorter text *is contained* in the longer.

Two articles are versions of one dispatch when

- at least `_CONTAINED` of the shorter is in the longer, and of its lead `_LEAD_CONTAINED`: reports
  of one company end with the same background, but begin with what is new;
- no figure contradicts: another figure between the same words is another quarter's report;
- they name somebody in common, where both name anybody;
- their dates may lie within `_APART`.

Who has no room for all texts keeps their sketches and merits, and loads those that are compared.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import attrs

from vnru.article import Article, BlockKind, Listed
from vnru.folding import fold, name_key

_SHINGLE: Final = 20  #: letters; a phrase of four or five words, rare by chance
_OPENING: Final = 160  #: letters
_IN_OPENING: Final = re.compile(b"[bfgqv]")  #: letters as frequent, together, as one in sixteen
_IN_REST: Final = re.compile(b"b")  #: one in a hundred
_CONTAINED: Final = 0.75
_LEAD_CONTAINED: Final = 0.4
_SHORTEST: Final = 120  #: letters; less is no text to recognise a dispatch by
_COMMON: Final = 12  #: a phrase in more texts than that, copies counted once, is a formula
_COPIES: Final = 12  #: of one text with which another is compared, the latest
_CANDIDATE: Final = 0.2  #: of the smaller sketch; below it a full comparison is hopeless
_CONTEXT: Final = 12  #: letters before or after a figure that say what it counts
_APART: Final = dt.timedelta(days=31)

_PHRASE: Final = array("I").itemsize  #: bytes of one in a sketch

_COMPLETE: Final = 0.9  #: a version with so much of the longest one's letters lacks nothing

_RUNNING: Final = frozenset({BlockKind.LEAD, BlockKind.PARAGRAPH, BlockKind.CROSSHEAD})
_OTHERS: Final = bytes(c for c in range(256) if not chr(c).isascii() or not chr(c).isalnum())
_FIGURE: Final = re.compile(rb"\d+")

_Listed = TypeVar("_Listed", bound=Listed)

_Figures = Mapping[bytes, set[bytes]]  # by the letters beside them

#: How many letters a version has, whether it has a headline, how precise its date is, its share of
#: spaces, and its length.
Merit = tuple[int, bool, int, float, int]


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
        return best_first(self.articles, merit)[0]

    @property
    def others(self) -> tuple[Article, ...]:
        """The versions that are not the best one."""
        return tuple(article for article in self.articles if article is not self.best)

    def __len__(self) -> int:
        return len(self.articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __repr__(self) -> str:
        versions = "1 version" if len(self) == 1 else f"{len(self)} versions"
        return f"<Story of {versions}: {self.best!r}>"


def stories(articles: Iterable[Article]) -> tuple[Story, ...]:
    """Group articles into stories, each article in one, in the order of their first articles.

    Versions of a version are of the same story, too.
    """
    articles = tuple(articles)
    return tuple(map(Story, grouped(articles, map(sketch, articles), are_versions)))


def grouped(
    articles: Sequence[_Listed],
    sketches: Iterable[bytes],
    are_versions: Callable[[_Listed, _Listed], bool],
) -> list[tuple[_Listed, ...]]:
    """Group articles into stories, whatever is at hand of them.

    Args:
        articles: All of them, in a fixed order.
        sketches: The `sketch` of each.
        are_versions: Tells of two of them what the function of this name does; asked seldom.
    """
    leaders = list(range(len(articles)))
    for one, other in _candidates(sketches):
        first, second = sorted((_leader(leaders, one), _leader(leaders, other)))
        if (
            first != second
            and _gap(articles[one], articles[other]) <= _APART
            and are_versions(articles[one], articles[other])
        ):
            leaders[second] = first
    groups: dict[int, list[_Listed]] = defaultdict(list)
    for index, article in enumerate(articles):
        groups[_leader(leaders, index)].append(article)
    return [tuple(group) for group in groups.values()]


def best_first(
    versions: Iterable[_Listed], merit: Callable[[_Listed], Merit]
) -> tuple[_Listed, ...]:
    """Return the versions of a story in the order in which one would show them (`Story.best`)."""
    versions = tuple(versions)
    if len(versions) == 1:
        return versions
    least = _COMPLETE * max(merit(version)[0] for version in versions)

    def rank(version: _Listed) -> tuple[object, ...]:
        letters, *quality = merit(version)
        return (letters >= least, *quality)

    return tuple(sorted(versions, key=rank, reverse=True))


def are_versions(one: Article, other: Article) -> bool:
    """Tell whether two articles whose dates allow it are versions of one dispatch."""
    if not _may_name_same(one, other):
        return False
    (shorter, lead), (longer, _) = sorted(
        ((_letters(_running(article)), _letters(article.lead)) for article in (one, other)),
        key=lambda letters: len(letters[0]),
    )
    known = _shingles(longer)
    return (
        _share(_shingles(shorter), known) >= _CONTAINED
        and _share(_shingles(lead), known) >= _LEAD_CONTAINED
        and not _contradict(_figures(shorter), _figures(longer))
    )


def merit(article: Article) -> Merit:
    """Return what tells the best of several versions."""
    return sketch_and_merit(article)[1]


def sketch(article: Article) -> bytes:
    """Return digests of a few of the phrases of an article's text, packed; none if it is short."""
    return _sketch(_letters(_running(article)))


def sketch_and_merit(article: Article) -> tuple[bytes, Merit]:
    """Return both, for whom it pays to look at the text only once."""
    text = _running(article)
    key = fold(text)
    letters = _letters_of(key)
    merit = (
        len(letters),
        article.headline is not None,
        len(str(article.best_date or "")),
        round(_count_words(key) / max(len(text), 1), 3),
        len(text),
    )
    return _sketch(letters), merit


def _sketch(letters: bytes) -> bytes:
    if len(letters) < _SHORTEST:
        return b""
    end = len(letters) - _SHINGLE + 1
    places = itertools.chain(
        _IN_OPENING.finditer(letters, 0, min(_OPENING, end)),
        _IN_REST.finditer(letters, _OPENING, end),
    )
    starts = (match.start() for match in places)
    phrases = {zlib.crc32(letters[start : start + _SHINGLE]) for start in starts}
    return array("I", sorted(phrases)).tobytes()


def _running(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks if block.kind in _RUNNING)


def _letters(text: str) -> bytes:
    return _letters_of(fold(text))


def _letters_of(key: str) -> bytes:
    return key.encode().translate(None, _OTHERS)


def _count_words(key: str) -> int:
    """Count what stands between spaces, without cutting it out."""
    key = key.strip()
    return key.count(" ") + 1 if key and "  " not in key else len(key.split())


def _gap(one: Listed, other: Listed) -> dt.timedelta:
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


def _figures(letters: bytes) -> _Figures:
    """Return the figures of a text by the letters before them, and by those after them."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for match in _FIGURE.finditer(letters):
        start, end = match.span()
        for context in (
            letters[max(start - _CONTEXT, 0) : start] + b"#",
            b"#" + letters[end : end + _CONTEXT],
        ):
            if len(context) > _CONTEXT:
                found[context].add(match[0])
    return found


def _contradict(some: _Figures, others: _Figures) -> bool:
    """Tell whether the same words stand beside other figures."""
    return any(some[context].isdisjoint(others[context]) for context in some.keys() & others.keys())


def _shingles(letters: bytes) -> set[bytes]:
    return {letters[i : i + _SHINGLE] for i in range(max(len(letters) - _SHINGLE + 1, 1))}


def _share(part: set[bytes], whole: set[bytes]) -> float:
    return len(part & whole) / len(part)


def _candidates(sketches: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts whose sketches overlap, the earlier text first, in a fixed order.

    Of texts with one sketch, which are copies more often than not, the latest stand for all: time
    grows with them, not with their pairs, and any number of copies is one story.
    """
    sketches = list(sketches)
    copies = Counter(sketches)
    del copies[b""]  # short texts: what they share is not known
    telling = _telling(copies)
    holders: dict[int, list[bytes]] = defaultdict(list)
    texts: dict[bytes, list[int]] = defaultdict(list)
    for index, sketch in enumerate(sketches):
        known = telling.intersection(array("I", sketch))
        if not known and copies[sketch] < 2:
            continue
        shared = Counter(itertools.chain.from_iterable(map(holders.__getitem__, known)))
        shared[sketch] = len(sketch)  # all of it
        for other, count in shared.items():
            if count * _PHRASE >= _CANDIDATE * min(len(sketch), len(other)):
                yield from ((text, index) for text in texts[other][-_COPIES:])
        if not texts[sketch]:
            for phrase in known:
                holders[phrase].append(sketch)
        texts[sketch].append(index)


def _telling(sketches: Iterable[bytes]) -> set[int]:
    """Return the phrases that more than one sketch has, and no more than are versions of another.

    They are sorted into many shelves first: most phrases are in one text only, and a set or a
    counter of all of them would be larger than all that is kept of the articles.
    """
    shelves = [array("I") for _ in range(256)]
    for sketch in sketches:
        for phrase in array("I", sketch):
            shelves[phrase & 255].append(phrase)
    counts = itertools.chain.from_iterable(Counter(shelf).items() for shelf in shelves)
    return {phrase for phrase, count in counts if 1 < count <= _COMMON}


def _leader(leaders: list[int], index: int) -> int:
    """Follow an article to the first of its story, shortening the way for those who follow."""
    while leaders[index] != index:
        leaders[index] = leaders[leaders[index]]
        index = leaders[index]
    return index
