"""The header states the date at its own precision, or nothing at all."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import agency_text, partial_dates
from vnru.diagnostics import Severity
from vnru.reading.header import read_header

NAME = "001_0123456789abcdef.txt"
TODAY = dt.date(2024, 3, 15)


def read(text: str, today: dt.date | None = TODAY):
    return read_header(text, NAME, today)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (" date 2024 Le Vietnam", "2024"),
        (" date 2024-03 Le Vietnam", "2024-03"),
        (" date 2024-03-09 Le Vietnam", "2024-03-09"),
        ("date 2024-03 Le Vietnam", "2024-03"),
        ("  date  2024-03  Le Vietnam", "2024-03"),
        ("\xa0date\xa02024-03\xa0Le Vietnam", "2024-03"),
        ("\tdate\t2024-03\tLe Vietnam", "2024-03"),
        (" date 2024-03\nLe Vietnam", "2024-03"),
        (" date 2024-03\n\n\nLe Vietnam", "2024-03"),
    ],
)
def test_a_date_is_read_at_its_precision_and_cut_off(text, date):
    header = read(text)
    assert (date, None) == (str(header.date), header.problem)
    assert "Le Vietnam" == text[header.length :]


def test_a_header_alone_is_a_header():
    header = read(" date 2024-03")
    assert ("2024-03", 13) == (str(header.date), header.length)


@pytest.mark.parametrize(
    "text",
    [
        "Le Vietnam et la Russie signent",
        "\n date 2024-03 Le Vietnam",
        "Date 2024-03 Le Vietnam",
        " dates 2024-03 Le Vietnam",
        " date2024-03 Le Vietnam",
        " date : 2024-03 Le Vietnam",
        " date du 3 mars",
        " date limite 2024",
        " 2024-03 Le Vietnam",
    ],
)
def test_without_a_header_the_first_line_is_text(text):
    header = read(text)
    assert header.problem is not None
    assert (None, 0, "VN101") == (header.date, header.length, header.problem.code)
    assert Severity.WARNING is header.problem.severity


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-30",
        "2023-02-29",
        "2024-1",
        "2024-3-9",
        "20240309",
        "202403",
        "2024/03",
        "2024-03-09T10:00",
        "2024-03,",
        "09-03-2024",
        "24-03",
        "0000",
        "2024-03Le",
        "12024-03",
        "9" * 5000,
        "2024–03",
    ],
)
def test_a_date_that_does_not_exist_is_refused(written):
    problem = read(f" date {written} Le Vietnam").problem
    assert problem is not None
    assert ("VN102", Severity.ERROR) == (problem.code, problem.severity)
    assert (1, 7) == (problem.line, problem.column)
    assert written[:10] in problem.message
    assert len(problem.message) < 200


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2024-02-30", "no such date: 2024-02-30"),
        ("2024-03-9.", "YYYY-MM or YYYY-MM-DD: '2024-03-9.'"),
        ("2024-03-099", "form: not a date: '2024-03-099'"),
        ("9" * 99, f"form: not a date: '{'9' * 40}'"),
    ],
)
def test_the_reason_is_told_in_a_line(written, reason):
    problem = read(f" date {written} Le Vietnam").problem
    assert problem is not None
    assert problem.message.endswith(reason)


@pytest.mark.parametrize("month", ["13", "00", "99"])
def test_an_impossible_month_is_named(month):
    problem = read(f" date 2024-{month} Le Vietnam").problem
    assert problem is not None
    assert "VN102" == problem.code
    assert f"month is not 1-12 (got {int(month)})" in problem.message


@pytest.mark.parametrize("written", ["1899", "0001-01-01", "0024-03"])
def test_a_year_before_the_agencies_is_a_slip(written):
    problem = read(f" date {written} Le Vietnam").problem
    assert problem is not None
    assert ("VN103", Severity.ERROR) == (problem.code, problem.severity)


def test_the_first_year_is_1900():
    assert read(" date 1900 Le Vietnam").problem is None


@pytest.mark.parametrize("written", ["2024-03-16", "2024-04", "2025", "2099-01-15", "9999"])
def test_the_future_is_held_back(written):
    header = read(f" date {written} Le Vietnam")
    assert header.problem is not None
    assert ("VN104", Severity.HELD) == (header.problem.code, header.problem.severity)
    assert header.date is None
    assert "2024-03-15" in header.problem.message


@pytest.mark.parametrize("written", ["2024-03-15", "2024-03", "2024"])
def test_a_period_that_has_begun_is_not_the_future(written):
    assert read(f" date {written} Le Vietnam").problem is None


def test_without_a_today_every_date_is_good():
    assert "2099-01-15" == str(read(" date 2099-01-15 Le Vietnam", today=None).date)


@given(partial_dates(), st.sampled_from((" ", "\n", "\xa0", "\n\n")))
def test_every_date_of_our_time_is_read(date, gap):
    header = read(f" date {date}{gap}Le Vietnam", today=None)
    assert (date if date.year >= 1900 else None) == header.date


@given(agency_text())
def test_a_header_takes_only_the_start_of_the_text(text):
    header = read(text)
    assert 0 <= header.length <= len(text)
    assert (header.length == 0) == (header.problem is not None and header.problem.code == "VN101")
