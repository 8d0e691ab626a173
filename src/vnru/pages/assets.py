"""The files that are the same on every site: the stylesheet and the icon."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Final

from vnru.output import OutputFile
from vnru.pages.layout import ICON, STYLE

_MEDIA_TYPES: Final = {STYLE: "text/css; charset=utf-8", ICON: "image/svg+xml"}


def assets() -> Iterator[OutputFile]:
    """Yield the stylesheet and the icon, as they lie in this package."""
    folder = resources.files(__package__)
    for name, media_type in _MEDIA_TYPES.items():
        yield OutputFile(name, media_type, (folder / name).read_bytes())
