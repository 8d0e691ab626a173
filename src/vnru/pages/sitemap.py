"""The sitemap (sitemaps.org): which pages there are, and when they last changed if that is known.

A page changed when an article of it was added or corrected. The ledger records no such instant for
the articles of the first edition: the sitemap then gives none rather than a wrong one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from markupsafe import Markup

from vnru.feeds import FeedSpec
from vnru.ledger import LedgerEntry, format_instant
from vnru.output import Draft, OutputFile
from vnru.pages.desk import Desk
from vnru.pages.layout import PEOPLE
from vnru.pages.stencil import Stencil, slot, together
from vnru.summary import digest_of

PATH: Final = "sitemap.xml"
FILE_LIMIT: Final = 50_000  #: addresses in one file, by the protocol

_DOCUMENT: Final = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{kind}>\n'
)
_PAGE: Final = Stencil(
    Markup("<url><loc>{}</loc>{}</url>\n").format(slot("address"), slot("changed"))
)
_PART: Final = Stencil(Markup("<sitemap><loc>{}</loc></sitemap>\n").format(slot("address")))
_CHANGED: Final = Stencil(Markup("<lastmod>{}</lastmod>").format(slot("instant")))


def sitemap(desk: Desk) -> Iterator[Draft]:
    """Yield the sitemap; where it has too many pages for one file, its parts before it."""
    pages = list(_pages(desk))
    if len(pages) <= FILE_LIMIT:
        yield _urls(desk, PATH, pages)
        return
    starts = range(0, len(pages), FILE_LIMIT)
    paths = [f"sitemap-{number}.xml" for number, _ in enumerate(starts, start=1)]
    for path, start in zip(paths, starts, strict=True):
        yield _urls(desk, path, pages[start : start + FILE_LIMIT])
    yield Draft(PATH, digest_of(*paths), partial(_parts, desk, paths))


_Pages = Sequence[tuple[str, dt.datetime | None]]  # path, and when the page changed


def _urls(desk: Desk, path: str, pages: _Pages) -> Draft:
    instants = {when: format_instant(when) if when else "" for _, when in pages}
    basis = digest_of([(page, instants[when]) for page, when in pages])
    return Draft(path, basis, partial(_url_set, desk, path, pages))


def _url_set(desk: Desk, path: str, pages: _Pages) -> OutputFile:
    base = desk.config.site.base_url
    rows = [
        _PAGE.fill(
            address=base + page,
            changed=_CHANGED.fill(instant=format_instant(changed)) if changed else "",
        )
        for page, changed in pages
    ]
    return _file(path, "urlset", rows)


def _parts(desk: Desk, paths: Sequence[str]) -> OutputFile:
    base = desk.config.site.base_url
    return _file(PATH, "sitemapindex", [_PART.fill(address=base + path) for path in paths])


def _file(path: str, kind: str, rows: Sequence[Markup]) -> OutputFile:
    document = _DOCUMENT.format(kind=kind, rows=together(rows))
    return OutputFile(path, "application/xml", document.encode())


def _pages(desk: Desk) -> Iterator[tuple[str, dt.datetime | None]]:
    changes = [_changed(desk.entry(article)) for article in desk.catalogue]

    def latest(spec: FeedSpec) -> dt.datetime | None:
        return max(filter(None, map(changes.__getitem__, desk.rows[spec.stem])), default=None)

    yield from ((spec.page, latest(spec)) for spec in desk.specs)
    yield PEOPLE, latest(desk.specs[0])
    yield from zip(desk.paths, changes, strict=True)


def _changed(entry: LedgerEntry) -> dt.datetime | None:
    return entry.updated if entry.corrected else entry.first_seen
