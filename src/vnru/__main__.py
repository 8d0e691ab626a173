"""Entry point: `vnru`, and `python -m vnru`.

Light, so that the handlers of signals stand before anything heavy is imported: an early signal
ends the command as cleanly as a late one. And a run with nothing to do imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import sys

from vnru.signals import Interrupted, interruptible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vnru.unchanged import Call


def run() -> None:
    """Run the command; 130 or 143 where a signal ended it."""
    try:
        with interruptible():
            _obey(sys.argv[1:])
    except Interrupted as interruption:
        with contextlib.suppress(OSError, ValueError):
            print(f"vnru: {interruption}", file=sys.stderr)  # noqa: T201 - people are told
        sys.exit(interruption.exit_code)


def _obey(arguments: list[str]) -> None:
    call = _call(arguments)
    words = None if call is None else call.remembered()
    if words is not None:
        with contextlib.suppress(OSError):  # the command knows what to do without a stdout
            words.say()
            sys.exit(words.code)
    from vnru.cli import main

    main(prog_name="vnru", obj=call)


def _call(arguments: list[str]) -> Call | None:
    """Return what may turn out to be a call with nothing to do."""
    if arguments[:1] != ["regenerate"]:
        return None
    from vnru.unchanged import Call

    with contextlib.suppress(OSError):
        return Call(arguments)
    return None


if __name__ == "__main__":
    run()
