"""Which of the terms found in a text count: not those in titles, exceptions, other contexts."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from vnru.topics.matcher import Hit
from vnru.topics.notation import spelling, spellings
from vnru.topics.page import Page, Sentence

_OF = r"(?:de\sla\s|de\sl['’]\s?|des\s|du\s|de\s|d['’])"


class Offices:
    """Recognises what follows the role in a person's title: « russe de la Défense »."""

    def __init__(self, adjectives: Iterable[str]) -> None:
        """Take the small words that belong to a title."""
        self._adjectives = adjectives

    @functools.cached_property  # not every article has a title in it
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._adjectives)) or r"(?!)"
        adjective = rf"(?:\s(?:{words})\b)"
        office = rf"{_OF}\w+{adjective}{{0,2}}"
        further = rf"(?:,\s|,?\set\s){_OF}(?=[A-ZÀ-ÞĐ])\w+{adjective}{{0,2}}"
        return re.compile(rf"{adjective}{{0,2}}\s(?:chargée?s?\s)?{office}(?:{further})*")

    def end_of_title(self, text: str, end_of_role: int) -> int:
        """Return where the title ends that begins with the role ending at `end_of_role`."""
        found = self._pattern.match(text, end_of_role)
        return found.end() if found else end_of_role


def counted(
    hits: Sequence[Hit], page: Page, offices: Offices
) -> Iterator[tuple[Sentence, list[Hit]]]:
    """Yield the sentences that have terms of topics that count, each with these terms, in order.

    A term does not count inside a title, inside an exception of its topic, inside a longer term of
    its topic, away from the beginning of a sentence if it must stand there, without a context it
    needs or beside one it shuns.
    """
    beginnings = [start for start, _, _ in hits]
    at = 0
    while at < len(hits):
        sentence = page.sentence(beginnings[at])
        end = bisect_left(beginnings, sentence.end, at)
        if found := _counted(hits[at:end], page.text, sentence, offices):
            yield sentence, found
        at = end


def _counted(hits: Sequence[Hit], text: str, sentence: Sentence, offices: Offices) -> list[Hit]:
    found = []
    contexts: frozenset[str] | None = None  # which few terms ask for
    inside: dict[str, int] = {}  # per topic: how far exceptions and longer terms reach
    title_end = 0
    for hit in hits:
        _, end, term = hit
        role = term.role
        if role == "context":
            continue
        if role == "title":
            title_end = max(title_end, offices.end_of_title(text, end))
        elif end > title_end and end > inside.get(term.owner, 0):
            if not term.is_free:
                contexts = _contexts(hits) if contexts is None else contexts
                if not _fits(hit, text, sentence, contexts):
                    continue
            inside[term.owner] = end
            if role != "exception":
                found.append(hit)
    return found


def _contexts(hits: Sequence[Hit]) -> frozenset[str]:
    return frozenset([term.owner for _, _, term in hits if term.role == "context"])


def _fits(hit: Hit, text: str, sentence: Sentence, contexts: frozenset[str]) -> bool:
    start, end, term = hit
    if term.opens_sentence and start != sentence.start:
        return False
    if term.is_spelled and not _is_spelled(text[start:end], term.pattern):
        return False
    if term.needs and contexts.isdisjoint(term.needs):
        return False
    return contexts.isdisjoint(term.shuns)


def _is_spelled(text: str, pattern: str) -> bool:
    return text.isupper() or spelling(text) in spellings(pattern)
