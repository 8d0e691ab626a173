"""The words of roles by key (`vnru.folding.fold`): `lexicon/roles.toml`, ready for looking up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

import attrs

from vnru.folding import fold
from vnru.lexicon import derived, load, remembered

ARTICLES = frozenset(
    "le la l' les un une son sa ses leur leurs notre nos votre mon ma ce cet cette".split()
)
AT = "@"  # key of « à »: without its accent it would be a verb
OF = frozenset({"de", "d'", "du", "des"})
TO = frozenset({AT, "au", "aux", "en", "pour", "sur", "aupres", "par", "avec", "chez", "dans"})
LINKS = OF | TO | {"et", "ou", "ainsi"}


class Weight(IntEnum):
    """Which of two roles counts: the lower. An office, then a rank, then a relation."""

    FUNCTION = 0  #: ministre, pianiste, épouse
    RANK = 1  #: général, professeur
    RELATIVE = 2  #: homologue


def _weighed(weights: Mapping[str, int]) -> dict[str, Weight]:
    return {key: _WEIGHTS[weight] for key, weight in weights.items()}


_WEIGHTS = tuple(Weight)


@attrs.frozen(eq=False, repr=False)  # a lexicon has one
class Vocabulary:
    """Sets of keys. Plurals are included."""

    heads: dict[str, Weight] = attrs.field(converter=_weighed)
    plurals: dict[str, str]  #: singular by plural, of heads and of what agrees with them
    titles: frozenset[str]
    #: endings of occupations in no list
    guessed: re.Pattern[str] = attrs.field(converter=re.compile)
    qualities: frozenset[str]  #: what may stand between article and head, numerals among it
    adverbs: frozenset[str]
    numerals: frozenset[str]
    nations: frozenset[str]
    modifiers: frozenset[str]  #: adjectives that follow a head, of nations and others
    stops: frozenset[str]  #: words, verbs among them, that no role contains
    barring: frozenset[str]  #: words right before a name that leave no room for a role
    verbs: frozenset[str]
    speech: frozenset[str]  #: participles of what only people do
    led: frozenset[str]  #: participles before « par » and a person
    named: frozenset[str]
    dedicated: frozenset[str]
    works: frozenset[str]
    bylines: re.Pattern[str] = attrs.field(converter=re.compile)
    #: an article before a title, with no space between
    glued_titles: re.Pattern[str] = attrs.field(converter=re.compile)

    def head(self, key: str) -> Weight | None:
        """Return how much the noun `key` weighs, None where it heads no role."""
        weight = self.heads.get(key)
        if weight is None and "-" in key:
            first, _, rest = key.partition("-")  # « vice-gouverneur », « maire-adjoint »
            if first in _PREFIXES:
                return self.heads.get(rest)
            return self.heads.get(first) if rest in self.modifiers or rest in self.heads else None
        return weight

    def singular(self, word: str) -> str:
        """Return a noun or adjective of a plural role in the singular, as printed otherwise.

        >>> vocabulary().singular("Premiers"), vocabulary().singular("généraux")
        ('Premier', 'général')
        """
        key = fold(word)
        prefix, _, rest = key.rpartition("-")
        if key not in self.plurals and not (prefix in _PREFIXES and rest in self.plurals):
            return word
        return f"{word[:-3]}al" if key.endswith("aux") and word[-3:].islower() else word[:-1]

    def split(self, word: str) -> str:
        """Return `word` with the space that was lost in « homologuevietnamien »; else unchanged."""
        return _split(word) if len(word) >= _SHORTEST_GLUED else word

    def _split(self, word: str) -> str:
        key = fold(word)
        if key in self.modifiers or self.head(key) is not None:
            return word
        for at in range(4, len(key) - 1):
            if key[at:] in self.modifiers | _GLUE and (
                self.head(key[:at]) is not None or key[:at] in self.modifiers
            ):
                return f"{word[:at]} {word[at:]}"
        return word


@remembered(4096)
def _split(word: str) -> str:
    return vocabulary()._split(word)  # noqa: SLF001 - its own answers, remembered


_PREFIXES = frozenset({"vice", "ex", "sous", "co", "arriere", "premier"})
_GLUE = frozenset({"de", "du", "des", "et"})
_SHORTEST_GLUED = 8
_GRAMMAR = frozenset(
    "le la les des du de en au aux et ou".split()
)  # « dès », « là », « où » lose their accents


def _plural(key: str) -> str:
    if key.endswith(("s", "x")):
        return key
    return (
        f"{key[:-1]}ux" if key.endswith("al") else f"{key}x" if key.endswith("eau") else f"{key}s"
    )


def _feminine(key: str) -> str:
    if key.endswith("e"):
        return key
    if key.endswith(("ien", "een")):
        return f"{key}ne"
    return {"grec": "grecque", "turc": "turque"}.get(key, f"{key}e")


def _glued(titles: str) -> str:
    """« leprésident », « duministre », « lavice-ministre »."""
    nouns = "|".join(map(re.escape, sorted(titles.split(), key=len, reverse=True)))
    return (
        rf"[lda](?:es|e|a|u)(?=(?:vice-|premier\s?)?(?:{nouns})s?\b)(?:(?<=\b\w\w)|(?<=\b\w\w\w))"
    )


def _bylines(labels: Iterable[str], phrases: Iterable[str]) -> str:
    label, phrase = ("|".join(re.escape(fold(w)) for w in words) for words in (labels, phrases))
    return rf"(?:^|[^a-z])(?:(?:{label})\s?:|photos?|{phrase})\s?\Z"


def _keys(words: str) -> tuple[str, ...]:
    return tuple(fold(words).split())


def _with_plurals(keys: Iterable[str]) -> frozenset[str]:
    keys = tuple(keys)
    return frozenset(keys) | frozenset(map(_plural, keys))


@remembered()
def vocabulary() -> Vocabulary:
    """Return the words of roles."""
    return Vocabulary(**derived("vocabulary", _vocabulary))


def _vocabulary() -> dict[str, Any]:
    data = load("roles")
    heads, words, verbs, things = data["heads"], data["words"], data["verbs"], data["things"]
    singular = {
        key: weight
        for weight, name in ((2, "relatives"), (1, "ranks"), (0, "functions"))
        for key in _keys(heads[name])
    }
    masculine = _keys(words["nations"])
    nations = _with_plurals({*masculine, *map(_feminine, masculine)})
    before, after = frozenset(_keys(words["before"])), frozenset(_keys(words["after"]))
    agreeing = {*singular, *masculine, *map(_feminine, masculine), *before, *after}
    plurals = {_plural(key): key for key in agreeing if _plural(key) != key}
    named = _with_plurals(_keys(things["named"]))
    known = {*singular, *map(_plural, singular), *nations, *before, *after, *named}
    conjugated = {stem + end for stem in _keys(verbs["stems"]) for end in _keys(verbs["endings"])}
    forms = frozenset({*conjugated, *_keys(verbs["forms"])} - known)
    stops = (frozenset(_keys(words["stops"])) | forms) - _GRAMMAR
    return {
        "heads": {key: w for k, w in singular.items() for key in (_plural(k), k)},
        "plurals": plurals,
        "titles": _with_plurals(_keys(heads["titles"])),
        "guessed": rf"[a-z-]{{3,}}(?:{'|'.join(map(re.escape, heads['endings']))})",
        "qualities": before | frozenset(_keys(words["numerals"])),
        "adverbs": frozenset(_keys(words["adverbs"])),
        "numerals": frozenset(_keys(words["numerals"])),
        "nations": nations,
        "modifiers": nations | _with_plurals(after),
        "stops": stops,
        "barring": stops | LINKS | ARTICLES,
        "verbs": forms,
        "speech": frozenset(_keys(verbs["speech"])),
        "led": _with_plurals(_keys(verbs["led"])),
        "named": named,
        "dedicated": _with_plurals(_keys(things["dedicated"])),
        "works": frozenset(_keys(things["works"])),
        "glued_titles": _glued(heads["titles"]),
        "bylines": _bylines(things["bylines"], things["by"]),
    }
