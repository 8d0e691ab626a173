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
    "a au aux avaient avait avec ce ces cette d dans de des deux du en est et l la le les leur leurs "
    "ont par pour s sa se ses son sont sur un une".split()
)
#: What a term is there for, the more telling first.
ROLES: Final = ("exception", "title", "subject", "mention", "context")


@attrs.frozen
class Term:
    """A term and what it says where it is found."""

    pattern: str  #: as its editor wrote it (`notation`)
    owner: str  #: slug of the topic, or name of the context
    role: str = "subject"  #: one of `ROLES`
    needs: tuple[str, ...] = ()  #: contexts of which one must stand in the same sentence
    shuns: tuple[str, ...] = ()  #: contexts of which none may stand in the same sentence
    opens_sentence: bool = attrs.field(init=False, eq=False)  #: ``^``: only at its beginning
    is_spelled: bool = attrs.field(init=False, eq=False)  #: ``=``: only with these accents

    def __attrs_post_init__(self) -> None:
        marks = self.pattern[:2]
        object.__setattr__(self, "opens_sentence", OPENING in marks)
        object.__setattr__(self, "is_spelled", SPELLED in marks)


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
        self.led: list[tuple[Term, tuple[str, ...]]] = []  # with the small words before, backwards
        self.next: dict[str, _Node] = {}
        self.gap: _Node | None = None  # where the term goes on after some other words


class _Known(NamedTuple):
    """What is known of a piece of text that holds a word of some term."""

    length: int  # of the word, without the separators before it
    continues: bool  # whether the separators let a phrase go on
    steps: tuple[str, ...]  # edges of the trie this word can take
    nodes: tuple[_Node, ...]  # where it leads from the root


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
        first = runs[0]
        small = next((n for n, step in enumerate(first) if step not in _SMALL), 0)
        before, runs[0] = first[:small], first[small:]
        node = self._root
        for run in runs:
            if node is not self._root:
                node.gap = node = node.gap or _Node()
            for step in run:
                node = node.next.setdefault(step, _Node())
        if before:
            node.led.append((term, tuple(reversed(before))))
        else:
            node.terms.append(term)

    def find(self, text: str) -> list[Hit]:
        """Return every term that stands in `text`: by beginning, the longer first, then by role."""
        pieces = words.pieces(text)
        known = self._recall(pieces)
        if self._glued and not self._glued.keys().isdisjoint(pieces):
            pieces = [part for piece in pieces for part in self._glued.get(piece, (piece,))]
            known = self._recall(pieces)
        ends = list(accumulate(map(len, pieces)))
        known.append(None)  # so that looking ahead needs no care
        hits: list[Hit] = []
        for index, word in enumerate(known):
            if word is None:
                continue
            following = known[index + 1]
            for node in word.nodes:
                end = ends[index]
                for term in node.terms:
                    hits.append(Hit(end - word.length, end, term))
                if node.led:
                    hits += _led(node, known, ends, index, index)
                if node.gap is not None or (
                    following is not None and not node.next.keys().isdisjoint(following.steps)
                ):
                    hits += _following(node, pieces, known, ends, index)
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


def _steps(phrase: str) -> Iterator[str]:
    """Yield the edges of the trie a phrase takes: keys of words, stems with their ``*``."""
    for found in words.PIECE.finditer(phrase):
        cut = phrase[found.end() : found.end() + 1] == "*"
        yield words.key(words.word_of(found.group())) + "*" * cut


def _in_order(hit: Hit) -> tuple[int, int, int]:
    start, end, term = hit
    return (start, -end, ROLES.index(term.role))


def _led(
    node: _Node, known: list[_Known | None], ends: list[int], first: int, last: int
) -> Iterator[Hit]:
    """Yield the terms from word `first` to word `last` that have their small words before them."""
    for term, before in node.led:
        at = first
        for step in before:
            word, small = known[at], known[at - 1]
            if not at or small is None or word is None:
                break
            if step not in small.steps or not word.continues:
                break
            at -= 1
        else:
            word = known[at]
            assert word is not None
            yield Hit(ends[at] - word.length, ends[last], term)


def _following(
    node: _Node, pieces: list[str], known: list[_Known | None], ends: list[int], first: int
) -> list[Hit]:
    """Walk on through the trie from the word `first`; return the terms met on the way."""
    hits: list[Hit] = []
    opening = known[first]
    assert opening is not None
    start = ends[first] - opening.length
    ways = [(node, first)]
    while ways:
        node, last = ways.pop()
        word = known[last + 1]
        if word is not None and word.continues:
            for step in word.steps:
                if step in node.next:
                    after = node.next[step]
                    hits += [Hit(start, ends[last + 1], term) for term in after.terms]
                    hits += _led(after, known, ends, first, last + 1)
                    ways.append((after, last + 1))
        if node.gap is not None:
            for at in range(last + 1, min(last + 2 + MAX_GAP, len(pieces))):
                if not words.continues_phrase(words.gap_of(pieces[at])):
                    break
                word = known[at]
                for step in word.steps if word else ():
                    if step in node.gap.next:
                        after = node.gap.next[step]
                        hits += [Hit(start, ends[at], term) for term in after.terms]
                        hits += _led(after, known, ends, first, at)
                        ways.append((after, at))
    return hits
