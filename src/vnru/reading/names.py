"""Names as they are printed: what letters and words they have, and the record of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import attrs

from vnru.folding import fold
from vnru.reading.namebook import Key, Namebook, namebook
from vnru.reading.spelling import sound


def _letters(*categories: str) -> str:
    """The Latin letters of these Unicode categories, as the inside of a character class."""
    codes = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
    return "".join(chr(code) for code in codes if unicodedata.category(chr(code)) in categories)


UPPER = _letters("Lu", "Lt")
LOWER = _letters("Ll", "Lo")

# Every repetition is possessive and nothing can match in two ways: they are linear on any input.
INITIAL = rf"(?:[{UPPER}]|Iou|Iu|Yu|Ya|Ia|Ch|Tch|Sh|Kh|Ts|Zh|Gu|Vl|Al|Ph|Th|Dm|Ye|Ev|St)\."
_WORD = rf"(?:[OKH]['’])?[{UPPER}](?:[{UPPER}]++(?![{LOWER}])|[{LOWER}]*+)"
WORD = rf"{_WORD}(?:-(?:{_WORD}|[{LOWER}]++))*+"
_SYLLABLE = re.compile(
    r"(?:ngh?|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:a[iouy]?|eo|eu|e|ia|ieu|ie|iu|i|oai|oay|oa|oeo|oe|oi|oo|o"
    r"|uay|ua|uoi|uou|uo|uya|uye|uyu|uy|ue|ui|uu|u|yeu|ye|y)"
    r"(?:ch|c|m|nh|ng|n|p|t)?"
)
_TOKEN = re.compile(rf"{INITIAL}(?=[\s-]?[{UPPER}])|{WORD}")
_LONGEST_SYLLABLE = 7


def are_syllables(keys: Iterable[str]) -> bool:
    """Whether folded words can each be a syllable of Vietnamese."""
    return all(len(key) <= _LONGEST_SYLLABLE and _SYLLABLE.fullmatch(key) for key in keys)


def word_spans(run: str) -> list[tuple[int, int]]:
    """Return where the words of a run are; an empty one stands for the end of a sentence.

    Words glued together (« PrésidentHô ») are taken apart where the first is a word or a name on
    its own; « PetroVietnam » is one.
    """
    book = namebook()
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(run):
        start, end = match.span()
        first, last = spans[-1] if spans else (0, 0)
        if spans and last == start and run[start - 1] != ".":
            if not _are_apart(run[first:start], run[start:end], book, inside=first > 0):
                spans[-1] = (first, end)
                continue
        elif run[last : last + 1] == ".":
            spans.append((last, last))
        spans.append((start, end))
    return spans


def _are_apart(one: str, other: str, book: Namebook, *, inside: bool) -> bool:
    key, after = fold(one), fold(other)
    if key in book.other or key in book.honorifics or (key,) in book.places:
        return True
    if (key, after) in book.known or (inside and are_syllables((key, after))):
        return True
    if after in book.other or (after,) in book.places:
        return False
    return key in book.families or sound(key) in book.given or are_syllables((key,))


class Form(IntEnum):
    """How sure it is, from the words alone, that they name a person."""

    WORD = 1  #: one capitalised word: a surname, a given name, a company, a town
    LIKELY = 2  #: more than one; what stands around decides
    CERTAIN = 3


@attrs.frozen
class Name:
    """Words that may name a person."""

    words: tuple[str, ...]  #: as printed, glue undone
    form: Form
    vietnamese: bool = False
    given: bool = False  #: given names and nothing more: « von », « ben » may follow
    noble: bool = False  #: and these of the West: « de » too
    key: Key = attrs.field(init=False)  #: the words, folded
    fullness: int = attrs.field(init=False)  #: grows with the words; initials count half

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "key", tuple(map(fold, self.words)))
        size = sum(2 if "." in word else 4 for word in self.words)
        # Capitals throughout are the typesetter's: the same words in small letters are better.
        object.__setattr__(self, "fullness", size - all(map(str.isupper, self.words)))


class Spotted(NamedTuple):
    """A name and where it stands."""

    start: int
    end: int
    name: Name


class Place(NamedTuple):
    """A place and where its capitalised words end."""

    end: int
    name: str  #: our name for it; "" where it is one only together with a tail
    tails: tuple[tuple[str, str], ...]  #: what may follow in small letters, and our name for all


class Run(NamedTuple):
    """What a run of capitalised words holds; positions count from its start."""

    people: tuple[Spotted, ...]
    places: tuple[Place, ...]
