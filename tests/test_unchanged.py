"""A run with nothing to do: what it takes for one, and what it must not."""

from __future__ import annotations

import ast
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from publishing import memory_or_disk, site
from vnru import loading, unchanged
from vnru.cli import main
from vnru.look import Look
from vnru.unchanged import Call, Watch

SEEDS = Path(__file__).parents[1] / "seeds"
SEED = Path("seeds/003_9cfc9d1ae11acf60.txt")
STAMP = Path("feeds/.vnru/stamp")
REFUSED = Path("seeds/004_0000000000000004.txt")


@pytest.fixture(autouse=True)
def desk(monkeypatch):
    """Work in a folder with the seeds, and with a program that nobody else is writing."""
    with tempfile.TemporaryDirectory(dir=memory_or_disk()) as name:
        desk = Path(name)
        shutil.copytree(SEEDS, desk / "seeds")
        (desk / "program").mkdir()
        (desk / "program" / "module.py").write_text("")
        with monkeypatch.context() as patch:
            patch.chdir(desk)
            patch.setattr(unchanged, "_PACKAGE", str(desk / "program"))
            _forget_environment(patch)
            yield desk


def _forget_environment(patch):
    for name in ("VNRU_BASE_URL", "VNRU_CONFIG", "VNRU_OUT", "SOURCE_DATE_EPOCH"):
        patch.delenv(name, raising=False)


def vnru(*arguments):
    """Run `vnru regenerate` as its entry point does; return exit code, stdout and stderr."""
    call = Call(["regenerate", *arguments])
    words = _remembered(call)
    if words is None:
        result = CliRunner().invoke(main, ["regenerate", *arguments], obj=call)
        words = result.exit_code, _at_once(result.stdout), result.stderr
    return words


def remembered(*arguments):
    """Return the same without a full run, None where there has to be one."""
    return _remembered(Call(["regenerate", *arguments]))


def _remembered(call):
    words = call.remembered()
    return words and (words.code, _at_once(words.results), words.stderr)


def _at_once(stdout):
    """Return a summary without the seconds, which are never the same."""
    return re.sub(r'"seconds": \d+\.\d{3}', '"seconds": 0', stdout)


def everything():
    """Return inode and times of every file and folder here."""
    stats = {str(path): path.lstat() for path in Path().rglob("*")}
    return {path: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for path, s in stats.items()}


# --- what it is ---------------------------------------------------------------------------------


def test_a_run_with_nothing_to_do_says_and_changes_nothing():
    vnru()
    before = everything()
    assert (0, "", "") == remembered()
    assert before == everything()


def test_it_reads_nothing_and_imports_nothing_that_could(desk):
    vnru()
    code = f"""
import os, sys
from vnru import unchanged
unchanged._PACKAGE = {str(desk / "program")!r}
opened = []
sys.addaudithook(lambda event, about: event == "open" and opened.append(os.fsdecode(about[0])))
words = unchanged.Call(["regenerate"]).remembered()
print([words.code, opened, list(sys.modules)])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    code, opened, modules = ast.literal_eval(done.stdout)
    assert 0 == code
    assert {"attr", "click", "dateutil", "feedgen", "lxml", "pathlib", "re"}.isdisjoint(modules)
    folders = {path for path in opened if Path(path).is_dir() or path in {"articles", "topics"}}
    assert {"vnru.toml", ".vnru", "stamp", "lock"} >= set(opened) - folders


def test_the_command_knows_it():
    command = [sys.executable, "-X", "importtime", "-m", "vnru", "regenerate"]
    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=True).stderr for _ in "12"
    )
    assert "articles +2" in first
    assert "feedgen" in first
    assert "vnru.unchanged" in second
    assert "articles" not in second


def test_without_the_stamp_the_output_is_the_same():
    vnru()
    before = site(Path("feeds"))
    STAMP.unlink()
    assert remembered() is None
    assert (0, "", "") == vnru()
    assert before == site(Path("feeds"))
    assert (0, "", "") == remembered()


@pytest.fixture
def looked(monkeypatch) -> list[str]:
    """Return what was looked at: the program, the articles, the output."""
    found: list[str] = []
    names = {"__pycache__": "program", "": "articles", ".vnru": "output"}
    real = Look.at_folder

    def noted(self, folder: int, *, suffix: str = "", but: str = "") -> Look:
        if self.changed == 0:  # nothing yet: no folder within another
            found.append(names[but])
        return real(self, folder, suffix=suffix, but=but)

    monkeypatch.setattr(Look, "at_folder", noted)
    return found


def test_a_run_with_nothing_to_do_looks_at_everything_once(looked):
    vnru()
    looked.clear()
    assert (0, "", "") == remembered()
    assert ["program", "articles", "output"] == looked


def test_a_run_with_something_to_do_looks_at_the_articles_once_and_last_at_the_output(looked):
    vnru()
    SEED.touch()
    time.sleep(0.03)  # the clock of the file system ticks
    looked.clear()
    vnru()
    assert ["program", "articles", "output"] == looked[:2] + looked[-1:]
    assert {"output"} == set(looked[2:])  # again where its clock has not ticked yet
    assert (0, "", "") == remembered()


def _refuse():
    REFUSED.write_bytes(b"caf\xe9")


def _hold_back():
    REFUSED.write_text(" date 2999-01 Un titre\n\nUne dépêche de demain.\n")


def _announce():
    REFUSED.write_text("Hanoï (VNA) – Le 3 mars 2999, le ministre a visité Hanoï.\n")


def _warn():
    REFUSED.write_text("Un titre\n\nUne dépêche sans date.\n")


@pytest.mark.parametrize("deliver", [_refuse, _hold_back, _warn])
@pytest.mark.parametrize("arguments", [[], ["--json"], ["--strict"], ["--strict", "--json"]])
def test_it_says_what_a_full_run_would_say(deliver, arguments):
    deliver()
    vnru(*arguments)
    said = remembered(*arguments)
    STAMP.unlink()
    assert said == vnru(*arguments)
    if "--json" in arguments:
        assert (0, 0) == tuple(json.loads(said[1])[key] for key in ("added", "written"))


def test_an_empty_edition_is_an_edition():
    vnru()
    for path in Path("seeds").iterdir():
        path.unlink()
    assert 65 == vnru()[0]
    assert remembered() is None
    assert 0 == vnru("--allow-empty")[0]
    assert (0, "", "") == remembered("--allow-empty")
    assert remembered() is None


# --- what it is not: something moved -------------------------------------------------------------


def _edit_in_place_and_hide_it():
    status = SEED.stat()
    SEED.write_bytes(SEED.read_bytes().replace(b"Moscou", b"Moskva"))
    os.utime(SEED, ns=(status.st_atime_ns, status.st_mtime_ns))


def _exchange():
    new = SEED.with_suffix(".new")
    shutil.copy2(SEED, new)
    new.replace(SEED)


def _mistake_for_another():
    SEED.rename(SEED.with_name(f"002_{SEED.name.partition('_')[2]}"))


MOVES = {
    "an article is touched": SEED.touch,
    "its text changes, its size and time do not": _edit_in_place_and_hide_it,
    "its rights change": lambda: SEED.chmod(0o600),
    "a copy takes its place": _exchange,
    "it gets another name": _mistake_for_another,
    "it is gone": SEED.unlink,
    "all are gone": lambda: shutil.rmtree("seeds"),
    "one is added": lambda: shutil.copy(SEED, "seeds/005_0000000000000005.txt"),
    "one is a link": lambda: Path("seeds/x.txt").symlink_to(SEED.name),
    "a page is touched": lambda: Path("feeds/index.html").touch(),
    "a feed is tampered with": lambda: Path("feeds/all.atom").write_text("tampered"),
    "a topic's feed is gone": lambda: Path("feeds/topics/energie.atom").unlink(),
    "the articles' pages are gone": lambda: shutil.rmtree("feeds/articles"),
    "a foreign file is there": lambda: Path("feeds/robots.txt").write_text(""),
    "the ledger is gone": lambda: Path("feeds/.vnru/ledger").unlink(),
    "the ledger is edited": lambda: Path("feeds/.vnru/ledger").touch(),
    "everything is gone": lambda: shutil.rmtree("feeds"),
    "there is a configuration": lambda: Path("vnru.toml").write_text(""),
    "the program is another": lambda: Path("program/module.py").write_text("pass"),
    "the program has a new file": lambda: Path("program/topics.toml").write_text(""),
    "the stamp is gone": STAMP.unlink,
    "the stamp is empty": lambda: STAMP.write_text(""),
    "the stamp is a folder": lambda: (STAMP.unlink(), STAMP.mkdir()),
    "the state is a link": lambda: (
        Path("feeds/.vnru").rename("state"),
        Path("feeds/.vnru").symlink_to("../state"),
    ),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_whatever_moves_there_is_a_full_run(move):
    vnru()
    assert remembered() is not None
    move()
    assert remembered() is None


@pytest.mark.parametrize("move", ["edited", "gone", "behind a link"])
def test_a_lexicon_that_moves_is_a_full_run(move):
    Path("vnru.toml").write_text('[lexicon]\nfiles = ["words.toml"]\n')
    words = Path("words.toml")
    words.write_text("")
    if move == "behind a link":
        words.rename("elsewhere.toml")
        words.symlink_to("elsewhere.toml")
    vnru()
    assert remembered() is not None
    words.unlink() if move == "gone" else words.write_text("[places]")
    assert remembered() is None


def test_what_is_none_of_ours_may_move():
    vnru()
    Path("seeds/README.md").write_text("not an article")
    Path("feeds/.vnru/cache").mkdir(exist_ok=True)
    Path("program/__pycache__").mkdir()
    Path("other").mkdir()
    SEED.read_bytes()
    assert remembered() is not None


def test_what_was_tampered_with_is_mended():
    vnru()
    before = site(Path("feeds"))
    Path("feeds/all.atom").write_text("tampered")
    Path("feeds/index.html").unlink()
    vnru()
    assert before == site(Path("feeds"))
    vnru()
    assert remembered() is not None


@pytest.mark.parametrize(
    "arguments", [["--strict"], ["--now", "2999-01-01"], ["seeds"], ["--json"]]
)
def test_another_call_is_a_full_run(arguments):
    vnru()
    assert remembered(*arguments) is None


@pytest.mark.parametrize("variable", ["VNRU_BASE_URL", "VNRU_ANYTHING", "SOURCE_DATE_EPOCH"])
def test_another_environment_is_a_full_run(monkeypatch, variable):
    vnru()
    monkeypatch.setenv(variable, "1")
    assert remembered() is None


def test_another_python_is_a_full_run(monkeypatch):
    vnru()
    monkeypatch.setattr(sys, "version", "4.0")
    assert remembered() is None


def test_another_user_is_a_full_run(monkeypatch):
    vnru()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert remembered() is None


@pytest.mark.parametrize("place", ["packages", ""])
def test_another_package_is_a_full_run(monkeypatch, place):
    """It may lie in the folder that we work in, too, where other things come and go."""
    Path("packages").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, place, "nowhere"])
    vnru()
    Path(place, "feedgen.txt").touch()
    assert remembered() is not None
    Path(place, "feedgen-2.0.dist-info").mkdir()
    assert remembered() is None


def test_another_archive_of_packages_is_a_full_run(monkeypatch):
    archive = Path("packages.zip")
    archive.touch()
    monkeypatch.setattr(sys, "path", [*sys.path, str(archive)])
    vnru()
    assert remembered() is not None
    os.utime(archive, (1, 1))
    assert remembered() is None


def test_another_folder_to_work_in_is_a_full_run(desk, monkeypatch):
    arguments = [str(desk / "seeds"), "--out", str(desk / "feeds")]
    vnru(*arguments)
    assert remembered(*arguments) is not None
    with monkeypatch.context() as patch:
        patch.chdir("seeds")
        assert remembered(*arguments) is None


@pytest.mark.parametrize(("deliver", "code"), [(_hold_back, 3), (_announce, 0)])
def test_what_awaits_a_day_is_looked_at_every_day(monkeypatch, deliver, code):
    deliver()
    assert code == vnru()[0]
    assert code == remembered()[0]
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert remembered() is None


def test_the_day_does_not_matter_where_nothing_awaits_it_or_the_clock_is_given(monkeypatch):
    given = ["--out", "other", "--now", "2024-03-03"]
    vnru()
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert remembered() is not None
    _hold_back()
    vnru(*given)
    monkeypatch.setattr(time, "time", lambda: tomorrow + 86_400)
    assert 3 == remembered(*given)[0]


def test_what_could_not_be_read_is_tried_again(monkeypatch):
    real = loading.read_stamped

    def fail_for_one(folder, name, limit):
        if name == SEED.name:
            raise OSError(5, "Input/output error")
        return real(folder, name, limit)

    monkeypatch.setattr(loading, "read_stamped", fail_for_one)
    code, _, said = vnru()
    assert (3, True) == (code, "VN009" in said)
    assert remembered() is None


def test_another_run_that_holds_the_lock_is_respected():
    vnru()
    with Path("feeds/.vnru/lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert remembered() is None
        assert 75 == vnru()[0]
    assert remembered() is not None


# --- when there is no stamp -----------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--dry-run", "--check"])
def test_a_run_that_only_compares_leaves_no_stamp(option):
    vnru()
    STAMP.unlink()
    vnru(option)
    assert not STAMP.exists()


def test_a_run_that_fails_leaves_no_stamp():
    vnru()
    STAMP.unlink()
    Path("feeds/index.html").unlink()
    Path("feeds/index.html").mkdir()
    assert 74 == vnru()[0]
    assert not STAMP.exists()


def test_a_run_from_a_program_leaves_no_stamp():
    CliRunner().invoke(main, ["regenerate"])
    assert not STAMP.exists()


@pytest.mark.parametrize("unsettled", ["seeds", "feeds", "program"])
def test_a_change_too_recent_to_be_told_from_the_next_leaves_no_stamp(monkeypatch, unsettled):
    place = Path(unsettled).resolve()
    real = Look.at_folder

    def changing(self, folder, **options):
        found = real(self, folder, **options)
        if Path(f"/proc/self/fd/{folder}").resolve() == place:
            self.changed = time.time_ns()
        return found

    monkeypatch.setattr(Look, "at_folder", changing)
    vnru()
    assert not STAMP.exists()


def test_an_article_that_changes_while_it_is_read_is_read_again(monkeypatch):
    real = loading.read_stamped

    def edit_after_reading(folder, name, limit):
        data = real(folder, name, limit)
        if name == SEED.name:
            _edit_in_place_and_hide_it()
        return data

    with monkeypatch.context() as patch:
        patch.setattr(loading, "read_stamped", edit_after_reading)
        vnru()
    assert remembered() is None
    vnru()
    assert remembered() is not None


def test_a_published_file_that_somebody_writes_meanwhile_leaves_no_stamp(monkeypatch):
    real = Watch.keep

    def keep(self, out, words, **options):
        time.sleep(0.01)  # longer than a tick
        Path("feeds/index.html").write_bytes(Path("feeds/index.html").read_bytes())
        real(self, out, words, **options)

    monkeypatch.setattr(Watch, "keep", keep)
    vnru()
    assert not STAMP.exists()


def test_a_stamp_that_cannot_be_written_is_none():
    vnru()
    STAMP.unlink()
    STAMP.symlink_to("elsewhere")
    assert (0, "", "") == vnru()
    assert not Path("feeds/.vnru/elsewhere").exists()


# --- the stamp itself ---------------------------------------------------------------------------


@given(st.binary() | st.text("\0 0123456789abcdef/").map(str.encode))
@example(b"vnru stamp 3" + b"\0" * 9)
def test_a_stamp_of_any_bytes_is_no_stamp(data):
    STAMP.parent.mkdir(parents=True, exist_ok=True)
    STAMP.write_bytes(data)
    assert remembered() is None


def test_a_damaged_stamp_is_no_stamp():
    _refuse()
    vnru()
    good = STAMP.read_bytes()
    for place in range(len(good)):
        STAMP.write_bytes(good[:place])
        assert remembered() is None
        STAMP.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert remembered() is None
    STAMP.write_bytes(good)
    assert remembered() is not None


@pytest.mark.parametrize(
    ("arguments", "environment", "config"),
    [
        (["--out", "o"], {}, None),
        (["--out=o"], {}, None),
        (["--out", "x", "--out", "./o"], {"VNRU_OUT": "x"}, 'out = "y"'),
        ([], {"VNRU_OUT": "o"}, 'out = "y"'),
        ([], {"VNRU_OUT": ""}, 'out = "o"'),
        ([], {}, "source = 'seeds'\nout = 'o' # here\n"),
        (["--config", "etc/vnru.toml"], {}, None),
        (["--config=etc/vnru.toml"], {}, None),
        ([], {"VNRU_CONFIG": "etc/vnru.toml"}, 'out = "x"'),
        (["--config", "./etc/vnru.toml"], {}, 'out = "x"'),
    ],
)
def test_the_stamp_is_found_wherever_the_output_is(monkeypatch, arguments, environment, config):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    Path("etc").mkdir()
    Path("etc/vnru.toml").write_text('source = "../seeds"\nout = "../o"\n')
    if config is not None:
        Path("vnru.toml").write_text(config)
    assert 0 == vnru(*arguments)[0]
    assert Path("o/index.html").is_file()
    assert remembered(*arguments) is not None


def test_a_stamp_is_good_for_its_own_folder_only(monkeypatch):
    """Were the folder guessed wrongly, another one's stamp would not do."""
    vnru()
    Path("feeds").rename("others")
    assert Call(["regenerate", "--out", "others"]).remembered() is None
    call = Call(["regenerate"])
    monkeypatch.setattr(call, "_out", "others")
    assert call.remembered() is None


def test_a_configuration_that_was_guessed_wrongly_leaves_no_stamp():
    """After `--`, nothing is an option: only Click knows."""
    Path("--config=other.toml").symlink_to("seeds")
    Path("other.toml").write_text("")
    assert 0 == vnru("--", "--config=other.toml")[0]
    assert Path("feeds/index.html").exists()
    assert not STAMP.exists()


# --- times --------------------------------------------------------------------------------------


@given(st.integers(0, 2**62))
def test_a_look_is_settled_when_the_clock_has_ticked(changed):
    look = Look()
    look.changed = changed
    tick = 20_000_000 if changed % 1_000_000_000 else 2_000_000_000
    for age, settled in ((-1, False), (0, False), (tick, False), (tick + 1, True)):
        look.began = changed + age
        assert settled == look.is_settled


@pytest.mark.parametrize("name", ["é", "\udce9", "two\nlines", "a 1 2 3 4", "a/b"])
def test_looks_tell_names_apart(desk, name):
    folder = desk / "names"
    digests = set()
    for each in (name, name + "x"):
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        (folder / each).write_text("")
        fd = os.open(folder, os.O_RDONLY)
        digests.add(Look().at_folder(fd).digest)
        os.close(fd)
        (folder / each).rename(folder / "kept")
    assert 2 == len(digests)
