"""What stands in the published folder, compared with what is to stand there."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Final

from vnru import files
from vnru.cache.memo import Memo
from vnru.output import Draft, OutputFile
from vnru.publish.tree import Tree

_TICK: Final = 0.025  #: seconds until a change of a file moves its stamp; see `files.settled`


class Standing:
    """Published files in one run. Methods raise `OSError`."""

    def __init__(self, tree: Tree, memo: Memo) -> None:
        self._tree = tree
        self._memo = memo
        self._made: dict[str, bytes] = {}  # basis by path of what is about to be published

    def compare(self, draft: Draft, differs: Callable[[OutputFile], None]) -> bool | None:
        """Tell as `Tree.holds` does whether a file stands as drafted; hand it over if not.

        Where the memo knows that it does, the file is neither made nor read.
        """
        now = time.time_ns()
        status = None if draft.basis is None else self._tree.status(draft.path)
        if status and self._memo.holds(draft.path, draft.basis, files.stamp_of(status)):
            return True
        file = draft.make()
        same = self._tree.holds(draft.path, file.content)
        if not same:
            differs(file)
            self._made[draft.path] = draft.basis
        elif status and (stamp := files.settled(status, now)):
            self._memo.note(draft.path, draft.basis, stamp)
        return same

    def remember(self, planned: Collection[str]) -> None:
        """Let the memo know what was published, unless somebody else has written it since."""
        if self._made:
            published = time.time_ns()
            time.sleep(_TICK)
            for path, basis in self._made.items():
                now = time.time_ns()
                status = self._tree.status(path)
                if status and status.st_mtime_ns <= published and (stamp := files.settled(status, now)):
                    self._memo.note(path, basis, stamp)
        self._memo.save(planned)
