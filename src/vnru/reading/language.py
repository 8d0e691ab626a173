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
#: The letters of Latin-1, all of them small; "?" stands for what lies beyond: it may end a word.
_LETTERS = bytes(
    ord(c) if _WORD.fullmatch(c) or c == "?" else 0x20 for c in map(str.lower, map(chr, range(256)))
)
_STOP_KEYS = frozenset(word.encode("latin-1") for word in _STOP_WORDS)
_ENOUGH = 40  # words below which a share says nothing
_LEAST_SHARE = 0.15  # French press has 0.20 to 0.35, Italian and Catalan 0.12, English 0
_SAMPLE = 800  # characters


def is_french(blocks: Sequence[Block]) -> bool:
    """Tell whether the running text is French; a text too short to tell is taken for French."""
    sample = ""
    for block in blocks:
        if len(sample) < _SAMPLE and block.kind.is_editorial:
            sample += f" {block.text[:_SAMPLE]}"
    keys = sample.replace("’", "'").encode("latin-1", "replace").translate(_LETTERS)
    runs = keys.split()
    most = len(runs) + keys.count(b"?")  # there cannot be more words, whatever those are
    if sum(map(_STOP_KEYS.__contains__, runs)) >= _LEAST_SHARE * most:  # nearly every article
        return True
    words = _WORD.findall(sample.lower())
    if len(words) < _ENOUGH:
        return True
    return sum(map(_STOP_WORDS.__contains__, words)) >= _LEAST_SHARE * len(words)
