"""Markup that is rendered once and filled in many times.

htpy spends some ten microseconds on an element. That is nothing for an index, and most of the time
of an edition for ten thousand articles. A `Stencil` is an htpy tree with slots: htpy renders it
once, and filling it escapes the values and joins them. What htpy escapes, a stencil escapes: only
`markupsafe.Markup` goes in as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

import htpy as h
from markupsafe import Markup, escape

#: Takes a text for markup; `Markup` would first ask it whether it has any.
_markup: Final[Callable[[str], Markup]] = partial(str.__new__, Markup)

_SLOT: Final = re.compile("\0([a-z_]+)\0")


def slot(name: str) -> str:
    """Return the mark of a slot, for use as a child or as the value of an attribute."""
    return f"\0{name}\0"


class Stencil:
    """An htpy tree with slots. Its own text is ours; what comes from outside goes into slots.

    >>> Stencil(h.a(href=slot("url"))[slot("label")]).fill(url="a.html", label="<3")
    Markup('<a href="a.html">&lt;3</a>')
    """

    def __init__(self, tree: h.Node) -> None:
        self._pieces: list[str] = _SLOT.split(rendered(tree))  # text, name, text, name … text
        self._slots = tuple(enumerate(self._pieces))[1::2]

    def fill(self, **values: object) -> Markup:
        """Return the markup with every slot filled.

        Raises:
            KeyError: a slot was given no value.
        """
        pieces = self._pieces.copy()
        for position, name in self._slots:
            value = values[name]
            pieces[position] = value if type(value) is Markup else escape(value)
        return _markup("".join(pieces))  # htpy escaped the tree, escape() the values


def together(parts: Iterable[Markup], separator: str = "") -> Markup:
    """Join markup that is known to be markup (`Markup.join` would look at every part again)."""
    return _markup((str(escape(separator)) if separator else "").join(parts))


def rendered(node: h.Node) -> Markup:
    """Return what htpy makes of a node; markup is rendered already."""
    return node if isinstance(node, Markup) else escape(h.fragment[node])
