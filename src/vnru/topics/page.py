"""The running text of an article as the topics see it: one string, its blocks and its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from sys import intern
from typing import NamedTuple

import attrs

from vnru.article import Block, BlockKind, Evidence
from vnru.topics.matcher import Hit

_BETWEEN = "\n\n\n\n"  # more than may stand within a phrase: none reaches over two blocks
# It begins with a character class, which is what makes the search for it fast.
_STOP = re.compile(
    r"""
    [.!?…\n] (?:
        (?<=[^\n]) (?<![.!?…][.!?…]) [.!?…]*+ [»"”’)\]]*+  # a row of stops is looked at once
        (?: \s++ [«"“(\[–—-]*+ \s*+ (?=[A-ZÀ-ÖØ-ÞĐ0-9]) | (?=[A-ZÀ-ÖØ-ÞĐ][a-zà-ÿ]) )
        | (?<=\n) (?= \s* [-–•*] \s )
    )
    """,
    re.VERBOSE,
)
# A stop after these ends no sentence: M. Kassianov, V. Titov, Mme. Markova.
_ABBREVIATION = re.compile(r"\b(?:[A-ZÀ-ÞĐ]|MM|Mme|Mlle|Dr|Pr|Prof|St|Ste|[Nn]o|art|av|env)\Z")
_LONGEST_ABBREVIATION = 4
_LETTER = re.compile(r"\w")


class Sentence(NamedTuple):
    """A sentence, from `start` up to `end` of the page's text."""

    start: int  #: of its first letter or digit
    end: int
    offset: int  #: where its block begins
    block: int  #: index into the blocks of the article
    kind: BlockKind


@attrs.frozen
class Page:
    """The editorial blocks of an article in one text."""

    blocks: Sequence[Block]

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        """Indices of the blocks that belong to the article itself."""
        return tuple(i for i, block in enumerate(self.blocks) if block.kind.is_editorial)

    @cached_property
    def text(self) -> str:
        """The texts of these blocks."""
        return _BETWEEN.join([self.blocks[number].text for number in self._numbers])

    @cached_property
    def _offsets(self) -> list[int]:
        """Where these blocks begin."""
        sizes = [len(self.blocks[number].text) + len(_BETWEEN) for number in self._numbers]
        return list(accumulate(sizes, initial=0))

    @cached_property
    def _bounds(self) -> list[int]:
        """Where sentences end: at a stop, or with their block."""
        return sorted([*_stops(self.text), *(at - len(_BETWEEN) for at in self._offsets)])

    def sentence(self, at: int) -> Sentence:
        """Return the sentence in which the word at this position of the text stands."""
        bound = bisect_right(self._bounds, at)
        first = _LETTER.search(self.text, self._bounds[bound - 1], at)
        nth = bisect_right(self._offsets, at) - 1
        number = self._numbers[nth]
        return Sentence(
            first.start() if first else at,
            self._bounds[bound],
            self._offsets[nth],
            number,
            self.blocks[number].kind,
        )

    def evidence(self, sentence: Sentence, hit: Hit) -> Evidence:
        """Return a term found in a sentence as a span of its block."""
        start, end, term = hit
        offset = sentence.offset
        text = intern(self.text[start:end])  # the same few words, in thousands of articles
        return Evidence(sentence.block, start - offset, end - offset, text, term.pattern)


def _stops(text: str) -> Iterator[int]:
    """Yield where sentences end that end with a stop, and not with their block."""
    for stop in _STOP.finditer(text):
        at = stop.start()
        near = max(0, at - _LONGEST_ABBREVIATION - 1)
        if text[at] != "." or not _ABBREVIATION.search(text, near, at):
            yield stop.end()
