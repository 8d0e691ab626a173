"""Texts an editor has labelled: the topics found are those an editor would give.

`sentences.toml` holds one sentence a case. `desk.toml` and `aside.toml` hold short articles; the
terms were worked on with the first in view and without the second.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from vnru.article import Block, BlockKind
from vnru.topics import Taxonomy

DATA = Path(__file__).parent / "data" / "topics"
SENTENCES = tomllib.loads((DATA / "sentences.toml").read_text(encoding="utf-8"))["sentences"]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES.items())
def test_sentence(sentence, expected):
    found = Taxonomy.default().explain([Block(BlockKind.PARAGRAPH, sentence)])
    assert set(expected) == {item.topic for item in found}, found


def rates(name):
    """F1 of the topics given, and of those given as subjects."""
    articles = tomllib.loads((DATA / name).read_text(encoding="utf-8"))["article"]
    read, labelled = Counter(), Counter()
    for number, article in enumerate(articles):
        blocks = [Block(BlockKind(kind), text) for kind, text in article["blocks"]]
        matches = Taxonomy.default().classify(blocks)
        read.update((number, match.slug, grade) for match in matches for grade in (1, match.grade))
        labelled.update(
            (number, slug, level)
            for slug, grade in article["topics"].items()
            for level in (1, grade)
        )
    return [
        2
        * sum(1 for key in read.keys() & labelled.keys() if key[2] == grade)
        / sum(1 for keys in (read, labelled) for key in keys if key[2] == grade)
        for grade in (1, 2)
    ]


@pytest.mark.parametrize("name", ["desk.toml", "aside.toml"])
def test_articles(name):
    any_grade, subject = rates(name)
    assert any_grade >= 0.92
    assert subject >= 0.84
