"""Finding the terms of all topics in one pass over the words of a text.

The terms form a trie of words, and the places in it that a text has reached form a state of an
automaton, which is built where a text first needs it. From one stretch between two spaces to the
next there is a single look-up, so the time for a text does not grow with the number of terms, and
every term that stands in the text is found, also inside or across others.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

import attrs

from vnru.topics import words
from vnru.topics.notation import MAX_GAP, OPENING, SPELLED
from vnru.topics.trie import Node, trie

_MEMORY = 4_000_000  # characters of stretches remembered before all are forgotten: some 100 MB

#: What a term is there for, the more telling first.
ROLES: Final = ("exception", "title", "subject", "mention", "hint", "context")
#: Under which key of a topic an editor lists the terms of each role.
ROLE_OF_KEY: Final = {
    "terms": "subject",
    "mentions": "mention",
    "hints": "hint",
    "exceptions": "exception",
}


@attrs.frozen
class Term:
    """A term and what it says where it is found."""

    pattern: str  #: as its editor wrote it (`notation`)
    owner: str  #: slug of the topic, or name of the context
    role: str = "subject"  #: one of `ROLES`
    needs: tuple[str, ...] = ()  #: contexts of which one must stand in the same sentence
    shuns: tuple[str, ...] = ()  #: contexts of which none may stand in the same sentence

    #: Whether the term counts only at the beginning of a sentence.
    opens_sentence: bool = attrs.field(init=False, eq=False, repr=False)
    #: Whether the term counts only with the accents its editor gave it.
    is_spelled: bool = attrs.field(init=False, eq=False, repr=False)
    #: Whether it counts wherever it stands: none of these conditions, no context.
    is_free: bool = attrs.field(init=False, eq=False, repr=False)
    rank: int = attrs.field(init=False, eq=False, repr=False)  #: of the role, in `ROLES`

    def __attrs_post_init__(self) -> None:
        marks = self.pattern[:2]
        object.__setattr__(self, "opens_sentence", OPENING in marks)
        object.__setattr__(self, "is_spelled", SPELLED in marks)
        bound = self.opens_sentence or self.is_spelled or self.needs or self.shuns
        object.__setattr__(self, "is_free", not bound)
        object.__setattr__(self, "rank", ROLES.index(self.role))


class Hit(NamedTuple):
    """A term found in a text, from `start` up to `end`."""

    start: int
    end: int
    term: Term


_BEGINNING = operator.attrgetter("start")


class _Shape:
    """What the matcher sees of a stretch: many look the same to it. Equal to itself only."""

    __slots__ = ("tail", "words")

    def __init__(self, steps: tuple[_Word, ...], tail: int) -> None:
        self.words: tuple[_Word, ...] = steps
        self.tail: int = tail  # separators behind the last word


#: The separators before a word, and the edges of the trie that the word can take.
_Word: TypeAlias = tuple[int, tuple[str, ...]]


class _Way(NamedTuple):
    """A place in the trie that a text has reached, and where in the text the way began."""

    node: Node
    skips: int  # words that may still be left out
    back: int  # stretches between the one it began in and this one
    word: int  # with which it began, of those in that stretch


class _Found(NamedTuple):
    """A term that ends in a stretch."""

    term: Term
    back: int
    first: int
    last: int


class _State(dict[_Shape, "_State"]):
    """All ways on which a text is behind a stretch; leads to the state behind the next one."""

    __slots__ = ("_matcher", "_skips", "_steps", "found", "gap", "ways")

    def __init__(
        self, matcher: Matcher, ways: tuple[_Way, ...], gap: int, found: tuple[_Found, ...]
    ) -> None:
        self._matcher = matcher
        self.ways: tuple[_Way, ...] = ways
        self.gap: int = gap  # separators since the last word
        #: The terms that end in the stretch: the longer first, then by role.
        self.found: tuple[_Found, ...] = found
        self._steps = frozenset().union(*(way.node.next for way in ways))
        self._skips = any(way.skips for way in ways)

    def __missing__(self, shape: _Shape) -> _State:
        state = self[shape] = self._matcher.advanced(self, shape)
        return state

    def may_lead_into(self, shape: _Shape) -> bool:
        """Tell whether any way may go on in a stretch."""
        if not shape.words:
            return True
        before, steps = shape.words[0]
        leads = self._skips or not self._steps.isdisjoint(steps)
        return leads and self.gap + before <= words.WIDEST


_FOUND = operator.attrgetter("found")


class Matcher:
    """All terms of a taxonomy, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Build the trie.

        Raises:
            ValueError: a term's notation is broken.
        """
        self._root, self._words, self._stems = trie(tuple(terms))
        self._glue = words.Glue(self._words)
        self._stem_lengths = sorted(set(map(len, self._stems)))
        self._shortest = self._stem_lengths[0] if self._stems else 0
        self._heads = frozenset(stem[: self._shortest] for stem in self._stems)
        self._forget()

    def _forget(self) -> None:
        self._size = 0
        self._memory: dict[str, _Shape] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}  # of the words in a stretch
        self._parts: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {}
        self._shapes: dict[tuple[tuple[_Word, ...], int], _Shape] = {}
        self._states: dict[tuple[tuple[_Way, ...], int, tuple[_Found, ...]], _State] = {}
        self._start = _State(self, (), 0, ())

    def find(self, text: str) -> list[Hit]:
        """Return all terms in `text`: by beginning, the longer first, then by role."""
        stretches = words.stretches(text)
        shapes, spans_of = self._recall(stretches), self._spans
        states = itertools.accumulate(shapes, operator.getitem, initial=self._start)
        found = list(map(_FOUND, states))
        reached = list(itertools.compress(enumerate(found, -1), found))
        before = list(itertools.accumulate(map(len, stretches), initial=0))  # without the spaces
        hits = []
        for at, terms in reversed(reached):
            offset, spans = before[at] + at, spans_of[stretches[at]]
            for term, back, first, last in terms:
                if back:
                    opening = at - back
                    start = before[opening] + opening + spans_of[stretches[opening]][first][0]
                else:
                    start = offset + spans[first][0]
                hits.append(Hit(start, offset + spans[last][1], term))
        hits.sort(key=_BEGINNING)  # the later ends stand before the earlier ones already
        return hits

    def _recall(self, stretches: list[str]) -> list[_Shape]:
        try:
            return list(map(self._memory.__getitem__, stretches))
        except KeyError:
            if self._size > _MEMORY:
                self._forget()
            for stretch in stretches:
                if stretch not in self._memory:
                    self._learn(stretch)
            return list(map(self._memory.__getitem__, stretches))

    def _learn(self, stretch: str) -> None:
        self._size += len(stretch)
        seen: list[_Word] = []
        spans: list[tuple[int, int]] = []
        behind = 0
        for match in words.WORD.finditer(stretch):
            start = match.start()
            parts = self._parts.get(match[0])
            if parts is None:
                parts = self._parts[match[0]] = tuple(self._taken_apart(match[0]))
            for length, steps in parts:
                seen.append((words.width(stretch[behind:start]) if start > behind else 0, steps))
                behind = start + length
                spans.append((start, behind))
                start = behind
        look = tuple(seen), words.width(stretch[behind:])
        shape = self._shapes.get(look)
        if shape is None:
            shape = self._shapes[look] = _Shape(*look)
        self._memory[stretch], self._spans[stretch] = shape, spans

    def _taken_apart(self, word: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the lengths and edges of the words that are glued in one; mostly it is one."""
        steps = self._edges(word)
        parts = () if steps else self._glue.parts(word)
        if not parts:
            yield len(word), steps
        for part in parts:
            yield len(part), self._edges(part)

    def _edges(self, word: str) -> tuple[str, ...]:
        """Return the edges of the trie that a word can take."""
        key = words.key(word[: words.LONGEST])
        whole = (key,) if key in self._words else ()
        if key[: self._shortest] not in self._heads:  # as nearly always
            return whole
        starts = dict.fromkeys(key[:length] for length in self._stem_lengths)
        return (*whole, *(self._stems[start] for start in starts if start in self._stems))

    def advanced(self, state: _State, shape: _Shape) -> _State:
        """Return the state in which a text is one stretch further on."""
        self._size += 1
        if state.ways and not state.may_lead_into(shape):
            return self._start[shape]
        ways = [_Way(node, skips, back + 1, word) for node, skips, back, word in state.ways]
        gap = state.gap
        found: list[_Found] = []
        for at, (before, steps) in enumerate(shape.words):
            if gap + before > words.WIDEST:
                ways.clear()
            ways = [*_stepped([*ways, _Way(self._root, 0, 0, at)], steps)]
            found += [
                _Found(term, back, word, at) for node, _, back, word in ways for term in node.terms
            ]
            gap = 0
        gap += shape.tail + 1  # and the space
        if gap > words.WIDEST:
            ways.clear()
        if not ways and not found:
            return self._start
        found.sort(key=lambda one: (-one.last, one.term.rank))
        look = tuple(ways), gap if ways else 0, tuple(found)
        following = self._states.get(look)
        if following is None:
            following = self._states[look] = _State(self, *look)
        return following


def _stepped(ways: Iterable[_Way], steps: tuple[str, ...]) -> Iterator[_Way]:
    """Yield where a word leads to that can take these edges."""
    for node, skips, back, word in ways:
        if skips:
            yield _Way(node, skips - 1, back, word)
        for step in steps:
            following = node.next.get(step)
            if following is not None:
                if following.gap is not None:
                    yield _Way(following.gap, MAX_GAP, back, word)
                yield _Way(following, 0, back, word)
