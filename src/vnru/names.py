"""When two spellings are one name, for whoever counts names or looks for them.

A key stands between spaces, so that a part of a name is found in it as whole words:
``written("Hanoï") in written("Le Grand Hanoi")``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final

from vnru.folding import name_key
from vnru.reading.spelling import sound

_WORD: Final = re.compile(r"[a-z0-9]+")
#: The shape of a Vietnamese syllable, folded: such words are compared by their letters, because
#: Khuong and Huong are two names, while Choïgou and Shoigu are one.
_SYLLABLE: Final = re.compile(
    r"(?:ngh|[cgknpt]h|ng|gi|tr|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


@functools.lru_cache(maxsize=65536)
def written(name: str) -> str:
    """Return the key of a name by its letters: accents, case, hyphens and spacing are one."""
    return _key(name, _WORD.findall(name_key(name)))


@functools.lru_cache(maxsize=65536)
def spoken(name: str) -> str:
    """Return the key of a person's name: what was Cyrillic by its sound, all else by its letters.

    >>> spoken("Sergueï Choïgou") == spoken("Sergei Shoigu"), spoken("Tô Lâm") == spoken("to lam")
    (True, True)
    """
    words = _WORD.findall(name_key(name))
    return _key(name, (w if _SYLLABLE.fullmatch(w) else f"{sound(w)}~" for w in words))


def _key(name: str, words: Iterable[str]) -> str:
    """Join the words of a name; one without Latin letters stands for itself, and in no other."""
    joined = " ".join(words)
    return f" {joined} " if joined else f"\n{name}\n"
