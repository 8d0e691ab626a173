"""Where the time of a cold build goes: a profile by rooms and modules, as a table in Markdown.

    python benchmarks/rooms.py 10000
    python benchmarks/rooms.py 10000 --unlimited

A timer of the system strikes after every few milliseconds of cpu. What counts then is the innermost
function of ours at work, with all that it calls elsewhere: feedgen, regular expressions, the
kernel. So the rows add up to the whole, and nothing is slowed down that calls many small functions.
One process does it all, as with ``--jobs 1``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import attrs
import make_corpus
import tables

import vnru
from vnru.__main__ import _YOUNG

_EVERY = 0.004  #: seconds of cpu; few kernels have a finer clock
_SMALLEST = 0.01  #: of the whole; what is less has no row of its own


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, help="articles")
    parser.add_argument("--unlimited", action="store_true", help="with yearly archives")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vnru-") as folder:
        config = vnru.Config(source=Path(folder, "articles"), out=Path(folder, "out"))
        if not options.unlimited:
            config = attrs.evolve(config, feed=attrs.evolve(config.feed, archives=False))
        make_corpus.make(options.count, config.source)
        cpu, strikes = _profile(config)
    print(tables.shares(f"{options.count} articles, cold", cpu / options.count, _rooms(strikes)))


def _profile(config: vnru.Config) -> tuple[float, Counter[str]]:
    """Return the cpu of a build in seconds, and how often each module of ours was met at work."""
    strikes: Counter[str] = Counter()

    def strike(_: int, frame: FrameType | None) -> None:
        while frame is not None and not _is_ours(frame):
            frame = frame.f_back
        strikes[_module(frame)] += 1

    gc.set_threshold(_YOUNG, 10, 10)  # as the command does
    signal.signal(signal.SIGPROF, strike)
    before = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    vnru.regenerate(config, now=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - before, strikes


def _is_ours(frame: FrameType) -> bool:
    return _module(frame).startswith("vnru.")


def _module(frame: FrameType | None) -> str:
    return "" if frame is None else frame.f_globals.get("__name__", "")


def _rooms(strikes: Counter[str]) -> Iterator[tuple[str, float]]:
    """Yield rooms by their share of the whole, each followed by its modules, the largest first."""
    total = strikes.total()
    rooms: Counter[str] = Counter()
    for module, count in strikes.items():
        rooms[_room(module) or "beside all this"] += count
    for room, all_of_it in rooms.most_common():
        yield room, all_of_it / total
        for module, count in strikes.most_common():
            is_inside = _room(module) == room and module != f"vnru.{room}"
            if is_inside and count >= _SMALLEST * total:
                yield f"{room}: {module.removeprefix(f'vnru.{room}.')}", count / total


def _room(module: str) -> str:
    return ".".join(module.split(".")[1:2])


if __name__ == "__main__":
    main()
