"""Finding the terms of all topics in one pass over the words of a text.

The terms form one trie of words, entered at a term's first word that is not a small one; small
words before it are then looked for backwards. What a word leads to is looked up, not searched for,
so the time for a text does not grow with the number of terms, and every term that stands in the
text is found, also inside or across others. What is known of a word is kept for the next text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
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

    @property
    def opens_sentence(self) -> bool:
        """Whether the term counts only at the beginning of a sentence."""
        return OPENING in self.pattern[:2]

    @property
    def is_spelled(self) -> bool:
        """Whether the term counts only with the accents its editor gave it."""
        return SPELLED in self.pattern[:2]


class Hit(NamedTuple):
    """A term found in a text, from `start` up to `end`."""

    start: int
    end: int
    term: Term


class _Node:
    """A place in the trie: which terms end here, and which words lead on."""

    __slots__ = ("gap", "led", "next", "terms")

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.led: list[tuple[Term, tuple[str, ...]]] = []  # with small words before, backwards
        self.next: dict[str, _Node] = {}
        self.gap: _Node | None = None  # where the term goes on after some other words


class _Known(NamedTuple):
    """What is known of a piece of text that holds a word of some term."""

    length: int  # of the word, without the separators before it
    continues: bool  # whether the separators let a phrase go on
    steps: tuple[str, ...]  # edges of the trie this word can take
    nodes: tuple[_Node, ...]  # where they lead from the root


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
        self._memory: dict[str, _Known | None] = {}
        self._glued: dict[str, list[str]] = {}

    def _add(self, phrase: str, term: Term, whole: set[str]) -> None:
        runs = [list(_steps(run)) for run in phrase.split(GAP)]
        whole.update(step for run in runs for step in run if not step.endswith("*"))
        self._stems.update((step[:-1], step) for run in runs for step in run if step.endswith("*"))
        small = next((n for n, step in enumerate(runs[0]) if step not in _SMALL), 0)
        before = tuple(reversed(runs[0][:small]))
        del runs[0][:small]
        node = self._root
        for run in runs:
            if node is not self._root:
                node.gap = node = node.gap or _Node()
            for step in run:
                node = node.next.setdefault(step, _Node())
        if before:
            node.led.append((term, before))
        else:
            node.terms.append(term)

    def find(self, text: str) -> list[Hit]:
        """Return all terms in `text`: by beginning, the longer first, then by role."""
        pieces = words.pieces(text)
        known = self._recall(pieces)
        if self._glued and not self._glued.keys().isdisjoint(pieces):
            pieces = [part for piece in pieces for part in self._glued.get(piece, (piece,))]
            known = self._recall(pieces)
        known.append(None)  # so that looking ahead needs no care
        trail = _Trail(pieces, known, list(accumulate(map(len, pieces))))
        hits: list[Hit] = []
        for index, word in enumerate(known):
            if word is None:
                continue
            after = known[index + 1]
            for node in word.nodes:
                if node.terms or node.led:
                    hits += trail.terms(node, index, word, index)
                if node.gap is not None or (
                    after is not None and not node.next.keys().isdisjoint(after.steps)
                ):
                    hits += trail.follow(node, index, word)
        hits.sort(key=_in_order)
        return hits

    def _recall(self, pieces: list[str]) -> list[_Known | None]:
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

    def _learn(self, piece: str) -> _Known | None:
        word = words.word_of(piece)
        gap = piece[: -len(word)]
        key = words.key(word[: words.LONGEST])
        steps = [key] if key in self._words else []
        stems = (self._stems.get(key[:end]) for end in range(1, len(key) + 1))
        steps += filter(None, stems)
        if not steps:
            if parts := words.unglued(word, self._words):
                self._glued[piece] = [gap + parts[0], *parts[1:]]
            return None
        nodes = tuple(self._root.next[step] for step in steps if step in self._root.next)
        return _Known(len(word), words.continues_phrase(gap), tuple(steps), nodes)


@attrs.frozen
class _Trail:
    """The words of one text, in order."""

    pieces: list[str]
    known: list[_Known | None]
    ends: list[int]

    def terms(self, node: _Node, first: int, opening: _Known, last: int) -> Iterator[Hit]:
        """Yield the terms that end at `node`, from the word `first` to the word `last`."""
        end = self.ends[last]
        for term in node.terms:
            yield Hit(self.ends[first] - opening.length, end, term)
        for term, before in node.led:
            start = self._led(first, opening, before)
            if start is not None:
                yield Hit(start, end, term)

    def _led(self, at: int, word: _Known, before: tuple[str, ...]) -> int | None:
        """Return where a term begins whose small words stand before the word `at`, else None."""
        for step in before:
            small = self.known[at - 1] if at else None
            if small is None or step not in small.steps or not word.continues:
                return None
            at, word = at - 1, small
        return self.ends[at] - word.length

    def follow(self, node: _Node, first: int, opening: _Known) -> Iterator[Hit]:
        """Walk on through the trie from the word `first`; yield the terms met on the way."""
        ways = [(node, first)]
        while ways:
            node, last = ways.pop()
            ahead = [*self._step(node, last + 1)]
            if node.gap is not None:
                ahead += self._leap(node.gap, last + 1)
            for after, at in ahead:
                yield from self.terms(after, first, opening, at)
            ways += ahead

    def _step(self, node: _Node, at: int) -> Iterator[tuple[_Node, int]]:
        word = self.known[at]
        if word is not None and word.continues:
            for step in word.steps:
                if step in node.next:
                    yield node.next[step], at

    def _leap(self, node: _Node, at: int) -> Iterator[tuple[_Node, int]]:
        """Leave out up to `MAX_GAP` words from `at` on; yield where the trie is entered again."""
        for there in range(at, min(at + MAX_GAP + 1, len(self.pieces))):
            if not words.continues_phrase(words.gap_of(self.pieces[there])):
                break
            yield from self._step(node, there)


def _steps(phrase: str) -> Iterator[str]:
    """Yield the edges of the trie a phrase takes: keys of words, stems with their ``*``."""
    for found in words.PIECE.finditer(phrase):
        cut = phrase[found.end() : found.end() + 1] == "*"
        yield words.key(words.word_of(found.group())) + "*" * cut


def _in_order(hit: Hit) -> tuple[int, int, int]:
    start, end, term = hit
    return (start, -end, ROLES.index(term.role))
