"""Which of the terms found in a text count: not those in titles, in exceptions, or out of context."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from vnru.topics.matcher import Hit
from vnru.topics.notation import spelling, spellings
from vnru.topics.page import Page

_OF = r"(?:de\sla\s|de\sl['’]\s?|des\s|du\s|de\s|d['’]|chargée?s?\s(?:de\sla\s|de\sl['’]|des\s|du\s|de\s))"


@attrs.frozen
class Offices:
    """Recognises what follows the role in a person's title: « russe de la Défense »."""

    adjectives: tuple[str, ...] = attrs.field(converter=tuple)
    _pattern: re.Pattern[str] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        words = "|".join(map(re.escape, self.adjectives)) or r"(?!)"
        adjective = rf"(?:\s(?:{words})\b)"
        office = rf"{_OF}\w+{adjective}{{0,2}}"
        further = rf"(?:,\s|,?\set\s){_OF}(?=[A-ZÀ-ÞĐ])\w+{adjective}{{0,2}}"
        object.__setattr__(
            self, "_pattern", re.compile(rf"{adjective}{{0,2}}\s{office}(?:{further})*")
        )

    def end_of_title(self, text: str, end_of_role: int) -> int:
        """Return where the title ends that begins with the role ending at `end_of_role`."""
        found = self._pattern.match(text, end_of_role)
        return found.end() if found else end_of_role


def counted(hits: Iterable[Hit], page: Page, offices: Offices) -> Iterator[tuple[int, Hit]]:
    """Yield the terms of topics that count, in order, each with the index of its sentence.

    A term does not count inside a title, inside an exception of its topic, inside a longer term of
    its topic, away from the beginning of a sentence if it must stand there, without a context it
    needs or beside one it shuns.
    """
    inside: dict[str, int] = defaultdict(int)  # per topic: how far exceptions and longer terms reach
    title_end = 0
    placed = [(page.sentence_at(hit.start), hit) for hit in hits]
    contexts: dict[int, set[str]] = defaultdict(set)
    for sentence, hit in placed:
        if hit.term.role == "context":
            contexts[sentence].add(hit.term.owner)
    placed.sort(key=_exceptions_first)
    for sentence, hit in placed:
        start, end, term = hit
        if term.role == "context":
            continue
        if term.role == "title":
            title_end = max(title_end, offices.end_of_title(page.text, end))
        elif end > title_end and end > inside[term.owner] and _fits(hit, page, sentence, contexts):
            inside[term.owner] = end
            if term.role != "exception":
                yield sentence, hit


def _exceptions_first(placed: tuple[int, Hit]) -> tuple[int, int, bool, bool]:
    _, (start, end, term) = placed
    return (start, -end, term.role != "exception", term.role != "subject")


def _fits(hit: Hit, page: Page, sentence: int, contexts: dict[int, set[str]]) -> bool:
    term = hit.term
    if term.opens_sentence and hit.start != page.sentences[sentence].start:
        return False
    if term.is_spelled and not _is_spelled(page.text[hit.start : hit.end], term.pattern):
        return False
    if not (term.needs or term.shuns):
        return True
    here = contexts.get(sentence, set())
    return (not term.needs or not here.isdisjoint(term.needs)) and here.isdisjoint(term.shuns)


def _is_spelled(text: str, pattern: str) -> bool:
    return text.isupper() or spelling(text) in spellings(pattern)
