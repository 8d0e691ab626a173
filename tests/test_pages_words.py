"""French for pages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vnru.pages.words import counted, joined, number, shortened, span


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
