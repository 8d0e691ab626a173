"""Entry point: `vnru`, and `python -m vnru`.

Light, so that the handlers of signals stand before anything heavy is imported: an early signal
ends the command as cleanly as a late one. And a run with nothing to do imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys

from vnru.signals import Interrupted, interruptible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn, TextIO

    from vnru.unchanged import Call

_EX_IOERR = 74
_YOUNG = 400_000  #: objects made before cycles are looked for: records hold none, and are many


def run() -> None:
    """Run the command and end the process; `vnru.cli` lists the exit codes."""
    try:
        with interruptible():
            code, said = _obey(sys.argv[1:]), ""
            _flush(sys.stdout)
    except Interrupted as interruption:
        code, said = interruption.exit_code, f"vnru: {interruption}"
    except OSError as error:  # files have been named by the command; this is what it printed
        code, said = _EX_IOERR, f"Error: {error.filename or 'stdout'}: {error.strerror}"
    except MemoryError:
        code, said = _EX_IOERR, "Error: not enough memory"
    except ImportError as error:  # too little memory again, too few descriptors, a file is missing
        code, said = _EX_IOERR, f"Error: the program cannot be loaded: {error}"
    _end(code, said)


def _obey(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a locale that lacks a letter stops no report
        sys.stdout.reconfigure(errors="backslashreplace")
    call = _call(arguments)
    words = None if call is None else call.remembered()
    if words is not None:
        with contextlib.suppress(OSError):  # stdout takes nothing: the command knows what to do
            words.say()
            return words.code
    gc.set_threshold(_YOUNG, 10, 10)
    from vnru.cli import main

    try:
        main(prog_name="vnru", obj=call)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _call(arguments: list[str]) -> Call | None:
    """Return what may turn out to be a call with nothing to do."""
    if arguments[:1] != ["regenerate"]:
        return None
    from vnru.unchanged import Call

    with contextlib.suppress(OSError):
        return Call(arguments)
    return None


def _flush(stream: TextIO | None) -> None:
    if stream is not None:  # it is not there where it was closed from the start
        stream.flush()


def _end(code: int, said: str) -> NoReturn:
    """End the process. A stream that takes nothing must not change the exit code."""
    try:
        if said and sys.stderr is not None:
            print(said, file=sys.stderr)  # noqa: T201 - people are told
        _flush(sys.stderr)
        _flush(sys.stdout)
    except (OSError, ValueError):
        os._exit(code)  # Python would try once more, and make it 120
    gc.freeze()  # or Python looks for cycles among all there is, though the system takes it back
    sys.exit(code)


if __name__ == "__main__":
    run()
