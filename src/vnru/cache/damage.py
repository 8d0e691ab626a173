"""What can be wrong with a cache. It is removed then, and the run begins again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from vnru.diagnostics import VnruError


class DamagedCacheError(VnruError):
    """The cache cannot be used, or holds something else than what was put there."""


@contextlib.contextmanager
def expendable() -> Iterator[None]:
    """Turn an error of the system into one that a run survives."""
    try:
        yield
    except OSError as error:
        raise DamagedCacheError(f"the cache cannot be used: {error}") from error
