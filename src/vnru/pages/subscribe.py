"""How to subscribe: links for programs (autodiscovery), addresses for people to copy."""

from __future__ import annotations

import htpy as h
from markupsafe import Markup, escape

from vnru.config import Site
from vnru.feeds import FeedSpec, Kind, feed_formats
from vnru.pages.stencil import together


def _kinds() -> list[Kind]:
    """Return the formats of every feed: programs take the first they understand."""
    return [format_.kind for format_ in feed_formats()]


def autodiscovery(spec: FeedSpec, root: str, site: Site) -> Markup:
    """Return the links by which readers find the feed of a page, in every format."""
    title = spec.title_abroad(site)
    return together(
        escape(
            h.link(
                rel="alternate",
                type=kind.media_type,
                title=f"{title} ({kind.name})",
                href=f"{root}{spec.stem}.{kind.extension}",
            )
        )
        for kind in _kinds()
    )


def addresses(spec: FeedSpec, root: str, site: Site) -> h.Element:
    """Return the addresses of a feed to click or to copy, one for each format."""
    return h.dl(".addresses")[
        (copyable(kind.name, f"{spec.stem}.{kind.extension}", root, site) for kind in _kinds())
    ]


def _breaking(address: str) -> h.Node:
    """Let an address go on in a new line after a slash; what is copied stays the same."""
    scheme, rest = address.split("//", 1)
    *parts, last = rest.split("/")
    return [f"{scheme}//", [(f"{part}/", h.wbr) for part in parts], last]


def copyable(name: str, path: str, root: str, site: Site) -> h.Element:
    """Return a name that links to `path`, with the absolute address beside it."""
    return h.div[
        h.dt[h.a(href=root + path)[name]],
        h.dd[h.code(".address")[_breaking(site.base_url + path)]],
    ]
