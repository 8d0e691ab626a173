"""Packed records one after the other in a file, found again by their places."""

from __future__ import annotations

import os
import tempfile
from typing import Final, Self

from vnru import files
from vnru.cache.damage import expendable

_READ: Final = os.O_RDONLY | files.NO_FOLLOW
_WRITE: Final = os.O_RDWR | os.O_CREAT | files.NO_FOLLOW


class Records:
    """Records that are kept, and new ones. Made by `open`; methods raise `DamagedCacheError`."""

    def __init__(self, kept: int, new: int) -> None:
        """Use two open files, which may be the same one; `close` closes them."""
        self._kept = kept
        self._new = new
        self._begin = 0 if kept == new else os.fstat(kept).st_size  #: of what is new
        self._end = self._begin + os.fstat(new).st_size

    @classmethod
    def open(cls, folder: int | None, name: str, *, writable: bool) -> Self:
        """Open a file of a folder; where nothing can be written, new records last for this run."""
        if folder is not None and writable:
            with expendable():
                fd = os.open(name, _WRITE, 0o666, dir_fd=folder)
            return cls(fd, fd)
        with tempfile.TemporaryFile() as file:
            new = os.dup(file.fileno())
        try:
            return cls(new if folder is None else os.open(name, _READ, dir_fd=folder), new)
        except OSError:  # there are none yet
            return cls(new, new)

    def close(self) -> None:
        """Close the files."""
        for fd in {self._kept, self._new}:
            files.close(fd)

    def clear(self) -> None:
        """Forget all records."""
        os.ftruncate(self._new, 0)
        self._begin = self._end = 0

    def add(self, data: bytes) -> int:
        """Write a record; return its place."""
        place = self._end
        with expendable():
            files.write_at(self._new, data, place - self._begin)
        self._end += len(data)
        return place

    def get(self, place: int, size: int) -> bytes:
        """Return what lies at a place: the record, if nobody has changed the file."""
        with expendable():
            if place < self._begin:
                return os.pread(self._kept, size, place)
            return os.pread(self._new, size, place - self._begin)
