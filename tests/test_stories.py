"""Which articles are versions of one dispatch, against pairs labelled by hand."""

from __future__ import annotations

import itertools
import os
import random
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import vnru
from factories import make_article
from vnru import stories
from vnru.article import Article

DATA = Path(__file__).parent / "data"
PAIRS = tomllib.loads((DATA / "stories" / "pairs.toml").read_text("utf-8"))
HEADER = re.compile(r" date \S+ ")


def read(text: str, serial: int) -> Article:
    return vnru.read(text.encode(), f"{serial:03}_{serial:016x}.txt").unwrap()


def original(serial: str) -> str:
    (path,) = (DATA / "corpus" / "articles").glob(f"{serial}_*.txt")
    return path.read_text("utf-8")


def edited(text: str, pair: Mapping[str, Any]) -> str:
    """Do to a text what an agency did before it sent it again."""
    header = HEADER.match(text)
    groups = re.split(r"\n\s*\n", text[header.end() :] if header else text)
    kept = [i for i in pair.get("order", range(len(groups))) if i not in pair.get("drop", ())]
    parts = [*pair.get("headline", "").splitlines(), *(groups[i] for i in kept)]
    text = "\n\n".join([*parts, *pair.get("tail", "").splitlines()])
    for old, new in pair.get("replace", ()):
        if not any(old in groups[i] for i in pair.get("drop", ()) if i < len(groups)):
            assert old in text, old
        text = text.replace(old, new)
    date = pair.get("date", header.group().split()[1] if header else "")
    return f" date {date} {text}" if date else text


def both(pair: Mapping[str, Any]) -> tuple[Article, Article]:
    first = original(pair["of"]) if "of" in pair else pair["first"]
    second = pair["second"] if "second" in pair else edited(first, pair)
    return read(first, 1), read(second, 2)


def why(pair: Mapping[str, Any]) -> str:
    return f"{pair.get('of', '')} {pair['why']}"


def test_there_are_enough_labels_to_tell():
    assert len(PAIRS["version"]) >= 15
    assert len(PAIRS["near_miss"]) >= 15


@pytest.mark.parametrize("pair", PAIRS["version"], ids=why)
def test_versions_are_one_story(pair: Mapping[str, Any]):
    one, other = both(pair)
    assert one.digest != other.digest
    assert [(one, other)] == [story.articles for story in stories.stories([one, other])]


@pytest.mark.parametrize("pair", PAIRS["near_miss"], ids=why)
def test_near_misses_are_two_stories(pair: Mapping[str, Any]):
    assert [1, 1] == [len(story) for story in stories.stories(both(pair))]


def test_the_corpus_has_no_versions():
    corpus = vnru.Corpus.load(DATA / "corpus" / "articles")
    assert len(corpus) == len(corpus.stories())
