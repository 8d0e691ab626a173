"""Packed records one after the other in a file, found again by their places."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from typing import Final, Self

from vnru import files
from vnru.cache.damage import expendable

_READ: Final = os.O_RDONLY | files.NO_FOLLOW
_WRITE: Final = os.O_RDWR | os.O_CREAT | files.NO_FOLLOW


class Records:
    """Records that are kept, and new ones. Made by `open`.

    Methods raise `DamagedCacheError`, and `OSError` where it is the temporary file that fails.
    """

    def __init__(self, kept: int, new: int, *, lasting: bool) -> None:
        """Use two open files, which may be the same one; `close` closes them.

        What is new is `lasting`, or in a temporary file.
        """
        self._kept = kept
        self._new = new
        self._at_new = expendable if lasting else _indispensable
        self._begin = 0 if kept == new else os.fstat(kept).st_size  #: of what is new
        self._end = self._begin + os.fstat(new).st_size

    @classmethod
    def open(cls, folder: int | None, name: str, *, writable: bool) -> Self:
        """Open a file of a folder; where nothing can be written, new records last for this run."""
        if folder is not None and writable:
            with expendable():
                fd = os.open(name, _WRITE, 0o666, dir_fd=folder)
            return cls(fd, fd, lasting=True)
        with _indispensable(), tempfile.TemporaryFile() as file:
            new = os.dup(file.fileno())
        try:
            kept = new if folder is None else os.open(name, _READ, dir_fd=folder)
        except OSError:  # there are none yet
            kept = new
        return cls(kept, new, lasting=False)

    def close(self) -> None:
        """Close the files."""
        for fd in {self._kept, self._new}:
            files.close(fd)

    def clear(self) -> None:
        """Forget all records."""
        with self._at_new():
            os.ftruncate(self._new, 0)
        self._begin = self._end = 0

    def add(self, data: bytes) -> int:
        """Write a record; return its place."""
        place = self._end
        with self._at_new():
            files.write_at(self._new, data, place - self._begin)
        self._end += len(data)
        return place

    def get(self, place: int, size: int) -> bytes:
        """Return what lies at a place: the record, if nobody has changed the file."""
        if place < self._begin:
            with expendable():
                return os.pread(self._kept, size, place)
        with self._at_new():
            return os.pread(self._new, size, place - self._begin)


@contextlib.contextmanager
def _indispensable() -> Iterator[None]:
    """Say of an error of the system where it came up: nobody has named that file."""
    try:
        yield
    except OSError as error:
        place = f"a temporary file in {tempfile.tempdir}" if tempfile.tempdir else None
        raise OSError(error.errno, error.strerror, place) from error
