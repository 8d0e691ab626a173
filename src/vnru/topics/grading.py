"""From counted terms to grades: is a topic the subject of an article, or only mentioned?

The rules, in the newsroom's words (shared with editors in docs/reference/taxonomy.md):

1. What stands in the headline or the lead is a subject.
2. So is what has a sentence, a crosshead or a list item of its own.
3. It is a mention in a caption, as an item of an enumeration, beside four or more other topics in
   one sentence, or in passing: in a single phrase, after another topic of what the sentence says
   (not of who says it), or once, late in a long sentence.
4. Terms the editor lists under `mentions` make a mention, wherever they stand but in a headline;
   those under `hints` do so anywhere, but only where another term than a hint points to the topic.
5. A topic implies its broader one, as a mention.

The best grade that any of its terms gives is the topic's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from enum import Enum
from functools import cached_property

from vnru.article import MENTION, SUBJECT, BlockKind, Grade
from vnru.topics.enumerations import Span, enumerations
from vnru.topics.matcher import Hit
from vnru.topics.page import Sentence

CROWD = 5  #: topics in one sentence that make each of them a mention
PHRASE = 40  #: characters within which terms of one topic are a single phrase
_NEAR = 40  # characters before a term in which it is said to be a circumstance
LATE = 150  #: characters of a sentence after which a single term is an afterthought


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
    (?: \b (?: dans\s(?:le\scadre|la\sperspective) | au\snom | en\smarge | à\sla\stribune
      | en\svertu | au\stitre
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

#: « X, président de la Douma, a proposé d'accueillir … »: who speaks stands before it.
_SPEECH = re.compile(
    r"""
    \b (?: (?: a | ont | avait | avaient ) \s (?: \w+\s )?
        (?: (?: affirm | ajout | annonc | appel | assur | confi | confirm | déclar | demand
          | encourag | estim | évoqu | expliqu | exprim | félicit | indiqu | insist | invit
          | jug | not | plaid | précis | préconis | propos | rappel | réaffirm | réitér
          | recommand | remerci | salu | soulev | souhait | soulign | suggér ) é
        | dit | fait | promis | reconnu | soutenu | convié )
      | s['’]est\s (?: dit | déclaré | engagé | félicité | réjoui )
      | (?: affirm | ajout | annonc | assur | déclar | demand | estim | expliqu | indiqu | jug | not
          | plaid | précis | propos | rappell | souhait | soulign | suggèr | espèr ) e(?:nt)?\b
      | (?: dit | promet | veut | veulent ) \b )
    """,
    re.VERBOSE,
)
_BULLETS = ("-", "–", "•", "*")  #: of list items: each is a sentence of its own


class Scales:
    """Weighs the counted terms of one sentence; looks at the sentence as far as it must."""

    def __init__(self, text: str, sentence: Sentence, hits: Sequence[Hit]) -> None:
        self._text = text
        self._sentence = sentence
        self._hits = hits
        self._place = _PLACES.get(sentence.kind)
        if self._place is None and _are_crowd(hits):
            self._place = Why.CROWD

    def why(self, hit: Hit) -> Why:
        """Return why a term gives the grade it gives."""
        start, _, term = hit
        if term.role == "hint" or (term.role == "mention" and self._place is not Why.HEADLINE):
            return Why.HINT
        if self._place is not None:
            return self._place
        if (start, term.owner) in self._listed:
            return Why.LIST
        if _CIRCUMSTANCE.search(self._text, max(0, start - _NEAR), start) is not None:
            return Why.PASSING
        return Why.PASSING if term.owner in self._passing else Why.SENTENCE

    @cached_property
    def _subjects(self) -> list[Hit]:
        return [hit for hit in self._hits if hit[2].role == "subject"]

    @cached_property
    def _listed(self) -> set[tuple[int, str]]:
        return _listed(self._text, self._sentence, self._subjects)

    @cached_property
    def _passing(self) -> set[str]:
        if self._text.startswith(_BULLETS, self._sentence.offset):
            return set()
        topics = _late(self._hits, self._sentence)
        subjects = self._subjects
        if len({term.owner for _, _, term in subjects}) > 1:  # not in most sentences
            said = _SPEECH.search(self._text, self._sentence.start, self._sentence.end)
            spoken = [hit for hit in subjects if said and hit[0] >= said.end()]
            topics |= _passing(spoken or subjects)
        return topics


def _are_crowd(hits: Sequence[Hit]) -> bool:
    return len(hits) >= CROWD and len({term.owner for _, _, term in hits}) >= CROWD


def _passing(hits: list[Hit]) -> set[str]:
    """Return the topics named in a single phrase after the topic that opens the sentence."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for start, end, term in hits:
        first.setdefault(term.owner, start)
        last[term.owner] = end
    opening = next(iter(first), None)
    return {topic for topic in first if last[topic] - first[topic] <= PHRASE} - {opening}


def _late(hits: Sequence[Hit], sentence: Sentence) -> set[str]:
    """Return the topics that a long sentence names once, near its end."""
    late = [term.owner for start, _, term in hits if start - sentence.start > LATE]
    if not late:
        return set()
    count = Counter(term.owner for _, _, term in hits)
    return {topic for topic in late if count[topic] == 1}


def _listed(text: str, sentence: Sentence, hits: list[Hit]) -> set[tuple[int, str]]:
    """Return where terms stand in enumerations that are not mainly about their topic, and it."""
    starts = [start for start, _, _ in hits]
    listed: set[tuple[int, str]] = set()
    for items in enumerations(text, sentence.start, sentence.end):
        filled: dict[str, set[Span]] = defaultdict(set)
        inside: list[tuple[int, str]] = []
        for item in items:
            found = hits[bisect_left(starts, item[0]) : bisect_left(starts, item[1])]
            for start, _, term in found:
                inside.append((start, term.owner))
                filled[term.owner].add(item)
        listed.update(one for one in inside if 2 * len(filled[one[1]]) <= len(items))
    return listed
