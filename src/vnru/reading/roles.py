"""Roles: a noun phrase beside a name, in the singular and with its glue undone."""

from __future__ import annotations

import re
from typing import NamedTuple

from vnru.folding import fold
from vnru.lexicon import remembered
from vnru.reading.namebook import namebook
from vnru.reading.phrases import Words
from vnru.reading.vocabulary import OF, Weight, vocabulary

_PERIOD = re.compile(r"\s(?:de|en|depuis|entre)\s\d{4}\b.*\Z")


class Role(NamedTuple):
    """What somebody is, as printed next to the name."""

    text: str  #: without article, in the singular, glue undone
    weight: Weight
    plural: bool = False  #: printed in the plural: it is also the next person's
    shares: tuple[str, ...] = ()  #: « les présidents russe et vietnamien »: what each is

    def share(self, index: int) -> Role:
        """Return what the person at `index` of those in the plural is."""
        text = self.shares[index] if index < len(self.shares) else self.text
        return Role(text, self.weight)


@remembered(4096)
def make_role(phrase: str, head: str) -> Role:
    """Make a role of a noun phrase as it stands in a text, and the key of its head.

    >>> make_role("Premiers ministres du Vietnam", "ministres").text
    'Premier ministre du Vietnam'
    """
    words = vocabulary()
    plain = _PERIOD.sub("", " ".join(words.split(word) for word in phrase.split()))
    head = fold(words.split(head)).split()[0]
    weight = words.head(head) or Weight.FUNCTION
    if head not in words.plurals:
        return Role(plain, weight)
    parts = plain.split(" ")
    at = next((i for i, part in enumerate(parts) if fold(part) in OF), len(parts))
    agreeing = [words.singular(part) for part in parts[:at]]
    rest = [
        words.singular(p) if p[0].islower() and fold(p) in words.nations else p for p in parts[at:]
    ]
    return Role(" ".join([*agreeing, *rest]), weight, plural=True, shares=_shares(agreeing, rest))


def _shares(agreeing: list[str], rest: list[str]) -> tuple[str, ...]:
    """Share out « présidents vietnamien et russe » and « ambassadeurs de Russie et de Chine »."""
    nations = [
        i for i, word in enumerate(agreeing) if fold(word.strip(",")) in vocabulary().nations
    ]
    if nations and "et" in agreeing[nations[0] : nations[-1]]:
        head = agreeing[: nations[0]]
        return tuple(" ".join([*head, agreeing[i].strip(","), *rest]) for i in nations)
    if "et" in rest:
        at = rest.index("et")
        parts = (rest[:at], rest[at + 1 :])
        if all(map(_is_of_place, parts)):
            return tuple(" ".join([*agreeing, *part]) for part in parts)
    return ()


def _is_of_place(words: list[str]) -> bool:
    return len(words) > 1 and fold(words[0]) in OF and (fold(words[-1]),) in namebook().places


def is_head(key: str) -> bool:
    """Whether a noun heads a role, also where the next word is glued to it."""
    words = vocabulary()
    return words.head(key) is not None or words.head(words.split(key).split(" ")[0]) is not None


def skip_qualities(keys: list[str], first: int, last: int) -> int | None:
    """Skip « deux », « ancien », « premier » … before a noun; None where nothing is left."""
    words = vocabulary()
    at = first
    while at <= last and keys[at] in words.qualities and words.head(keys[at]) is None:
        at += 1
    return at if at <= last else None


def role_of(words: Words, first: int, head: int, last: int) -> Role:
    """Make a role of the words from `first` to `last`, both included; `head` is its noun."""
    while first < head and words.keys[first] in vocabulary().numerals:
        first += 1
    return make_role(words.phrase(first, last), words.keys[head])
