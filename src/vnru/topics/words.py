"""Words of a text as agency texts print them: elided, hyphenated, glued.

A word is a run of letters or of digits. It ends where a capital follows a small letter
(``laRussie``, ``PetroVietnam``) and between digits and letters (``31octobre``); apostrophes,
hyphens and any white space separate words without breaking a phrase.
Texts must be NFC (as blocks are).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final

from vnru.folding import fold

_UPPER = "A-ZÀ-ÖØ-ÞĐ"
_LOWER = "a-zß-öø-ÿĀ-ďđ-ſƠ-ưḀ-ỹ"

WORD: Final = re.compile(f"[{_LOWER}]++|[{_UPPER}]++[{_LOWER}]*+|[0-9]++")
SMALL: Final = re.compile(f"[{_LOWER}]+")
#: The most separators that may stand between two words of a phrase.
WIDEST: Final = 3
_GAP = re.compile(rf"[\s'’ʼ‘`´\-‑‐]{{0,{WIDEST}}}")

#: Words that old deliveries glue to their neighbour when a line break was lost. With accents:
#: « déformation » must not be read as « de formation ».
_BEFORE: Final = frozenset(
    "la le les un une des de du au aux en et par pour sur dans avec entre que qui est sont ont son "
    "sa ses leur leurs ce cette plus nos".split()
)
#: Only such as end no word of their own: « passeront » is not « passer ont ».
_AFTER: Final = frozenset(
    "de du des au aux en et par pour sur dans avec entre qui vietnamien vietnamienne vietnamiens "
    "vietnamiennes russe russes bilatéral bilatérale bilatérales".split()
)
_FIRST, _LAST = tuple(_BEFORE), tuple(_AFTER)
#: No French word is longer; a longer run of letters is noise, and is not looked into.
LONGEST: Final = 64
_LONG_ENOUGH = 6  # letters of a known word that others may be glued to
_PLAIN_ENOUGH = 5  # letters of a known word that may be glued to it
_MIN_PART = 2


def stretches(text: str) -> list[str]:
    """Cut a text at each space, line break and no-break space."""
    return text.replace("\n", " ").replace("\xa0", " ").split(" ")


@functools.lru_cache(maxsize=1024)
def width(gap: str) -> int:
    """Return how many separators these are; more than `WIDEST` where a phrase must end at them."""
    return len(gap) if _GAP.fullmatch(gap) else WIDEST + 1


def key(word: str) -> str:
    """Return the matching key of a word: folded, with ``œ`` and ``oe`` alike."""
    return fold(word).replace("oe", "o")


class Glue:
    """Cuts glued words into known ones."""

    def __init__(self, known: Iterable[str]) -> None:
        """Take the keys of the words that may be found in others."""
        self._known = frozenset(known)
        self._heads = frozenset(key[:_PLAIN_ENOUGH] for key in self._known)
        self._tails = frozenset(key[-_PLAIN_ENOUGH:] for key in self._known)

    def parts(self, word: str) -> tuple[str, ...]:
        """Cut a glued word into known words, or return () where it is not made of such.

        At least one part must be a long word; the others may be small words.

        >>> Glue(["centrale", "nucleaire"]).parts("centralenucléaire")
        ('centrale', 'nucléaire')
        """
        if not _LONG_ENOUGH + _MIN_PART <= len(word) <= LONGEST:
            return ()
        folded, plain = fold(word), word.lower()  # as long as the word
        if not self._may_be_glued(folded, plain):
            return ()
        cuts: dict[int, tuple[str, ...]] = {0: ()}  # by end: the parts up to there, longest first
        for end in range(_MIN_PART, len(word) + 1):
            small = _AFTER if end == len(word) else _BEFORE
            for start, before in cuts.items():
                if end - start < _MIN_PART:
                    break
                if self._is_known(folded[start:end]) or plain[start:end] in small:
                    cuts[end] = (*before, word[start:end])
                    break
        parts = cuts.get(len(word), ())
        is_sure = any(len(part) >= _LONG_ENOUGH and self._is_known(fold(part)) for part in parts)
        return parts if len(parts) > 1 and is_sure else ()

    def _may_be_glued(self, folded: str, plain: str) -> bool:
        """Look at the first letters and the last: nearly all words are told by them."""
        if "oe" in folded:  # one letter in keys
            return True
        begins = plain.startswith(_FIRST) or folded[:_PLAIN_ENOUGH] in self._heads
        return begins and (plain.endswith(_LAST) or folded[-_PLAIN_ENOUGH:] in self._tails)

    def _is_known(self, folded: str) -> bool:
        return len(folded) >= _PLAIN_ENOUGH and folded.replace("oe", "o") in self._known
