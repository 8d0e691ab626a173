"""From counted terms to grades: is a topic the subject of an article, or only mentioned?

The rules, in the newsroom's words (shared with editors in docs/reference/taxonomy.md):

1. What stands in the headline or the lead is a subject.
2. So is what has a sentence, a crosshead or a list item of its own.
3. It is a mention in a caption, in an enumeration, beside three or more other topics in one
   sentence, or in passing: named once, after another topic of the same sentence.
4. Terms the editor lists under `mentions` are no more than a mention, but in a headline.
5. A topic implies its broader one, as a mention.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import zip_longest

import attrs

from vnru.article import MENTION, SUBJECT, BlockKind, Grade
from vnru.topics.matcher import Hit
from vnru.topics.page import Page, Sentence


class Why(Enum):
    """Why a term gives the grade it gives."""

    HEADLINE = ("in the headline", SUBJECT)
    LEAD = ("in the lead", SUBJECT)
    SENTENCE = ("in a sentence of its own", SUBJECT)
    LIST = ("in an enumeration", MENTION)
    CROWD = ("in a sentence about many things", MENTION)
    PASSING = ("in passing", MENTION)
    CAPTION = ("in a caption", MENTION)
    HINT = ("a word that only hints at it", MENTION)
    NARROWER = ("through a narrower topic", MENTION)

    def __init__(self, text: str, grade: Grade) -> None:
        self.text = text
        self.grade = grade


@attrs.frozen
class Finding:
    """A counted term, where it stands and why it weighs what it weighs."""

    topic: str
    start: int  #: in the page's text
    end: int
    sentence: Sentence
    term: str  #: as its editor wrote it
    why: Why


CROWD = 4  #: topics in one sentence that make each of them a mention


def graded(page: Page, hits: Iterable[tuple[int, Hit]]) -> Iterator[Finding]:
    """Yield a finding for each counted term, in order."""
    by_sentence: dict[int, list[Hit]] = defaultdict(list)
    for number, hit in hits:
        by_sentence[number].append(hit)
    for number, found in by_sentence.items():
        sentence = page.sentences[number]
        for hit, why in zip(found, _reasons(page, sentence, found), strict=True):
            yield Finding(hit.term.owner, hit.start, hit.end, sentence, hit.term.pattern, why)


def _reasons(page: Page, sentence: Sentence, hits: list[Hit]) -> list[Why]:
    place = _PLACES.get(sentence.kind)
    if place is not None:
        return [_in_place(place, hit) for hit in hits]
    topics = {hit.term.owner for hit in hits}
    if len(topics) >= CROWD:
        return [Why.CROWD] * len(hits)
    items = _items(page.text, sentence)
    return [_in_sentence(hit, hits, items) for hit in hits]


_PLACES = {
    BlockKind.HEADLINE: Why.HEADLINE,
    BlockKind.LEAD: Why.LEAD,
    BlockKind.CAPTION: Why.CAPTION,
}


def _in_place(place: Why, hit: Hit) -> Why:
    return Why.HINT if hit.term.role == "mention" and place is not Why.HEADLINE else place


def _in_sentence(hit: Hit, hits: list[Hit], items: list[tuple[int, int]]) -> Why:
    if hit.term.role == "mention":
        return Why.HINT
    own = [other for other in hits if other.term.owner == hit.term.owner]
    if _is_listed(hit, own, items):
        return Why.LIST
    first = hits[0]
    if len(own) == 1 and first.term.owner != hit.term.owner and first.term.role == "subject":
        return Why.PASSING
    return Why.SENTENCE


def _is_listed(hit: Hit, own: list[Hit], items: list[tuple[int, int]]) -> bool:
    """Tell whether a term is one item of an enumeration that its topic does not fill."""
    if not any(start <= hit.start < end for start, end in items):
        return False
    filled = sum(any(start <= other.start < end for other in own) for start, end in items)
    return 2 * filled < len(items)


_SEPARATOR = re.compile(r"\s*(?P<comma>,|;)(?:\s+(?:et|ou|puis|ainsi que)\b)?|\s+(?P<and>et|ou|ainsi que|comme)\b|\s*(?P<colon>:)")
_ITEM = 60  # characters: longer items are clauses
_NO_ITEM = re.compile(r"\s*(?:[A-ZÀ-ÞĐ]|qui|que|dont|où|a-t-|ont-|selon|lui|elle|il|ils|afin|pour|avant|après|lors)\b|\s*[A-ZÀ-ÞĐ]")


def _items(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """Return the spans of the items of enumerations: three or more short ones in a row."""
    cuts = list(_SEPARATOR.finditer(text, sentence.start, sentence.end))
    items: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for cut, following in zip_longest(cuts, cuts[1:]):
        if not run:
            run = [(max(sentence.start, cut.start() - _ITEM), cut.start())]
        end = following.start() if following else sentence.end
        inner = (cut.end(), end)
        run.append((cut.end(), min(end, cut.end() + _ITEM)))
        closes = cut["and"] or cut.group().rstrip().endswith(("et", "ou", "que", "puis"))
        if closes or end - cut.end() > _ITEM or _NO_ITEM.match(text, *inner):
            if len(run) > 2 and closes:
                items += run
            run = []
    return items
