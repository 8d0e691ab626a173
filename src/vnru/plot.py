"""Pictures of a corpus by matplotlib (extra ``plot``), from the same numbers as the pages' charts.

A picture is a `matplotlib.figure.Figure`: a notebook shows it, `save` writes it. The same corpus
gives the same bytes with the same version of matplotlib. SVG keeps its words as text, and has a
title and a description for those who cannot see it; nothing is told by colour alone.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import attrs

from vnru import atomic
from vnru.article import MENTION, SUBJECT
from vnru.company import DRAWN, Company, seating
from vnru.corpus import Corpus
from vnru.extras import needing
from vnru.timeline import Axis
from vnru.topics import Taxonomy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import Locator

_SALT: Final = "vnru"  #: what matplotlib makes the ids of an SVG from, instead of chance

_DARK, _LIGHT = "#1f4e79", "#9dc3e6"  # told apart in grey, too
_STYLE: Final[Any] = {"svg.hashsalt": _SALT, "svg.fonttype": "none", "font.family": "DejaVu Sans"}
#: A picture of the same corpus is the same on every day.
_METADATA: Final[Mapping[str, Mapping[str, str | None]]] = {
    "svg": {"Date": None, "Creator": "vnru"},
    "png": {"Software": "vnru"},
}


@attrs.frozen
class Picture:
    """A figure and what it says to those who cannot see it."""

    figure: Figure
    title: str
    description: str

    def _repr_png_(self) -> bytes:
        return self.render("png")

    def render(self, kind: str) -> bytes:
        """Return the picture as a file.

        Args:
            kind: "svg" or "png".

        Raises:
            ValueError: it is neither.
        """
        if kind not in _METADATA:
            raise ValueError(f"a picture is svg or png, not {kind!r}")
        import matplotlib as mpl

        file = io.BytesIO()
        told = {"Description": self.description, **_METADATA[kind]}
        with mpl.rc_context(_STYLE):
            self.figure.savefig(file, format=kind, dpi=150, metadata=told)
        return self._labelled(file.getvalue()) if kind == "svg" else file.getvalue()

    def save(self, path: str | Path) -> None:
        """Write the picture to a file, whole or not at all.

        Args:
            path: where; its suffix, .svg or .png, says how.

        Raises:
            ValueError: it has another suffix.
            OSError: it cannot be written.
        """
        path = Path(path)
        atomic.write(path, [self.render(path.suffix.removeprefix("."))])

    def _labelled(self, svg: bytes) -> bytes:
        """Name the drawing for screen readers (SVG-AAM), which matplotlib leaves to us."""
        before, tag, rest = svg.partition(b"<svg ")
        attributes, end, content = rest.partition(b">")
        names = (
            f'<title id="title">{escape(self.title)}</title>'
            f'<desc id="description">{escape(self.description)}</desc>'
        )
        role = b'role="img" aria-labelledby="title" aria-describedby="description" '
        return b"".join([before, tag, role, attributes, end, b"\n", names.encode(), content])


def timeline(corpus: Corpus) -> Picture:
    """Draw how many articles there are in each month, year or decade.

    Raises:
        ValueError: no article has a date.
        MissingExtraError: matplotlib is not installed.
    """
    dates = [article.best_date for article in corpus if article.best_date]
    axis = Axis.spanning(dates)
    if axis is None:
        raise ValueError("no article has a date")
    counts, labels = axis.count(dates), axis.labels
    top = max(counts)
    title = f"Nombre d’articles par {axis.unit_name}"
    undated = len(corpus) - len(dates)
    description = f"De {labels[0]} à {labels[-1]}. Au plus {top} ({labels[counts.index(top)]})." + (
        f" Non comptés faute de date : {undated}." if undated else ""
    )
    figure, axes = _canvas(8, 3.5)
    axes.bar(range(len(counts)), counts, color=_DARK, width=0.8)
    axes.yaxis.set_major_locator(_whole_numbers())
    step = max(1, len(labels) // 8)
    axes.set_xticks(range(0, len(labels), step), labels[::step], rotation=30, ha="right")
    _finish(axes, title)
    return Picture(figure, title, description)


def topics(corpus: Corpus, taxonomy: Taxonomy | None = None) -> Picture:
    """Draw how many articles have each topic as a subject or as a mention, in editorial order.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    known = list(taxonomy or Taxonomy.default())
    counts = Counter((match.slug, match.grade) for article in corpus for match in article.topics)
    subjects = [counts[topic.slug, SUBJECT] for topic in known]
    mentions = [counts[topic.slug, MENTION] for topic in known]
    title = "Articles par thème"
    description = _listed(
        f"{topic.label} : {subject} sujets, {mention} mentions"
        for topic, subject, mention in zip(known, subjects, mentions, strict=True)
    )
    figure, axes = _canvas(8, 0.8 + 0.32 * len(known))
    rows = range(len(known))
    axes.barh(rows, subjects, color=_DARK, label="sujet")
    axes.barh(
        rows, mentions, left=subjects, color=_LIGHT, hatch="//", edgecolor=_DARK, label="mention"
    )
    axes.set_yticks(rows, [topic.label for topic in known])
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(_whole_numbers())
    axes.legend(frameon=False)
    _finish(axes, title)
    return Picture(figure, title, description)


def people(corpus: Corpus) -> Picture:
    """Draw who is named with whom, as arcs between the names, those who belong together adjacent.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    company = Company.of(corpus)
    seats = seating(company, DRAWN)
    rows = {key: row for row, key in enumerate(seats)}
    ties = [pair for pair in company.pairs if rows.keys() >= set(pair.people)]
    title = "Qui est nommé avec qui"
    description = _listed(
        f"{' et '.join(company.people[key].name for key in pair.people)} : {pair.articles}"
        for pair in ties[:DRAWN]
    )
    figure, axes = _canvas(8, 0.8 + 0.3 * max(len(seats), 1))
    strongest = max((pair.articles for pair in ties), default=1)
    for pair in ties:
        _arc(axes, sorted(rows[key] for key in pair.people), 0.5 + 3 * pair.articles / strongest)
    axes.scatter([0] * len(seats), range(len(seats)), color=_DARK, s=14, zorder=2)
    axes.set_yticks(range(len(seats)), [company.people[key].name for key in seats])
    axes.set_xticks([])
    axes.invert_yaxis()
    _finish(axes, title)
    return Picture(figure, title, description)


def _arc(axes: Axes, rows: Sequence[int], width: float) -> None:
    from matplotlib.patches import Arc

    upper, lower = rows
    height = lower - upper
    axes.add_patch(
        Arc(
            (0, (upper + lower) / 2),
            height,
            height,
            theta1=-90,
            theta2=90,
            color=_DARK,
            alpha=0.6,
            linewidth=width,
        )
    )


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure of so many inches."""
    with needing("plot"):
        import matplotlib as mpl
        from matplotlib.figure import Figure
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.add_subplot()


def _whole_numbers() -> Locator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True)


def _finish(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)


def _listed(facts: Iterable[str]) -> str:
    return " ; ".join(facts) + "."
