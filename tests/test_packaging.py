"""The wheel, installed alone, with what it declares and nothing else."""

from __future__ import annotations

import os
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

ROOT = Path(__file__).parents[1]
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
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert mine == names
    assert "vnru/py.typed" in names


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
