"""What a feed document says of itself, in no format yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import attrs

from vnru.config import Site
from vnru.feeds.addresses import ICON, LOGO, STYLESHEET, article_tag, feed_tag
from vnru.feeds.document import Document
from vnru.feeds.entry import Category, Filing

GENERATOR: Final = "vnru"
HTML: Final = "text/html"


class Link(NamedTuple):
    """Where else to look, in the words of RFC 4287, RFC 5005 and WebSub."""

    rel: str
    href: str
    type: str | None = None  #: media type
    hreflang: str | None = None  #: BCP 47


@attrs.frozen(kw_only=True)
class Masthead:
    """The head of a feed document. Addresses are absolute, but for the stylesheet's."""

    id: str
    title: str
    subtitle: str
    updated: dt.datetime
    url: str  #: of its HTML page
    links: tuple[Link, ...]  #: self first, then the HTML page
    icon: str
    logo: str
    stylesheet: str  #: relative: it works wherever the files are laid
    language: str
    rights: str
    author: str
    categories: tuple[Category, ...]
    archive: bool  #: an archive document (RFC 5005, 4)
    complete: bool  #: holds every entry of the feed (RFC 5005, 2)
    removed: tuple[tuple[str, dt.datetime], ...]  #: ids of withdrawn entries and when

    def link(self, rel: str) -> str | None:
        """Return the address of the first link of this kind; None where there is none."""
        return next((link.href for link in self.links if link.rel == rel), None)


@attrs.frozen
class Kind:
    """A feed format from outside: what files of it are called."""

    name: str
    extension: str
    media_type: str


def masthead(
    document: Document, kind: Kind, kinds: Iterable[Kind], filed: Filing, site: Site
) -> Masthead:
    """Return the head of a document in one format; `kinds` are all the formats it is made in."""
    spec = document.spec
    return Masthead(
        id=feed_tag(site, spec.slug),
        title=_title(document, site),
        subtitle=spec.description,
        updated=document.updated,
        url=site.base_url + spec.page,
        links=tuple(_links(document, kind, kinds, site)),
        icon=site.base_url + ICON,
        logo=site.base_url + LOGO,
        stylesheet="../" * document.stem.count("/") + STYLESHEET,
        language=site.language,
        rights=site.rights,
        author=site.title,
        categories=filed.get(spec.topic or "", ()),
        archive=document.volume is not None,
        complete=document.complete,
        removed=tuple((article_tag(site, id_), when) for id_, when in document.removed),
    )


def _title(document: Document, site: Site) -> str:
    title = document.spec.title_abroad(site)
    return title if document.volume is None else f"{title} (archives {document.volume})"


def _links(document: Document, kind: Kind, kinds: Iterable[Kind], site: Site) -> Iterator[Link]:
    def here(stem: str) -> str:
        return f"{site.base_url}{stem}.{kind.extension}"

    yield Link("self", here(document.stem), kind.media_type)
    yield Link("alternate", site.base_url + document.spec.page, HTML)
    if site.hub is not None:
        yield Link("hub", site.hub)
    if document.older is not None:
        yield Link("prev-archive", here(document.stem_of(document.older)), kind.media_type)
    if document.newer is not None:
        yield Link("next-archive", here(document.stem_of(document.newer)), kind.media_type)
    if document.volume is not None:
        yield Link("current", here(document.spec.stem), kind.media_type)
    for other in kinds:
        if other != kind:
            href = f"{site.base_url}{document.stem}.{other.extension}"
            yield Link("alternate", href, other.media_type)
    # Most readers take the first alternate for the site's address, newsboat takes the last. Twice
    # is allowed where the language of one is named (RFC 4287, 4.1.1).
    yield Link("alternate", site.base_url + document.spec.page, HTML, site.language)
