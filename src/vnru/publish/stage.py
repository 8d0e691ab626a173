"""The stage: where new files are written in full before the first published file changes."""

from __future__ import annotations

import os
from collections.abc import Iterable

from vnru import files
from vnru.publish.tree import Tree

_NAME = "stage"  #: in the state folder; a fixed place, so that what a killed run leaves is found


class Stage:
    """Files on their way, kept on the disk and not in memory. Every method raises `OSError`.

    The folder exists only while something is on its way: an unchanged run does not touch it.
    """

    def __init__(self, state: int) -> None:
        """Stand in the state folder, an open descriptor that stays open meanwhile."""
        self._state = state
        self._fd: int | None = None
        self._count = 0

    @property
    def fd(self) -> int:
        """The folder's descriptor; the folder is made where it is not there yet."""
        if self._fd is None:
            os.mkdir(_NAME, 0o700, dir_fd=self._state)
            self._fd = os.open(_NAME, files.FOLDER | files.NO_FOLLOW, dir_fd=self._state)
        return self._fd

    @property
    def device(self) -> int:
        """The file system the folder lies on."""
        return os.fstat(self.fd).st_dev

    def add(self, content: Iterable[bytes]) -> int:
        """Write the next file, part by part; return its number: the first is 0."""
        number = self._count
        self._count += 1
        files.write_new(self.fd, str(number), content)
        return number

    def sync(self, number: int) -> None:
        """Wait until a file is on the disk."""
        files.sync(self.fd, str(number))

    def hand_over(self, number: int, path: str, tree: Tree) -> None:
        """Move a file to its path, replacing what stands there."""
        tree.receive(path, self.fd, str(number))

    def sweep(self) -> None:
        """Remove the folder with all it holds, also what a killed run has left; count anew."""
        if self._fd is not None:
            files.close(self._fd)
            self._fd = None
        self._count = 0
        files.remove_all(self._state, _NAME)
