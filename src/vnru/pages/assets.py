"""The files that are the same on every site: the stylesheet and the icon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import resources
from typing import Final

from vnru.output import Draft, OutputFile
from vnru.pages.layout import ICON, STYLE

_MEDIA_TYPES: Final = {STYLE: "text/css; charset=utf-8", ICON: "image/svg+xml"}


def assets() -> Iterator[Draft]:
    """Yield the stylesheet and the icon, as they lie in this package."""
    for name, media_type in _MEDIA_TYPES.items():
        yield Draft(name, b"", partial(_asset, name, media_type))


def _asset(name: str, media_type: str) -> OutputFile:
    return OutputFile(name, media_type, (resources.files(__package__) / name).read_bytes())
