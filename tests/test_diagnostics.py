"""Every finding has a stable code; docs/reference/diagnostics.md explains each and shows it."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnru import diagnostics, files, loading
from vnru.config import Limits
from vnru.corpus import Corpus
from vnru.diagnostics import (
    ConfigError,
    Diagnostic,
    FeedError,
    LockedError,
    ParseError,
    PublishError,
    Severity,
    VnruError,
    printable,
)
from vnru.ledger import Ledger
from vnru.publish import kept
from vnru.reading import read

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "diagnostics.md"

#: ### VN002: the file is empty / what to do / ```text / the example / ```
ENTRY = re.compile(
    r"^### (?P<code>VN\d{3}): (?P<meaning>.+)\n\n(?P<advice>(?:.+\n)+)\n"
    r"```text\n(?P<example>.+\n  hint: .+)\n```$",
    re.MULTILINE,
)
ENTRIES = {entry["code"]: entry for entry in ENTRY.finditer(PAGE.read_text(encoding="utf-8"))}

NAME = "117_b08d0cc9110f014a.txt"
TEXT = " date 2024-03 Le Vietnam et la Russie signent un accord\n\nIls l'ont signé mardi à Hanoï.\n"
ENGLISH = " date 2024-03 " + "The ministers of both countries have signed it. " * 6


def of_text(text: str | bytes, name: str = NAME) -> Callable[[Path], list[Diagnostic]]:
    data = text.encode() if isinstance(text, str) else text
    return lambda _: list(read(data, name, today=dt.date(2026, 11, 21)).diagnostics)


def of_folder(prepare: Callable[[Path], object], **limits: int):
    def findings(folder: Path) -> list[Diagnostic]:
        (folder / NAME).write_text(TEXT, encoding="utf-8")
        prepare(folder)
        corpus = Corpus.load(folder, limits=Limits(**limits))
        return [*corpus.refused, *(d for article in corpus for d in article.diagnostics)]

    return findings


def of_reading(action: Callable[[Path], object]):
    """Return the findings where something happens while a file is read."""

    def findings(folder: Path) -> list[Diagnostic]:
        def interrupted(fd: int, name: str, limit: int | None = None) -> tuple[bytes, bytes | None]:
            with pytest.MonkeyPatch.context() as inner:
                real = files.os.read
                inner.setattr(files.os, "read", lambda *a: (real(*a), action(folder / name))[0])
                return files.read_stamped(fd, name, limit)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loading, "read_stamped", interrupted)
            return of_folder(lambda _: None)(folder)

    return findings


def fail(_: Path) -> None:
    raise OSError(5, "Input/output error")


def copy_with_the_same_id(folder: Path) -> None:
    (folder / "118_b08d0cc9110f014a.txt").write_text(TEXT, encoding="utf-8")


def append(path: Path) -> None:
    path.write_text(TEXT * 2, encoding="utf-8")


def of_ledger(text: bytes) -> Callable[[Path], list[Diagnostic]]:
    return lambda _: list(kept.KeptLedger.from_bytes(text).warnings)


def outside() -> bytes:
    """Return a ledger that claims a file outside the folder."""
    return attrs.evolve(Ledger(), files=frozenset({"../index.html"})).to_bytes()


#: What provokes each finding.
PROVOKED: dict[str, Callable[[Path], list[Diagnostic]]] = {
    "VN001": of_text(TEXT + "\n" * 1_048_576),
    "VN002": of_text(" \n"),
    "VN003": of_text(TEXT.encode("utf-16-le").join([b"\xff\xfe", b""])),
    "VN004": of_text(TEXT.replace("mardi", "mar\0di")),
    "VN005": of_text(TEXT.encode("latin-1")),
    "VN006": of_text(TEXT.replace("mardi", "\u202emardi")),
    "VN007": of_folder(lambda folder: (folder / "118_aa.txt").symlink_to(NAME)),
    "VN008": of_reading(append),
    "VN009": of_reading(fail),
    "VN010": of_text("\ufeff" + TEXT),
    "VN011": of_text(TEXT.replace("\n", "\r\n")),
    "VN012": of_text(TEXT.replace("mardi ", "mardi\x0b")),
    "VN013": of_text(TEXT.replace("mardi", "mar\x08di")),
    "VN014": of_text(TEXT.replace("mardi", "mar\u200bdi")),
    "VN015": of_text(TEXT.replace("é", "\ufffd")),
    "VN016": of_text(TEXT.replace("mardi", "<b>mardi</b>")),
    "VN017": of_text(TEXT.replace("mardi", "a" + "\u0301" * 31)),
    "VN101": of_text(TEXT.removeprefix(" date 2024-03 ")),
    "VN102": of_text(TEXT.replace("2024-03", "2024-13")),
    "VN103": of_text(TEXT.replace("2024-03", "1024-03")),
    "VN104": of_text(TEXT.replace("2024-03", "2099-01-15")),
    "VN105": of_text(" date 2024-03 \n"),
    "VN106": of_text(f"{TEXT}\n{'Encore une phrase. ' * 1_200}"),
    "VN107": of_text(" date 2024-03 Photo : VNA\n\nVNA/CVN\n"),
    "VN201": of_text(TEXT, "depeche russie (copie).txt"),
    "VN202": of_folder(copy_with_the_same_id),
    "VN203": of_folder(copy_with_the_same_id, files=1),
    "VN301": of_text(ENGLISH),
    "VN901": of_ledger(b"garbage"),
    "VN902": of_ledger(outside()),
    "VN903": lambda _: [kept.forgotten()],
}


def codes_in_the_source() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    return {code for text in texts for code in re.findall(r"\"(VN\d{3})\"", text)}


def test_every_code_of_the_source_is_explained():
    assert codes_in_the_source() == set(ENTRIES)


def test_every_code_is_provoked_by_a_test():
    assert set(ENTRIES) == set(PROVOKED)


def test_codes_are_explained_in_their_order():
    headings = re.findall(r"^### (VN\d{3})", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(headings)) == headings == list(ENTRIES)


@pytest.mark.parametrize("code", PROVOKED)
def test_the_example_in_the_docs_is_what_is_printed(tmp_path, code):
    found = [finding for finding in PROVOKED[code](tmp_path) if finding.code == code]
    assert found
    assert ENTRIES[code]["example"] == str(found[0])


@pytest.mark.parametrize("code", PROVOKED)
def test_the_docs_tell_how_much_a_finding_weighs(tmp_path, code):
    """Sections are headed by what becomes of the file."""
    found = next(finding for finding in PROVOKED[code](tmp_path) if finding.code == code)
    table = dict(
        re.findall(r"^\| \[(VN\d{3})\]\(#.+?\) \| (\w+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    )
    assert table[code] == found.severity


def test_the_table_lists_every_code_once():
    rows = re.findall(r"^\| \[(VN\d{3})\]", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert list(ENTRIES) == rows


# how a finding is shown


def finding(**changes: object) -> Diagnostic:
    usual = Diagnostic(
        code="VN102",
        severity=Severity.ERROR,
        message="month is not 1-12 (got 13)",
        source="a.txt",
        line=1,
        column=7,
        hint="write 'date 2024-03 '",
    )
    return attrs.evolve(usual, **changes)


def test_a_finding_names_file_line_weight_code_and_the_next_step():
    expected = "a.txt:1:7: error VN102: month is not 1-12 (got 13)\n  hint: write 'date 2024-03 '"
    assert expected == str(finding())


def test_a_finding_without_a_hint_is_one_line():
    assert "a.txt:1:7: error VN102: month is not 1-12 (got 13)" == str(finding(hint=""))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nguyễn « Đà »", "Nguyễn « Đà »"),
        ("a\nb", r"a\x0ab"),
        ("a\x1b[2J", r"a\x1b[2J"),
        ("a\udcff", r"a\xff"),
        ("a\ud800", r"a\ud800"),
        ("a\u202eb", r"a\u202eb"),
        ("a\xa0b", r"a\xa0b"),
        ("a\U000e0041", r"a\ue0041"),
    ],
    ids=ascii,
)
def test_nothing_a_terminal_could_obey_is_printed(text, shown):
    assert shown == printable(text)


@given(st.text(st.characters()))
def test_what_is_printed_is_one_line_that_utf8_can_hold(text):
    shown = printable(text)
    assert shown.isprintable()
    shown.encode()
    assert 1 == len(str(finding(message=text, source=text, hint="")).splitlines())


def test_a_report_is_in_the_order_of_files_and_positions():
    unsorted = [
        finding(source="b", line=1),
        finding(source="a", line=10),
        finding(source="a", line=9, column=2),
        finding(source="a", line=9, column=1, code="VN103"),
        finding(source="a", line=9, column=1),
    ]
    ordered = sorted(unsorted, key=lambda found: found.sort_key)
    assert list(reversed(unsorted)) == ordered


# exceptions


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (ParseError, ValueError),
        (ConfigError, ValueError),
        (FeedError, ValueError),
        (PublishError, OSError),
        (LockedError, PublishError),
    ],
)
def test_exceptions_are_ours_and_of_a_familiar_kind(error, builtin):
    assert issubclass(error, VnruError)
    assert issubclass(error, builtin)


def test_the_module_draws_the_tree_of_exceptions():
    drawn = set(re.findall(r"\b\w+Error\b", diagnostics.__doc__ or ""))
    defined = {n for n, v in vars(diagnostics).items() if isinstance(v, type) and "Error" in n}
    assert defined <= drawn


def test_a_parse_error_says_all_findings_and_travels():
    error = ParseError([finding(), finding(line=2)])
    assert f"{finding()}\n{finding(line=2)}" == str(error)
    assert error.diagnostics == pickle.loads(pickle.dumps(error)).diagnostics  # noqa: S301
