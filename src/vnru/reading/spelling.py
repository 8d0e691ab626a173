"""When two spellings are one name: by letters for Vietnamese, by sound for what was Cyrillic.

French and English agencies transliterate differently (« Choïgou », "Shoigu"), and one article may
quote both. `sound` writes them alike; `skeleton` also forgets the vowels, where misprints live.
"""

from __future__ import annotations

import functools
import re

from vnru.folding import fold

#: Longest spelling first; what is not listed sounds as it is written.
_SOUNDS = {
    "chtch": "s",
    "shch": "s",
    "tsch": "s",
    "tch": "s",
    "sch": "s",
    "sh": "s",
    "ch": "s",
    "dzh": "j",
    "dj": "j",
    "zh": "j",
    "kh": "h",
    "ph": "f",
    "th": "t",
    "ou": "u",
    "ck": "k",
    "tz": "ts",
    "x": "ks",
    "w": "v",
    "y": "i",
    "q": "k",
}
_WRITTEN = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_SILENT_U = re.compile("gu(?=[eiy])")
_HARD_C = re.compile("c(?=[aoulrkt]|$)")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiou")


@functools.lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """Return the key under which transliterations of a word are one.

    >>> sound("Choïgou") == sound("Shoigu"), sound("Guennadi") == sound("Gennady")
    (True, True)
    """
    key = _SILENT_U.sub("g", fold(word))
    key = _HARD_C.sub("k", _WRITTEN.sub(lambda match: _SOUNDS[match[0]], key))
    key = _DOUBLED.sub(r"\1", key)
    if key.startswith("ie"):  # Yeltsin, Eltsine
        key = key[1:]
    if key.endswith(("of", "ef")):
        return f"{key[:-1]}v"
    return key[:-1] if key.endswith("ne") else key


@functools.lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """Return the consonants of a word's sound, after its first letter.

    >>> skeleton("Belooussov") == skeleton("Belousov")
    True
    """
    key = sound(word)
    return key[:1] + key[1:].translate(_VOWELS)
