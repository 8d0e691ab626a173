"""How to subscribe: links for programs (autodiscovery), addresses for people to copy."""

from __future__ import annotations

import functools
from typing import Final

import attrs
import htpy as h
from markupsafe import Markup

from vnru.config import Site
from vnru.display import NBSP
from vnru.feeds.spec import FeedSpec


@attrs.frozen
class Format:
    """A feed format as subscribers know it."""

    name: str
    extension: str
    media_type: str


#: The one most readers like best comes first: programs take the first they understand.
FORMATS: Final = (
    Format("Atom", "atom", "application/atom+xml"),
    Format("RSS", "rss", "application/rss+xml"),
    Format("JSON Feed", "json", "application/feed+json"),
)


@functools.lru_cache(maxsize=64)
def autodiscovery(spec: FeedSpec, root: str, site: Site) -> Markup:
    """Return the links by which readers find the feed of a page, in every format."""
    title = spec.title if spec.title == site.title else f"{site.title}{NBSP}: {spec.title}"
    return Markup().join(
        str(
            h.link(
                rel="alternate",
                type=format_.media_type,
                title=f"{title} ({format_.name})",
                href=f"{root}{spec.stem}.{format_.extension}",
            )
        )
        for format_ in FORMATS
    )


def addresses(spec: FeedSpec, root: str, site: Site) -> h.Element:
    """Return the addresses of a feed to click or to copy, one for each format."""
    return h.dl(".addresses")[
        (
            copyable(format_.name, f"{spec.stem}.{format_.extension}", root, site)
            for format_ in FORMATS
        )
    ]


def copyable(name: str, path: str, root: str, site: Site) -> h.Element:
    """Return a name that links to `path`, with the absolute address beside it."""
    return h.div[
        h.dt[h.a(href=root + path)[name]],
        h.dd[h.code(".address")[site.base_url + path]],
    ]
