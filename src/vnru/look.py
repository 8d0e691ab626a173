"""A look at files: a digest of what the system says of them, without reading any.

It says of each file its name, size, inode, and the times when its text (mtime) and when anything
of it (ctime, which nobody can set) last changed. Two looks with the same digest saw the same files
with the same texts, if the clock of the file system ticked between the last change that the first
look saw and the look itself. Otherwise a later change may bear the same time; see `is_settled`.
"""

from __future__ import annotations

import os
import time
from hashlib import blake2b

from vnru import files

_FINE = 20_000_000  #: nanoseconds; more than a kernel's tick, which is 10 ms at most
_COARSE = 2_000_000_000  #: the same for file systems that count in whole or even seconds
_SECOND = 1_000_000_000


class Look:
    """What the system says of files."""

    __slots__ = ("_digest", "began", "changed", "written")

    def __init__(self) -> None:
        self._digest = blake2b(digest_size=16)
        self.began: int = time.time_ns()  #: nanoseconds since 1970
        self.changed: int = 0  #: the latest ctime, the same
        self.written: int = 0  #: the latest mtime, the same

    def __repr__(self) -> str:
        return f"<Look {self.digest}>"

    @property
    def digest(self) -> str:
        """The same as long as nothing moves."""
        return self._digest.hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether every change since this look began moves a time, and so the digest."""
        tick = _FINE if self.changed % _SECOND else _COARSE
        return self.began - self.changed > tick

    def at_folder(self, folder: int, *, suffix: str = "", but: str = "") -> Look:
        """Look at all files below an open folder whose names end with `suffix`; not at `but`.

        They are taken in the order in which the system gives them: sorting would cost memory, and
        a new order is as good a reason for a full run as any.

        Raises:
            OSError: a folder cannot be listed, or vanished meanwhile.
        """
        inner = []
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if not name.endswith(suffix) or name == but:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    inner.append(name)
                else:
                    self._take(name, entry.stat(follow_symlinks=False))
        for name in inner:
            self._digest.update(_encoded(f"{name}/\0"))
            fd = os.open(name, files.FOLDER | files.NO_FOLLOW, dir_fd=folder)
            try:
                self.at_folder(fd, suffix=suffix, but=but)
            finally:
                files.close(fd)
            self._digest.update(b"/\0")
        return self

    def at_file(self, folder: int | None, name: str) -> Look:
        """Look at one file of an open folder, or anywhere.

        Raises:
            OSError: it is not there.
        """
        self._take(name, os.stat(name, dir_fd=folder, follow_symlinks=False))
        return self

    def _take(self, name: str, status: os.stat_result) -> None:
        written, changed = status.st_mtime_ns, status.st_ctime_ns
        line = f"{name}\0{status.st_size} {written} {changed} {status.st_ino}\0"
        self._digest.update(_encoded(line))
        if changed > self.changed:  # noqa: PLR1730 - calls of `max` cost a tenth of all this
            self.changed = changed
        if written > self.written:  # noqa: PLR1730
            self.written = written


def _encoded(line: str) -> bytes:
    return line.encode("utf-8", "surrogateescape")  # names may hold bytes that are no UTF-8
