"""What fuzzing found once (tests/fuzz/run.py) is tried again; and the targets stand good input."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
TARGETS = runpy.run_path(str(FUZZ / "targets.py"))["TARGETS"]
FINDS = sorted(path for path in FUZZ.glob("finds/*/*") if path.is_file())
ARTICLES = Path(__file__).parent / "data" / "corpus" / "articles"


@pytest.mark.parametrize("find", FINDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_earlier_find_breaks_nothing(find):
    TARGETS[find.parent.name](find.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"\0", (ARTICLES / "100_ab18dd24bbe7d990.txt").read_bytes()]
)
def test_targets_stand_good_and_bad_input(target, data):
    TARGETS[target](data)


def test_every_folder_of_finds_has_its_target():
    assert {path.parent.name for path in FINDS} <= TARGETS.keys()
