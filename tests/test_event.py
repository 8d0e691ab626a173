"""The day of the event is taken from the text only where the text gives it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import agency_text, partial_dates
from vnru.article import Block, BlockKind
from vnru.dates import MONTHS, PartialDate
from vnru.reading.blocks import read_blocks
from vnru.reading.event import EventDate, read_event_date
from vnru.reading.groups import split_groups

TODAY = PartialDate(2024, 3, 5)
PENDING = EventDate(None, is_pending=True)


def event(lead: str, header: str | None = "2024-03", *others: Block) -> str | None:
    """Return the day that a lead gives, as text."""
    found = read_event_date(
        [Block(BlockKind.LEAD, lead), *others], PartialDate.from_iso(header) if header else None
    )
    return found.day and str(found.day)


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Le ministre a reçu le 3 mars, à Hanoi, son homologue.", "2024-03-03"),
        ("Le ministre a reçu dimanche 3 mars son homologue.", "2024-03-03"),
        ("Le ministre a reçu, le dimanche 3 mars, son homologue.", "2024-03-03"),
        ("Les ministres se sont entretenus le 1er mars à Moscou.", "2024-03-01"),
        ("Les ministres se sont entretenus le 1 er mars à Moscou.", "2024-03-01"),
        ("Le président a quittéHanoi dimanche 31mars dans la soirée.", "2024-03-31"),
        ("Le 3 mars, la ville a accueilli un premier avion.", "2024-03-03"),
        ("La ville a accueilli le 3\xa0mars un premier avion.", "2024-03-03"),
        ("La ville a accueilli le 03 mars un premier avion.", "2024-03-03"),
        ("La ville a accueilli le 3 mars 2024 un premier avion.", "2024-03-03"),
        ("La ville a accueilli le 3 MARS un premier avion.", "2024-03-03"),
        ("Un accord a été signé à Hanoï le 3 mars.", "2024-03-03"),
        ("Un colloque s'est tenu le 22 mars à Moscou.", "2024-03-22"),
        ("Les Journées de la culture ont débuté mardi 19 mars à Moscou.", "2024-03-19"),
    ],
)
def test_day_phrases_of_many_forms(lead, day):
    assert day == event(lead)


@pytest.mark.parametrize(
    ("month", "header"), [(name, f"2024-{n:02}") for n, name in enumerate(MONTHS, start=1)]
)
def test_every_month_is_known(month, header):
    assert f"{header}-12" == event(f"Le ministre a reçu le 12 {month} l'ambassadeur.", header)


@pytest.mark.parametrize("month", ["fevrier", "aout", "decembre", "Février", "AOÛT"])
def test_months_are_known_without_accents_too(month):
    header = {"f": "2024-02", "a": "2024-08", "d": "2024-12"}[month[0].lower()]
    assert f"{header}-12" == event(f"Le ministre a reçu le 12 {month} l'ambassadeur.", header)


@pytest.mark.parametrize(
    "lead",
    [
        "Le ministre a reçu vendredi l'ambassadeur de Russie.",
        "Le ministre a reçu lundi après-midi l'ambassadeur de Russie.",
        "Le ministre a reçu en mars l'ambassadeur de Russie.",
        "Le ministre a reçu début mars l'ambassadeur de Russie.",
        "Le ministre a reçu le 3 l'ambassadeur de Russie.",
        "Le ministre a reçu hier l'ambassadeur de Russie.",
        "Le ministre a reçu l'ambassadeur de Russie.",
        "Le ministre a reçu le 13e contingent marsouin.",
    ],
)
def test_a_day_needs_number_and_month(lead):
    assert event(lead) is None


@pytest.mark.parametrize(
    "lead",
    [
        "Le ministre a effectué du 17 au 23 mars une visite au Vietnam.",
        "Le ministre a effectué, du 17 mars au 23 mars, une visite au Vietnam.",
        "Le ministre a effectué du dimanche 17 au samedi 23 mars une visite.",
        "Le forum a réuni les 17 et 18 mars trente pays à Hanoï.",
        "Le forum a réuni les 17, 18 et 19 mars trente pays à Hanoï.",
        "Le forum a réuni entre le 17 et le 19 mars trente pays.",
        "Le forum s'est tenu les 17-18 mars à Hanoï.",
        "Le musée est ouvert depuis le 17 mars à Moscou.",
        "L'exposition est ouverte jusqu'au 17 mars à Hanoï.",
        "Les vols ont repris à partir du 17 mars.",
    ],
)
def test_a_period_is_not_a_day(lead):
    assert event(lead) is None


@pytest.mark.parametrize(
    "lead",
    [
        "Le président se rendra le 25 mars au Vietnam.",
        "Le sommet aura lieu le 25 mars à Kazan.",
        "Le sommet doit se tenir le 25 mars à Kazan.",
        "Le sommet, prévu le 25 mars à Kazan, se prépare.",
        "Une visite est attendue le 25 mars à Hanoï.",
        "Les films seront projetés le 25 mars à Hanoï.",
        "Le ministre va rencontrer le 25 mars son homologue.",
        "Le 25 mars, le président se rendra au Vietnam.",
        "Le 25 mars prochain, le président sera au Vietnam.",
    ],
)
def test_an_announced_day_is_not_the_event(lead):
    assert event(lead) is None


@pytest.mark.parametrize(
    "lead",
    [
        "Fondée le 19 mars 1981, la coentreprise a fêté samedi ses quarante ans.",
        "Le pays avait été reconnu le 30 mars 1950 par l'Union soviétique.",
        "Le 30 mars 1950, l'Union soviétique fut l'un des premiers États à le reconnaître.",
        "Il a rappelé l'accord signé le 3 mars 1994.",
        "La coopération, débutée le 3 mars, porte ses fruits.",
        "Le ministre a évoqué la bataille du 3 mars.",
        "Mille Vietnamiens ont fêté samedi le Têt, qui tombe cette année le 31 mars.",
    ],
)
def test_a_recalled_day_is_not_the_event(lead):
    assert event(lead) is None


def test_the_reported_day_is_found_behind_an_announced_one():
    lead = "Le forum, qui aura lieu le 25 mars, a été présenté. Le ministre a signé le 3 mars."
    assert "2024-03-03" == event(lead)


@pytest.mark.parametrize(
    ("header", "phrase", "day"),
    [
        ("2024-03", "le 31 mars", "2024-03-31"),
        ("2024-03", "le 25 février", "2024-02-25"),
        ("2024-03", "le 29 février", "2024-02-29"),
        ("2024-03", "le 24 février", None),
        ("2024-03", "le 1er avril", None),
        ("2024-03", "le 3 janvier", None),
        ("2024-03", "le 32 mars", None),
        ("2023-03", "le 29 février", None),
        ("2024-01", "le 31 décembre", "2023-12-31"),
        ("2024-01", "le 24 décembre", None),
        ("2024-01", "le 31 décembre 2023", "2023-12-31"),
        ("2024-03", "le 3 mars 2023", None),
        ("2024-03", "le 3 mars 2024", "2024-03-03"),
        ("2024", "le 3 mars", "2024-03-03"),
        ("2024", "le 31 décembre 2023", None),
        ("2024-03-09", "le 9 mars", "2024-03-09"),
        ("2024-03-09", "le 7 mars", "2024-03-07"),
        ("2024-03-09", "le 10 mars", None),
        ("2024-03-02", "le 28 février", "2024-02-28"),
        (None, "le 3 mars", None),
        (None, "le 3 mars 2024", "2024-03-03"),
        (None, "le 30 février 2024", None),
        (None, "le 3 mars 1900", "1900-03-03"),
        (None, "le 3 mars 1899", None),
    ],
)
def test_the_day_must_be_compatible_with_the_header(header, phrase, day):
    assert day == event(f"Le ministre a reçu {phrase} l'ambassadeur de Russie.", header)


def test_without_a_header_history_is_not_the_event():
    lead = "Il a salué l'accord signé le 3 mars 1994, trente ans après, en 2024, à Hanoï."
    assert event(lead, None) is None


@pytest.mark.parametrize(
    ("year", "day"), [(2022, None), (2023, "2023-03-03"), (2024, "2024-03-03")]
)
def test_without_a_header_a_day_of_years_before_the_newest_is_history(year, day):
    lead = f"Le ministre a reçu le 3 mars {year} l'ambassadeur, pour les vols de 2024."
    assert day == event(lead, None)


@pytest.mark.parametrize(
    "ahead",
    [
        *("d'ici 2030", "d'ici à la fin de 2030", "à partir de 2030", "jusqu'en 2030"),
        *("avant l'an 2030", "qui ouvriront en 2030", "prévus en 2030"),
    ],
)
def test_without_a_header_a_year_ahead_does_not_make_the_day_history(ahead):
    lead = f"Le ministre a reçu le 3 mars 2024 l'ambassadeur, pour les vols {ahead}."
    assert "2024-03-03" == event(lead, None)


def test_a_verb_of_another_sentence_does_not_govern():
    lead = "Le sommet aura lieu à Kazan. Le 3 mars, accord entre les deux ministres à Hanoï."
    assert "2024-03-03" == event(lead)


def test_a_verb_before_a_semicolon_does_not_govern():
    lead = "Le sommet aura lieu à Kazan ; le 3 mars, les ministres ont signé un accord."
    assert "2024-03-03" == event(lead)


def test_a_verb_far_away_does_not_govern():
    far = "avec les délégations des provinces, des villes et des entreprises des deux pays, " * 2
    assert "2024-03-03" == event(f"Le sommet aura lieu {far} accord le 3 mars à Hanoï.")


def test_the_day_in_the_dateline_is_that_of_filing():
    lead = "Hanoï, 17 octobre (VNA) – Le ministre a reçu l'ambassadeur de Russie."
    assert event(lead, "2024-10") is None


def test_the_day_behind_the_dateline_counts():
    lead = "Hanoi, 1er novembre (AVI) - Le président a quitté Hanoi dimanche 31octobre."
    assert "2010-10-31" == event(lead, "2010-11")


def test_the_headline_may_give_the_day():
    blocks = [
        Block(BlockKind.HEADLINE, "Vietnam - Russie : accord signé le 3 mars"),
        Block(BlockKind.LEAD, "Les deux pays ont signé un accord."),
    ]
    assert "2024-03-03" == str(read_event_date(blocks, PartialDate(2024, 3)).day)


def test_the_second_paragraph_may_give_the_day_but_not_the_third():
    lead = Block(BlockKind.LEAD, "Le ministre a reçu l'ambassadeur.")
    filler = Block(BlockKind.PARAGRAPH, "Ils ont parlé de l'énergie.")
    dated = Block(BlockKind.PARAGRAPH, "L'accord a été signé le 3 mars.")
    month = PartialDate(2024, 3)
    assert PartialDate(2024, 3, 3) == read_event_date([lead, filler, dated], month).day
    assert read_event_date([lead, filler, filler, dated], month).day is None


@pytest.mark.parametrize(
    ("lead", "header", "found"),
    [
        ("Le 5 mars, le ministre visite Hanoï.", PartialDate(2024, 3), EventDate(TODAY)),
        ("Le 6 mars, le ministre visite Hanoï.", PartialDate(2024, 3), PENDING),
        ("Le 6 mars, le ministre visite Hanoï.", PartialDate(2024), PENDING),
        ("Le 3 mars 2999, le ministre a visité Hanoï.", None, PENDING),
        (
            "Le 6 mars, le ministre visite Hanoï. Le 5 mars, il a visité Hué.",
            PartialDate(2024, 3),
            EventDate(TODAY, is_pending=True),
        ),
        (
            "Le 5 mars, le ministre a visité Hué. Le 6 mars, il visite Hanoï.",
            PartialDate(2024, 3),
            EventDate(TODAY),
        ),
    ],
)
def test_a_day_that_is_to_come_is_not_the_event(lead, header, found):
    assert found == read_event_date([Block(BlockKind.LEAD, lead)], header, TODAY.earliest)


@pytest.mark.parametrize(
    "kind",
    [BlockKind.CAPTION, BlockKind.CROSSHEAD, BlockKind.RELATED, BlockKind.BOILERPLATE],
)
def test_what_surrounds_the_article_dates_nothing(kind):
    other = Block(kind, "Le ministre a signé le 3 mars un accord.")
    assert event("Le ministre a reçu l'ambassadeur.", "2024-03", other) is None


#: Headers that are read, and some that fit the days which the strategy writes.
headers = partial_dates().filter(lambda date: date.year >= 1900) | st.sampled_from(
    [PartialDate(2024), PartialDate(2024, 3), PartialDate(2024, 11), PartialDate(2024, 10, 31)]
)


@given(agency_text(), st.none() | headers)
def test_the_event_is_a_day_that_fits_the_header(text, header):
    date, _ = read_event_date(read_blocks(list(split_groups(text))), header)
    if date is None:
        return
    assert "day" == date.precision
    if header is not None:
        last_days_before = header.month_only().earliest - dt.timedelta(days=7)
        assert last_days_before <= date.earliest <= header.latest
