"""A date is as precise as its source, and is compared by what is certain."""

from __future__ import annotations

import datetime as dt
import itertools
import operator
import warnings
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from strategies import partial_dates
from vnru.dates import MONTHS, PartialDate, parse_epoch, parse_instant


def days(date: PartialDate) -> set[dt.date]:
    """Return every day a date can mean, found by trying them all."""
    first, last = (dt.date(date.year, *end).toordinal() for end in ((1, 1), (12, 31)))
    return {
        day
        for day in map(dt.date.fromordinal, range(first, last + 1))
        if date.month in (None, day.month) and date.day in (None, day.day)
    }


@pytest.mark.parametrize("text", ["2024", "2024-03", "2024-03-09", "0001", "9999-12-31"])
def test_iso_text_comes_back(text):
    assert text == str(PartialDate.from_iso(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "20240",
        "2024-3",
        "2024-003",
        "2024/03",
        "2024-03-",
        "2024-03-9",
        "2024-03-09T00:00",
        " 2024",
        "2024\n",
        "-2024",
        "２０２４",
        "٢٠٢٤",
        "2024?",
        "2024-XX",
        "2024/2025",
    ],
)
def test_other_forms_are_refused(text):
    with pytest.raises(ValueError, match="not a date of the form"):
        PartialDate.from_iso(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-00", r"month is not 1-12 \(got 0\)"),
        ("2024-13", r"month is not 1-12 \(got 13\)"),
        ("2024-02-30", "no such date: 2024-02-30"),
        ("2023-02-29", "no such date: 2023-02-29"),
        ("2024-01-00", "no such date: 2024-01-00"),
        ("0000", "no such date: 0000"),
    ],
)
def test_dates_that_do_not_exist_are_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        PartialDate.from_iso(text)


def test_a_day_needs_a_month():
    with pytest.raises(ValueError, match="a day needs a month"):
        PartialDate(2024, None, 9)


def test_a_leap_day_exists_in_a_leap_year():
    assert dt.date(2024, 2, 29) == PartialDate.from_iso("2024-02").latest


def test_from_date_is_precise_to_the_day():
    assert PartialDate(2024, 3, 9) == PartialDate.from_date(dt.date(2024, 3, 9))


@pytest.mark.parametrize(
    ("text", "precision"), [("2024", "year"), ("2024-03", "month"), ("2024-03-09", "day")]
)
def test_precision_is_the_finest_part_known(text, precision):
    assert precision == PartialDate.from_iso(text).precision


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024", "2024-01-01T00:00:00+00:00"),
        ("2024-03", "2024-03-01T00:00:00+00:00"),
        ("2024-03-09", "2024-03-09T00:00:00+00:00"),
    ],
)
def test_the_instant_is_the_first_of_the_period_in_utc(text, instant):
    assert instant == PartialDate.from_iso(text).instant.isoformat()


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("2024", "2024"),
        ("2024-08", "août 2024"),
        ("2024-03-09", "9 mars 2024"),
        ("2023-12-01", "1er décembre 2023"),
        ("2023-12-11", "11 décembre 2023"),
    ],
)
def test_french_newspapers_say(text, french):
    assert french == PartialDate.from_iso(text).french()


def test_months_have_twelve_names():
    assert 12 == len(set(MONTHS))


def test_the_less_precise_date_sorts_first():
    texts = ["2023-12-31", "2024", "2024-01", "2024-01-01", "2024-01-02", "2024-02"]
    shuffled = [PartialDate.from_iso(text) for text in reversed(texts)]
    assert texts == [str(date) for date in sorted(shuffled, key=lambda date: date.sort_key)]


def test_month_only_forgets_the_day():
    months = [str(PartialDate.from_iso(text).month_only()) for text in ("2024", "2024-03-09")]
    assert ["2024", "2024-03"] == months


@given(partial_dates())
def test_iso_round_trip(date):
    assert date == PartialDate.from_iso(str(date))


@given(partial_dates())
def test_bounds_are_those_of_the_days_it_can_mean(date):
    assert (min(days(date)), max(days(date))) == (date.earliest, date.latest)


@given(partial_dates(), partial_dates())
def test_comparisons_agree_with_the_days_themselves(one, other):
    pairs = list(itertools.product(days(one), days(other)))
    assert any(a < b for a, b in pairs) == one.may_be_before(other)
    assert all(a < b for a, b in pairs) == one.is_before(other)
    assert (days(other) <= days(one)) == one.contains(other)


@given(partial_dates(), partial_dates(), partial_dates())
def test_sort_key_is_a_total_order(a, b, c):
    assert (a == b) == (a.sort_key == b.sort_key)
    first, second, third = sorted((a, b, c), key=lambda date: date.sort_key)
    assert not third.is_before(first)
    assert first.earliest <= second.earliest <= third.earliest


@pytest.fixture(scope="module")
def parse_edtf():
    """The reference implementation of EDTF, as an oracle; its grammar warns when imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip("edtf")
    return module.parse_edtf


@given(date=partial_dates())
def test_edtf_means_the_same_days(parse_edtf, date):
    oracle = parse_edtf(str(date))
    bounds = [dt.date(*bound[:3]) for bound in (oracle.lower_strict(), oracle.upper_strict())]
    assert bounds == [date.earliest, date.latest]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("0", dt.datetime(1970, 1, 1, tzinfo=dt.UTC)),
        ("1700000000", dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)),
        ("2024-03-09", dt.datetime(2024, 3, 9, tzinfo=dt.UTC)),
        ("20240309", dt.datetime(2024, 3, 9, tzinfo=dt.UTC)),
        ("2024", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        ("2024-03-09T10:30:00Z", dt.datetime(2024, 3, 9, 10, 30, tzinfo=dt.UTC)),
        ("2024-03-09T10:30:00.999+07:00", dt.datetime(2024, 3, 9, 3, 30, tzinfo=dt.UTC)),
    ],
)
def test_instants_are_whole_seconds_in_utc(text, instant):
    parsed = parse_instant(text)
    assert instant == parsed
    assert dt.UTC == parsed.tzinfo


def test_an_epoch_is_a_number_of_seconds_of_any_length():
    assert dt.datetime(1970, 8, 23, 11, 51, 41, tzinfo=dt.UTC) == parse_epoch("20260301")
    with pytest.raises(ValueError, match="not seconds since 1970: '2024-03-09'"):
        parse_epoch("2024-03-09")


@pytest.mark.parametrize("text", ["", "demain", "-5", "2024-13-01", "20241301"])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


@pytest.mark.parametrize(
    "text",
    [
        "253402300800",
        "999999999999",
        "9999-12-31T24:00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_instants_outside_the_years_1_to_9999_are_refused(text):
    with pytest.raises(ValueError, match=r"out of range|outside the years"):
        parse_instant(text)


def test_an_instant_does_not_depend_on_the_machines_time_zone():
    instant = parse_instant("2024-03-09T00:00:00+07:00")
    assert dt.datetime(2024, 3, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")) == instant


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
@pytest.mark.parametrize("other", [PartialDate(2024, 3, 9), PartialDate(2024, 3), "2024-03"])
def test_dates_have_no_order_and_say_what_to_ask_instead(compare, other):
    with pytest.raises(TypeError, match=r"a\.is_before\(b\), .* corpus\.between"):
        compare(PartialDate(2024, 3), other)


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_an_undated_article_is_told_from_dates_without_order(compare):
    for pair in ((PartialDate(2024, 3), None), (None, PartialDate(2024, 3))):
        with pytest.raises(TypeError, match="an article without one is undated"):
            compare(*pair)


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2024-03", PartialDate(2024, 3)),
        (2024, PartialDate(2024)),
        (dt.date(2024, 3, 9), PartialDate(2024, 3, 9)),
        (dt.datetime(2024, 3, 9, 23, tzinfo=dt.UTC), PartialDate(2024, 3, 9)),
        (PartialDate(2024, 3), PartialDate(2024, 3)),
    ],
)
def test_a_date_is_read_from_whatever_says_one(given, date: PartialDate):
    assert date == PartialDate.of(given)
    assert date.contains(given)
    assert PartialDate(2023).is_before(given)
    assert PartialDate(2024, 2).may_be_before(given)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (None, "None is no date"),
        (2024.5, r"expected a text \(see PartialDate.from_iso\)"),
        (True, r"expected a text \(see PartialDate.from_iso\)"),
    ],
)
@pytest.mark.parametrize("question", ["contains", "is_before", "may_be_before"])
def test_what_says_no_date_is_refused(question: str, given, complaint: str):
    with pytest.raises(TypeError, match=complaint):
        getattr(PartialDate(2024), question)(given)


@given(partial_dates())
def test_a_prompt_shows_what_makes_the_date(date):
    assert date == eval(repr(date))  # noqa: S307
    assert "None" not in repr(date)
