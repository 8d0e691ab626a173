"""Entry point: `vnru`, and `python -m vnru`.

Light, so that the handlers of signals stand before anything heavy is imported: an early signal
ends the command as cleanly as a late one.
"""

from __future__ import annotations

import contextlib
import sys

from vnru.signals import Interrupted, interruptible


def run() -> None:
    """Run the command; 130 or 143 where a signal ended it."""
    try:
        with interruptible():
            from vnru.cli import main

            main(prog_name="vnru")
    except Interrupted as interruption:
        with contextlib.suppress(OSError, ValueError):
            print(f"vnru: {interruption}", file=sys.stderr)  # noqa: T201 - people are told
        sys.exit(interruption.exit_code)


if __name__ == "__main__":
    run()
