"""The phrases of terms as a trie of words.

The routes to the terms are plain values that may be ready-made (`vnru.lexicon`). The trie grows
from them where a text reaches it: few of its places are ever reached.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from vnru import lexicon
from vnru.topics import words
from vnru.topics.notation import GAP, variants

if TYPE_CHECKING:
    from vnru.topics.matcher import Term

_Route = tuple[tuple[str, ...], int]  # the steps that are left of a phrase, the number of its term
_Ahead = dict[str, list[_Route]]  # by the next step
_END = ""  # there is none
_Layout = tuple[_Ahead, frozenset[str], dict[str, str]]


class Node:
    """A place in the trie: which terms end here, and which words lead on."""

    __slots__ = ("_all", "_routes", "gap", "next", "terms")

    terms: tuple[Term, ...]
    next: dict[str, Node]
    gap: Node | None  # where the term goes on after some other words

    def __init__(self, all_terms: Sequence[Term], routes: Iterable[_Route]) -> None:
        self._all = all_terms
        self._routes = routes

    def __getattr__(self, name: str) -> Any:
        """Grow; Python asks for an attribute here as long as there is none."""
        if name not in Node.__slots__:
            raise AttributeError(name)
        self.grow(_parted(self._routes))
        return getattr(self, name)

    def grow(self, ahead: _Ahead) -> Node:
        """Take the routes that begin here, by their next step."""
        self.terms = tuple(self._all[number] for _, number in ahead.get(_END, ()))
        self.gap = Node(self._all, ahead[GAP]) if GAP in ahead else None
        following = ahead.keys() - {_END, GAP}
        self.next = {step: Node(self._all, ahead[step]) for step in following}
        return self


def trie(terms: Sequence[Term]) -> tuple[Node, frozenset[str], dict[str, str]]:
    """Return the root, the words of all phrases, and their stems with the steps these are.

    Raises:
        ValueError: a term's notation is broken.
    """
    patterns = [term.pattern for term in terms]
    digest = blake2b("\n".join(patterns).encode(), digest_size=16).digest()
    ahead, known, stems = lexicon.ready(("trie", digest), lambda: _layout(patterns))
    return Node(terms, ()).grow(ahead), known, stems


def _layout(patterns: Iterable[str]) -> _Layout:
    routes = [
        (_route(phrase), n) for n, pattern in enumerate(patterns) for phrase in variants(pattern)
    ]
    steps = frozenset(itertools.chain.from_iterable(route for route, _ in routes)) - {GAP}
    stems = {step[:-1]: step for step in steps if step[-1] == "*"}
    return _parted(routes), steps.difference(stems.values()), stems


def _parted(routes: Iterable[_Route]) -> _Ahead:
    ahead: _Ahead = {}
    for steps, number in routes:
        ahead.setdefault(steps[0] if steps else _END, []).append((steps[1:], number))
    return ahead


def _route(phrase: str) -> tuple[str, ...]:
    parts = phrase.replace(GAP, f" {GAP} ").split()
    return tuple(itertools.chain.from_iterable(map(_steps, parts)))


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
