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

TYPE_CHECKING = False  # as in `vnru`
if TYPE_CHECKING:
    from pathlib import Path

# Systems without these can import this library, but not publish with it.
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | NO_FOLLOW
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
    fd, before = _open_regular(dir_fd, name)
    try:
        if limit is not None and before.st_size > limit:
            raise TooLargeError(name, before.st_size, limit)
        data = _read(fd, before.st_size)
        after = os.fstat(fd)
    finally:
        close(fd)
    if len(data) != before.st_size or _stamp(before) != _stamp(after):
        raise ChangedWhileReadingError(name)
    return data


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


def write_new(dir_fd: int, name: str, content: bytes) -> None:
    """Write a file that does not exist yet, with the mode the umask grants.

    Raises:
        OSError: it exists, or cannot be written in full.
    """
    fd = os.open(name, _CREATE, 0o666, dir_fd=dir_fd)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(fd, rest) :]
    finally:
        os.close(fd)


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


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return (status.st_size, status.st_mtime_ns)
