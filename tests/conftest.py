"""What tests share."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

#: `VNRU_HYPOTHESIS=thorough` tries 2,000 new examples a property, instead of the same 100.
settings.register_profile("usual", deadline=None, derandomize=True)
settings.register_profile(
    "thorough", deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow]
)
_PROFILE = os.environ.get("VNRU_HYPOTHESIS", "usual")
settings.load_profile(_PROFILE)

#: Schemas of the formats we publish. They lie beside the repository, not in it (others' licences).
SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas"


def fewer(examples: int) -> settings:
    """Return settings for a property that is slow to check; the thorough profile spares it none."""
    return settings(max_examples=examples) if _PROFILE == "usual" else settings()


def requires(*programs: str) -> None:
    """Skip the running test where a program is missing, or fail it where none may be.

    `VNRU_REQUIRE_ALL=1` says that none may be: continuous integration installs them all.
    """
    _missing([program for program in programs if shutil.which(program) is None])


def requires_packages(*names: str) -> None:
    """Skip the running test where a package is missing, or fail it where none may be."""
    _missing([name for name in names if importlib.util.find_spec(name) is None])


def requires_files(*paths: Path) -> None:
    """Skip the running test where a file is missing that npm or pip puts below tests/, or fail it.

    CONTRIBUTING.md tells how.
    """
    _missing([str(path) for path in paths if not path.exists()])


def schema(name: str) -> Path:
    """Return the path of a schema; skip the running test where it is missing, on any machine."""
    path = SCHEMAS / name
    if not path.exists():
        pytest.skip(f"no schema: {name}")
    return path


def _missing(names: list[str]) -> None:
    if names:
        refuse = pytest.fail if os.environ.get("VNRU_REQUIRE_ALL") == "1" else pytest.skip
        refuse(f"missing: {', '.join(names)}")
