"""What became of each file of the source folder, kept from run to run.

A file whose stamp (`Stamp`) did not move is not read again. Records lie on the disk and are
loaded one by one; their summaries are in memory.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Final, NamedTuple, Self

import attrs

from vnru.article import Article
from vnru.cache.damage import DamagedCacheError, expendable
from vnru.cache.journal import UNFINISHED, Journal, Row
from vnru.cache.records import Records
from vnru.catalogue import Catalogue
from vnru.diagnostics import Diagnostic
from vnru.files import Stamp, list_stamps
from vnru.loading import Delivery, Progress, Reader, spread, too_many, unique
from vnru.packing import (
    Quotations,
    diagnostic_of,
    pack,
    plain_diagnostic,
    unpack_bare,
    unpack_quoted,
)
from vnru.summary import Shelf, Summary, fingerprint, summarize

_JOURNAL: Final = "sources"
_RECORDS: Final = "records"

#: Of a record: on which day (`date.toordinal`) its file was read, its place and its bytes. The
#: stamp of the file follows: as long as it has that, on no earlier day, the same would become of
#: it. None follows where it would move too late.
_PLACE: Final = struct.Struct("<IQI")


class _Found(NamedTuple):
    """What became of a file that was to be read, in plain values; by default, it is gone."""

    name: str
    stamp: Stamp | None = None
    pending: bool = False  #: see `Reading`
    record: bytes = b""
    summary: Row | None = None
    refused: Row = ()  #: why there is neither


class _Refused(NamedTuple):
    """A file that gave no article."""

    place: bytes  #: of no bytes; see `_PLACE`
    reasons: tuple[Diagnostic, ...]


class Store:
    """The records of a source folder, in a cache folder. Made by `open`.

    Methods raise `DamagedCacheError` where the cache cannot be used.
    """

    def __init__(self, journal: Journal | None, records: Records) -> None:
        self._journal = journal  # None: nothing is kept
        self._records = records
        self._shelf = Shelf()
        self._kept: dict[str, Summary | _Refused] = {}

    @classmethod
    @contextlib.contextmanager
    def open(cls, folder: int | None, imprint: bytes, *, writable: bool) -> Iterator[Self]:
        """Open the store in a cache folder, an open descriptor; None: there is none.

        Where it is not `writable`, nothing is written there.
        """
        journal = None if folder is None else Journal(folder, _JOURNAL, imprint)
        records = Records.open(folder, _RECORDS, writable=writable)
        try:
            store = cls(journal if writable else None, records)
            if journal is not None:
                store._take(journal.rows())
            if not store._kept:
                records.clear()
            yield store
            if folder is not None and writable:
                store._tidy(folder)
        finally:
            records.close()

    def read(
        self,
        folder: Path,
        reader: Reader,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> Catalogue:
        """Return the catalogue of a source folder; what did not move is not read.

        Raises:
            OSError: the folder cannot be listed or opened.
        """
        stamps = list_stamps(folder, ".txt")
        names = list(stamps)
        limit = reader.limits.files
        today = reader.today.toordinal() if reader.today else 0
        moved = [name for name in names[:limit] if not self._holds(name, stamps[name], today)]
        pending = False
        for batch in spread(_read, folder, moved, reader, executor=executor, progress=progress):
            self._keep([self._row(today, found) for found in batch])
            pending |= any(found.pending for found in batch)
        self._keep([(name,) for name in self._kept if name not in stamps])
        return attrs.evolve(self._catalogue(names, limit), pending=pending)

    def load(self, summary: Summary) -> Article:
        """Return the article of a summary, without evidence.

        Raises:
            DamagedCacheError: what lies in its place is something else.
        """
        return unpack_bare(self._sound_record(summary))

    def quote(self, summary: Summary, most: int) -> tuple[Article, Quotations]:
        """Return the article of a summary, without evidence, and its `quotations`.

        Raises:
            DamagedCacheError: as for `load`.
        """
        return unpack_quoted(self._sound_record(summary), most)

    def _sound_record(self, summary: Summary) -> bytes:
        data = self._record(summary.place)
        if fingerprint(data) != summary.fingerprint:
            raise DamagedCacheError(f"the cached record of {summary.source} is damaged")
        return data

    def _holds(self, name: str, stamp: Stamp, today: int) -> bool:
        kept = self._kept.get(name)
        if kept is None or not kept.place.endswith(stamp):
            return False
        day: int = _PLACE.unpack_from(kept.place)[0]
        return day <= today

    def _record(self, place: bytes) -> bytes:
        _, at, size = _PLACE.unpack_from(place)
        return self._records.get(at, size)

    def _row(self, today: int, found: _Found) -> Row:
        if found.summary is None and not found.refused:
            return (found.name,)
        kept, record = self._kept.get(found.name), found.record
        if isinstance(kept, Summary) and kept.fingerprint == fingerprint(record):
            _, at, _ = _PLACE.unpack_from(kept.place)
        else:
            at = self._records.add(record)
        place = _PLACE.pack(today, at, len(record)) + (found.stamp or b"")
        return (found.name, place, found.summary, found.refused)

    def _keep(self, rows: Sequence[Row]) -> None:
        if rows and self._journal is not None:
            self._journal.append(rows)
        self._take(rows)

    def _take(self, rows: Iterable[Row]) -> None:
        """Remember rows; one that holds a name only tells that the file is gone."""
        for name, *row in rows:
            if row:
                place, summary, refused = row
                self._kept[name] = (
                    self._shelf.summary(summary, place)
                    if summary
                    else _Refused(place, tuple(map(diagnostic_of, refused)))
                )
            else:
                self._kept.pop(name, None)

    def _tidy(self, folder: int) -> None:
        """Leave out what no longer holds, where that is most of it."""
        journal = self._journal
        if journal is None or not journal.is_wasteful(len(self._kept)):
            return
        records = Records.open(folder, _RECORDS + UNFINISHED, writable=True)
        try:
            records.clear()
            journal.write_anew(self._moved(journal.rows(), records))
            with expendable():
                os.rename(_RECORDS + UNFINISHED, _RECORDS, src_dir_fd=folder, dst_dir_fd=folder)
        finally:
            records.close()

    def _moved(self, rows: Iterable[Row], records: Records) -> Iterator[Row]:
        """Yield the rows that hold, for other records, into which their records are copied."""
        for name, *row in rows:
            kept = self._kept.get(name)
            if kept is not None and row[:1] == [kept.place]:
                day, _, size = _PLACE.unpack_from(kept.place)
                place = _PLACE.pack(day, records.add(self._record(kept.place)), size)
                yield (name, place + kept.place[_PLACE.size :], *row[1:])

    def _catalogue(self, names: Sequence[str], limit: int) -> Catalogue:
        found = (self._kept[name] for name in names[:limit] if name in self._kept)
        summaries: list[Summary] = []
        refused: list[Diagnostic] = []
        stated = ((k, ()) if isinstance(k, Summary) else (None, k.reasons) for k in found)
        for summary, reasons in unique(stated):
            if summary is not None:
                summaries.append(summary)
            refused += reasons
        refused += too_many(names, limit)
        return Catalogue.ordered(summaries, self.load, self.quote, refused)


def _read(reader: Reader, folder: Path, names: Sequence[str]) -> list[_Found]:
    """Read some files, in whatever process."""
    found = {name: _Found(name) for name in names}
    found.update((delivery.name, _plain(delivery)) for delivery in reader.receive(folder, names))
    return list(found.values())


def _plain(delivery: Delivery) -> _Found:
    name, reading, stamp = delivery
    if reading.article is None:
        reasons = tuple(map(plain_diagnostic, reading.diagnostics))
        return _Found(name, stamp, reading.pending, refused=reasons)
    record = pack([reading])
    return _Found(name, stamp, reading.pending, record, summarize(reading.article, record))
