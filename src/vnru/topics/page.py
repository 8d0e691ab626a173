"""The running text of an article as the topics see it: one string, its blocks and its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from sys import intern
from typing import NamedTuple

from vnru.article import Block, BlockKind, Evidence
from vnru.topics.matcher import Hit

_BETWEEN = "\n\n\n\n"  # more than may stand within a phrase: none reaches over two blocks
# It begins with a character class, which is what makes the search for it fast.
_STOP = re.compile(
    r"""
    [.!?…\n] (?:
        (?: (?<= \b [A-ZÀ-ÞĐ] \. ) | (?<= \b (?:MM|Dr|Pr|St|[Nn]o|av) \. )
        | (?<= \b (?:Mme|Ste|art|env) \. ) | (?<= \b (?:Mlle|Prof) \. ) ) (?P<abbreviation>)
    )? (?:
        (?<=[^\n]) (?<![.!?…].) [.!?…]*+ [»"”’)\]]*+  # a row of stops is looked at once
        (?: \s++ [«"“(\[–—-]*+ \s*+ (?=[A-ZÀ-ÖØ-ÞĐ0-9]) | (?=[A-ZÀ-ÖØ-ÞĐ][a-zà-ÿ]) )
        | (?<=\n) (?= \s* [-–•*] \s )
    )
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"\w")


class Sentence(NamedTuple):
    """A sentence, from `start` up to `end` of the page's text."""

    start: int  #: of its first letter or digit
    end: int
    offset: int  #: where its block begins
    block: int  #: index into the blocks of the article
    kind: BlockKind


class Page:
    """The editorial blocks of an article in one text."""

    __slots__ = ("_blocks", "_bounds", "_offsets", "text")

    def __init__(self, blocks: Sequence[Block]) -> None:
        #: The blocks that belong to the article itself: their indices and kinds.
        self._blocks = [
            (i, block.kind) for i, block in enumerate(blocks) if block.kind.is_editorial
        ]
        texts = [blocks[number].text for number, _ in self._blocks]
        self.text: str = _BETWEEN.join(texts)
        #: Where these blocks begin.
        self._offsets = list(accumulate([len(text) + len(_BETWEEN) for text in texts], initial=0))
        ends = [max(0, at - len(_BETWEEN)) for at in self._offsets]
        #: Where sentences end: at a stop, or with their block.
        self._bounds = sorted([*_stops(self.text), *ends])

    def sentence(self, at: int) -> Sentence:
        """Return the sentence in which the word at this position of the text stands."""
        bound = bisect_right(self._bounds, at)
        start = self._bounds[bound - 1]
        if not self.text[start].isalnum():  # as after the space between two blocks
            first = _LETTER.search(self.text, start, at)
            start = first.start() if first else at
        nth = bisect_right(self._offsets, at) - 1
        number, kind = self._blocks[nth]
        return Sentence(start, self._bounds[bound], self._offsets[nth], number, kind)

    def evidence(self, sentence: Sentence, hit: Hit) -> Evidence:
        """Return a term found in a sentence as a span of its block."""
        start, end, term = hit
        offset = sentence.offset
        text = intern(self.text[start:end])  # the same few words, in thousands of articles
        return Evidence(sentence.block, start - offset, end - offset, text, term.pattern)


def _stops(text: str) -> list[int]:
    """Return where sentences end that end with a stop, and not with their block.

    M. Kassianov, V. Titov, Mme. Markova: a stop after an abbreviation ends none.
    """
    return [stop.end() for stop in _STOP.finditer(text) if stop.lastindex is None]
