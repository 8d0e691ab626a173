"""Knowledge as reviewed data: agencies, site furniture, names, roles, places, topics."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from vnru.diagnostics import ConfigError


@functools.cache
def load(name: str) -> dict[str, Any]:
    """Return the built-in lexicon `name`, e.g. "furniture", as TOML gives it. Not to be changed.

    Raises:
        ConfigError: the file is not TOML.
    """
    try:
        return tomllib.loads(text(name))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"lexicon/{name}.toml: is not TOML: {error}") from error


def text(name: str) -> str:
    """Return the file of the built-in lexicon `name`."""
    return Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")
