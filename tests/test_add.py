"""A text becomes an article file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

import vnru
from strategies import agency_text
from vnru.adding import DuplicateError, add, compose
from vnru.cli import main
from vnru.dates import PartialDate
from vnru.diagnostics import ParseError

TEXT = "Le ministre a reçu l'ambassadeur de Russie, lundi à Hanoï.\n\nIls se sont parlé. - VNA\n"
MARCH = PartialDate(2024, 3)


def test_the_text_is_written_in_the_house_format(tmp_path: Path):
    added = add(TEXT.encode(), tmp_path, date=MARCH, headline="Une visite")
    assert [added.path] == list(tmp_path.iterdir())
    assert f" date 2024-03 Une visite\n\n{TEXT}" == added.path.read_text("utf-8")
    assert (0, "Une visite", MARCH) == (
        added.article.serial,
        added.article.headline,
        added.article.date,
    )


def test_what_was_understood_is_what_will_be_read(tmp_path: Path):
    added = add(TEXT.encode(), tmp_path, date=MARCH)
    assert [added.article] == list(vnru.Corpus.load(tmp_path))


def test_serials_go_on_from_the_highest(tmp_path: Path):
    (tmp_path / "1041_0123456789abcdef.txt").write_text("Autre texte, et une phrase.", "utf-8")
    (tmp_path / "notes.txt").write_text("Sans numéro, une phrase.", "utf-8")
    (tmp_path / "9999_0123456789abcdef.md").touch()
    assert add(TEXT.encode(), tmp_path).path.name.startswith("1042_")


def test_the_id_is_that_of_the_text_in_any_folder(tmp_path: Path):
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    ids = {add(TEXT.encode(), folder).article.id for folder in folders}
    assert 1 == len(ids)
    other = add(f"{TEXT}Encore une phrase.".encode(), folders[0])
    assert other.article.id not in ids


@pytest.mark.parametrize(
    "same",
    [
        TEXT,
        f" date 2024-04 {TEXT}",
        TEXT.replace("\n\n", "\r\n\r\n \r\n"),
        TEXT.replace("l'amb", "l’amb").replace(" - ", " – "),
        TEXT.replace("ç", "c\u0327").replace("ministre a", "ministrea"),
        f"\ufeff{TEXT}",
    ],
)
def test_the_same_text_is_not_added_twice(same: str, tmp_path: Path):
    added = add(TEXT.encode(), tmp_path, date=MARCH)
    with pytest.raises(DuplicateError, match=added.path.name):
        add(same.encode(), tmp_path)
    assert [added.path] == list(tmp_path.iterdir())


def test_files_that_cannot_be_read_are_in_nobodys_way(tmp_path: Path):
    (tmp_path / "000_0123456789abcdef.txt").symlink_to("nowhere")
    assert add(TEXT.encode(), tmp_path).path.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"   \n\n", "VN002"),
        (b" date 2024-03  \n", "VN105"),
        (b"\xff\xfe", "VN0"),
        (b" date 2024-13 Une phrase.", "VN102"),
        ("Une\u202ephrase.".encode(), "VN0"),
        (b"x" * 2_000_000, "VN001"),
    ],
)
def test_what_is_no_article_is_refused(data: bytes, code: str, tmp_path: Path):
    with pytest.raises(ParseError) as caught:
        add(data, tmp_path)
    assert caught.value.diagnostics[0].code.startswith(code)
    assert [] == list(tmp_path.iterdir())


def test_a_header_is_not_contradicted(tmp_path: Path):
    with pytest.raises(ValueError, match="the text's header states 2024-04, not 2024-03"):
        add(f" date 2024-04 {TEXT}".encode(), tmp_path, date=MARCH)
    assert MARCH == add(f" date 2024-03 {TEXT}".encode(), tmp_path, date=MARCH).article.date


@pytest.mark.parametrize(
    "headline", ["", "  ", "Deux\nlignes", "Deux\rlignes", "Deux\u2028lignes", "date 2019-01 Titre"]
)
def test_a_headline_is_one_line(headline: str, tmp_path: Path):
    with pytest.raises(ValueError, match="a headline is one line of text"):
        add(TEXT.encode(), tmp_path, headline=headline)


@given(agency_text(), st.none() | st.just(MARCH))
@example("\x0b", MARCH)
def test_composing_again_changes_nothing(text: str, date: PartialDate | None):
    try:
        once = compose(text.encode(), date, None)
    except ValueError:
        return  # another date in its header
    assert once == compose(once, None, None)


def test_additions_at_once_have_numbers_of_their_own(tmp_path: Path):
    texts = [f"Texte numéro {number}, qui n'est pas comme les autres." for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: add(text.encode(), tmp_path), texts))
    assert [f"{n:03}" for n in range(8)] == sorted(path.name[:3] for path in tmp_path.iterdir())


# --- the command ---------------------------------------------------------------------------------


def run(*arguments: str | Path, text: str | bytes = ""):
    return CliRunner().invoke(main, ["add", *map(str, arguments)], input=text)


def test_the_command_takes_a_file_or_what_it_is_piped(tmp_path: Path):
    source, out = tmp_path / "text.txt", tmp_path / "articles"
    out.mkdir()
    source.write_text(TEXT, "utf-8")
    options = ("--dir", out, "--date", "2024-03-04")
    done = run(source, *options)
    assert 0 == done.exit_code, done.output
    path, card = done.stdout.split("\n", 1)
    assert out / Path(path).name == Path(path)
    assert "date        2024-03-04" in card
    again = run(*options, "--headline", "Titre", text=f"{TEXT}De plus.")
    assert 0 == again.exit_code, again.output
    assert "headline    Titre" in again.stdout
    assert 2 == len(vnru.Corpus.load(out))


def test_the_command_puts_it_into_the_source_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vnru.toml").write_text('source = "textes"\n', "utf-8")
    (tmp_path / "textes").mkdir()
    assert 0 == run("-", text=TEXT).exit_code
    assert 1 == len(list((tmp_path / "textes").iterdir()))


@pytest.mark.parametrize(
    ("arguments", "text", "code", "complaint"),
    [
        ((), "", 3, "error VN002"),
        (("--date", "mars"), TEXT, 2, "not a date"),
        (("--date", "2023"), f" date 2024 {TEXT}", 2, "states 2024, not 2023"),
        (("--headline", ""), TEXT, 2, "one line"),
        (("no-such-file",), "", 74, "No such file"),
        (("--dir", "no-such-folder"), TEXT, 74, "No such file"),
    ],
)
def test_the_command_says_why_not(
    arguments: tuple[str, ...], text: str, code: int, complaint: str, tmp_path: Path
):
    done = run("--dir", tmp_path, *arguments, text=text)
    assert code == done.exit_code
    assert complaint in done.output
    assert [] == list(tmp_path.iterdir())


def test_the_command_refuses_a_duplicate(tmp_path: Path):
    run("--dir", tmp_path, text=TEXT)
    done = run("--dir", tmp_path, text=TEXT)
    assert 3 == done.exit_code
    assert "in the folder already: 000_" in done.stderr
