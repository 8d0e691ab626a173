"""The wheel, installed alone, with what it declares and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from hatchling.build import build_wheel
from packaging.requirements import Requirement

from conftest import requires
from vnru.cli import main

ROOT = Path(__file__).parents[1]
_BESIDE = re.compile(r"\.dist-info/|\.data/data/share/man/")
RUNTIME = {"attrs", "cattrs", "click", "feedgen", "htpy", "markupsafe", "python-dateutil"}

#: The command, in an interpreter that sees one folder of packages and Python's own.
_COMMAND = "import sys; sys.path.insert(0, sys.argv.pop(1)); from vnru.__main__ import run; run()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    before = Path.cwd()
    os.chdir(ROOT)  # a build backend works in the current folder (PEP 517)
    try:
        return folder / build_wheel(str(folder))
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the wheel and its declared dependencies."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    for distribution in _needed(sorted(RUNTIME)):
        for file in distribution.files or ():
            top = file.parts[0]
            if top != ".." and not (folder / top).exists():
                (folder / top).symlink_to(distribution.locate_file(top).resolve())
    return folder


def _needed(names: list[str]) -> Iterator[metadata.Distribution]:
    """Yield distributions and all that they need."""
    seen = set()
    while names:
        name = names.pop()
        if name not in seen:
            seen.add(name)
            distribution = metadata.distribution(name)
            yield distribution
            wanted = map(Requirement, distribution.requires or ())
            names += [r.name for r in wanted if not r.marker or r.marker.evaluate({"extra": ""})]


def _run(installed: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", _COMMAND, installed, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path):
    source = ROOT / "src"
    mine = {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name[0] != "."
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if _BESIDE.search(name) is None}
    assert mine == names
    assert "vnru/py.typed" in names


def test_the_wheel_holds_a_man_page_of_every_command(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        pages = {
            Path(name).name: archive.read(name).decode()
            for name in archive.namelist()
            if ".data/data/share/man/man1/" in name
        }
    assert {"vnru.1", *(f"vnru-{name}.1" for name in main.commands)} == set(pages)
    for name, command in main.commands.items():
        told = pages[f"vnru-{name}.1"].replace("\\-", "-")
        assert all(option in told for p in command.params for option in p.opts if option[0] == "-")
    assert '"vnru ' + metadata.version("vnru") in pages["vnru.1"]


@pytest.mark.parametrize("page", sorted((ROOT / "docs/man").iterdir()), ids=lambda page: page.name)
def test_man_pages_are_written_as_they_should_be(page: Path):
    requires("groff")
    command = ["groff", "-man", "-ww", "-Tutf8", "-P-cbou", page]
    done = subprocess.run(command, capture_output=True, check=True)
    assert b"" == done.stderr
    shown = done.stdout.decode()
    assert {"NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS"} <= set(shown.splitlines())


def test_dependencies_stay_few():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {Requirement(text).name for text in project["dependencies"]} == RUNTIME


def test_the_wheel_works_alone(installed: Path, tmp_path: Path):
    done = _run(installed, "regenerate", ROOT / "seeds", "--out", tmp_path / "feeds")
    assert (0, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("articles +2 ")
    assert (tmp_path / "feeds/all.atom").is_file()


def test_the_wheel_knows_its_version(installed: Path):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert _run(installed, "--version").stdout.endswith(f", version {version}\n")


def test_the_version_is_told_once():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
