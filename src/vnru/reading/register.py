"""The register of people in one article: one entry a person, however the name is spelled.

Vietnamese spellings are one where their letters are, without diacritics; others where they sound
alike, and initials, patronymics and a surname alone fit the fuller form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from vnru.article import Person
from vnru.folding import fold
from vnru.reading.names import Name
from vnru.reading.roles import Role
from vnru.reading.spelling import skeleton, sound
from vnru.reading.vocabulary import Weight

Words = tuple[str, ...]

_MOST_NAMESAKES = 16  # people of one surname that are told apart; keeps the register linear
_NOT_CLOSER = 1  # letters by which the consonants of two given names may differ


class _Entry:
    def __init__(self, name: Name, first: int) -> None:
        self.name = name
        self.first = first
        #: The best role so far with its rank: weight, whether from a headline. Earlier ones stay.
        self.role: str | None = None
        self.rank = (len(Weight), True)

    def take(self, name: Name, roles: Iterable[Role], *, headline: bool) -> None:
        if name.fullness > self.name.fullness:
            self.name = name
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

    def knows(self, name: Name) -> bool:
        """Whether this very spelling was added before."""
        return name.words in self._by_words

    def is_settled(self, name: Name) -> bool:
        """Whether nothing that stands beside this spelling can change the person's role."""
        entry = self._by_words.get(name.words)
        return entry is not None and entry.rank == (Weight.FUNCTION, False)

    def glimpse(self, name: Name) -> None:
        """Note a word that is a person's surname if the article names the person elsewhere."""
        self._clock += 1
        self._glimpsed.setdefault(name.key[0], self._clock)

    def add(self, name: Name, roles: Iterable[Role], *, headline: bool) -> None:
        """Enter a name with the roles beside it, as a new person or as one entered before."""
        self._clock += 1
        entry = self._by_words.get(name.words)
        if entry is None:
            entry = self._find(name)
            if entry is None:
                entry = _Entry(name, self._clock)
                self._entries.append(entry)
            self._by_words[name.words] = entry
            for key in _keys(name):
                self._by_key[key].append(entry)
        entry.take(name, roles, headline=headline)

    def people(self) -> tuple[Person, ...]:
        """Return everybody, in order of first appearance."""
        ordered = sorted(self._entries, key=self._first)
        return tuple(Person(" ".join(entry.name.words), entry.role) for entry in ordered)

    def _first(self, entry: _Entry) -> int:
        if entry.name.vietnamese:
            return entry.first
        return min(entry.first, self._glimpsed.get(entry.name.key[-1], entry.first))

    def _find(self, name: Name) -> _Entry | None:
        for key in _keys(name):
            for entry in self._by_key[key][:_MOST_NAMESAKES]:
                if _same(name, entry.name):
                    return entry
        return None


def _keys(name: Name) -> tuple[str, ...]:
    """Under which keys a name is looked for: surname and, as order varies, given name."""
    if name.vietnamese:
        return (" ".join(name.key), skeleton(name.words[-1]))
    return tuple(dict.fromkeys((skeleton(name.words[-1]), skeleton(name.words[0]))))


def _same(one: Name, other: Name) -> bool:
    if len(one.words) == 1 or len(other.words) == 1:
        single, name = sorted((one.words, other.words), key=len)
        return _is_surname(single, name)
    if one.vietnamese or other.vietnamese:
        return one.key == other.key
    if skeleton(one.words[-1]) == skeleton(other.words[-1]) and _are_alike(
        one.words[0], other.words[0]
    ):
        return True
    fewer, more = sorted(({*map(skeleton, n.words)} for n in (one, other)), key=len)
    return len(fewer) > 1 and fewer <= more


def _is_surname(single: Words, name: Words) -> bool:
    if len(name) == 1:
        return skeleton(single[0]) == skeleton(name[0])
    return skeleton(single[0]) in {skeleton(name[-1]), skeleton(name[0])} and fold(single[0])[
        :1
    ] in {
        fold(name[-1])[:1],
        fold(name[0])[:1],
    }


def _are_alike(one: str, other: str) -> bool:
    """Whether two given names can be one person's: alike in sound, or one the other's initial."""
    if "." in one or "." in other:
        sounds = (sound(name.partition(".")[0]) for name in (one, other))
        short, full = sorted(sounds, key=len)
        return full.startswith(short)
    a, b = skeleton(one), skeleton(other)
    return a == b or (
        abs(len(a) - len(b)) <= _NOT_CLOSER < min(len(a), len(b))
        and _is_within(*sorted((a, b), key=len))
    )


def _is_within(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)
