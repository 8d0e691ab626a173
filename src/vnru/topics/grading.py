"""From counted terms to grades: is a topic the subject of an article, or only mentioned?

The rules, in the newsroom's words (shared with editors in docs/reference/taxonomy.md):

1. What stands in the headline or the lead is a subject.
2. So is what has a sentence, a crosshead or a list item of its own.
3. It is a mention in a caption, as an item of an enumeration, beside four or more other topics in
   one sentence, or in passing: in a single phrase, after another topic of the same sentence.
4. Terms the editor lists under `mentions` make a mention, wherever they stand but in a headline;
   those under `hints` do so anywhere, but only where another term than a hint points to the topic.
5. A topic implies its broader one, as a mention.

The best grade that any of its terms gives is the topic's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum

from vnru.article import MENTION, SUBJECT, BlockKind, Grade
from vnru.topics.enumerations import Span, enumerations
from vnru.topics.matcher import Hit
from vnru.topics.page import Sentence

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


#: Circumstances: what follows one of these is not what the sentence is about.
_CIRCUMSTANCE = re.compile(
    r"""
    (?: \b (?: dans\sle\scadre | au\snom | en\smarge | à\sla\stribune | en\svertu | au\stitre
      | à\sl['’]occasion | au\ssein | en\sréférence | attaché | issue?s? | membres?
      | conformément\sau | grâce | fruit | auprès | en\sprésence | au\smême\stitre
      | avec\sl['’](?:aide|appui|accord|aval|assistance|autorisation) )
      \s (?: de\s(?:la\s|l['’]\s?|leur\s|son\s)? | du\s | des\s | d['’] | au\s
        | à\s(?:la\s|l['’])? )
    )
    (?: \w+\s )? \Z
    """,
    re.IGNORECASE | re.VERBOSE,
)


def weigh(text: str, sentence: Sentence, hits: list[Hit]) -> Iterator[Why]:
    """Yield for each counted term of a sentence of `text` what it weighs."""
    place = _PLACES.get(sentence.kind)
    if place is None and len({hit.term.owner for hit in hits}) >= CROWD:
        place = Why.CROWD
    subjects = [hit for hit in hits if hit.term.role == "subject"]
    listed = set() if place else _listed(text, sentence, subjects)
    passing = set() if place else _passing(subjects)
    for hit in hits:
        if hit.term.role == "hint" or (hit.term.role == "mention" and place is not Why.HEADLINE):
            yield Why.HINT
        elif place is not None:
            yield place
        elif hit in listed:
            yield Why.LIST
        elif hit.term.owner in passing or _is_circumstance(text, hit):
            yield Why.PASSING
        else:
            yield Why.SENTENCE


def _is_circumstance(text: str, hit: Hit) -> bool:
    return _CIRCUMSTANCE.search(text, max(0, hit.start - 40), hit.start) is not None


def _passing(hits: list[Hit]) -> set[str]:
    """Return the topics named in a single phrase after the topic that opens the sentence."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for hit in hits:
        first.setdefault(hit.term.owner, hit.start)
        last[hit.term.owner] = hit.end
    opening = next(iter(first), None)
    return {topic for topic in first if last[topic] - first[topic] <= PHRASE} - {opening}


def _listed(text: str, sentence: Sentence, hits: list[Hit]) -> set[Hit]:
    """Return the terms in enumerations that are not mainly about the term's topic."""
    starts = [hit.start for hit in hits]
    listed: set[Hit] = set()
    for items in enumerations(text, sentence.start, sentence.end):
        filled: dict[str, set[Span]] = defaultdict(set)
        inside: list[Hit] = []
        for item in items:
            found = hits[bisect_left(starts, item[0]) : bisect_left(starts, item[1])]
            inside += found
            for hit in found:
                filled[hit.term.owner].add(item)
        listed.update(hit for hit in inside if 2 * len(filled[hit.term.owner]) <= len(items))
    return listed
