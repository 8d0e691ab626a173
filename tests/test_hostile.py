"""Nothing that can lie in a folder stops the good articles, or gets past the border unnamed."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
import os
import shutil
import tracemalloc
from pathlib import Path

import pytest

from vnru.config import Config, Limits
from vnru.corpus import Corpus
from vnru.diagnostics import Diagnostic, Severity
from vnru.reading import read
from vnru.regeneration import regenerate

TODAY = dt.date(2026, 11, 21)
CORPUS = Path(__file__).parent / "data" / "corpus"

HEADER = " date 2024-03 "
TITLE = "Le Vietnam et la Russie signent un accord"
BODY = "Les deux ministres ont signé mardi un accord sur l'énergie. Ils en sont heureux."
GOOD = f"{HEADER}{TITLE}\n\n{BODY}\n\nVNA/CVN\n"


def inside(text: str) -> str:
    """Return a good article with something in its body."""
    return GOOD.replace("heureux", text)


@pytest.fixture
def folder(tmp_path):
    """A folder with a good article before and one behind whatever a test puts there."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("000_00000000000000aa.txt", "~.txt"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    return folder


def load(folder: Path) -> tuple[list[str], dict[str, list[Diagnostic]]]:
    """Return the sources of the articles, and all findings by file, checking each."""
    corpus = Corpus.load(folder, today=TODAY)
    sources = [article.source for article in corpus]
    assert {"000_00000000000000aa.txt", "~.txt"} <= set(sources)
    findings: dict[str, list[Diagnostic]] = {}
    for found in (*corpus.refused, *(d for article in corpus for d in article.diagnostics)):
        finding, _, hint = str(found).partition("\n")
        assert finding.isprintable()
        assert hint.isprintable()
        assert found.hint
        assert len(finding) < 1200
        findings.setdefault(found.source, []).append(found)
    return sources, findings


# what the labelled corpus says of malformed files


EXPECTED = json.loads((CORPUS / "bad" / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def malformed(tmp_path_factory) -> Corpus:
    """The malformed files, read together with the good ones."""
    folder = tmp_path_factory.mktemp("malformed")
    for path in (*CORPUS.glob("articles/*.txt"), *CORPUS.glob("bad/*.txt")):
        shutil.copy(path, folder)
    return Corpus.load(folder, today=TODAY)


@pytest.mark.parametrize("name", EXPECTED)
def test_malformed_files_come_out_as_the_corpus_says(malformed, name):
    accepted = [article for article in malformed if article.source == name]
    refused = [found for found in malformed.refused if found.source == name]
    if EXPECTED[name]["expect"] == "reject":
        assert not accepted
        assert {found.severity for found in refused} & {Severity.ERROR, Severity.HELD}
        findings = refused
    else:
        assert not refused
        assert 1 == len(accepted)
        findings = list(accepted[0].diagnostics)
        assert {Severity.WARNING} == {found.severity for found in findings}
    for found in findings:
        assert (name, True, True) == (found.source, found.line >= 1, bool(found.hint))


def test_no_good_article_is_lost_among_malformed_files(malformed):
    good = {path.name for path in CORPUS.glob("articles/*.txt")}
    assert good <= {article.source for article in malformed}
    assert not good & {found.source for found in malformed.refused}


@pytest.mark.parametrize(
    ("name", "code", "line", "words"),
    [
        ("200_5694a74e7e4077a3.txt", "VN005", 1, "byte 0xe9 is not UTF-8"),
        ("201_f8215526e2c33e5e.txt", "VN002", 1, "empty"),
        ("202_bab46a543c417497.txt", "VN105", 1, "nothing to publish"),
        ("203_c0bc550ee9a82610.txt", "VN102", 1, "month is not 1-12 (got 13)"),
        ("204_352b71e3f4467144.txt", "VN004", 5, "NUL"),
        ("205_e2737df2c3b0751c.txt", "VN012", 5, "U+000B"),
        ("205_e2737df2c3b0751c.txt", "VN013", 5, "U+001F"),
        ("206_6572096ffc3ebd92.txt", "VN010", 1, "byte order mark"),
        ("207_f4827f5f54a05ff5.txt", "VN003", 1, "UTF-16"),
        ("208_1fc84617e98e2f79.txt", "VN011", 1, "CR"),
        ("209_145f9973d107bf37.txt", "VN016", 5, "<p class"),
        ("210_ab18dd24bbe7d990.txt", "VN202", 1, "100_ab18dd24bbe7d990.txt"),
        ("212_982abf0f5e7b0a2e.txt", "VN006", 5, "U+202E"),
        ("213_acb8aa3600199850.txt", "VN106", 5, "characters"),
        ("214_ad5e5460319c2ef4.txt", "VN104", 1, "2099-01-15"),
        ("depeche russie (copie).txt", "VN201", 1, "98c7688e8d87343f"),
    ],
)
def test_malformed_files_are_told_what_was_found(malformed, name, code, line, words):
    warnings = [found for article in malformed for found in article.diagnostics]
    findings = [
        found
        for found in (*malformed.refused, *warnings)
        if (found.source, found.code) == (name, code)
    ]
    assert 1 == len(findings)
    assert line == findings[0].line
    assert words in findings[0].message


def test_markup_is_kept_as_text(malformed):
    article = next(a for a in malformed if a.source == "209_145f9973d107bf37.txt")
    text = "\n".join(block.text for block in article.blocks)
    assert '<script>document.write("<img src=x onerror=alert(2)>")</script>' in text


# bytes


BYTES: dict[str, tuple[bytes, list[str]]] = {
    "good": (GOOD.encode(), []),
    "empty": (b"", ["VN002"]),
    "a space": (b" ", ["VN002"]),
    "a line end": (b"\n", ["VN002"]),
    "a million blank lines": (b"\n" * 1_000_000, ["VN002"]),
    "a million spaces": (b" " * 1_000_000, ["VN002"]),
    "form feeds": (b"\x0c" * 9, ["VN002"]),
    "NBSP alone": ("\xa0".encode() * 99, ["VN101", "VN105"]),
    "BOM alone": (b"\xef\xbb\xbf", ["VN010", "VN101", "VN105"]),
    "zero-width characters alone": ("\u200b\u200d".encode(), ["VN014", "VN101", "VN105"]),
    "controls alone": (b"\x01\x02\x03", ["VN013", "VN101", "VN105"]),
    "header alone": (HEADER.encode(), ["VN105"]),
    "header and a million blank lines": ((HEADER + "\n" * 1_000_000).encode(), ["VN105"]),
    "good behind blank lines": ((HEADER + "\n" * 500_000 + BODY).encode(), []),
    "Latin-1": (GOOD.encode("latin-1"), ["VN005"]),
    "Windows-1252": (inside("« œuvre… »").encode("cp1252"), ["VN005"]),
    "Mac Roman": (GOOD.encode("mac-roman"), ["VN005"]),
    "Windows-1258": (inside("Viê\u0323t").encode("cp1258", "replace"), ["VN005"]),
    "UTF-16": (GOOD.encode("utf-16"), ["VN003"]),
    "UTF-16 BE": (b"\xfe\xff" + GOOD.encode("utf-16-be"), ["VN003"]),
    "UTF-16 without BOM": (GOOD.encode("utf-16-le"), ["VN004"]),
    "UTF-32": (GOOD.encode("utf-32"), ["VN003"]),
    "UTF-7": (GOOD.encode("utf-7"), []),
    "EBCDIC": (GOOD.encode("cp500"), ["VN005"]),
    "one Latin-1 byte": (GOOD.encode().replace("é".encode(), b"\xe9", 1), ["VN005"]),
    "a cut character": (inside("Hanoï").encode()[:-1] + b"\xc3", ["VN005"]),
    "a lone continuation byte": (GOOD.encode() + b"\x80", ["VN005"]),
    "overlong slash": (GOOD.encode() + b"\xc0\xaf", ["VN005"]),
    "overlong NUL": (GOOD.encode() + b"\xc0\x80", ["VN005"]),
    "overlong in three bytes": (GOOD.encode() + b"\xe0\x80\xaf", ["VN005"]),
    "a surrogate": (GOOD.encode() + b"\xed\xa0\x80", ["VN005"]),
    "a surrogate pair (CESU-8)": (GOOD.encode() + b"\xed\xa0\xbd\xed\xb8\x80", ["VN005"]),
    "above U+10FFFF": (GOOD.encode() + b"\xf4\x90\x80\x80", ["VN005"]),
    "five bytes": (GOOD.encode() + b"\xf8\x88\x80\x80\x80", ["VN005"]),
    "0xFE 0xFF inside": (GOOD.encode() + b"\xfe\xff", ["VN005"]),
    "a NUL": (inside("heu\0reux").encode(), ["VN004"]),
    "NULs alone": (b"\0" * 10_000, ["VN004"]),
    "a hole": (GOOD.encode() + b"\0" * 4096, ["VN004"]),
    "all bytes": (bytes(range(256)), ["VN004"]),
    "an executable": (b"\x7fELF\x02\x01\x01" + b"\0" * 64, ["VN004"]),
    "a PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["VN004"]),
    "a gzip": (gzip.compress(GOOD.encode() * 9, mtime=0), ["VN004"]),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ["VN005"]),
    "a ZIP": (b"PK\x03\x04\x14\0\x08\0", ["VN004"]),
    "above the limit": (GOOD.encode() + b" " * 1_048_576, ["VN001"]),
    "50 MB in one line": (b"a" * 50_000_000, ["VN001"]),
    "a line of 1 MB": ((HEADER + "a" * 1_000_000).encode(), ["VN106"]),
    "a million words": ((HEADER + "a " * 500_000).encode(), ["VN106"]),
    "a paragraph of 300,000 lines": ((HEADER + "a\n" * 300_000).encode(), ["VN106"]),
    "300,000 paragraphs": ((GOOD + "a\n\n" * 300_000).encode(), []),
    "100,000 crossheads": (
        (GOOD.replace("VNA/CVN", "") + "Un titre\n\n" * 90_000).encode(),
        ["VN301"],
    ),
}

TEXTS: dict[str, tuple[str, list[str]]] = {
    "BOM": ("\ufeff" + GOOD, ["VN010"]),
    "two BOMs": ("\ufeff\ufeff" + GOOD, ["VN010", "VN014"]),
    "BOM inside": (inside("heu\ufeffreux"), ["VN014"]),
    "CRLF": (GOOD.replace("\n", "\r\n"), ["VN011"]),
    "CR": (GOOD.replace("\n", "\r"), ["VN011"]),
    "mixed line ends": (GOOD.replace("\n", "\r\n", 1), ["VN011"]),
    "NEL": (inside("heureux.\x85Et"), ["VN012"]),
    "vertical tab": (inside("heureux.\x0bEt"), ["VN012"]),
    "form feed": (inside("heureux.\x0cEt"), ["VN012"]),
    "U+2028": (inside("heureux.\u2028Et"), ["VN012"]),
    "U+2029": (inside("heureux.\u2029Et"), ["VN012"]),
    "backspace": (inside("heux\x08reux"), ["VN013"]),
    "escape sequence": (inside("\x1b[31mheureux\x1b[0m"), ["VN013"]),
    "terminal title": (inside("\x1b]0;rm -rf\x07"), ["VN013"]),
    "bell": (inside("heureux\x07"), ["VN013"]),
    "C1 control": (inside("heureux\x9b31m"), ["VN013"]),
    "DEL": (inside("heureux\x7f"), ["VN013"]),
    "U+FFFE": (inside("heureux\ufffe"), ["VN013"]),
    "U+FFFF": (inside("heureux\uffff"), ["VN013"]),
    "U+FDD0": (inside("heureux\ufdd0"), ["VN013"]),
    "U+1FFFF": (inside("heureux\U0001ffff"), ["VN013"]),
    "U+FFFD": (inside("heu\ufffdreux"), ["VN015"]),
    "zero-width space": (inside("heu\u200breux"), ["VN014"]),
    "zero-width joiner": (inside("heu\u200dreux"), ["VN014"]),
    "left-to-right mark": (inside("heu\u200ereux"), ["VN014"]),
    "soft hyphen": (inside("heu\xadreux"), ["VN014"]),
    "word joiner": (inside("heu\u2060reux"), ["VN014"]),
    "hidden tags": (inside("heureux" + "".join(chr(0xE0000 + ord(c)) for c in "ok")), ["VN014"]),
    "right-to-left override": (inside("\u202e000.021\u202c"), ["VN006"]),
    "left-to-right override": (inside("\u202d000.021\u202c"), ["VN006"]),
    "right-to-left embedding": (inside("\u202bheureux\u202c"), ["VN006"]),
    "an isolate": (inside("\u2067heureux\u2069"), ["VN006"]),
    "right-to-left mark": (inside("heureux\u200f"), ["VN006"]),
    "Arabic letter mark": (inside("heureux\u061c"), ["VN006"]),
    "Arabic": (inside("السلام عليكم"), []),
    "Hebrew": (inside("שלום"), []),
    "Chinese": (inside("越南和俄罗斯"), []),
    "Russian": (inside("Россия и Вьетнам"), []),
    "emoji": (inside("👩‍🚀 heureux 🇻🇳"), ["VN014"]),
    "mathematical letters": (inside("𝓗𝓮𝓾𝓻𝓮𝓾𝔁"), []),
    "ligatures": (inside("ﬁnancé, ﬀ, ﷽"), []),
    "NFD": (inside("Nguye\u0302\u0303n Phu\u0301 Tro\u0323ng"), []),
    "a stack of marks": (inside("h" + "\u0301" * 5000), ["VN017"]),
    "unordered marks": (inside("h" + "\u0315\u0300" * 200_000), ["VN017"]),
    "marks at the start": ("\u0301" * 3 + GOOD, ["VN101"]),
    "private use": (inside("\ue000\U000f0000"), []),
    "unassigned": (inside("\u0378"), []),
    "HTML": (inside("<b>heureux</b>"), ["VN016"]),
    "script": (inside("<script>alert(1)</script>"), ["VN016"]),
    "event handler": (inside("<img src=x onerror=alert(1)>"), ["VN016"]),
    "javascript: link": (inside('<a href="javascript:alert(1)">x</a>'), ["VN016"]),
    "unclosed tag": (inside("<img src=x"), []),
    "a tag of 100,000 characters": (GOOD.replace(BODY, "<a " + "x" * 19_000), []),
    "comment": (inside("<!-- heureux -->"), ["VN016"]),
    "CDATA": (inside("<![CDATA[heureux]]>"), ["VN016"]),
    "end of CDATA": (inside("]]>"), []),
    "nested CDATA": (inside("]]]]><![CDATA[>"), ["VN016"]),
    "DOCTYPE": ('<!DOCTYPE html [<!ENTITY x "y">]>\n' + GOOD, ["VN016", "VN101"]),
    "XML declaration": ('<?xml version="1.0"?>\n' + GOOD, ["VN016", "VN101"]),
    "external entity": (inside('<!ENTITY x SYSTEM "file:///etc/passwd">'), []),
    "entities": (inside("&lt;b&gt; &amp;amp; &#x202E; &eacute; &nope;"), []),
    "quotes": (inside("\"'`" * 9), []),
    "template": (inside("{{ 7 * 7 }} {% raw %} ${x} #{x} <%= x %>"), []),
    "format string": (inside("%s %n %x {0} {} {x!r}"), []),
    "SQL": (inside("'; DROP TABLE articles; --"), []),
    "formula": (f"{HEADER}=cmd|' /C calc'!A0\n\n{BODY}", []),
    "shell": (inside("$(rm -rf /) `id` ; | & > /tmp/x"), []),
    "path in the title": (f"{HEADER}../../../etc/passwd\n\n{BODY}", []),
    "absolute path in the title": (f"{HEADER}/etc/passwd\n\n{BODY}", []),
    "address in the title": (f"{HEADER}//evil.example/\n\n{BODY}", []),
    "a title of quotes": (f"{HEADER}\"'<>&\n\n{BODY}", []),
    "a title of 20,000 characters": (f"{HEADER}{'Titre ' * 3_000}\n\n{BODY}", ["VN301"]),
    "a title of one character": (f"{HEADER}X\n\n{BODY}", []),
    "a title of a dot": (f"{HEADER}.\n\n{BODY}", []),
    "a front matter": (f"---\ntitle: x\n---\n{GOOD}", ["VN101"]),
    "a diff": (f"--- a\n+++ b\n@@ -1 +1 @@\n{GOOD}", ["VN101"]),
    "merge conflict": (inside("\n<<<<<<< HEAD\nheureux\n=======\n>>>>>>> b\n"), []),
    "JSON": (json.dumps({"date": "2024-03", "text": BODY}), ["VN101"]),
    "a mail": (f"From: x@example.org\nSubject: y\n\n{GOOD}", ["VN101"]),
    "month 13": (GOOD.replace("2024-03", "2024-13"), ["VN102"]),
    "month 00": (GOOD.replace("2024-03", "2024-00"), ["VN102"]),
    "30 February": (GOOD.replace("2024-03", "2024-02-30"), ["VN102"]),
    "day without month": (GOOD.replace("2024-03", "2024--09"), ["VN102"]),
    "day 00": (GOOD.replace("2024-03", "2024-03-00"), ["VN102"]),
    "a date of 10,000 digits": (GOOD.replace("2024-03", "9" * 10_000), ["VN102"]),
    "an uncertain date": (GOOD.replace("2024-03", "2024-03?"), ["VN102"]),
    "a time": (GOOD.replace("2024-03", "2024-03-09T10:00"), ["VN102"]),
    "Arabic digits": (GOOD.replace("2024-03", "٢٠٢٤-٠٣"), ["VN102"]),
    "a negative year": (GOOD.replace("2024-03", "-2024"), ["VN101"]),
    "year 0": (GOOD.replace("2024-03", "0000"), ["VN102"]),
    "year 1": (GOOD.replace("2024-03", "0001"), ["VN103"]),
    "year 9999": (GOOD.replace("2024-03", "9999-12-31"), ["VN104"]),
    "tomorrow": (GOOD.replace("2024-03", "2026-11-22"), ["VN104"]),
    "header in capitals": (GOOD.replace("date", "DATE"), ["VN101"]),
    "header without text on its line": (GOOD.replace("2024-03 ", "2024-03\n\n\n"), []),
    "two headers": (HEADER + GOOD, []),
    "no header": (GOOD.removeprefix(HEADER), ["VN101"]),
    "a signature alone": (f"{HEADER}VNA/CVN", ["VN107"]),
    "a caption alone": (f"{HEADER}Photo : VNA", ["VN107"]),
    "furniture alone": (f"{HEADER}Chia sẻ", ["VN107"]),
    "teasers alone": (f"{HEADER}>> Ailleurs", ["VN107"]),
    "signs alone": (f"{HEADER}- - - -", []),
    "English": (f"{HEADER}{'The ministers have signed it. ' * 9}", ["VN301"]),
    "one letter 19,000 times": (f"{HEADER}{TITLE}\n\n{'a' * 19_000}", []),
    "one word 3,000 times": (f"{HEADER}{TITLE}\n\n{'ministre ' * 2_000}", ["VN301"]),
}

HOSTILE = BYTES | {kind: (text.encode(), codes) for kind, (text, codes) in TEXTS.items()}


def test_the_table_has_a_hundred_kinds():
    assert len(HOSTILE) == len(BYTES) + len(TEXTS) >= 100


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_published_or_refused_by_name(folder, kind):
    data, expected = HOSTILE[kind]
    name = "500_00000000000000bb.txt"
    (folder / name).write_bytes(data)
    sources, findings = load(folder)
    found = findings.get(name, [])
    assert expected == sorted(finding.code for finding in found)
    refused = any(finding.severity is not Severity.WARNING for finding in found)
    assert refused == (name not in sources)


@pytest.mark.parametrize("kind", TEXTS)
def test_what_is_published_is_the_text_that_came_in(kind):
    """But for the header, white space and what was removed with a warning."""
    text, _ = TEXTS[kind]
    article = read(text.encode(), "a.txt", today=TODAY).article
    if article is None:
        return
    kept = set("".join(block.text for block in article.blocks))
    assert not kept & set("\0\x01\x08\x0b\x0c\r\x1b\x7f\x85\x9b\u200b\u2028\u202e\ufeff\ufffe")
    for word in ("<script>alert(1)</script>", "]]>", "&lt;b&gt;", "{{ 7 * 7 }}", "../../../etc"):
        assert (word in text) == any(word in block.text for block in article.blocks)


# names


NAMES = {
    "quotes": "a'\"`.txt",
    "a newline": "a\nb.txt",
    "a carriage return": "a\rb.txt",
    "an escape sequence": "a\x1b[2Jb.txt",
    "a bell": "a\x07.txt",
    "bytes that are no UTF-8": os.fsdecode(b"a\xff\xfe.txt"),
    "Latin-1": os.fsdecode("dépêche.txt".encode("latin-1")),
    "255 bytes": "x" * 251 + ".txt",
    "255 bytes of accents": "é" * 125 + "x.txt",
    "a leading dash": "-rf.txt",
    "an option": "--help.txt",
    "index": "index.txt",
    "dots": "...txt",
    "a hidden file": ".txt",
    "two dots": "..txt",
    "a space": " .txt",
    "a trailing space": "a .txt",
    "a tab": "a\tb.txt",
    "a backslash": "a\\b.txt",
    "a path in disguise": "..\\..\\etc\\passwd.txt",
    "a percent-encoded path": "%2e%2e%2fpasswd.txt",
    "markup": "<script>alert(1)<.txt",
    "an ampersand": "a&amp;b.txt",
    "a template": "{{x}}.txt",
    "a shell command": "$(id);`id`.txt",
    "a query": "a?b=c#d.txt",
    "a colon": "C:a.txt",
    "a reserved name": "CON.txt",
    "right-to-left override": "a\u202etxt.txt",
    "zero-width": "a\u200b.txt",
    "NFC": "é.txt",
    "NFD": "e\u0301.txt",
    "Vietnamese": "Nguyễn Phú Trọng.txt",
    "Russian": "Россия.txt",
    "an emoji": "😀.txt",
    "only digits": "123.txt",
    "capitals in the id": "003_9CFC9D1AE11ACF60.txt",
    "a copy": "003_9cfc9d1ae11acf60 (1).txt",
    "an editor's backup": "003_9cfc9d1ae11acf60~.txt",
    "a temporary file": ".003_9cfc9d1ae11acf60.txt.swp.txt",
}


def put(folder: Path, name: str, data: bytes) -> None:
    try:
        (folder / name).write_bytes(data)
    except OSError as error:
        pytest.skip(f"this file system cannot hold the name: {error.strerror}")


@pytest.mark.parametrize("kind", NAMES)
def test_an_odd_name_is_accepted_with_a_warning(folder, kind):
    name = NAMES[kind]
    put(folder, name, GOOD.encode())
    sources, findings = load(folder)
    assert name in sources
    assert ["VN201"] == [found.code for found in findings[name]]


@pytest.mark.parametrize("kind", NAMES)
def test_an_odd_name_of_a_bad_file_is_escaped(folder, kind):
    name = NAMES[kind]
    put(folder, name, b"\xff")
    _, findings = load(folder)
    (found,) = findings[name]
    assert "VN005" == found.code
    assert 2 == len(str(found).splitlines())


def test_articles_with_odd_names_are_published(folder, tmp_path):
    for name in NAMES.values():
        with contextlib.suppress(OSError):  # not every file system can hold every name
            (folder / name).write_bytes(GOOD.encode())
    config = Config(source=folder, out=tmp_path / "feeds")
    outcome = regenerate(config, now=dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    assert () == outcome.refused
    pages = [page.read_text("utf-8") for page in tmp_path.glob("feeds/articles/*.html")]
    assert len(list(folder.glob("*.txt"))) == len(pages)
    assert any("<code>a\\xff\\xfe.txt</code>" in page for page in pages)


def test_names_in_all_spellings_keep_their_own_ids(folder):
    for name in NAMES.values():
        put(folder, name, GOOD.encode())
    corpus = Corpus.load(folder)
    assert len(NAMES) + 2 == len(corpus) == len({article.id for article in corpus})


def test_a_file_whose_name_gives_the_id_of_another_is_refused(folder):
    """An id made of a name is an id like any other: who comes first keeps it."""
    made = read(GOOD.encode(), "é.txt").unwrap().id
    (folder / f"001_{made}.txt").write_text(GOOD, encoding="utf-8")
    (folder / "é.txt").write_text(GOOD, encoding="utf-8")
    sources, findings = load(folder)
    assert f"001_{made}.txt" in sources
    assert ["VN201", "VN202"] == [found.code for found in findings["é.txt"]]


# bounds


def test_a_delivery_of_junk_costs_bounded_memory(folder):
    for number in range(40):
        (folder / f"{number:03}_{number:016x}.txt").write_bytes(b"a" * 3_000_000)
    Corpus.load(folder)
    tracemalloc.start()
    try:
        Corpus.load(folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_a_raised_limit_is_obeyed(folder):
    (folder / "500_00000000000000bb.txt").write_text(inside("a " * 30_000), encoding="utf-8")
    limits = Limits(paragraph_chars=100_000)
    assert () == Corpus.load(folder, limits=limits).refused
    assert 1 == len(Corpus.load(folder).refused)
