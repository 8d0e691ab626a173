"""What the front door shows, and what it costs to walk in."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import vnru
from vnru import diagnostics

#: Prints the modules that a statement loads, without those of a bare interpreter.
_PROBE = """
import sys
before = set(sys.modules)
try:
    {statement}
except SystemExit:
    pass
print(*sorted(set(sys.modules) - before), file=sys.stderr)
"""
HELP = "sys.argv = ['vnru', '--help']; from vnru.__main__ import run; run()"


def _loaded(statement: str) -> set[str]:
    code = _PROBE.format(statement=statement)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def _strangers(modules: set[str]) -> set[str]:
    """Return the packages that are neither ours nor Python's own."""
    packages = {module.partition(".")[0] for module in modules}
    return packages - sys.stdlib_module_names - {"vnru"}


def _ours(modules: set[str]) -> set[str]:
    return {module for module in modules if module.partition(".")[0] == "vnru"}


def test_import_loads_the_package_alone():
    loaded = _loaded("import vnru")
    assert {"vnru"} == _ours(loaded)
    assert set() == _strangers(loaded)


def test_help_loads_click_alone():
    loaded = _loaded(HELP)
    assert {"click"} == _strangers(loaded)
    assert {"vnru.corpus", "vnru.reading", "vnru.config"}.isdisjoint(_ours(loaded))


def test_a_record_needs_no_feeds():
    loaded = _loaded("import vnru; vnru.read")
    assert {"feedgen", "lxml", "dateutil", "htpy", "click"}.isdisjoint(_strangers(loaded))


@pytest.mark.parametrize("name", vnru.__all__)
def test_public_names_are_there_and_documented(name: str):
    value = getattr(vnru, name)
    assert inspect.getdoc(value)
    assert value is getattr(vnru, name)


def test_every_exception_that_is_told_of_can_be_caught_by_its_public_name():
    told = re.findall(r"^    (?:\W*)(\w+Error)\b", diagnostics.__doc__ or "", re.MULTILINE)
    assert {"VnruError", "WorkerError"} < set(told) <= set(vnru.__all__)


def test_public_names_are_sorted():
    assert sorted(set(vnru.__all__)) == vnru.__all__
    assert set(vnru.__all__) <= set(dir(vnru))


def test_no_public_name_is_a_module():
    """Importing the module would put it in the place of the name."""
    assert [] == [n for n in vnru.__all__ if importlib.util.find_spec(f"vnru.{n}") is not None]


def test_public_modules_are_there_when_they_are_asked_for():
    code = "import sys, vnru; assert 'vnru.export' not in sys.modules; vnru.export.to_dict"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {"edition", "export", "feeds", "plot"} <= set(dir(vnru))
    assert vnru.export is sys.modules["vnru.export"]


def test_type_checkers_see_the_same_names():
    modules = ["edition", "export", "feeds", "plot"]
    assert sorted([*vnru.__all__, *modules]) == sorted(_names_for_type_checkers())


def _names_for_type_checkers() -> Iterator[str]:
    tree = ast.parse(Path(vnru.__file__).read_text("utf-8"))
    blocks = (node for node in tree.body if isinstance(node, ast.If))
    for block in blocks:
        for statement in block.body:
            assert isinstance(statement, ast.ImportFrom)
            home = importlib.import_module(str(statement.module))
            for alias in statement.names:
                assert getattr(home, alias.name) is getattr(vnru, alias.name)
                yield alias.name


def test_other_names_are_missing():
    with pytest.raises(AttributeError, match="no attribute 'feedgen'"):
        _ = vnru.feedgen


def test_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "vnru", "--version"], capture_output=True, text=True, check=True
    )
    assert f"vnru, version {vnru.__version__}\n" == done.stdout
