"""Files by descriptor: nothing here follows a link, blocks on a pipe or leaves its folder.

A name is looked up once, relative to an open folder (`dir_fd`), and what was opened is asked what
it is; so nothing can be exchanged between a check and its use. Only the top folder, which the
operator named, may be a link or a mount point.

Every failure is an `OSError` whose `strerror` completes "it cannot be read: …". Those of our own:

    OSError
    ├── NotRegularError           a folder, link, pipe, socket or device instead of a file
    ├── TooLargeError             more bytes than the limit
    └── ChangedWhileReadingError  somebody is still writing it
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import struct
import time

TYPE_CHECKING = False  # as in `vnru`
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Systems without these can import this library, but not publish with it.
#: Follow no link, wait for nobody at the other end of a pipe, leave nothing to other programs.
NO_FOLLOW = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
_READ = os.O_RDONLY | NO_FOLLOW
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}
#: What `open` says of a link (O_NOFOLLOW) and of a socket.
_KIND_OF_ERROR = {errno.ELOOP: "a symbolic link", errno.ENXIO: "a socket"}


#: What the system says of a file, packed. It moves whenever the file does, if it was `settled`.
Stamp = bytes
_STAMP = struct.Struct("<QqqQ")  #: size, mtime, ctime (which nobody can set), inode

#: Seconds to wait until a change of a file moves its stamp, where clocks are fine.
TICK = 0.025
_FINE = 20_000_000  #: nanoseconds; more than a kernel's tick, which is 10 ms at most
_COARSE = 2_000_000_000  #: the same for file systems that count in whole or even seconds
_SECOND = 1_000_000_000


def stamp_of(status: os.stat_result) -> Stamp:
    """Return the stamp of a file."""
    return _STAMP.pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def settled(status: os.stat_result, now: int) -> Stamp | None:
    """Return the stamp of a file, None where a change after `now` could leave it as it is.

    `now` is in nanoseconds since 1970. The clock of the file system must have ticked between the
    last change of the file and then.
    """
    changed = status.st_ctime_ns
    tick = _FINE if changed % _SECOND else _COARSE
    return stamp_of(status) if now - changed > tick else None


class NotRegularError(OSError):
    """A folder, link, pipe, socket or device stands where a file must be."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(errno.EINVAL, f"it is {kind}, not a file", name)


class TooLargeError(OSError):
    """A file has more bytes than the limit."""

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(errno.EFBIG, f"it has {size} bytes, more than the limit of {limit}", name)


class ChangedWhileReadingError(OSError):
    """A file changed between the start and the end of reading it: somebody is writing it."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EAGAIN, "it is being written by somebody else", name)


def close(fd: int) -> None:
    """Close a descriptor that nothing was written through: no error can matter."""
    with contextlib.suppress(OSError):
        os.close(fd)


def list_names(folder: Path | int) -> list[str]:
    """Return the names in a folder, sorted by their bytes (the same order on every machine).

    Names are read as UTF-8 whatever the locale says; bytes that are none arrive as lone surrogates
    (PEP 383), which `diagnostics.printable` shows.

    Raises:
        OSError: the folder cannot be listed.
    """
    names = sorted(map(os.fsencode, os.listdir(folder)))  # noqa: PTH208 - names only, by descriptor
    return list(map(_decoded, names))


def list_stamps(folder: Path, suffix: str) -> dict[str, Stamp]:
    """Return names as `list_names` does, those that end with `suffix`, each with its stamp.

    Where a file has changed just now, wait until a next change would move its stamp.

    Raises:
        OSError: the folder cannot be listed.
    """
    stamps: dict[bytes, Stamp] = {}
    end, latest = suffix.encode(), 0
    try:
        found = os.scandir(os.fsencode(folder))
    except OSError as error:
        error.filename = str(folder)  # as the operator spelled it
        raise
    with found as entries:
        for entry in entries:
            if entry.name.endswith(end):
                with contextlib.suppress(FileNotFoundError):  # it has vanished meanwhile
                    status = entry.stat(follow_symlinks=False)
                    stamps[entry.name] = stamp_of(status)
                    latest = max(latest, status.st_ctime_ns)
    if 0 <= time.time_ns() - latest < _FINE:
        time.sleep(TICK)
    return {_decoded(name): stamps[name] for name in sorted(stamps)}


def name_of(path: Path) -> str:
    """Return the name of a file as `list_names` gives it."""
    return _decoded(os.fsencode(path.name))


def _decoded(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def open_folder(folder: Path) -> int:
    """Open a folder that the operator named (links are followed); the caller closes it.

    Raises:
        OSError: it does not exist, is no folder or cannot be read.
    """
    return os.open(folder, FOLDER)


def read_regular(dir_fd: int, name: str, limit: int | None = None) -> bytes:
    """Read a whole regular file of the folder `dir_fd`, of at most `limit` bytes if one is given.

    Raises:
        NotRegularError, TooLargeError, ChangedWhileReadingError: see the module.
        FileNotFoundError: it is not there (perhaps removed since the folder was listed).
        OSError: it cannot be opened or read.
    """
    return read_stamped(dir_fd, name, limit)[0]


def read_stamped(dir_fd: int, name: str, limit: int | None = None) -> tuple[bytes, Stamp | None]:
    """Read a file as `read_regular` does; return with its bytes the stamp they stand for.

    There is no stamp where the file has just changed (`settled`).
    """
    began = time.time_ns()
    fd, before = _open_regular(dir_fd, name)
    try:
        if limit is not None and before.st_size > limit:
            raise TooLargeError(name, before.st_size, limit)
        data = _read(fd, before.st_size)
        after = os.fstat(fd)
    finally:
        close(fd)
    if len(data) != before.st_size or _written(before) != _written(after):
        raise ChangedWhileReadingError(name)
    return data, settled(before, began)


def holds(dir_fd: int, name: str, content: bytes) -> bool | None:
    """Tell whether a file has exactly these bytes; None where there is no such file.

    A file that may not be read counts as different: it can still be replaced.

    Raises:
        NotRegularError: a file cannot stand there before the other thing is gone.
        OSError: it cannot be read.
    """
    try:
        fd, status = _open_regular(dir_fd, name)
    except FileNotFoundError:
        return None
    except PermissionError:
        return False
    try:
        return status.st_size == len(content) and _read(fd, len(content)) == content
    finally:
        close(fd)


def write_new(dir_fd: int, name: str, content: Iterable[bytes]) -> None:
    """Write a file that does not exist yet, part by part, with the mode the umask grants.

    Raises:
        OSError: it exists, or cannot be written in full.
    """
    fd = os.open(name, _CREATE, 0o666, dir_fd=dir_fd)
    try:
        for part in content:
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(fd, rest) :]
    finally:
        os.close(fd)


def write_at(fd: int, data: bytes, at: int) -> None:
    """Write all of `data` into an open file, from the byte `at` on.

    Raises:
        OSError: it cannot be written in full.
    """
    rest = memoryview(data)
    while rest:
        count = os.pwrite(fd, rest, at)
        rest, at = rest[count:], at + count


def sync(dir_fd: int, name: str) -> None:
    """Wait until a file's bytes are on the disk.

    Raises:
        OSError: they did not get there.
    """
    fd = os.open(name, _READ, dir_fd=dir_fd)
    try:
        os.fsync(fd)
    finally:
        close(fd)


def remove_all(dir_fd: int, name: str) -> None:
    """Remove whatever bears this name, a folder with all it holds; links are removed, not followed.

    Raises:
        OSError: something cannot be removed.
    """
    raw = _encoded(name)
    try:
        status = os.stat(raw, dir_fd=dir_fd, follow_symlinks=False)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(status.st_mode):
        os.unlink(raw, dir_fd=dir_fd)
        return
    fd = os.open(raw, FOLDER | NO_FOLLOW, dir_fd=dir_fd)
    try:
        for inner in list_names(fd):
            remove_all(fd, inner)
    finally:
        close(fd)
    os.rmdir(raw, dir_fd=dir_fd)


def _open_regular(dir_fd: int, name: str) -> tuple[int, os.stat_result]:
    try:
        fd = os.open(_encoded(name), _READ, dir_fd=dir_fd)
    except OSError as error:
        if error.errno in _KIND_OF_ERROR:
            raise NotRegularError(name, _KIND_OF_ERROR[error.errno]) from None
        raise
    try:
        status = os.fstat(fd)
    except BaseException:
        close(fd)
        raise
    if not stat.S_ISREG(status.st_mode):
        close(fd)
        raise NotRegularError(name, _KINDS.get(stat.S_IFMT(status.st_mode), "a device"))
    return fd, status


def _read(fd: int, size: int) -> bytes:
    """Read `size` bytes, one more where the file has grown, fewer where it has shrunk."""
    data = os.read(fd, size + 1)
    while len(data) < size and (more := os.read(fd, size + 1 - len(data))):
        data += more
    return data


def _written(status: os.stat_result) -> tuple[int, int]:
    return (status.st_size, status.st_mtime_ns)
