"""The lexicons of the package, as TOML gives them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

#: Those that can be added to; topics are changed in the configuration (`[topics.<slug>]`).
NAMES: Final = ("events", "furniture", "names", "places", "roles", "titles")


@functools.cache
def shipped(name: str) -> dict[str, Any]:
    """Return a lexicon of the package, e.g. "furniture". Not to be changed."""
    import tomllib  # not where all is ready-made

    return tomllib.loads(text(name))


def text(name: str) -> str:
    """Return the file of a lexicon of the package."""
    return Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
