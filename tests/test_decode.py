"""Bytes become text only where nothing has to be guessed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

import invariants
from strategies import article_bytes
from vnru.diagnostics import Severity
from vnru.reading.decode import decode

NAME = "001_0123456789abcdef.txt"


def codes(data: bytes) -> list[str]:
    return [diagnostic.code for diagnostic in decode(data, NAME).diagnostics]


def cleaned(text: str) -> str | None:
    return decode(text.encode(), NAME).text


def position(text: str) -> tuple[int, int]:
    """Return where the only finding in a text is."""
    (found,) = decode(text.encode(), NAME).diagnostics
    return found.line, found.column


def test_good_text_passes_unchanged():
    text = " date 2024-03 « L’œuvre » d’Hô Chi Minh\xa0: Đà Nẵng\u202f!\n\n– VNA\t(suite)\n"
    decoded = decode(text.encode(), NAME)
    assert (text, ()) == (decoded.text, decoded.diagnostics)


def test_decomposed_text_is_composed_without_a_word():
    text = unicodedata.normalize("NFD", "Nguyễn Phú Trọng à Hanoï")
    decoded = decode(text.encode(), NAME)
    assert ("Nguyễn Phú Trọng à Hanoï", ()) == (decoded.text, decoded.diagnostics)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "VN002"),
        (b" \n\t\r\n ", "VN002"),
        ("Hanoï".encode("utf-16"), "VN003"),
        (b"\xfe\xff" + "Hanoï".encode("utf-16-be"), "VN003"),
        ("Hanoï".encode("utf-32"), "VN003"),
        ("Hanoï".encode("utf-16-le"), "VN004"),
        (b"Hano\0", "VN004"),
        (b"\0" * 4096, "VN004"),
        ("Hanoï".encode("latin-1"), "VN005"),
        ("« Hanoï »".encode("cp1252"), "VN005"),
        (b"Hano\xc3", "VN005"),
        (b"Hano\xc0\xaf", "VN005"),
        (b"\xed\xa0\x80", "VN005"),
        (b"\xf4\x90\x80\x80", "VN005"),
        (b"\xf8\x88\x80\x80\x80", "VN005"),
        (b"\x80", "VN005"),
    ],
    ids=repr,
)
def test_bytes_that_are_no_utf8_text_are_refused(data, code):
    decoded = decode(data, NAME)
    assert decoded.text is None
    (found,) = decoded.diagnostics
    assert (code, Severity.ERROR, NAME) == (found.code, found.severity, found.source)
    assert found.hint


@pytest.mark.parametrize("code_point", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200F])
def test_characters_that_change_the_shown_order_are_refused(code_point):
    decoded = decode(f"un montant de {chr(code_point)}000.021 dollars".encode(), NAME)
    assert decoded.text is None
    assert "VN006" == decoded.diagnostics[0].code
    assert f"U+{code_point:04X}" in decoded.diagnostics[0].message


@pytest.mark.parametrize(
    ("text", "code", "clean"),
    [
        ("\ufeff date 2024 A", "VN010", " date 2024 A"),
        ("un\r\ndeux\r\n", "VN011", "un\ndeux\n"),
        ("un\rdeux", "VN011", "un\ndeux"),
        ("un\r\r\ndeux", "VN011", "un\n\ndeux"),
        ("un\x0bdeux", "VN012", "un deux"),
        ("un\x0cdeux", "VN012", "un deux"),
        ("un\x85deux", "VN012", "un deux"),
        ("un\u2028deux", "VN012", "un deux"),
        ("un\u2029deux", "VN012", "un deux"),
        ("Viet\x08nam", "VN013", "Vietnam"),
        ("Viet\x1bnam", "VN013", "Vietnam"),
        ("Viet\x7fnam", "VN013", "Vietnam"),
        ("Viet\x9fnam", "VN013", "Vietnam"),
        ("Viet\ufdd0nam", "VN013", "Vietnam"),
        ("Viet\ufffenam", "VN013", "Vietnam"),
        ("Viet\uffffnam", "VN013", "Vietnam"),
        ("Viet\U0001fffenam", "VN013", "Vietnam"),
        ("Viet\U0010ffffnam", "VN013", "Vietnam"),
        ("Viet\u200bnam", "VN014", "Vietnam"),
        ("Viet\u200dnam", "VN014", "Vietnam"),
        ("Viet\u200enam", "VN014", "Vietnam"),
        ("Viet\u2060nam", "VN014", "Vietnam"),
        ("Viet\ufeffnam", "VN014", "Vietnam"),
        ("Viet\xadnam", "VN014", "Vietnam"),
        ("Vietnam\U000e0041\U000e007f", "VN014", "Vietnam"),
        ("Vi\ufffdtnam", "VN015", "Vi\ufffdtnam"),
    ],
    ids=ascii,
)
def test_what_cannot_be_published_goes_with_a_warning(text, code, clean):
    decoded = decode(text.encode(), NAME)
    assert clean == decoded.text
    (found,) = decoded.diagnostics
    assert (code, Severity.WARNING, NAME) == (found.code, found.severity, found.source)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Hanoï</p>",
        "</div>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">ici</a>',
        "<BR/>",
        "<!-- rien -->",
        "<![CDATA[ rien ]]>",
        "<!DOCTYPE html>",
        "<?xml version='1.0'?>",
    ],
)
def test_markup_stays_as_text_with_a_warning(markup):
    text = f"Le Vietnam {markup} et la Russie"
    assert text == cleaned(text)
    assert ["VN016"] == codes(text.encode())


@pytest.mark.parametrize(
    "text", ["2 < 3 et 4 > 3", "<3 Hanoï", "a <- b", "<< oui >>", "&amp; &#60; ]]>", "<\np>"]
)
def test_signs_that_are_no_markup_pass_without_a_warning(text):
    assert [] == codes(text.encode())


def test_several_faults_are_all_named():
    data = "\ufeffun\r\n<b>deux</b>\x0b\x01\u200b\ufffd".encode()
    expected = ["VN010", "VN011", "VN012", "VN013", "VN014", "VN015", "VN016"]
    assert expected == codes(data)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("un\n\ndé\u202eux", (3, 3)),
        ("un\n\nNguyễn\u200b", (3, 7)),
        ("\ufeffun\ndeux \ufeff", (1, 1)),
        ("un\n <b>", (2, 2)),
        ("un\ntrois\x08", (2, 6)),
        ("un\nde\r\n", (2, 3)),
        ("un\n\ufffd", (2, 1)),
    ],
    ids=ascii,
)
def test_positions_count_characters_from_one(text, where):
    first = decode(text.encode(), NAME).diagnostics[0]
    assert where == (first.line, first.column)


def test_an_inner_byte_order_mark_is_found_behind_the_first():
    _, inner = decode("\ufeffun\ndeux\ufeff".encode(), NAME).diagnostics
    assert (2, 5) == (inner.line, inner.column)


def test_a_bad_byte_is_found_by_characters_not_bytes():
    (found,) = decode("déjà\nà Hanoï ".encode() + b"\xff", NAME).diagnostics
    assert (2, 9) == (found.line, found.column)
    assert "0xff" in found.message


def test_a_nul_is_found():
    assert (2, 2) == position("un\nd\0eux")


def test_thirty_marks_on_a_letter_are_text():
    text = "e" + "\u0301" * 30
    assert unicodedata.normalize("NFC", text) == cleaned(text)


@pytest.mark.parametrize("between", ["", "\u200b"])
def test_more_marks_than_any_script_has_are_refused(between):
    text = "un\nde" + "\u0301" * 15 + between + "\u0323" * 16
    decoded = decode(text.encode(), NAME)
    assert decoded.text is None
    found = decoded.diagnostics[-1]
    assert ("VN017", 2, 2) == (found.code, found.line, found.column)


def test_a_long_row_of_dashes_is_text():
    text = "—" * 200
    assert (text, []) == (cleaned(text), codes(text.encode()))


@given(article_bytes())
def test_what_comes_out_can_be_published(data):
    invariants.a_text_can_be_published(decode(data, NAME))


@given(article_bytes())
def test_a_refusal_says_why_and_a_text_only_warns(data):
    invariants.a_refusal_says_why_and_a_text_only_warns(decode(data, NAME))


@given(article_bytes())
def test_cleaning_twice_changes_nothing_more(data):
    text = decode(data, NAME).text
    if text is not None and text.strip():
        again = decode(text.encode(), NAME)
        assert text == again.text
        assert {d.code for d in again.diagnostics} <= {"VN015", "VN016"}
