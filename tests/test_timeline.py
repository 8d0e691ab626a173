"""Articles counted over time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import partial_dates
from vnru.dates import PartialDate
from vnru.timeline import MONTHS_SHOWN, PERIODS_SHOWN, Axis


def axis_of(*dates):
    return Axis.spanning(PartialDate.from_iso(date) for date in dates)


@pytest.mark.parametrize(
    ("dates", "unit", "labels"),
    [
        (["2024-03"], "mois", ["mars 2024"]),
        (["2024-12", "2025-02-03"], "mois", ["décembre 2024", "janvier 2025", "février 2025"]),
        (["2024-12", "2025"], "année", ["2024", "2025"]),
        (["1995-01", "2025-01"], "année", [str(year) for year in range(1995, 2026)]),
        (["1930", "2025"], "décennie", [f"{y}–{y + 9}" for y in range(1930, 2030, 10)]),
        (["1200", "2025"], "siècle", [f"{y}–{y + 99}" for y in range(1200, 2100, 100)]),
    ],
)
def test_a_period_is_as_long_as_it_takes(dates, unit, labels):
    axis = axis_of(*dates)
    assert unit == axis.unit_name
    assert labels == axis.labels


def test_three_years_are_shown_by_month_and_a_month_more_by_year():
    assert MONTHS_SHOWN == len(axis_of("2022-01", "2024-12").labels)
    assert ["2022", "2023", "2024", "2025"] == axis_of("2022-01", "2025-01").labels


def test_without_dates_there_is_no_time():
    assert Axis.spanning([]) is None


@given(st.lists(partial_dates(), min_size=1))
def test_every_date_is_counted_once_in_a_period_that_holds_it(dates):
    axis = Axis.spanning(dates)
    counts = axis.count(dates)
    assert len(dates) == sum(counts)
    assert len(axis.labels) == len(counts)
    assert len(counts) <= max(PERIODS_SHOWN, 100)
    assert counts[0]
    assert counts[-1]
    for date in dates:
        (position,) = [place for place, count in enumerate(axis.count([date])) if count]
        first = (axis.first + position) * axis.unit
        assert first <= date.year * 12 + (date.month or 1) - 1 < first + axis.unit
