"""Knowledge as reviewed data: agencies, site furniture, names, roles, places, topics."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any

from vnru.diagnostics import ConfigError


@functools.cache
def load(name: str) -> dict[str, Any]:
    """Return the built-in lexicon `name`, e.g. "furniture", as TOML gives it. Not to be changed.

    Raises:
        ConfigError: the file is not TOML.
    """
    file = resources.files(__name__).joinpath(f"{name}.toml")
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"lexicon/{name}.toml: is not TOML: {error}") from error
