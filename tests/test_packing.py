"""What comes out of a packet is what went in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
from hypothesis import example, given
from hypothesis import strategies as st

from strategies import article_bytes
from vnru.packing import pack, quotations, unpack, unpack_bare, unpack_quoted
from vnru.reading import read

CORPUS = Path(__file__).parent / "data" / "corpus"
TODAY = dt.date(2026, 11, 1)
SIGNED = "Hanoï (VNA) – Le 3 mars 2999, ils ont signé un accord à Hanoï."


def test_every_article_of_the_corpus_survives():
    files = [*CORPUS.glob("articles/*"), *CORPUS.glob("bad/*")]
    readings = [read(path.read_bytes(), path.name) for path in files if path.is_file()]
    assert {True, False} == {reading.article is None for reading in readings}
    unpacked = unpack(pack(readings))
    assert readings == unpacked
    for before, after in zip(readings, unpacked, strict=True):
        if before.article is not None and after.article is not None:
            lines = [block.line for block in before.article.blocks]  # which do not compare
            assert lines == [block.line for block in after.article.blocks]
            assert after.article.diagnostics is after.diagnostics


@given(st.lists(st.tuples(article_bytes(), st.text())))
@example([(" date 2999 Le 3 mars, il a signé.".encode(), "held"), (SIGNED.encode(), "pending")])
def test_readings_of_anything_survive(files):
    readings = [read(data, name, today=TODAY) for data, name in files]
    assert readings == unpack(pack(readings))


def test_without_evidence_all_else_is_there_and_what_is_quoted():
    for path in CORPUS.glob("articles/*"):
        reading = read(path.read_bytes(), path.name)
        article = reading.unwrap()
        topics = [attrs.evolve(match, evidence=()) for match in article.topics]
        bare = attrs.evolve(article, topics=topics)
        assert bare == unpack_bare(pack([reading]))
        assert (bare, quotations(article, 3)) == unpack_quoted(pack([reading]), 3)


def test_words_are_quoted_once_as_first_printed():
    text = (
        " date 2024-03 Pétrole et gaz\n\nLe PÉTROLE, le pétrole, le gaz et Zarubezhneft.\n\nVNA\n"
    )
    article = read(text.encode(), f"001_{1:016x}.txt").unwrap()
    printed = [piece.text for match in article.topics for piece in match.evidence]
    assert {"Pétrole", "PÉTROLE", "pétrole"} <= set(printed)
    [words] = quotations(article, 9).values()
    assert ["Pétrole", "gaz", "Zarubezhneft"] == words
    assert [["Pétrole", "gaz"]] == list(quotations(article, 2).values())


def test_words_that_many_articles_share_are_kept_once():
    text = " date 2024-03 Un accord à Moscou\n\nIls ont parlé de la centrale nucléaire.\n\nVNA\n"
    readings = [read(text.encode(), f"{n:03}_{n:016x}.txt") for n in (1, 2)]
    first, second = (unpack(pack([reading]))[0].unwrap() for reading in readings)
    assert (first.places, first.credits) == (("Moscou",), ("VNA",))
    assert first.places[0] is second.places[0]
    assert first.credits[0] is second.credits[0]
    evidence = [article.topics[0].evidence[0] for article in (first, second)]
    assert evidence[0].rule
    assert evidence[0].rule is evidence[1].rule
