"""The reader is as good on the labelled articles as it was, and continuous integration shows it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from scoring import floors, labelled_sets, score, table
from vnru.export import to_dict
from vnru.reading import read

SHARED_SCORER = Path(__file__).parents[2] / "shared" / "tools" / "score_reading.py"

FIGURES = [(name, figure) for name, figures in floors().items() for figure in figures]


@pytest.fixture(scope="session")
def scores():
    return {name: score(folder) for name, folder in labelled_sets().items()}


def test_the_figures(scores, capsys):
    with capsys.disabled():
        print()  # noqa: T201 - for the log of continuous integration
        for name, scored in scores.items():
            print(table(name, scored))  # noqa: T201
    assert {"corpus", "unseen"} <= scores.keys()


@pytest.mark.parametrize(("name", "figure"), FIGURES)
def test_no_figure_falls(scores, name, figure):
    reached = scores[name].figures[figure]
    field = "topics" if figure.startswith("worst") else figure.split()[0]
    misses = [miss for miss in scores[name].misses if f": {field}" in miss]
    assert floors()[name][figure] <= reached, "\n".join(misses)


def test_every_figure_has_a_floor(scores):
    expected = {(name, figure) for name, scored in scores.items() for figure in scored.figures}
    assert expected == set(FIGURES)


def test_an_article_that_is_not_read_is_wrong_in_every_field(tmp_path):
    source = labelled_sets()["corpus"]
    stem = "100_ab18dd24bbe7d990"
    for folder, suffix in (("gold", "json"), ("articles", "txt")):
        (tmp_path / folder).mkdir()
        data = (source / folder / f"{stem}.{suffix}").read_bytes()
        (tmp_path / folder / f"{stem}.{suffix}").write_bytes(data if folder == "gold" else b"\xff")
    figures = score(tmp_path).figures
    assert {0.0} == {value for figure, value in figures.items() if "precision" not in figure}


@pytest.mark.parametrize("name", labelled_sets())
def test_our_figures_are_those_of_the_shared_scorer(scores, name):
    if not SHARED_SCORER.exists():
        pytest.skip("the shared scorer is not here")
    spec = importlib.util.spec_from_file_location("score_reading", SHARED_SCORER)
    assert spec is not None
    assert spec.loader is not None
    shared = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shared)
    folder = labelled_sets()[name]
    records = {}
    for path in (*folder.glob("articles/*.txt"), *Path("seeds").absolute().glob("*.txt")):
        article = read(path.read_bytes(), path.name).article
        if article is not None:
            records[path.stem] = json.loads(json.dumps(to_dict(article)))
    expected = shared.score(folder / "gold", records, [])
    assert expected == pytest.approx(dict(scores[name].figures))
