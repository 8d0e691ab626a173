"""Capitalised words: which of them can be a person's name, and which name a place.

One regular expression finds runs of capitalised words; `_Reader` says, from the words alone, what a
run holds. What stands around it is weighed in `people`. A run is short and seen often, so the
answers are remembered.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from vnru.folding import fold
from vnru.lexicon import remembered
from vnru.reading.namebook import Key, namebook
from vnru.reading.names import (
    UPPER,
    WORD,
    Form,
    Name,
    Place,
    Run,
    Spotted,
    are_syllables,
    word_spans,
)
from vnru.reading.spelling import sound

# A run begins with a character class, which is what makes the search for it fast.
_CHUNK = rf"[{UPPER}](?:['’](?=[{UPPER}])|\w{{0,2}}\.(?=[\s-]?[{UPPER}])|[\w-]*+)"
_RUN = re.compile(rf"{_CHUNK}(?:\s{{0,3}}+{_CHUNK})*+")
_LONGEST_RUN = 160  # characters; what is longer is no name but a text in capitals
_REMEMBERED = 16384  # runs
_PARTICLE = (
    r"\s(?:(?P<noble>(?:von|van|der|den|de|du|da|di|dos|del)(?:\s(?:der|den|la|los))?|ben|bin|ibn)\s"
    r"|[ae]l-|le\s(?=Grand|Terrible|Petit)|la\s(?=Grande))"
)
#: Perhaps: `_followed` knows the capitals, a class that takes long to compile.
_HAS_PARTICLE = re.compile(rf"{_PARTICLE}(?=[^\W\d_a-zß-ÿ])")
_NUMERAL = re.compile("[IVX]++")
_MOST_SYLLABLES = 6
_LONGEST_PHRASE = 5
_NO_SYLLABLES = frozenset({"chine", "laos", "inde", "a"})  # though they look it
_SMALL_WORDS = frozenset(
    "et en au du de la le les un on il ou ce ne sa se si".split()
)  # in capitals
_LINE_OPENERS = frozenset({"le", "la", "les", "il", "on", "en", "au", "du"})
_NOBILIARY = frozenset(
    {"le", "la", "de", "du", "des", "von", "van", "ben", "el", "al", "da", "dos"}
)
_FILIAL = frozenset({"ben", "bin", "ibn", "von", "van"})
_EPITHETS = frozenset({"grand", "grande", "petit"})


@remembered(64)  # blocks: people, then places are looked for in each
def runs(text: str) -> tuple[tuple[int, Run], ...]:
    """Return the runs of capitalised words that hold something, with their positions."""
    read = _read().__getitem__  # brackets are slow for what derives from `dict`
    return tuple([(match.start(), run) for match in _RUN.finditer(text) if (run := read(match[0]))])


def spot(text: str) -> Iterator[Spotted]:
    """Yield what may name a person in a text, in order, without overlaps.

    >>> [" ".join(name.words) for _, _, name in spot("M. Titov et Tô Lâm sont à Kazan.")]
    ['Titov', 'Tô Lâm']
    """
    floor = 0
    for offset, run in runs(text):
        for start, end, name in run.people:
            if offset + start < floor:
                continue
            spotted = _with_particle(text, offset + start, offset + end, name)
            floor = spotted.end
            yield spotted


def _with_particle(text: str, start: int, end: int, name: Name) -> Spotted:
    """Go on over « de Gaulle », « von der Leyen », « al-Sissi », « le Grand »."""
    if name.vietnamese or (name.form is Form.WORD and not name.given):
        return Spotted(start, end, name)
    match = _followed().match(text, end) if _HAS_PARTICLE.match(text, end) else None
    noble = match is not None and match["noble"]
    if match is None or (noble and not (name.noble or (name.given and noble in _FILIAL))):
        return Spotted(start, end, name)
    last = fold(match[0].split()[-1])
    if (last,) in namebook().places or last in namebook().other - _EPITHETS:
        return Spotted(start, end, name)
    return Spotted(start, match.end(), Name((*name.words, *match[0].split()), Form.CERTAIN))


@functools.cache
def _followed() -> re.Pattern[str]:
    """Match a particle and what follows it; slow to compile, and seldom needed."""
    return re.compile(rf"{_PARTICLE}{WORD}(?(noble)(?:\s[AE]l[ -]{WORD})?)")


class _Read(dict[str, Run | None]):
    """What the runs met so far hold; None for nothing."""

    def __missing__(self, words: str) -> Run | None:
        if len(words) > _LONGEST_RUN:
            return None
        if len(self) >= _REMEMBERED:
            self.clear()
        run = _Reader(words).read()
        self[words] = run if run.people or run.places else None
        return self[words]


@remembered()
def _read() -> _Read:
    return _Read()


class _Reader:
    """Reads one run from left to right."""

    def __init__(self, run: str) -> None:
        self.book = namebook()
        self.run = run
        self.spans = word_spans(run)
        self.words = [run[start:end] for start, end in self.spans]
        self.keys = [fold(word) for word in self.words]
        self.people: list[Spotted] = []
        self.places: list[Place] = []

    def read(self) -> Run:
        readings = (self._known, self._place, self._thing, self._vietnamese, self._foreign)
        at = 0
        while at < len(self.keys):
            at += next((length for reading in readings if (length := reading(at))), 1)
        return Run(tuple(self.people), tuple(self.places))

    def _add(self, at: int, length: int, form: Form, **more: bool) -> int:
        start, end = self.spans[at][0], self.spans[at + length - 1][1]
        name = Name(tuple(self.words[at : at + length]), form, **more)
        self.people.append(Spotted(start, end, name))
        return length

    def _key(self, at: int, length: int) -> Key:
        return tuple(self.keys[at : at + length])

    def _lengths(self, at: int, shortest: int) -> Iterable[int]:
        """Lengths to look a phrase up with, the longest first."""
        return range(min(_LONGEST_PHRASE, len(self.keys) - at), shortest - 1, -1)

    # --- what is known ---

    def _known(self, at: int) -> int:
        for length in self._lengths(at, 2):
            key = self._key(at, length)
            if key in self.book.known and self._key(at, length + 1) not in self.book.places:
                return self._add(at, length, Form.CERTAIN, vietnamese=are_syllables(key))
        return 0

    def _thing(self, at: int) -> int:
        """What only looks like a name, unless it begins a longer one: « Trân Quôc Khanh »."""
        for length in self._lengths(at, 2):
            if self._key(at, length) in self.book.things:
                return 0 if length == 2 < self._syllables(at) else length
        return 0

    def _place(self, at: int) -> int:
        for length in self._lengths(at, 1):
            key = self._key(at, length)
            name, tails = self.book.places.get(key), self.book.tails.get(key, ())
            if (name is None and not tails) or (length == 1 and self._begins_name(at)):
                continue
            self.places.append(Place(self.spans[at + length - 1][1], name or "", tails))
            return length if name is not None else 0
        return self._places_joined(at)

    def _places_joined(self, at: int) -> int:
        """« Vietnam-Russie »."""
        names = [self.book.places.get((part,)) for part in self.keys[at].split("-")]
        if not all(names):
            return 0
        self.places.extend(Place(self.spans[at][1], name or "", ()) for name in names)
        return 1

    # --- Vietnamese names ---

    def _vietnamese(self, at: int) -> int:
        book, keys = self.book, self.keys
        length = self._syllables(at)
        if length < 2:
            return 0
        longer = length > 2
        sure = keys[at] in book.strong or (longer and keys[at + 1] in book.middle)
        if self._may_be_article(at):
            if self._begins_thing(at + 1):
                return 0
            sure = sure and longer and keys[at + 1] not in book.other and not self.run.isupper()
        return self._add(at, length, Form.CERTAIN if sure else Form.LIKELY, vietnamese=True)

    def _may_be_article(self, at: int) -> bool:
        """« Le », « Du », « Son » at the start of a sentence."""
        plain = self.words[at].isascii() and self.keys[at] in self.book.ambiguous
        return plain and (at == 0 or self.keys[at - 1] in self.book.other)

    def _begins_thing(self, at: int) -> bool:
        """« Le Viêt Nam », « Le Tây Nguyên »."""
        keys = [self._key(at, length) for length in (2, 3)]
        return any(key in self.book.things or key in self.book.places for key in keys)

    def _syllables(self, at: int) -> int:
        """How many words from here could be one Vietnamese name; 0 without a family name."""
        if self.keys[at] not in self.book.families:
            return 0
        end = at + 1
        while end < len(self.keys) and end - at < _MOST_SYLLABLES and self._is_syllable(end):
            end += 1
        while end > at + 1 and self.keys[end - 1] in _LINE_OPENERS and self._opens_line(end - 1):
            end -= 1
        return end - at

    def _is_syllable(self, at: int) -> bool:
        word, key = self.words[at], self.keys[at]
        if key in _NO_SYLLABLES or (key in _SMALL_WORDS and self.run.isupper() and word.isascii()):
            return False
        return are_syllables(key.split("-"))

    def _opens_line(self, at: int) -> bool:
        return "\n" in self.run[self.spans[at - 1][1] : self.spans[at][0]]

    # --- names from elsewhere ---

    def _foreign(self, at: int) -> int:
        if self.words[at].endswith("."):
            return self._initials(at)
        if self._is_given(at):
            return self._given(at)
        if self._is_surname_first(at):
            return self._add(at, self._reach(at, 3), Form.CERTAIN)
        return self._unknown(at)

    def _is_given(self, at: int) -> bool:
        key = self.keys[at]
        if key in self.book.other or not key[:1].isalpha():
            return False
        return sound(key) in self.book.given or sound(key.split("-")[0]) in self.book.given

    def _begins_name(self, at: int) -> bool:
        return self._is_given(at) and self._continues(at + 1)

    def _continues(self, at: int) -> bool:
        """Whether the word can go on a name after a given name."""
        if at >= len(self.keys):
            return False
        word, key, book = self.words[at], self.keys[at], self.book
        if word.endswith(".") or book.surname.fullmatch(key):
            return True
        if key in _NOBILIARY:
            return self._continues(at + 1)
        if key in book.other or (key,) in book.places or key in book.honorifics:
            return False
        if word.isupper() and not self.run.isupper():
            return bool(_NUMERAL.fullmatch(word)) or (len(word) > 3 and "-" not in word)
        return len(word) > 1

    def _reach(self, at: int, most: int) -> int:
        length = 1
        while length <= most and self._continues(at + length) and self._in_order(at + length):
            length += 1
        return length

    def _in_order(self, at: int) -> bool:
        """An initial stands only after given names: what follows a surname is another's."""
        if not self.words[at].endswith("."):
            return True
        return self.words[at - 1].endswith(".") or self._is_given(at - 1)

    def _given(self, at: int) -> int:
        length = self._reach(at, 4)
        keys = self._key(at, length)
        noble = all(sound(key.split("-")[0]) in self.book.western for key in keys)
        form = Form.CERTAIN if length > 1 else Form.WORD
        return self._add(at, length, form, given=self._are_given(at, length), noble=noble)

    def _are_given(self, at: int, length: int) -> bool:
        return all(map(self._is_given, range(at, at + length)))

    def _initials(self, at: int) -> int:
        if self.keys[at] == "m." and self.run[self.spans[at][1]].isspace():
            return 1  # « M. Kassianov »
        rest = at + 1
        while rest < len(self.words) and self.words[rest].endswith("."):
            rest += 1
        if not self._continues(rest) or (self.words[rest].isupper() and not self.run.isupper()):
            return rest - at
        if self._begins_name(rest):
            return rest - at  # « S.E. M. Guennadi Bezdetko »
        start, end = self.spans[at][0], self.spans[rest][1]
        initials = self.run[start : self.spans[rest - 1][1]].split()
        name = Name((*initials, self.words[rest]), Form.CERTAIN)
        self.people.append(Spotted(start, end, name))
        return rest + 1 - at

    def _is_surname_first(self, at: int) -> bool:
        """« Grigoriev Evgueni Dmitrievitch »: nothing but a patronymic shows the order."""
        if at + 2 >= len(self.keys) or not self.book.patronymic.fullmatch(self.keys[at + 2]):
            return False
        return self._is_given(at + 1) and self._continues(at)

    def _unknown(self, at: int) -> int:
        if not self._is_unknown(at):
            return 1
        end = at + 1
        while end - at < 4 and self._is_unknown(end) and not self._begins_other(end):
            end += 1
        length = end - at
        if length == 1:
            return self._add(at, 1, Form.WORD)
        surname = at if length == 2 and self._is_given(at + 1) else end - 1
        sure = length < 4 and self.book.surname.fullmatch(self.keys[surname])
        return self._add(at, length, Form.CERTAIN if sure else Form.LIKELY)

    def _begins_other(self, at: int) -> bool:
        """Whether another name begins here: « Rosatom Alexeï Likhatchev »."""
        return self._is_surname_first(at) or self._begins_name(at) or self._syllables(at) > 1

    def _is_unknown(self, at: int) -> bool:
        if at >= len(self.keys):
            return False
        word, key, book = self.words[at], self.keys[at], self.book
        return (
            len(word) > 1
            and not word.endswith(".")
            and not word.isupper()
            and key not in book.other
            and key not in book.honorifics
            and (key,) not in book.places
            and not key.endswith(("ment", "tion", "isme"))
        )
