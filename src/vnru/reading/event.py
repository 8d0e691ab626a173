"""The day of the event, where the text gives it: a day phrase that belongs to what is reported.

A day that is announced, recalled or historical, a period, and the day in a dateline are not it.
The verb that governs the phrase decides: the nearest finite verb before it, else the next one.
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from vnru.article import Block, BlockKind
from vnru.dates import MONTHS, PartialDate
from vnru.folding import fold
from vnru.lexicon import load, remembered
from vnru.reading.header import EARLIEST_YEAR
from vnru.reading.signatures import read_opening

_REACH = 150  # characters between a day and the verb that governs it
_PARAGRAPHS = 2  # the first paragraphs: after them a text turns to background
_MONTHS = {fold(name): number for number, name in enumerate(MONTHS, start=1)}
_MONTH_NAMES = "|".join(_MONTHS)
_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"

_DAY = re.compile(
    rf"(?<![\d.,-])(?P<day>[0-3]?\d)\s?(?:er)?\s?"
    rf"(?P<month>{_MONTH_NAMES})(?![a-z]{{3}})(?:\s?(?P<year>\d{{4}}))?"
)
#: What every day phrase has in it: looked for first, as it begins with a character class.
_CORE = re.compile(rf"[0-9]\s?(?:er)?\s?(?:{_MONTH_NAMES})")
_WEEKDAY = re.compile(rf"(?<![a-z])(?:{_WEEKDAYS})\s*\Z")
_LONGEST_WEEKDAY = 16  # characters, with the white space behind it

_WORD = r"(?: \w+)?"  # a weekday, mostly
_NUMBER = r"\d{1,2}(?:er)?"
#: Before the phrase: more than one day, or a bound of a period.
_PERIOD_BEFORE = re.compile(
    rf"(?:\bdu{_WORD}(?: {_NUMBER})?{_WORD}(?: \d{{4}})? au{_WORD}"
    rf"|\bles (?:\w+ )?{_NUMBER}(?:,| et){_WORD}(?: le)?"
    rf"|\b(?:{_NUMBER}|[a-z]+ \d{{1,2}}) (?:et|-|au|a) (?:le )?"
    rf"|\b(?:du|au|entre le|et le|jusqu'au|a partir du|a compter du|avant le|des le){_WORD}"
    rf"|\bd'ici (?:le|au){_WORD}|\bdepuis(?: le)?{_WORD}|{_NUMBER}\s?-\s?)\s?\Z"
)
_PERIOD_AFTER = re.compile(rf"\s?(?:au|-|et(?: le)?|jusqu'au) (?:\w+ )?{_NUMBER}(?!\d)")
#: « la fête nationale du 2 septembre », « après son ouverture, le 1er »: the day of another thing.
_OF_ANOTHER = re.compile(
    rf"\b(?:(?:du|de ce|d'un){_WORD}"
    r"|(?:apres|avant|depuis) (?:son|sa|leur|le|la|l'|cette|cet|ce)\s?[\w-]+(?: \w+){0,2},"
    r" (?:le )?)"
    r"\s?\Z"
)


class Telling(StrEnum):
    """What a verb makes of the day it governs; the keys of lexicon/events.toml."""

    ANNOUNCED = "announced"
    RECALLED = "recalled"
    REPORTED = "reported"


@remembered()
def _verbs(telling: Telling) -> re.Pattern[str]:
    data = load("events")[telling]
    words = "|".join(
        re.escape(word).replace(r"\+", "e?s?").replace(r"\ ", " ") for word in data["words"]
    )
    forms = [rf"(?:{words})\b"]
    if data["endings"]:
        excepted, endings = ("|".join(map(re.escape, data[key])) for key in ("except", "endings"))
        forms.append(rf"(?!(?:{excepted})\b)\w{{3,}}(?:{endings})\b")
    if telling is Telling.REPORTED:  # « a reçu », not « à »: the key has lost the accent
        forms.append(r"a(?= \w+(?:e|es|i|is|u|us|t|ts)\b)")
    guard = "".join(rf"(?<!{re.escape(before)})" for before in data.get("not_after", ()))
    return re.compile(rf"\b{guard}(?:{'|'.join(forms)})")


# It begins with a character class, which is what makes the search for it fast.
_SENTENCE_END = re.compile(
    r"[.!?»\"\n](?:(?<!\n)\s+(?=[A-ZÀ-ÞĐ\"«])|(?<=[a-zà-ÿ)][.!?])(?=[A-ZÀ-ÞĐ])|(?<=\n)(?=[-–•]))"
)


class EventDate(NamedTuple):
    """The day of the event, as far as it can be told by a certain day."""

    day: PartialDate | None  #: None where the text does not give it
    is_pending: bool = False  #: a day that is to come stands before it, and counts once it has


def read_event_date(
    blocks: Sequence[Block], header: PartialDate | None, today: dt.date | None = None
) -> EventDate:
    """Return the day on which the reported event took place.

    The year comes from the header; without a header only a full date in the text counts. A day
    after `today`, if that is given, is announced, whatever the verb.
    """
    latest_year = 0 if header else _latest_year(blocks)
    days = (day for text in _texts(blocks) for day in _days(text, header, latest_year))
    is_pending = False
    for day in days:
        if today is None or day.earliest <= today:
            return EventDate(day, is_pending)
        is_pending = True
    return EventDate(None, is_pending)


# It begins with characters, which is what makes the search for it fast.
_YEARS = re.compile(r"(?:19|20)(?<![\d.,]..)\d\d(?![\d.,]*\d)")
_AHEAD = re.compile(
    r"\b(?:d'ici|a (?:partir|compter) de|jusqu'(?:en|a)|avant|horizon)"
    r"(?: (?:a|en|la|fin|de|debut)){0,4} (?:l'an )?\Z"
)
_ANNOUNCED_WITHIN = 60  # characters before a year


def _latest_year(blocks: Sequence[Block]) -> int:
    """Return the newest year that is named and not said to lie ahead; 0 where none is."""
    keys = (fold(block.text) for block in blocks if block.kind.is_editorial)
    named = ((key, found) for key in keys for found in _YEARS.finditer(key))
    past = (int(found[0]) for key, found in named if not _lies_ahead(key, found.start()))
    return max(past, default=0)


def _lies_ahead(key: str, year: int) -> bool:
    clause = key[max(0, year - _ANNOUNCED_WITHIN) : year].rpartition(". ")[2]
    return bool(_AHEAD.search(clause) or _verbs(Telling.ANNOUNCED).search(clause))


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
        yield block.text[opening.length :] if opening else block.text


def _days(text: str, header: PartialDate | None, latest_year: int) -> Iterator[PartialDate]:
    """Yield the days of what is reported, in the order of the text."""
    key = fold(text)
    bounds: list[int] | None = None
    for core in _CORE.finditer(key):
        at = core.start()
        match = _DAY.match(key, at - 1) if at else None
        match = match or _DAY.match(key, at)
        day = _dated(match, header) if match else None
        if match is None or day is None or not _is_compatible(day, header, latest_year):
            continue
        if bounds is None:
            bounds = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
        weekday = _WEEKDAY.search(key, max(0, match.start() - _LONGEST_WEEKDAY), match.start())
        start = (weekday or match).start()
        sentence = bisect.bisect_right(bounds, start, hi=len(bounds) - 1)
        before = key[max(bounds[sentence - 1], start - _REACH) : start]
        after = key[match.end() : min(bounds[sentence], match.end() + _REACH)]
        if _is_of_event(before, after):
            yield day


def _dated(match: re.Match[str], header: PartialDate | None) -> PartialDate | None:
    month = _MONTHS[match["month"]]
    if match["year"]:
        year = int(match["year"])
    elif header is not None:
        year = header.year - (month == 12 and header.month == 1)
    else:
        return None
    if year < EARLIEST_YEAR:
        return None
    try:
        return PartialDate(year, month, int(match["day"]))
    except ValueError:
        return None


def _is_of_event(before: str, after: str) -> bool:
    """Tell whether a day phrase between these parts of its sentence dates what is reported."""
    near = before[-40:]
    if _PERIOD_BEFORE.search(near) or _PERIOD_AFTER.match(after) or _OF_ANOTHER.search(near):
        return False
    return _governing(before, after) not in (Telling.ANNOUNCED, Telling.RECALLED)


def _governing(before: str, after: str) -> Telling | None:
    """Return what the governing verb tells: the nearest before the phrase, else the next after."""
    preceding = _tellings(before[before.rfind(";") + 1 :])
    if preceding:
        return max(preceding)[1]
    following = _tellings(after)
    return min(following)[1] if following else None


def _tellings(clause: str) -> list[tuple[int, Telling]]:
    return [(m.start(), telling) for telling in Telling for m in _verbs(telling).finditer(clause)]


def _is_compatible(day: PartialDate, header: PartialDate | None, latest_year: int) -> bool:
    if header is None:
        # History is told with its year too: a day years before the newest year named is history.
        return day.year >= latest_year - 1
    if header.contains(day):
        return header.day is None or day == header
    if header.day is not None:
        same_month = header.month_only().contains(day)
        is_past = day.earliest <= header.earliest
        return is_past and (same_month or _is_last_days_before(day, header))
    return _is_last_days_before(day, header)


def _is_last_days_before(day: PartialDate, header: PartialDate) -> bool:
    """The 25th and later of the month before the header's (the label rules' bound)."""
    if header.month is None:
        return False
    before = header.month_only().earliest - dt.timedelta(days=1)
    return PartialDate(before.year, before.month).contains(day) and (day.day or 0) >= 25
