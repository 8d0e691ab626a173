"""Who is named in an article, once each, and what they are."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import agency_text
from vnru.article import Block, BlockKind, Person
from vnru.folding import fold, name_key
from vnru.reading import following, names, people, phrases, preceding, read, runs
from vnru.reading.people import read_people
from vnru.reading.vocabulary import ARTICLES

DATA = Path(__file__).parent / "data"
CASES = [
    (file.stem, case)
    for file in sorted((DATA / "people").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
ARTICLES_LABELLED = sorted((DATA / "corpus" / "gold").glob("1*.json"))


def lead(text: str) -> list[Block]:
    return [Block(BlockKind.LEAD, text)]


def named(text: str) -> list[str]:
    return [person.name for person in read_people(lead(text))]


def roles(text: str) -> dict[str, str | None]:
    return {person.name: person.role for person in read_people(lead(text))}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{stem}: {case['about']}") for stem, case in CASES]
)
def test_passages(case):
    blocks = [Block(BlockKind(case.get("kind", "lead")), case["text"])]
    blocks += [Block(BlockKind(kind), text) for kind, text in case.get("more", [])]
    expected = tuple(Person(name, role or None) for name, role in case["people"])
    assert expected == read_people(blocks)


@pytest.mark.parametrize("label", ARTICLES_LABELLED, ids=lambda path: path.stem)
def test_the_labelled_articles(label):
    gold = json.loads(label.read_text(encoding="utf-8"))
    data = (DATA / "corpus" / "articles" / f"{label.stem}.txt").read_bytes()
    article = read(data, f"{label.stem}.txt").unwrap()
    expected = [(name, role.replace("’", "'") or None) for name, role in gold["people"]]
    got = [(p.name, p.role and p.role.replace("’", "'")) for p in article.people]
    assert expected == got


# which blocks count


@pytest.mark.parametrize("kind", list(BlockKind))
def test_only_the_article_itself_names_people(kind):
    got = read_people([Block(kind, "Le président Tô Lâm a reçu Sergueï Lavrov.")])
    assert (2 if kind.is_editorial else 0) == len(got)


def test_people_stand_in_order_of_first_appearance_also_by_surname():
    blocks = [
        Block(BlockKind.HEADLINE, "Choulguinov à Hanoï : Tô Lâm plaide pour le gaz"),
        Block(BlockKind.LEAD, "Tô Lâm a reçu Nikolaï Choulguinov."),
    ]
    assert ["Nikolaï Choulguinov", "Tô Lâm"] == [p.name for p in read_people(blocks)]


# one person, many spellings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Konstantin Vnukov", "Konstantin Vnoukov"),
        ("Gennady Bezdetko", "Guennadi Bezdetko"),
        ("Sergei Shoigu", "Sergueï Choïgou"),
        ("Dmitry Medvedev", "Dmitri Medvedev"),
        ("Vyacheslav Volodin", "Viatcheslav Volodine"),
        ("Yuri Trutnev", "Iouri Troutnev"),
        ("Boris Yeltsin", "Boris Eltsine"),
        ("Andrei Belousov", "Andreï Belooussov"),
        ("Alesander Beglov", "Alexandre Beglov"),
        ("Nguyễn Phú Trọng", "Nguyên Phu Trong"),
        ("Dmitri Medvedev", "D. Medvedev"),
        ("Dmitri Medvedev", "M. Medvedev"),
    ],
)
def test_spellings_of_one_name(first, second):
    assert [first] == named(f"On a vu {first} mardi. On a revu {second} mercredi.")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dmitri Medvedev", "Alexeï Medvedev"),
        ("Dmitri Medvedev", "A. Medvedev"),
        ("Vo Anh Tuân", "Vo Anh Kiêt"),
        ("Nguyên Thi Lan", "Trân Thi Lan"),
        ("Nicolas II", "Alexandre II"),
    ],
)
def test_people_told_apart(first, second):
    assert [first, second] == named(f"On a vu {first} mardi. On a revu {second} mercredi.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("V. Titov est là. Vladimir Titov parle.", "Vladimir Titov"),
        ("Vladimir Titov est là. V. Titov parle.", "Vladimir Titov"),
        (
            "Vladimir Titov est là. Vladimir Guennadievitch Titov parle.",
            "Vladimir Guennadievitch Titov",
        ),
        ("VLADIMIR TITOV EST LÀ. Vladimir Titov parle.", "Vladimir Titov"),
        ("Tô Lâm est là. To Lam parle.", "Tô Lâm"),
        ("To Lam est là. Tô Lâm parle.", "To Lam"),
    ],
)
def test_the_fullest_form_and_among_equals_the_first(text, name):
    assert [name] == named(text)


# which role counts


def test_an_office_goes_before_a_rank_and_both_before_a_relation():
    text = "Son homologue {0} est là. {1} Tô Lâm parle."
    assert {"Tô Lâm": "général"} == roles(text.format("Tô Lâm", "Le général"))
    assert {"Tô Lâm": "président"} == roles(text.format("Tô Lâm", "Le président"))
    assert {"Tô Lâm": "homologue"} == roles(text.format("Tô Lâm", "Hier,"))


def test_of_two_offices_the_first_printed_counts():
    text = "Le président russe Vladimir Poutine est là. Le candidat Vladimir Poutine parle."
    assert {"Vladimir Poutine": "président russe"} == roles(text)


# whatever comes


@given(agency_text())
def test_any_text_gives_people_that_stand_in_it(text):
    found = read_people([Block(BlockKind.LEAD, text)])
    assert found == read_people([Block(BlockKind.LEAD, text)])
    assert len({name_key(person.name) for person in found}) == len(found)
    letters = _letters(text)
    for person in found:
        assert _letters(person.name) in letters
        assert person.role is None or fold(person.role).split(" ")[0] not in ARTICLES


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


_FRAGMENTS = st.sampled_from(
    "Tô Lâm|Nguyên Phu Trong|V. Titov|Sergueï Lavrov|M.|MM.|le président|les ministres|russe|,|et"
    "|de|de la|du|Défense|l'|(droite)|(|)|«|»|.|:|homologue|institut|Institut|Pouchkine|a reçu|qui"
    "|à|Photo :|VNA/CVN|Hanoi|-|45 ans|des|directeur|général|Premier ministre|\n|Le|Du".split("|")
)


@given(st.lists(_FRAGMENTS, max_size=40), st.sampled_from(["", " ", "\xa0"]))
def test_fragments_in_any_order_are_read(fragments, glue):
    test_any_text_gives_people_that_stand_in_it.hypothesis.inner_test(glue.join(fragments))


@pytest.mark.parametrize("module", [names, runs, people, preceding, following, phrases])
def test_no_expression_repeats_without_end_in_two_ways(module):
    """Every unbounded repetition is possessive, so no input makes one be tried again."""
    patterns = [value for value in vars(module).values() if isinstance(value, re.Pattern)]
    assert patterns
    for pattern in patterns:
        classes = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", pattern.pattern)  # leave repetitions
        assert not re.search(r"(?:[*+]|\{\d*,\})(?!\+)(?<![*+}]\+)", classes), pattern.pattern


@pytest.mark.parametrize(
    "text",
    [
        "A" * 100_000,
        "Ab " * 30_000,
        "Nguyên " * 15_000,
        "V. " * 30_000,
        "A-" * 50_000,
        "L'" * 50_000,
        "A\n" * 50_000,
        "aB" * 50_000,
        "," * 100_000,
        "(" * 100_000,
        '"' * 100_000,
        " " * 100_000,
        "de " * 30_000,
        "M. " * 30_000,
        "le ministre de la " * 6_000,
        "Tô Lâm" + " (a)" * 25_000,
        "Tô Lâm," + " " * 100_000 + "x",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_long_and_senseless_text_is_read_all_the_same(text):
    assert len(read_people(lead(f"{text}. Le président Vladimir Poutine parle."))) <= 2


def test_many_people_of_one_surname_are_read():
    names = [f"Ivan{letter * 3}ov Petrov" for letter in "bcdfghjklmnpqrstvwxz"]
    assert len(names) >= len(named(", ".join(names * 20))) > 10
