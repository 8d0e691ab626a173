"""Role phrases beside a name: where they begin, where they end, what they weigh."""

from __future__ import annotations

import itertools

import pytest

from vnru.lexicon import load
from vnru.reading.following import after
from vnru.reading.namebook import namebook
from vnru.reading.preceding import before
from vnru.reading.roles import make_role
from vnru.reading.vocabulary import Weight, vocabulary

NAME = "Anna Petrova"


def role_before(text: str, follower: str = "") -> str | None:
    role = before(text, len(text), 0, follower).role
    return role and role.text


def role_after(text: str, ceiling: int = 1_000) -> str | None:
    role = after(f"{NAME}{text}", len(NAME), ceiling)
    return role and role.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le ministre ", "ministre"),
        ("reçu par le ministre de la Défense, ", "ministre de la Défense"),
        (
            "le premier vice-ministre des Affaires étrangères de Russie ",
            "premier vice-ministre des Affaires étrangères de Russie",
        ),
        (
            "le chef de la Commission des relations extérieures du Comité central du PCV, ",
            "chef de la Commission des relations extérieures du Comité central du PCV",
        ),
        ("dont l'ancien ambassadeur russe ", "ancien ambassadeur russe"),
        ("avec son nouvel homologue, ", "nouvel homologue"),
        ("Directeur du musée, ", "Directeur du musée"),
        ("la visite du président russe ", "président russe"),
        ("remis au président ", "président"),
        ("le secrétaire général et président ", "secrétaire général et président"),
        (
            "le ministre de la Culture, des Sports et du Tourisme, ",
            "ministre de la Culture, des Sports et du Tourisme",
        ),
        ("le ministre de la Défense, le général ", "ministre de la Défense"),
        ("son homologue, le général ", "général"),
        ("le conseiller du président russe, ", "conseiller du président russe"),
        ("le président du groupe « Amitié », ", "président du groupe « Amitié »"),
        (
            "le président de l'Association Vietnam - Russie, M. ",
            "président de l'Association Vietnam - Russie",
        ),
        ("le secrétaire général duParti, ", "secrétaire général du Parti"),
        ("l'homologuevietnamien, ", "homologue vietnamien"),
        ("leprésident ", "président"),
        ("la programmatrice, ", "programmatrice"),
        ("Le président russe félicite ", None),
        ("le président a reçu ", None),
        ("une lettre de ", None),
        ("l'Association des musiciens russes ", None),
        ("", None),
        ("Hier, ", None),
    ],
)
def test_before_a_name(text, expected):
    assert expected == role_before(text)


def test_after_a_comma_a_subject_is_no_apposition():
    assert role_before("Après son entretien avec le président, ", follower="a") is None
    assert "président" == role_before("Le président, ", follower="a")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("le mausolée du Président ", "mausolee"),
        ("le mausolée de ", "mausolee"),
        ("l'Université d'État ", "universite"),
        ("l'Union de la jeunesse communiste ", "union"),
        ("Le typhon ", "typhon"),
        ("près du vieux lycée ", "lycee"),
        ("opéré à l'hôpital ", "hopital"),
        ("à l'agence Tass ", ""),
        ("un monument dédié au Président ", ""),
        ("une statue de ", ""),
    ],
)
def test_a_name_can_be_a_thing_s(text, thing):
    assert thing == before(text, len(text), 0).thing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (", présidente de l'Union des femmes, a dit", "présidente de l'Union des femmes"),
        (", présidente du club qui a gagné", "présidente du club"),
        (", la présidente de la Douma, et", "présidente de la Douma"),
        (", 84 ans, ancienne infirmière à Vinh, montre", "ancienne infirmière à Vinh"),
        (" (gauche), directrice adjointe de Ratraco.", "directrice adjointe de Ratraco"),
        (" (directrice de Ratraco) parle", "directrice de Ratraco"),
        (", épouse du secrétaire général Tô Lâm, a", "épouse du secrétaire général Tô Lâm"),
        (", interprète à Kazan depuis vingt ans", "interprète à Kazan"),
        (
            ", directrice du centre d'études sur le Vietnam et l'ASEAN, a",
            "directrice du centre d'études sur le Vietnam et l'ASEAN",
        ),
        (", directrice de l'institut et son adjoint", "directrice de l'institut"),
        (", ministre de 1987 à 1991, écrit", "ministre"),
        (", également directrice artistique, salue", "directrice artistique"),
        (", monteuse de films", "monteuse de films"),
        (", le ministre a parlé", None),
        (", a dit", None),
        (", lors de la visite", None),
        (" est directrice", None),
        ("", None),
    ],
)
def test_after_a_name(text, expected):
    assert expected == role_after(text)


def test_a_role_with_an_article_does_not_reach_over_the_next_name():
    text = ", le président Tô Lâm, et"
    assert "président Tô Lâm" == role_after(text)
    assert role_after(text, ceiling=len(NAME) + text.index("Tô")) is None


@pytest.mark.parametrize(
    ("phrase", "head", "text", "shares"),
    [
        ("Premiers ministres", "ministres", "Premier ministre", ()),
        ("anciens généraux", "generaux", "ancien général", ()),
        (
            "vice-ministres des Affaires étrangères",
            "vice-ministres",
            "vice-ministre des Affaires étrangères",
            (),
        ),
        (
            "présidents vietnamien et russe",
            "presidents",
            "président vietnamien et russe",
            ("président vietnamien", "président russe"),
        ),
        (
            "ministres russe et lao de la Santé",
            "ministres",
            "ministre russe et lao de la Santé",
            ("ministre russe de la Santé", "ministre lao de la Santé"),
        ),
        (
            "ambassadeurs de Chine et du Laos",
            "ambassadeurs",
            "ambassadeur de Chine et du Laos",
            ("ambassadeur de Chine", "ambassadeur du Laos"),
        ),
    ],
)
def test_a_plural_is_everybody_s(phrase, head, text, shares):
    role = make_role(phrase, head)
    assert (text, True, shares) == (role.text, role.plural, role.shares)
    assert shares[1:2] or [text] == [role.share(1).text]


@pytest.mark.parametrize(
    ("noun", "weight"),
    [
        ("ministre", Weight.FUNCTION),
        ("vice-gouverneure", Weight.FUNCTION),
        ("maire-adjoint", Weight.FUNCTION),
        ("ministre-conseiller", Weight.FUNCTION),
        ("général", Weight.RANK),
        ("homologue", Weight.RELATIVE),
    ],
)
def test_what_a_role_weighs(noun, weight):
    assert weight is make_role(noun, vocabulary_key(noun)).weight


def vocabulary_key(noun: str) -> str:
    return noun.replace("é", "e")


def test_words_that_head_a_role_are_no_verbs():
    words = vocabulary()
    assert not words.verbs & words.heads.keys()
    assert words.titles & words.heads.keys()


def test_no_head_is_in_two_lists():
    heads = load("roles")["heads"]
    lists = [set(heads[name].split()) for name in ("functions", "ranks", "relatives")]
    doubles = [one & other for one, other in itertools.combinations(lists, 2)]
    assert [set()] * 3 == doubles


def test_the_namebook_is_consistent():
    book = namebook()
    assert book.strong <= book.families
    assert not {key for key in book.things if key in book.places}
    assert not book.known & book.things
