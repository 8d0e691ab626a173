"""Charts with all that belongs to them: axis, caption, and the same numbers as a table."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import htpy as h
from markupsafe import Markup

from vnru.article import Listed
from vnru.company import Company, seating
from vnru.display import typeset
from vnru.pages.charts import Legend, arcs, bars, sparkline
from vnru.pages.desk import dates_of
from vnru.pages.stencil import rendered
from vnru.pages.words import counted, number, span
from vnru.timeline import Axis

PEAKS_NAMED: Final = 2  #: periods that share the highest number, in the words below a chart


def timeline(articles: Sequence[Listed], axis: Axis, *, id_: str, table: h.Node) -> h.Fragment:
    """Return the chart of articles over time and, folded up, its numbers.

    Args:
        articles: What is counted; those without a date are named below the chart.
        axis: The periods.
        id_: Unique on the page.
        table: The numbers, for those who would rather read them.
    """
    dates = dates_of(articles)
    counts, labels = axis.count(dates), axis.labels
    title = f"Nombre d’articles par {axis.unit_name}, {span(labels[0], labels[-1])}"
    highest = _highest(counts, labels)
    hints = [
        typeset(f"{label} : {counted(count, 'article')}")
        for label, count in zip(labels, counts, strict=True)
    ]
    caption = f"{title}. {highest}{_undated(len(articles) - len(dates))}"
    return h.fragment[
        h.figure(".chart")[
            bars(Legend(id_, title, highest), counts, hints),
            h.p(".axis", aria_hidden="true")[h.span[labels[0]], " ", h.span[labels[-1]]],
            h.figcaption[typeset(caption)],
        ],
        h.details[
            h.summary["Les chiffres"],
            h.div(".scroll", role="region", aria_label="Les chiffres", tabindex="0")[table],
        ],
    ]


def _highest(counts: Sequence[int], labels: Sequence[str]) -> str:
    """Say how high the chart is, and when, unless that would be a list."""
    top = max(counts)
    when = [label for count, label in zip(counts, labels, strict=True) if count == top]
    place = f" ({' et '.join(when)})" if len(when) <= PEAKS_NAMED else ""
    return f"Au plus {counted(top, 'article')}{place}."


def _undated(count: int) -> str:
    return f" Non comptés faute de date : {number(count)}." if count else ""


def table_of(articles: Iterable[Listed], axis: Axis) -> h.Element:
    """Return the numbers of a timeline; periods without an article are left out."""
    counts = axis.count(dates_of(articles))
    return h.table[
        h.caption[f"Articles par {axis.unit_name}"],
        h.thead[h.tr[h.th(scope="col")["Période"], h.th(scope="col")["Articles"]]],
        h.tbody[
            (
                h.tr[h.th(scope="row")[label], _cell(count)]
                for label, count in zip(axis.labels, counts, strict=True)
                if count
            )
        ],
    ]


def table_by_topic(rows: Mapping[str, Sequence[int]], axis: Axis) -> h.Element:
    """Return the numbers of several timelines: a column for each period that has articles."""
    columns = [
        (position, label)
        for position, label in enumerate(axis.labels)
        if any(counts[position] for counts in rows.values())
    ]
    return h.table[
        h.caption[f"Articles par thème et par {axis.unit_name}"],
        h.thead[
            h.tr[h.th(scope="col")["Thème"], (h.th(scope="col")[label] for _, label in columns)]
        ],
        h.tbody[
            (
                h.tr[
                    h.th(scope="row")[label],
                    (_cell(counts[position]) for position, _ in columns),
                ]
                for label, counts in rows.items()
            )
        ],
    ]


@functools.lru_cache(maxsize=256)
def _cell(count: int) -> Markup:
    """Return the cell of a number: few of them fill many."""
    return rendered(h.td[number(count)])


def small_timeline(name: str, counts: Sequence[int], top: int, axis: Axis, id_: str) -> h.Element:
    """Return a small chart for a list of topics, on the scale of its neighbours there."""
    labels = axis.labels
    title = f"{name}, {span(labels[0], labels[-1])}"
    return sparkline(Legend(id_, title, _highest(counts, labels)), counts, top)


def circle(company: Company, *, limit: int, id_: str) -> h.Element:
    """Return the drawing of who is named with whom."""
    seats = seating(company, limit)
    rows = {key: row for row, key in enumerate(seats)}
    ties: dict[tuple[int, int], int] = {}
    hints: dict[tuple[int, int], str] = {}
    for pair in company.pairs:
        if all(key in rows for key in pair.people):
            upper, lower = sorted(rows[key] for key in pair.people)
            ties[upper, lower] = pair.articles
            names = " et ".join(company.people[seats[row]].name for row in (upper, lower))
            hints[upper, lower] = typeset(f"{names} : {counted(pair.articles, 'article')}")
    legend = Legend(
        id_,
        "Qui est nommé avec qui",
        typeset(
            f"{counted(len(seats), 'personne')}, reliées quand les mêmes articles les nomment ; "
            "le trait est d’autant plus épais que ces articles sont nombreux. "
            "Le tableau donne les mêmes chiffres."
        ),
    )
    return arcs(legend, [company.people[key].name for key in seats], ties, hints)
