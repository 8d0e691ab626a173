"""Who is named with whom."""

from __future__ import annotations

import itertools
from collections import Counter

import attrs
from hypothesis import given
from hypothesis import strategies as st

from factories import make_article
from vnru.article import Person
from vnru.company import PAIRED_PER_ARTICLE, Company, seating
from vnru.corpus import Corpus


def company_of(*casts, people=100, pairs=100):
    articles = [
        attrs.evolve(
            make_article(serial, date=f"{2000 + serial}"),
            people=[person if isinstance(person, Person) else Person(person) for person in cast],
        )
        for serial, cast in enumerate(casts, start=1)
    ]
    return Company.of(Corpus(articles), people=people, pairs=pairs)


def named(company, keys):
    return tuple(company.people[key].name for key in keys)


def test_spellings_of_a_name_are_one_person_called_as_most_articles_do():
    company = company_of(["Tô Lâm"], ["To Lam"], ["Tô Lâm", "TO  LAM"], ["V. Titov"])
    assert [("Tô Lâm", 3), ("V. Titov", 1)] == [
        (person.name, person.articles) for person in company.people.values()
    ]
    assert not company.pairs


def test_the_latest_role_stands():
    company = company_of([Person("A", "ministre")], [Person("A", "président")], [Person("A")])
    assert ["président"] == [person.role for person in company.people.values()]


def test_pairs_have_the_latest_article_that_names_both():
    company = company_of(["A", "B", "C"], ["B", "A"], ["C"])
    (first, *others) = company.pairs
    assert ("A", "B") == named(company, first.people)
    assert (2, 2) == (first.articles, first.latest.serial)
    assert [("A", "C"), ("B", "C")] == [named(company, pair.people) for pair in others]


def test_a_long_list_of_names_costs_no_more_than_a_short_one():
    company = company_of(
        ["".join(letters) for letters in itertools.product("Bdghklmnp", "aeio")],
        people=36,
        pairs=10_000,
    )
    assert 36 == len(company.people)
    assert PAIRED_PER_ARTICLE * (PAIRED_PER_ARTICLE - 1) // 2 == len(company.pairs)


def test_anchors_are_unique_whatever_the_names():
    company = company_of(["Ba", "Ba 2", "Da", "Россия", "日本"], ["Ba (2)", "(Da)", "Đa"])
    anchors = [person.anchor for person in company.people.values()]
    assert len(set(anchors)) == len(anchors) == len(company.people)
    assert len(anchors) >= 5


def test_a_taken_anchor_is_numbered():
    company = company_of(["Россия", "日本", "한국"])
    assert ["personne-", "personne--2", "personne--3"] == [
        person.anchor for person in company.people.values()
    ]


NAMES = ("Ba", "Ca", "Da", "Ga", "Ha", "La", "Ma", "Na")
CASTS = st.lists(st.lists(st.sampled_from(NAMES), max_size=6, unique=True), max_size=12)


@given(CASTS)
def test_company_counts_as_a_reader_would(casts):
    company = company_of(*casts)
    alone = Counter(name for cast in casts for name in cast)
    together = Counter(pair for cast in casts for pair in itertools.combinations(sorted(cast), 2))
    assert alone == {person.name: person.articles for person in company.people.values()}
    assert together == {named(company, pair.people): pair.articles for pair in company.pairs}


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
    company = company_of(["Ba", "Ca"], ["Ba", "Ca"], ["Da", "Ga"], ["Ha", "Ba"])
    assert ("Ba", "Ca", "Ha", "Da", "Ga") == named(company, seating(company, 10))


def test_a_role_that_needs_another_person_does_not_stand_alone():
    company = company_of([Person("A", "ministre")], [Person("A", "homologue russe")])
    assert ["ministre"] == [person.role for person in company.people.values()]


def test_only_those_named_most_are_kept():
    company = company_of(["A", "B"], ["A", "C"], ["A", "C"], people=2)
    assert ("A", "C") == named(company, company.people)
    assert [("A", "C")] == [named(company, pair.people) for pair in company.pairs]
