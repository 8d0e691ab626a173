"""What stands in the published folder, compared with what is to stand there."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from vnru import files
from vnru.cache.memo import Memo
from vnru.output import Draft
from vnru.publish.tree import Tree

#: Takes a path and the content that is to stand there.
Differs = Callable[[str, bytes], None]


class Standing:
    """Published files in one run. Methods raise `OSError`."""

    def __init__(self, tree: Tree, memo: Memo | None) -> None:
        """Look at a tree; without a memo, everything is compared by its bytes."""
        self._tree = tree
        self._memo = memo
        self._paths: list[str] = []  # of what is about to be published
        self._bases: list[bytes] = []  # of the same files

    def compare(self, draft: Draft, differs: Differs) -> bool | None:
        """Tell as `Tree.holds` does whether a file stands as drafted; hand it over if not.

        Where the memo knows that it does, the file is neither made nor read.
        """
        memo, basis = self._memo, draft.basis
        if memo is None or basis is None:
            return self._made(draft, differs)
        began = time.time_ns()
        status = self._tree.status(draft.path)
        if status and memo.holds(draft.path, basis, files.stamp_of(status)):
            return True
        same = self._made(draft, differs)
        if not same:
            self._paths.append(draft.path)
            self._bases.append(basis)
        elif status and (stamp := files.settled(status, began)):
            memo.note(draft.path, basis, stamp)
        return same

    def _made(self, draft: Draft, differs: Differs) -> bool | None:
        file = draft.make()
        same = self._tree.holds(file.path, file.content)
        if not same:
            differs(draft.path, file.content)
        return same

    def remember(self, planned: Collection[str]) -> None:
        """Let the memo know what was published, unless somebody else has written it since."""
        if self._memo is None:
            return
        if self._paths:
            published = time.time_ns()
            time.sleep(files.TICK)
            looked = time.time_ns()
            while self._paths:  # what was taken down is not held twice
                path, basis = self._paths.pop(), self._bases.pop()
                status = self._tree.status(path)
                if status is None or status.st_mtime_ns > published:
                    continue
                if stamp := files.settled(status, looked):
                    self._memo.note(path, basis, stamp)
        self._memo.save(planned)
