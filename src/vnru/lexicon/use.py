"""Which lexicon is in use, and what is made of it: once for each lexicon, and kept."""

from __future__ import annotations

import contextlib
import copy
import functools
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Final, ParamSpec, TypeVar, cast

import attrs

from vnru.lexicon.additions import OPEN, Addition, Lexicon
from vnru.lexicon.ready import ready
from vnru.lexicon.shipped import shipped

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Function = Callable[..., Any]

_KEPT: Final = 8  #: lexicons that are remembered at a time; a program uses one or two


@attrs.frozen(eq=False)
class _Memory:
    """What was made of a lexicon: for each function, its answers."""

    lexicon: Lexicon
    answers: dict[_Function, _Function] = attrs.field(factory=dict)

    def of(self, function: _Function, maxsize: int | None) -> _Function:
        """Return a function that remembers its answers as long as this memory is kept."""
        return self.answers.setdefault(function, functools.lru_cache(maxsize)(function))


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

        @functools.wraps(function)
        def answer(*args: _Parameters.args, **options: _Parameters.kwargs) -> _Result:
            memory = in_use()
            known = memory.answers.get(function) or memory.of(function, maxsize)
            return cast("_Result", known(*args, **options))

        return answer

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
