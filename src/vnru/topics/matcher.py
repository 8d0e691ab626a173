"""Finding the terms of all topics in one pass over the words of a text.

The terms form one trie of words, entered at a term's first word that is not a small one; small
words before it are then looked for backwards. What a word leads to is looked up, not searched for,
so the time for a text does not grow with the number of terms, and every term that stands in the
text is found, also inside or across others. What is known of a word is kept for the next text.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import attrs

from vnru.topics import words
from vnru.topics.notation import GAP, MAX_GAP, OPENING, SPELLED, variants

_MEMORY = 200_000  # words remembered before all are forgotten: some 40 MB
_SMALL: Final = frozenset(
    "a au aux avaient avait avec ce ces cette d dans de des deux du en est et l la le les leur "
    "leurs ont par pour s sa se ses son sont sur un une".split()
)

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


#: By beginning, then the longer first, then by role: sorted by the last key first.
_ORDER: Final[tuple[tuple[Callable[[Hit], int], bool], ...]] = (
    (operator.attrgetter("term.rank"), False),
    (operator.attrgetter("end"), True),
    (operator.attrgetter("start"), False),
)


class _Node:
    """A place in the trie: which terms end here, and which words lead on."""

    __slots__ = ("gap", "next", "terms")

    def __init__(self) -> None:
        self.terms: list[tuple[Term, tuple[str, ...]]] = []  # and the small words before, backwards
        self.next: dict[str, _Node] = {}
        self.gap: _Node | None = None  # where the term goes on after some other words

    def then(self, step: str) -> _Node:
        """Return the place that a word leads to; a new one where it led nowhere."""
        following = self.next.get(step)
        if following is None:
            following = self.next[step] = _Node()
        return following


class _Known(NamedTuple):
    """What is known of a piece of text."""

    length: int = 0  # of the word, without the separators before it
    continues: bool = False  # whether the separators let a phrase go on
    steps: tuple[str, ...] = ()  # edges of the trie this word can take
    nodes: tuple[_Node, ...] = ()  # where they lead from the root


_END: Final = _Known()  # stands behind the last word, so that looking ahead needs no care


class Matcher:
    """All terms of a taxonomy, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Build the trie.

        Raises:
            ValueError: a term's notation is broken.
        """
        self._root = _Node()
        self._stems: dict[str, str] = {}
        whole: set[str] = set()
        for term in terms:
            for phrase in variants(term.pattern):
                self._add(phrase, term, whole)
        self._words = frozenset(whole)
        self._stem_lengths = sorted(set(map(len, self._stems)))
        self._memory: dict[str, _Known] = {}
        self._glued: dict[str, list[str]] = {}

    def _add(self, phrase: str, term: Term, whole: set[str]) -> None:
        runs = [
            [step for part in run.split() for step in _steps(part)] for run in phrase.split(GAP)
        ]
        for step in itertools.chain.from_iterable(runs):
            if step[-1] == "*":
                self._stems[step[:-1]] = step
            else:
                whole.add(step)
        small = next((n for n, step in enumerate(runs[0]) if step not in _SMALL), 0)
        before = tuple(reversed(runs[0][:small]))
        del runs[0][:small]
        node = self._root
        for run in runs:
            if node is not self._root:
                node.gap = node = node.gap or _Node()
            for step in run:
                node = node.then(step)
        node.terms.append((term, before))

    def find(self, text: str) -> list[Hit]:
        """Return all terms in `text`: by beginning, the longer first, then by role."""
        pieces = words.pieces(text)
        known = self._recall(pieces)
        if self._glued and not self._glued.keys().isdisjoint(pieces):
            pieces = [part for piece in pieces for part in self._glued.get(piece, (piece,))]
            known = self._recall(pieces)
        known.append(_END)
        trail = _Trail(known, list(itertools.accumulate(map(len, pieces))))
        for index, word in enumerate(known):
            for node in word.nodes:
                if node.terms:
                    trail.note(node, index, index)
                if node.gap is not None or not node.next.keys().isdisjoint(known[index + 1].steps):
                    trail.follow(node, index)
        hits = trail.hits
        for key, backwards in _ORDER:
            hits.sort(key=key, reverse=backwards)
        return hits

    def _recall(self, pieces: list[str]) -> list[_Known]:
        memory = self._memory
        try:
            return list(map(memory.__getitem__, pieces))
        except KeyError:
            if len(memory) > _MEMORY:
                memory.clear()
                self._glued.clear()
            for piece in pieces:
                if piece not in memory:
                    memory[piece] = self._learn(piece)
            return list(map(memory.__getitem__, pieces))

    def _learn(self, piece: str) -> _Known:
        gap = words.gap_of(piece)
        word = piece[len(gap) :]
        key = words.key(word[: words.LONGEST])
        steps = [key] if key in self._words else []
        starts = dict.fromkeys(key[:length] for length in self._stem_lengths)
        steps += [self._stems[start] for start in starts if start in self._stems]
        if not steps and (parts := words.unglued(word, self._words)):
            self._glued[piece] = [gap + parts[0], *parts[1:]]
        nodes = tuple(self._root.next[step] for step in steps if step in self._root.next)
        return _Known(len(word), words.continues_phrase(gap), tuple(steps), nodes)


@attrs.frozen
class _Trail:
    """The words of one text, in order, and the terms found in them."""

    known: list[_Known]
    ends: list[int]
    hits: list[Hit] = attrs.field(factory=list)

    def note(self, node: _Node, first: int, last: int) -> None:
        """Note the terms that end at `node`, from the word `first` to the word `last`."""
        end = self.ends[last]
        for term, before in node.terms:
            opening = self._led(first, before) if before else first
            if opening is not None:
                start = self.ends[opening] - self.known[opening].length
                self.hits.append(Hit(start, end, term))

    def _led(self, at: int, before: tuple[str, ...]) -> int | None:
        """Return the first of the small words before the word `at`, None where others stand."""
        for step in before:
            if not at or not self.known[at].continues or step not in self.known[at - 1].steps:
                return None
            at -= 1
        return at

    def follow(self, node: _Node, first: int) -> None:
        """Walk on through the trie from the word `first`; note the terms met on the way."""
        ways = [(node, first)]
        while ways:
            node, last = ways.pop()
            ahead = self._step(node, last + 1)
            if node.gap is not None:
                ahead += self._leap(node.gap, last + 1)
            for after, at in ahead:
                if after.terms:
                    self.note(after, first, at)
                if after.next or after.gap is not None:
                    ways.append((after, at))

    def _step(self, node: _Node, at: int) -> list[tuple[_Node, int]]:
        word = self.known[at]
        if not word.continues or node.next.keys().isdisjoint(word.steps):
            return []
        return [(node.next[step], at) for step in word.steps if step in node.next]

    def _leap(self, node: _Node, at: int) -> Iterator[tuple[_Node, int]]:
        """Leave out up to `MAX_GAP` words from `at` on; yield where the trie is entered again."""
        for there in range(at, at + MAX_GAP + 1):
            if not self.known[there].continues:
                break
            yield from self._step(node, there)


@functools.cache
def _steps(part: str) -> tuple[str, ...]:
    """Return the edges of the trie that a part of a phrase without spaces takes.

    They are keys of words, stems with their ``*``. Most parts stand in many phrases.
    """
    if words.SMALL.fullmatch(part):  # nearly all
        return (words.key(part),)
    found = tuple(words.PIECE.finditer(part))
    keys = (words.key(words.word_of(piece[0])) for piece in found)
    cuts = ("*" if part.startswith("*", piece.end()) else "" for piece in found)
    return tuple(map(str.__add__, keys, cuts))
