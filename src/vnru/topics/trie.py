"""The phrases of terms as a trie of words.

The routes to the terms are plain values that may be ready-made (`vnru.ready`). The trie grows
from them where a text reaches it: few of its places are ever reached.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from vnru.ready import ready
from vnru.topics import words
from vnru.topics.notation import GAP, variants

if TYPE_CHECKING:
    from vnru.topics.matcher import Term

#: Lines: the steps that are left of a phrase, and the number of its term.
_Routes = str
_Ahead = dict[str, _Routes]  # by the next step

_Layout = tuple[_Ahead, frozenset[str], dict[str, str]]

_GROWN = ("gap", "next", "terms")  # what a node has as soon as it is asked for it


class Node:
    """A place in the trie: which terms end here, and which words lead on."""

    __slots__ = ("_all", "_routes", *_GROWN)

    terms: tuple[Term, ...]
    next: dict[str, Node]
    gap: Node | None  # where the term goes on after some other words

    def __init__(self, all_terms: Sequence[Term], routes: _Routes) -> None:
        self._all = all_terms
        self._routes = routes

    def __getattr__(self, name: str) -> Any:
        """Grow; Python asks for an attribute here as long as there is none."""
        if name not in _GROWN:
            raise AttributeError(name)
        ahead, numbers = _parted(self._routes.split("\n"))
        self.grow(ahead, tuple(self._all[number] for number in numbers))
        return getattr(self, name)

    def grow(self, ahead: _Ahead, terms: tuple[Term, ...] = ()) -> Node:
        """Take the routes that lead on from here, and the terms to which none needs to."""
        self.terms = terms
        self.gap = Node(self._all, ahead[GAP]) if GAP in ahead else None
        self.next = {step: Node(self._all, routes) for step, routes in ahead.items()}
        return self


def trie(terms: Sequence[Term]) -> tuple[Node, frozenset[str], dict[str, str]]:
    """Return the root, the words of all phrases, and their stems with the steps these are.

    Raises:
        ValueError: a term's notation is broken.
    """
    patterns = [term.pattern for term in terms]
    digest = blake2b("\0".join(patterns).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    ahead, known, stems = ready(("trie", digest), lambda: _layout(patterns))
    return Node(terms, "").grow(ahead), known, stems


def _layout(patterns: Iterable[str]) -> _Layout:
    routes = [
        (*_way(phrase), str(number))
        for number, pattern in enumerate(patterns)
        for phrase in variants(pattern)
    ]
    steps = frozenset(step for route in routes for step in route[:-1]) - {GAP}
    stems = {step[:-1]: step for step in steps if step[-1] == "*"}
    ahead, _ = _parted(map(" ".join, routes))
    return ahead, steps.difference(stems.values()), stems


def _parted(routes: Iterable[str]) -> tuple[_Ahead, list[int]]:
    """Return what is left of each route, by its first step, and the numbers of those at an end."""
    ahead: dict[str, list[str]] = {}
    ended = []
    for route in routes:
        step, _, rest = route.partition(" ")
        if rest:
            ahead.setdefault(step, []).append(rest)
        else:
            ended.append(int(step))
    return {step: "\n".join(rests) for step, rests in ahead.items()}, ended


def _way(phrase: str) -> Iterator[str]:
    """Yield the steps of a phrase."""
    parts = phrase.replace(GAP, f" {GAP} ").split()
    return itertools.chain.from_iterable(map(_steps, parts))


@functools.cache
def _steps(part: str) -> tuple[str, ...]:
    """Return the edges of the trie that a part of a phrase without spaces takes.

    They are keys of words, stems with their ``*``. Most parts stand in many phrases.
    """
    if part == GAP:
        return (GAP,)
    if words.SMALL.fullmatch(part):  # nearly all
        return (words.key(part),)
    found = tuple(words.WORD.finditer(part))
    cuts = ("*" if part.startswith("*", word.end()) else "" for word in found)
    return tuple(words.key(word[0]) + cut for word, cut in zip(found, cuts, strict=True))
