"""The numbers behind the pages: time, company, words."""

from __future__ import annotations

import itertools
from collections import Counter

import attrs
import pytest
from factories import make_article
from hypothesis import given
from hypothesis import strategies as st
from strategies import partial_dates

from vnru.article import Person
from vnru.corpus import Corpus
from vnru.dates import PartialDate
from vnru.folding import name_key
from vnru.pages.company import PAIRED_PER_ARTICLE, Company, seating
from vnru.pages.timeline import MONTHS_SHOWN, PERIODS_SHOWN, Axis
from vnru.pages.words import counted, joined, number, shortened, span

# Time


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
    assert counts[0] and counts[-1]
    for date in dates:
        (position,) = [place for place, count in enumerate(axis.count([date])) if count]
        first = (axis.first + position) * axis.unit
        assert first <= date.year * 12 + (date.month or 1) - 1 < first + axis.unit


# Company


def company_of(*casts, people=100, pairs=100):
    articles = [
        attrs.evolve(
            make_article(serial, date=f"{2000 + serial}"),
            people=[person if isinstance(person, Person) else Person(person) for person in cast],
        )
        for serial, cast in enumerate(casts, start=1)
    ]
    return Company.of(Corpus(articles), people=people, pairs=pairs)


def test_spellings_of_a_name_are_one_person_called_as_most_articles_do():
    company = company_of(["Tô Lâm"], ["To Lam"], ["Tô Lâm", "TO  LAM"], ["V. Titov"])
    assert [("Tô Lâm", 3), ("V. Titov", 1)] == [
        (person.name, person.articles) for person in company.people.values()
    ]
    assert not company.pairs


def test_the_latest_role_stands():
    company = company_of([Person("A", "ministre")], [Person("A", "président")], [Person("A")])
    assert "président" == company.people["a"].role


def test_pairs_have_the_latest_article_that_names_both():
    company = company_of(["A", "B", "C"], ["B", "A"], ["C"])
    (first, *others) = company.pairs
    assert (("a", "b"), 2, 2) == (first.people, first.articles, first.latest.serial)
    assert [("a", "c"), ("b", "c")] == [pair.people for pair in others]


def test_a_long_list_of_names_costs_no_more_than_a_short_one():
    names = [f"Nom {letter}{other}" for letter, other in itertools.product("abcdef", "abcdef")]
    company = company_of(names, people=36, pairs=10_000)
    assert PAIRED_PER_ARTICLE * (PAIRED_PER_ARTICLE - 1) // 2 == len(company.pairs)


def test_anchors_are_unique_whatever_the_names():
    company = company_of(["d'A", "d A", "D A 2", "Россия", "日本"])
    anchors = [person.anchor for person in company.people.values()]
    assert len(set(anchors)) == len(anchors) == 5


CASTS = st.lists(st.lists(st.sampled_from("ABCDEFGH"), max_size=6, unique=True), max_size=12)


@given(CASTS)
def test_company_counts_as_a_reader_would(casts):
    company = company_of(*casts)
    named = Counter(name_key(name) for cast in casts for name in cast)
    together = Counter(
        tuple(map(name_key, pair))
        for cast in casts
        for pair in itertools.combinations(sorted(cast), 2)
    )
    assert named == {key: person.articles for key, person in company.people.items()}
    assert together == {pair.people: pair.articles for pair in company.pairs}


@given(CASTS, st.integers(2, 8))
def test_everybody_at_the_table_knows_somebody_there(casts, limit):
    company = company_of(*casts)
    seats = seating(company, limit)
    assert len(set(seats)) == len(seats) <= limit
    assert bool(company.pairs) == bool(seats)
    friends = {frozenset(pair.people) for pair in company.pairs}
    for guest in seats:
        assert any(frozenset((guest, other)) in friends for other in seats)


def test_those_who_belong_together_sit_together():
    company = company_of(["A", "B"], ["A", "B"], ["C", "D"], ["E", "A"])
    assert ["a", "b", "e", "c", "d"] == seating(company, 10)


# Words


def test_numbers_are_grouped_and_nouns_agree():
    assert "12\u202f480" == number(12_480)
    assert ["0 article", "1 article", "2 articles"] == [counted(n, "article") for n in range(3)]


def test_periods_elide():
    assert "d’avril 2024 à mars 2025" == span("avril 2024", "mars 2025")
    assert "de mars 2024 à avril 2025" == span("mars 2024", "avril 2025")
    assert "2024" == span("2024", "2024")


def test_joined():
    assert ["a", ", ", "b"] == list(joined(["a", "b"]))


@given(st.text(), st.integers(2, 60))
def test_a_shortened_text_is_a_beginning_that_fits(text, length):
    line = " ".join(text.split())
    short = shortened(text, length)
    assert len(short) <= length
    assert short == line or (short.endswith("…") and line.startswith(short[:-1]))


def test_a_text_is_cut_between_words_and_before_its_comma():
    assert "Le ministre…" == shortened("Le ministre, hier", 13)
    assert "Anticons…" == shortened("Anticonstitutionnellement", 9)
