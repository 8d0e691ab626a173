"""A word and what stands around it: keywords in context, KWIC."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vnru.article import Article
from vnru.folding import fold, name_key

_WORD = re.compile(r"[a-z0-9]+")


class KwicLine(NamedTuple):
    """One occurrence; see docs/how-to/library.md for a table of them."""

    article: Article
    left: str  #: what stands before it in its block, on one line
    word: str  #: as printed
    right: str  #: what stands after it


def kwic(articles: Iterable[Article], words: str, width: int) -> Iterator[KwicLine]:
    """Yield every occurrence of some words in this order, article by article; see `Corpus.kwic`.

    Raises:
        ValueError: there is no word.
    """
    pattern = _pattern(words)
    for article in articles:
        for block in article.blocks:
            if block.kind.is_editorial:
                text = block.text.replace("\n", " ")
                for match in pattern.finditer(fold(text)):
                    start, end = match.span()
                    left, right = text[max(0, start - width) : start], text[end : end + width]
                    yield KwicLine(article, left, text[start:end], right)


def _pattern(words: str) -> re.Pattern[str]:
    keys = _WORD.findall(name_key(words))
    if not keys:
        raise ValueError(f"no word to search for in {words!r}")
    ending = r"[a-z0-9]*" if words.rstrip().endswith("*") else r"(?![a-z0-9])"
    return re.compile(rf"(?<![a-z0-9]){'[^a-z0-9]+'.join(keys)}{ending}")
