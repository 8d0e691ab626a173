"""Is it French? A share of stop words tells, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vnru.article import Block

#: Function words of French that its sisters lack (« la » and « que » are theirs too).
_STOP_WORDS = frozenset(
    """
    le les l une des du d et dans pour par sur avec à au aux est sont ont qui qu dont ce cet cette
    ces c s m n ses leur leurs il elle ils elles nous vous ne pas plus mais ou où été deux aussi
    ainsi afin après lors notamment selon
    """.split()
)
_WORD = re.compile(r"(?:[a-zà-öø-ÿ]++|[^\W\d_])[^\W\d_]*+")  # a letter of ours is told faster
_ENOUGH = 40  # words below which a share says nothing
_LEAST_SHARE = 15  # per cent; French press has 20 to 35, Italian and Catalan 12, English 0
_SAMPLE = 800  # characters
_REMEMBERED = 30_000  # stretches between spaces


def is_french(blocks: Sequence[Block]) -> bool:
    """Tell whether the running text is French; a text too short to tell is taken for French."""
    sample = ""
    for block in blocks:
        if len(sample) < _SAMPLE and block.kind.is_editorial:
            sample += f" {block.text[:_SAMPLE]}"
    weight = sum(map(_SURPLUS.__getitem__, sample.split()))
    return weight >= 0 or len(_WORD.findall(sample.lower())) < _ENOUGH


class _Surplus(dict[str, int]):
    """By how many hundredths of a word the stop words in a stretch exceed their share."""

    def __missing__(self, stretch: str) -> int:
        if len(self) > _REMEMBERED:
            self.clear()
        words = _WORD.findall(stretch.lower())
        stop = sum(map(_STOP_WORDS.__contains__, words))
        surplus = self[stretch] = 100 * stop - _LEAST_SHARE * len(words)
        return surplus


_SURPLUS = _Surplus()
