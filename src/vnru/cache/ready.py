"""What an earlier run of the program left ready-made (`vnru.ready`), of its lexicons above all.

It is read before the folder is locked: a file that is just being written is damaged, and what is
damaged is made anew.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Self

from vnru import files
from vnru.cache.damage import DamagedCacheError
from vnru.cache.journal import Journal
from vnru.ready import Key, kept_by

_JOURNAL: Final = "lexicons"


class Ready:
    """Plain values by plain keys. Made by `open`."""

    def __init__(self, program: bytes, known: dict[Key, Any], *, writable: bool) -> None:
        """Take what is `known` of a program already."""
        self._program = program
        self._known = known
        self._needed: dict[Key, Any] = {}
        self._writable = writable

    @classmethod
    @contextlib.contextmanager
    def open(cls, folder: Path, program: bytes, *, writable: bool) -> Iterator[Self]:
        """Use what a cache folder holds of this program, if there is one, in this context."""
        ready = cls(program, _known(folder, program), writable=writable)
        with kept_by(ready.get):
            yield ready

    def get(self, key: Key, make: Callable[[], Any]) -> Any:
        """Return a value; where it is not known, `make` it."""
        value = self._known[key] if key in self._known else make()
        return self._needed.setdefault(key, value)

    def save(self, folder: int | None) -> None:
        """Leave what was asked for in an open cache folder, if there is one and if some is new.

        Raises:
            DamagedCacheError: it cannot be left there.
        """
        if folder is None or not self._writable or self._needed.keys() <= self._known.keys():
            return
        Journal(folder, _JOURNAL, self._program).write_anew(self._needed.items())


def _known(folder: Path, program: bytes) -> dict[Key, Any]:
    try:
        fd = os.open(folder, files.FOLDER | files.NO_FOLLOW)
    except OSError:
        return {}
    try:
        return dict(Journal(fd, _JOURNAL, program).rows())
    except DamagedCacheError:
        return {}
    finally:
        files.close(fd)
