"""Stretches of text cut into words and signs, glue undone."""

from __future__ import annotations

import re

from vnru.folding import fold
from vnru.reading.names import LOWER, UPPER
from vnru.reading.vocabulary import AT, vocabulary

_WORD = re.compile(r"[a-z0-9\x7f]++(?:-[a-z0-9\x7f]++)*+'?|\([^()]{0,80}\)|\"[^\"]{1,80}\"|[^\w\s]")
_CAMEL = re.compile(rf"[{UPPER}](?<=[{LOWER}].)")
_GLUED_OF = re.compile(
    rf"d(?:e(?=l['’]|la\b)(?<!\wde)|['’](?=[{UPPER}])(?<=[{LOWER}]d['’]))"
)  # « del'État », « dela Défense »; « Conseild'État »


class Words:
    """The words and signs of a stretch of text, as keys (`vnru.folding.fold`)."""

    __slots__ = ("_folded", "_spans", "keys", "text")

    def __init__(self, text: str) -> None:
        self.text: str = _unglue(text)
        folded = fold(self.text.replace(" à ", f" {AT} ").replace(" À ", f" {AT} "))
        if folded.startswith("a "):
            folded = f"{AT}{folded[1:]}"
        self._folded = folded
        self.keys: list[str] = _WORD.findall(folded)
        self._spans: list[tuple[int, int]] | None = None  # asked for where there is a role

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, at: int) -> tuple[int, int]:
        """Where the word stands in `text`."""
        if self._spans is None:
            self._spans = [match.span() for match in _WORD.finditer(self._folded)]
        return self._spans[at]

    def is_capital(self, at: int) -> bool:
        """Whether the word is capitalised."""
        return self.text[self.span(at)[0]].isupper()

    def is_break(self, at: int) -> bool:
        """Whether a sign parts phrases here, unlike the dash of « Vietnam - Russie »."""
        key = self.keys[at]
        if not is_sign(key) or key in "&+%/":
            return False
        inside = key == "-" and 0 < at < len(self.keys) - 1
        return not (inside and self.is_capital(at - 1) and self.is_capital(at + 1))

    def phrase(self, first: int, last: int) -> str:
        """Return the text from the word `first` to the word `last`, both included."""
        return self.text[self.span(first)[0] : self.span(last)[1]]


def _unglue(text: str) -> str:
    """Part what an agency's line breaks have joined: « duParti », « del'État », « leministre »."""
    text = _CAMEL.sub(lambda match: _parted(text, match.start()), text)
    text = _GLUED_OF.sub(lambda match: _parted_of(match[0]), text)
    return vocabulary().glued_titles.sub(r"\g<0> ", text)


def _parted(text: str, at: int) -> str:
    """A capital after a small letter: two words unless the first is a name (« PetroVietnam »)."""
    start = at
    while start and text[start - 1].isalpha():
        start -= 1
    return text[at] if text[start].isupper() else f" {text[at]}"


def _parted_of(of: str) -> str:
    return f" {of}" if of[-1] in "'’" else f"{of} "


def is_sign(key: str) -> bool:
    """Whether a key is a sign, and neither a word nor a bracket or quotation with what it holds."""
    return not (key[0].isalnum() or key == AT or (len(key) > 1 and key[0] in '("'))
