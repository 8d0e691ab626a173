"""A text becomes an article file: checked, numbered, named, and written in the house format.

The house format is that of docs/reference/article-file.md: the header and the first text on one
line, blank lines between paragraphs. The id is made from the file's bytes, so that adding the same
text in another folder gives it the same id; no chance is in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from vnru import atomic
from vnru.article import Article
from vnru.config import Limits
from vnru.dates import PartialDate
from vnru.diagnostics import VnruError
from vnru.files import close, list_names, open_folder, read_regular
from vnru.folding import fold
from vnru.lexicon import Lexicon
from vnru.reading import article_id, read
from vnru.reading.header import read_header
from vnru.topics import Taxonomy

_BOM: Final = "\ufeff"
_BLANK_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")


class DuplicateError(VnruError, ValueError):
    """A text to be added is in the folder already (`vnru add`)."""


@attrs.frozen
class Added:
    """What was written, and what was understood of it."""

    path: Path
    article: Article


def add(
    data: bytes,
    folder: Path,
    *,
    date: PartialDate | None = None,
    headline: str | None = None,
    taxonomy: Taxonomy | None = None,
    lexicon: Lexicon | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Added:
    """Write a text into a folder of article files, under the next serial number.

    Args:
        data: the text, in UTF-8; it may have a header already.
        folder: where the article files lie.
        date: what the header is to state; without one the text's own header stands, or none.
        headline: a line to put before the text.
        taxonomy: the topics to look for; the built-in ones by default.
        lexicon: what is added to the words that the reader knows; nothing by default.
        limits: what is accepted.

    Raises:
        ParseError: the text is no article; its `diagnostics` say why.
        ValueError: the header states another date, or the headline is not one line of text.
        DuplicateError: an article of the folder has the same text.
        OSError: the folder cannot be read or written.
    """
    content = compose(data, date, headline)
    id_ = hashlib.sha256(content).hexdigest()[:16]
    with _locked(folder) as fd:
        names = [name for name in list_names(fd) if name.endswith(".txt")]
        name = f"{_next_serial(names):03}_{id_}.txt"
        reading = read(content, name, taxonomy=taxonomy, lexicon=lexicon, limits=limits)
        article = reading.unwrap()
        _refuse_duplicate(content, fd, names, limits)
        path = folder / name
        atomic.write_new(path, content)
    return Added(path, article)


def compose(data: bytes, date: PartialDate | None, headline: str | None) -> bytes:
    """Return a text as an article file has it. What is not UTF-8 stays as it is, to be refused.

    Raises:
        ValueError: the header states another date, or the headline is not one line of text.
    """
    try:
        text = data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError:
        return data
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    header = read_header(text, "", None)
    if date is not None and header.date not in {None, date}:
        raise ValueError(f"the text's header states {header.date}, not {date}")
    if header.length and header.date is None:
        return data  # a header that says nothing is refused by its reader, which knows why
    stated = date or header.date
    parts = [_headline(headline)] if headline is not None else []
    parts.append(_BLANK_LINES.sub("\n\n", text[header.length :]).strip())
    opening = f" date {stated} " if stated else ""
    return (opening + "\n\n".join(parts) + "\n").encode()


def _headline(text: str) -> str:
    lines = text.strip().splitlines()
    if len(lines) != 1 or read_header(lines[0], "", None).length:
        raise ValueError(f"a headline is one line of text, without a header, not {text!r}")
    return lines[0]


def _next_serial(names: Sequence[str]) -> int:
    serials = (article_id(name)[1] for name in names)
    return max((serial for serial in serials if serial is not None), default=-1) + 1


def _refuse_duplicate(content: bytes, fd: int, names: Sequence[str], limits: Limits) -> None:
    wanted = _letters(content)
    for name in names:
        with contextlib.suppress(OSError):  # what cannot be read is no article
            if _letters(read_regular(fd, name, limits.file_bytes)) == wanted:
                raise DuplicateError(f"the text is in the folder already: {name}")


def _letters(content: bytes) -> str:
    """Return what makes two files the same text: letters and digits, without the header."""
    text = unicodedata.normalize("NFC", content.decode("utf-8", "replace"))
    return _SEPARATORS.sub("", fold(text[read_header(text, "", None).length :]))


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Open a folder; two additions at once wait for each other, so that each has its number."""
    fd = open_folder(folder)
    try:
        with contextlib.suppress(ImportError):  # not on this system: it has no such locks
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX)
        yield fd
    finally:
        close(fd)
