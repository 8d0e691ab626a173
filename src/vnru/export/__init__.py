"""Records in the formats of other tools. A format is a value; `formats` has them all.

A package can bring another one: it makes a `Format` and names it in the entry-point group
``vnru.exports``; ``vnru export --format`` then offers it (docs/how-to/export.md).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from vnru.article import Article
from vnru.diagnostics import ConfigError
from vnru.export import arrow, comma_separated, json_lines, sqlite, tei
from vnru.export.json_lines import decode, to_json
from vnru.export.records import from_dict, named_by_source, to_dict
from vnru.export.shape import json_schema
from vnru.plugins import plugins

__all__ = [
    "Format",
    "decode",
    "format_for",
    "format_named",
    "formats",
    "from_dict",
    "json_schema",
    "named_by_source",
    "to_dict",
    "to_json",
]

ENTRY_POINTS: Final = "vnru.exports"


@attrs.frozen(kw_only=True)
class Format:
    """How records are written: what stands behind a name of ``vnru export --format``."""

    name: str  #: in lower case, e.g. "csv"
    suffix: str  #: of its files, with the dot
    media_type: str
    #: Gives the file's bytes, piece by piece, of articles in the order given. The same articles
    #: give the same bytes.
    encode: Callable[[Iterable[Article]], Iterable[bytes]]
    binary: bool = False  #: not for a terminal: needs a file


_BUILT_IN: Final = (
    Format(
        name="jsonl",
        suffix=".jsonl",
        media_type="application/jsonl",
        encode=json_lines.encode,
    ),
    Format(
        name="csv",
        suffix=".csv",
        media_type="text/csv; charset=utf-8",
        encode=comma_separated.encode,
    ),
    Format(
        name="tei",
        suffix=".xml",
        media_type="application/tei+xml",
        encode=tei.encode,
    ),
    Format(
        name="sqlite",
        suffix=".db",
        media_type="application/vnd.sqlite3",
        encode=sqlite.encode,
        binary=True,
    ),
    Format(
        name="arrow",
        suffix=".arrow",
        media_type="application/vnd.apache.arrow.file",
        encode=arrow.encode,
        binary=True,
    ),
    Format(
        name="parquet",
        suffix=".parquet",
        media_type="application/vnd.apache.parquet",
        encode=arrow.encode_parquet,
        binary=True,
    ),
)


@functools.cache
def formats() -> Mapping[str, Format]:
    """Return the formats by name: the built-in ones, then those of installed packages by name.

    Raises:
        ConfigError: an entry point cannot be loaded, is no `Format`, or has a name that is taken.
    """
    found = {format_.name: format_ for format_ in _BUILT_IN}
    for origin, format_ in plugins(ENTRY_POINTS, Format):
        if format_.name in found:
            raise ConfigError(f"the plugin {origin} has a name that is taken: {format_.name}")
        found[format_.name] = format_
    return MappingProxyType(found)


def format_named(name: str) -> Format:
    """Return the format with this name.

    Raises:
        ValueError: there is none; says which there are.
    """
    known = formats()
    if name not in known:
        raise ValueError(f"no format {name!r}; known: {', '.join(known)}")
    return known[name]


def format_for(suffix: str) -> Format:
    """Return the format whose files end in `suffix`.

    Raises:
        ValueError: there is none; says which suffixes there are.
    """
    for format_ in formats().values():
        if format_.suffix == suffix:
            return format_
    known = ", ".join(format_.suffix for format_ in formats().values())
    raise ValueError(f"no format has files with the suffix {suffix!r}; known: {known}")
