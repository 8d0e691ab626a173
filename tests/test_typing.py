"""What type checkers make of the library: pyright, which `npm install` puts in tests/typing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from conftest import requires, requires_files

TYPING = Path(__file__).parent / "typing"
PYRIGHT = TYPING / "node_modules/pyright/index.js"


def _pyright(folder: Path, *arguments: str | Path) -> dict[str, Any]:
    """Run pyright in a folder; return its report."""
    requires("node")
    requires_files(PYRIGHT)
    python = Path(sys.executable).parent
    settings = {**os.environ, "PATH": f"{python}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["node", PYRIGHT, "--outputjson", *arguments],
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_every_type_is_known(tmp_path: Path):
    """`import vnru` hides no type that a user could meet."""
    report = _pyright(tmp_path, "--verifytypes", "vnru", "--ignoreexternal")["typeCompleteness"]
    assert 1_000 < report["exportedSymbolCounts"]["withKnownType"]
    assert [] == [
        s["name"] for s in report["symbols"] if not s["isTypeKnown"] or s["isTypeAmbiguous"]
    ]
    assert 1 == report["completenessScore"]


def test_programs_are_understood_as_they_are_meant():
    """So they are by mypy, which continuous integration runs on the same folder."""
    assert [] == [said["message"] for said in _pyright(TYPING, TYPING)["generalDiagnostics"]]
