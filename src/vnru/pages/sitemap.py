"""The sitemap (sitemaps.org): what to look for, and when it last changed if that is known.

A page changed when an article of it was added or corrected. The ledger records no such instant for
the articles of the first edition: the sitemap then gives none rather than a wrong one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from markupsafe import Markup

from vnru.feeds import FeedSpec
from vnru.ledger import LedgerEntry, format_instant
from vnru.output import Draft, OutputFile
from vnru.pages.desk import Desk
from vnru.pages.layout import PEOPLE
from vnru.pages.stencil import Stencil, slot
from vnru.summary import digest_of

PATH: Final = "sitemap.xml"
FILE_LIMIT: Final = 50_000  #: addresses in one file, by the protocol

_OPENING: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)
_CLOSING: Final = "</{}>\n"
_PAGE: Final = Stencil(
    Markup("<url><loc>{}</loc>{}</url>\n").format(slot("address"), slot("changed"))
)
_PART: Final = Stencil(Markup("<sitemap><loc>{}</loc></sitemap>\n").format(slot("address")))
_CHANGED: Final = Stencil(Markup("<lastmod>{}</lastmod>").format(slot("instant")))


def sitemap(desk: Desk) -> Iterator[Draft]:
    """Yield the sitemap; where it has too many pages for one file, its parts before it."""
    pages, changes = _pages(desk)
    if len(pages) <= FILE_LIMIT:
        yield _urls(desk, PATH, pages, changes)
        return
    parts = [slice(start, start + FILE_LIMIT) for start in range(0, len(pages), FILE_LIMIT)]
    paths = [f"sitemap-{number}.xml" for number, _ in enumerate(parts, start=1)]
    for path, part in zip(paths, parts, strict=True):
        yield _urls(desk, path, pages[part], changes[part])
    yield Draft(PATH, digest_of(*paths), partial(_parts, desk, paths))


def _urls(desk: Desk, path: str, pages: Sequence[str], changes: Sequence[str]) -> Draft:
    return Draft(path, digest_of(pages, changes), partial(_url_set, desk, path, pages, changes))


def _url_set(desk: Desk, path: str, pages: Sequence[str], changes: Sequence[str]) -> OutputFile:
    base = desk.config.site.base_url
    rows = (
        _PAGE.fill(address=base + page, changed=_CHANGED.fill(instant=changed) if changed else "")
        for page, changed in zip(pages, changes, strict=True)
    )
    return _file(path, "urlset", rows)


def _parts(desk: Desk, paths: Sequence[str]) -> OutputFile:
    base = desk.config.site.base_url
    return _file(PATH, "sitemapindex", (_PART.fill(address=base + path) for path in paths))


def _file(path: str, kind: str, rows: Iterable[Markup]) -> OutputFile:
    document = io.BytesIO()  # megabytes: never twice, nor as rows
    document.write(_OPENING.format(kind).encode())
    document.writelines(map(str.encode, rows))
    document.write(_CLOSING.format(kind).encode())
    return OutputFile(path, "application/xml", document.getvalue())


def _pages(desk: Desk) -> tuple[list[str], list[str]]:
    """Return the paths of the pages to look for, and when each changed: "" where nobody knows.

    Lists of past years hold nothing that is not on these, and notices of withdrawal nothing at all.
    """
    changes = [_changed(desk.entry(article)) for article in desk.catalogue]

    def latest(spec: FeedSpec) -> str:
        return max(map(changes.__getitem__, desk.rows[spec.stem]), default="")

    pages = [*(spec.page for spec in desk.specs), PEOPLE, *desk.paths]
    return pages, [*map(latest, desk.specs), latest(desk.specs[0]), *changes]


def _changed(entry: LedgerEntry) -> str:
    """Return the instant of the last change; as a text it is ordered like one."""
    instant = entry.updated if entry.corrected else entry.first_seen
    return format_instant(instant) if instant else ""
