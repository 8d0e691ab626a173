"""The switch from one edition to the next: the only steps that change published files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from vnru import ledger
from vnru.publish.kept import DAMAGED
from vnru.publish.paths import STATE, folders
from vnru.publish.stage import Stage
from vnru.publish.tree import Tree


@attrs.frozen(kw_only=True)
class Switch:
    """What is to be done, all of it prepared: names are those of files on the stage."""

    files: Mapping[str, str]  #: path to name, in the order of the plan
    ahead: str | None  #: the ledger of both editions; None where it stands already
    final: str | None  #: the ledger of the new edition; None where it is the one ahead
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
        for path, name in self.files.items():
            with tree.naming(path, "published"):
                stage.sync(name)
        for name in filter(None, (self.ahead, self.final)):
            with tree.naming(ledger.PATH, "written"):
                stage.sync(name)

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
        for path, name in self.files.items():
            with tree.naming(path, "published"):
                tree.receive(path, stage.fd, name)
        _sync(map(_folder, self.files), tree)
        self._remove(tree)
        self._keep(self.final, tree, stage)

    def _keep(self, name: str | None, tree: Tree, stage: Stage) -> None:
        if name is not None:
            with tree.naming(ledger.PATH, "written"):
                tree.receive(ledger.PATH, stage.fd, name)
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


def _sync(touched: Iterable[str], tree: Tree) -> None:
    """Bring names to the disk, in this order: those of pages before those of feeds."""
    for folder in dict.fromkeys(touched):
        with tree.naming(folder, "published"):
            tree.sync(folder)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _depth(folder: str) -> tuple[int, str]:
    return folder.count("/"), folder
