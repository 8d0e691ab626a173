"""Capitalised words: which of them can be a person's name, and which name a place.

One regular expression finds runs of capitalised words; `analyse` says, from the words alone, what a
run holds. What stands around it is weighed in `people`. A run is short and seen often, so the
answers are remembered.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import IntEnum

import attrs

from vnru.folding import fold
from vnru.lexicon import load
from vnru.reading.spelling import sound


def _letters(*categories: str) -> str:
    """The Latin letters of these Unicode categories, as the inside of a character class."""
    codes = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
    return "".join(chr(code) for code in codes if unicodedata.category(chr(code)) in categories)


UPPER = _letters("Lu", "Lt")
LOWER = _letters("Ll", "Lo")

# Every repetition is possessive and nothing can match in two ways: they are linear on any input.
# A run begins with a character class, which is what makes the search for it fast.
_INITIAL = rf"(?:[{UPPER}]|Iou|Iu|Yu|Ya|Ia|Ch|Tch|Sh|Kh|Ts|Zh|Gu|Vl|Al|Ph|Th|Dm|Ye|Ev|St)\."
_CHUNK = rf"[{UPPER}](?:['’](?=[{UPPER}])|\w{{0,2}}\.(?=[\s-]?[{UPPER}])|[\w-]*+)"
_RUN = re.compile(rf"{_CHUNK}(?:\s{{0,3}}+{_CHUNK})*+")
_LONGEST_RUN = 160  # characters; what is longer is no name but a text in capitals
_WORD = rf"(?:[OKH]['’](?=[{UPPER}]))?[{UPPER}](?:[{UPPER}]++(?![{LOWER}])|[{LOWER}]*+)"
_HYPHENATED = rf"{_WORD}(?:-(?:{_WORD}|[{LOWER}]++))*+"
_TOKEN = re.compile(rf"{_INITIAL}(?=[\s-]?[{UPPER}])|{_HYPHENATED}")
_PARTICLE = re.compile(
    rf"\s(?:(?P<noble>(?:von|van|der|den|de|du|da|di|dos|del)(?:\s(?:der|den|la|los))?|ben|bin|ibn)"
    rf"\s{_HYPHENATED}(?:\s[AE]l[ -]{_HYPHENATED})?"
    rf"|(?:[ae]l-|le\s(?=Grand|Terrible|Petit)|la\s(?=Grande)){_HYPHENATED})"
)
_SYLLABLE = re.compile(
    r"(?:ngh?|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:a[iouy]?|eo|eu|e|ia|ieu|ie|iu|i|oai|oay|oa|oeo|oe|oi|oo|o|uay|ua|uoi|uou|uo|uya|uye|uyu|uy|ue|ui|uu|u|yeu|ye|y)"
    r"(?:ch|c|m|nh|ng|n|p|t)?"
)
_NUMERAL = re.compile("[IVX]+")


class Form(IntEnum):
    """How sure it is, from the words alone, that they name a person."""

    GIVEN = 0  #: a given name and nothing more
    WORD = 1  #: one capitalised word nobody knows: a surname, a company, a town
    LIKELY = 2  #: more than one; what stands around decides
    CERTAIN = 3


@attrs.frozen
class Candidate:
    """Words of a text that may name a person."""

    start: int
    end: int
    words: tuple[str, ...]  #: glue undone
    form: Form
    vietnamese: bool = False
    noble: bool = False  #: only given names of the West: « de » may follow


@attrs.frozen
class Run:
    """What a run of capitalised words holds; positions count from its start."""

    people: tuple[Candidate, ...]
    places: tuple[tuple[int, int, str], ...]  #: start, end, canonical name


@attrs.frozen
class Names:
    """`lexicon/names.toml` and `lexicon/places.toml`, ready for looking up."""

    families: frozenset[str]
    strong: frozenset[str]
    ambiguous: frozenset[str]
    middle: frozenset[str]
    given: frozenset[str]  #: by sound
    western: frozenset[str]  #: by sound
    other: frozenset[str]
    known: frozenset[tuple[str, ...]]
    things: frozenset[tuple[str, ...]]
    mononyms: frozenset[str]
    classics: frozenset[tuple[str, ...]]
    namesakes: frozenset[tuple[str, ...]]
    honorifics: frozenset[str]
    surname: re.Pattern[str]
    weak_surname: re.Pattern[str]
    patronymic: re.Pattern[str]
    places: dict[tuple[str, ...], str]  #: canonical name by words; "" for what is no place


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _phrases(phrases: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(phrase).split()) for phrase in phrases)


def _ending(endings: str) -> re.Pattern[str]:
    return re.compile(rf"[a-z-]{{2,}}(?:{'|'.join(endings.split())})")


@functools.cache
def lexicon() -> Names:
    """Return what names are made of."""
    data = load("names")
    given = data["given"]
    vietnamese, known, endings, other = (data[k] for k in ("vietnamese", "known", "endings", "other"))
    return Names(
        families=_words(vietnamese["families"]),
        strong=_words(vietnamese["strong"]),
        ambiguous=_words(vietnamese["ambiguous"]),
        middle=_words(vietnamese["middle"]),
        given=frozenset(sound(name) for names in given.values() for name in names.split()),
        western=frozenset(sound(n) for k in ("french", "european_american") for n in given[k].split()),
        other=_words(other["words"]),
        known=_phrases(known["names"]),
        things=_phrases(other["phrases"]),
        mononyms=frozenset(map(sound, known["mononyms"].split())),
        classics=_phrases([*known["classics"].split(), *known["classic_names"]]),
        namesakes=_phrases(known["namesakes"]),
        honorifics=_words(data["honorifics"]),
        surname=_ending(endings["surnames"]),
        weak_surname=_ending(endings["weak_surnames"]),
        patronymic=_ending(endings["patronymics"]),
        places=_places(),
    )


def _places() -> dict[tuple[str, ...], str]:
    data = load("places")
    places = {
        tuple(fold(spelling).split()): line.split("|")[0].strip()
        for group in ("vietnam", "russia", "countries", "elsewhere")
        for line in data[group].strip().splitlines()
        for spelling in line.split("|")
    }
    return places | {tuple(fold(name).split()): "" for name in data["not_places"]}


def runs(text: str) -> Iterator[tuple[int, Run]]:
    """Yield the runs of capitalised words that hold something, with their positions."""
    for match in _RUN.finditer(text):
        if match.end() - match.start() <= _LONGEST_RUN:
            run = analyse(match[0])
            if run.people or run.places:
                yield match.start(), run


def candidates(text: str) -> Iterator[Candidate]:
    """Yield what may name a person in a text, in order, without overlaps."""
    end = 0
    for offset, run in runs(text):
        for found in run.people:
            if offset + found.start < end:
                continue
            candidate = _with_particle(
                attrs.evolve(found, start=offset + found.start, end=offset + found.end), text
            )
            if candidate.form is not Form.GIVEN:
                end = candidate.end
                yield candidate


def _with_particle(name: Candidate, text: str) -> Candidate:
    """Go on over « de Gaulle », « von der Leyen », « al-Sissi », « le Grand »."""
    if name.vietnamese or name.form is Form.WORD:
        return name
    match = _PARTICLE.match(text, name.end)
    if match is None or (match["noble"] and not name.noble):
        return name
    last = fold(match[0].split()[-1])
    if (last,) in lexicon().places or last in lexicon().other - {"grand", "grande", "petit"}:
        return name
    words = (*name.words, *match[0].split())
    return attrs.evolve(name, end=match.end(), words=words, form=Form.CERTAIN)


def analyse(run: str) -> Run:
    """Say what a run of capitalised words holds. Pure; answers are remembered."""
    return _analyse(run)


@functools.lru_cache(maxsize=16384)
def _analyse(run: str) -> Run:
    return _Reader(run).read()


class _Reader:
    """Reads one run from left to right."""

    def __init__(self, run: str) -> None:
        self.lexicon = lexicon()
        self.run = run
        self.spans = _tokens(run, self.lexicon)
        self.words = [run[start:end] for start, end in self.spans]
        self.keys = [fold(word) for word in self.words]
        self.people: list[Candidate] = []
        self.places: list[tuple[int, int, str]] = []

    def read(self) -> Run:
        at = 0
        while at < len(self.keys):
            at += self._known(at) or self._thing(at) or self._place(at) or self._vietnamese(at) or self._foreign(at) or 1
        return Run(tuple(self.people), tuple(self.places))

    def _add(self, at: int, length: int, form: Form, **more: bool) -> int:
        start, end = self.spans[at][0], self.spans[at + length - 1][1]
        self.people.append(Candidate(start, end, tuple(self.words[at : at + length]), form, **more))
        return length

    def _known(self, at: int) -> int:
        for length in range(min(4, len(self.keys) - at), 1, -1):
            key = tuple(self.keys[at : at + length])
            if key in self.lexicon.known:
                return self._add(at, length, Form.CERTAIN, vietnamese=_are_syllables(key))
        return 0

    def _thing(self, at: int) -> int:
        """What only looks like a name, unless it begins a longer one: « Trân Quôc Khanh »."""
        for length in range(min(5, len(self.keys) - at), 1, -1):
            if tuple(self.keys[at : at + length]) in self.lexicon.things:
                return 0 if length == 2 < self._syllables(at) else length
        return 0

    def _place(self, at: int) -> int:
        for length in range(min(4, len(self.keys) - at), 0, -1):
            name = self.lexicon.places.get(tuple(self.keys[at : at + length]))
            if name is None or (length == 1 and self._begins_name(at)):
                continue
            if name:
                self.places.append((self.spans[at][0], self.spans[at + length - 1][1], name))
            return length
        return 0

    def _begins_name(self, at: int) -> bool:
        return at + 1 < len(self.keys) and self._is_given(at) and self._continues(at + 1)

    def _is_given(self, at: int) -> bool:
        key = self.keys[at]
        return sound(key) in self.lexicon.given or sound(key.split("-")[0]) in self.lexicon.given

    def _continues(self, at: int) -> bool:
        """Whether the word can go on a name after a given name."""
        if at >= len(self.keys):
            return False
        word, key = self.words[at], self.keys[at]
        if word.endswith(".") or self.lexicon.surname.fullmatch(key):
            return True
        if key in {"le", "la", "de", "du", "des", "von", "van", "ben", "el", "al", "da", "dos"}:
            return at + 1 < len(self.keys) and self._continues(at + 1)
        if key in self.lexicon.other or (key,) in self.lexicon.places or key in self.lexicon.honorifics:
            return False
        if len(word) > 1 and word.isupper() and not self.run.isupper():
            return bool(_NUMERAL.fullmatch(word)) or (len(word) > 3 and "-" not in word)
        return len(word) > 1

    def _vietnamese(self, at: int) -> int:
        lex, keys = self.lexicon, self.keys
        length = self._syllables(at)
        if length < 2:
            return 0
        sure = keys[at] in lex.strong or (length > 2 and keys[at + 1] in lex.middle)
        plain = self.words[at].isascii() and keys[at] in lex.ambiguous
        if plain and (at == 0 or keys[at - 1] in lex.other):
            if self._begins_thing(at + 1):
                return 0
            sure = sure and length > 2 and keys[at + 1] not in lex.other and not self.run.isupper()
        return self._add(at, length, Form.CERTAIN if sure else Form.LIKELY, vietnamese=True)

    def _begins_thing(self, at: int) -> bool:
        """« Le Viêt Nam », « Le Tây Nguyên »: after what may be an article."""
        return any(
            tuple(self.keys[at : at + length]) in self.lexicon.things
            or tuple(self.keys[at : at + length]) in self.lexicon.places
            for length in (2, 3)
        )

    def _syllables(self, at: int) -> int:
        """How many words from here could be one Vietnamese name; 0 without a family name."""
        if self.keys[at] not in self.lexicon.families:
            return 0
        length = 1
        while at + length < len(self.keys) and length < 6 and self._is_syllable(at + length):
            length += 1
        while length > 1 and self.keys[at + length - 1] in _LINE_OPENERS and "\n" in self._gap(at + length - 1):
            length -= 1
        return length

    def _gap(self, at: int) -> str:
        return self.run[self.spans[at - 1][1] : self.spans[at][0]]

    def _is_syllable(self, at: int) -> bool:
        return _are_syllables(self.keys[at].split("-")) and (self.keys[at],) not in _COUNTRIES

    def _foreign(self, at: int) -> int:
        if self.words[at].endswith("."):
            return self._initials(at)
        if self._is_given(at):
            return self._given(at)
        if self._is_surname_first(at):
            return self._add(at, self._reach(at, 1, 3), Form.CERTAIN)
        return self._unknown(at)

    def _reach(self, at: int, length: int, most: int) -> int:
        while length <= most and self._continues(at + length) and self._in_order(at + length):
            length += 1
        return length

    def _in_order(self, at: int) -> bool:
        """An initial stands only after given names: what follows a surname is another's."""
        return not self.words[at].endswith(".") or self.words[at - 1].endswith(".") or self._is_given(at - 1)

    def _initials(self, at: int) -> int:
        length = 1
        while at + length < len(self.words) and self.words[at + length].endswith("."):
            length += 1
        rest = at + length
        if self.keys[at] == "m." and length == 1 and self.run[self.spans[at][1] : self.spans[at][1] + 1].isspace():
            return 1  # « M. Kassianov »
        if rest >= len(self.keys) or not self._continues(rest) or self.words[rest].isupper():
            return length
        words = ("".join(self.words[at:rest]) if self._glued(at, rest) else " ".join(self.words[at:rest]))
        start, end = self.spans[at][0], self.spans[rest][1]
        self.people.append(Candidate(start, end, (*words.split(), self.words[rest]), Form.CERTAIN))
        return length + 1

    def _glued(self, at: int, rest: int) -> bool:
        return all(self.spans[i][1] == self.spans[i + 1][0] for i in range(at, rest - 1))

    def _given(self, at: int) -> int:
        length = self._reach(at, 1, 4)
        noble = all(sound(key.split("-")[0]) in self.lexicon.western for key in self.keys[at : at + length])
        return self._add(at, length, Form.CERTAIN if length > 1 else Form.GIVEN, noble=noble)

    def _is_surname_first(self, at: int) -> bool:
        """« Grigoriev Evgueni Dmitrievitch »: nothing but a patronymic shows the order."""
        return (
            at + 2 < len(self.keys)
            and self._continues(at)
            and self._is_given(at + 1)
            and self.lexicon.patronymic.fullmatch(self.keys[at + 2]) is not None
        )

    def _unknown(self, at: int) -> int:
        if not self._is_unknown(at):
            return 1
        length = 1
        while length < 4 and at + length < len(self.keys) and self._is_unknown(at + length) and not self._begins_other(at + length):
            length += 1
        if length == 1:
            return self._add(at, 1, Form.WORD)
        ends = (self.keys[at], self.keys[at + length - 1])
        russian = any(map(self.lexicon.surname.fullmatch, ends)) and length < 4
        return self._add(at, length, Form.CERTAIN if russian else Form.LIKELY)

    def _begins_other(self, at: int) -> bool:
        """Whether another name begins here: « Rosatom Alexeï Likhatchev »."""
        return self._is_surname_first(at) or self._begins_name(at) or self._syllables(at) > 1

    def _is_unknown(self, at: int) -> bool:
        word, key = self.words[at], self.keys[at]
        return (
            len(word) > 1
            and not word.endswith(".")
            and not word.isupper()
            and key not in self.lexicon.other
            and key not in self.lexicon.honorifics
            and (key,) not in self.lexicon.places
            and not key.endswith(("ment", "tion", "isme"))
        )


_LINE_OPENERS = frozenset({"le", "la", "les", "il", "on", "en", "au", "du"})
_COUNTRIES = frozenset({("chine",), ("laos",), ("inde",)})


def _are_syllables(keys: Sequence[str]) -> bool:
    return all(len(key) < 8 and _SYLLABLE.fullmatch(key) for key in keys)


def _tokens(run: str, lex: Names) -> list[tuple[int, int]]:
    """Where the words of a run are; an empty one stands for the end of a sentence.

    Words glued together (« PrésidentHô ») are taken apart where the first is a word or a name on
    its own; « PetroVietnam » is one.
    """
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(run):
        start, end = match.span()
        last = spans[-1][1] if spans else 0
        if spans and last == start and run[start - 1] != "." and not _are_apart(run, spans[-1][0], start, end, lex):
            spans[-1] = (spans[-1][0], end)
            continue
        if run[last : last + 1] == ".":
            spans.append((last, last))
        spans.append((start, end))
    return spans


def _are_apart(run: str, first: int, second: int, end: int, lex: Names) -> bool:
    key, after = fold(run[first:second]), fold(run[second:end])
    if key in lex.other or key in lex.honorifics or (key,) in lex.places or (key, after) in lex.known:
        return True
    if first and _are_syllables((key, after)):
        return True  # within a Vietnamese name, or nothing
    if after in lex.other or (after,) in lex.places:
        return False
    return key in lex.families or sound(key) in lex.given or _are_syllables((key,))
