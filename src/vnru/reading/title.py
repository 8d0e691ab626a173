"""A title for an article that has none: the lead, made short the way a desk does.

Without dateline, day and circumstances, in the present tense, at most 110 characters, cut only
where a group of words ends, and never with an ellipsis.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from vnru.article import Block, BlockKind, Person
from vnru.dates import MONTHS
from vnru.folding import fold
from vnru.lexicon import load
from vnru.reading.signatures import read_opening, signature_start
from vnru.reading.verbs import in_present, is_whole

MAX_TITLE = 110  #: characters

_LEAST = 30  # characters that a cut must leave
_ENOUGH = 800  # characters of a sentence that can matter for a title

# What an article with a headline does not ask for is a text: `re` compiles it where it is needed,
# and keeps it.

#: « M. » and initials end no sentence, « TASS. » does.
_SENTENCE_END = r"(?:(?<=[a-zà-ÿ0-9»)])|(?<=[A-ZÀ-Þ]{2}))[.!?…](?:\s|\Z)"
_AGENCY = r"\s?\((?:[A-Z][A-Z0-9+/ -]{1,12})\)"
_ASIDE = r"\s?\([^()]{1,60}\)"
_MONTH = "|".join(MONTHS)
_WEEKDAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_DAY = rf"(?:(?:le|ce)\s+)?(?:(?:{_WEEKDAY})\s+)?\d{{1,2}}(?:er)?\s?(?:{_MONTH})(?:\s+\d{{4}})?"
_WHEN = (
    rf"(?:,\s|\s)(?:{_DAY}|(?:ce\s)?(?:{_WEEKDAY})(?:\s(?:matin|après-midi|soir))?"
    rf"|cette semaine|hier|aujourd['’]hui)"
    rf"(?:\s(?:au matin|dans la matinée|dans l['’]après-midi|dans la soirée))?"
    rf"(?=[\s,.])"
)
#: « du 12 au 16 mars », « les 5 et 6 juin ».
_FROM_TO = (
    rf"(?:du|les)\s(?:(?:{_WEEKDAY})\s)?\d{{1,2}}(?:er)?(?:\s?(?:{_MONTH}))?\s(?:au|et)\s"
    rf"(?:(?:{_WEEKDAY})\s)?\d{{1,2}}(?:er)?\s?(?:{_MONTH})(?:\s\d{{4}})?"
)
_PERIOD = rf"\A(?i:{_FROM_TO}),?\s?|,\s{_FROM_TO},?|\s{_FROM_TO}"
_WHERE = r",\s(?:à|au|en)\s[A-ZÀ-ÞĐ][\w’'\- ]{1,30},(?=\s)"
#: Between the verb and its object: « reçoit à Hanoï l'ambassadeur ».
_PLACE = (
    r"\s(?:à|au|en)\s[A-ZÀ-ÞĐ][\w’'-]+(?=\s(?:l[ea]s?|une?|des|leurs?|s(?:on|a|es)|deux)\s|\sl['’])"
)
#: A title must not end with a word that calls for another one (« son » does, « Son » is a name).
_DANGLING = (
    r"(?:[\s,;:–—-]+(?:de|du|des|d['’]|le|la|les|l['’]|un|une|à|au|aux|et|ou|en|par|pour|sur|dans"
    r"|avec|sans|entre|vers|chez|que|qu['’]|qui|dont|où|son|sa|ses|leur|leurs|ce|cet|cette|ces|a|ont"
    r"|est|sont|se|s['’]est|été|plus|très|ainsi|notamment|lors|afin|selon|avant|après|depuis|sous))"
    r"+[\s,;:.–—-]*\Z"
)
#: What a cut can leave hanging: a participle without its complement, half of a coordination.
_HANGING = r"\s(?:et\s\w+|(?!\w*(?:it|iét|ert|aut|ret|ant)és?\b)[a-zà-ÿ]{3,}ée?s?)\s*\Z"
_BOUNDARY = r"\s(?=(?:de|du|des|d['’]|à|au|aux|en|et|par|pour|sur|dans|avec|sous|vers|entre)\b)|,\s"
#: In keys: what goes with a role that is left out, and what may stand between it and the name.
_BEFORE_ROLE = re.compile(r"\b(?:(?:l[ea]s?|s(?:on|a|es)|leurs?|m\.|mme) |l')\Z")
_LONGEST_ARTICLE = 6  # characters
_TO_NAME = re.compile(r"(?: [a-z]+)?(?P<comma>,)? ")


def make_title(blocks: Sequence[Block], people: Sequence[Person]) -> str:
    """Return what a feed reader should show: the headline, else a title derived from the lead.

    Returns at most `MAX_TITLE` characters where the title is derived; a headline is kept whole,
    on one line.
    """
    for block in blocks:
        if block.kind is BlockKind.HEADLINE:
            return _one_line(block.text)
    lead = next((b.text for b in blocks if b.kind is BlockKind.LEAD), "")
    return shorten(_main_sentence(lead), people) or _one_line(lead)[:MAX_TITLE]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _main_sentence(lead: str) -> str:
    opening = read_opening(lead)
    text = lead[opening.length :] if opening else lead
    text = text[: signature_start(text)]
    text = re.sub(_AGENCY, "", _one_line(text)[:_ENOUGH])
    end = re.search(_SENTENCE_END, text)
    return (text[: end.start()] if end else text).strip(" .")


def shorten(sentence: str, people: Sequence[Person] = ()) -> str:
    """Make a sentence a title; each step is taken only while it is needed, the mildest first."""
    for circumstance in (_PERIOD, _WHEN, _WHERE):
        sentence = re.sub(circumstance, "", sentence)
    title = in_present(_one_line(sentence))
    for step in (
        _without_strong,
        _without_asides,
        _without_weak,
        functools.partial(_without_roles, people),
        _cut,
    ):
        if len(title) <= MAX_TITLE:
            break
        title = step(title)
    title = re.sub(_DANGLING, "", _closed_quotes(title)).strip(" ,;:–—-.")
    return (title[:1].upper() + title[1:])[:MAX_TITLE]


def _circumstances() -> dict[str, list[str]]:
    """Return the words that begin what a title can do without, the strong and the weak ones."""
    circumstances: dict[str, list[str]] = load("titles")["circumstances"]
    return circumstances


def _before_first(title: str, markers: Sequence[str]) -> str:
    """Cut before the last marker that leaves a title short enough, else before the first one.

    What would not be a sentence any more is left as it is: another step will shorten it.
    """
    found = sorted(title.find(m) for m in markers if title.find(m) >= _LEAST)
    fitting = [i for i in found if i <= MAX_TITLE and is_whole(title[:i])]
    if fitting:
        return title[: fitting[-1]]
    return title[: found[0]] if found and found[0] > MAX_TITLE else title


def _without_strong(title: str) -> str:
    return _before_first(title, _circumstances()["strong"])


def _without_weak(title: str) -> str:
    return _before_first(title, _circumstances()["weak"])


def _without_asides(title: str) -> str:
    return re.sub(_ASIDE, "", title)


def _without_roles(people: Sequence[Person], title: str) -> str:
    """Leave out the role before a name that says enough: « le ministre … Bui Thanh Son »."""
    for person in people:
        if len(title) <= MAX_TITLE:
            break
        if person.role is not None and person.name in title:
            title = _without_role(title, person.role, person.name)
    return title


def _without_role(title: str, role: str, name: str) -> str:
    """Leave out a role before a name, and the article and commas that go with it."""
    key, noun, named = fold(title), fold(role), fold(name)
    start = key.find(noun)
    while start >= 0:
        end = start + len(noun)
        at = key.find(named, end)
        between = _TO_NAME.fullmatch(key, end, max(at, end))
        if between is not None:
            article = _BEFORE_ROLE.search(key, max(0, start - _LONGEST_ARTICLE), start)
            behind = at + len(named)
            behind += between["comma"] is not None and key.startswith(",", behind)
            rest = _without_role(title[behind:], role, name)
            return title[: article.start() if article else start] + name + rest
        start = key.find(noun, end)
    return title


def _cut(title: str) -> str:
    """Cut where the last group of words that fits ends, of a whole sentence if there is one."""
    for candidate in (title, re.sub(_PLACE, "", title, count=1)):
        for end in reversed(_ends(candidate)):
            if is_whole(candidate[:end]):
                return re.sub(_HANGING, "", candidate[:end].rstrip(" ,"))
    ends = _ends(title)
    if ends:
        return re.sub(_HANGING, "", title[: ends[-1]].rstrip(" ,"))
    return title[: MAX_TITLE + 1].rsplit(" ", 1)[0][:MAX_TITLE]


def _ends(title: str) -> list[int]:
    found = [m.start() for m in re.finditer(_BOUNDARY, f"{title} ")]
    return [end for end in (*found, len(title)) if _LEAST <= end <= MAX_TITLE]


def _closed_quotes(title: str) -> str:
    """Leave no quotation mark or bracket open."""
    for opening, closing in (("«", "»"), ("“", "”"), ("(", ")")):
        while title.count(opening) > title.count(closing):
            before, _, behind = title.rpartition(opening)
            kept = before.rstrip(" ,:;\xa0\u202f")
            title = kept if len(kept) >= _LEAST else before + behind.lstrip()
    if title.count('"') % 2:
        title = _one_line(title.replace('"', ""))
    return title
