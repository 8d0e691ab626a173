"""What follows from the program alone, ready-made: making it takes a small run most of its time.

Only plain values, which `marshal` writes and reads; whoever calls us knows where to keep them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final, TypeVar

_Value = TypeVar("_Value")

Key = tuple[Any, ...]  #: plain, too
Keeper = Callable[[Key, Callable[[], Any]], Any]  #: returns a value, which it may have to make


def _made(_: Key, make: Callable[[], Any]) -> Any:
    return make()


_KEEPER: Final[ContextVar[Keeper]] = ContextVar("keeper", default=_made)


@contextlib.contextmanager
def kept_by(keeper: Keeper) -> Iterator[None]:
    """Ask `keeper` for what is ready-made, also in all that is called in this context."""
    before = _KEEPER.set(keeper)
    try:
        yield
    finally:
        _KEEPER.reset(before)


def ready(key: Key, make: Callable[[], _Value]) -> _Value:
    """Return plain values that depend on `key` and the program alone; if need be, `make` them.

    They are not to be changed.
    """
    value: _Value = _KEEPER.get()(key, make)
    return value
