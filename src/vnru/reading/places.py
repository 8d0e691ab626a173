"""Which towns, provinces, regions and countries an article names."""

from __future__ import annotations

from collections.abc import Sequence

from vnru.article import Block
from vnru.reading.runs import runs


def read_places(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the places named in the editorial blocks, once each, in order of first appearance.

    Names are in the form of `lexicon/places.toml`, however they are spelled in the text.

    >>> from vnru.article import BlockKind
    >>> read_places([Block(BlockKind.LEAD, "De Haiphong à Vladivostok, puis à Hai Phong.")])
    ('Hai Phong', 'Vladivostok')
    """
    return tuple(
        dict.fromkeys(
            place
            for block in blocks
            if block.kind.is_editorial
            for _, run in runs(block.text)
            for place in run.places
        )
    )
