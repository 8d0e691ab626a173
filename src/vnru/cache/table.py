"""A journal as a table: all of it in memory, and written down by what is new."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from vnru.cache.journal import Journal, Row


class Table:
    """Plain values by plain keys. Methods raise `DamagedCacheError`."""

    def __init__(self, journal: Journal | None) -> None:
        """Read the table; None: there is none, and nothing will be written down."""
        self._journal = journal
        self._known: dict[Any, Any] = {}
        self._news: list[Any] = []  # keys
        for key, *value in journal.rows() if journal else ():
            if value:
                self._known[key] = value[0]
            else:
                self._known.pop(key, None)

    def get(self, key: Any) -> Any:
        """Return a value; None where there is none."""
        return self._known.get(key)

    def set(self, key: Any, value: Any) -> None:
        """Take down a value."""
        self._known[key] = value
        if self._journal is not None:
            self._news.append(key)

    def save(self, standing: Collection[Any]) -> None:
        """Write down what is new; forget all keys but those that are `standing`."""
        gone = [key for key in self._known if key not in standing]
        for key in gone:
            del self._known[key]
        news = [*self._news, *gone]
        self._news = []
        if self._journal is None or not news:
            return
        if self._journal.is_wasteful(len(self._known)):
            self._journal.write_anew(self._known.items())
        else:
            self._journal.append(map(self._row, news))

    def _row(self, key: Any) -> Row:
        return (key, self._known[key]) if key in self._known else (key,)
