"""The running text of an article as the topics see it: one string, its blocks and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
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
    def numbers(self) -> tuple[int, ...]:
        """Indices of the blocks that belong to the article itself."""
        return tuple(i for i, block in enumerate(self.blocks) if block.kind.is_editorial)

    @cached_property
    def text(self) -> str:
        """The texts of these blocks."""
        return _BETWEEN.join(self.blocks[number].text for number in self.numbers)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order; together they cover the blocks."""
        return tuple(self._split())

    def _split(self) -> Iterator[Sentence]:
        offset = 0
        for number in self.numbers:
            kind, text = self.blocks[number].kind, self.blocks[number].text
            start = 0
            for stop in (*_stops(text), len(text)):
                first = _LETTER.search(text, start, stop)
                begin = first.start() if first else stop
                yield Sentence(offset + begin, offset + stop, offset, number, kind)
                start = stop
            offset += len(text) + len(_BETWEEN)

    def evidence(self, sentence: Sentence, hit: Hit) -> Evidence:
        """Return a term found in a sentence as a span of its block."""
        start, end, term = hit
        offset = sentence.offset
        text = intern(self.text[start:end])  # the same few words, in thousands of articles
        return Evidence(sentence.block, start - offset, end - offset, text, term.pattern)


def _stops(text: str) -> Iterator[int]:
    """Yield where the sentences of a block end, but for the last."""
    for stop in _STOP.finditer(text):
        at = stop.start()
        before = text[max(0, at - _LONGEST_ABBREVIATION - 1) : at]
        is_word = before.isalpha() and len(before) > _LONGEST_ABBREVIATION  # as nearly always
        if not is_word and text[at] == "." and _ABBREVIATION.search(before):
            continue
        yield stop.end()
