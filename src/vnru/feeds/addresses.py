"""Where things lie, and what they are called for ever.

Addresses come from `site.base_url` and move with it. Ids come from `site.tag_authority` and
`site.tag_year` (tag URIs, RFC 4151), which never change: a reader that has seen an article knows
it again after the site has moved.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from vnru.config import Site

#: Paths below the output folder. The pictures are raster images: RSS knows no others.
STYLESHEET: Final = "feed.css"
ICON: Final = "feed-icon.png"  #: square, 512 pixels wide
LOGO: Final = "feed-logo.png"  #: twice as wide as tall (RFC 4287, 4.2.8)
LOGO_SIZE: Final = (144, 72)  #: as RSS shows it, where 144 is the most; twice that in pixels
OPML: Final = "opml.xml"

#: IPTC's scheme of subjects; a code is its last part.
MEDIA_TOPICS: Final = "http://cv.iptc.org/newscodes/mediatopic/"


def article_path(article_id: str) -> str:
    """Return the path of an article's page."""
    return f"articles/{article_id}.html"


def article_url(site: Site, article_id: str) -> str:
    """Return the address of an article's page."""
    return site.base_url + article_path(article_id)


def article_tag(site: Site, article_id: str) -> str:
    """Return the id of an article in every feed."""
    return f"{_tag(site)}article/{article_id}"


def feed_tag(site: Site, slug: str) -> str:
    """Return the id of a feed: one for all its formats and archives (RFC 5005, 4)."""
    return f"{_tag(site)}feed/{slug}"


def topic_scheme(site: Site) -> str:
    """Return what names our topics as a scheme of categories.

    It is a tag URI, not an address: subscribers' filters on (scheme, term) outlive a move.
    """
    return f"{_tag(site)}topics"


def beginning(site: Site) -> dt.datetime:
    """Return the first instant of the ids' year: when a feed was updated that is still empty."""
    return dt.datetime(site.tag_year, 1, 1, tzinfo=dt.UTC)


def _tag(site: Site) -> str:
    return f"tag:{site.tag_authority},{site.tag_year}:vnru/"
