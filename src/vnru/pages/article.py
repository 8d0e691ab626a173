"""The page of an article, described as a schema.org NewsArticle (microdata).

The most numerous pages by far: what is constant is rendered once (`Stencil`), the text by
`display.body`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import htpy as h
from markupsafe import Markup, escape

from vnru.article import SUBJECT, Article, TopicMatch
from vnru.dates import PartialDate
from vnru.display import UNDATED, body, day_text, other_versions, typeset
from vnru.ledger import LedgerEntry, format_instant
from vnru.output import Draft, OutputFile
from vnru.pages.apparatus import QUOTED, SCHEMA, apparatus, neighbours
from vnru.pages.desk import ARTICLE_ROOT, Desk, card
from vnru.pages.layout import Page
from vnru.pages.listing import titles
from vnru.pages.stencil import Stencil, slot, together
from vnru.pages.words import shortened
from vnru.summary import Summary, digest_of, listing_of

DESCRIPTION_LENGTH: Final = 200  #: characters of the lead that search engines and cards show

_NOTHING: Final = Markup("")

_PAGE: Final = Stencil(
    [
        h.article(itemscope=True, itemtype=f"{SCHEMA}NewsArticle")[
            h.header(".opening")[
                slot("kicker"),
                h.h1(itemprop="headline", lang=slot("language"))[slot("title")],
                h.p(".byline")[slot("byline")],
                slot("correction"),
            ],
            h.div(".text", itemprop="articleBody", lang=slot("language"))[slot("body")],
            h.footer(".apparatus")[slot("apparatus")],
            h.meta(itemprop="inLanguage", content=slot("code")),
            h.link(itemprop="mainEntityOfPage", href=slot("address")),
        ],
        slot("neighbours"),
    ]
)


def article_drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the page of each article of the desk's catalogue, oldest first."""
    anchors = desk.anchors
    articles = zip(desk.catalogue, desk.paths, desk.surroundings(), strict=True)
    for rank, (summary, path, near) in enumerate(articles):
        named = [anchors[key] for key in summary.named if key in anchors]
        others = listing_of(desk.others(summary))
        basis = digest_of(summary.fingerprint, desk.entry(summary).said, others, near, *named)
        yield Draft(path, basis, partial(_article_page, desk, rank))


def _article_page(desk: Desk, rank: int) -> OutputFile:
    summary = desk.catalogue[rank]
    article, quotations = desk.catalogue.quote(summary, QUOTED)
    entry, others = desk.entry(summary), desk.others(summary)
    said = card(summary)
    main = _PAGE.fill(
        kicker=_kicker(desk, article.topics),
        title=said.title,
        byline=_byline(article),
        correction=_correction(entry),
        body=body(article, level=2, text=typeset, lists=True),
        language="" if article.language == "und" else article.language,
        code=article.language,
        apparatus=together((_versions(entry, others), apparatus(desk, article, quotations))),
        address=desk.config.site.base_url + said.path,
        neighbours=neighbours(desk, desk.neighbours(rank)),
    )
    return desk.layout.lay_out(
        Page(
            path=said.path,
            headline=said.title,
            description=shortened(article.lead or article.title, DESCRIPTION_LENGTH),
            main=main,
            kind="article",
            head=_head(desk, article, entry),
        )
    )


_META: Final = Stencil(h.meta(property=slot("name"), content=slot("value")))


def _head(desk: Desk, article: Article, entry: LedgerEntry) -> Markup:
    """Announce the feeds and, in Open Graph's words, the dates."""
    head = [desk.autodiscovery]
    if article.date:
        head.append(_META.fill(name="article:published_time", value=str(article.date)))
    if entry.corrected:
        head.append(_META.fill(name="article:modified_time", value=format_instant(entry.updated)))
    return together(head)


_KICKER: Final = Stencil(h.p(".kicker")[slot("links")])


def _kicker(desk: Desk, topics: Sequence[TopicMatch]) -> Markup:
    links = [
        desk.topic_links[topic.slug]
        for topic in topics
        if topic.grade == SUBJECT and topic.slug in desk.topic_links
    ]
    return _KICKER.fill(links=together(links, " · ")) if links else _NOTHING


_TIME: Final = Stencil(h.time(itemprop=slot("property"), datetime=slot("datetime"))[slot("text")])
_DATE_META: Final = Stencil(h.meta(itemprop="datePublished", content=slot("datetime")))
_AGENCY: Final = Stencil(
    h.span(itemprop="author", itemscope=True, itemtype=f"{SCHEMA}NewsMediaOrganization")[
        h.span(itemprop="name")[slot("name")]
    ]
)
_FILED: Final = Stencil(
    h.span(itemprop="locationCreated", itemscope=True, itemtype=f"{SCHEMA}Place")[
        h.span(itemprop="name")[slot("name")]
    ]
)


def _byline(article: Article) -> Markup:
    parts = [_date(article.date, article.event_date)]
    if article.credits:
        parts.append(together(map(_agency, article.credits), ", "))
    if article.dateline:
        parts.append(_FILED.fill(name=article.dateline.place))
    return together(parts, " · ")


@functools.lru_cache(maxsize=256)
def _agency(name: str) -> Markup:
    return _AGENCY.fill(name=name)


def _date(issued: PartialDate | None, event: PartialDate | None) -> Markup:
    """Show the best date; what the source states of the publication is never made more precise."""
    if event is None:
        return _time("datePublished", issued) if issued else escape(UNDATED)
    stated = _DATE_META.fill(datetime=str(issued)) if issued else _NOTHING
    return _time("temporalCoverage", event) + stated


def _time(name: str, date: PartialDate) -> Markup:
    return _TIME.fill(property=name, datetime=str(date), text=date.french())


_CORRECTION: Final = Stencil(
    h.p(".correction")[
        "Mis à jour le ",
        h.time(itemprop="dateModified", datetime=slot("datetime"))[slot("text")],
    ]
)


def _correction(entry: LedgerEntry) -> Markup:
    if not entry.corrected:
        return _NOTHING
    return _CORRECTION.fill(datetime=format_instant(entry.updated), text=day_text(entry.updated))


_VERSIONS: Final = Stencil(
    h.section(aria_labelledby="versions")[
        h.h2("#versions")[slot("heading")], slot("note"), slot("titles")
    ]
)
_NOT_LISTED: Final = Stencil(h.p[h.small["Les flux et les listes donnent ", slot("which"), "."]])


def _versions(entry: LedgerEntry, others: Sequence[Summary]) -> Markup:
    """Link to the other versions of the dispatch; each has its page, all are equal there."""
    if not others:
        return _NOTHING
    return _VERSIONS.fill(
        heading=other_versions(len(others)),
        note=(
            _NOT_LISTED.fill(which="la première" if len(others) > 1 else "celle-ci")
            if entry.version_of == others[0].id
            else _NOTHING
        ),
        titles=titles(others, ARTICLE_ROOT),
    )
