# ruff: noqa: INP001 - scripts, not a package
"""Fuzz a target with atheris, by hand:

    python tests/fuzz/run.py article -runs=1000000 -max_len=600

Other options are libFuzzer's. It begins with the labelled articles and with earlier finds. What
breaks a target is written to tests/fuzz/finds/<target>/, where tests/test_fuzz_finds.py tries it
again ever after.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "src")]

with atheris.instrument_imports(include=["vnru"]):
    from targets import TARGETS, seeds


def main() -> None:
    """Fuzz the target that the first argument names."""
    program, name, *options = sys.argv
    finds = HERE / "finds" / name
    finds.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as new:
        for number, seed in enumerate(seeds()):
            Path(new, f"seed-{number}").write_bytes(seed)
        arguments = [
            program,
            f"-dict={HERE / 'agency.dict'}",
            f"-artifact_prefix={finds}/",
            "-timeout=60",  # on a busy machine, too
            "-report_slow_units=60",
            *options,
            new,
            str(finds),
            str(HERE.parent / "data" / "corpus" / "articles"),
            str(HERE.parent / "data" / "corpus" / "bad"),
        ]
        atheris.Setup(arguments, TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
