"""Charts, and the stencils that pages are filled in by."""

from __future__ import annotations

import re

import htpy as h
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from vnru.pages.charts import Legend, arcs, bars, sparkline
from vnru.pages.stencil import Stencil, slot, together

LEGEND = Legend("id", "Titre & <b>", "Ce qu’on voit")
COUNTS = st.lists(st.integers(0, 10_000), max_size=60)


def drawn(element):
    return etree.fromstring(str(element))


def test_without_a_stylesheet_a_chart_has_a_size():
    charts = [bars(LEGEND, [1, 2], ["a", "b"]), sparkline(LEGEND, [1, 2], 2)]
    charts.append(arcs(LEGEND, ["A", "B"], {(0, 1): 1}, {(0, 1): "A et B"}))
    sizes = [(svg.get("width"), svg.get("height")) for svg in map(drawn, charts)]
    assert [("600", "144"), ("240", "28"), ("320", "48")] == sizes


@given(COUNTS)
def test_bars_are_as_high_as_their_numbers(counts):
    hints = [f"{place} : {count}" for place, count in enumerate(counts)]
    svg = drawn(bars(LEGEND, counts, hints))
    _, _, width, height = map(int, svg.get("viewBox").split())
    found = {bar.findtext("title"): bar for bar in svg.iter("rect")}
    assert [hint for hint, count in zip(hints, counts, strict=True) if count] == list(found)
    for hint, count in zip(hints, counts, strict=True):
        if count:
            bar = found[hint]
            assert abs(int(bar.get("height")) - height * count / max(counts)) <= 2
            assert height == int(bar.get("y")) + int(bar.get("height"))
            assert 0 <= int(bar.get("x")) < int(bar.get("x")) + int(bar.get("width")) <= width


@given(COUNTS, st.integers(0, 10_000))
def test_a_sparkline_is_drawn_to_the_scale_it_is_given(counts, more):
    top = max(counts, default=0) + more
    shape = drawn(sparkline(LEGEND, counts, top)).findtext("path")
    assert any(counts) == (shape is not None)


def test_heights_of_a_sparkline():
    svg = drawn(sparkline(LEGEND, [0, 2, 40, 1_000], 1_000))
    assert ["2", "4", "100"] == re.findall(r"v-(\d+)", svg.find("path").get("d"))


def test_arcs_tie_rows():
    svg = drawn(
        arcs(
            LEGEND,
            ["A", "B", "C" * 40],
            {(0, 2): 1, (0, 1): 4},
            {(0, 2): "A et C", (0, 1): "A et B"},
        )
    )
    assert ["A", "B", "C" * 21 + "…"] == [text.text for text in svg.iter("text")]
    strokes = {path.findtext("title"): path for path in svg.iter("path")}
    assert "5.0" == strokes["A et B"].get("stroke-width") > strokes["A et C"].get("stroke-width")
    assert "M165 12A12 12 0 0 1 165 36" == strokes["A et B"].get("d")
    assert "M165 12A24 24 0 0 1 165 60" == strokes["A et C"].get("d")


def test_wide_arcs_stay_inside_the_drawing():
    rows = 24
    ties = {(0, row): 1 for row in range(1, rows)}
    svg = drawn(arcs(LEGEND, ["x"] * rows, ties, dict.fromkeys(ties, "x")))
    reaches = [float(path.get("d").split("A")[1].split()[0]) for path in svg.iter("path")]
    assert max(reaches) < 320 - 165
    assert sorted(reaches) == reaches


@pytest.mark.parametrize(
    "chart", [bars(LEGEND, [1], ["x"]), sparkline(LEGEND, [], 0), arcs(LEGEND, [], {}, {})]
)
def test_every_chart_is_an_image_with_title_and_description(chart):
    svg = drawn(chart)
    assert "img" == svg.get("role")
    assert "Titre & <b>" == svg.findtext("title")
    assert svg.find("title").get("id") == svg.get("aria-labelledby")
    assert "Ce qu’on voit" == svg.findtext("desc")
    assert svg.find("desc").get("id") == svg.get("aria-describedby")
    assert not svg.xpath("//*[@fill or @style or @stroke]")


@given(st.text(), st.text())
def test_a_stencil_escapes_as_htpy_does(href, label):
    stencil = Stencil(h.p[h.a(href=slot("href"))[slot("label")], slot("label")])
    assert str(h.p[h.a(href=href)[label], label]) == stencil.fill(href=href, label=label)


def test_slots_take_markup_elements_and_the_names_of_other_slots_as_they_are():
    stencil = Stencil([slot("one"), slot("two")])
    assert "<b>&</b><i></i>" == stencil.fill(one=Markup("<b>&</b>"), two=h.i)
    assert f"{slot('two')}x" == stencil.fill(one=slot("two"), two="x")


def test_a_forgotten_slot_is_an_error():
    with pytest.raises(KeyError, match="label"):
        Stencil(h.p[slot("label")]).fill(title="x")


def test_markup_is_joined_by_text():
    assert "<b> &lt; <i>" == together([Markup("<b>"), Markup("<i>")], " < ")
