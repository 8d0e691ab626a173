"""What each published file was made from, and its stamp as we left it.

As long as both hold, the file holds what it should, and is neither made nor read. In all other
cases it is compared by its bytes: a memo that lies behind can only cause work.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from vnru import files
from vnru.cache.journal import Journal, Row

_JOURNAL: Final = "pages"


class Memo:
    """The memo in a cache folder. Methods raise `DamagedCacheError`."""

    def __init__(self, journal: Journal | None) -> None:
        """Read the memo; None: there is none, and nothing is remembered."""
        self._journal = journal
        self._known: dict[str, bytes] = {}  # by path: basis and stamp
        self._news: list[Row] = []
        for path, *known in journal.rows() if journal else ():
            if known:
                self._known[path] = known[0]
            else:
                del self._known[path]

    @classmethod
    def open(cls, folder: int | None, imprint: bytes) -> Memo:
        """Open the memo in a cache folder, an open descriptor; None: there is none."""
        return cls(None if folder is None else Journal(folder, _JOURNAL, imprint))

    def holds(self, path: str, basis: bytes, stamp: files.Stamp) -> bool:
        """Tell whether a file with this stamp is what would be made from `basis`."""
        return self._known.get(path) == basis + stamp

    def note(self, path: str, basis: bytes, stamp: files.Stamp) -> None:
        """Take down that a file with this stamp was made from `basis`."""
        if self._journal is not None:
            self._known[path] = basis + stamp
            self._news.append((path, basis + stamp))

    def save(self, standing: Collection[str]) -> None:
        """Write down what is new; forget all files but those that are `standing`."""
        gone = [path for path in self._known if path not in standing]
        for path in gone:
            del self._known[path]
        news = [*self._news, *((path,) for path in gone)]
        if self._journal is None or not news:
            return
        if self._journal.is_wasteful(len(self._known)):
            self._journal.write_anew(self._known.items())
        else:
            self._journal.append(news)
