"""Which lexicon is in use, and what is made of it: once for each lexicon, and kept."""

from __future__ import annotations

import contextlib
import copy
import functools
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final, ParamSpec, TypeVar, cast

from vnru.lexicon.additions import OPEN, Addition, Lexicon
from vnru.lexicon.shipped import shipped
from vnru.ready import ready

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Function = Callable[..., Any]

_KEPT: Final = 8  #: lexicons that are remembered at a time; a program uses one or two


class _Memory(dict[Callable[[], _Function], _Function]):
    """What was made of a lexicon: functions that remember their answers, by what begins them."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon

    def __missing__(self, begin: Callable[[], _Function]) -> _Function:
        return self.setdefault(begin, begin())


_memory_of = functools.lru_cache(_KEPT)(_Memory)
_IN_USE: Final = ContextVar("in use", default=_memory_of(Lexicon()))  # noqa: B039 - it is a cache


@contextlib.contextmanager
def using(lexicon: Lexicon | None) -> Iterator[None]:
    """Use a lexicon in this context, also for all that is called in it; None: no other one."""
    if lexicon is None:
        yield
        return
    before = _IN_USE.set(_memory_of(lexicon))
    try:
        yield
    finally:
        _IN_USE.reset(before)


def remembered(
    maxsize: int | None = None,
) -> Callable[[Callable[_Parameters, _Result]], Callable[_Parameters, _Result]]:
    """Let a function of the lexicon in use remember its answers: `functools.lru_cache` for each."""

    def decorate(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
        in_use = _IN_USE.get

        def begin() -> _Function:
            return functools.lru_cache(maxsize)(function)

        @functools.wraps(function)
        def answer(*args: Any) -> Any:  # called a hundred times for an article
            return in_use()[begin](*args)

        return cast("Callable[_Parameters, _Result]", answer)

    return decorate


@remembered()
def load(name: str) -> dict[str, Any]:
    """Return the lexicon `name`, e.g. "furniture", with what was added to it. Not to be changed."""
    return derived(name, lambda: _with_additions(name))


def derived(name: str, make: Callable[[], _Result]) -> _Result:
    """Return plain values that follow from the lexicon in use; if need be, `make` them."""
    additions = ((addition.path, addition.values) for addition in _IN_USE.get().lexicon.additions)
    return ready((name, *additions), make)


def _with_additions(name: str) -> dict[str, Any]:
    data = copy.deepcopy(shipped(name))
    for addition in _IN_USE.get().lexicon.additions:
        if addition.path[0] == name:
            _add(data, addition)
    return data


def _add(data: dict[str, Any], addition: Addition) -> None:
    *tables, key = addition.path[1:]
    table = functools.reduce(lambda table, name: table[name], tables, data)
    if addition.path[:-1] in OPEN:
        table[key] = addition.values[0]
    elif isinstance(table[key], str):
        table[key] = "\n".join((table[key].rstrip("\n"), *addition.values))
    else:
        table[key] = [*table[key], *addition.values]
