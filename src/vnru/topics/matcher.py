"""Finding the terms of all topics in one pass over the words of a text.

The terms form a trie of words, and the places in it that a text has reached form a state of an
automaton, which is built where a text first needs it. From one stretch between two spaces to the
next there is a single look-up, so the time for a text does not grow with the number of terms, and
every term that stands in the text is found, also inside or across others.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from itertools import accumulate
from typing import Final, TypeAlias

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


#: A term found in a text: where it begins, one past its end, and the term. Plain, as most of the
#: hundred of an article are looked at only once.
Hit: TypeAlias = tuple[int, int, Term]

_BEGINNING = operator.itemgetter(0)


class _Shape:
    """What the matcher sees of a stretch: many look the same to it. Equal to itself only."""

    __slots__ = ("begins", "tail", "words")

    def __init__(self, seen: tuple[_Word, ...], tail: int) -> None:
        self.words: tuple[_Word, ...] = seen
        self.begins: bool = any(steps for _, steps in seen)  # some way, perhaps
        self.tail: int = tail  # separators behind the last word


#: The separators before a word, and the edges of the trie that the word can take.
_Word: TypeAlias = tuple[int, tuple[str, ...]]
#: A place in the trie that a text has reached; how many words may still be left out; where the way
#: began: how many stretches ago, and with which of the words in that stretch.
_Way: TypeAlias = tuple[Node, int, int, int]
#: A term that ends in a stretch: how many stretches ago it began, its first word there, its last.
_Found: TypeAlias = tuple[Term, int, int, int]


class _Shapes(dict[str, _Shape]):
    """What stretches look like to a matcher, and where their words are."""

    __slots__ = ("_matcher", "spans")

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.spans: dict[str, list[tuple[int, int]]] = {}

    def __missing__(self, stretch: str) -> _Shape:
        shape, self.spans[stretch] = self._matcher.learned(stretch)
        self[stretch] = shape
        return shape


class _State(dict[_Shape, "_State"]):
    """All ways on which a text is behind a stretch; leads to the state behind the next one."""

    __slots__ = ("_matcher", "_skips", "found", "gap", "ways")

    def __init__(
        self, matcher: Matcher, ways: tuple[_Way, ...], gap: int, found: tuple[_Found, ...]
    ) -> None:
        self._matcher = matcher
        self.ways: tuple[_Way, ...] = ways
        self.gap: int = gap  # separators since the last word
        #: The terms that end in the stretch: by role, the longer last.
        self.found: tuple[_Found, ...] = found
        self._skips = any(skips for _, skips, _, _ in ways)

    def __missing__(self, shape: _Shape) -> _State:
        state = self[shape] = self._matcher.advanced(self, shape)
        return state

    def may_lead_into(self, shape: _Shape) -> bool:
        """Tell whether any way may go on in a stretch."""
        if not shape.words:
            return True
        before, steps = shape.words[0]
        if self.gap + before > words.WIDEST:
            return False
        if self._skips:
            return True
        for step in steps:  # one, if any
            for node, _, _, _ in self.ways:
                if step in node.next:
                    return True
        return False


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
        self._memory = _Shapes(self)
        self._parts: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {}
        self._shapes: dict[tuple[tuple[_Word, ...], int], _Shape] = {}
        self._states: dict[tuple[tuple[_Way, ...], int, tuple[_Found, ...]], _State] = {}
        self._start = _State(self, (), 0, ())

    def find(self, text: str) -> list[Hit]:
        """Return all terms in `text`: by beginning, the longer first, then by role."""
        if self._size > _MEMORY:
            self._forget()
        memory = self._memory  # another thread may forget it meanwhile
        spans_of = memory.spans
        stretches = words.stretches(text)
        shapes = map(memory.__getitem__, stretches)
        states = accumulate(shapes, _State.__getitem__, initial=self._start)  # no step of Python's
        ended = [(at, state.found) for at, state in enumerate(states, start=-1) if state.found]
        offsets = [0, *accumulate(map(len, stretches))]  # without the spaces
        hits: list[Hit] = []
        for at, found in ended:
            spans, offset = spans_of[stretches[at]], offsets[at] + at
            for term, back, first, last in found:
                if back:
                    begun = at - back
                    start = offsets[begun] + begun + spans_of[stretches[begun]][first][0]
                else:
                    start = offset + spans[first][0]
                hits.append((start, offset + spans[last][1], term))
        hits.reverse()  # the later ends, and so the longer terms, stand first now
        hits.sort(key=_BEGINNING)
        return hits

    def learned(self, stretch: str) -> tuple[_Shape, list[tuple[int, int]]]:
        """Return what a stretch looks like, and where its words are."""
        self._size += len(stretch)
        seen: list[_Word] = []
        spans: list[tuple[int, int]] = []
        behind = 0
        for match in words.WORD.finditer(stretch):
            start = match.start()
            parts = self._parts.get(match[0])
            if parts is None:
                parts = self._parts[match[0]] = self._taken_apart(match[0])
            for length, steps in parts:
                seen.append((words.width(stretch[behind:start]) if start > behind else 0, steps))
                behind = start + length
                spans.append((start, behind))
                start = behind
        look = tuple(seen), words.width(stretch[behind:]) if behind < len(stretch) else 0
        shape = self._shapes.get(look)
        if shape is None:
            shape = self._shapes[look] = _Shape(*look)
        return shape, spans

    def _taken_apart(self, word: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Return the lengths and edges of the words that are glued in one; mostly it is one."""
        steps = self._edges(word)
        parts = () if steps else self._glue.parts(word)
        if not parts:  # as nearly always
            return ((len(word), steps),)
        return tuple([(len(part), self._edges(part)) for part in parts])

    def _edges(self, word: str) -> tuple[str, ...]:
        """Return the edges of the trie that a word can take."""
        key = words.key(word[: words.LONGEST])
        whole = (key,) if key in self._words else ()
        if key[: self._shortest] not in self._heads:  # as nearly always
            return whole
        starts = [key[:length] for length in self._stem_lengths if length <= len(key)]
        return (*whole, *[self._stems[start] for start in starts if start in self._stems])

    def advanced(self, state: _State, shape: _Shape) -> _State:
        """Return the state in which a text is one stretch further on."""
        self._size += 1
        if not (shape.begins or state.ways):  # as nearly always
            return self._start
        if state is not self._start and not state.may_lead_into(shape):
            return self._start[shape]
        ways = [(node, skips, back + 1, word) for node, skips, back, word in state.ways]
        gap = state.gap
        found: list[_Found] = []
        for at, (before, steps) in enumerate(shape.words):
            if gap + before > words.WIDEST:
                ways.clear()
            ways = _stepped([*ways, (self._root, 0, 0, at)], steps)
            found += [(term, back, word, at) for node, _, back, word in ways for term in node.terms]
            gap = 0
        gap += shape.tail + 1  # and the space
        if gap > words.WIDEST:
            ways.clear()
        if not ways and not found:
            return self._start
        found.sort(key=lambda one: (-one[3], one[0].rank))
        found.reverse()
        look = tuple(ways), gap if ways else 0, tuple(found)
        following = self._states.get(look)
        if following is None:
            following = self._states[look] = _State(self, *look)
        return following


def _stepped(ways: Iterable[_Way], steps: tuple[str, ...]) -> list[_Way]:
    """Return where a word leads to that can take these edges."""
    stepped: list[_Way] = []
    for node, skips, back, word in ways:
        if skips:
            stepped.append((node, skips - 1, back, word))
        for step in steps:
            following = node.next.get(step)
            if following is not None:
                if following.gap is not None:
                    stepped.append((following.gap, MAX_GAP, back, word))
                stepped.append((following, 0, back, word))
    return stepped
