"""The switch from one edition to the next: the only steps that change published files."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from vnru import ledger
from vnru.publish.kept import DAMAGED
from vnru.publish.paths import STATE, folders
from vnru.publish.stage import Stage
from vnru.publish.tree import Tree

_WAITING: Final = 32  #: threads; a disk writes many files in the time it takes for one
_BATCH: Final = 8  #: files that a thread waits for, one after another
_IN_MEMORY: Final = 512  #: batches that wait at a time

_Staged = tuple[str, str, int]  #: path, what is to be done to it, number on the stage


class Switch(NamedTuple):
    """What is to be done, all of it prepared: numbers are those of files on the stage."""

    files: Sequence[str]  #: paths in the order of the plan; the numbers begin with theirs
    ahead: int | None  #: the ledger of both editions; None where it stands already
    final: int | None  #: the ledger of the new edition; None where it is the one ahead
    removed: Sequence[str]  #: paths of the old edition, files all of them
    emptied: frozenset[str]  #: folders that may have nothing left in them
    put_aside: bool  #: whether the standing ledger is damaged

    def check(self, tree: Tree, stage: Stage) -> None:
        """Meet what can be foreseen, while nothing is changed yet; bring the stage to the disk.

        Raises:
            PublishError: names the file.
        """
        seen: set[str] = set()
        for path in (*self.files, *self.removed):
            folder = _folder(path)
            if folder not in seen:
                with tree.naming(path, "published"):
                    tree.check_writable(folder, stage.device)
                seen.add(folder)
        _sync_staged(self._staged(), tree, stage)

    def run(self, tree: Tree, stage: Stage) -> None:
        """Change the published files.

        Raises:
            PublishError: names the file; every file is whole, the next run does the rest.
        """
        if self.put_aside:
            with tree.naming(ledger.PATH, "put aside"):
                tree.rename(ledger.PATH, DAMAGED.rpartition("/")[2])
        self._keep(self.ahead, tree, stage)
        made = self._make_folders(tree)
        _sync(map(_folder, made), tree)  # a folder before what it holds
        for number, path in enumerate(self.files):
            with tree.naming(path, "published"):
                stage.hand_over(number, path, tree)
        _sync(map(_folder, self.files), tree)
        self._remove(tree)
        self._keep(self.final, tree, stage)

    def _staged(self) -> Iterator[_Staged]:
        for number, path in enumerate(self.files):
            yield path, "published", number
        for kept in (self.ahead, self.final):
            if kept is not None:
                yield ledger.PATH, "written", kept

    def _keep(self, number: int | None, tree: Tree, stage: Stage) -> None:
        if number is not None:
            with tree.naming(ledger.PATH, "written"):
                stage.hand_over(number, ledger.PATH, tree)
                tree.sync(STATE)
                tree.sync("")  # our own folder may be new

    def _make_folders(self, tree: Tree) -> list[str]:
        """Make what is missing, the outermost first; return what was made."""
        needed = {folder for path in self.files for folder in folders(path)}
        made = []
        for folder in sorted(needed, key=_depth):
            with tree.naming(folder, "made"):
                if tree.find(folder) is None:
                    tree.make_folder(folder)
                    made.append(folder)
        return made

    def _remove(self, tree: Tree) -> None:
        for path in self.removed:
            with tree.naming(path, "removed"):
                tree.remove(path)
        gone = set()
        for folder in sorted(self.emptied, key=_depth, reverse=True):
            with tree.naming(folder, "removed"):
                if tree.remove_if_empty(folder):
                    gone.add(folder)
        _sync((f for f in map(_folder, (*self.removed, *gone)) if f not in gone), tree)


def _sync_staged(staged: Iterator[_Staged], tree: Tree, stage: Stage) -> None:
    """Bring files to the disk; of several that fail, name the first."""
    sync = functools.partial(_sync_batch, tree, stage)
    batches = iter(lambda: list(itertools.islice(staged, _BATCH)), [])
    threads = ThreadPoolExecutor(_WAITING)
    try:
        while some := list(itertools.islice(batches, _IN_MEMORY)):
            try:
                waiting = threads.map(sync, some)
            except RuntimeError:  # no room for a thread: one after another, then
                waiting = map(sync, some)
            for _ in waiting:
                pass
    finally:
        threads.shutdown(cancel_futures=True)


def _sync_batch(tree: Tree, stage: Stage, staged: Iterable[_Staged]) -> None:
    for path, deed, number in staged:
        with tree.naming(path, deed):
            stage.sync(number)


def _sync(touched: Iterable[str], tree: Tree) -> None:
    """Bring names to the disk, in this order: those of pages before those of feeds."""
    for folder in dict.fromkeys(touched):
        with tree.naming(folder, "published"):
            tree.sync(folder)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _depth(folder: str) -> tuple[int, str]:
    return folder.count("/"), folder
