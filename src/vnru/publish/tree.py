"""The published folder, reached by descriptors from its top."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from vnru import files
from vnru.diagnostics import PublishError, printable

#: What a system answers that cannot wait for a folder; there is nothing more to do then.
_CANNOT_SYNC_FOLDERS = {errno.EBADF, errno.EINVAL, errno.ENOTSUP}


class Tree:
    """The files below one folder. No path leads through a link, so none leads out.

    Paths are relative, with forward slashes; "" is the top. They are not checked here.
    Few descriptors stay open at a time, however many folders there are.
    Methods raise `OSError`, which `naming` turns into a sentence.
    """

    _OPEN_AT_ONCE = 8

    def __init__(self, place: Path, top: int | None) -> None:
        """Stand on the open folder `top`, and close it in the end; None: it does not exist."""
        self.place = place
        self._top = top
        self._open: dict[str, int] = {}  # oldest first
        self._missing: set[str] = set()

    @classmethod
    def at(cls, place: Path) -> Self:
        """Open the tree of a folder; one that does not exist is an empty tree."""
        try:
            return cls(place, files.open_folder(place))
        except FileNotFoundError:
            return cls(place, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for fd in [*self._open.values(), *([] if self._top is None else [self._top])]:
            files.close(fd)
        self._open.clear()
        self._top = None

    @contextlib.contextmanager
    def naming(self, path: str, deed: str) -> Iterator[None]:
        """Turn an error of the system into a `failure` to do something with a file."""
        try:
            yield
        except PublishError:
            raise
        except OSError as error:
            raise failure(self.place / path, deed, error) from error

    def find(self, folder: str) -> int | None:
        """Return a descriptor of a folder, good until the next call; None: it does not exist.

        Raises:
            NotADirectoryError: a file or a link stands in its place.
        """
        if not folder:
            return self._top
        if folder in self._open:
            return self._open[folder]
        if folder in self._missing:
            return None
        parent, _, name = folder.rpartition("/")
        above = self.find(parent)
        fd = None if above is None else _open_inner(above, name, folder)
        if fd is None:
            self._missing.add(folder)
            return None
        if len(self._open) >= self._OPEN_AT_ONCE:
            self._close(next(iter(self._open)))
        self._open[folder] = fd
        return fd

    def existing(self, folder: str) -> int:
        """Return a descriptor of a folder that has to be there, good until the next call."""
        fd = self.find(folder)
        if fd is None:  # never pass None on: as `dir_fd` it would mean the current folder
            raise FileNotFoundError(errno.ENOENT, f"the folder {folder or '.'} is gone", folder)
        return fd

    def pin(self, folder: str) -> int:
        """Return a descriptor of a folder that stays good; the caller closes it."""
        return os.dup(self.existing(folder))

    def names(self) -> list[str]:
        """Return what lies at the top."""
        return [] if self._top is None else files.list_names(self._top)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None where there is no such file."""
        folder, name = _split(path)
        fd = self.find(folder)
        try:
            return None if fd is None else files.read_regular(fd, name)
        except FileNotFoundError:
            return None

    def holds(self, path: str, content: bytes) -> bool | None:
        """Tell whether a file has exactly these bytes; None where there is no such file."""
        folder, name = _split(path)
        fd = self.find(folder)
        return None if fd is None else files.holds(fd, name, content)

    def status(self, path: str) -> os.stat_result | None:
        """Return what the system says of a regular file; None where there is none."""
        folder, name = _split(path)
        try:
            fd = self.find(folder)
            status = None if fd is None else os.stat(name, dir_fd=fd, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return status if status is not None and stat.S_ISREG(status.st_mode) else None

    def is_file(self, path: str) -> bool:
        """Tell whether a regular file stands there; what lies behind a link does not."""
        return self.status(path) is not None

    def check_writable(self, folder: str, device: int) -> None:
        """Make sure that files of this `device` can be moved into a folder, there or to be made."""
        while (fd := self.find(folder)) is None:  # it will be made in the nearest one above
            folder, _ = _split(folder)
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=fd):
            raise PermissionError(errno.EACCES, f"the folder {folder or '.'} is not writable")
        if os.fstat(fd).st_dev != device:
            raise OSError(errno.EXDEV, f"the folder {folder or '.'} lies on another file system")

    def make_folder(self, folder: str) -> None:
        """Make a folder in an existing one, unless somebody has just made it."""
        parent, name = _split(folder)
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, dir_fd=self.existing(parent))
        self._missing.discard(folder)

    def receive(self, path: str, dir_fd: int, name: str) -> None:
        """Move the file `name` of the folder `dir_fd` to `path`, replacing what stands there."""
        folder, new_name = _split(path)
        os.rename(name, new_name, src_dir_fd=dir_fd, dst_dir_fd=self.existing(folder))

    def rename(self, path: str, name: str) -> None:
        """Give a file another name in its folder, replacing what bears it."""
        folder, old_name = _split(path)
        fd = self.existing(folder)
        os.rename(old_name, name, src_dir_fd=fd, dst_dir_fd=fd)

    def remove(self, path: str) -> None:
        """Remove a file."""
        folder, name = _split(path)
        os.unlink(name, dir_fd=self.existing(folder))

    def remove_if_empty(self, folder: str) -> bool:
        """Remove a folder where it is one and holds nothing; tell whether it is gone now."""
        parent, name = _split(folder)
        try:
            os.rmdir(name, dir_fd=self.existing(parent))
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:
                return False
            raise
        if folder in self._open:
            self._close(folder)
        return True

    def sync(self, folder: str) -> None:
        """Wait until the names in a folder are on the disk."""
        try:
            os.fsync(self.existing(folder))
        except OSError as error:
            if error.errno not in _CANNOT_SYNC_FOLDERS:
                raise

    def _close(self, folder: str) -> None:
        files.close(self._open.pop(folder))


def failure(path: Path, deed: str, error: OSError) -> PublishError:
    """Return what to raise when a file "cannot be <deed>": one sentence that names it."""
    return PublishError(f"{printable(str(path))}: cannot be {deed}: {error.strerror or error}")


def _open_inner(above: int, name: str, path: str) -> int | None:
    try:
        return os.open(name, files.FOLDER | files.NO_FOLLOW, dir_fd=above)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in {errno.ENOTDIR, errno.ELOOP}:
            what = f"{path} is a file or a link, not a folder"
            raise NotADirectoryError(errno.ENOTDIR, what, path) from None
        raise


def _split(path: str) -> tuple[str, str]:
    folder, _, name = path.rpartition("/")
    return folder, name
