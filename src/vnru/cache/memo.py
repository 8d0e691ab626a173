"""What each published file was made from, and its stamp as we left it.

As long as both hold, the file holds what it should, and is neither made nor read. Whatever else is
true of the memo, a file is compared by its bytes: a wrong memo can only cause work.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from vnru import files
from vnru.cache.journal import Journal, Row

_JOURNAL: Final = "pages"


class Memo:
    """The memo in a cache folder. Methods may raise `OSError`."""

    def __init__(self, folder: int | None, imprint: bytes) -> None:
        self._journal = None if folder is None else Journal(folder, _JOURNAL, imprint)
        self._known: dict[str, bytes] = {}  # by path: basis and stamp
        self._news: list[Row] = []
        rows = () if self._journal is None else self._journal.rows()
        for path, *known in rows:
            self._known[path] = known[0] if known else b""

    def holds(self, path: str, basis: bytes, stamp: files.Stamp) -> bool:
        """Tell whether a file with this stamp is what would be made from `basis`."""
        return self._known.get(path) == basis + stamp

    def note(self, path: str, basis: bytes, stamp: files.Stamp) -> None:
        """Take down that a file with this stamp was made from `basis`."""
        self._known[path] = basis + stamp
        self._news.append((path, basis + stamp))

    def save(self, standing: Collection[str]) -> None:
        """Write down what is new; forget all files but those that are `standing`."""
        self._news += [(path,) for path, known in self._known.items() if known and path not in standing]
        if self._journal is not None and self._news:
            self._journal.append(self._news)
