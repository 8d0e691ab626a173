"""How an editor writes a term, and which phrases it stands for.

====================  ======================================================================
``accord(s)``         what stands in parentheses may be missing: *accord*, *accords*
``(vice-)ministre``   the same at the beginning; several alternatives: ``(officielle|d'État)``
``[russe|du Nord]``   exactly one of them must stand there
``vaccin*``           the word may end in any way: *vaccin*, *vaccinal*, *vaccination*
``délégation … par``  up to three other words may stand in between
``^la province``      only at the beginning of a sentence
``=élève``            only with these accents: not *élevé*
====================  ======================================================================

Accents, case, apostrophes, hyphens and spaces need no care: they are matched loosely (`words`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

#: More variants than this in one term are a slip of the pen, not an intention.
MAX_VARIANTS = 512
#: Stands for up to `MAX_GAP` words.
GAP = "…"
MAX_GAP = 3
#: A word cut off by ``*`` must say at least this much.
MIN_STEM = 3

_PART = re.compile(r"[^()\[\]|]+|.")
_CLOSING = {"(": ")", "[": "]"}
_STEM = re.compile(r"([^\W_]*)\*(.?)")


#: Marks before a term: how it must stand in the text.
OPENING = "^"
SPELLED = "="


@functools.cache
def variants(pattern: str) -> tuple[str, ...]:
    """Return the phrases a term stands for, without its marks, sorted and without repetitions.

    >>> variants("accord(s) [bilatéral|d'État]")
    ("accord bilatéral", "accord d'État", "accords bilatéral", "accords d'État")

    Raises:
        ValueError: the notation is broken, or stands for nothing or for too much.
    """
    marks = pattern[: len(pattern) - len(pattern.lstrip(OPENING + SPELLED))]
    phrases, _ = _alternatives(_PART.findall(pattern[len(marks) :]), 0, closing="")
    found = {" ".join(phrase.split()) for phrase in phrases}
    if not all(any(map(str.isalnum, phrase)) for phrase in found):
        raise ValueError("the term may be empty")
    if GAP in pattern or "*" in pattern:
        _check(found, marks)
    return tuple(sorted(found))


def _check(phrases: set[str], marks: str) -> None:
    """Raise where gaps and stems stand as none may."""
    if any(phrase.startswith(GAP) or phrase.endswith(GAP) for phrase in phrases):
        raise ValueError(f"{GAP!r} must stand between words")
    for stem, after in (cut for phrase in phrases for cut in _STEM.findall(phrase)):
        if len(stem) < MIN_STEM or after.isalnum():
            raise ValueError(f"'*' must end a word of at least {MIN_STEM} letters")
    if SPELLED in marks:
        raise ValueError(f"a term with {SPELLED!r} must be spelled out, without '*' and {GAP!r}")


@functools.cache
def spellings(pattern: str) -> frozenset[str]:
    """Return the phrases of a term as `spelling` would write them."""
    return frozenset(map(spelling, variants(pattern)))


@functools.lru_cache(4096)
def spelling(text: str) -> str:
    """Return a phrase in small letters, with its accents, and nothing but its letters and digits.

    >>> spelling("l’Élève"), spelling("L'élevé")
    ('lélève', 'lélevé')
    """
    return "".join(char for char in text.lower() if char.isalnum())


def _alternatives(parts: list[str], at: int, closing: str) -> tuple[list[str], int]:
    """Read ``a|b|c`` up to `closing`; return its phrases and the position after it."""
    found: list[str] = []
    phrases = [""]
    while at < len(parts) and parts[at] != closing:
        part = parts[at]
        at += 1
        if part == "|" and closing:
            found += phrases
            phrases = [""]
        elif part in _CLOSING:
            group, at = _alternatives(parts, at, _CLOSING[part])
            phrases = list(_joined(phrases, [*group, ""] if part == "(" else group))
        elif part in {")", "]", "|"}:
            raise ValueError(f"{part!r} without an opening bracket")
        else:
            phrases = [phrase + part for phrase in phrases]
    if closing and at == len(parts):
        raise ValueError(f"{closing!r} is missing")
    if len(found) + len(phrases) > MAX_VARIANTS:
        raise ValueError(f"the term stands for more than {MAX_VARIANTS} phrases")
    return found + phrases, at + bool(closing)


def _joined(heads: list[str], tails: list[str]) -> Iterator[str]:
    if len(heads) * len(tails) > MAX_VARIANTS:
        raise ValueError(f"the term stands for more than {MAX_VARIANTS} phrases")
    return (head + tail for head in heads for tail in tails)
