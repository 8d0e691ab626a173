"""What all pages have in common: the head, the masthead, the way around, the foot.

Links inside the site are relative, so that it works under any address and from a folder; the
addresses that leave it (canonical, Open Graph, those people copy) are absolute.
No script, no inline style: the content security policy allows neither.
"""

from __future__ import annotations

import functools
from typing import Final, Literal, NamedTuple

import htpy as h
from markupsafe import Markup, escape

from vnru.config import Site
from vnru.display import typeset
from vnru.feeds.addresses import ICON as PICTURE  # raster: social networks show no SVG
from vnru.feeds.addresses import OPML
from vnru.output import OutputFile
from vnru.pages.stencil import Stencil, rendered, slot, together

CSP: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
)
HOME: Final = "index.html"
PEOPLE: Final = "people.html"
STYLE: Final = "style.css"
ICON: Final = "icon.svg"

#: The way around: path and name. A fragment leads into the index.
_WAYS: Final = (
    (HOME, "Accueil"),
    (f"{HOME}#abonnement", "S’abonner"),
    (f"{HOME}#themes", "Thèmes"),
    (PEOPLE, "Personnes"),
)

_FRAME: Final = Stencil(
    h.html(lang="fr")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(http_equiv="Content-Security-Policy", content=CSP),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.title[slot("title")],
            h.meta(name="description", content=slot("description")),
            h.link(rel="stylesheet", href=slot("style")),
            h.link(rel="icon", href=slot("icon"), type="image/svg+xml"),
            slot("head"),
        ],
        h.body[
            h.a(".skip", href="#contenu")["Aller au contenu"],
            slot("masthead"),
            h.main("#contenu", tabindex="-1")[slot("main")],
            slot("foot"),
        ],
    ]
)

#: What search engines and social networks are told of a page that is there to be found.
_FOUND: Final = Stencil(
    h.fragment[
        h.link(rel="canonical", href=slot("address")),
        h.meta(property="og:type", content=slot("kind")),
        h.meta(property="og:title", content=slot("headline")),
        h.meta(property="og:description", content=slot("description")),
        h.meta(property="og:url", content=slot("address")),
        h.meta(property="og:image", content=slot("picture")),
        h.meta(property="og:locale", content="fr_FR"),
        h.meta(property="og:site_name", content=slot("site")),
        slot("more"),
    ]
)
_HIDDEN: Final = Stencil(h.meta(name="robots", content="noindex"))


class Page(NamedTuple):
    """A page before it is laid out."""

    path: str  #: below the output folder
    headline: str  #: names the page in a window's title and on social networks
    description: str  #: a sentence
    main: h.Node
    kind: Literal["website", "article"] = "website"
    head: h.Node = None  #: more elements for the head
    indexed: bool = True  #: whether search engines may list it


def root_of(path: str) -> str:
    """Return the relative address of the site's folder, seen from the page at `path`."""
    return "../" * path.count("/")


class Layout:
    """Lays pages out for one site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def lay_out(self, page: Page) -> OutputFile:
        """Return the file of a page."""
        here = page.path if page.path in _HUBS else None
        html = _frame(self.site, root_of(page.path), here).fill(
            title=self._title(page),
            description=page.description,
            head=self._found(page) if page.indexed else _HIDDEN.fill(),
            main=rendered(page.main),
        )
        return OutputFile(page.path, "text/html; charset=utf-8", html.encode())

    def _title(self, page: Page) -> Markup:
        name = self._name
        return name if page.path == HOME else together((escape(page.headline), name), " | ")

    @functools.cached_property
    def _name(self) -> Markup:
        return escape(typeset(self.site.title))

    def _found(self, page: Page) -> Markup:
        return _FOUND.fill(
            address=self.site.base_url + page.path,
            kind=page.kind,
            headline=page.headline,
            description=page.description,
            picture=self.site.base_url + PICTURE,
            site=self.site.title,
            more=rendered(page.head),
        )


_HUBS: Final = frozenset({HOME, PEOPLE})


@functools.cache
def _frame(site: Site, root: str, here: str | None) -> Stencil:
    """Return the frame with all that pages share that see the site's folder at `root`."""
    frame = _FRAME.fill(
        title=slot("title"),
        description=slot("description"),
        style=root + STYLE,
        icon=root + ICON,
        head=slot("head"),
        masthead=_masthead(site, root, here),
        main=slot("main"),
        foot=_foot(site, root),
    )
    return Stencil([frame, "\n"])


def _masthead(site: Site, root: str, here: str | None) -> h.Element:
    name = typeset(site.title)
    link = h.a(href=root + HOME, rel="home")[name]
    title = h.h1(".name")[name] if here == HOME else h.p(".name")[link]
    ways = [
        h.li[h.a(href=root + path, aria_current="page" if path == here else None)[label]]
        for path, label in _WAYS
    ]
    return h.header(".masthead")[
        title,
        h.p(".tagline")[typeset(site.description)],
        h.nav(aria_label="Navigation principale")[h.ul[ways]],
    ]


def _foot(site: Site, root: str) -> h.Element:
    return h.footer(".foot")[
        h.p[typeset(site.rights)],
        h.p[
            "Classement, flux et pages établis automatiquement par vnru à partir des textes. ",
            h.a(href=root + OPML, type="text/x-opml")["Tous les flux (OPML)"],
        ],
    ]
