"""The day of the event, where the text gives it: a day phrase that belongs to what is reported.

A day that is announced, recalled or historical, a period, and the day in a dateline are not it.
The verb that governs the phrase decides: the nearest finite verb before it, else the next one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import attrs

from vnru.article import Block, BlockKind
from vnru.dates import MONTHS, PartialDate, month_number
from vnru.folding import fold
from vnru.reading.signatures import read_opening

_PARAGRAPHS = 2  # the first paragraphs: after them a text turns to background
_MONTH_NAMES = "|".join(fold(name) for name in MONTHS)
_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"

_DAY = re.compile(
    rf"(?:(?<![a-z])(?P<weekday>{_WEEKDAYS})\s*)?(?<![\d.,-])(?P<day>[0-3]?\d)\s?(?:er)?\s?"
    rf"(?P<month>{_MONTH_NAMES})(?![a-z]{{3}})(?:\s?(?P<year>\d{{4}}))?"
)

#: Before the phrase: more than one day, or a bound of a period.
_PERIOD_BEFORE = re.compile(
    r"(?:\bdu(?: \w+)?(?: \d{1,2}(?:er)?)?(?: \w+)?(?: \d{4})? au(?: \w+)?|\bles (?:\w+ )?\d{1,2}(?:er)?(?:,| et)(?: \w+)?(?: le)?"
    r"|\b(?:\d{1,2}(?:er)?|[a-z]+ \d{1,2}) (?:et|-|au|a) (?:le )?|\bdu(?: \w+)?|\bentre le(?: \w+)?|\bet le(?: \w+)?|\bau(?: \w+)?"
    r"|\bdepuis(?: le)?(?: \w+)?|\bjusqu'au(?: \w+)?|\ba partir du(?: \w+)?|\ba compter du(?: \w+)?|\bavant le(?: \w+)?|\bd'ici (?:le|au)(?: \w+)?"
    r"|\bdes le(?: \w+)?|\d{1,2}(?:er)?\s?-\s?)\s?\Z"
)
_PERIOD_AFTER = re.compile(r"\s?(?:au|-|et(?: le)?|jusqu'au) (?:\w+ )?\d{1,2}(?:er)?(?!\d)")
#: « la fête nationale du 2 septembre », « après son ouverture, le 1er »: the day of another thing.
_OF_ANOTHER = re.compile(
    r"\b(?:(?:du|de ce|d'un)(?: \w+)?|(?:apres|avant|depuis) (?:son|sa|leur|le|la|l'|cette|cet|ce)\s?[\w-]+(?: \w+){0,2}, (?:le )?)\s?\Z"
)

_ANNOUNCED = re.compile(
    r"\b(?:sera|seront|aura|auront|fera|feront|ira|iront|pourra|pourront|devra|devront|devrait|devraient|doit|doivent|va|vont"
    r"|serait|auraient|\w{3,}(?:era|eront|dra|dront|vra|vront|ira|iront|tra|tront|rra|rront|rait|raient)"
    r"|prevue?s?|attendue?s?|programmee?s?|annoncee?s? pour|fixee?s? (?:au|pour)|reportee?s? au|convoquee?s? pour|a venir|prochaine?s?)\b"
)
_RECALLED = re.compile(
    r"\b(?:avait|avaient|s'etait|s'etaient|(?:etait|etaient) (?:venu|alle|arrive|parti|rendu|entre|ne|mort|devenu|reste|revenu|intervenu|convenu|tombe|prevu|signe|fonde|cree)e?s?|fut|furent|rappele[er]?|rappelle|rappelant|commemor\w+|anniversaire|fonde[e]?s?|cree[e]?s?|ne[e]?s?"
    r"|etablie?s?|historique|remonte|date|naissance|mort[e]?|decede[e]?s?|lors de la guerre|debute|(?<!est )(?<!sont )entree?s? en vigueur|depuis)\b"
)
_REPORTED = re.compile(
    r"(?:\b(?:ont|est|sont|s'est|se sont|a l'issue|lors d|au cours d|tenue?s?|organisee?s?|signee?s?)\b|\ba(?= \w+(?:e|es|ee|ees|i|is|u|us|t|ts)\b))"
)
_FALSE_FUTURE = frozenset({"rencontra", "entra", "montra", "opera", "camera", "extra", "contra", "centra", "remontra"})
_SENTENCE = re.compile(r"(?<=[.!?»\"])\s+(?=[A-Z\"])|(?<=[a-z)][.!?])(?=[A-Z])|\n(?=-)")


@attrs.frozen
class _Candidate:
    day: PartialDate
    has_year: bool
    has_weekday: bool


def read_event_date(blocks: Sequence[Block], header: PartialDate | None) -> PartialDate | None:
    """Return the day on which the reported event took place, None where the text does not give it.

    The year comes from the header; without a header only a full date in the text counts.
    """
    latest_year = max((int(y) for b in blocks if b.kind.is_editorial for y in _YEARS.findall(b.text)), default=0)
    for text in _texts(blocks):
        for candidate in _candidates(text, header):
            if _is_compatible(candidate, header, latest_year):
                return candidate.day
    return None


_YEARS = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Folded headline, lead and first paragraphs, without dateline (its day is that of filing)."""
    paragraphs = 0
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            paragraphs += 1
            if paragraphs > _PARAGRAPHS:
                return
        elif block.kind not in (BlockKind.HEADLINE, BlockKind.LEAD):
            continue
        opening = read_opening(block.text)
        yield _sentences_key(block.text[opening.length :] if opening else block.text)


def _sentences_key(text: str) -> str:
    """Fold, but keep capitals: they tell where a sentence begins."""
    key = fold(text)
    return "".join(c.upper() if t.isupper() and c.isalpha() else c for c, t in zip(key, text, strict=True))


def _candidates(text: str, header: PartialDate | None) -> Iterator[_Candidate]:
    for sentence in _SENTENCE.split(text):
        key = sentence.lower()
        for match in _DAY.finditer(key):
            candidate = _dated(match, header)
            if candidate is not None and _is_of_event(key, match):
                yield candidate


def _dated(match: re.Match[str], header: PartialDate | None) -> _Candidate | None:
    month = month_number(match["month"])
    assert month is not None
    if match["year"]:
        year = int(match["year"])
    elif header is not None:
        year = header.year - (month == 12 and header.month == 1)
    else:
        return None
    try:
        day = PartialDate(year, month, int(match["day"]))
    except ValueError:
        return None
    return _Candidate(day, bool(match["year"]), bool(match["weekday"]))


def _is_of_event(key: str, match: re.Match[str]) -> bool:
    before, after = key[: match.start()], key[match.end() :]
    near = before[-40:]
    if _PERIOD_BEFORE.search(near) or _PERIOD_AFTER.match(after) or _OF_ANOTHER.search(near):
        return False
    return _governing(before, after) is not _ANNOUNCED and _governing(before, after) is not _RECALLED


def _governing(before: str, after: str) -> re.Pattern[str] | None:
    """Return the class of the verb that governs the phrase between `before` and `after`."""
    clause = before[-140:]
    nearest: tuple[int, re.Pattern[str] | None] = (-1, None)
    for pattern in (_REPORTED, _RECALLED, _ANNOUNCED):
        for match in pattern.finditer(clause):
            if match.start() > nearest[0] and match.group() not in _FALSE_FUTURE:
                nearest = (match.start(), pattern)
    if nearest[1] is not None and ";" not in clause[nearest[0] :]:
        return nearest[1]
    first: tuple[int, re.Pattern[str] | None] = (1 << 30, None)
    for pattern in (_REPORTED, _RECALLED, _ANNOUNCED):
        match = pattern.search(after[:160])
        if match is not None and match.start() < first[0] and match.group() not in _FALSE_FUTURE:
            first = (match.start(), pattern)
    return first[1]


def _is_compatible(candidate: _Candidate, header: PartialDate | None, latest_year: int) -> bool:
    if header is None:
        # History is told with its year too: an event of years before the newest year named is past.
        return candidate.has_year and candidate.day.year >= latest_year - 1
    if header.contains(candidate.day):
        return header.day is None or candidate.day == header
    if header.day is not None:
        filed = header.earliest
        gap = filed - candidate.day.earliest
        same_month = header.month_only().contains(candidate.day)
        return dt.timedelta() <= gap and (same_month or _is_last_days_before(candidate.day, header))
    return _is_last_days_before(candidate.day, header)


def _is_last_days_before(day: PartialDate, header: PartialDate) -> bool:
    """The 25th and later of the month before the header's (the label rules' bound)."""
    if header.month is None:
        return False
    before = header.month_only().earliest - dt.timedelta(days=1)
    return PartialDate(before.year, before.month).contains(day) and (day.day or 0) >= 25
