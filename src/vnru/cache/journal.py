"""A file of rows that only grows: of two rows with one key, the later holds.

It is a series of frames, each with its length and digest; the first says whose rows they are. What
follows a frame that is torn or damaged is not believed, and cut off before more is written.
"""

from __future__ import annotations

import contextlib
import itertools
import marshal
import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, BinaryIO, Final

from vnru import files
from vnru.cache.damage import expendable

Row = tuple[Any, ...]  #: plain values, the key first

UNFINISHED: Final = ".new"  #: ends the name of what will take the place of a file

_BATCH: Final = 256  #: rows in a frame
_WORTHWHILE: Final = 1_000  #: rows that no longer hold
_HEAD: Final = struct.Struct("<I16s")
_READ: Final = os.O_RDONLY | files.NO_FOLLOW
_WRITE: Final = os.O_WRONLY | os.O_CREAT | files.NO_FOLLOW


class Journal:
    """Rows of one imprint in a file of an open folder. Methods raise `DamagedCacheError`."""

    def __init__(self, folder: int, name: str, imprint: bytes) -> None:
        self.count: int = 0  #: how many rows it has, with those that no longer hold
        self._end = 0  # up to where the file is good
        self._folder = folder
        self._name = name
        self._imprint = imprint
        self._first = _frame([(imprint,)])

    def rows(self) -> Iterator[Row]:
        """Yield all rows, in the order in which they were written; none of a foreign file."""
        self.count = self._end = 0
        with expendable(), self._opened() as file:
            if file is None or file.read(len(self._first)) != self._first:
                return
            self._end = len(self._first)
            while (data := _next(file)) is not None:
                rows = marshal.loads(data)  # noqa: S302 - its digest is right: it is ours
                self.count += len(rows)
                self._end += _HEAD.size + len(data)
                yield from rows

    @contextlib.contextmanager
    def _opened(self) -> Iterator[BinaryIO | None]:
        try:
            fd = os.open(self._name, _READ, dir_fd=self._folder)
        except FileNotFoundError:
            yield None
        else:
            with os.fdopen(fd, "rb") as file:
                yield file

    def append(self, rows: Iterable[Row]) -> None:
        """Write rows after those that `rows` has yielded, or that were written before."""
        rest = iter(rows)
        with expendable():
            fd = os.open(self._name, _WRITE, 0o666, dir_fd=self._folder)
            try:
                os.ftruncate(fd, self._end)
                while batch := list(itertools.islice(rest, _BATCH)):
                    data = _frame(batch) if self._end else self._first + _frame(batch)
                    files.write_at(fd, data, self._end)
                    self._end += len(data)
            finally:
                os.close(fd)

    def is_wasteful(self, holding: int) -> bool:
        """Tell whether it is worth while to write anew the rows that hold, which are so many."""
        return self.count > 2 * holding + _WORTHWHILE

    def write_anew(self, rows: Iterable[Row]) -> None:
        """Replace all rows; they may come from those that are there."""
        name = self._name + UNFINISHED
        Journal(self._folder, name, self._imprint).append(rows)
        with expendable():
            os.rename(name, self._name, src_dir_fd=self._folder, dst_dir_fd=self._folder)


def sweep(folder: int) -> None:
    """Remove what a killed run has left unfinished in a cache folder, which is locked.

    Raises:
        DamagedCacheError: something cannot be removed.
    """
    with expendable():
        for name in files.list_names(folder):
            if name.endswith(UNFINISHED):
                files.remove_all(folder, name)


def _frame(rows: Sequence[Row]) -> bytes:
    data = marshal.dumps(list(rows))
    return _HEAD.pack(len(data), _digest(data)) + data


def _next(file: BinaryIO) -> bytes | None:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    size, digest = _HEAD.unpack(head)
    data = file.read(size)
    return data if len(data) == size and _digest(data) == digest else None


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
