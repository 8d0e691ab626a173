"""Every call to the system fails once, or is the last one before a kill or a power cut.

As SQLite tests itself: the N-th call goes wrong, for N = 1, 2, … until nothing goes wrong any more.
After each: every published file is whole, a feed links to no missing page, and the next run makes
the folder exactly what it should be, litter and ledger included.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from publishing import (
    Edition,
    WatchedOs,
    contents,
    folders,
    memory_or_disk,
    open_descriptors,
    publish,
    site,
)
from vnru.diagnostics import PublishError
from vnru.publish import Publisher, stage

# Each feed lists the pages it links to; the pages come first in the plan.
OLD = {
    "articles/a.html": b"a",
    "articles/b.html": b"b",
    "topics/energie/2023.atom": b"articles/b.html",
    "topics/energie.atom": b"articles/a.html articles/b.html",
    "index.html": b"topics/energie/2023.atom topics/energie.atom",
}
NEW = {
    "articles/a.html": b"a, corrected",
    "articles/c.html": b"c",
    "topics/culture/archive/2024.atom": b"articles/c.html",
    "topics/energie.atom": b"articles/a.html articles/c.html",
    "index.html": b"topics/culture/archive/2024.atom topics/energie.atom",
}
THIRD = {"index.html": b"empty"}
FOREIGN = {
    "CNAME": b"example.org",
    "articles/notes.txt": b"mine",
    "topics/energie/notes.txt": b"mine",
}


@pytest.fixture
def tmp_path():
    with tempfile.TemporaryDirectory(dir=memory_or_disk()) as folder:
        yield Path(folder)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "feeds"


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module", params=[OLD, {}], ids=["second", "first"])
def before(request, tmp_path_factory):
    """Give a folder with the old edition, or with foreign files only, to be copied."""
    folder = tmp_path_factory.mktemp("before")
    for path, content in FOREIGN.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    if request.param:
        publish(folder, request.param)
    return folder, request.param


@pytest.fixture(scope="module")
def healed(before, tmp_path_factory):
    """Give what the folder is after an undisturbed run: contents and folders."""
    folder = tmp_path_factory.mktemp("healed") / "feeds"
    shutil.copytree(before[0], folder)
    publish(folder, NEW)
    assert site(folder) == NEW | FOREIGN
    return contents(folder), folders(folder)


def assert_whole(folder: Path, old: Edition) -> None:
    """Check that each file is that of one edition, and that the foreign ones are there."""
    found = site(folder)
    assert FOREIGN.items() <= found.items()
    for path in old.keys() | NEW.keys() | found.keys():
        known = {edition.get(path) for edition in (old, NEW, FOREIGN)}
        assert found.get(path) in known, path


def assert_linked(folder: Path) -> None:
    """Check that what the feeds and the index link to is there."""
    found = site(folder)
    links = {link for path, text in found.items() if path not in FOREIGN for link in _links(text)}
    assert links <= found.keys()


def _links(text: bytes) -> list[str]:
    return [word for word in text.decode().split() if "/" in word]


def assert_heals(folder: Path, healed: tuple[dict[str, bytes], set[str]]) -> None:
    publish(folder, NEW)
    assert contents(folder) == healed[0]
    assert folders(folder) == healed[1]
    assert not publish(folder, NEW)


def assert_leaves_no_orphan(folder: Path) -> None:
    """Check that an edition without any of the files in question removes them all."""
    publish(folder, THIRD)
    assert site(folder) == THIRD | FOREIGN
    assert folders(folder) == {".vnru", "articles", "topics", "topics/energie"}


class Fault:
    """Fail the N-th call, or all calls from the N-th on."""

    def __init__(self, number: int, error: BaseException, *, lasting: bool = False) -> None:
        self._left = number
        self._error = error
        self._lasting = lasting
        self.renamed: list[str] = []

    @property
    def struck(self) -> bool:
        return self._left <= 0

    def __call__(self, call: str, args: tuple[object, ...]) -> None:
        if call == "close" and isinstance(self._error, Killed):
            return  # the kernel does it
        self._left -= 1
        if self._left == 0 or (self._lasting and self.struck):
            raise self._error
        if call == "rename":
            self.renamed.append(str(args[0]))


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_every_call_fails(tmp_path, before, healed, code, lasting):
    folder, old = before
    error = OSError(code, os.strerror(code))
    for number in itertools.count(1):
        out = tmp_path / str(number)
        shutil.copytree(folder, out)
        fault = Fault(number, error, lasting=lasting)
        with pytest.MonkeyPatch.context() as monkeypatch:
            WatchedOs(fault).install(monkeypatch)
            failure = attempt(out)
        if not fault.struck:
            break
        if failure is not None:
            assert re.fullmatch(f"{out}[^\n]*: cannot be \\w+: {os.strerror(code)}", str(failure))
        else:  # it could be done without, e.g. a file that cannot be read is replaced
            assert site(out) == NEW | FOREIGN
        if not fault.renamed:
            assert site(out) == site(folder)
        assert_whole(out, old)
        assert_linked(out)
        assert_heals(out, healed)
        shutil.rmtree(out)
    assert number > 60


def attempt(out: Path) -> PublishError | None:
    try:
        publish(out, NEW)
    except PublishError as error:
        return error
    return None


class Killed(BaseException):
    """The process is gone: no call gets through any more, so nothing is cleaned up."""


def killed(tmp_path: Path, folder: Path) -> Iterator[Path]:
    """Yield what a kill leaves of a site, with each call in turn as the last."""
    for number in itertools.count(1):
        out = tmp_path / str(number)
        shutil.copytree(folder, out)
        fault = Fault(number, Killed(), lasting=True)
        with pytest.MonkeyPatch.context() as monkeypatch:
            WatchedOs(fault).install(monkeypatch)
            with contextlib.suppress(Killed):
                publish(out, NEW)
        if not fault.struck:
            return
        yield out
        shutil.rmtree(out)


def test_every_call_is_the_last_before_a_kill(tmp_path, before, healed):
    folder, old = before
    for out in killed(tmp_path, folder):
        assert_whole(out, old)
        assert_linked(out)
        assert_heals(out, healed)


def test_killed_run_leaves_nothing_that_a_third_edition_does_not_remove(tmp_path, before):
    folder, _ = before
    for out in killed(tmp_path, folder):
        assert_leaves_no_orphan(out)


class Disk:
    """What a disk holds after a power cut: only what was waited for is certain.

    The bytes of a file are there when it was fsynced, its name when its folder was. A second link
    to every file keeps its inode, so that numbers are never used again.
    """

    def __init__(self, folder: Path, links: Path) -> None:
        self._folder = folder
        self._links = links
        self._bytes: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        links.mkdir()
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir():
                self._names[path.stat().st_ino] = names_in(path)
            else:
                self._bytes[path.stat().st_ino] = path.read_bytes()
        self._link_all()

    def _link_all(self) -> None:
        for path in self._folder.rglob("*"):
            link = self._links / str(path.stat().st_ino)
            if path.is_file() and not link.exists():
                link.hardlink_to(path)

    def before(self, call: str, args: tuple[object, ...]) -> None:
        if call == "close":
            return
        if call in {"rename", "unlink", "rmdir"}:  # what has been written so far keeps its number
            self._link_all()
        if call == "fsync":
            place = Path(f"/proc/self/fd/{args[0]}")
            number = place.stat().st_ino
            if place.is_dir():
                self._names[number] = names_in(place)
            else:
                self._bytes[number] = place.read_bytes()

    def after_cut(self, target: Path, chance: random.Random, certain: float) -> None:
        """Write what is left; a folder never waited for keeps its new names by chance."""
        self._link_all()
        self._write(self._folder, self._folder.stat().st_ino, target, chance, certain)

    def _write(
        self, now: Path | None, number: int, target: Path, chance: random.Random, certain: float
    ) -> None:
        target.mkdir()
        names = self._names.get(number, {})
        if now is not None and chance.random() > certain:
            names = names_in(now)
        for name, inner in names.items():
            there = now / name if now is not None else None
            link = self._links / str(inner)
            if link.exists():
                written = link.read_bytes()
                torn = written[: len(written) // 2]
                (target / name).write_bytes(self._bytes.get(inner, torn))
            else:
                same = there is not None and there.is_dir() and there.stat().st_ino == inner
                self._write(there if same else None, inner, target / name, chance, certain)


def names_in(folder: Path) -> dict[str, int]:
    with os.scandir(folder) as entries:
        return {entry.name: entry.inode() for entry in entries}


@pytest.mark.parametrize("certain", [1.0, 0.5, 0.0], ids=["fsynced only", "by chance", "all names"])
def test_every_call_is_the_last_before_a_power_cut(tmp_path, before, healed, certain):
    folder, old = before
    chance = random.Random(20261121)  # noqa: S311 - the same bad luck at every run
    for number in itertools.count(1):
        out, links = tmp_path / f"{number}", tmp_path / f"{number} links"
        shutil.copytree(folder, out)
        disk = Disk(out, links)
        fault = Fault(number, Killed(), lasting=True)

        def before_call(call, args, fault=fault, disk=disk):
            fault(call, args)
            disk.before(call, args)

        with pytest.MonkeyPatch.context() as monkeypatch:
            WatchedOs(before_call).install(monkeypatch)
            with contextlib.suppress(Killed):
                publish(out, NEW)
        left, again = tmp_path / f"{number} left", tmp_path / f"{number} again"
        disk.after_cut(left, chance, certain)
        if not fault.struck:
            assert contents(left) == healed[0]  # a run that has ended is on the disk
            break
        assert_whole(left, old)
        if certain == 1.0:
            assert_linked(left)
        shutil.copytree(left, again)
        assert_heals(left, healed)
        assert_leaves_no_orphan(again)
        for used in (out, links, left, again):
            shutil.rmtree(used)


# Limits of the process


@contextlib.contextmanager
def limited(what: int, amount: int):
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (amount, hard))
    try:
        yield
    finally:
        resource.setrlimit(what, (soft, hard))


def test_file_larger_than_the_process_may_write(out):
    publish(out, OLD)
    before = contents(out)
    with limited(resource.RLIMIT_FSIZE, 10_000), pytest.raises(PublishError) as caught:
        publish(out, NEW | {"all.json": b"x" * 20_000})
    assert str(caught.value) == f"{out}/all.json: cannot be published: File too large"
    assert contents(out) == before


def test_64_descriptors_are_enough(out):
    edition = {f"{a}/{b}/{c}.atom": b"" for a in range(9) for b in range(9) for c in "ab"}
    with limited(resource.RLIMIT_NOFILE, 64):
        publish(out, edition)
        publish(out, {})
    assert site(out) == {}


def test_too_few_descriptors_do_no_harm(out):
    publish(out, OLD)
    used = open_descriptors()
    for more in range(1, 40):
        with limited(resource.RLIMIT_NOFILE, used + more):
            failure = attempt(out)
        if failure is None:
            break
        assert "Too many open files" in str(failure)
        for path, content in site(out).items():
            assert content in {OLD.get(path), NEW.get(path)}
    assert more > 3
    assert site(out) == NEW


# Signals and kills of a real process

PUBLISHER = """
    import os, signal, sys
    from pathlib import Path
    from publishing import edition_files, ledger_of
    from test_publish_faults import NEW
    from vnru import signals
    from vnru.publish import Publisher, tree

    def plan():
        yield from edition_files(NEW)
        if "wait" in sys.argv:
            print("staged", flush=True)
            signal.pause()

    renames = 0
    real = os.rename
    def rename(*args, **kwargs):
        global renames
        if f"{renames}" in sys.argv:
            os.kill(os.getpid(), getattr(signal, sys.argv[-1]))
        renames += 1
        real(*args, **kwargs)
    os.rename = rename

    try:
        with signals.interruptible():
            with Publisher.open(Path(sys.argv[1])) as publisher:
                publisher.publish(plan(), ledger_of(NEW))
    except signals.Interrupted as interrupted:
        sys.exit(interrupted.exit_code)
"""


def start(out: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", dedent(PUBLISHER), out, *arguments],
        cwd=Path(__file__).parent,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("renames", range(8))
def test_killed_process(out, renames):
    publish(out, OLD)
    with start(out, str(renames), "SIGKILL") as process:
        pass
    undisturbed = renames == 7  # the ledger, five files, the ledger again
    assert process.returncode == (0 if undisturbed else -signal.SIGKILL)
    for path, content in site(out).items():
        assert content in {OLD.get(path), NEW.get(path)}
    publish(out, NEW)
    assert site(out) == NEW


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signal_before_the_switch_changes_nothing(out, name):
    publish(out, OLD)
    before = contents(out)
    with start(out, "wait") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(getattr(signal, name))
    assert process.returncode == 128 + getattr(signal, name)
    assert contents(out) == before
    assert folders(out) == {".vnru", "articles", "topics", "topics/energie"}


def test_signal_amid_the_switch_waits_for_its_end(out):
    publish(out, OLD)
    with start(out, "3", "SIGTERM") as process:
        pass
    assert process.returncode == 128 + signal.SIGTERM
    assert site(out) == NEW
    assert not publish(out, NEW)


def test_interruption_amid_the_sweep_waits_for_its_end(out, monkeypatch):
    class Late(BaseException):
        pass

    real = stage.Stage.sweep

    def sweep(self):
        signal.raise_signal(signal.SIGTERM)
        real(self)

    def handle(*_):
        raise Late

    before = signal.signal(signal.SIGTERM, handle)
    try:
        with Publisher.open(out) as publisher:
            (out / ".vnru/stage").mkdir()
            monkeypatch.setattr(stage.Stage, "sweep", sweep)
            with pytest.raises(Late):
                publisher.publish([], publisher.ledger)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert not (out / ".vnru/stage").exists()
