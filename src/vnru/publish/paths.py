"""Which paths a file of ours may have."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator

from vnru import ledger
from vnru.diagnostics import PublishError

#: The folder of the lock, the stage and the ledger.
STATE, _, _ = ledger.PATH.partition("/")
CACHE = f"{STATE}/cache"

_NAME_BYTES = 255  #: what every file system of POSIX systems in use takes


def fault(path: str) -> str | None:
    """Return what is wrong with a path, completing "the path …"; None: it is good.

    A good path is relative, stays in the folder whatever the file system, and is not in our state.
    """
    folder, slash, name = path.rpartition("/")
    return (_folder_fault(folder) if slash else _own(name)) or _name_fault(name)


@functools.lru_cache(maxsize=64)  # many files lie in few folders
def _folder_fault(folder: str) -> str | None:
    names = folder.split("/")
    return _own(names[0]) or next(filter(None, map(_name_fault, names)), None)


def _own(name: str) -> str | None:
    return "lies in the publisher's own folder" if name.casefold() == STATE else None


def _name_fault(name: str) -> str | None:
    if name in {"", ".", ".."}:
        return f"has the part {name!r}" if name else "is absolute or has an empty part"
    if "\0" in name:
        return "has a NUL"
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "is no Unicode text"
    return f"has a name of {size} bytes, more than {_NAME_BYTES}" if size > _NAME_BYTES else None


def folders(path: str) -> Iterator[str]:
    """Give the folders a path leads through, the innermost first, without the top.

    >>> list(folders("topics/energie/2024.atom"))
    ['topics/energie', 'topics']
    """
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


class PlannedPaths:
    """The paths of an edition, refused before anything changes where they cannot all be files."""

    def __init__(self, good: Collection[str] = ()) -> None:
        """Take none yet; some are known to be `good`."""
        self.all: set[str] = set()
        self._good = good
        self._folders: set[str] = set()

    def add(self, path: str) -> None:
        """Take the next path, or raise `PublishError`."""
        reason = None if path in self._good else fault(path)
        if reason is None and path in self.all:
            reason = "is in the edition twice"
        if reason is not None:
            raise PublishError(f"the path {path!r} {reason}")
        self.all.add(path)
        if path.rpartition("/")[0] not in self._folders:
            self._folders.update(folders(path))

    def check(self) -> None:
        """Raise `PublishError` where one path leads through another."""
        for path in sorted(self.all & self._folders):
            raise PublishError(f"the path {path!r} is both a file and a folder in the edition")
