"""One run at a time: a lock of the kernel, which ends with the process, however that ends."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

from vnru import files

_NAME = "lock"  #: in the state folder; never removed, so that all runs mean the same file
_PAUSE = 0.05  #: seconds between two attempts

_held: set[int] = set()  # descriptors


@contextlib.contextmanager
def locked(dir_fd: int, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of the state folder `dir_fd`; wait at most `wait` seconds for it.

    Raises:
        BlockingIOError: another run holds it.
        OSError: the lock file cannot be opened, or the file system has no locks.
    """
    import fcntl  # POSIX only; the rest of the library is for every system

    # Over NFS an exclusive lock needs a descriptor open for writing; nothing is ever written.
    flags = os.O_RDWR | os.O_CREAT | files.NO_FOLLOW
    fd = os.open(_NAME, flags, 0o666, dir_fd=dir_fd)
    try:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not time.monotonic() < deadline:  # so that a wait of NaN seconds ends, too
                    raise
            time.sleep(_PAUSE)
        _held.add(fd)
        yield
    finally:
        _held.discard(fd)
        files.close(fd)


def _let_go() -> None:
    """Leave the locks to the parent: one that a child had, too, would outlive it."""
    while _held:
        files.close(_held.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
