"""One process, measured from outside: what it cost, and what it did to its output folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

#: Starts a command and prints what it cost. A process of its own, and a small one, because the
#: system counts as a program's memory what the process held that started it.
_LAUNCHER = """
import os, sys, time
began = time.perf_counter()
null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (1, 2)]
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=null)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - began
code = os.waitstatus_to_exitcode(status)
print([code, usage.ru_utime, usage.ru_stime, wall, usage.ru_maxrss])
"""

#: Size, time and inode of each file, by path.
Listing = dict[str, tuple[int, int, int]]


class Cost(NamedTuple):
    """What a process cost, with all that it started."""

    cpu: float  #: seconds in programs and in the kernel
    user: float  #: seconds in programs alone
    wall: float  #: seconds on the clock
    memory: float  #: MiB, the most that one process held at a time
    files: int  #: written or removed
    written: float  #: MiB


def run(command: Sequence[str], folder: Path, out: Path | None = None) -> Cost:
    """Run a command in a folder to its end.

    Args:
        command: the program and its arguments.
        folder: where it is started.
        out: the folder in which written files are counted.

    Raises:
        RuntimeError: it failed.
    """
    before = _listing(out)
    launcher = [sys.executable, "-S", "-E", "-c", _LAUNCHER, *command]
    said = subprocess.run(launcher, cwd=folder, stdout=subprocess.PIPE, check=True).stdout
    code, user, system, wall, memory = json.loads(said)
    if code:
        raise RuntimeError(f"exit code {code} of {' '.join(command)}")
    after = _listing(out)
    written = [size for path, (size, *_) in after.items() if before.get(path) != after[path]]
    return Cost(
        cpu=user + system,
        user=user,
        wall=wall,
        memory=memory / 1024,
        files=len(written) + len(before.keys() - after.keys()),
        written=sum(written) / 2**20,
    )


def _listing(out: Path | None) -> Listing:
    found: Listing = {}
    for folder, _, names in os.walk(out) if out is not None else ():
        for name in names:
            status = os.lstat(f"{folder}/{name}")
            found[f"{folder}/{name}"] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found
