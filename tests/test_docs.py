"""The documentation and the code say the same: its pages, its examples, the command line."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tomllib
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
import pytest

import vnru
from handbook import DOCS, FENCE, PAGES, REFERENCE, ROOT, blocks, name, pages_with, read
from vnru import cli
from vnru.cli import common

_LINK = re.compile(r"(?<!\])\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where a reader of the documentation stands: two articles, settings without a key."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "vnru.toml").touch()
    monkeypatch.chdir(tmp_path)
    for variable in [v for v in os.environ if v.startswith("VNRU_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)


def test_the_navigation_names_every_page():
    nav = tomllib.loads(read(ROOT / "zensical.toml"))["project"]["nav"]
    assert sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")) == sorted(
        _leaves(nav)
    )


def _leaves(nav: Iterable[Mapping[str, typing.Any]]) -> Iterator[str]:
    for entry in nav:
        for value in entry.values():
            if isinstance(value, str):
                yield value
            else:
                yield from _leaves(value)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path):
    for match in _LINK.finditer(FENCE.sub("", read(page))):
        target, _, anchor = match["target"].partition("#")
        if target.startswith(("https://", "http://")):
            continue
        there = page.parent / target if target else page
        assert there.exists(), match["target"]
        assert not anchor or anchor in _anchors(there), match["target"]


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", read(page)), re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


# --- examples ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", pages_with("python"), ids=name)
def test_python_examples_say_what_they_do(page: Path):
    names: dict[str, object] = {}
    for text in blocks(page, "python"):
        if ">>>" in text:
            _check_session(text, names, name(page))
        else:
            exec(compile(text, name(page), "exec"), names)  # noqa: S102 - our own pages


@pytest.mark.usefixtures("desk")
def test_the_quick_start_of_the_package_says_what_it_does():
    _check_session(vnru.__doc__ or "", {}, "vnru")


def _check_session(text: str, names: dict[str, object], name: str) -> None:
    session = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    report: list[str] = []
    runner.run(session, out=report.append, clear_globs=False)
    names.update(session.globs)
    assert not runner.summarize(verbose=False).failed, "".join(report)


@pytest.mark.parametrize("page", pages_with("sh"), ids=name)
def test_shell_commands_are_commands(page: Path):
    for text in blocks(page, "sh"):
        subprocess.run(["sh", "-n"], input=text, text=True, check=True)
        for arguments in re.findall(r"^(?:\S*/)?vnru ([^#|>\n]*)", text, re.MULTILINE):
            _check_command(arguments.split())


def _check_command(arguments: list[str]) -> None:
    """Refuse a command or an option that does not exist."""
    command = cli.main.commands[arguments[0]]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in arguments if word.startswith("--")} <= options, arguments


def test_the_quick_start_is_two_lines():
    section = read(ROOT / "README.md").split("## Quick start\n")[1].split("\n## ")[0]
    first, second, *_ = (match["text"] for match in FENCE.finditer(section))
    assert (1, 1) == (first.count("\n"), second.count("\n"))
    assert first.endswith("vnru regenerate\n")
    assert second.endswith("pytest\n")


# --- the command line --------------------------------------------------------------------------


def test_what_pages_take_from_the_code_is_current():
    """The command line, and what terminal sessions print: see docs/generate.py."""
    generate = DOCS / "generate.py"
    done = subprocess.run(
        [sys.executable, generate, "--check"], capture_output=True, text=True, check=False
    )
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr), f"run {generate}"


@pytest.mark.parametrize("command", cli.main.commands.values(), ids=lambda command: command.name)
def test_every_command_and_option_is_told(command: click.Command):
    page = read(REFERENCE / "command-line.md")
    section = page.split(f"\n## vnru {command.name}\n")[1].split("\n## ")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(option in section for option in parameter.opts), parameter.name


def test_every_exit_code_is_told():
    codes = {value for name, value in vars(common).items() if name.startswith("EX_")}
    codes |= {failure.exit_code for failure in common.Failure.__subclasses__()}
    rows = re.findall(r"^\| (\d+) \|", read(REFERENCE / "exit-codes.md"), re.MULTILINE)
    assert sorted({0, 130, 143} | codes) == [int(code) for code in rows]
    for code in rows:
        assert re.search(rf"\b{code}\b", cli.__doc__ or "")
