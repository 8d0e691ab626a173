"""Articles counted over time: the numbers behind the charts.

A period is one month, or as many as it takes for the whole span to fit on a page. A date takes part
as precisely as it is known: as soon as one article is dated by its year only, nothing is counted by
month.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, get_args

import attrs

from vnru.dates import PartialDate, Precision

MONTHS_SHOWN: Final = 36  #: a longer span is counted by year
PERIODS_SHOWN: Final = 60  #: and one that is longer still by ten or a hundred years

_YEAR: Final = 12
_UNITS: Final = ((1, MONTHS_SHOWN), (_YEAR, PERIODS_SHOWN), (10 * _YEAR, PERIODS_SHOWN))
_COARSEST: Final = 100 * _YEAR


@attrs.frozen
class Axis:
    """Equal periods in a row, wide enough for every date it was made for."""

    unit: int  #: months in a period: 1, 12, 120 or 1200
    first: int  #: number of the first period, counted from the year 0
    last: int  #: number of the last period, included

    @classmethod
    def spanning(cls, dates: Iterable[PartialDate]) -> Axis | None:
        """Return the finest axis that shows all `dates`; None where there is none."""
        known = set(dates)
        if not known:
            return None
        months = {_month(date) for date in known}
        first, last = min(months), max(months)
        finest = _YEAR if any(date.month is None for date in known) else 1
        for unit, shown in _UNITS:
            if unit >= finest and last // unit - first // unit < shown:
                return cls(unit, first // unit, last // unit)
        return cls(_COARSEST, first // _COARSEST, last // _COARSEST)

    def count(self, dates: Iterable[PartialDate]) -> tuple[int, ...]:
        """Return how many of `dates` lie in each period."""
        found = Counter(_month(date) // self.unit for date in dates)
        return tuple(found[period] for period in range(self.first, self.last + 1))

    @property
    def labels(self) -> Sequence[str]:
        """What people call each period: ``mars 2024``, ``2024``, ``2020–2029``."""
        return [self._label(period) for period in range(self.first, self.last + 1)]

    def _label(self, period: int) -> str:
        year, month = divmod(period * self.unit, _YEAR)
        if self.unit == 1:
            return PartialDate(year, month + 1).french()
        years = self.unit // _YEAR
        return f"{year}" if years == 1 else f"{year}–{year + years - 1}"

    @property
    def unit_name(self) -> str:
        """What people call the length of a period."""
        return {1: "mois", _YEAR: "année", 10 * _YEAR: "décennie"}.get(self.unit, "siècle")


def _month(date: PartialDate) -> int:
    """Count months from the year 0; a year counts as its first month (see `Axis.spanning`)."""
    return date.year * _YEAR + (date.month or 1) - 1


def per_period(dates: Iterable[PartialDate], by: Precision) -> dict[PartialDate, int]:
    """Count dates by day, month or year, from the first period to the last, without gaps.

    A date counts where it is precise enough: a month is in no day's count.

    Raises:
        ValueError: there is no such period; says which there are.
    """
    if by not in get_args(Precision):
        raise ValueError(f"nothing is counted by {by!r}; known: {', '.join(get_args(Precision))}")
    found = Counter(_number(date, by) for date in dates if _is_precise(date, by))
    if not found:
        return {}
    numbers = range(min(found), max(found) + 1)
    return {_period(number, by): found[number] for number in numbers}


def _is_precise(date: PartialDate, by: Precision) -> bool:
    known = {"day": date.day, "month": date.month, "year": date.year}
    return known[by] is not None


def _number(date: PartialDate, by: Precision) -> int:
    """Number periods, so that the next one has the next number."""
    if by == "day":
        return date.earliest.toordinal()
    return _month(date) if by == "month" else date.year


def _period(number: int, by: Precision) -> PartialDate:
    if by == "day":
        return PartialDate.from_date(dt.date.fromordinal(number))
    if by == "month":
        year, month = divmod(number, _YEAR)
        return PartialDate(year, month + 1)
    return PartialDate(number)
