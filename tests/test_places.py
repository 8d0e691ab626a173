"""Which towns, provinces and countries are named, in one spelling each."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given

from strategies import agency_text
from vnru.article import Block, BlockKind
from vnru.folding import fold
from vnru.lexicon import load
from vnru.reading.places import read_places


def places(text: str) -> list[str]:
    return list(read_places([Block(BlockKind.LEAD, text)]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Haiphong à Vladivostok, puis à Hai Phong.", ["Hai Phong", "Vladivostok"]),
        ("Đà Nẵng, Dà Nang et Da Nang", ["Dà Nang"]),
        ("Hanoï, Hà Nôi, HANOI", ["Hanoi"]),
        ("à Hô Chi Minh-Ville et à Ho Chi Minh Ville", ["Hô Chi Minh-Ville"]),
        ("Hô Chi Minh est venu à Pétersbourg.", ["Saint-Pétersbourg"]),
        ("l'axe Vietnam-Russie-Biélorussie", ["Vietnam", "Russie", "Biélorussie"]),
        (
            "Corée du Sud, Afrique du Sud et Arabie saoudite",
            ["Corée du Sud", "Afrique du Sud", "Arabie saoudite"],
        ),
        ("la Côte d’Ivoire et les Émirats arabes unis", ["Côte d'Ivoire", "Émirats arabes unis"]),
        ("laRussie, àHanoi, leVietnam", ["Russie", "Hanoi", "Vietnam"]),
        ("le parti Russie unie et PetroVietnam", []),
        ("la Fédération de\nRussie", ["Russie"]),
        ("Ninh Thuân 1, dans la province de Khanh Hoà", ["Ninh Thuân", "Khanh Hoà"]),
        ("La Corée négocie ; l'Union aussi.", []),
    ],
)
def test_places_have_one_name_and_stand_in_order(text, expected):
    assert expected == places(text)


def test_only_the_article_itself_names_places():
    blocks = [
        Block(BlockKind.RELATED, "Foire à Huê"),
        Block(BlockKind.CAPTION, "À Kazan. Photo : VNA"),
        Block(BlockKind.BOILERPLATE, "Adresse : 12, rue des Manguiers, Hanoï"),
    ]
    assert ("Kazan",) == read_places(blocks)


@given(agency_text())
def test_any_text_gives_places_of_the_lexicon(text):
    found = places(text)
    assert len(set(found)) == len(found)
    assert set(found) <= {spellings[0] for spellings in _lexicon()}


def _lexicon() -> list[list[str]]:
    groups = ("vietnam", "russia", "countries", "elsewhere")
    lines = itertools.chain.from_iterable(load("places")[g].strip().splitlines() for g in groups)
    return [[spelling.strip() for spelling in line.split("|")] for line in lines]


def test_no_spelling_stands_for_two_places():
    keys = [fold(spelling) for spellings in _lexicon() for spelling in set(map(fold, spellings))]
    assert sorted(set(keys)) == sorted(keys)
