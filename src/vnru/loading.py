"""A folder of article files to records: which files are read, and what a folder can do wrong."""

from __future__ import annotations

import datetime as dt
import errno
import functools
import itertools
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

import attrs

from vnru.article import Article
from vnru.config import Limits
from vnru.diagnostics import Diagnostic, Severity
from vnru.files import (
    ChangedWhileReadingError,
    NotRegularError,
    TooLargeError,
    list_names,
    name_of,
    open_folder,
    read_regular,
)
from vnru.packing import pack, unpack
from vnru.reading import Reading, read
from vnru.topics import Taxonomy

_BATCH = 64  # files a worker reads at a time: enough to make handing them over cheap
_AHEAD = 128  # batches handed over before the first is needed: enough for many workers

#: Told how many files are done, and of how many.
Progress = Callable[[int, int], None]


@attrs.frozen(kw_only=True)
class Reader:
    """How files are read. Picklable, so that it can be handed to another process."""

    taxonomy: Taxonomy | None = None  #: None: the built-in one
    limits: Limits = attrs.field(factory=Limits)
    today: dt.date | None = None

    def read_batch(self, folder: Path, names: Sequence[str]) -> list[Reading]:
        """Read files of one folder; a file that vanished meanwhile gives nothing.

        Raises:
            OSError: the folder cannot be opened.
        """
        fd = open_folder(folder)
        try:
            readings = (self._read_file(fd, name) for name in names)
            return [reading for reading in readings if reading is not None]
        finally:
            os.close(fd)

    def _read_file(self, fd: int, name: str) -> Reading | None:
        try:
            data = read_regular(fd, name, self.limits.file_bytes)
        except FileNotFoundError:
            return None
        except OSError as error:
            return Reading(None, (_unreadable(name, error),))
        return read(data, name, taxonomy=self.taxonomy, limits=self.limits, today=self.today)


def article_files(folder: Path) -> list[str]:
    """Return the names of the article files in a folder, sorted by their bytes.

    Raises:
        OSError: the folder cannot be listed.
    """
    return [name for name in list_names(folder) if name.endswith(".txt")]


def read_folder(
    folder: Path,
    reader: Reader,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Reading]:
    """Yield a reading for each ``*.txt`` of a folder, in the order of the names' bytes.

    Two files with one id: the first stands, the second is refused.

    Raises:
        OSError: the folder cannot be listed or opened.
    """
    names = article_files(folder)
    limit = reader.limits.files
    batches = _batched(names[:limit])
    readings: Iterable[list[Reading]]
    if executor is None:
        readings = (reader.read_batch(folder, batch) for batch in batches)
    else:
        readings = _read_elsewhere(folder, reader, batches, executor)
    if progress is not None:
        readings = _counted(readings, batches, progress)
    yield from _unique(itertools.chain.from_iterable(readings))
    if len(names) > limit:
        yield Reading(None, (_too_many(names, limit),))


def _batched(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[i : i + _BATCH] for i in range(0, len(names), _BATCH)]


def _read_elsewhere(
    folder: Path, reader: Reader, batches: Iterable[Sequence[str]], executor: Executor
) -> Iterator[list[Reading]]:
    """Let an executor read batches, some ahead of the one that is needed; yield them in order."""
    if reader.taxonomy == Taxonomy.default():  # which the workers have, too
        reader = attrs.evolve(reader, taxonomy=None)
    message = pickle.dumps(reader)
    place = folder.absolute()  # a worker need not stand where we do
    waiting: deque[Future[bytes]] = deque()
    try:
        for batch in batches:
            waiting.append(executor.submit(_read_here, message, place, batch))
            if len(waiting) >= _AHEAD:
                yield unpack(waiting.popleft().result())
        while waiting:
            yield unpack(waiting.popleft().result())
    finally:
        for future in waiting:
            future.cancel()


def _read_here(message: bytes, folder: Path, names: Sequence[str]) -> bytes:
    try:
        return pack(_received(message).read_batch(folder, names))
    except FileNotFoundError as error:  # not the same as a folder that nobody finds
        raise OSError(errno.EIO, f"a worker does not find the folder {folder}") from error


@functools.lru_cache(maxsize=1)
def _received(message: bytes) -> Reader:
    """Return the reader in a message: once, as it has its search machines to build."""
    reader: Reader = pickle.loads(message)  # noqa: S301 - our own bytes
    return reader


def _counted(
    readings: Iterable[list[Reading]], batches: Sequence[Sequence[str]], progress: Progress
) -> Iterator[list[Reading]]:
    total = sum(map(len, batches))
    done = 0
    for batch, found in zip(batches, readings, strict=True):
        done += len(batch)
        progress(done, total)
        yield found


def _unique(readings: Iterable[Reading]) -> Iterator[Reading]:
    owners: dict[str, str] = {}
    for reading in readings:
        article = reading.article
        if article is not None and article.id in owners:
            yield Reading(None, (*reading.diagnostics, _taken(article, owners[article.id])))
            continue
        if article is not None:
            owners[article.id] = article.source
        yield reading


def read_file(path: Path, reader: Reader) -> Reading:
    """Read one file.

    Raises:
        OSError: its folder cannot be opened, or it is not there.
    """
    readings = reader.read_batch(path.parent, [name_of(path)])
    if not readings:
        raise FileNotFoundError(2, "No such file or directory", str(path))
    return readings[0]


def _unreadable(name: str, error: OSError) -> Diagnostic:
    reason = error.strerror or str(error)
    if isinstance(error, TooLargeError):
        code, severity, hint = (
            "VN001",
            Severity.ERROR,
            "raise limits.file_bytes if yours are so long",
        )
    elif isinstance(error, NotRegularError):
        code, severity, hint = "VN007", Severity.ERROR, "put a copy of the file there"
    elif isinstance(error, ChangedWhileReadingError):
        code, severity, hint = "VN008", Severity.HELD, "it will be read at the next run"
    else:
        code, severity, hint = "VN009", Severity.ERROR, "check the file's permissions and the disk"
    return Diagnostic(
        code=code, severity=severity, message=f"cannot be read: {reason}", hint=hint, source=name
    )


def _taken(article: Article, owner: str) -> Diagnostic:
    return Diagnostic(
        code="VN202",
        severity=Severity.ERROR,
        message=f"its id {article.id} is that of {owner}, which stands",
        hint="an id is an article's address: give this file another one, or delete it",
        source=article.source,
    )


def _too_many(names: Sequence[str], limit: int) -> Diagnostic:
    return Diagnostic(
        code="VN203",
        severity=Severity.ERROR,
        message=f"{len(names)} files, at most {limit} are read; the rest begins here",
        hint="raise limits.files",
        source=names[limit],
    )
