"""What a cache was made by: it holds for the same program and configuration only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

import attrs

from vnru.config import Config
from vnru.installed import installed
from vnru.lexicon import Lexicon

_VERSION: Final = "vnru cache 1"
_PACKAGE: Final = Path(__file__).parents[1]


class Imprint(NamedTuple):
    """Digests of all that a cache depends on, but for the articles."""

    records: bytes  #: of what becomes of an article file
    pages: bytes  #: of what becomes of the records


def imprint(program: bytes, config: Config, lexicon: Lexicon) -> Imprint:
    """Return the imprint of this program with a configuration, and the lexicon that it names."""
    made = attrs.evolve(config, source=Path(), out=Path())  # wherever they lie
    return Imprint(
        records=_digest(repr((program, config.topics, config.limits, lexicon.additions))),
        pages=_digest(repr((program, made, lexicon.additions))),
    )


def program() -> bytes:
    """Return a digest of Python, the installed packages, and our own code and lexicons.

    Raises:
        OSError: the program's own files cannot be looked at.
    """
    return _digest(repr((_VERSION, sys.version, installed(), list(_own_files(_PACKAGE)))))


def _own_files(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """Yield our files with what Python, too, takes for a sign that a module is the same."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.path):
            if not entry.is_dir():
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
            elif entry.name != "__pycache__":
                yield from _own_files(entry.path)


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
