"""What names are made of: `lexicon/names.toml` and `lexicon/places.toml`, ready for looking up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from vnru.folding import fold
from vnru.lexicon import derived, load, remembered
from vnru.reading.spelling import sound

Key = tuple[str, ...]  # the words of a name, folded


@attrs.frozen(eq=False, repr=False)  # a lexicon has one
class Namebook:
    """Sets of keys (`vnru.folding.fold`), of sounds (`vnru.reading.spelling.sound`), of phrases."""

    families: frozenset[str]
    strong: frozenset[str]
    ambiguous: frozenset[str]
    middle: frozenset[str]
    given: frozenset[str]  #: sounds
    western: frozenset[str]  #: sounds
    other: frozenset[str]
    honorifics: frozenset[str]
    mononyms: frozenset[str]  #: sounds
    known: frozenset[Key]
    things: frozenset[Key]
    classics: frozenset[Key]
    namesakes: frozenset[Key]
    surname: re.Pattern[str] = attrs.field(converter=re.compile)
    patronymic: re.Pattern[str] = attrs.field(converter=re.compile)
    places: dict[Key, str]  #: our name for a place by the words of a spelling; "" for what is none
    #: What may follow in small letters, and our name for the whole: « Corée du Sud ».
    tails: dict[Key, tuple[tuple[str, str], ...]]


def _keys(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


def _phrases(phrases: Iterable[str]) -> frozenset[Key]:
    return frozenset(tuple(fold(phrase).split()) for phrase in phrases)


def _sounds(*words: str) -> frozenset[str]:
    return frozenset(sound(word) for text in words for word in text.split())


def _ending(endings: str) -> str:
    return rf"[a-z-]{{2,}}(?:{'|'.join(map(re.escape, endings.split()))})"


def _spellings() -> Iterator[tuple[str, str]]:
    """Yield each spelling of a place with our name for it; of what is no place, with ""."""
    data = load("places")
    for group in ("vietnam", "russia", "countries", "elsewhere"):
        for line in data[group].strip().splitlines():
            name, *others = (spelling.strip() for spelling in line.split("|"))
            yield from ((spelling, name) for spelling in (name, *others))
    yield from ((spelling, "") for spelling in data["not_places"])


def _places() -> tuple[dict[Key, str], dict[Key, tuple[tuple[str, str], ...]]]:
    places: dict[Key, str] = {}
    tails: dict[Key, tuple[tuple[str, str], ...]] = {}
    for spelling, name in _spellings():
        words = spelling.split(" ")
        size = next((i for i, word in enumerate(words) if not word[0].isupper()), len(words))
        key = tuple(fold(word) for word in words[:size])
        if size == len(words):
            places[key] = name
        else:
            tails[key] = (*tails.get(key, ()), (fold(f" {' '.join(words[size:])}"), name))
    return places, tails


@remembered()
def namebook() -> Namebook:
    """Return the namebook."""
    return Namebook(**derived("namebook", _namebook))


def _namebook() -> dict[str, Any]:
    data = load("names")
    places, tails = _places()
    vietnamese, given, known = data["vietnamese"], data["given"], data["known"]
    return {
        "families": _keys(vietnamese["families"]),
        "strong": _keys(vietnamese["strong"]),
        "ambiguous": _keys(vietnamese["ambiguous"]),
        "middle": _keys(vietnamese["middle"]),
        "given": _sounds(*given.values()),
        "western": _sounds(given["french"], given["western"]),
        "other": _keys(data["other"]["words"]),
        "honorifics": _keys(data["honorifics"]),
        "mononyms": _sounds(known["mononyms"]),
        "known": _phrases(known["names"]),
        "things": _phrases(data["other"]["phrases"]),
        "classics": _phrases([*known["classics"].split(), *known["classic_names"]]),
        "namesakes": _phrases(known["namesakes"]),
        "surname": _ending(data["endings"]["surnames"]),
        "patronymic": _ending(data["endings"]["patronymics"]),
        "places": places,
        "tails": tails,
    }
