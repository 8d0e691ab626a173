"""Dates as precise as the source states them, and not more.

`PartialDate` is level 0 of EDTF (ISO 8601-2:2019): a year, a month or a day. A month is a month:
it is compared by what is certain, never filled up with a day nobody gave.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from typing import Final, Literal, Never, NoReturn

import attrs

Precision = Literal["year", "month", "day"]

MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


@attrs.frozen(order=False)
class PartialDate:
    """A year, a month of a year, or a day.

    Raises:
        ValueError: a part is out of range, or a day is given without a month.
    """

    year: int  #: 1 to 9999
    month: int | None = None  #: 1 to 12; None where only the year is known
    day: int | None = None  #: 1 to 31; None where only the month is known

    def __attrs_post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"month is not 1-12 (got {self.month})")
        try:
            dt.date(self.year, self.month or 1, 1 if self.day is None else self.day)
        except ValueError:
            raise ValueError(f"no such date: {self}") from None

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read ``2024``, ``2024-03`` or ``2024-03-09`` (EDTF level 0).

        Raises:
            ValueError: the text is not of this form, or the date does not exist.
        """
        match = _EDTF.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date of the form YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
        year, *rest = (int(part) for part in match.groups() if part)
        return cls(year, *rest)

    @classmethod
    def from_date(cls, day: dt.date) -> PartialDate:
        """Make the day-precise date of `day`."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def of(cls, date: DateLike) -> PartialDate:
        """Read whatever says a date: ``"2024-03"``, ``2024``, a `datetime.date`, or one of these.

        Raises:
            ValueError: a text is not of the form of `from_iso`, or the date does not exist.
            TypeError: it is something else, such as the None of an undated article.
        """
        match date:
            case PartialDate():
                return date
            case str():
                return cls.from_iso(date)
            case int() if not isinstance(date, bool):
                return cls(date)
            case dt.date():
                return cls.from_date(date)
            case _:
                raise _no_date(date)

    def __str__(self) -> str:
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text

    def __repr__(self) -> str:
        return f"PartialDate({', '.join(map(str, filter(None, attrs.astuple(self))))})"

    # A month lies neither before nor after a day in it. Type checkers refuse these, too.

    def __lt__(self, other: Never) -> NoReturn:
        raise _no_order(other)

    def __le__(self, other: Never) -> NoReturn:
        raise _no_order(other)

    def __gt__(self, other: Never) -> NoReturn:
        raise _no_order(other)

    def __ge__(self, other: Never) -> NoReturn:
        raise _no_order(other)

    @property
    def precision(self) -> Precision:
        """The finest part that is known."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def earliest(self) -> dt.date:
        """The first day this date can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """The last day this date can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def instant(self) -> dt.datetime:
        """The first instant of the period, in UTC: what a feed calls `published`.

        Formats that know only instants (RFC 3339, RFC 822) get the start of the known period;
        the precision travels beside it (see docs/explanation/honest-dates.md).
        """
        return _midnight(self.year, self.month or 1, self.day or 1)

    def may_be_before(self, other: DateLike) -> bool:
        """Tell whether some day this date can mean lies before some day `other` can mean.

        Raises:
            ValueError, TypeError: `other` is no date; see `of`.
        """
        return self.earliest < PartialDate.of(other).latest

    def is_before(self, other: DateLike) -> bool:
        """Tell whether every day this date can mean lies before every day of `other`.

        Raises:
            ValueError, TypeError: `other` is no date; see `of`.
        """
        return self.latest < PartialDate.of(other).earliest

    def contains(self, other: DateLike) -> bool:
        """Tell whether every day of `other` is a day of this date.

        Raises:
            ValueError, TypeError: `other` is no date; see `of`.
        """
        other = PartialDate.of(other)
        in_year = self.year == other.year
        return in_year and self.month in (None, other.month) and self.day in (None, other.day)

    def month_only(self) -> PartialDate:
        """Return the month of this date (the year, where no month is known)."""
        return PartialDate(self.year, self.month)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Total order by first day; the less precise date first (its day counts as 0)."""
        return (self.year, self.month or 0, self.day or 0)

    def french(self) -> str:
        """Say the date as a French newspaper does: ``3 mars 2024``, ``mars 2024``, ``2024``."""
        if self.month is None:
            return f"{self.year}"
        month = MONTHS[self.month - 1]
        if self.day is None:
            return f"{month} {self.year}"
        return f"{'1er' if self.day == 1 else self.day} {month} {self.year}"


#: Whatever says a date: ``"2024-03"``, ``2024`` (a year), a day; see `PartialDate.of`.
DateLike = PartialDate | str | int | dt.date


@functools.lru_cache(maxsize=16_384)  # one object for all that happened on a day
def _midnight(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, tzinfo=dt.UTC)


def _no_date(value: object) -> TypeError:
    if value is None:
        return TypeError("None is no date: an article without one is undated, and must be left out")
    return TypeError(
        f"not a date: {value!r}; expected a text (see PartialDate.from_iso), a year,"
        " a datetime.date or a PartialDate"
    )


def _no_order(other: object) -> TypeError:
    if other is None:
        return _no_date(other)
    return TypeError(
        "dates of different precision have no order; say what is meant: a.is_before(b),"
        " a.may_be_before(b), a.earliest or a.latest (days), key=lambda date: date.sort_key,"
        " or corpus.between('2024-03', '2024-05')"
    )


def parse_epoch(text: str) -> dt.datetime:
    """Read seconds since 1970, as SOURCE_DATE_EPOCH has them.

    Raises:
        ValueError: the text is no such number, or one of a year after 9999.
    """
    if not _SECONDS.fullmatch(text):
        raise ValueError(f"not seconds since 1970: {text!r}")
    return dt.datetime.fromtimestamp(int(text), dt.UTC)


def parse_instant(text: str) -> dt.datetime:
    """Read an instant: ISO 8601 (a date is its midnight in UTC), or seconds since 1970.

    A number of four or eight digits is a year or a day (``20260301``): as seconds, it would be of
    1970 to 1973. Returns a whole second in UTC.

    Raises:
        ValueError: the text is neither.
    """
    if _SECONDS.fullmatch(text) and len(text) not in {4, 8}:
        return parse_epoch(text)
    from dateutil.parser import isoparse  # 40 ms, only for those who pass --now

    try:
        instant: dt.datetime = isoparse(text)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=dt.UTC)
        return instant.astimezone(dt.UTC).replace(microsecond=0)
    except OverflowError:
        raise ValueError(f"outside the years 1 to 9999: {text!r}") from None
