"""Feeds: everything, each topic, and the operator's own, as Atom, RSS and JSON Feed.

The way of the data: `spec` says which feeds there are and what they hold; `document` divides a feed
into its current document and yearly archives; `entry` and `masthead` are what is said of an
article and of a document, in no format yet; `atom_rss` and `json_feed` render that; `press` makes
the files.
"""

from __future__ import annotations

from vnru.feeds.entry import Entry
from vnru.feeds.formats import Format, feed_formats
from vnru.feeds.masthead import Kind, Masthead
from vnru.feeds.press import documents
from vnru.feeds.spec import FeedSpec, check_own, specs

__all__ = [
    "Entry",
    "FeedSpec",
    "Format",
    "Kind",
    "Masthead",
    "check_own",
    "documents",
    "feed_formats",
    "specs",
]
