"""What stands in an output folder, for those who watch over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import attrs

from vnru.diagnostics import LockedError, PublishError, printable
from vnru.files import close
from vnru.ledger import PATH, Ledger, LedgerEntry
from vnru.publish.lock import locked
from vnru.publish.paths import STATE
from vnru.publish.tree import Tree, failure


@attrs.frozen(kw_only=True)
class Status:
    """The ledger in a few numbers, and whether the files it lists are there."""

    articles: int  #: that stand
    withdrawn: int  #: articles
    files: int  #: that the ledger lists
    missing: tuple[str, ...]  #: of these, sorted
    #: The newest instant in the ledger: when an article was added, corrected or withdrawn, or its
    #: date; None without any. One that comes back is withdrawn no more, and its date is an old one.
    changed: dt.datetime | None

    @classmethod
    def of(cls, out: Path) -> Self:
        """Look at the published folder `out`, without reading or writing any published file.

        Raises:
            LockedError: files are missing, but a run is just publishing.
            PublishError: the folder cannot be read, or it has no ledger that can.
        """
        try:
            with Tree.at(out) as tree, tree.naming(PATH, "read"):
                ledger = _ledger(tree)
                missing = _missing(tree, ledger)
                if missing:
                    ledger, missing = _again(tree)
        except PublishError:
            raise
        except OSError as error:
            raise failure(out, "opened", error) from error
        entries = ledger.articles.values()
        withdrawn = sum(entry.withdrawn is not None for entry in entries)
        return cls(
            articles=len(entries) - withdrawn,
            withdrawn=withdrawn,
            files=len(ledger.files),
            missing=missing,
            changed=max(map(_changed, entries), default=None),
        )


def _ledger(tree: Tree) -> Ledger:
    text = tree.read(PATH)
    if text is None:
        raise PublishError(f"{printable(str(tree.place))}: nothing was published there")
    try:
        return Ledger.from_bytes(text)
    except ValueError as error:
        raise PublishError(f"{printable(str(tree.place / PATH))}: {error}") from error


def _missing(tree: Tree, ledger: Ledger) -> tuple[str, ...]:
    return tuple(path for path in sorted(ledger.files) if not tree.is_file(path))


def _again(tree: Tree) -> tuple[Ledger, tuple[str, ...]]:
    """Look once more when no run is publishing: it lists new files before they get their names."""
    state = tree.pin(STATE)
    try:
        with locked(state):
            ledger = _ledger(tree)
            return ledger, _missing(tree, ledger)
    except BlockingIOError:
        raise LockedError(f"{printable(str(tree.place))}: a run is publishing") from None
    finally:
        close(state)


def _changed(entry: LedgerEntry) -> dt.datetime:
    instants: Iterable[dt.datetime | None] = (entry.updated, entry.first_seen, entry.withdrawn)
    return max(filter(None, instants))
