"""One run on one output folder."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import attrs

from vnru import signals
from vnru.cache.damage import DamagedCacheError
from vnru.cache.memo import Memo
from vnru.diagnostics import LockedError, PublishError, printable
from vnru.files import close, list_names, remove_all
from vnru.ledger import PATH, Ledger
from vnru.output import Draft, OutputFile
from vnru.publish import kept, paths
from vnru.publish.changes import Changes
from vnru.publish.lock import locked
from vnru.publish.stage import Stage
from vnru.publish.standing import Differs, Standing
from vnru.publish.switch import Switch
from vnru.publish.tree import Tree, failure

_IGNORING = f"{paths.STATE}/.gitignore"
_IGNORED = b"# All but the ledger is expendable.\n*\n!.gitignore\n!ledger\n"
_ADDED, _CHANGED, _UNCHANGED = None, False, True  # as `Tree.holds` says


class _Comparison(NamedTuple):
    changes: Changes
    ledger: Ledger  #: of the new edition
    stale: frozenset[str]  #: listed by the old ledger and no longer made


class Publisher:
    """An output folder in one run, locked until the run is over. Made by `open`."""

    def __init__(self, tree: Tree, stage: Stage | None) -> None:
        self._tree = tree
        self._stage = stage  # None in a dry run
        with tree.naming(PATH, "read"):
            self._kept = kept.KeptLedger.from_bytes(tree.read(PATH))

    @classmethod
    @contextlib.contextmanager
    def open(cls, out: Path, *, wait: float = 0.0, dry_run: bool = False) -> Iterator[Publisher]:
        """Make the folder `out` if need be and lock it; in a dry run, do neither.

        `out` itself may be a link or a mount point. `wait` is in seconds.

        Raises:
            LockedError: another run holds the lock.
            PublishError: the folder cannot be made, read or locked.
        """
        with contextlib.ExitStack() as stack:
            try:
                if not dry_run:
                    out.mkdir(parents=True, exist_ok=True)
                tree = stack.enter_context(Tree.at(out))
            except OSError as error:
                raise failure(out, "opened", error) from error
            yield cls(tree, None if dry_run else _lock(tree, stack, wait))

    @property
    def ledger(self) -> Ledger:
        """The ledger of the last edition; empty where there is none or it is damaged."""
        return self._kept.ledger

    @property
    def has_site(self) -> bool:
        """Whether articles stand in the folder; where no ledger can tell, whether anything does."""
        if self._kept.missing or self._kept.damaged:
            with self._tree.naming("", "read"):
                return any(not name.startswith(".") for name in self._tree.names())
        return any(entry.withdrawn is None for entry in self.ledger.articles.values())

    @contextlib.contextmanager
    def cache(self) -> Iterator[int | None]:
        """Give an open descriptor of the cache folder; None: there is none, and none can be."""
        try:
            if self._stage is not None and self._tree.find(paths.CACHE) is None:
                self._tree.make_folder(paths.CACHE)
            fd = None if self._tree.find(paths.CACHE) is None else self._tree.pin(paths.CACHE)
        except OSError:  # something else stands there: we can do without
            fd = None
        try:
            yield fd
        finally:
            if fd is not None:
                close(fd)

    def clear_cache(self) -> None:
        """Remove what the cache folder holds, as far as we may; in a dry run, leave it."""
        if self._stage is not None:
            with self.cache() as folder, contextlib.suppress(OSError):  # a run can do without
                if folder is not None:
                    for name in list_names(folder):
                        remove_all(folder, name)

    def publish(
        self,
        files: Iterable[OutputFile | Draft],
        ledger: Ledger,
        *,
        keep: Collection[str] = (),
        memo: Memo | None = None,
    ) -> Changes:
        """Bring the folder to exactly these files of ours; in a dry run, only say what differs.

        Args:
            files: the edition, in the order it is to be published; read once, never held.
            ledger: what `Ledger.advance` made of `self.ledger`; its `files` are set here.
            keep: paths of the last edition that stay as they are though they are not in `files`.
            memo: what it knows to stand is neither made nor compared.

        Raises:
            PublishError: one sentence that names the file. Unless the switch had begun, nothing has
                changed; in any case every file is whole and the next run does the rest.
        """
        stage, standing = self._stage, Standing(self._tree, memo)
        drafts = map(Draft.of, files)
        if stage is None:
            return self._compare(drafts, ledger, keep, standing, lambda *_: None).changes
        staged: list[str] = []  # paths; files have their numbers on the stage

        def put_on_stage(path: str, content: bytes) -> None:
            stage.add([content])
            staged.append(path)

        with _swept(stage, self._tree):
            found = self._compare(drafts, ledger, keep, standing, put_on_stage)
            if found.changes:
                self._switch(found, staged, stage)
            with contextlib.suppress(OSError, DamagedCacheError):  # the next run has more to do
                standing.remember(found.ledger.files)
        return found.changes

    def _compare(
        self,
        drafts: Iterable[Draft],
        ledger: Ledger,
        keep: Collection[str],
        standing: Standing,
        differs: Differs,
    ) -> _Comparison:
        """Compare an edition with what lies on disk, handing over each file that differs."""
        found: dict[bool | None, list[str]] = {_ADDED: [], _CHANGED: [], _UNCHANGED: []}
        planned = paths.PlannedPaths(good=self.ledger.files)
        for draft in drafts:
            planned.add(draft.path)
            try:
                same = standing.compare(draft, differs)
            except OSError as error:
                raise failure(self._tree.place / draft.path, "published", error) from error
            found[same].append(draft.path)
        planned.check()
        ours = frozenset[str]().union(planned.all, self.ledger.files.intersection(keep))
        stale = self.ledger.files - ours
        ledger = attrs.evolve(ledger, files=ours)
        forgotten = self._kept.missing and (found[_CHANGED] or found[_UNCHANGED])
        changes = Changes(
            added=tuple(found[_ADDED]),
            changed=tuple(found[_CHANGED]),
            unchanged=tuple(found[_UNCHANGED]),
            removed=tuple(self._standing(stale)),
            ledger=not self._kept.says(ledger),
            warnings=(kept.forgotten(),) if forgotten else self._kept.warnings,
        )
        return _Comparison(changes=changes, ledger=ledger, stale=stale)

    def _standing(self, files: Iterable[str]) -> Iterator[str]:
        # What links goes before what it links to: feeds before pages, articles last.
        for path in sorted(
            files, key=lambda path: (not path.endswith(".html"), path), reverse=True
        ):
            with self._tree.naming(path, "removed"):
                if self._tree.is_file(path):
                    yield path

    def _switch(self, found: _Comparison, staged: Sequence[str], stage: Stage) -> None:
        both = found.ledger
        if found.stale:
            both = attrs.evolve(both, files=both.files | found.stale)
        with self._tree.naming(PATH, "written"):
            ahead = None if self._kept.says(both) else stage.add(both.parts())
            final = stage.add(found.ledger.parts()) if found.stale else None
        switch = Switch(
            files=staged,
            ahead=ahead,
            final=final,
            removed=found.changes.removed,
            emptied=frozenset(f for path in found.stale for f in paths.folders(path)),
            put_aside=self._kept.damaged,
        )
        switch.check(self._tree, stage)
        with signals.held():  # some 20 µs a file: better finished than broken off
            switch.run(self._tree, stage)


def _lock(tree: Tree, stack: contextlib.ExitStack, wait: float) -> Stage:
    """Hold the lock until the stack is closed; return the empty stage."""
    with tree.naming(paths.STATE, "locked"):
        if tree.find(paths.STATE) is None:
            tree.make_folder(paths.STATE)
        state = tree.pin(paths.STATE)
        stack.callback(close, state)
        try:
            stack.enter_context(locked(state, wait=wait))
        except BlockingIOError:
            raise LockedError(f"{printable(str(tree.place))}: another run is publishing") from None
    stage = Stage(state)
    _sweep(stage, tree)
    _keep_from_git(tree, stage)
    return stage


def _keep_from_git(tree: Tree, stage: Stage) -> None:
    """Let those who commit what is published commit the ledger, and nothing else of the state."""
    with tree.naming(_IGNORING, "written"):
        if not tree.is_file(_IGNORING):
            with _swept(stage, tree):
                number = stage.add([_IGNORED])
                stage.sync(number)
                stage.hand_over(number, _IGNORING, tree)
                tree.sync(paths.STATE)


@contextlib.contextmanager
def _swept(stage: Stage, tree: Tree) -> Iterator[None]:
    """Leave an empty stage behind, whatever happens."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(PublishError):  # the first error says more; the next run sweeps
            _sweep(stage, tree)
        raise
    _sweep(stage, tree)


def _sweep(stage: Stage, tree: Tree) -> None:
    with signals.held(), tree.naming(paths.STATE, "swept"):
        stage.sweep()
