"""Atom 1.0 (RFC 4287) and RSS 2.0, by feedgen.

The only module that knows feedgen, and it imports it only where a feed is made. What feedgen leaves
out or gets wrong, an extension of it mends in the element it has made:

- of an entry's link it writes the address only, and of RSS links only `self`;
- it has no `xml:lang` of an entry, no RFC 5005, no RFC 6721, no exact dates, and in RSS no author
  without a mail address;
- it stamps feeds and entries with the current time unless told otherwise.

Atom and RSS need a generator each: their `self` differs, and a summary is text in Atom and HTML in
RSS. Feeds are printed with line breaks (they are kept under version control). Since a ``<`` in a
text is always escaped, a printed feed can be cut at the ends of its entries, and an entry that was
printed once be put into every document that holds it. In the same way a category that was printed
once is put into every entry: an entry has more categories than anything else, but always the same.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import attrs

from vnru.diagnostics import FeedError
from vnru.feeds.addresses import LOGO_SIZE
from vnru.feeds.entry import Category, Entry
from vnru.feeds.masthead import GENERATOR, HTML, Link, Masthead
from vnru.ledger import format_instant

if TYPE_CHECKING:
    from lxml.etree import _Element

_NS_DC: Final = "http://purl.org/dc/elements/1.1/"
_NS_TERMS: Final = "http://purl.org/dc/terms/"
_NS_ATOM: Final = "http://www.w3.org/2005/Atom"
_NS_HISTORY: Final = "http://purl.org/syndication/history/1.0"
_NS_TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

#: A description is HTML, whatever it says: readers would take "<3" for a tag.
_AS_HTML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@attrs.frozen(eq=False)
class _Dialect:
    """What tells the two formats apart."""

    namespaces: dict[str, str]
    printed: Callable[[Any], bytes]  #: makes the bytes of feedgen's generator
    links: slice  #: which links of a head feedgen writes; RSS has the last of them as its <link>
    summarise: Callable[[Any, str], None]  #: gives feedgen's entry its summary
    opening: bytes  #: of the first entry, as printed
    closing: bytes  #: of every entry
    place: bytes  #: `_PLACE`, as printed in a head
    tail: bytes  #: after the last entry


def _atom_summary(item: Any, text: str) -> None:
    item.summary(text)


def _rss_summary(item: Any, text: str) -> None:
    item.description(text.translate(_AS_HTML), isSummary=True)


#: Stands in for the categories of an entry while it is printed.
_PLACE: Final = Category("here", scheme="", label="here")
_DEEPER: Final = b"  "  #: how much further in than in a head a category is printed in an entry

_ATOM: Final = _Dialect(
    namespaces={"dcterms": _NS_TERMS, "fh": _NS_HISTORY},
    printed=lambda feed: feed.atom_str(pretty=True),
    links=slice(None),
    summarise=_atom_summary,
    opening=b"  <entry",
    closing=b"  </entry>\n",
    place=b'  <category term="here" label="here"/>\n',
    tail=b"</feed>\n",
)
_RSS: Final = _Dialect(
    namespaces={"dc": _NS_DC, "dcterms": _NS_TERMS, "fh": _NS_HISTORY},
    printed=lambda feed: feed.rss_str(pretty=True),
    links=slice(2),
    summarise=_rss_summary,
    opening=b"    <item",
    closing=b"    </item>\n",
    place=b"    <category>here</category>\n",
    tail=b"  </channel>\n</rss>\n",
)


def atom_entries(entries: Sequence[Entry]) -> list[bytes]:
    """Render entries as Atom, each as it stands in any document."""
    return _entries(_ATOM, entries)


def rss_entries(entries: Sequence[Entry]) -> list[bytes]:
    """Render entries as RSS, each as it stands in any document."""
    return _entries(_RSS, entries)


def atom_frame(head: Masthead) -> tuple[bytes, bytes]:
    """Render what stands before and after the entries of an Atom document."""
    return _frame(_ATOM, head)


def rss_frame(head: Masthead) -> tuple[bytes, bytes]:
    """Render what stands before and after the entries of an RSS document."""
    return _frame(_RSS, head)


def _entries(dialect: _Dialect, entries: Sequence[Entry]) -> list[bytes]:
    if not entries:
        return []
    data = _whole(dialect, _ANY_HEAD, entries, categories=lambda _: (_PLACE,))
    first, *others, _ = data.split(dialect.closing)
    printed = [first[first.index(dialect.opening) :], *others]
    place = _DEEPER + dialect.place
    printed_category = functools.partial(_printed_category, dialect)
    return [
        text.replace(place, b"".join(map(printed_category, entry.categories)), 1) + dialect.closing
        for text, entry in zip(printed, entries, strict=True)
    ]


@functools.lru_cache(maxsize=1024)
def _printed_category(dialect: _Dialect, category: Category) -> bytes:
    """Render a category as it stands in any entry."""
    head = attrs.evolve(_ANY_HEAD, categories=(_PLACE, category, _PLACE))
    _, printed, _ = _whole(dialect, head, ()).split(dialect.place)
    return _DEEPER + printed


def _frame(dialect: _Dialect, head: Masthead) -> tuple[bytes, bytes]:
    declaration, data = _whole(dialect, head, ()).split(b"\n", 1)
    stylesheet = f'<?xml-stylesheet type="text/css" href="{head.stylesheet}"?>'.encode()
    return b"\n".join((declaration, stylesheet, data.removesuffix(dialect.tail))), dialect.tail


def _whole(
    dialect: _Dialect,
    head: Masthead,
    entries: Iterable[Entry],
    *,
    categories: Callable[[Entry], Iterable[Category]] = attrgetter("categories"),
) -> bytes:
    """Return a feed as feedgen prints it.

    Raises:
        FeedError: a text holds a character that XML cannot carry (reading lets none through).
    """
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.register_extension("vnru", lambda: _FeedExtension(head, dialect), _EntryExtension)
    try:
        _set_head(feed, head, dialect)
        for entry in entries:
            _set_entry(feed.add_entry(order="append"), entry, categories(entry), dialect)
        return dialect.printed(feed)
    except ValueError as error:
        raise FeedError(f"a text cannot be written as XML: {error}") from error


def _set_head(feed: Any, head: Masthead, dialect: _Dialect) -> None:
    feed.id(head.id)
    feed.title(head.title)
    feed.subtitle(head.subtitle)
    feed.description(head.subtitle)
    feed.updated(head.updated)
    feed.language(head.language)
    feed.author(name=head.author)
    feed.rights(head.rights)
    feed.generator(GENERATOR)
    feed.icon(head.icon)
    feed.logo(head.logo)
    feed.image(head.logo, width=str(LOGO_SIZE[0]), height=str(LOGO_SIZE[1]))
    feed.category([_category(category) for category in head.categories])
    feed.link([_link(link) for link in head.links[dialect.links]])


def _set_entry(item: Any, entry: Entry, categories: Iterable[Category], dialect: _Dialect) -> None:
    item.id(entry.id)
    item.title(entry.title)
    item.updated(entry.updated)
    item.published(entry.published)
    item.link(href=entry.url)
    item.author([{"name": name} for name in entry.authors])
    item.category([_category(category) for category in categories])
    item.rights(entry.rights)
    item.content(entry.content, type="html")
    dialect.summarise(item, entry.summary)
    item.vnru.entry = entry


def _category(category: Category) -> dict[str, str]:
    return {"term": category.term, "scheme": category.scheme, "label": category.label}


def _link(link: Link) -> dict[str, str]:
    return {key: value for key, value in link._asdict().items() if value is not None}


class _FeedExtension:
    """Mends the head that feedgen made."""

    def __init__(self, head: Masthead, dialect: _Dialect) -> None:
        self._head = head
        self._namespaces = dialect.namespaces

    def extend_ns(self) -> dict[str, str]:
        return self._namespaces | ({"at": _NS_TOMBSTONES} if self._head.removed else {})

    def extend_atom(self, feed: _Element) -> None:
        _shorten_instants(feed)
        self._say_history(feed)
        for id_, when in self._head.removed:
            instant = format_instant(when)
            _add(feed, f"{{{_NS_TOMBSTONES}}}deleted-entry", ref=id_, when=instant)

    def extend_rss(self, rss: _Element) -> None:
        channel = rss[0]
        for link in self._head.links:
            if link.rel != "self" and link.type != HTML:  # which feedgen has written
                _add(channel, f"{{{_NS_ATOM}}}link", **_link(link))
        self._say_history(channel)

    def _say_history(self, feed: _Element) -> None:
        if self._head.archive:
            _add(feed, f"{{{_NS_HISTORY}}}archive")
        if self._head.complete:
            _add(feed, f"{{{_NS_HISTORY}}}complete")


class _EntryExtension:
    """Mends the element that feedgen made of an entry."""

    entry: Entry

    def extend_atom(self, element: _Element) -> None:
        _shorten_instants(element)
        element.set(_XML_LANG, self.entry.language)
        for link in element.iterchildren("link"):
            link.set("rel", "alternate")
            link.set("type", HTML)
        for version in self.entry.versions:
            _add(
                element,
                "link",
                rel="related",
                href=version.url,
                type=HTML,
                title=version.title,
            )
        self._say_dates(element)

    def extend_rss(self, item: _Element) -> None:
        for name in self.entry.authors:
            _add(item, f"{{{_NS_DC}}}creator", name)
        _add(item, f"{{{_NS_DC}}}rights", self.entry.rights)
        if self.entry.corrected or self.entry.published is None:
            _add(item, f"{{{_NS_ATOM}}}updated", format_instant(self.entry.updated))
        self._say_dates(item)

    def _say_dates(self, element: _Element) -> None:
        if self.entry.issued is not None:
            _add(element, f"{{{_NS_TERMS}}}issued", self.entry.issued)
        if self.entry.event_date is not None:
            _add(element, f"{{{_NS_TERMS}}}temporal", self.entry.event_date)


def _add(parent: _Element, tag: str, text: str | None = None, **attributes: str) -> None:
    child = parent.makeelement(tag, attributes)
    child.text = text
    parent.append(child)


def _shorten_instants(element: _Element) -> None:
    """Write UTC as Z, as all else that we publish does."""
    for name in ("updated", "published"):
        for child in element.iterchildren(name):
            child.text = (child.text or "").replace("+00:00", "Z")


#: What stands at the head of a feed that is printed for its entries only.
_ANY_HEAD: Final = Masthead(
    id="tag:example.org,2026:any",
    title="any",
    subtitle="any",
    updated=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    url="https://example.org/",
    links=(Link("alternate", "https://example.org/", HTML),),
    icon="",
    logo="",
    stylesheet="",
    language="fr",
    rights="",
    author="any",
    categories=(),
    archive=False,
    complete=False,
    removed=(),
)
