"""The lexicons of the package, as TOML gives them."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any, Final

#: Those that can be added to; topics are changed in the configuration (`[topics.<slug>]`).
NAMES: Final = ("events", "furniture", "names", "places", "roles", "titles")


@functools.cache
def shipped(name: str) -> dict[str, Any]:
    """Return a lexicon of the package, e.g. "furniture". Not to be changed."""
    file = resources.files("vnru.lexicon").joinpath(f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
