"""A word and what stands around it: keywords in context, KWIC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from vnru.article import Article
from vnru.folding import fold

#: Letters that folding makes one letter like any other: « œuvre » would be the same as « ouvre ».
_LIGATURE: Final = re.compile("([œŒæÆ])")
#: How they may be printed.
_SPELLINGS: Final = (("oe|œ", "(?:oe|œ)"), ("ae|æ", "(?:ae|æ)"))
_LETTERS: Final = "a-z0-9œæ"  # of a word in a key
_WORD: Final = re.compile(f"[{_LETTERS}]+")


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
                for match in pattern.finditer(_key(text)):
                    start, end = match.span()
                    left, right = text[max(0, start - width) : start], text[end : end + width]
                    yield KwicLine(article, left, text[start:end], right)


def _pattern(words: str) -> re.Pattern[str]:
    keys = _WORD.findall(_key(unicodedata.normalize("NFC", words)))
    if not keys:
        raise ValueError(f"no word to search for in {words!r}")
    ending = f"[{_LETTERS}]*" if words.rstrip().endswith("*") else f"(?![{_LETTERS}])"
    phrase = f"[^{_LETTERS}]+".join(map(_spelled, keys))
    return re.compile(f"(?<![{_LETTERS}]){phrase}{ending}")


def _spelled(key: str) -> str:
    for spelling, either in _SPELLINGS:
        key = re.sub(spelling, either, key)
    return key


def _key(text: str) -> str:
    """Return the folded text, as long as it is; ``œ`` and ``æ`` stay letters of their own."""
    parts = _LIGATURE.split(text)
    parts[::2] = map(fold, parts[::2])
    parts[1::2] = map(str.lower, parts[1::2])
    return "".join(parts)
