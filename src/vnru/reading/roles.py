"""Role phrases: what stands before or after a name and says what the person is.

A role is a noun phrase: « premier vice-ministre des Affaires étrangères de Russie ». `before` reads
it backwards from the name to the article that opens it, `after` forwards to the comma that closes
it; both look at a bounded window and at each word once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from vnru.folding import fold
from vnru.reading.names import LOWER, UPPER, lexicon
from vnru.reading.vocabulary import Weight, vocabulary

_WINDOW = 260  # characters beside the name; no role is longer
_LONGEST = 30  # words
_SHORTEST_GLUED = 8
_TOKEN = re.compile(r"[a-z0-9\x7f]++(?:-[a-z0-9\x7f]++)*+'?|\([^()]{0,80}\)|\"[^\"]{1,80}\"|[^\w\s]")
_GLUED = re.compile(
    rf"\b(?:[{LOWER}]++(?=[{UPPER}])|(?:de|à)(?=l['’]|la\b))|(?<=[{LOWER}])(?=d['’][{UPPER}])"
)
_GLUED_ARTICLES = ("les", "des", "le", "la", "du", "au", "un")
_PERIOD = re.compile(r"\s(?:de|en|depuis|entre)\s\d{4}\b.*\Z")
_SPACES = re.compile(r"\s+")
_ARTICLES = frozenset("le la l' les un une son sa ses leur leurs notre nos votre mon ma ce cet cette".split())
_OF = frozenset("de d' du des".split())
_TO = frozenset("à au aux en pour sur aupres par avec chez".split())
_CONTRACTED = frozenset({"du", "des", "au", "aux"})
_INTRODUCING = frozenset({"que", "comme", "dont"})
_PREPOSITIONS = _OF | _TO | frozenset({"et", "ou", "ainsi"})
_AGE = re.compile(r"\s*,\s*\d{1,3}\sans(?=\s*,)")
_OPENING = re.compile(r"\s*,\s*|\s[–-]\s")
_ASIDE = re.compile(r"\s*\([^()]{0,60}\)")


@attrs.frozen
class Role:
    """What somebody is, as printed next to the name."""

    text: str  #: without article, in the singular, glue undone
    weight: Weight
    plural: bool = False  #: printed in the plural: it is also the next person's
    shares: tuple[str, ...] = ()  #: « les présidents russe et vietnamien »: the role of each

    def share(self, index: int) -> Role:
        """Return what the person at `index` of those in the plural is."""
        text = self.shares[index] if index < len(self.shares) else self.text
        return Role(text, self.weight)


@attrs.frozen
class Before:
    """What stands before a name."""

    role: Role | None = None
    honorific: str = ""  #: key of « M. », « Mmes » …
    title: bool = False  #: the role is one that is put before a surname alone
    thing: str = ""  #: the noun whose name this is part of (« mausolée de », « typhon »)
    beside: str = ""  #: the noun next to the name within the role (« directeur de l'institut X »)
    word: str = ""  #: key of the word before the name



@attrs.frozen
class _Word:
    key: str
    start: int
    end: int
    capital: bool


def _read(window: str) -> tuple[str, list[_Word]]:
    """Undo glue in a window of text and cut it into words and signs."""
    window = _GLUED.sub(r"\g<0> ", window)
    words = []
    for match in _TOKEN.finditer(fold(window)):
        key, (start, end) = match[0], match.span()
        first = window[start]
        if key == "a" and first in "àÀA":
            key = "à"
        elif article := _glued_article(key):
            words.append(_Word(article, start, start + len(article), first.isupper()))
            key, start = key[len(article) :], start + len(article)
        words.append(_Word(key, start, end, first.isupper()))
    return window, words


def _glued_article(key: str) -> str:
    """« leprésident », « levice-ministre »: the article, where what follows it heads a role."""
    if len(key) < _SHORTEST_GLUED or key[0] not in "ldau" or vocabulary().head(key) is not None:
        return ""
    for article in _GLUED_ARTICLES:
        if key.startswith(article) and vocabulary().head(key[len(article) :]) is not None:
            return article
    return ""


# --- before the name ------------------------------------------------------------------------------


def before(text: str, start: int, floor: int, follower: str = "") -> Before:
    """Read what stands before the name that begins at `start` of a block's text.

    Args:
        text: the block.
        start: where the name begins.
        floor: where the name before it ends, 0 without one; no role reaches across a name.
        follower: key of the word or comma after the name. Where a verb follows, a name after a comma is a
            subject and no apposition, unless its role opens the sentence.
    """
    window, words = _read(text[max(floor, start - _WINDOW) : start])
    at, honorific = _skip_honorific(words)
    if at < 0:
        return Before(honorific=honorific)
    comma = words[at].key == ","
    found = _Phrase(window, words, at - comma, comma=comma, after_name=bool(floor), several=follower in {"et", ","}).read()
    if found is None:
        return Before(honorific=honorific, word=words[at].key)
    if comma and found.role and follower in vocabulary().stops and not found.opens:
        return Before(honorific=honorific, word=",")
    return Before(
        role=found.role,
        honorific=honorific,
        title=found.title and not comma,
        thing=found.thing,
        beside=found.beside,
        word=words[at].key,
    )


def _skip_honorific(words: Sequence[_Word]) -> tuple[int, str]:
    at, honorific = len(words) - 1, ""
    while at >= 0 and (
        words[at].key in lexicon().honorifics
        or (words[at].key == "." and at and words[at - 1].key in lexicon().honorifics)
    ):
        at, honorific = at - 1, words[at].key if words[at].key != "." else honorific
    return at, honorific


@attrs.frozen
class _Found:
    role: Role | None = None
    thing: str = ""
    beside: str = ""
    title: bool = False
    opens: bool = False


class _Phrase:
    """A noun phrase that ends at the word `last`, read from right to left."""

    def __init__(
        self,
        window: str,
        words: Sequence[_Word],
        last: int,
        *,
        comma: bool,
        after_name: bool,
        several: bool,
    ) -> None:
        self.vocabulary = vocabulary()
        self.window, self.words, self.last = window, words, last
        self.comma = comma
        self.after_name = after_name
        self.several = several  # other names may follow: the role may be in the plural
        self.best: int | None = None  # where the nearest role begins
        self.done = False
        self.thing = "" if comma or last < 0 else self._named(last)

    def read(self) -> _Found | None:
        if self.last < 0 or self._is_barred():
            return self._governed()
        at = self.last
        while at >= max(0, self.last - _LONGEST):
            key = self.words[at].key
            previous = self.words[at - 1].key if at else ""
            if key in _ARTICLES:
                if previous in _TO or (previous in {"de", "d'"} and key != "un"):
                    self._boundary(at + 1, final=previous in _TO)
                    at -= 1
                else:
                    return self._opened(at + 1)
            elif key in self.vocabulary.numerals and previous not in _ARTICLES:
                return self._opened(at)
            elif key in _CONTRACTED or key == "et":
                self._boundary(at + 1, final=key in _TO)
            elif key != "," or at == self.last or self.words[at + 1].key not in _OF:
                if key in self.vocabulary.stops or _is_sign(key):
                    return self._stopped(at)
            at -= 1
            if self.done:
                break
        return self._stopped(-1) if at < 0 and not self.done else self._found()

    def _is_barred(self) -> bool:
        """A name right after a preposition, an article or a verb has no role before it."""
        key = self.words[self.last].key
        return not self.comma and (
            key in _PREPOSITIONS or key in _ARTICLES or key in self.vocabulary.stops or _is_sign(key)
        )

    def _governed(self) -> _Found | None:
        """« mausolée de Hô Chi Minh », « vers de Pouchkine »: the noun before the preposition."""
        if self.last < 1 or self.words[self.last].key not in _OF:
            return None
        noun = self.words[self.last - 1].key
        if noun in self.vocabulary.modifiers and self.last > 1:
            noun = self.words[self.last - 2].key
        if noun in self.vocabulary.dedicated or noun in self.vocabulary.works:
            return _Found(thing=noun)
        return None

    def _boundary(self, first: int, *, final: bool) -> None:
        """A phrase may begin at `first`. Without a comma the nearest role is meant."""
        if first > self.last:
            return
        if self._head(first) is not None:
            self.best = first
            self.done = final or (not self.comma and self.words[first - 1].key != "et")
        elif not self.thing:
            self.thing = self._named(first)

    def _opened(self, first: int) -> _Found | None:
        """An article opens the phrase."""
        if first <= self.last and self._head(first, guess=True) is not None:
            opens = first < 2 or _is_sign(self.words[first - 2].key, but=",")
            return self._ranked(first, opens=opens)
        self.thing = self.thing or self._named(first)
        return self._found()

    def _stopped(self, at: int) -> _Found | None:
        """The phrase has no article: a caption, a title, an enumeration, the start of a sentence."""
        key = self.words[at].key if at >= 0 else ""
        if at >= 0:
            stands = not (self.after_name and at == 0) and (_is_sign(key) or key in _INTRODUCING)
        else:
            stands = not self.after_name
        if stands and at < self.last:
            if self._head(at + 1) is not None:
                return self._made(at + 1, opens=True)
            self.thing = self.thing or self._named(at + 1)
        return self._found()

    def _found(self) -> _Found | None:
        if self.best is not None:
            return self._made(self.best, opens=False)
        return _Found(thing=self.thing) if self.thing else None

    def _head(self, first: int, *, guess: bool = False) -> int | None:
        """Return where the head of a role that begins at `first` stands, None where none does."""
        vocabulary_ = self.vocabulary
        at = _skip(self.words, first, self.last, vocabulary_.numerals | vocabulary_.before)
        if at is None:
            return None
        key = self.words[at].key
        if not self.several and key in vocabulary_.plurals:
            return None  # « l'Association des musiciens russes X »
        if vocabulary_.head(key) is not None or vocabulary_.head(fold(vocabulary_.split(key)).split()[0]) is not None:
            return at
        near = self.last - at <= 1 and not self.words[at].capital
        if guess and near and vocabulary_.guessed.fullmatch(key) and key not in vocabulary_.named:
            return at
        return None

    def _ranked(self, first: int, *, opens: bool) -> _Found:
        """A rank after a function and a comma gives way: « le ministre, le général X »."""
        found = self._made(first, opens=opens)
        at = first - 2
        if found.role is None or found.role.weight is not Weight.RANK or at < 1 or self.words[at].key != ",":
            return found
        outer = _Phrase(
            self.window,
            self.words,
            at - 1,
            comma=True,
            after_name=self.after_name,
            several=self.several,
        ).read()
        if outer and outer.role and outer.role.weight is Weight.FUNCTION:
            return outer
        return found

    def _made(self, first: int, *, opens: bool) -> _Found:
        head = self._head(first, guess=True)
        assert head is not None
        role = _role(self.window, self.words, first, head, self.last)
        return _Found(
            role=role,
            title=self.words[head].key in self.vocabulary.titles,
            thing=self._outer(first),
            beside=self._inner(head),
            opens=opens,
        )

    def _outer(self, first: int) -> str:
        """« mausolée du Président Hô Chi Minh »: the noun that the role belongs to."""
        at = first - 1
        while at > 0 and self.words[at].key in _OF | {"la", "l'"}:
            at -= 1
        noun = self.words[at].key if 0 <= at < first - 1 else ""
        return noun if noun in self.vocabulary.dedicated else ""

    def _inner(self, head: int) -> str:
        """« directeur de l'institut Pouchkine »: the noun right before the name."""
        key = self.words[self.last].key
        return key if not self.comma and self.last > head and key in self.vocabulary.named else ""

    def _named(self, first: int) -> str:
        """« l'Université d'État Lomonossov », « le typhon Yagi »: the noun whose name follows."""
        if self.comma or first > self.last:
            return ""
        at = _skip(self.words, first, self.last, self.vocabulary.numerals | self.vocabulary.before)
        return self.words[at].key if at is not None and self.words[at].key in self.vocabulary.named else ""


def _is_sign(key: str, but: str = "") -> bool:
    """Whether a word is a sign, and neither a bracket with what it holds nor quoted words."""
    return not (key[0].isalnum() or key == but or (len(key) > 1 and key[0] in '("'))


def _skip(words: Sequence[_Word], first: int, last: int, skipped: frozenset[str]) -> int | None:
    at = first
    while at <= last and words[at].key in skipped and vocabulary().head(words[at].key) is None:
        at += 1
    return at if at <= last else None


# --- after the name -------------------------------------------------------------------------------


def after(text: str, end: int, ceiling: int) -> Role | None:
    """Read the role that follows a name: « X, président de Y, a déclaré ».

    Args:
        text: the block.
        end: where the name ends.
        ceiling: where the next name begins, or the text ends. A role with an article does not
            reach so far: « à X, le président Y ».
    """
    window = text[end : end + _WINDOW]
    at = 0
    while aside := (_ASIDE.match(window, at) or _AGE.match(window, at)):
        role = _bracketed(aside[0].strip())
        if role is not None:
            return role
        at = aside.end()
    opening = _OPENING.match(window, at)
    if opening is None:
        return None
    start = opening.end()
    return _apposition(window[start:], max(0, ceiling - end - start))


def _bracketed(aside: str) -> Role | None:
    """« X (directeur de Y) »."""
    return _apposition(f"{aside[1:-1]})", len(aside)) if aside.startswith("(") else None


def _apposition(window: str, ceiling: int) -> Role | None:
    window, words = _read(window)
    vocabulary_ = vocabulary()
    first = 0
    while first < len(words) and words[first].key in vocabulary_.adverbs:
        first += 1
    article = first < len(words) and words[first].key in _ARTICLES
    first += article
    head = _skip(words, first, len(words) - 1, vocabulary_.numerals | vocabulary_.before)
    if head is None or not _heads(words, head, article=article):
        return None
    last, closed = _end_of(words, head)
    if article and not (closed and _is_closed(words, last) and words[last].end <= ceiling):
        return None
    return _role(window, words, first, head, last)


def _heads(words: Sequence[_Word], head: int, *, article: bool) -> bool:
    vocabulary_ = vocabulary()
    key = words[head].key
    if vocabulary_.head(key) is not None or vocabulary_.head(fold(vocabulary_.split(key)).split()[0]) is not None:
        return True
    if article or words[head].capital or head + 1 >= len(words):
        return False
    follower = words[head + 1].key
    return bool(vocabulary_.guessed.fullmatch(key)) and (
        follower in _OF | _TO | vocabulary_.modifiers or not follower[0].isalnum()
    )


def _end_of(words: Sequence[_Word], head: int) -> tuple[int, bool]:
    """Return the last word of the role headed at `head`, and whether a sign closes it."""
    stops = vocabulary().stops
    at = head + 1
    closed = True
    while at < len(words) and at - head < _LONGEST:
        key = words[at].key
        if key == "," and _enumerates(words, at):
            at += 1
        elif key == "et" and not _goes_on(words, head, at + 1):
            break
        elif key in stops:
            closed = False
            break
        elif _is_sign(key):
            break
        else:
            at += 1
    last = at - 1
    while last > head and (words[last].key in _PREPOSITIONS or words[last].key in _ARTICLES):
        last -= 1
    return last, closed


def _enumerates(words: Sequence[_Word], at: int) -> bool:
    """« ministre de la Culture, des Sports et du Tourisme »: a comma within the role."""
    if at + 1 >= len(words) or words[at + 1].key not in _OF:
        return False
    for i in range(at + 2, min(len(words) - 1, at + 12)):
        if words[i].key == "et":
            return words[i + 1].key in _OF
        if words[i].key[0] in ",.;:" and not (words[i].key == "," and words[i + 1].key in _OF):
            return False
    return False


def _goes_on(words: Sequence[_Word], head: int, at: int) -> bool:
    """Whether what follows « et » is still the role."""
    if at >= len(words):
        return False
    key = words[at].key
    if key in {"le", "la", "l'", "les"}:  # « centre d'études sur le Vietnam et l'ASEAN »
        pairs = zip(words[head:at], words[head + 1 : at], strict=False)
        within = any(a.key in {"sur", "pour", "entre", "avec"} and b.key in _ARTICLES for a, b in pairs)
        return within and vocabulary().head(words[at + 1].key if at + 1 < len(words) else "") is None
    if key in _ARTICLES or key in lexicon().honorifics:
        return False
    return not words[at].capital or key in lexicon().other or (key,) in lexicon().places


def _is_closed(words: Sequence[_Word], last: int) -> bool:
    """An apposition with an article is one only between commas, and before no name."""
    if last + 1 >= len(words):
        return True
    if words[last + 1].key[0] not in ",.;:)":
        return False
    return not (words[last + 1].key == "," and last + 2 < len(words) and words[last + 2].capital)


# --- the phrase -----------------------------------------------------------------------------------


def _role(window: str, words: Sequence[_Word], first: int, head: int, last: int) -> Role:
    vocabulary_ = vocabulary()
    while first < head and words[first].key in vocabulary_.numerals:
        first += 1
    plain = _PERIOD.sub("", _clean(window[words[first].start : words[last].end]))
    key = fold(vocabulary_.split(words[head].key)).split()[0]
    weight = vocabulary_.head(key) or Weight.FUNCTION
    if key not in vocabulary_.plurals:
        return Role(plain, weight)
    parts = plain.split(" ")
    stop = next((i for i, part in enumerate(parts) if fold(part) in _OF), len(parts))
    agreeing = [vocabulary_.singular(part) for part in parts[:stop]]
    rest = [vocabulary_.singular(p) if fold(p) in vocabulary_.nations else p for p in parts[stop:]]
    return Role(" ".join([*agreeing, *rest]), weight, plural=True, shares=_shares(agreeing, rest))


def _shares(agreeing: list[str], rest: list[str]) -> tuple[str, ...]:
    """« présidents vietnamien et russe » are one Vietnamese and one Russian president; so are
    « ambassadeurs de Russie et de Biélorussie » two."""
    nations = [i for i, word in enumerate(agreeing) if fold(word.strip(",")) in vocabulary().nations]
    if len(nations) > 1 and "et" in agreeing[nations[0] : nations[-1]]:
        head = agreeing[: nations[0]]
        return tuple(" ".join([*head, agreeing[i].strip(","), *rest]) for i in nations)
    if "et" in rest:
        at = rest.index("et")
        parts = (rest[:at], rest[at + 1 :])
        if all(part and (fold(part[-1]),) in lexicon().places and fold(part[0]) in _OF for part in parts):
            return tuple(" ".join([*agreeing, *part]) for part in parts)
    return ()


def _clean(phrase: str) -> str:
    words = _SPACES.sub(" ", phrase).strip().split(" ")
    return " ".join(vocabulary().split(word) for word in words)
