"""Charts: numbers in, inline SVG out.

Every chart is an image with a title and a description, drawn in the colour of the text around it,
so that it follows dark mode and print. The page beside it gives the same numbers in words or in a
table; what is in the drawing only helps those who point at it.
Bars take whatever width they are given; their axis stands below them in HTML, where it never
shrinks. Without a stylesheet every drawing has a size of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import htpy as h

_BAR: Final = 10  #: width of a period, in units of the drawing
_GAP: Final = 2  #: the part of it that stays empty
_HEIGHT: Final = 100

_BARS: Final = (600, 144)  #: pixels, without a stylesheet
_SPARKLINE: Final = (240, 28)

_ROW: Final = 24  #: height of a person's row
_AXIS: Final = 165  #: where the arcs start; the names stand left of it
_REACH: Final = 145  #: how far the widest arc goes to the right
_WIDTH: Final = 320
_NAME_LENGTH: Final = 22  #: longer names are cut in the drawing; the table has them whole


class Legend(NamedTuple):
    """What a chart says to those who cannot see it, and to those who can in a sentence."""

    id: str  #: unique on the page
    title: str  #: what the chart shows
    description: str  #: what can be seen in it, in a sentence


def bars(legend: Legend, counts: Sequence[int], hints: Sequence[str]) -> h.Element:
    """Draw one bar for each number, the highest as high as the drawing.

    Args:
        legend: What the chart says.
        counts: How many, for each period.
        hints: What is said of each bar that is pointed at; as many as `counts`.
    """
    top = max(counts, default=0)
    drawing = [
        h.rect(x=x, y=y, width=_BAR - _GAP, height=height)[h.title[hint]]
        for (x, y, height), hint in zip(_columns(counts, top), hints, strict=True)
        if height
    ]
    return _bar_image(legend, "bars", _BARS, counts, drawing)


def sparkline(legend: Legend, counts: Sequence[int], top: int) -> h.Element:
    """Draw small bars in a single shape, to be compared with other charts of the same `top`."""
    shape = "".join(
        f"M{x} {_HEIGHT}v-{height}h{_BAR - _GAP}v{height}z"
        for x, _, height in _columns(counts, top)
        if height
    )
    drawing = h.path(d=shape) if shape else None
    return _bar_image(legend, "sparkline", _SPARKLINE, counts, drawing)


def _columns(counts: Sequence[int], top: int) -> Iterable[tuple[int, int, int]]:
    """Yield left edge, upper edge and height of each bar; what is not nothing can be seen."""
    for position, count in enumerate(counts):
        height = max(round(_HEIGHT * count / top), 2) if count else 0
        yield _BAR * position + _GAP // 2, _HEIGHT - height, height


def _bar_image(
    legend: Legend, kind: str, size: tuple[int, int], counts: Sequence[int], drawing: h.Node
) -> h.Element:
    box = (_BAR * max(len(counts), 1), _HEIGHT)
    return _image(legend, drawing, size, box, class_=kind, preserveAspectRatio="none")


def arcs(
    legend: Legend,
    names: Sequence[str],
    ties: Mapping[tuple[int, int], int],
    hints: Mapping[tuple[int, int], str],
) -> h.Element:
    """Draw names below each other and an arc between any two that belong together.

    Args:
        legend: What the chart says.
        names: In the order of their rows.
        ties: How strong the tie between two rows is, upper row first; at least 1.
        hints: What is said of each tie that is pointed at.
    """
    strongest = max(ties.values(), default=1)
    longest = max((lower - upper for upper, lower in ties), default=1)
    curves = [
        h.path(
            d=_arc(upper, lower, longest),
            stroke_width=f"{1.5 + 3.5 * (strength - 1) / max(strongest - 1, 1):.1f}",
        )[h.title[hints[upper, lower]]]
        for (upper, lower), strength in sorted(ties.items())
    ]
    labels = [
        (
            h.text(x=_AXIS - 10, y=_middle(row) + 4, text_anchor="end")[_cut(name)],
            h.circle(cx=_AXIS, cy=_middle(row), r=4),
        )
        for row, name in enumerate(names)
    ]
    box = (_WIDTH, _ROW * max(len(names), 1))
    return _image(legend, [h.g(".ties")[curves], labels], box, box, class_="arcs")


def _arc(upper: int, lower: int, longest: int) -> str:
    half = _ROW * (lower - upper) // 2
    reach = min(round(_REACH * (lower - upper) / longest), half)
    return f"M{_AXIS} {_middle(upper)}A{reach} {half} 0 0 1 {_AXIS} {_middle(lower)}"


def _middle(row: int) -> int:
    return _ROW * row + _ROW // 2


def _cut(name: str) -> str:
    return name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1].rstrip()}…"


def _image(
    legend: Legend,
    drawing: h.Node,
    size: tuple[int, int],
    box: tuple[int, int],
    **attributes: str,
) -> h.Element:
    title, description = f"{legend.id}-titre", f"{legend.id}-texte"
    return h.svg(
        role="img",
        aria_labelledby=title,
        aria_describedby=description,
        width=size[0],
        height=size[1],
        viewBox=f"0 0 {box[0]} {box[1]}",
        **attributes,
    )[h.title(id=title)[legend.title], h.desc(id=description)[legend.description], drawing]
