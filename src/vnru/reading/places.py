"""Which towns, provinces, regions and countries an article names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vnru.article import Block
from vnru.folding import fold
from vnru.reading.runs import runs


def read_places(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the places named in the editorial blocks, once each, in order of first appearance.

    Names are in the form of `lexicon/places.toml`, however they are spelled in the text.

    >>> from vnru.article import BlockKind
    >>> read_places([Block(BlockKind.LEAD, "De Haiphong à Vladivostok, puis à Hai Phong.")])
    ('Hai Phong', 'Vladivostok')
    """
    found = (name for block in blocks if block.kind.is_editorial for name in _named(block.text))
    return tuple(dict.fromkeys(filter(None, found)))


def _named(text: str) -> Iterator[str]:
    for offset, run in runs(text):
        for end, name, tails in run.places:
            yield _whole(text, offset + end, name, tails) if tails else name


def _whole(text: str, at: int, name: str, tails: Iterable[tuple[str, str]]) -> str:
    """« Corée », and what follows in small letters: the name of both."""
    wholes = (whole for tail, whole in tails if fold(text[at : at + len(tail)]) == tail)
    return next(wholes, name)
