"""Signals as an exception, so that an interrupted run cleans up behind itself.

Set up before anything heavy is imported: `interruptible` around the whole command, `held` around
the few steps that are better finished than broken off.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

#: What asks a run to stop. Not every system has all of these signals.
STOPPING = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Interrupted(BaseException):
    """A signal asked the run to stop. No `Exception`: nothing on the way up may swallow it."""

    def __init__(self, signum: int) -> None:
        self.signum = signum
        super().__init__(signum)

    def __str__(self) -> str:
        return f"interrupted by {signal.Signals(self.signum).name}"

    @property
    def exit_code(self) -> int:
        """What a shell calls it: 130 for SIGINT, 143 for SIGTERM."""
        return 128 + self.signum


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Raise `Interrupted` at the first signal to stop; made for the whole life of a command.

    Further signals are ignored, so that none breaks off the cleaning up; so are those that come
    after the block, when the work is done and only the end of the process is left. Signals that
    were ignored before stay so (`nohup`, background jobs of a shell). Only the main thread may
    call this.

    Raises:
        Interrupted: also at the end, where the exception got lost on its way (Python prints and
            forgets what is raised inside a destructor).
    """
    received: list[int] = []

    def interrupt(signum: int, _: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, _overhear)
        received.append(signum)
        raise Interrupted(signum)

    for each in STOPPING:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, interrupt)
    try:
        yield
    finally:
        _ignore()
    if received:
        raise Interrupted(received[0])


def _overhear(_: int, __: FrameType | None) -> None:
    """Do nothing. Of a signal on its way to one that is ignored meanwhile, Python complains."""


def _ignore() -> None:
    with held():
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Let signals to stop wait until the block is through; then they arrive."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
