"""What installed packages bring along: values that they name in an entry-point group of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from vnru.diagnostics import ConfigError

_Plugin = TypeVar("_Plugin")


def plugins(group: str, kind: type[_Plugin]) -> Iterator[tuple[str, _Plugin]]:
    """Yield what packages name in `group`, in the order of the names, with where it comes from.

    Raises:
        ConfigError: an entry point cannot be loaded, or is no `kind`.
    """
    from importlib.metadata import entry_points  # not for those who ask for no plugin

    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        origin = f"{entry.value!r} ({group})"
        try:
            value = entry.load()
        except (ImportError, AttributeError) as error:
            raise ConfigError(f"the plugin {origin} cannot be loaded: {error}") from error
        if not isinstance(value, kind):
            expected = f"{kind.__module__}.{kind.__qualname__}"
            raise ConfigError(f"the plugin {origin} is no {expected}: {value!r}")
        yield origin, value
