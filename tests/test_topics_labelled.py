"""Texts an editor has labelled: the topics found are those an editor would give.

`sentences.toml` holds one sentence a case. `desk.toml` and `aside.toml` hold short articles; the
terms were worked on with the first in view and without the second. `dispatches.jsonl` holds short
dispatches told in words that are not the obvious ones (invented, as all of it).
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from vnru.article import Block, BlockKind
from vnru.reading import read
from vnru.topics import Taxonomy

DATA = Path(__file__).parent / "data" / "topics"
SENTENCES = tomllib.loads((DATA / "sentences.toml").read_text(encoding="utf-8"))["sentences"]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES.items())
def test_sentence(sentence, expected):
    found = Taxonomy.default().explain([Block(BlockKind.PARAGRAPH, sentence)])
    assert set(expected) == {item.topic for item in found}, found


def short_articles(name):
    """Blocks and labels of the articles that an editor wrote block by block."""
    for article in tomllib.loads((DATA / name).read_text(encoding="utf-8"))["article"]:
        blocks = [Block(BlockKind(kind), text) for kind, text in article["blocks"]]
        yield blocks, article["topics"]


def dispatches():
    """Blocks and labels of the dispatches, which are whole files."""
    for line in (DATA / "dispatches.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield read(record["text"].encode(), f"{record['id']}.txt").unwrap().blocks, record["topics"]


def rates(labelled_articles):
    """F1 of the topics given, and of those given as subjects."""
    found, labelled = Counter(), Counter()
    for number, (blocks, topics) in enumerate(labelled_articles):
        matches = Taxonomy.default().classify(blocks)
        found.update((number, match.slug, grade) for match in matches for grade in (1, match.grade))
        labelled.update(
            (number, slug, level) for slug, grade in topics.items() for level in (1, grade)
        )
    return [
        2
        * sum(1 for key in found.keys() & labelled.keys() if key[2] == grade)
        / sum(1 for keys in (found, labelled) for key in keys if key[2] == grade)
        for grade in (1, 2)
    ]


@pytest.mark.parametrize(
    ("articles", "least", "least_subject"),
    [
        pytest.param(short_articles("desk.toml"), 0.92, 0.84, id="desk"),
        pytest.param(short_articles("aside.toml"), 0.90, 0.80, id="aside"),
        pytest.param(dispatches(), 0.84, 0.77, id="dispatches"),
    ],
)
def test_articles(articles, least, least_subject):
    any_grade, subject = rates(articles)
    assert any_grade >= least
    assert subject >= least_subject
