"""What installed packages bring along: values that they name in an entry-point group of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from vnru.diagnostics import ConfigError
from vnru.ready import ready

_Plugin = TypeVar("_Plugin")


def plugins(group: str, kind: type[_Plugin]) -> Iterator[tuple[str, _Plugin]]:
    """Yield what packages name in `group`, in the order of the names, with where it comes from.

    Raises:
        ConfigError: an entry point cannot be loaded, or is no `kind`.
    """
    for name, reference in ready(("plugins", group), lambda: _named(group)):
        from importlib.metadata import EntryPoint  # heavy, and most have none

        origin = f"{reference!r} ({group})"
        try:
            value = EntryPoint(name, reference, group).load()
        except (ImportError, AttributeError) as error:
            raise ConfigError(f"the plugin {origin} cannot be loaded: {error}") from error
        if not isinstance(value, kind):
            expected = f"{kind.__module__}.{kind.__qualname__}"
            raise ConfigError(f"the plugin {origin} is no {expected}: {value!r}")
        yield origin, value


def _named(group: str) -> list[tuple[str, str]]:
    """Return the names of the entry points of a group, with what they refer to."""
    from importlib.metadata import entry_points

    found = sorted(entry_points(group=group), key=lambda entry: entry.name)
    return [(entry.name, entry.value) for entry in found]
