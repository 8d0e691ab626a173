"""A run with nothing to do, recognised before anything is read, or even imported.

A run that has published leaves a stamp beside the ledger: digests of all that its result depends
on, and what the same call has to say if it is repeated. As long as they hold, saying it is all
there is to do. The first covers

- the call: its arguments, the folder and the user it was made by, the environment we look at;
- the program: Python, each of our files, and what packages are installed (`vnru.installed`);
- the configuration file, by its bytes;
- a look (`vnru.look`) at the article files, and at the files of lexicons.

The second covers a look at the ledger and at the output folder, which is not taken where the first
does not hold, as in most runs with something to do.

Whatever moves, the run is a full one, which compares bytes; so it is without a stamp, or with one
that is damaged or of another version. It may be deleted at any time: no byte of the output changes.

Nothing is believed that might be half true. The articles are looked at before they are read, and
where the last change was too recent for a next one to be told apart, there will be no stamp. The
published files are looked at after the last one got its name, and there is no stamp where somebody
else wrote one meanwhile: ours were all written before the ledger, or before the run began.

This module is imported before all others: what it imports in its turn has to be small.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

from vnru import files
from vnru.installed import installed
from vnru.look import Look
from vnru.publish.lock import locked

_VERSION = "vnru stamp 3"
_STATE, _STAGE, _STAMP, _LEDGER = ".vnru", "stage", "stamp", "ledger"
_PACKAGE = os.path.dirname(__file__)
_MOST = 16_777_216  #: bytes of a stamp or a configuration; a full run copes with more
_TICK = 0.02  #: seconds until a file is settled, where the clock of its file system is fine
_BEGAN = time.monotonic()  #: seconds; nothing else of a run comes before this
_DAY = 86_400  #: seconds; what awaits a day becomes due at midnight UTC


class Words:
    """What a run says, and its exit code."""

    __slots__ = ("code", "stderr", "stdout")

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code: int = code
        self.stdout: str = stdout
        self.stderr: str = stderr

    @property
    def results(self) -> str:
        """What goes to stdout: a summary tells how long this run took, not the one that made it."""
        seconds = f'"seconds": {time.monotonic() - _BEGAN:.3f}'
        return self.stdout.replace('"seconds": null', seconds)

    def say(self) -> None:
        """Say it; a closed or full stderr must not fail a run.

        Raises:
            OSError: stdout cannot be written; people have been told nothing.
        """
        if sys.stdout is not None:
            sys.stdout.write(self.results)
            sys.stdout.flush()
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write(self.stderr)


class Call:
    """One call of the command: its arguments, and the program and surroundings that it met.

    Raises:
        OSError: the program's own files cannot be looked at.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        program = _settled(lambda: _look_at(_PACKAGE, but="__pycache__"))
        self.is_settled: bool = program.is_settled
        self.config: str = _option(arguments, "--config", "VNRU_CONFIG") or "vnru.toml"
        self._text = _text(self.config)
        self._out = _option(arguments, "--out", "VNRU_OUT") or _named_out(self.config, self._text)
        self.facts: tuple[object, ...] = (
            list(arguments),
            os.getcwd(),
            os.geteuid(),
            sorted(item for item in os.environ.items() if _is_read(item[0])),
            sys.version,
            installed(),
            program.digest,
            self._text,
        )
        self._seen: dict[tuple[str, str], Look] = {}

    def look(self, source: str, lexicons: str) -> Look:
        """Look at what is read, or return what was seen before: the next run sees what moved since.

        Raises:
            OSError: the articles or a lexicon cannot be looked at.
        """
        seen = self._seen.get((source, lexicons))
        if seen is None or not seen.is_settled:
            seen = self._seen[source, lexicons] = _look_at_input(source, lexicons)
        return seen

    def remembered(self) -> Words | None:
        """Return what there is to say if nothing moved since the stamp was made, else None.

        None, too, where another run holds the lock: a full run knows what to do then.
        """
        out = os.path.abspath(self._out)
        try:
            with _opened(out) as published, _opened(_STATE, published) as state:
                return self._checked(out, published, state)
        except (OSError, ValueError):
            return None

    def _checked(self, out: str, published: int, state: int) -> Words | None:
        stamp = files.read_regular(state, _STAMP, _MOST).decode("utf-8", "surrogateescape")
        version, given, digest, *said = stamp.split("\0", maxsplit=9)
        place, source, lexicons, day, code, stdout, stderr = said
        if version != _VERSION or place != out or day not in {"", _today()}:
            return None
        if _STAGE in os.listdir(state):  # left by a killed run, to be swept
            return None
        if given != _digest(self.facts, self.look(source, lexicons), said):
            return None
        with locked(state):
            same = digest == _digest(given, _ledger(state), _published(published))
        return Words(int(code), stdout, stderr) if same else None


class Watch:
    """What a run depends on, as it was before the run read any of it.

    Raises:
        OSError: the articles or a lexicon cannot be looked at.
    """

    def __init__(self, call: Call, source: str, lexicons: Sequence[str]) -> None:
        self._call = call
        self._source = source
        self._lexicons = "\n".join(lexicons)
        self._day = _today()
        self._read = _settled(lambda: call.look(source, self._lexicons))
        self._began = time.time_ns()

    def keep(self, out: str, words: Words, *, today_only: bool) -> None:
        """Leave a stamp in `out`, just published and still locked, if it can be relied on.

        Args:
            out: the output folder.
            words: what the same call has to say as long as nothing moves.
            today_only: whether the result may be another tomorrow.
        """
        if not (self._call.is_settled and self._read.is_settled):
            return
        day = self._day if today_only else ""
        place, code = os.path.abspath(out), str(words.code)
        said = [place, self._source, self._lexicons, day, code, words.stdout, words.stderr]
        with (
            contextlib.suppress(OSError),
            _opened(out) as folder,
            _opened(_STATE, folder) as state,
        ):
            ledger, published = _ledger(state), _settled(lambda: _published(folder))
            if published.is_settled and published.written <= max(ledger.written, self._began):
                given = _digest(self._call.facts, self._read, said)
                digest = _digest(given, ledger, published)
                _write(state, "\0".join((_VERSION, given, digest, *said)))


def _today() -> str:
    return str(int(time.time()) // _DAY)


def _is_read(variable: str) -> bool:
    return variable.startswith("VNRU_") or variable == "SOURCE_DATE_EPOCH"


def _option(arguments: Sequence[str], name: str, variable: str) -> str | None:
    """Return what an option was probably given; who relies on it has to make sure."""
    value = os.environ.get(variable)
    for argument, following in zip(arguments, [*arguments[1:], None], strict=True):
        if argument == name:
            value = following
        elif argument.startswith(f"{name}="):
            value = argument.partition("=")[2]
    return value


def _named_out(config: str, text: str | None) -> str:
    """Return the output folder that a configuration probably names, as in `_option`."""
    out = "feeds"
    for line in (text or "").splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "out":
            out = value.partition("#")[0].strip(" \t\"'")
    return os.path.join(os.path.dirname(config), out)


def _text(config: str) -> str | None:
    """Return the text of the configuration file; None where there is none.

    Raises:
        OSError: it cannot be read, or only once, as a pipe.
    """
    if os.path.exists(config) and not os.path.isfile(config):
        raise OSError(f"{config} is no file")
    try:
        with open(config, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read(_MOST)
    except FileNotFoundError:
        return None


def _look_at(folder: str, *, suffix: str = "", but: str = "") -> Look:
    with _opened(folder) as fd:
        return Look().at_folder(fd, suffix=suffix, but=but)


def _look_at_input(source: str, lexicons: str) -> Look:
    """Look at the article files and at the files of lexicons, of which each stands on a line.

    A path with a line feed in it is not found, and so leaves no stamp.
    """
    look = _look_at(source, suffix=".txt")
    for path in filter(None, lexicons.split("\n")):
        look.at_file(None, os.path.realpath(path))  # the operator's own may be a link
    return look


def _published(out: int) -> Look:
    return Look().at_folder(out, but=_STATE)


def _ledger(state: int) -> Look:
    return Look().at_file(state, _LEDGER)


def _settled(look: Callable[[], Look]) -> Look:
    """Look; where the last change was just now, wait for the clock to tick and look again."""
    found = look()
    if not found.is_settled:
        time.sleep(_TICK)
        found = look()
    return found


def _digest(*facts: object) -> str:
    """Return a digest of values whose `repr` tells all of them."""
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def _write(state: int, stamp: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | files.NO_FOLLOW
    fd = os.open(_STAMP, flags, 0o666, dir_fd=state)
    with os.fdopen(fd, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(stamp)


@contextlib.contextmanager
def _opened(folder: str, parent: int | None = None) -> Iterator[int]:
    """Open a folder; one within another must not be a link, the operator's own may."""
    flags = files.FOLDER if parent is None else files.FOLDER | files.NO_FOLLOW
    fd = os.open(folder, flags, dir_fd=parent)
    try:
        yield fd
    finally:
        files.close(fd)
