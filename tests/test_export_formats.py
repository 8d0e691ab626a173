"""Records in the formats of other tools, and back."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import attrs
import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from lxml import etree

import vnru
from conftest import requires_files
from factories import make_article
from strategies import article_bytes
from vnru import atomic, export, extras
from vnru.article import Article
from vnru.cli import main
from vnru.corpus import Corpus
from vnru.diagnostics import ConfigError
from vnru.export import comma_separated
from vnru.files import NotRegularError

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "tests" / "data" / "corpus" / "articles"
NAME = "003_0123456789abcdef.txt"
#: A name that bytes of no UTF-8 gave (PEP 383).
ODD_NAME = "d\udce9p\x1bche.txt"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.load(ARTICLES)


@pytest.fixture
def odd() -> Corpus:
    """An article of which much is unknown, in a file with a name that no format can hold."""
    article = make_article(7, date=None, agencies=(), blocks=[("lead", 'A "b"; <c>\nd')])
    return Corpus([attrs.evolve(article, serial=None, source=ODD_NAME)])


def encoded(articles: Iterable[Article], name: str) -> bytes:
    return b"".join(export.format_named(name).encode(articles))


# --- every format --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["jsonl", "csv", "tei", "sqlite", "arrow", "parquet"])
def test_the_same_articles_give_the_same_bytes(name: str, corpus: Corpus):
    assert encoded(corpus, name) == encoded(corpus, name)


@pytest.mark.parametrize("name", ["jsonl", "csv", "tei", "sqlite", "arrow", "parquet"])
def test_odd_articles_can_be_written_in_every_format(name: str, odd: Corpus):
    assert encoded(odd, name)
    assert encoded(export.named_by_source(odd), name)
    assert encoded((), name) or name == "jsonl"


def test_text_formats_are_the_same_in_every_process():
    script = (
        "import hashlib, sys, vnru; from vnru import export;"
        f"c = vnru.Corpus.load({str(ARTICLES)!r});"
        "print(*(hashlib.sha256(b''.join(export.format_named(n).encode(c))).hexdigest()"
        " for n in ('jsonl', 'csv', 'tei', 'sqlite')))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert 1 == len(runs)


# --- JSON Lines ----------------------------------------------------------------------------------


def test_records_read_back_are_equal(corpus: Corpus, tmp_path: Path):
    corpus.export(tmp_path / "records.jsonl")
    again = Corpus.from_jsonl(tmp_path / "records.jsonl")
    assert corpus == again
    assert hash(corpus) == hash(again)
    assert [article.diagnostics for article in corpus] == [a.diagnostics for a in again]


def test_lines_can_be_read_from_anywhere(corpus: Corpus, odd: Corpus):
    lines = [export.to_json(article) for article in corpus]
    assert corpus == Corpus.from_jsonl(lines)
    assert odd == Corpus.from_jsonl(["", export.to_json(odd[0]).encode(), b"\n"])


@given(article_bytes())
def test_any_article_reads_back_equal(data: bytes):
    article = vnru.read(data, NAME).article
    if article is not None:
        assert [article] == list(export.decode(encoded([article], "jsonl").splitlines()))


def _record(**changes: object) -> str:
    return json.dumps({**export.to_dict(make_article(1)), **changes})


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[]", "expected an object, got []"),
        ("nonsense", "Expecting value"),
        pytest.param("[" * 100_000, "maximum recursion depth", id="deep"),
        (_record(odd=1), "unknown keys: odd"),
        (_record(serial="1"), "expected int, got '1' in record.serial"),
        (_record(serial=True), "expected int, got True in record.serial"),
        (_record(date="2024-13"), "month is not 1-12 (got 13) in record.date"),
        (_record(date=2024), "expected str, got 2024 in record.date"),
        (_record(title=None, id=None), "expected str, got None in record.id (and 1 more)"),
        (_record(blocks=[{"kind": "lede", "text": "x"}]), "in record.blocks[0].kind"),
        (json.dumps({"source": "x"}), "'id' is missing in record.id (and 3 more)"),
    ],
)
def test_what_is_no_record_is_refused(line: str, complaint: str):
    with pytest.raises(ValueError, match=r"^records:2: not a record: ") as caught:
        Corpus.from_jsonl([_record(), line])
    assert complaint in str(caught.value)


def test_the_schema_in_the_documentation_is_made_from_the_code():
    path = ROOT / "docs" / "reference" / "record.schema.json"
    assert export.json_schema() == path.read_text("utf-8")


def test_records_follow_the_schema(corpus: Corpus, odd: Corpus):
    schema = json.loads(export.json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for article in (*corpus, *odd):
        record = export.to_dict(article)
        assert [] == [error.message for error in validator.iter_errors(record)]
        assert schema["required"] == list(record)


# --- CSV -----------------------------------------------------------------------------------------


def test_csv_has_a_row_for_each_article(corpus: Corpus):
    rows = list(csv.DictReader(io.StringIO(encoded(corpus, "csv").decode(), newline="")))
    assert [article.id for article in corpus] == [row["id"] for row in rows]
    row, article = rows[-1], corpus[-1]
    assert article.title == row["title"]
    assert "; ".join(person.name for person in article.people) == row["people"]
    assert str(article.best_date.earliest) == row["earliest"]
    assert article.lead in row["text"]
    assert "; ".join(m.slug for m in article.topics if m.grade == 2) == row["subjects"]


def test_csv_leaves_empty_what_is_unknown(odd: Corpus):
    (row,) = csv.DictReader(io.StringIO(encoded(odd, "csv").decode(), newline=""))
    assert {""} == {row[key] for key in ("serial", "date", "event_date", "earliest", "headline")}
    assert 'A "b"; <c>\nd' == row["lead"]
    assert r"d\xe9p\x1bche.txt" == row["source"]


def test_csv_is_as_rfc_4180_wants_it(odd: Corpus):
    data = encoded(odd, "csv")
    assert data.endswith(b"\r\n")
    assert b'"A ""b""; <c>\nd"' in data


def test_the_columns_are_told():
    page = (ROOT / "docs" / "reference" / "exports.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page.partition("## SQLite")[0], re.MULTILINE)
    assert list(comma_separated.COLUMNS) == told


# --- SQLite --------------------------------------------------------------------------------------


@pytest.fixture
def database(corpus: Corpus, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    corpus.export(tmp_path / "corpus.db")
    connection = sqlite3.connect(tmp_path / "corpus.db")
    yield connection
    connection.close()


def test_sqlite_holds_every_part(database: sqlite3.Connection, corpus: Corpus):
    def count(table: str) -> int:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours

    assert len(corpus) == count("articles")
    for table, parts in {
        "blocks": lambda a: a.blocks,
        "people": lambda a: a.people,
        "places": lambda a: a.places,
        "credits": lambda a: a.credits,
        "topics": lambda a: a.topics,
        "evidence": lambda a: [e for match in a.topics for e in match.evidence],
    }.items():
        assert sum(len(parts(article)) for article in corpus) == count(table), table


def test_sqlite_is_sound(database: sqlite3.Connection):
    assert [] == database.execute("PRAGMA foreign_key_check").fetchall()
    assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
    database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")


def test_sqlite_finds_words_without_accents(database: sqlite3.Connection, corpus: Corpus):
    found = database.execute(
        "SELECT id FROM articles WHERE rowid IN"
        " (SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'nucleaire')"
    )
    assert {a.id for a in corpus.search("nucléaire")} == {id_ for (id_,) in found}


def test_sqlite_still_finds_them_after_vacuum(database: sqlite3.Connection):
    query = (
        "SELECT articles.id FROM articles_fts JOIN articles ON articles.rowid = articles_fts.rowid"
        " WHERE articles_fts MATCH 'vietsovpetro' ORDER BY 1"
    )
    before = database.execute(query).fetchall()
    database.execute("VACUUM")
    assert before == database.execute(query).fetchall() != []


def test_sqlite_points_at_its_evidence(database: sqlite3.Connection):
    wrong = database.execute(
        "SELECT * FROM evidence JOIN blocks ON blocks.article = evidence.article"
        " AND blocks.position = evidence.block"
        ' WHERE substr(blocks.text, "start" + 1, "end" - "start") <> evidence.text'
    )
    assert [] == wrong.fetchall()


def test_the_examples_for_sqlite_find_something(database: sqlite3.Connection):
    page = (ROOT / "docs" / "reference" / "exports.md").read_text("utf-8")
    (examples,) = re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    for query in examples.split(";")[:-1]:
        assert database.execute(query).fetchall()


def test_datasette_shows_and_searches_it(corpus: Corpus, tmp_path: Path):
    """It finds a full-text index only where that is declared in its own way."""
    corpus.export(tmp_path / "corpus.db")
    page = "/corpus/articles.json?_search=nucleaire&_col=id&_size=max&_shape=array"
    command = [sys.executable, "-m", "datasette", "corpus.db", "--get", page]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    found = {row["id"] for row in json.loads(done.stdout)}
    assert 0 < len(found) < len(corpus)
    assert found == {article.id for article in corpus.search("nucléaire")}


def test_sqlite_is_typed(database: sqlite3.Connection):
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"):
        database.execute("INSERT INTO topics VALUES ('a', 'b', 'subject')")


# --- Arrow and what reads it ---------------------------------------------------------------------


def test_arrow_holds_the_records(corpus: Corpus):
    table = corpus.to_arrow()
    rows = table.to_pylist()
    assert [export.to_dict(article) for article in corpus] == [
        {key: value for key, value in row.items() if key not in {"earliest", "latest"}}
        for row in rows
    ]
    assert [a.best_date and a.best_date.latest for a in corpus] == [row["latest"] for row in rows]


def test_the_empty_table_has_the_same_columns(corpus: Corpus):
    assert corpus.to_arrow().schema == Corpus(()).to_arrow().schema


def test_arrow_files_read_back(corpus: Corpus, tmp_path: Path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    corpus.export(tmp_path / "corpus.arrow")
    corpus.export(tmp_path / "corpus.parquet")
    with pa.ipc.open_file(tmp_path / "corpus.arrow") as reader:
        assert corpus.to_arrow() == reader.read_all()
    assert corpus.to_arrow() == pq.read_table(tmp_path / "corpus.parquet")


def test_pandas_reads_days_as_dates(corpus: Corpus):
    frame = corpus.to_pandas()
    assert len(corpus) == len(frame)
    assert "datetime64" in str(frame["earliest"].dtype)
    assert [article.title for article in corpus] == list(frame["title"])


def test_polars_reads_lists_as_lists(corpus: Corpus):
    frame = corpus.to_polars()
    assert len(corpus) == frame.height
    named = frame.explode("people").drop_nulls("people")
    assert sum(len(article.people) for article in corpus) == named.height


@pytest.mark.parametrize(
    ("module", "use", "extra"),
    [
        ("pyarrow", Corpus.to_arrow, "arrow"),
        ("pandas", Corpus.to_pandas, "pandas"),
        ("polars", Corpus.to_polars, "polars"),
    ],
)
def test_a_missing_package_is_said_with_its_remedy(
    module: str, use: Callable[[Corpus], object], extra: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(extras.MissingExtraError, match=rf"pip install 'vnru\[{extra}\]'"):
        use(Corpus(()))


# --- TEI -----------------------------------------------------------------------------------------

TEI = "{http://www.tei-c.org/ns/1.0}"
TEI_SCHEMA = Path(__file__).parent / "tei/site/schemas/tei_all.rng"  # see requirements.txt there


def test_tei_follows_its_schema(corpus: Corpus, odd: Corpus):
    requires_files(TEI_SCHEMA)
    schema = etree.RelaxNG(etree.parse(TEI_SCHEMA))
    for articles in (corpus, odd):
        document = etree.fromstring(encoded(articles, "tei"))
        assert schema.validate(document), schema.error_log.last_error


def test_tei_holds_all_text_in_order(corpus: Corpus):
    root = etree.fromstring(encoded(corpus, "tei"))
    for tei, article in zip(root.iter(f"{TEI}TEI"), corpus, strict=True):
        text = "".join(tei.find(f"{TEI}text").itertext())
        assert "".join(b.text.replace("\n", "") for b in article.blocks) == text
        assert article.id == tei.get("n")


def test_tei_dates_are_as_vague_as_the_source():
    article = make_article(1, date="2024-03", event_date="2024-03-09")
    root = etree.fromstring(encoded([article], "tei"))
    assert ["2024-03", "2024-03-09"] == [date.get("when") for date in root.iter(f"{TEI}date")]


def test_tei_sections_begin_with_crossheads():
    blocks = [
        ("caption", "Photo."),
        ("headline", "Titre"),
        ("lead", "Chapeau."),
        ("headline", "Titre"),
        ("crosshead", "Suite"),
        ("paragraph", "Corps\ncoupé."),
        ("credit", "VNA"),
    ]
    root = etree.fromstring(encoded([make_article(1, blocks=blocks)], "tei"))
    body = root.find(f".//{TEI}body")
    assert ["figure", "head", "p", "label", "div"] == [p.tag.removeprefix(TEI) for p in body]
    assert ["head", "p", "ab"] == [p.tag.removeprefix(TEI) for p in body[-1]]
    assert "coupé." == body[-1][1][0].tail


# --- formats of other packages -------------------------------------------------------------------

TITLES = export.Format(
    name="titles",
    suffix=".titles",
    media_type="text/plain",
    encode=lambda articles: (f"{article.title}\n".encode() for article in articles),
)
TAKEN = attrs.evolve(TITLES, name="csv")
NO_FORMAT = "titles"


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let a package be installed that names a value of this module as a format."""

    def installed(value: str) -> None:
        entry = EntryPoint("titles", value, export.ENTRY_POINTS)
        monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: EntryPoints([entry]))
        export.formats.cache_clear()

    yield installed
    export.formats.cache_clear()


def test_a_package_can_bring_a_format(install: Callable[[str], None], tmp_path: Path):
    install(f"{__name__}:TITLES")
    assert "titles" == list(export.formats())[-1]
    out = tmp_path / "all.titles"
    done = CliRunner().invoke(main, ["export", str(ROOT / "seeds"), "-o", str(out)])
    assert 0 == done.exit_code, done.output
    assert [a.title for a in Corpus.load(ROOT / "seeds")] == out.read_text("utf-8").splitlines()
    assert "titles" in CliRunner().invoke(main, ["export", "--help"]).output


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (f"{__name__}:TAKEN", "has a name that is taken: csv"),
        (f"{__name__}:NO_FORMAT", "is no vnru.export.Format: 'titles'"),
        (f"{__name__}:MISSING", "cannot be loaded"),
        ("no_such_module:FORMAT", "cannot be loaded"),
    ],
)
def test_a_broken_format_is_said(install: Callable[[str], None], value: str, complaint: str):
    install(value)
    with pytest.raises(ConfigError, match=complaint):
        export.formats()
    for arguments in (["--format", "csv"], ["-o", "out.csv"], []):
        done = run("export", ARTICLES, *arguments)
        assert 2 == done.exit_code
        assert complaint in done.output
        assert "say --format" not in done.output


def test_a_format_is_found_by_name_and_by_suffix():
    assert "sqlite" == export.format_for(".db").name
    with pytest.raises(ValueError, match="no format 'xls'; known: jsonl, csv, tei"):
        export.format_named("xls")
    with pytest.raises(ValueError, match=r"suffix '\.xls'; known: \.jsonl, \.csv"):
        export.format_for(".xls")


# --- the command ---------------------------------------------------------------------------------


def run(*arguments: str | Path):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_command_prints_or_writes_the_same(tmp_path: Path, corpus: Corpus):
    printed = run("export", ARTICLES, "--format", "csv")
    written = run("export", ARTICLES, "-o", tmp_path / "out.csv")
    assert (0, "") == (written.exit_code, written.output)
    assert printed.stdout_bytes == (tmp_path / "out.csv").read_bytes() == encoded(corpus, "csv")
    assert encoded(corpus, "jsonl") == run("export", ARTICLES, "-o", "-").stdout_bytes


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--format", "sqlite"], "not for a terminal"),
        (["--format", "xls"], "no format 'xls'"),
        (["-o", "out.xls"], "or say --format"),
        (["--topic", "energi"], "did you mean 'energie'?"),
        (["--since", "hier"], "not a date"),
        (["--since", "2025", "--until", "2024"], "ends before it begins: 2025 to 2024"),
        (["--search", "-vaccin"], "no word to search for"),
    ],
)
def test_the_command_says_what_it_cannot_do(arguments: list[str], complaint: str):
    done = run("export", ARTICLES, *arguments)
    assert 2 == done.exit_code
    assert complaint in done.output
    assert not Path("out.xls").exists()


def test_the_command_selects(corpus: Corpus):
    arguments = ["--topic", "energie", "--grade", "2", "--since", "2015", "--search", "nucleaire"]
    asked = corpus.about("energie", grade=2).between("2015").search("nucléaire")
    assert 0 < len(asked) < len(corpus)
    assert encoded(asked, "jsonl") == run("export", ARTICLES, *arguments).stdout_bytes
    listed = run("list", ARTICLES, *arguments).stdout.splitlines()
    assert [article.id for article in asked] == [line.split()[0] for line in listed]


def test_ids_can_be_names_of_files(corpus: Corpus):
    rows = run("export", ARTICLES, "--id", "source").stdout.splitlines()
    assert [article.source for article in corpus] == [
        f"{json.loads(row)['id']}.txt" for row in rows
    ]


def test_a_missing_package_is_a_usage_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("export", ARTICLES, "-o", tmp_path / "x.parquet")
    assert 2 == done.exit_code
    assert "pip install 'vnru[arrow]'" in done.output
    assert [] == list(tmp_path.iterdir())


# --- writing a file ------------------------------------------------------------------------------


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path):
    def broken() -> Iterator[bytes]:
        yield b"new"
        raise KeyError("no more")

    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(KeyError):
        atomic.write(path, broken())
    assert [(path, b"old")] == [(p, p.read_bytes()) for p in tmp_path.iterdir()]
    atomic.write(path, [b"n", b"ew"])
    assert [(path, b"new")] == [(p, p.read_bytes()) for p in tmp_path.iterdir()]


def test_a_failure_names_the_file_that_was_asked_for(corpus: Corpus, tmp_path: Path):
    path = tmp_path / "nowhere" / "articles.jsonl"
    with pytest.raises(FileNotFoundError) as failed:
        corpus.export(path)
    assert str(path) == failed.value.filename


def test_a_record_is_of_one_article(corpus: Corpus):
    with pytest.raises(TypeError, match="not of a Corpus: call it for each article"):
        export.to_dict(corpus)  # type: ignore[arg-type]


def test_a_link_is_followed(tmp_path: Path):
    (tmp_path / "link").symlink_to("file")
    atomic.write(tmp_path / "link", [b"x"])
    assert (tmp_path / "link").is_symlink()
    assert b"x" == (tmp_path / "file").read_bytes()


def test_a_new_file_has_the_mode_that_the_umask_grants(tmp_path: Path):
    (tmp_path / "usual").touch()
    atomic.write(tmp_path / "file", [])
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("usual", "file")}
    assert 1 == len(modes)


def test_what_is_no_file_is_not_replaced(tmp_path: Path):
    with pytest.raises(NotRegularError, match="a folder"):
        atomic.write(tmp_path, [b""])
    with pytest.raises(NotRegularError, match="a device"):
        atomic.write(Path("/dev/null"), [b""])


def test_what_is_there_is_not_new(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        atomic.write_new(tmp_path / "file", b"new")
    assert [b"old"] == [path.read_bytes() for path in tmp_path.iterdir()]
