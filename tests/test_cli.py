"""The command as its users see it: what it says, where, and how it ends."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from vnru.cli import main
from vnru.cli.common import instant

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
NOW = "2026-11-21T12:00:00Z"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with the two seeds in seeds/."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    for name in ("VNRU_BASE_URL", "VNRU_CONFIG", "VNRU_OUT", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def vnru(*arguments, code=0, **options):
    """Run the command; return what it said."""
    result = CliRunner().invoke(main, [str(a) for a in arguments], **options)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert code == result.exit_code, result.output
    return result


def tree(out="feeds"):
    """The published files and their bytes, the lock and the expendable state apart."""
    return {
        str(path): path.read_bytes()
        for path in sorted(Path(out).rglob("*"))
        if path.is_file() and (path.name == "ledger" or ".vnru" not in path.parts)
    }


def stamps(out="feeds"):
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in Path(out).rglob("*")
    }


def test_the_first_run_needs_no_configuration(folder):
    result = vnru("regenerate")
    assert "" == result.stdout
    assert "articles +2 ~0 -0 =2" in result.stderr
    assert (folder / "feeds/all.atom").is_file()
    assert (folder / "feeds/articles/9cfc9d1ae11acf60.html").is_file()


@pytest.mark.usefixtures("folder")
def test_a_second_run_says_nothing_and_changes_nothing():
    vnru("regenerate")
    files, before = tree(), stamps()
    result = vnru("regenerate")
    assert "" == result.output
    assert files == tree()
    assert before == stamps()


def test_the_repository_publishes_what_its_seeds_give():
    arguments = ["regenerate", str(SEEDS), "--out", str(ROOT / "feeds"), "--check"]
    result = CliRunner().invoke(main, arguments)
    assert (0, "") == (result.exit_code, result.stdout)


def test_a_dry_run_lists_and_writes_nothing(folder):
    result = vnru("regenerate", "--dry-run")
    assert "+ all.atom" in result.stdout.splitlines()
    assert not (folder / "feeds").exists()


def test_check_finds_what_was_tampered_with(folder):
    vnru("regenerate")
    assert "" == vnru("regenerate", "--check").stdout
    (folder / "feeds/all.rss").write_text("tampered")
    (folder / "feeds/index.html").unlink()
    result = vnru("regenerate", "--check", code=1)
    assert ["+ index.html", "~ all.rss"] == result.stdout.splitlines()


def test_the_base_url_comes_from_option_environment_and_file_in_this_order(folder):
    (folder / "vnru.toml").write_text('[site]\nbase_url = "https://file.example/"\n')
    feed = folder / "feeds/all.atom"
    vnru("regenerate")
    assert "https://file.example/all.atom" in feed.read_text()
    vnru("regenerate", env={"VNRU_BASE_URL": "https://environment.example"})
    assert "https://environment.example/all.atom" in feed.read_text()
    vnru(
        "regenerate",
        "--base-url",
        "https://option.example/x",
        env={"VNRU_BASE_URL": "https://e.example"},
    )
    assert "https://option.example/x/all.atom" in feed.read_text()
    assert "tag:example.org,2026:vnru/feed/all" in feed.read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[site]\nbase_ulr = 'https://e.example/'\n", "did you mean 'base_url'?"),
        ("[site]\nbase_url = 'ftp://e.example/'\n", "not an absolute http(s) address"),
        ("base_url = 'https://e.example/'\n", "unknown key 'base_url' (it belongs to [site])\n"),
        ("[feed]\nsource = 'x'\n", "'source' (it belongs to the top level, before any section) in"),
        ("site = 'x'\n", "expected a table in site\n"),
        ("[[site]]\ntitle = 'x'\n", "expected a table in site\n"),
        ("[topics]\nenergie = 3\n", "expected a table in topics['energie']\n"),
        ("files = []\n", "unknown key 'files' (it belongs to [limits] or [lexicon])\n"),
        ("[limits]\nfeed_entries = 'many'\n", "expected int, got 'many'"),
        ("[limits]\nfeed_entries = 0\n", "feed_entries"),
        ("[feed]\nversions = 'first'\n", "expected 'best' or 'all', got 'first' in feed.versions"),
        ("[feed]\nversions = true\n", "expected 'best' or 'all', got True"),
        ("[feed]\nversion = 'all'\n", "did you mean 'versions'?"),
        ("[topics.energei]\ninclude = 'mentions'\n", "did you mean 'energie'?"),
        ("[[feeds]]\nslug = 'own'\ntitle = 'x'\nquery = { any = ['nothing'] }\n", "nothing"),
        ("nonsense", "is not TOML"),
        ("# \udcff", "vnru.toml:1: is not UTF-8"),
    ],
)
def test_a_bad_configuration_is_said_in_one_line(folder, text, said):
    (folder / "vnru.toml").write_text(text, errors="surrogateescape")
    result = vnru("regenerate", code=2)
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert not (folder / "feeds").exists()


@pytest.mark.usefixtures("folder")
def test_a_bad_instant_is_a_usage_error():
    assert "--now" in vnru("regenerate", "--now", "yesterday", code=2).stderr
    said = vnru("regenerate", code=2, env={"SOURCE_DATE_EPOCH": "soon"}).stderr
    assert "SOURCE_DATE_EPOCH" in said


def test_eight_digits_are_a_day_where_people_write_them(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "20260301")
    assert dt.datetime(1970, 8, 23, 11, 51, 41, tzinfo=dt.UTC) == instant(None)
    assert dt.datetime(2026, 3, 1, tzinfo=dt.UTC) == instant("20260301")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2026-03-01T07:00:00+07:00")
    assert dt.datetime(2026, 3, 1, tzinfo=dt.UTC) == instant(None)


def test_a_refused_file_is_named_and_the_others_are_published(folder):
    (folder / "seeds/200_00000000000000aa.txt").write_bytes(b"caf\xe9")
    result = vnru("regenerate", code=3)
    assert "200_00000000000000aa.txt:1:4: error VN005" in result.stderr
    assert "hint:" in result.stderr
    assert (folder / "feeds/articles/9cfc9d1ae11acf60.html").is_file()
    assert "200_00000000000000aa.txt" in vnru("regenerate", code=3).stderr


def test_warnings_are_said_once(folder):
    (folder / "seeds/undated (copy).txt").write_text("Un titre\n\nUne dépêche sans date.\n")
    assert "VN101" in vnru("regenerate", "--strict", "--now", NOW, code=3).stderr
    assert "" == vnru("regenerate", "--strict", "--now", NOW).stderr
    assert "VN101" in vnru("check").stdout
    vnru("check", "--strict", code=3)


def test_a_future_article_waits_for_its_day(folder):
    name = "300_00000000000000bb.txt"
    (folder / "seeds" / name).write_text(" date 2027-01-15 Un titre\n\nUne dépêche de demain.\n")
    assert "held" in vnru("regenerate", "--now", NOW, code=3).stderr
    assert not (folder / "feeds/articles/00000000000000bb.html").exists()
    vnru("regenerate", "--now", "2027-01-15T00:00:00Z")
    assert (folder / "feeds/articles/00000000000000bb.html").is_file()


def test_an_empty_source_removes_nothing_unless_told(folder):
    vnru("regenerate")
    before = tree()
    for path in (folder / "seeds").iterdir():
        path.unlink()
    assert "--allow-empty" in vnru("regenerate", code=65).stderr
    (folder / "seeds").rmdir()
    vnru("regenerate", code=65)
    assert before == tree()
    (folder / "seeds").mkdir()
    vnru("regenerate", "--allow-empty", "--now", NOW)
    assert "retiré" in (folder / "feeds/articles/9cfc9d1ae11acf60.html").read_text()


@pytest.mark.usefixtures("folder")
def test_a_missing_source_without_a_site_is_an_io_error():
    expected = "Error: nowhere: No such file or directory\n"
    assert expected == vnru("regenerate", "nowhere", code=74).output
    assert not Path("feeds").exists()
    Path("feeds").mkdir()
    assert expected == vnru("regenerate", "nowhere", code=74).output


@pytest.mark.usefixtures("folder")
def test_a_configuration_is_refused_before_the_source_is_looked_for():
    Path("vnru.toml").write_text("[topics.energei]\ndrop = true")
    said = vnru("regenerate", "nowhere", code=2).stderr
    assert "did you mean 'energie'" in said


def test_a_correction_moves_updated_and_says_so(folder):
    vnru("regenerate", "--now", NOW)
    seed = folder / "seeds/003_9cfc9d1ae11acf60.txt"
    seed.write_text(seed.read_text().replace("cultivéss", "cultivés"))
    result = vnru("regenerate", "--now", NOW)
    assert "articles +0 ~1 -0 =2" in result.stderr
    feed = (folder / "feeds/all.atom").read_text()
    assert "<updated>2026-11-21T12:00:00Z</updated>" in feed
    assert "<published>2024-03-03T00:00:00Z</published>" in feed
    assert "Mis à jour le 21 novembre 2026" in feed


def test_a_damaged_file_does_not_withdraw_its_article(folder):
    vnru("regenerate", "--now", NOW)
    page = folder / "feeds/articles/9cfc9d1ae11acf60.html"
    before = page.read_bytes()
    (folder / "seeds/003_9cfc9d1ae11acf60.txt").write_bytes(b"\xff\xfebroken")
    vnru("regenerate", "--now", NOW, code=3)
    assert before == page.read_bytes()


@pytest.mark.usefixtures("folder")
def test_the_lock_is_respected():
    vnru("regenerate")
    fd = os.open("feeds/.vnru/lock", os.O_RDWR)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        result = vnru("regenerate", code=75)
    finally:
        os.close(fd)
    assert 1 == len(result.stderr.splitlines())


@pytest.mark.usefixtures("folder")
def test_the_summary_for_machines():
    result = vnru("regenerate", "--json")
    summary = json.loads(result.stdout)
    assert (2, 0, 0, []) == tuple(
        summary[key] for key in ("added", "updated", "withdrawn", "refused")
    )


@pytest.mark.usefixtures("folder")
def test_show_by_id_by_stem_and_by_file():
    for wanted in ("9cfc9d1ae11acf60", "003_9cfc9d1ae11acf60", "seeds/003_9cfc9d1ae11acf60.txt"):
        record = json.loads(vnru("show", wanted, "--json").stdout)
        assert "2024-03-03" == record["event_date"]
        assert record["headline"] is None
    assert "Bui Thanh Son" in vnru("show", "9cfc").stdout
    assert "no article" in vnru("show", "ffff", code=2).stderr


@pytest.mark.usefixtures("folder")
def test_show_explains_topics_and_their_grades():
    lead, *_, topics = vnru("show", "9cfc", "--explain").stdout.split("\n\n")
    assert lead.endswith("diplomatique, de ⟦défense⟧ et de sécurité Vietnam - Russie.")
    lines = dict(line.split(": ", maxsplit=1) for line in topics.splitlines())
    assert "subject — in the lead: « défense »" == lines["defense-securite"]
    assert (
        "mention — in passing: « éducative »; by a word that only hints at it: « formation »"
    ) == lines["education-formation"]
    assert lines["dialogue-politique"].startswith(
        "subject — in the lead: « dialogue stratégique »; in a sentence of its own: « dialogue"
    )


@pytest.mark.usefixtures("folder")
def test_list_by_topic():
    assert 2 == len(vnru("list").stdout.splitlines())
    lines = vnru("list", "--topic", "energie").stdout.splitlines()
    assert ["a8654c4c88d6dd42"] == [line.split()[0] for line in lines]
    assert "known: " in vnru("list", "--topic", "nonsense", code=2).stderr


@pytest.mark.usefixtures("folder")
def test_export_gives_the_stem_as_id_where_asked():
    lines = vnru("export", "--format", "jsonl", "--id", "source", "seeds").stdout.splitlines()
    assert ["003_9cfc9d1ae11acf60", "000_a8654c4c88d6dd42"] == [json.loads(x)["id"] for x in lines]


@pytest.mark.usefixtures("folder")
def test_topics_in_three_formats():
    assert "nucleaire-civil" in vnru("topics").stdout
    assert "prefLabel" in vnru("topics", "--format", "skos").stdout
    assert 16 == len(json.loads(vnru("topics", "--format", "json").stdout))
    assert vnru("topics", "--coverage").stdout


def test_coverage_of_a_folder_with_a_refused_file_names_it(folder):
    (folder / "seeds/200_00000000000000aa.txt").write_bytes(b"caf\xe9")
    result = vnru("topics", "--coverage", code=3)
    assert "match none of 2 articles" in result.stdout
    assert "200_00000000000000aa.txt:1:4: error VN005" in result.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["list", "export", "export --format tei"])
def test_a_stdout_that_nobody_reads_any_more_is_no_error_to_tell(command):
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "vnru", *command.split()],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (1, b"") == (run.returncode, run.stderr)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("[[feeds]]\nslug = 'sport'\ntitle = 'Sport'\nquery = {any = ['sports']}", "no such topic"),
        ("[[feeds]]\nslug = 'energie'\ntitle = 'É'\nquery = {any = ['energie']}", "already that"),
        ("[topics.energie]\nbroader = 'gaz'", "broader"),
        ("[lexicon]\nfiles = ['none.toml']", "none.toml"),
    ],
)
def test_check_refuses_what_a_run_would(wrong, said):
    Path("vnru.toml").write_text(wrong)
    for command in ("check", "regenerate"):
        assert said in vnru(command, code=2).stderr


@pytest.mark.usefixtures("folder")
def test_check_reminds_of_the_address():
    result = vnru("check")
    assert "" == result.stdout
    assert "example.org" in result.stderr


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("vnru reg", "regenerate"),
        ("vnru regenerate --dry", "--dry-run"),
        ("vnru export --format jso", "jsonl"),
        ("vnru list --topic nucl", "nucleaire-civil"),
    ],
)
def test_shells_complete(typed, offered):
    words = typed.split(" ")
    asked = {
        "_VNRU_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    command = [sys.executable, "-c", "import vnru.__main__ as m; m.run()"]
    done = subprocess.run(
        command, env={**os.environ, **asked}, capture_output=True, text=True, check=True
    )
    assert f"plain,{offered}\n" == done.stdout
