"""Signals as an exception, so that an interrupted run cleans up behind itself.

Set up before anything heavy is imported: `interruptible` around the whole command, `held` around
the few steps that are better finished than broken off.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

#: What asks a run to stop. Not every system has all of them.
_STOPPING = tuple(
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
    """Raise `Interrupted` at the first signal to stop; ignore all further ones until the end.

    Signals that were ignored before stay so (`nohup`, background jobs of a shell). Only the main
    thread may call this. After an interruption the process is expected to end: the signals stay
    ignored, so that no second one can break off the cleaning up.

    Raises:
        Interrupted: also at the end, where the exception got lost on its way (one raised inside a
            destructor is printed and forgotten by Python).
    """
    received: list[int] = []

    def interrupt(signum: int, _: FrameType | None) -> None:
        for each in _STOPPING:
            signal.signal(each, signal.SIG_IGN)
        received.append(signum)
        raise Interrupted(signum)

    before = {
        each: signal.signal(each, interrupt)
        for each in _STOPPING
        if signal.getsignal(each) is not signal.SIG_IGN
    }
    try:
        yield
    finally:
        if not received:
            for each, handler in before.items():
                signal.signal(each, handler)
    if received:
        raise Interrupted(received[0])


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Let signals to stop wait until the block is through; then they arrive."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
