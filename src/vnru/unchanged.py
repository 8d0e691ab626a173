"""A run with nothing to do: told by what the system says of the files, without reading any.

A run that has published leaves a stamp beside the ledger: a digest of all that its result depends
on, and what the same call says when it is repeated. As long as the digest holds, saying so is all
there is to do. The digest covers

- the call: its arguments, the folder and the user it was made by, the environment we look at;
- the program: Python, each of our files, the folders that packages are installed in;
- the configuration, by its bytes;
- each article file, each file in the output folder, and the ledger: name, size, inode, and the
  times when its text (mtime) and when anything of it (ctime, which nobody can set) last changed;
- the days on which the result holds, because articles may be held back until theirs.

Whatever moves in it, the run is a full one, which compares bytes; so it is without a stamp, with
a damaged one or one of another version. A stamp may be deleted at any time: no output changes.

A time tells that a file changed only if the file system's clock has ticked since the change
before. So a stamp is made only where, when the look at the files began, the last change lay longer
ago than a tick; and none is made where somebody else wrote among the published files meanwhile.

This is imported before anything else: what it imports in its turn has to be small.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from vnru import files
from vnru.publish.lock import locked

_VERSION = "vnru stamp 1"
_STATE, _STAMP, _LEDGER, _STAGE = ".vnru", "stamp", "ledger", "stage"
_FINE = 20_000_000  #: nanoseconds; more than a tick of any kernel (10 ms)
_COARSE = 2_000_000_000  #: the same of file systems that count whole or even seconds
_SECOND = 1_000_000_000
_DAY = 86_400  #: seconds
_PACKAGE = os.path.dirname(__file__)  # noqa: PTH120 - pathlib costs more than all of this


class Look:
    """What the system says of files."""

    __slots__ = ("_digest", "began", "changed", "written")

    def __init__(self) -> None:
        self._digest = blake2b(digest_size=16)
        self.began = time.time_ns()
        self.changed = 0  #: the latest ctime, nanoseconds since 1970
        self.written = 0  #: the latest mtime, the same

    def __str__(self) -> str:
        return self._digest.hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether any change since this look moves a time: the clock has ticked in between."""
        tick = _FINE if self.changed % _SECOND else _COARSE
        return self.began - self.changed > tick

    def at_folder(self, place: str, *, suffix: str = "", but: str = "") -> Look:
        """Look at all files below a folder whose names end with `suffix`, leaving out `but`.

        They are taken in the order in which the system gives them, which moves only with them.

        Raises:
            OSError: it cannot be looked at.
        """
        fd = os.open(place, files.FOLDER)
        try:
            self._at(fd, suffix, but)
        finally:
            files.close(fd)
        return self

    def at_file(self, dir_fd: int, name: str) -> Look:
        """Look at one file of a folder.

        Raises:
            OSError: it is not there.
        """
        self._take(name, os.stat(name, dir_fd=dir_fd, follow_symlinks=False))
        return self

    def _at(self, fd: int, suffix: str, but: str) -> None:
        folders = []
        with os.scandir(fd) as entries:
            for entry in entries:
                name = entry.name
                if not name.endswith(suffix) or name == but:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(name)
                else:
                    self._take(name, entry.stat(follow_symlinks=False))
        for name in folders:
            self._digest.update(f"{name}/\0".encode("utf-8", "surrogateescape"))
            inner = os.open(name, files.FOLDER | files.NO_FOLLOW, dir_fd=fd)
            try:
                self._at(inner, suffix, but)
            finally:
                files.close(inner)
            self._digest.update(b"/\0")

    def _take(self, name: str, status: os.stat_result) -> None:
        written, changed = status.st_mtime_ns, status.st_ctime_ns
        line = f"{name}\0{status.st_size} {written} {changed} {status.st_ino}\0"
        self._digest.update(line.encode("utf-8", "surrogateescape"))
        if changed > self.changed:
            self.changed = changed
        if written > self.written:
            self.written = written


class Words:
    """What a run says, and its exit code."""

    __slots__ = ("code", "stderr", "stdout")

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code = code
        self.stdout = stdout
        self.stderr = stderr


class Call:
    """One call of the command: what it was told, and the program that was to obey."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = arguments
        self._began = time.time_ns()
        self._program = Look().at_folder(_PACKAGE, but="__pycache__")
        installed = [path for path in sys.path if path.endswith("-packages")]
        surroundings = sorted(
            item
            for item in os.environ.items()
            if item[0].startswith("VNRU_") or item[0] == "SOURCE_DATE_EPOCH"
        )
        self._facts = (
            list(arguments),
            os.getcwd(),  # noqa: PTH109 - as above
            os.geteuid(),
            surroundings,
            sys.version,
            [(path, os.stat(path).st_mtime_ns) for path in installed],  # noqa: PTH116 - as above
            str(self._program),
        )
