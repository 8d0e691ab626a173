"""Which records are versions of one dispatch: texts that were compared are not compared again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Final, Self

from vnru.cache.damage import DamagedCacheError
from vnru.cache.journal import Journal
from vnru.cache.table import Table
from vnru.catalogue import Judge
from vnru.summary import Summary, fingerprint

_JOURNAL: Final = "versions"


class Verdicts:
    """The verdicts in a cache folder. Made by `open`; methods raise `DamagedCacheError`."""

    def __init__(self, table: Table) -> None:
        self._table = table  # by the digest of two records
        self._needed: set[bytes] = set()

    @classmethod
    @contextlib.contextmanager
    def open(cls, folder: int | None, imprint: bytes, *, writable: bool) -> Iterator[Self]:
        """Open the verdicts in a cache folder, an open descriptor; None: there is none.

        In the end those that were not asked for are forgotten; where the folder is not `writable`,
        nothing is written there.
        """
        table = Table(None if folder is None else Journal(folder, _JOURNAL, imprint))
        verdicts = cls(table)
        yield verdicts
        if writable:
            with contextlib.suppress(DamagedCacheError):  # the next run has more to do
                table.save(verdicts._needed)

    def remember(self, judge: Judge) -> Judge:
        """Return a judge who passes each verdict once."""

        def judged(one: Summary, other: Summary) -> bool:
            key = fingerprint(one.fingerprint + other.fingerprint)
            self._needed.add(key)
            if self._table.get(key) is None:
                self._table.set(key, judge(one, other))
            return bool(self._table.get(key))

        return judged
