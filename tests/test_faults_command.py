"""The real command, in processes of its own, with everything that goes wrong on a machine.

What goes wrong inside, call by call, is in test_publish_faults.py; what may lie in the source
folder, in test_hostile.py. Here the machine around the command fails, and after each failure:
the exit code is the documented one, stderr has sentences and no traceback, every published file is
whole, nothing beside the output folder was touched, and the next run makes it what it should be.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import attrs
import lxml.etree
import pytest

import vnru
from conftest import requires
from publishing import memory_or_disk, site

NOW = "2026-11-21T12:00:00Z"
LATER = "2026-11-22T12:00:00Z"
_CHANCE = random.Random  # the same at every run
FINDING = re.compile(
    r".+:\d+:\d+: (?:error|held|warning) VN\d{3}: .+|  hint: .+|articles \+.+, files \+.+"
)


@attrs.frozen
class Said:
    """How a run ended, and what it said."""

    code: int
    stdout: str
    stderr: str


@attrs.frozen
class Desk:
    """A folder with articles in `src`, their site in `out`, and neighbours."""

    place: Path

    @property
    def src(self) -> Path:
        return self.place / "src"

    @property
    def out(self) -> Path:
        return self.place / "out"

    def command(self, *arguments: str | Path, out: Path | None = None) -> list[str]:
        words = ["regenerate", self.src, "--out", out or self.out, "--now", NOW, *arguments]
        return [sys.executable, "-m", "vnru", *map(str, words)]

    def start(self, *arguments: str | Path, out: Path | None = None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*arguments, out=out),
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str | Path, wrap: tuple[str, ...] = (), **options: Any) -> Said:
        """Run the command to its end; check what it says, and that it leaves the rest alone."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        before = self.surroundings()
        done = subprocess.run(
            [*wrap, *self.command(*arguments)],
            cwd=self.place,
            timeout=60,
            check=False,
            **{"stdin": subprocess.DEVNULL} | options,
        )
        assert before == self.surroundings()
        said = Said(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())
        assert_polite(said)
        return said

    def surroundings(self) -> dict[str, bytes]:
        """Return all that lies beside the output folder."""
        found = {}
        for path in sorted(self.place.rglob("*")):
            if path.is_relative_to(self.out):
                continue
            if path.is_symlink():
                found[str(path)] = bytes(path.readlink())
            elif path.is_file():
                found[str(path)] = path.read_bytes()
            else:
                found[str(path)] = oct(path.lstat().st_mode).encode()
        return found

    def correct(self, *numbers: int) -> None:
        """Change the text of articles."""
        for number in numbers or range(ARTICLES):
            name, text = article(number)
            (self.src / name).write_text(f"{text}\nLe texte est corrigé.\n", encoding="utf-8")

    def heal(self, out: Path | None = None, now: str = NOW) -> dict[str, bytes]:
        """Run undisturbed, in this process; return the site. No litter may be left."""
        where = out or self.out
        config = vnru.Config(source=self.src, out=where)
        outcome = vnru.regenerate(config, now=vnru.dates.parse_instant(now))
        assert not outcome.changes.warnings
        left = {path.name for path in (where / ".vnru").iterdir()}
        needed = {".gitignore", "ledger", "lock"}
        assert needed <= left <= needed | {"cache", "stamp"}
        return published(where)


def assert_polite(said: Said) -> None:
    """Check that there are sentences: findings with their hints, or one that tells an error."""
    lines = said.stderr.splitlines()
    assert "Traceback" not in said.stderr
    assert all(line.isprintable() for line in lines)
    if said.code in {0, 1, 3}:
        assert all(map(FINDING.fullmatch, lines)), said.stderr
    elif said.code not in {-signal.SIGKILL, 128 + signal.SIGKILL}:
        (error,) = (line for line in lines if not FINDING.fullmatch(line))
        assert error.startswith(("Error: ", "vnru: ")), said.stderr


ARTICLES = 12


def article(number: int) -> tuple[str, str]:
    """Return the name and the text of an article; the topics, years and people vary."""
    id_ = hashlib.sha256(bytes([number])).hexdigest()[:16]
    theme = ["le pétrole et le gaz", "le tourisme", "l'énergie nucléaire"][number % 3]
    text = (
        f" date {2021 + number % 4}-{1 + number % 12:02} Le Vietnam et la Russie, {theme}\n\n"
        f"Le ministre Bui Thanh Son a reçu l'ambassadeur de Russie le {1 + number} mars à Hanoï"
        f" et parlé avec lui : {theme}.\n\nIls ont signé un accord sur {theme}.\n\nVNA/CVN\n"
    )
    return f"{number:03}_{id_}.txt", text


def published(out: Path) -> dict[str, bytes]:
    """Return the published files and the ledger."""
    found = site(out)
    ledger = out / ".vnru" / "ledger"
    return found | ({".vnru/ledger": ledger.read_bytes()} if ledger.exists() else {})


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Articles and their site, to be copied."""
    place = tmp_path_factory.mktemp("model")
    (place / "src").mkdir()
    for name, text in map(article, range(ARTICLES)):
        (place / "src" / name).write_text(text, encoding="utf-8")
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / "precious.txt").write_text(
        " date 2024-03 Un secret\n\nSECRET\n", "utf-8"
    )
    desk = Desk(place)
    desk.heal()
    return desk


@pytest.fixture(scope="module")
def corrected(model, tmp_path_factory):
    """The site after all articles were corrected."""
    desk = Desk(tmp_path_factory.mktemp("corrected") / "desk")
    shutil.copytree(model.place, desk.place)
    desk.correct()
    return desk.heal()


@pytest.fixture
def desk(model):
    """The articles and their site."""
    with tempfile.TemporaryDirectory(dir=memory_or_disk()) as place:
        desk = Desk(Path(place, "desk"))
        shutil.copytree(model.place, desk.place)
        yield desk


@pytest.fixture
def fresh(desk):
    """The articles without a site."""
    shutil.rmtree(desk.out)
    return desk


def assert_whole(out: Path, *editions: dict[str, bytes]) -> None:
    """Check that every file is that of one of the editions, and that none of the first is gone."""
    found = site(out)
    for path, content in found.items():
        assert content in {edition.get(path) for edition in editions}, path
    assert editions[0].keys() - {".vnru/ledger"} <= found.keys()


# --- kills --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", range(20))
def test_killed_at_any_time(desk, model, corrected, step):
    desk.correct()
    with desk.start() as run:
        # The last steps go where files change, wherever that is on this machine.
        if step >= 12:
            _until(desk.out / ".vnru" / "stage", run)
            time.sleep((step - 12) * 0.003)
        else:
            time.sleep(step * 0.05)
        run.kill()
    assert_whole(desk.out, published(model.out), corrected)
    assert corrected == desk.heal()


def _until(mark: Path, run: subprocess.Popen[bytes]) -> None:
    """Wait for something to be there, or for the run to be through."""
    while not mark.exists() and run.poll() is None:
        time.sleep(0.001)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("mark", ["lock", "stage"])
def test_asked_to_stop(desk, model, corrected, signum, mark):
    """The clock is the output folder's: the lock is opened before anything is read."""
    desk.correct()
    (desk.out / ".vnru" / "lock").unlink()
    with desk.start() as run:
        _until(desk.out / ".vnru" / mark, run)
        run.send_signal(signum)
        _, stderr = run.communicate(timeout=60)
    if run.returncode:  # it may have been through
        assert 128 + signum == run.returncode
        assert f"vnru: interrupted by {signum.name}\n" == stderr.decode()
    assert not (desk.out / ".vnru" / "stage").exists()
    assert_whole(desk.out, published(model.out), corrected)
    assert corrected == desk.heal()


CALLS = ["openat", "write", "fsync", "rename,renameat,renameat2"]


@pytest.mark.parametrize("calls", CALLS)
@pytest.mark.parametrize("inject", ["signal=KILL", "error=EIO", "error=ENOSPC"])
def test_struck_at_a_call_of_the_system(desk, model, corrected, calls, inject):
    requires("strace")
    strace = ("strace", "-f", "-qq", "-e", f"trace={calls}", "-o")
    first = 0
    if calls == "openat":  # most are Python's own
        assert 0 == desk.run("--check", wrap=(*strace, str(desk.out / "log"))).code
        first = len((desk.out / "log").read_text().splitlines())
        (desk.out / "log").unlink()
    desk.correct()
    number = first + _CHANCE(f"{calls}{inject}").randrange(4, 28)
    if calls == "fsync":  # made by many threads, each counted by itself
        number = 1
    said = desk.run(wrap=(*strace, "/dev/null", "-e", f"inject={calls}:{inject}:when={number}"))
    assert said.code in ({-9, 137} if "KILL" in inject else {74}), said
    assert_whole(desk.out, published(model.out), corrected)
    assert corrected == desk.heal()


# --- bounds -------------------------------------------------------------------------------------


def bounded(name: int, value: int) -> dict[str, Any]:
    return {"preexec_fn": lambda: resource.setrlimit(name, (value, value))}


@pytest.mark.parametrize("size", [1_000, 20_000])
def test_no_file_may_be_as_long(desk, model, size):
    desk.correct()
    said = desk.run(**bounded(resource.RLIMIT_FSIZE, size))
    assert 74 == said.code
    assert "File too large" in said.stderr
    assert published(model.out) == published(desk.out)


def test_64_descriptors_and_400_megabytes_are_enough(fresh, model):
    def bind():
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))

    assert 0 == fresh.run(preexec_fn=bind).code
    assert published(model.out) == published(fresh.out)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("MemoryError", "not enough memory"),
        ("ImportError('no space')", "the program cannot be loaded: no space"),
    ],
)
def test_too_little_memory_is_told_in_one_sentence(error, sentence):
    program = f"""
import vnru.__main__ as program
def fail(_): raise {error}
program._obey = fail
program.run()
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (74, f"Error: {sentence}\n") == (run.returncode, run.stderr.decode())


# --- stdin, stdout, stderr ----------------------------------------------------------------------


def closing(*fds: int) -> dict[str, Any]:
    streams = {name: None for fd, name in ((1, "stdout"), (2, "stderr")) if fd in fds}
    return {"preexec_fn": lambda: [os.close(fd) for fd in fds], **streams}


@pytest.mark.parametrize("fds", [(0,), (1,), (2,), (0, 1, 2)])
def test_closed_streams(fresh, model, fds):
    (fresh.src / "bad.txt").write_bytes(b"\xff")
    assert 3 == fresh.run(**closing(*fds)).code
    assert published(model.out) == published(fresh.out)
    assert 3 == fresh.run(**closing(*fds)).code


def test_full_stderr_changes_no_exit_code(fresh, model):
    (fresh.src / "bad.txt").write_bytes(b"\xff")
    with Path("/dev/full").open("wb") as full:
        assert 3 == fresh.run(stderr=full).code
        assert published(model.out) == published(fresh.out)
        assert 3 == fresh.run(stderr=full).code
        assert 3 == fresh.run(stdout=full, stderr=full).code


@pytest.mark.parametrize("arguments", [["--json"], ["--dry-run"], ["--check"]])
def test_full_stdout_is_told(desk, arguments):
    desk.correct()
    with Path("/dev/full").open("wb") as full:
        said = desk.run(*arguments, stdout=full)
    assert 74 == said.code
    assert "Error: stdout: No space left on device" == said.stderr.splitlines()[-1]


def test_full_stdout_repeats_no_refusal(fresh):
    (fresh.src / "bad.txt").write_bytes(b"\xff")
    fresh.run("--json")
    with Path("/dev/full").open("wb") as full:
        said = fresh.run("--json", stdout=full)
    assert 74 == said.code
    assert ["bad.txt" in line for line in said.stderr.splitlines() if "error VN" in line] == [True]


def test_stderr_that_nobody_reads_any_more(fresh, model):
    (fresh.src / "bad.txt").write_bytes(b"\xff")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert 3 == fresh.run(stderr=writing).code
    finally:
        os.close(writing)
    assert published(model.out) == published(fresh.out)


def test_configuration_from_a_pipe_is_read_once(fresh):
    text = b'[site]\nbase_url = "https://pipe.example/"\n'
    said = fresh.run("--config", "/dev/stdin", stdin=None, input=text)
    assert 0 == said.code
    assert "https://pipe.example/all.atom" in (fresh.out / "all.atom").read_text("utf-8")


# --- the same bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("python", "environment"),
    [
        (["-OO", "-W", "error"], {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1"}),
        (["-X", "dev"], {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
        ([], {"LC_ALL": "xx_YY.nope", "PYTHONIOENCODING": "ascii", "TZ": "XXX-14"}),
    ],
)
def test_the_same_bytes_everywhere(fresh, python, environment):
    (fresh.src / "dépêche.txt").write_text(article(0)[1], "utf-8")
    (fresh.src / "mauvais \xe9.txt").write_bytes(b"\xff")
    expected = fresh.heal()
    shutil.rmtree(fresh.out)
    names = sorted(fresh.src.iterdir(), reverse=True)  # in another order on the disk
    texts = [path.read_bytes() for path in names]
    shutil.rmtree(fresh.src)
    fresh.src.mkdir()
    for path, text in zip(names, texts, strict=True):
        path.write_bytes(text)
    command = fresh.command()
    done = subprocess.run(
        [command[0], *python, *command[1:]],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        check=False,
    )
    assert 3 == done.returncode, done.stderr
    assert b"Traceback" not in done.stderr
    assert expected == published(fresh.out)


# --- at once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 8])
def test_runs_at_once(fresh, model, count):
    runs = [fresh.start() for _ in range(count)]
    said = [(run.communicate(timeout=60)[1].decode(), run.returncode) for run in runs]
    assert {code for _, code in said} <= {0, 75}
    assert 0 in {code for _, code in said}
    assert {1} >= {len(stderr.splitlines()) for stderr, code in said if code == 75}
    assert published(model.out) == published(fresh.out)
    assert not (fresh.out / ".vnru" / "stage").exists()


def test_runs_that_wait_work_in_turn(fresh, model):
    runs = [fresh.start("--wait", "50") for _ in range(3)]
    said = [run.communicate(timeout=60)[1] for run in runs]
    assert [0, 0, 0] == [run.returncode for run in runs]
    assert 1 == sum(bool(stderr) for stderr in said)  # the others found nothing to do
    assert published(model.out) == published(fresh.out)


def test_who_reads_meanwhile_never_finds_a_file_torn_or_missing(desk, model, corrected):
    """Half of what is read are the feeds and the index, which change in every edition."""
    editions = [published(model.out), corrected]
    paths = [path for path in editions[0] if not path.startswith((".vnru", "all/"))]
    paths += ["all.atom", "all.rss", "all.json", "index.html"] * (len(paths) // 4)
    right = {path: {edition[path] for edition in editions} for path in paths}
    bad: list[str] = []
    reads = 0
    done = threading.Event()

    def read(seed: int) -> None:
        nonlocal reads
        choose = _CHANCE(seed).choice
        while not done.is_set():
            path = choose(paths)
            try:
                if (desk.out / path).read_bytes() not in right[path]:
                    bad.append(path)
            except FileNotFoundError:
                bad.append(f"{path} is gone")
            reads += 1

    reader = threading.Thread(target=read, args=(0,))
    reader.start()
    try:
        desk.correct()
        assert 0 == desk.run().code
    finally:
        done.set()
        reader.join()
    assert [] == bad
    assert reads
    assert corrected == published(desk.out)


# --- what lies in the way -----------------------------------------------------------------------


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as new:
        os.chdir(path.parent)  # a socket's name is short
        new.bind(path.name)


SPECIAL = {
    "link to a file": lambda path, desk: path.symlink_to(desk.place / "elsewhere/precious.txt"),
    "link to a folder": lambda path, desk: path.symlink_to(desk.place / "elsewhere"),
    "link to itself": lambda path, _: path.symlink_to(path.name),
    "dangling link": lambda path, _: path.symlink_to("nowhere"),
    "link to a device": lambda path, _: path.symlink_to("/dev/zero"),
    "pipe": lambda path, _: os.mkfifo(path),
    "socket": lambda path, _: _socket(path),
    "folder": lambda path, _: path.mkdir(),
}


def test_what_is_no_file_is_named_and_the_articles_are_published(fresh, model, monkeypatch):
    monkeypatch.chdir(fresh.place)  # the sockets move it
    for number, make in enumerate(SPECIAL.values()):
        make(fresh.src / f"5{number:02}_{number:016x}.txt", fresh)
    said = fresh.run()
    assert 3 == said.code
    named = re.findall(r"^(5\d\d)_.* VN007: ", said.stderr, re.MULTILINE)
    assert [f"5{number:02}" for number in range(len(SPECIAL))] == named
    assert published(model.out) == published(fresh.out)


@pytest.mark.parametrize("kind", ["pipe", "link to a device", "link to a file", "folder"])
def test_a_stamp_that_is_none_is_no_harm(desk, model, monkeypatch, kind):
    """Nothing waits for who writes into a pipe, and nothing is written through a link."""
    monkeypatch.chdir(desk.place)
    stamp = desk.out / ".vnru" / "stamp"
    stamp.unlink(missing_ok=True)
    SPECIAL[kind](stamp, desk)
    assert (0, "") == attrs.astuple(desk.run())[::2]
    stamp.rename(desk.place / "stamp")
    assert published(model.out) == published(desk.out)


def test_articles_that_come_change_and_vanish_meanwhile(desk):
    stop = threading.Event()

    def churn() -> None:
        chance = _CHANCE(0)
        while not stop.is_set():
            name, text = article(chance.randrange(3, 40))
            path = desk.src / name
            if path.exists():
                path.unlink()
            else:
                with path.open("w", encoding="utf-8") as file:
                    for piece in text.split(" "):
                        file.write(f"{piece} ")
                        file.flush()

    writer = threading.Thread(target=churn)
    writer.start()
    try:
        for _ in range(3):
            done = subprocess.run(desk.command(), capture_output=True, text=True, check=False)
            assert_polite(Said(done.returncode, done.stdout, done.stderr))
            assert done.returncode in {0, 3}
    finally:
        stop.set()
        writer.join()
    for path, content in site(desk.out).items():
        if path.endswith((".atom", ".rss", ".xml")):
            lxml.etree.fromstring(content)
        elif path.endswith(".json"):
            json.loads(content)


def test_every_bad_file_is_named(fresh, model):
    for number in range(1_000):
        (fresh.src / f"bad{number:03}.txt").touch()
    said = fresh.run()
    assert 3 == said.code
    assert 1_000 == len(re.findall(r"^bad\d{3}\.txt:1:1: error", said.stderr, re.MULTILINE))
    assert published(model.out) == published(fresh.out)


def test_folder_that_may_not_be_read(desk, model):
    """Root may read anything, but not without that capability."""
    requires("setpriv")
    desk.src.chmod(0)
    drop = "-dac_override,-dac_read_search"
    wrap = ("setpriv", "--bounding-set", drop, "--inh-caps", drop) if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*wrap, *desk.command()], cwd=desk.place, capture_output=True, text=True, check=False
    )
    desk.src.chmod(0o755)
    said = Said(done.returncode, done.stdout, done.stderr)
    assert_polite(said)
    assert (74, True) == (said.code, "Permission denied" in said.stderr)
    assert published(model.out) == published(desk.out)


def test_clock_that_was_set_back_turns_back_no_feed(desk):
    desk.correct(0)
    desk.heal(now=LATER)
    desk.correct(1)
    assert 0 == desk.run().code
    instants = re.findall("<updated>(.*?)</updated>", (desk.out / "all.atom").read_text("utf-8"))
    assert LATER == instants[0] == max(instants)
