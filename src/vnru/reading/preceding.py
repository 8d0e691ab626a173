"""What stands before a name, and what it says the person is.

A role is a noun phrase: « premier vice-ministre des Affaires étrangères de Russie ». `before` reads
it backwards from the name to the article that opens it, in a bounded window, each word once.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vnru.folding import fold
from vnru.lexicon import remembered
from vnru.reading.namebook import namebook
from vnru.reading.phrases import Words, is_sign
from vnru.reading.roles import Role, is_head, role_of, skip_qualities
from vnru.reading.vocabulary import ARTICLES, AT, OF, TO, Weight, vocabulary

_WINDOW = 260  # characters before the name; no role is longer
_LONGEST = 30  # words
_NEAR = 32  # characters within which the last word before a name begins
_CLOSED = frozenset('.:;!?([«“"”»–—/')  # after these a phrase begins anew
_CONTRACTED = frozenset({"du", "des", "au", "aux"})
_INTRODUCING = frozenset({"que", "comme", "dont"})
_LAST_WORD = re.compile(r"([\w-]*+)['’]?\.?\Z")


class Before(NamedTuple):
    """What stands before a name."""

    role: Role | None = None
    title: bool = False  #: the role is one that is put before a surname alone
    honorific: str = ""  #: key of « M », « Mmes » …
    thing: str = ""  #: the noun whose name this is part of (« mausolée de », « typhon »)
    beside: str = ""  #: the noun next to the name within the role (« directeur de l'institut X »)
    word: str = ""  #: key of the word or sign before the name


NOTHING = Before()


def before(text: str, start: int, floor: int, follower: str = "") -> Before:
    """Read what stands before the name that begins at `start` of a block's text.

    Args:
        text: the block.
        start: where the name begins.
        floor: where the name before it ends, 0 without one; no role reaches across a name.
        follower: key of the word or comma after the name. Where a verb follows, a name after a
            comma is a subject and no apposition, unless its role opens the sentence.
    """
    end, honorific = _skip_honorifics(text, start, floor)
    near = text[max(floor, end - _NEAR) : end]
    if not near or near[-1] in _CLOSED:
        return Before(honorific=honorific, word=near[-1:])
    comma = near[-1] == ","
    word = "," if comma else _last_key(near)
    if word in vocabulary().barring and word not in OF:
        return Before(honorific=honorific, word=word)
    window = text[max(floor, end - _WINDOW) : end - comma]
    stop = window.rfind(". ") + 1
    found = _read_phrase(
        window[stop:],
        comma,
        floor > 0 and stop == 0 and end - floor <= _WINDOW,
        follower in {"et", ","},
    )
    if comma and found.role and follower in vocabulary().stops and not found.opens:
        return Before(honorific=honorific, word=word)
    return Before(found.role, found.title and not comma, honorific, found.thing, found.beside, word)


@remembered(4096)
def _read_phrase(window: str, comma: bool, after_name: bool, several: bool) -> _Found:  # noqa: FBT001 - hashed
    """Read the phrase that ends a window; « Le président », say, is read but once."""
    words = Words(window)
    options = {"comma": comma, "after_name": after_name, "several": several}
    return _Phrase(words, len(words) - 1, **options).read()


def _last_key(near: str) -> str:
    match = _LAST_WORD.search(near, max(0, near.rfind(" ")))
    if match is None or not match[1]:
        return near[-1]
    return AT if match[1] in {"à", "À", "A"} else fold(match[1])


def _skip_honorifics(text: str, start: int, floor: int) -> tuple[int, str]:
    """Return where « M. », « Mme » … before a name begin (the name itself without), and which."""
    honorific = ""
    while True:
        near = text[max(floor, start - _NEAR) : start].rstrip()
        end = max(floor, start - _NEAR) + len(near)
        match = _LAST_WORD.search(near, max(0, near.rfind(" ")))
        if match is None or not match[1] or fold(match[1]) not in namebook().honorifics:
            return end, honorific
        start, honorific = end - len(match[0]), fold(match[1])


class _Found(NamedTuple):
    role: Role | None = None
    title: bool = False
    thing: str = ""
    beside: str = ""
    opens: bool = False  #: the phrase opens the sentence


class _Phrase:
    """A noun phrase that ends at the word `last`, read from right to left."""

    def __init__(
        self, words: Words, last: int, *, comma: bool, after_name: bool, several: bool
    ) -> None:
        self.vocabulary = vocabulary()
        self.words, self.keys, self.last = words, words.keys, last
        self.comma = comma  # between the phrase and the name
        self.after_name = after_name  # the words begin right after another name
        self.several = several  # other names may follow: the role may be in the plural
        self.best: tuple[int, int] | None = None  # where the nearest role and its head begin
        self.done = False
        self.thing = self._named(last)

    def read(self) -> _Found:
        if self.last < 0 or (not self.comma and self.keys[self.last] in self.vocabulary.barring):
            return self._governed()
        at = self.last
        while at >= max(0, self.last - _LONGEST):
            key = self.keys[at]
            previous = self.keys[at - 1] if at else ""
            if key in ARTICLES:
                if previous not in TO and (previous not in {"de", "d'"} or key == "un"):
                    return self._opened(at + 1)
                self._boundary(at + 1, final=previous in TO)
                at -= 1
            elif key in self.vocabulary.numerals and previous not in ARTICLES:
                return self._opened(at)
            elif key in _CONTRACTED or key == "et":
                self._boundary(at + 1, final=key in TO)
            elif self._ends_at(at):
                return self._stopped(at)
            at -= 1
            if self.done:
                break
        return self._stopped(-1) if at < 0 and not self.done else self._best()

    def _ends_at(self, at: int) -> bool:
        """Whether the phrase cannot reach over a word or sign."""
        key = self.keys[at]
        if key == "," and at < self.last and self.keys[at + 1] in OF:
            return False  # « de la Culture, des Sports et du Tourisme »
        return key in self.vocabulary.stops or self.words.is_break(at)

    def _governed(self) -> _Found:
        """« mausolée de Hô Chi Minh », « vers de Pouchkine »: the noun before the preposition."""
        if self.last < 1 or self.keys[self.last] not in OF:
            return _Found()
        at = self.last - 1
        if self.keys[at] in self.vocabulary.modifiers and at:
            at -= 1
        noun = self.keys[at]
        governs = noun in self.vocabulary.dedicated or noun in self.vocabulary.works
        return _Found(thing=noun if governs else "")

    def _boundary(self, first: int, *, final: bool) -> None:
        """A phrase may begin at `first`. Without a comma the nearest role is meant."""
        if first > self.last:
            return
        head = self._head(first)
        if head is not None:
            self.best = first, head
            nearest = not self.comma and self.keys[first - 1] != "et"
            self.done = nearest or (final and not self._is_ruled(first))
        elif not self.thing:
            self.thing = self._named(first)
            self.done = final and self.thing != ""  # « opère à l'hôpital X »

    def _is_ruled(self, first: int) -> bool:
        """« l'adjoint au maire, X »: whether a role stands right before the preposition."""
        at = first - 1
        while at > 0 and (self.keys[at] in TO or self.keys[at] in ARTICLES):
            at -= 1
        qualified = at > 0 and self.keys[at] in self.vocabulary.modifiers
        return is_head(self.keys[at]) or (qualified and is_head(self.keys[at - 1]))

    def _opened(self, first: int) -> _Found:
        """An article opens the phrase."""
        head = self._head(first, guess=True)
        if head is not None:
            opens = first < 2 or (is_sign(self.keys[first - 2]) and self.keys[first - 2] != ",")
            return self._ranked(first, head, opens=opens)
        self.thing = self.thing or self._named(first)
        return self._best()

    def _stopped(self, at: int) -> _Found:
        """No article opens the phrase: a caption, a title, an apposition, a sentence's start."""
        if at < 0:
            stands = not self.after_name
        else:
            adjoins = self.after_name and at == 0  # « X, président de Y, » belongs to X
            stands = not adjoins and (is_sign(self.keys[at]) or self.keys[at] in _INTRODUCING)
        if stands and at < self.last:
            head = self._head(at + 1)
            if head is not None:
                return self._made(at + 1, head, opens=True)
            self.thing = self.thing or self._named(at + 1)
        return self._best()

    def _best(self) -> _Found:
        if self.best is not None:
            return self._made(*self.best, opens=False)
        return _Found(thing=self.thing)

    def _head(self, first: int, *, guess: bool = False) -> int | None:
        """Return where the head of a role that begins at `first` stands, None where none does."""
        at = skip_qualities(self.keys, first, self.last)
        if at is None:
            return None
        key = self.keys[at]
        if not self.several and key in self.vocabulary.plurals:
            return None  # « l'Association des musiciens russes X »
        if is_head(key):
            return at
        near = guess and self.last - at <= 1 and key not in self.vocabulary.named
        guessed = near and self.vocabulary.guessed.fullmatch(key)
        return at if guessed and not self.words.is_capital(at) else None

    def _ranked(self, first: int, head: int, *, opens: bool) -> _Found:
        """A rank after a function and a comma gives way: « le ministre, le général X »."""
        found = self._made(first, head, opens=opens)
        at = first - 2
        ranked = found.role is not None and found.role.weight is Weight.RANK
        if not ranked or at < 1 or self.keys[at] != ",":
            return found
        outer = _Phrase(
            self.words, at - 1, comma=True, after_name=self.after_name, several=self.several
        ).read()
        return outer if outer.role and outer.role.weight is Weight.FUNCTION else found

    def _made(self, first: int, head: int, *, opens: bool) -> _Found:
        return _Found(
            role=role_of(self.words, first, head, self.last),
            title=self.keys[head] in self.vocabulary.titles,
            thing=self._outer(first),
            beside=self._beside(head),
            opens=opens,
        )

    def _outer(self, first: int) -> str:
        """« mausolée du Président Hô Chi Minh »: the noun that the role belongs to."""
        at = first - 1
        while at > 0 and self.keys[at] in OF | {"la", "l'"}:
            at -= 1
        noun = self.keys[at] if 0 <= at < first - 1 else ""
        return noun if noun in self.vocabulary.dedicated else ""

    def _beside(self, head: int) -> str:
        """« directeur de l'institut Pouchkine »: the noun right before the name."""
        key = self.keys[self.last]
        return key if not self.comma and self.last > head and key in self.vocabulary.named else ""

    def _named(self, first: int) -> str:
        """« l'Université d'État Lomonossov », « le typhon Yagi »: the noun whose name follows."""
        if self.comma or not 0 <= first <= self.last:
            return ""
        at = skip_qualities(self.keys, first, self.last)
        if at is None or self.keys[at] not in self.vocabulary.named:
            return ""
        has_name = at < self.last and self.words.is_capital(at + 1)  # « à l'agence Tass X »
        return "" if has_name else self.keys[at]
