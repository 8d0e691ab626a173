"""Run the tutorial's notebooks and keep what their cells show; Jupyter is not needed for it.

`python docs/tutorial/run.py` writes the outputs; with `--check` it writes nothing, and exits 1 and
names the notebooks whose code gives something else.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]  #: the cells run where the folder `seeds` is

Json = dict[str, Any]


def run(notebook: Json) -> Json:
    """Return a notebook with the outputs that its code gives now."""
    done = copy.deepcopy(notebook)
    names: dict[str, object] = {}
    code = (cell for cell in done["cells"] if cell["cell_type"] == "code")
    with contextlib.chdir(ROOT):
        for count, cell in enumerate(code, 1):
            cell["execution_count"] = count
            cell["outputs"] = list(_outputs("".join(cell["source"]), names, count))
    return done


def _outputs(source: str, names: dict[str, object], count: int) -> Iterator[Json]:
    """Yield what a cell prints and the value of its last expression, as Jupyter would."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebook
        value = None
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
    if text := printed.getvalue():
        yield {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        if hasattr(value, "_repr_html_"):
            data["text/html"] = value._repr_html_().splitlines(keepends=True)
        yield {
            "data": dict(sorted(data.items())),
            "execution_count": count,
            "metadata": {},
            "output_type": "execute_result",
        }


def as_text(notebook: Json) -> str:
    """Return a notebook as Jupyter writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def main(*, check: bool) -> int:
    """Write the notebooks, or only compare them; return the exit code."""
    stale = 0
    for path in sorted(HERE.glob("*.ipynb")):
        before = path.read_text("utf-8")
        after = as_text(run(json.loads(before)))
        if after != before:
            stale += 1
            sys.stdout.write(f"{os.path.relpath(path, ROOT)}\n")
            if not check:
                path.write_text(after, "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
