"""Finding the terms of all topics in one pass over the words of a text.

The terms form one trie of words. What a word can begin is looked up, not searched for, so the time
for a text does not grow with the number of terms; every term that stands in the text is found,
also inside or across others. What is known of a word is kept for the next text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

import attrs

from vnru.topics import words
from vnru.topics.notation import GAP, MAX_GAP, OPENING, SPELLED, variants

_MEMORY = 200_000  # words remembered before all are forgotten: some 40 MB


@attrs.frozen
class Term:
    """A term and what it says where it is found."""

    pattern: str  #: as its editor wrote it (`notation`)
    owner: str  #: slug of the topic, or name of the context
    role: str = "subject"  #: "subject", "mention", "exception", "context" or "title"
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

    __slots__ = ("gap", "next", "terms")

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self.next: dict[str, _Node] = {}
        self.gap: _Node | None = None  # where the term goes on after some other words


class _Known(NamedTuple):
    """What is known of a piece of text that holds a word of some term."""

    length: int  # of the word, without the separators before it
    continues: bool  # whether the separators let a phrase go on
    steps: tuple[str, ...]  # edges of the trie this word can take
    starts: tuple[_Node, ...]  # where terms that begin with this word lead


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
        node = self._root
        for run in phrase.split(GAP):
            if node is not self._root:
                node.gap = node = node.gap or _Node()
            for found in words.PIECE.finditer(run):
                step = words.key(words.word_of(found.group()))
                if run[found.end() : found.end() + 1] == "*":
                    self._stems[step] = step = f"{step}*"
                else:
                    whole.add(step)
                node = node.next.setdefault(step, _Node())
        node.terms.append(term)

    def find(self, text: str) -> list[Hit]:
        """Return every term that stands in `text`, by beginning, the longer first."""
        pieces = words.pieces(text)
        known = self._recall(pieces)
        if self._glued and not self._glued.keys().isdisjoint(pieces):
            pieces = [part for piece in pieces for part in self._glued.get(piece, (piece,))]
            known = self._recall(pieces)
        trail = _Trail(pieces, known, list(accumulate(map(len, pieces))))
        hits = [
            hit
            for index, word in enumerate(known)
            if word is not None and word.starts
            for hit in trail.follow(index, word)
        ]
        hits.sort(key=lambda hit: (hit.start, -hit.end))
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
        key = words.key(word[: words.LONGEST])
        steps = [key] if key in self._words else []
        steps += [
            stem
            for end in range(1, len(key) + 1)
            if (stem := self._stems.get(key[:end])) is not None
        ]
        gap = piece[: -len(word)]
        if not steps:
            if parts := words.unglued(word, self._words):
                self._glued[piece] = [gap + parts[0], *parts[1:]]
            return None
        starts = tuple(self._root.next[step] for step in steps if step in self._root.next)
        return _Known(len(word), words.continues_phrase(gap), tuple(steps), starts)


@attrs.frozen
class _Trail:
    """The words of one text, in order."""

    pieces: list[str]
    known: list[_Known | None]
    ends: list[int]

    def follow(self, index: int, word: _Known) -> Iterator[Hit]:
        """Walk through the trie from the word at `index`; yield the terms met on the way."""
        start = self.ends[index] - word.length
        ways = [(node, index) for node in word.starts]
        while ways:
            node, at = ways.pop()
            for term in node.terms:
                yield Hit(start, self.ends[at], term)
            if node.next:
                ways += self._step(node, at + 1)
            if node.gap is not None:
                for skipped in range(MAX_GAP + 1):
                    ways += self._step(node.gap, at + 1 + skipped)
                    if not self._continues(at + 1 + skipped):
                        break

    def _step(self, node: _Node, at: int) -> list[tuple[_Node, int]]:
        word = self.known[at] if at < len(self.known) else None
        if word is None or not word.continues:
            return []
        return [(node.next[step], at) for step in word.steps if step in node.next]

    def _continues(self, at: int) -> bool:
        if at >= len(self.known):
            return False
        if (word := self.known[at]) is not None:
            return word.continues
        piece = self.pieces[at]
        return words.continues_phrase(piece[: -len(words.word_of(piece))])
