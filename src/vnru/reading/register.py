"""The register of people in one article: one entry a person, however the name is spelled.

Vietnamese spellings are one where their letters are, without diacritics; others where they sound
alike, and initials, patronymics and a surname alone fit the fuller form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import attrs

from vnru.article import Person
from vnru.folding import fold
from vnru.reading.roles import Role
from vnru.reading.spelling import skeleton, sound
from vnru.reading.vocabulary import Weight

Words = tuple[str, ...]

_MOST_NAMESAKES = 16  # people of one surname that are told apart; keeps the register linear
_NOT_CLOSER = 1  # letters by which the consonants of two given names may differ


@attrs.define(eq=False)
class _Entry:
    words: Words
    vietnamese: bool
    first: int
    #: The best role so far with its rank: weight, whether from a headline. Earlier ones stay.
    role: str | None = None
    rank: tuple[int, bool] = (len(Weight), True)

    def take(self, words: Words, roles: Iterable[Role], *, headline: bool) -> None:
        if _fullness(words) > _fullness(self.words):
            self.words = words
        for role in roles:
            if (role.weight, headline) < self.rank:
                self.role, self.rank = role.text, (role.weight, headline)


class Register:
    """The people of one article, in the making."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._by_words: dict[Words, _Entry] = {}
        self._by_key: dict[str, list[_Entry]] = defaultdict(list)
        self._glimpsed: dict[str, int] = {}
        self._clock = 0

    def knows(self, words: Words) -> bool:
        """Whether this very spelling was added before."""
        return words in self._by_words

    def is_settled(self, words: Words) -> bool:
        """Whether nothing that stands beside this spelling can change the person's role."""
        entry = self._by_words.get(words)
        return entry is not None and entry.rank == (Weight.FUNCTION, False)

    def glimpse(self, word: str) -> None:
        """Note a word that is a person's surname if the article names the person elsewhere."""
        self._clock += 1
        self._glimpsed.setdefault(fold(word), self._clock)

    def add(self, words: Words, vietnamese: bool, roles: Iterable[Role], *, headline: bool) -> None:  # noqa: FBT001 - a fact of the words
        """Enter a name with the roles beside it, as a new person or as one entered before."""
        self._clock += 1
        entry = self._by_words.get(words) or self._find(words, vietnamese=vietnamese)
        if entry is None:
            entry = _Entry(words, vietnamese, self._clock)
            self._entries.append(entry)
        elif len(entry.words) == 1 and len(words) > 1:
            entry.vietnamese = vietnamese
        entry.take(words, roles, headline=headline)
        if words not in self._by_words:
            self._by_words[words] = entry
            for key in _keys(words, vietnamese=vietnamese):
                self._by_key[key].append(entry)

    def people(self) -> tuple[Person, ...]:
        """Return everybody, in order of first appearance."""
        ordered = sorted(self._entries, key=lambda entry: self._first(entry))
        return tuple(Person(" ".join(entry.words), entry.role) for entry in ordered)

    def _first(self, entry: _Entry) -> int:
        if entry.vietnamese:
            return entry.first
        return min(entry.first, self._glimpsed.get(fold(entry.words[-1]), entry.first))

    def _find(self, words: Words, *, vietnamese: bool) -> _Entry | None:
        for key in _keys(words, vietnamese=vietnamese):
            for entry in self._by_key[key][:_MOST_NAMESAKES]:
                if _same(words, entry.words, vietnamese=vietnamese or entry.vietnamese):
                    return entry
        return None


def _keys(words: Words, *, vietnamese: bool) -> tuple[str, ...]:
    """Under which keys a name is looked for: surname and, as order varies, given name."""
    if vietnamese:
        return (" ".join(map(fold, words)), skeleton(words[-1]))
    return tuple(dict.fromkeys((skeleton(words[-1]), skeleton(words[0]))))


def _fullness(words: Words) -> int:
    """Initials count half; capitals throughout are a typesetter's, not a fuller form."""
    return sum(1 if "." in word else 2 for word in words) * 2 - all(w.isupper() for w in words)


def _same(one: Words, other: Words, *, vietnamese: bool) -> bool:
    if len(one) == 1 or len(other) == 1:
        return _is_surname(one, other) if len(one) == 1 else _is_surname(other, one)
    if vietnamese:
        return tuple(map(fold, one)) == tuple(map(fold, other))
    if skeleton(one[-1]) == skeleton(other[-1]) and _are_alike(one[0], other[0]):
        return True
    fewer, more = sorted(({*map(skeleton, one)}, {*map(skeleton, other)}), key=len)
    return len(fewer) > 1 and fewer <= more


def _is_surname(single: Words, name: Words) -> bool:
    if len(name) == 1:
        return skeleton(single[0]) == skeleton(name[0])
    return skeleton(single[0]) in {skeleton(name[-1]), skeleton(name[0])} and fold(single[0])[:1] in {
        fold(name[-1])[:1],
        fold(name[0])[:1],
    }


def _are_alike(one: str, other: str) -> bool:
    """Whether two given names can be one person's: alike in sound, or one the other's initial."""
    if "." in one or "." in other:
        short, full = sorted((sound(one.split(".")[0]), sound(other.split(".")[0])), key=len)
        return full.startswith(short)
    a, b = skeleton(one), skeleton(other)
    return a == b or (abs(len(a) - len(b)) <= _NOT_CLOSER < min(len(a), len(b)) and _is_within(*sorted((a, b), key=len)))


def _is_within(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)
