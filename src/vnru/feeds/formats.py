"""The formats in which every feed is published, as values.

A package can bring another one: it makes a `Format` and names it in the entry-point group
``vnru.feed_formats``; every feed is then published in it, too (docs/how-to/feed-format.md).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from vnru.diagnostics import ConfigError, FeedError
from vnru.feeds import atom_rss, json_feed
from vnru.feeds.entry import Entry
from vnru.feeds.masthead import Kind, Masthead
from vnru.plugins import plugins

ENTRY_POINTS: Final = "vnru.feed_formats"

_EXTENSION: Final = re.compile(r"[a-z0-9]{1,10}")


@attrs.frozen
class Format:
    """A feed format: what its files are called and how they are rendered.

    A document is its head, its entries joined by the separator, and its tail. An entry is the same
    bytes in every document, and the same articles give the same bytes.
    """

    kind: Kind
    entries: Callable[[Sequence[Entry]], list[bytes]]  #: one for each, in the order given
    frame: Callable[[Masthead], tuple[bytes, bytes]]  #: head and tail
    separator: bytes = b""

    def render(self, entries: Sequence[Entry]) -> list[bytes]:
        """Render entries.

        Raises:
            FeedError: they are not as many as they should be.
        """
        rendered = self.entries(entries)
        if len(rendered) != len(entries):
            raise FeedError(
                f"the feed format {self.kind.name} made {len(rendered)} entries of {len(entries)}"
            )
        return rendered


#: In the order in which readers should prefer them.
_BUILT_IN: Final = (
    Format(
        Kind("Atom", "atom", "application/atom+xml"), atom_rss.atom_entries, atom_rss.atom_frame
    ),
    Format(Kind("RSS", "rss", "application/rss+xml"), atom_rss.rss_entries, atom_rss.rss_frame),
    Format(
        Kind("JSON Feed", "json", "application/feed+json"),
        json_feed.entries,
        json_feed.frame,
        json_feed.SEPARATOR,
    ),
)


@functools.cache
def feed_formats() -> tuple[Format, ...]:
    """Return the formats: the built-in ones, Atom first, then those of installed packages.

    Raises:
        ConfigError: an entry point cannot be loaded, is no `Format`, or has an extension that is
            taken or cannot be one.
    """
    found = list(_BUILT_IN)
    for origin, format_ in plugins(ENTRY_POINTS, Format):
        extension = format_.kind.extension
        if not _EXTENSION.fullmatch(extension):
            raise ConfigError(
                f"the plugin {origin} has an extension that is not 1 to 10 small letters and"
                f" digits: {extension!r}"
            )
        if extension in {"html", *(known.kind.extension for known in found)}:
            raise ConfigError(f"the plugin {origin} has an extension that is taken: {extension}")
        found.append(format_)
    return tuple(found)
