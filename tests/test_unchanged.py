"""A run with nothing to do: what it takes for one, and what it must not."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from publishing import contents
from vnru import loading, look, unchanged
from vnru.cli import main
from vnru.look import Look
from vnru.unchanged import Call

SEEDS = Path(__file__).parents[1] / "seeds"
SEED = "003_9cfc9d1ae11acf60.txt"
STAMP = Path("feeds/.vnru/stamp")


@pytest.fixture(autouse=True)
def _desk(tmp_path, monkeypatch):
    """Work in a folder with the seeds, and with a program of our own."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "module.py").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(unchanged, "_PACKAGE", str(tmp_path / "program"))
    for name in [*filter(unchanged._is_read, os.environ)]:
        monkeypatch.delenv(name)


def vnru(*arguments):
    """Run the command as `vnru.__main__` does; return exit code, stdout, stderr, and whether the
    run was a full one.
    """
    call = Call(["regenerate", *arguments])
    words = call.remembered()
    if words is not None:
        return words.code, words.stdout, words.stderr, False
    result = CliRunner().invoke(main, ["regenerate", *arguments], obj=call)
    return result.exit_code, result.stdout, result.stderr, True


def is_full(*arguments):
    return vnru(*arguments)[-1]


def everything():
    """Return name, size, inode and times of every file and folder here."""
    return {
        str(path): (status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
        for path in sorted(Path().rglob("*"))
        if (status := path.lstat())
    }


# --- what it is ---------------------------------------------------------------------------------


def test_a_run_with_nothing_to_do_says_and_changes_nothing():
    assert is_full()
    before = everything()
    assert (0, "", "", False) == vnru()
    assert before == everything()


def test_it_reads_no_article_and_no_published_file():
    """And imports nothing that could."""
    vnru()
    code = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda e, a: e == 'open' and opened.append((a[0], a[2])))\n"
        "from vnru import unchanged; from vnru.unchanged import Call\n"
        f"unchanged._PACKAGE = {unchanged._PACKAGE!r}\n"
        "del opened[:]\n"
        "print(Call(['regenerate']).remembered().code)\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))\n"
        "print(*opened, sep='\\n')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, modules, *opened = done.stdout.splitlines()
    assert "0" == status
    assert {"attr", "click", "dateutil", "feedgen", "lxml", "pathlib"}.isdisjoint(modules.split())
    files = [line for line in opened if Path(line.split("'")[1]).suffix]
    assert [] == [line for line in files if "vnru.toml" not in line]


def test_the_command_takes_it_for_one():
    run = [sys.executable, "-m", "vnru", "regenerate"]
    first = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "articles +2" in first.stderr
    code = "from vnru import __main__; __main__.run(); import sys"
    probe = [sys.executable, "-X", "importtime", "-c", code, "regenerate"]
    again = subprocess.run(probe, capture_output=True, text=True, check=True)
    assert "vnru.unchanged" in again.stderr
    assert "" == again.stdout
