"""What is installed only on request: ``pip install 'vnru[plot]'``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from vnru.diagnostics import VnruError


class MissingExtraError(VnruError, ImportError):
    """Something was asked for that needs a package of an extra; the message says how to get it."""


@contextlib.contextmanager
def needing(extra: str) -> Iterator[None]:
    """Import a package of an extra inside this context.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed; it comes with: pip install 'vnru[{extra}]'"
        raise MissingExtraError(message, name=error.name) from error
