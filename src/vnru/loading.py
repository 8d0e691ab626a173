"""A folder of article files to records: which files are read, and what a folder can do wrong."""

from __future__ import annotations

import datetime as dt
import errno
import functools
import itertools
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import NamedTuple, TypeVar

from vnru.article import Listed
from vnru.config import Limits
from vnru.diagnostics import Diagnostic, Severity
from vnru.files import (
    ChangedWhileReadingError,
    NotRegularError,
    Stamp,
    TooLargeError,
    list_names,
    name_of,
    open_folder,
    read_stamped,
)
from vnru.lexicon import Lexicon
from vnru.packing import pack, unpack
from vnru.reading import Reading, read
from vnru.topics import Taxonomy

_Listed = TypeVar("_Listed", bound=Listed)
_Result = TypeVar("_Result")

_BATCH = 64  # files a worker reads at a time: enough to make handing them over cheap
_AHEAD = 128  # batches handed over before the first is needed: enough for many workers

#: Told how many files are done, and of how many.
Progress = Callable[[int, int], None]


class Delivery(NamedTuple):
    """A file of the source folder and what became of it."""

    name: str
    reading: Reading
    #: As long as the file has this stamp, the same would become of it (on any later day).
    stamp: Stamp | None = None


class Reader(NamedTuple):
    """How files are read. Picklable, so that it can be handed to another process."""

    taxonomy: Taxonomy | None = None  #: None: the built-in one
    lexicon: Lexicon | None = None  #: None: the built-in words
    limits: Limits = Limits()
    today: dt.date | None = None

    def read_batch(self, folder: Path, names: Sequence[str]) -> list[Reading]:
        """Read files of one folder; a file that vanished meanwhile gives nothing.

        Raises:
            OSError: the folder cannot be opened.
        """
        return [delivery.reading for delivery in self.receive(folder, names)]

    def read_file(self, path: Path) -> Reading:
        """Read one file.

        Raises:
            OSError: its folder cannot be opened, or it is not there.
        """
        readings = self.read_batch(path.parent, [name_of(path)])
        if not readings:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return readings[0]

    def receive(self, folder: Path, names: Sequence[str]) -> Iterator[Delivery]:
        """Yield what became of files of one folder; a file that vanished meanwhile gives nothing.

        Raises:
            OSError: the folder cannot be opened.
        """
        fd = open_folder(folder)
        try:
            deliveries = (self._receive(fd, name) for name in names)
            yield from (delivery for delivery in deliveries if delivery is not None)
        finally:
            os.close(fd)

    def _receive(self, fd: int, name: str) -> Delivery | None:
        try:
            data, stamp = read_stamped(fd, name, self.limits.file_bytes)
        except FileNotFoundError:
            return None
        except OSError as error:
            return Delivery(name, Reading(None, (_unreadable(name, error),)))
        reading = read(
            data,
            name,
            taxonomy=self.taxonomy,
            lexicon=self.lexicon,
            limits=self.limits,
            today=self.today,
        )
        return Delivery(name, reading, None if reading.pending else stamp)


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
    readings: Iterable[list[Reading]]
    if executor is None:
        readings = spread(Reader.read_batch, folder, names[:limit], reader, progress=progress)
    else:
        packed = spread(
            _packed_batch,
            folder,
            names[:limit],
            reader,
            executor=executor,
            progress=progress,
        )
        readings = map(unpack, packed)
    found = ((r.article, r.diagnostics) for r in itertools.chain.from_iterable(readings))
    for article, diagnostics in unique(found):
        yield Reading(article, diagnostics)
    for problem in too_many(names, limit):
        yield Reading(None, (problem,))


def _packed_batch(reader: Reader, folder: Path, names: Sequence[str]) -> bytes:
    return pack(reader.read_batch(folder, names))


def spread(
    work: Callable[[Reader, Path, Sequence[str]], _Result],
    folder: Path,
    names: Sequence[str],
    reader: Reader,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[_Result]:
    """Do some work on files in batches, here or elsewhere; yield the results in order.

    Args:
        work: what is done to each batch; a function of a module, for other processes.
        folder: where the files lie.
        names: which they are.
        reader: how they are read.
        executor: does the work in parallel; a single batch is worked on here.
        progress: told how far the work is.
    """
    batches = [names[i : i + _BATCH] for i in range(0, len(names), _BATCH)]
    results = (
        (work(reader, folder, batch) for batch in batches)
        if executor is None or len(batches) < 2
        else _elsewhere(work, folder, batches, reader, executor)
    )
    return results if progress is None else _counted(results, batches, progress)


def _elsewhere(
    work: Callable[[Reader, Path, Sequence[str]], _Result],
    folder: Path,
    batches: Iterable[Sequence[str]],
    reader: Reader,
    executor: Executor,
) -> Iterator[_Result]:
    """Let an executor do the work, some batches ahead of the one that is needed."""
    import pickle  # not where this process reads, nor in `_received`

    if reader.taxonomy == Taxonomy.default():  # which the workers have, too
        reader = reader._replace(taxonomy=None)
    message = pickle.dumps(reader)
    place = folder.absolute()  # a worker need not stand where we do
    waiting: deque[Future[_Result]] = deque()
    try:
        for batch in batches:
            waiting.append(executor.submit(_work_here, work, message, place, batch))
            if len(waiting) >= _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _work_here(
    work: Callable[[Reader, Path, Sequence[str]], _Result],
    message: bytes,
    folder: Path,
    names: Sequence[str],
) -> _Result:
    try:
        return work(_received(message), folder, names)
    except FileNotFoundError as error:  # not the same as a folder that nobody finds
        raise OSError(errno.EIO, f"a worker does not find the folder {folder}") from error


@functools.lru_cache(maxsize=1)
def _received(message: bytes) -> Reader:
    """Return the reader in a message: once, as it has its search machines to build."""
    import pickle

    reader: Reader = pickle.loads(message)  # noqa: S301 - our own bytes
    return reader


def _counted(
    results: Iterable[_Result], batches: Sequence[Sequence[str]], progress: Progress
) -> Iterator[_Result]:
    total = sum(map(len, batches))
    done = 0
    for batch, result in zip(batches, results, strict=True):
        done += len(batch)
        progress(done, total)
        yield result


def unique(
    found: Iterable[tuple[_Listed | None, tuple[Diagnostic, ...]]],
) -> Iterator[tuple[_Listed | None, tuple[Diagnostic, ...]]]:
    """Refuse articles whose id is already that of another one."""
    owners: dict[str, str] = {}
    for article, diagnostics in found:
        if article is not None and article.id in owners:
            yield None, (*diagnostics, _taken(article, owners[article.id]))
            continue
        if article is not None:
            owners[article.id] = article.source
        yield article, diagnostics


def read_file(
    path: str | Path,
    *,
    taxonomy: Taxonomy | None = None,
    lexicon: Lexicon | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    today: dt.date | None = None,
) -> Reading:
    """Read one article file, whatever its name; `read` reads a text.

    Args:
        path: where it lies; its name gives the id.
        taxonomy: as in `read`, as is all that follows.
        lexicon: what is added to the words that the reader knows.
        limits: what is accepted.
        today: what is dated later is held back.

    Returns:
        What `read` returns of the file's bytes.

    Raises:
        OSError: the file is not there, or its folder cannot be opened. One that is there and
            cannot be read has no article.
    """
    reader = Reader(taxonomy=taxonomy, lexicon=lexicon, limits=limits, today=today)
    return reader.read_file(Path(path))


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


def _taken(article: Listed, owner: str) -> Diagnostic:
    return Diagnostic(
        code="VN202",
        severity=Severity.ERROR,
        message=f"its id {article.id} is that of {owner}, which stands",
        hint="an id is an article's address: give this file another one, or delete it",
        source=article.source,
    )


def too_many(names: Sequence[str], limit: int) -> Iterator[Diagnostic]:
    """Refuse each name beyond a limit: what was not read is no more gone than what is damaged."""
    for name in names[limit:]:
        yield Diagnostic(
            code="VN203",
            severity=Severity.ERROR,
            message=f"not read: there are {len(names)} files, at most {limit} are read",
            hint="raise limits.files",
            source=name,
        )
