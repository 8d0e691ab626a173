"""The formats in which every feed is published, as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from vnru.feeds import atom_rss, json_feed
from vnru.feeds.entry import Entry
from vnru.feeds.masthead import Kind, Masthead


@attrs.frozen
class Format:
    """A feed format: what its files are called and how they are rendered.

    A document is its head, its entries joined by the separator, and its tail. An entry is the same
    bytes in every document.
    """

    kind: Kind
    entries: Callable[[Sequence[Entry]], list[bytes]]
    frame: Callable[[Masthead], tuple[bytes, bytes]]  #: head and tail
    separator: bytes = b""


#: In the order in which readers should prefer them.
FORMATS: Final = (
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
