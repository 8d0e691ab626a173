"""From counted terms to grades: is a topic the subject of an article, or only mentioned?

The rules, in the newsroom's words (shared with editors in docs/reference/taxonomy.md):

1. What stands in the headline or the lead is a subject.
2. So is what has a sentence, a crosshead or a list item of its own.
3. It is a mention in a caption, as an item of an enumeration, beside four or more other topics in
   one sentence, or in passing: in a single phrase, after another topic of the same sentence.
4. Terms the editor lists under `mentions` make a mention, wherever they stand but in a headline.
5. A topic implies its broader one, as a mention.

The best grade that any of its terms gives is the topic's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum

import attrs

from vnru.article import MENTION, SUBJECT, BlockKind, Grade
from vnru.topics.enumerations import Span, enumerations
from vnru.topics.matcher import Hit
from vnru.topics.page import Page, Sentence

CROWD = 5  #: topics in one sentence that make each of them a mention
PHRASE = 40  #: characters within which terms of one topic are a single phrase


class Why(Enum):
    """Why a term gives the grade it gives."""

    HEADLINE = ("in the headline", SUBJECT)
    LEAD = ("in the lead", SUBJECT)
    SENTENCE = ("in a sentence of its own", SUBJECT)
    LIST = ("in an enumeration", MENTION)
    CROWD = ("in a sentence about many topics", MENTION)
    PASSING = ("in passing", MENTION)
    CAPTION = ("in a caption", MENTION)
    HINT = ("by a word that only hints at it", MENTION)
    NARROWER = ("through a narrower topic", MENTION)

    def __init__(self, text: str, grade: Grade) -> None:
        self.text = text
        self.grade = grade


_PLACES = {
    BlockKind.HEADLINE: Why.HEADLINE,
    BlockKind.LEAD: Why.LEAD,
    BlockKind.CAPTION: Why.CAPTION,
}


@attrs.frozen
class Finding:
    """A counted term, where it stands and why it weighs what it weighs."""

    topic: str
    start: int  #: in the page's text
    end: int
    sentence: Sentence
    term: str  #: as its editor wrote it
    why: Why


def graded(page: Page, hits: Iterable[tuple[int, Hit]]) -> Iterator[Finding]:
    """Yield a finding for each counted term (with the index of its sentence), in order."""
    by_sentence: dict[int, list[Hit]] = defaultdict(list)
    for number, hit in hits:
        by_sentence[number].append(hit)
    for number, found in by_sentence.items():
        sentence = page.sentences[number]
        for hit, why in zip(found, _reasons(page.text, sentence, found), strict=True):
            yield Finding(hit.term.owner, hit.start, hit.end, sentence, hit.term.pattern, why)


def _reasons(text: str, sentence: Sentence, hits: list[Hit]) -> Iterator[Why]:
    place = _PLACES.get(sentence.kind)
    if place is None and len({hit.term.owner for hit in hits}) >= CROWD:
        place = Why.CROWD
    context = None if place else _Context.of(text, sentence, hits)
    for hit in hits:
        if hit.term.role == "mention" and place is not Why.HEADLINE:
            yield Why.HINT
        elif context is None:
            assert place is not None
            yield place
        elif context.lists(hit):
            yield Why.LIST
        elif hit.term.owner in context.passing:
            yield Why.PASSING
        else:
            yield Why.SENTENCE


@attrs.frozen
class _Context:
    """What the terms of a sentence say about each other."""

    items: list[Span]  # of enumerations, in order
    incidental: dict[int, set[str]]  # item -> topics that do not fill most of its enumeration
    passing: set[str]  # topics in a single phrase after another topic

    @classmethod
    def of(cls, text: str, sentence: Sentence, hits: list[Hit]) -> _Context:
        """Look at a sentence with its terms."""
        strong = [hit for hit in hits if hit.term.role == "subject"]
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for hit in strong:
            first.setdefault(hit.term.owner, hit.start)
            last[hit.term.owner] = hit.end
        opening = next(iter(first), None)
        passing = {
            topic
            for topic in first
            if topic != opening and last[topic] - first[topic] <= PHRASE
        }
        lists = list(enumerations(text, sentence.start, sentence.end))
        context = cls([item for items in lists for item in items], {}, passing)
        item_of = [context.item(hit) for hit in strong]
        begin = 0
        for items in lists:
            numbers = range(begin, begin + len(items))
            filled: dict[str, set[int]] = defaultdict(set)
            for hit, number in zip(strong, item_of, strict=True):
                if number in numbers:
                    filled[hit.term.owner].add(number)
            few = {topic for topic, full in filled.items() if 2 * len(full) <= len(items)}
            context.incidental.update(dict.fromkeys(numbers, few))
            begin = numbers.stop
        return context

    def item(self, hit: Hit) -> int:
        """Return the index of the item a term stands in, -1 where it stands in none."""
        number = bisect_right(self.items, (hit.start, hit.end)) - 1
        return number if number >= 0 and hit.start < self.items[number][1] else -1

    def lists(self, hit: Hit) -> bool:
        """Tell whether a term is in an enumeration that is not mainly about its topic."""
        return hit.term.owner in self.incidental.get(self.item(hit), ())
