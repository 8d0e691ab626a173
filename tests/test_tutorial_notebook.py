"""The notebooks of the tutorial show what their code gives (`python docs/tutorial/run.py`)."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial"
NOTEBOOKS = sorted(TUTORIAL.glob("*.ipynb"))

run = runpy.run_path(str(TUTORIAL / "run.py"))["run"]


def _shown(notebook: dict[str, Any]) -> list[Any]:
    """Return what cells show as text: the HTML is for the eye."""
    return [
        "".join(output.get("text") or output["data"]["text/plain"])
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
    ]


def test_there_is_a_notebook():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_shows_what_its_code_gives(path: Path):
    notebook = json.loads(path.read_text("utf-8"))
    assert _shown(run(notebook)) == _shown(notebook) != []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_what_jupyter_reads(path: Path):
    notebook = json.loads(path.read_text("utf-8"))
    assert (4, 5) == (notebook["nbformat"], notebook["nbformat_minor"])
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert {"markdown", "code"} == {cell["cell_type"] for cell in notebook["cells"]}
