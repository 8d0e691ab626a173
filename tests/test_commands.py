"""The commands are found by their names, and progress is shown to those who wait."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from vnru import cli
from vnru.cli.progress import progress

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.mark.parametrize("name", cli.main.commands)
def test_a_command_is_called_as_it_is_listed(name):
    command = cli.main.commands[name]
    assert name == command.name
    assert command.help
    listed = CliRunner().invoke(cli.main, ["--help"]).stdout
    assert f"\n  {name} " in listed


def test_a_command_that_does_not_exist_is_a_usage_error():
    result = CliRunner().invoke(cli.main, ["regenrate"])
    assert (2, True) == (result.exit_code, "regenerate" in result.stderr)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is told."""
    now = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_nothing_is_shown_where_there_is_no_terminal(monkeypatch):
    for stream in (io.StringIO(), None):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress() as tell:
            assert tell is None


def test_short_work_shows_nothing(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress() as tell:
        tell("reading", 1, 2)
        clock[0] += 0.9
        tell("reading", 2, 2)
    assert "" == terminal.getvalue()


def test_long_work_shows_how_far_it_is(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress() as tell:
        tell("reading", 64, 1_000)
        for done in range(128, 1_000, 64):
            clock[0] += 1
            tell("reading", done, 1_000)
        tell("reading", 1_000, 1_000)
        for done in range(0, 2_000, 100):
            clock[0] += 1
            tell("publishing", done, None)
    shown = terminal.getvalue()
    assert "reading" in shown
    assert "1000/1000" in shown
    assert "publishing" in shown
    assert shown.endswith("\n")


def test_small_steps_add_up(monkeypatch, clock):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    clock[0] += 1
    with progress() as tell:
        clock[0] += 1
        for stage, total in (("reading", 1_000), ("publishing", None)):
            for done in range(1, 1_001):
                tell(stage, done, total)
    counts = [int(count) for count in re.findall(r"\]  (-?\d+)", terminal.getvalue())]
    # The last is told by Click 8.5, and left out by older ones.
    assert [*range(0, 1_000, 64)] * 2 == [count for count in counts if count < 1_000]


@pytest.mark.parametrize("arguments", [["topics"], ["list", str(SEEDS)], ["check", str(SEEDS)]])
def test_what_only_reads_loads_nothing_that_makes_pages_or_feeds(arguments):
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from vnru.cli import main\n"
        f"assert CliRunner().invoke(main, {arguments!r}).exit_code == 0\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {module.partition(".")[0] for module in done.stdout.split()}
    assert "vnru" in loaded
    assert {"feedgen", "lxml", "htpy", "dateutil", "multiprocessing"}.isdisjoint(loaded)
