"""How far a run is, shown on a terminal where it takes a while."""

from __future__ import annotations

import contextlib
import itertools
import math
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from vnru.regeneration import Progress

_PATIENCE = 1.0  #: seconds in which nobody wonders


@contextlib.contextmanager
def progress() -> Iterator[Progress | None]:
    """Give what `regenerate` may tell its progress; None where stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    stack = contextlib.ExitStack()
    try:
        yield _Bar(stack)
    finally:
        with contextlib.suppress(OSError):
            stack.close()


class _Bar:
    """A bar for each stage of the work, shown from the second second on.

    Should the terminal go away, the work goes on without it.
    """

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._stage = ""
        self._done = 0
        self._due = time.monotonic() + _PATIENCE

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if time.monotonic() < self._due:
            return
        try:
            self._show(stage, done, total)
        except OSError:
            self._due = math.inf

    def _show(self, stage: str, done: int, total: int | None) -> None:
        if stage != self._stage:
            self._stack.close()  # ends the line of the last stage
            self._stage, self._done = stage, 0
            bar: Any = click.progressbar(
                itertools.count(),
                length=total,
                label=stage,
                show_pos=True,
                file=sys.stderr,
                update_min_steps=64,
            )
            self._bar = self._stack.enter_context(bar)
        self._bar.update(done - self._done)  # its own position lags behind by less than 64
        self._done = done
