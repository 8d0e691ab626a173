"""What each published file was made from, and its stamp as we left it.

As long as both hold, the file holds what it should, and is neither made nor read. In all other
cases it is compared by its bytes: a memo that lies behind can only cause work.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from vnru import files
from vnru.cache.journal import Journal
from vnru.cache.table import Table

_JOURNAL: Final = "pages"


class Memo:
    """The memo in a cache folder. Methods raise `DamagedCacheError`."""

    def __init__(self, journal: Journal | None) -> None:
        """Read the memo; None: there is none, and nothing is remembered."""
        self._table = Table(journal)  # by path: basis and stamp

    @classmethod
    def open(cls, folder: int | None, imprint: bytes) -> Memo:
        """Open the memo in a cache folder, an open descriptor; None: there is none."""
        return cls(None if folder is None else Journal(folder, _JOURNAL, imprint))

    def holds(self, path: str, basis: bytes, stamp: files.Stamp) -> bool:
        """Tell whether a file with this stamp is what would be made from `basis`."""
        return bool(self._table.get(path) == basis + stamp)

    def note(self, path: str, basis: bytes, stamp: files.Stamp) -> None:
        """Take down that a file with this stamp was made from `basis`."""
        self._table.set(path, basis + stamp)

    def save(self, standing: Collection[str]) -> None:
        """Write down what is new; forget all files but those that are `standing`."""
        self._table.save(standing)
