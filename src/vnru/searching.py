"""Full-text search in memory: SQLite's FTS5, blind to accents and case.

A query is words, all of which must occur: ``centrale nucléaire``. Beside plain words there are

==================  ===========================================================
``"Bach Hô"``       these words in this order; « Bach Hô », too
``nucléair*``       a word that begins so
``-vaccin``         not this word
==================  ===========================================================

A word with a capital inside is two words, too: « laRussie » is found as ``la Russie`` and as
``larussie``. The text alone is read in two ways, never the query, whose case says nothing.
"""

from __future__ import annotations

import re
import unicodedata
import weakref
from collections.abc import Iterable
from typing import Final

from vnru.article import Article

#: Letters that have no accent to remove.
_TWINS: Final = (("đ", "d"), ("Đ", "D"), ("œ", "oe"), ("Œ", "Oe"), ("æ", "ae"), ("Æ", "Ae"))
#: A capital that shows where two words were glued: « laRussie ».
_SEAM: Final = re.compile(r"([A-ZÀ-ÖØ-Þ])(?<=[a-zß-öø-ÿ].)")
_TERM: Final = re.compile(r'(?P<no>-)?(?:["“«](?P<phrase>[^"”»]*)["”»]?|(?P<word>\S+))')
_WORD: Final = re.compile(r"\w+")


class TextIndex:
    """The words of articles, to be asked for by number."""

    def __init__(self, articles: Iterable[Article]) -> None:
        import sqlite3

        # Asked by one thread at a time: SQLite sees to it.
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        self._connection.execute(
            "CREATE VIRTUAL TABLE texts USING fts5"
            " (printed, parted, content = '', tokenize = 'unicode61 remove_diacritics 2')"
        )
        self._connection.executemany(
            "INSERT INTO texts (rowid, printed, parted) VALUES (?, ?, ?)",
            ((number, *_readings(article.text)) for number, article in enumerate(articles)),
        )

    def find(self, query: str) -> list[int]:
        """Return the numbers of the articles that meet a query, in rising order.

        Raises:
            ValueError: the query has no word that must occur.
        """
        rows = self._connection.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid", [expression(query)]
        )
        return [number for (number,) in rows]


def expression(query: str) -> str:
    """Return a query in the language of FTS5.

    >>> expression('centrale nucléair* -vaccin')
    '"centrale" AND "nucléair" * NOT "vaccin"'

    Raises:
        ValueError: the query has no word that must occur.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for match in _TERM.finditer(query):
        words = " ".join(_WORD.findall(_plain(match["phrase"] or match["word"] or "")))
        if words:
            star = " *" if match["word"] and match["word"].endswith("*") else ""
            (unwanted if match["no"] else wanted).append(f'"{words}"{star}')
    if not wanted:
        raise ValueError(f"no word to search for in {query!r}")
    return " NOT ".join([" AND ".join(wanted), *unwanted])


def _readings(text: str) -> tuple[str, str]:
    """Return a text as it is indexed: as printed, and with its glue undone where it has any."""
    printed = _plain(text)
    parted, seams = _SEAM.subn(r" \1", printed)
    return printed, parted if seams else ""


def _plain(text: str) -> str:
    """Return a text in NFC, with the letters replaced that SQLite does not know."""
    text = unicodedata.normalize("NFC", text)
    for letter, twin in _TWINS:
        text = text.replace(letter, twin)
    return text
