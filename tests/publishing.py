"""Editions made by hand, pictures of folders, and an `os` that can be counted, failed or killed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from vnru import files
from vnru.ledger import Ledger, LedgerEntry
from vnru.output import OutputFile
from vnru.publish import Changes, Publisher, lock, stage, tree

Edition = Mapping[str, bytes]  # path to content, in the order of the plan

_DAY = dt.datetime(2024, 3, 3, tzinfo=dt.UTC)


def memory_or_disk() -> str | None:
    """Return where temporary folders are made and removed fastest."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - below it, unguessable


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def edition_files(edition: Edition) -> Iterable[OutputFile]:
    return (OutputFile(path, "text/plain", content) for path, content in edition.items())


def ledger_of(edition: Edition) -> Ledger:
    """Return a ledger whose articles differ wherever the editions do."""
    digest = hashlib.sha256(b"".join(edition.values())).hexdigest()
    entry = LedgerEntry(digest=digest, published=_DAY, updated=_DAY)
    return Ledger(articles={"0123456789abcdef": entry})


def publish(out: Path, edition: Edition, **options: Any) -> Changes:
    with Publisher.open(out, **options) as opened:
        return opened.publish(edition_files(edition), ledger_of(edition))


def preview(out: Path, edition: Edition) -> Changes:
    return publish(out, edition, dry_run=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file, the publisher's own included; links by their target."""
    return {
        str(path.relative_to(folder)): (
            bytes(path.readlink()) if path.is_symlink() else path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


def folders(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}


def site(folder: Path) -> dict[str, bytes]:
    """Return the published files alone."""
    return {
        path: content for path, content in contents(folder).items() if not path.startswith(".vnru/")
    }


class WatchedOs:
    """The module `os`, with a hook before every call that touches a file system."""

    CALLS = frozenset(
        "access close dup fstat fsync listdir mkdir open"
        " read rename rmdir stat unlink write".split()
    )

    def __init__(self, before: Callable[[str, tuple[Any, ...]], object]) -> None:
        self._before = before

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in self.CALLS:
            return real

        def call(*args: Any, **kwargs: Any) -> Any:
            if name == "close":  # whatever happens, the descriptor is closed
                real(*args, **kwargs)
                return self._before(name, args)
            self._before(name, args)
            return real(*args, **kwargs)

        return call

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (files, lock, stage, tree):
            monkeypatch.setattr(module, "os", self)
