"""Pictures: the numbers of the pages' charts, for those who see them and those who do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from factories import make_article
from vnru import plot
from vnru.cli import main
from vnru.corpus import Corpus
from vnru.extras import MissingExtraError

ARTICLES = Path(__file__).parent / "data" / "corpus" / "articles"
SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("timeline", "people", "topics")

CORPUS = Corpus(
    [
        make_article(
            1, date="2024-01", topics={"energie": 2, "sante": 1}, people=("Tô Lâm", "A. Popov")
        ),
        make_article(2, date="2024-03", topics={"energie": 1}, people=("Tô Lâm", "<V> Titov")),
        make_article(3, date="2024-03", topics={"energie": 2}, people=("To Lam", "A. Popov")),
        make_article(4, date=None),
    ]
)


def draw(kind: str, corpus: Corpus = CORPUS) -> plot.Picture:
    return getattr(plot, kind)(corpus)


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_names_itself(kind: str):
    picture = draw(kind)
    root = etree.fromstring(picture.render("svg"))
    assert ("img", "title", "description") == (
        root.get("role"),
        root.get("aria-labelledby"),
        root.get("aria-describedby"),
    )
    assert [(picture.title, "title")] == [(e.text, e.get("id")) for e in root.iter(f"{SVG}title")]
    assert [(picture.description, "description")] == [
        (e.text, e.get("id")) for e in root.iter(f"{SVG}desc")
    ]


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        (
            "timeline",
            "De janvier 2024 à mars 2024. Au plus 2 (mars 2024). Non comptés faute de date : 1.",
        ),
        ("people", "A. Popov et Tô Lâm : 2 ; Tô Lâm et <V> Titov : 1."),
    ],
)
def test_a_drawing_tells_its_numbers(kind: str, description: str):
    assert description == draw(kind).description


def test_the_drawing_of_topics_tells_subjects_and_mentions_apart():
    description = draw("topics").description
    assert "Énergie : 2 sujets, 1 mentions" in description
    assert "Santé : 0 sujets, 1 mentions" in description


def test_words_stay_words():
    texts = {e.text for e in etree.fromstring(draw("people").render("svg")).iter(f"{SVG}text")}
    assert {"Tô Lâm", "A. Popov", "<V> Titov", "Qui est nommé avec qui"} <= texts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format_", ["svg", "png"])
def test_the_same_corpus_gives_the_same_bytes(kind: str, format_: str):
    assert draw(kind).render(format_) == draw(kind).render(format_)


def test_the_same_corpus_gives_the_same_bytes_in_another_process(tmp_path: Path):
    out = tmp_path / "people.svg"
    arguments = ["plot", "people", str(ARTICLES), "-o", str(out)]
    subprocess.run([sys.executable, "-m", "vnru", *arguments], check=True)
    assert plot.people(Corpus.load(ARTICLES)).render("svg") == out.read_bytes()


@pytest.mark.parametrize("kind", ["people", "topics"])
def test_an_empty_corpus_can_be_drawn(kind: str):
    assert draw(kind, Corpus(())).render("svg")


def test_without_dates_there_is_no_time_to_draw():
    with pytest.raises(ValueError, match="no article has a date"):
        plot.timeline(Corpus([make_article(1, date=None)]))


def test_a_notebook_shows_a_picture():
    assert draw("timeline")._repr_png_().startswith(b"\x89PNG")


def run(*arguments: str | Path):
    return CliRunner().invoke(main, ["plot", *map(str, arguments)])


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_draws(kind: str, tmp_path: Path):
    done = run(kind, ARTICLES, "--topic", "energie", "-o", tmp_path / "out.png")
    assert (0, "") == (done.exit_code, done.output)
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["people", "-o", "x.gif"], "a picture is svg or png, not 'gif'"),
        (["people", "-o", "x"], "a picture is svg or png, not ''"),
        (["timeline", "--since", "2100", "-o", "x.svg"], "no article has a date"),
        (["people"], "Missing option '--output'"),
    ],
)
def test_the_command_says_what_it_cannot_draw(arguments: list[str], complaint: str):
    done = run(*arguments[:1], ARTICLES, *arguments[1:])
    assert 2 == done.exit_code
    assert complaint in done.output
    assert not Path("x.svg").exists()


def test_without_matplotlib_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'vnru\[plot\]'"):
        draw("timeline")
    done = run("timeline", ARTICLES, "-o", "x.svg")
    assert 2 == done.exit_code
    assert "pip install 'vnru[plot]'" in done.output
