"""Atom and RSS: what stands in them, read as XML."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conftest import fewer, schema
from factories import (
    LEAD,
    NOW,
    TAXONOMY,
    VERSIONS,
    first_edition,
    make_article,
    make_articles,
    make_config,
    next_edition,
    print_edition,
)
from vnru import feeds
from vnru.catalogue import Catalogue
from vnru.config import FeedOptions
from vnru.diagnostics import FeedError
from vnru.feeds import atom_rss, feed_formats
from vnru.feeds.entry import Category, compose, filing
from vnru.feeds.masthead import masthead
from vnru.feeds.press import plan_documents

NS = {
    "a": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "t": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
LATER = NOW + dt.timedelta(days=3)


def tree(files, path):
    return etree.fromstring(files[path].content)


def texts(node, path):
    return [
        found if isinstance(found, str) else found.text for found in node.xpath(path, namespaces=NS)
    ]


def entry_of(article, *, ledger=None):
    """Return the article's Atom entry and RSS item."""
    files = print_edition([article], ledger=ledger)
    (entry,) = tree(files, "all.atom").xpath("a:entry", namespaces=NS)
    (item,) = tree(files, "all.rss").xpath("channel/item")
    return entry, item


def corrected(article, now=LATER):
    """Return the article with another text, and the ledger that saw the change."""
    new = attrs.evolve(article, digest="0" * 64)
    return new, first_edition([article]).advance([new], now)


# The head


def test_the_head_of_atom():
    feed = tree(print_edition([make_article()]), "all.atom")
    assert "fr" == feed.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert ["tag:example.net,2026:vnru/feed/all"] == texts(feed, "a:id")
    assert ["Vietnam – Russie"] == texts(feed, "a:title")
    assert ["Vietnam – Russie"] == texts(feed, "a:author/a:name")
    assert ["2024-03-01T00:00:00Z"] == texts(feed, "a:updated")
    assert ["vnru"] == texts(feed, "a:generator")
    assert ["https://feeds.example.net/vnru/feed-icon.png"] == texts(feed, "a:icon")
    assert ["https://feeds.example.net/vnru/feed-logo.png"] == texts(feed, "a:logo")
    assert 1 == len(texts(feed, "a:rights")) == len(texts(feed, "a:subtitle"))


def test_the_head_of_rss():
    (channel,) = tree(print_edition([make_article()]), "topics/energie.rss").xpath("channel")
    assert ["Vietnam – Russie\u00a0: Énergie"] == texts(channel, "title")
    assert texts(channel, "title") == texts(channel, "image/title")
    assert ["https://feeds.example.net/vnru/topics/energie.html"] == texts(channel, "link")
    assert ["Pétrole, gaz, électricité."] == texts(channel, "description")
    assert ["fr"] == texts(channel, "language")
    assert ["vnru"] == texts(channel, "generator")
    assert ["Thu, 01 Jan 2026 00:00:00 +0000"] == texts(channel, "lastBuildDate")
    assert ["Énergie", "Energie et ressources"] == texts(channel, "category")
    assert [] == texts(channel, "pubDate")


def links(node, prefix="a:link"):
    return [(a.get("rel"), a.get("type"), a.get("href")) for a in node.xpath(prefix, namespaces=NS)]


HOME = "https://feeds.example.net/vnru"
ATOM_TYPE, RSS_TYPE, JSON_TYPE = (format_.kind.media_type for format_ in feed_formats())


def test_each_format_links_to_itself_to_the_others_and_to_the_page():
    files = print_edition([make_article()])
    assert [
        ("self", ATOM_TYPE, f"{HOME}/topics/sante.atom"),
        ("alternate", "text/html", f"{HOME}/topics/sante.html"),
        ("alternate", RSS_TYPE, f"{HOME}/topics/sante.rss"),
        ("alternate", JSON_TYPE, f"{HOME}/topics/sante.json"),
        ("alternate", "text/html", f"{HOME}/topics/sante.html"),
    ] == links(tree(files, "topics/sante.atom"))
    assert [
        ("self", RSS_TYPE, f"{HOME}/topics/sante.rss"),
        ("alternate", ATOM_TYPE, f"{HOME}/topics/sante.atom"),
        ("alternate", JSON_TYPE, f"{HOME}/topics/sante.json"),
    ] == links(tree(files, "topics/sante.rss"), "channel/a:link")


def test_archives_are_linked_in_both_formats():
    files = print_edition(make_articles(60))
    expected = {
        "all": [("prev-archive", "all/1999")],
        "all/1997": [
            ("prev-archive", "all/1996"),
            ("next-archive", "all/1998"),
            ("current", "all"),
        ],
        "all/1995": [("next-archive", "all/1996"), ("current", "all")],
    }
    for extension, prefix in (("atom", "a:link"), ("rss", "channel/a:link")):
        for stem, wanted in expected.items():
            found = links(tree(files, f"{stem}.{extension}"), prefix)
            assert [(rel, f"{HOME}/{target}.{extension}") for rel, target in wanted] == [
                (rel, href) for rel, _, href in found if rel not in {"self", "alternate"}
            ]


def test_an_archive_says_in_its_title_which_it_is():
    files = print_edition(make_articles(60))
    assert ["Vietnam – Russie (archives 1997)"] == texts(tree(files, "all/1997.atom"), "a:title")
    assert texts(tree(files, "all.atom"), "a:id") == texts(tree(files, "all/1997.atom"), "a:id")


def test_a_hub_is_announced():
    config = attrs.evolve(
        make_config(), site=attrs.evolve(make_config().site, hub="https://hub.example.net/")
    )
    files = print_edition([], config=config)
    for path, prefix in (("all.atom", "a:link"), ("all.rss", "channel/a:link")):
        assert ("hub", None, "https://hub.example.net/") in links(tree(files, path), prefix)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("all.atom", "feed.css"),
        ("all.rss", "feed.css"),
        ("all/1997.atom", "../feed.css"),
        ("topics/energie.rss", "../feed.css"),
        ("topics/energie/1997.rss", "../../feed.css"),
    ],
)
def test_a_browser_finds_the_stylesheet(path, address):
    files = print_edition(make_articles(60))
    instruction = tree(files, path).getprevious()
    assert ("text/css", address) == (instruction.get("type"), instruction.get("href"))
    assert files["feed.css"].content


def test_feed_addresses_change_with_the_site_and_ids_do_not():
    site = make_config().site
    moved = attrs.evolve(make_config(), site=attrs.evolve(site, base_url="https://b.example/"))
    article = make_article(topics={"energie": 2})
    for path in ("all.atom", "all.rss"):
        here, there = (
            tree(print_edition([article], config=c), path) for c in (make_config(), moved)
        )
        ids = "//a:id | //guid | //a:category/@scheme | //category/@domain"
        assert texts(here, ids) == texts(there, ids)
        assert b"feeds.example.net" not in etree.tostring(there)


# Entries


def test_an_entry_in_atom():
    article = make_article(topics={"energie": 2, "sante": 1}, date="2024-03")
    entry, _ = entry_of(article)
    assert "fr" == entry.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert ["tag:example.net,2026:vnru/article/0000000000000001"] == texts(entry, "a:id")
    assert ["Le ministre reçoit l'ambassadeur"] == texts(entry, "a:title")
    assert [LEAD] == texts(entry, "a:summary")
    assert ["VNA", "CVN"] == texts(entry, "a:author/a:name")
    assert [("alternate", "text/html", f"{HOME}/articles/0000000000000001.html")] == links(entry)
    assert [
        ("energie", "tag:example.net,2026:vnru/topics", "Énergie"),
        ("20000256", "http://cv.iptc.org/newscodes/mediatopic/", "Energie et ressources"),
    ] == [
        (c.get("term"), c.get("scheme"), c.get("label"))
        for c in entry.xpath("a:category", namespaces=NS)
    ]
    (content,) = entry.xpath("a:content", namespaces=NS)
    assert "html" == content.get("type")
    assert content.text.startswith('<p><time datetime="2024-03">mars 2024</time></p>\n')
    assert content.text.endswith("<p>Ils se sont parlé.</p>\n")


def test_an_entry_in_rss():
    _, item = entry_of(make_article(topics={"energie": 2}))
    assert ["false"] == texts(item, "guid/@isPermaLink")
    assert ["tag:example.net,2026:vnru/article/0000000000000001"] == texts(item, "guid")
    assert [f"{HOME}/articles/0000000000000001.html"] == texts(item, "link")
    assert [LEAD] == texts(item, "description")
    assert ["VNA", "CVN"] == texts(item, "dc:creator")
    assert ["Énergie", "Energie et ressources"] == texts(item, "category")
    tags = [child.tag for child in item]
    assert tags.index("description") < tags.index(f"{{{NS['content']}}}encoded")


def test_both_formats_carry_the_same_text():
    entry, item = entry_of(make_article())
    assert texts(entry, "a:content") == texts(item, "content:encoded")


def test_iptc_concepts_that_two_topics_share_are_named_once():
    entry, _ = entry_of(make_article(topics={"energie": 2, "nucleaire-civil": 2}))
    assert ["energie", "nucleaire-civil", "20000256"] == texts(entry, "a:category/@term")


@pytest.mark.parametrize(
    ("date", "event_date", "published", "issued", "temporal"),
    [
        ("2024-03", None, "2024-03-01T00:00:00Z", ["2024-03"], []),
        ("2024-03-09", None, "2024-03-09T00:00:00Z", ["2024-03-09"], []),
        ("2024", None, "2024-01-01T00:00:00Z", ["2024"], []),
        ("2024-03", "2024-03-03", "2024-03-03T00:00:00Z", [], ["2024-03-03"]),
        ("2024-03", "2024-03-01", "2024-03-01T00:00:00Z", [], ["2024-03-01"]),
        (None, "2023-06-30", "2023-06-30T00:00:00Z", [], ["2023-06-30"]),
    ],
)
def test_an_instant_is_the_first_of_what_is_known_and_the_precision_stands_beside_it(
    date, event_date, published, issued, temporal
):
    entry, item = entry_of(make_article(date=date, event_date=event_date))
    assert [published] == texts(entry, "a:published") == texts(entry, "a:updated")
    assert [dt.datetime.fromisoformat(published)] == [
        parsedate_to_datetime(text) for text in texts(item, "pubDate")
    ]
    for node in (entry, item):
        assert issued == texts(node, "t:issued")
        assert temporal == texts(node, "t:temporal")
    assert [] == texts(item, "a:updated")


def test_an_article_that_shares_its_instant_was_not_changed_since():
    files = print_edition([make_article(1, date="2024-03"), make_article(2, date="2024-03")])
    items = etree.fromstring(files["all.rss"].content).iter("item")
    assert [[], []] == [texts(item, "a:updated") for item in items]


def test_an_undated_article_has_no_date_of_publication():
    entry, item = entry_of(make_article(date=None))
    assert [] == texts(entry, "a:published | t:issued | t:temporal")
    assert [] == texts(item, "pubDate | t:issued | t:temporal")
    assert ["2026-11-21T12:00:00Z"] == texts(entry, "a:updated") == texts(item, "a:updated")
    (content,) = texts(entry, "a:content")
    assert content.startswith("<p>sans date</p>\n")


def test_a_correction_moves_updated_and_says_so_in_the_text():
    article, ledger = corrected(make_article(date="2024-03"))
    entry, item = entry_of(article, ledger=ledger)
    assert ["2024-03-01T00:00:00Z"] == texts(entry, "a:published")
    assert ["2026-11-24T12:00:00Z"] == texts(entry, "a:updated") == texts(item, "a:updated")
    for (content,) in (texts(entry, "a:content"), texts(item, "content:encoded")):
        assert "<em>Mis à jour le 24 novembre 2026.</em>" in content


def test_a_header_date_that_was_corrected_is_not_issued_beside_the_old_instant():
    article = make_article(date="2024-03")
    redated = attrs.evolve(make_article(date="2024-04"), id=article.id)
    ledger = first_edition([article]).advance([redated], LATER)
    entry, item = entry_of(redated, ledger=ledger)
    assert ["2024-03-01T00:00:00Z"] == texts(entry, "a:published")
    assert [] == texts(entry, "t:issued") + texts(item, "t:issued")


def test_an_article_without_agencies_is_by_the_publisher():
    entry, item = entry_of(make_article(agencies=[]))
    assert [] == texts(entry, "a:author/a:name") + texts(item, "dc:creator")


def test_an_entry_says_its_language():
    entry, _ = entry_of(make_article(language="und"))
    assert "und" == entry.get("{http://www.w3.org/XML/1998/namespace}lang")


def test_withdrawals_stand_before_the_entries_of_atom():
    articles = make_articles(3)
    ledger = first_edition(articles).advance(articles[:2], LATER)
    config = attrs.evolve(make_config(), feed=FeedOptions(tombstones=True))
    files = print_edition(articles[:2], config=config, ledger=ledger)
    feed = tree(files, "all.atom")
    (stone,) = feed.xpath("at:deleted-entry", namespaces=NS)
    assert {
        "ref": f"tag:example.net,2026:vnru/article/{articles[2].id}",
        "when": "2026-11-24T12:00:00Z",
    } == dict(stone.attrib)
    tags = [etree.QName(child).localname for child in feed]
    assert tags.index("deleted-entry") < tags.index("entry")
    assert b"deleted-entry" not in files["all.rss"].content
    assert b"tombstones" not in print_edition(articles[:2], ledger=ledger)["all.atom"].content


# All texts


HOSTILE = st.text(
    alphabet=st.sampled_from("<>&\"']é-!?") | st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
).filter(lambda text: text.strip() and not set(text) & {"\ufffe", "\uffff"})
MARKUP = [
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[x]]>",
    "&lt;b&gt; &eacute; &#38;",
    "<!-- -->",
    "{{ 7*7 }}",
    "</entry>\n  </entry>\n",
    "    </item>\n",
    "  <entry xml:lang",
    "javascript:alert(1)",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>",
]


@fewer(60)
@given(HOSTILE | st.sampled_from(MARKUP), HOSTILE | st.sampled_from(MARKUP))
def test_text_in_is_text_out(title, lead):
    article = make_article(title=title, blocks=[("lead", lead)], agencies=[title])
    entry, item = entry_of(article)
    for said, expected in (
        ("a:title", title),
        ("a:summary", lead),
        ("a:author/a:name", title),
    ):
        assert [expected] == texts(entry, said)
    assert [title] == texts(item, "title") == texts(item, "dc:creator")
    for node, path in ((entry, "a:content"), (item, "content:encoded"), (item, "description")):
        (html,) = texts(node, path)
        shown = "".join(etree.HTML(f"<div>{html}</div>").itertext())
        assert "".join(lead.split()) in "".join(shown.split())
    assert [] == entry.xpath(".//script") + item.xpath(".//script")


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\ufffe", "\ud800"])
def test_what_xml_cannot_carry_is_an_error_of_ours(char):
    with pytest.raises(FeedError, match="cannot be written as XML"):
        print_edition([make_article(title=f"a{char}b")])


@pytest.mark.parametrize("index", [0, 1], ids=["atom", "rss"])
def test_entries_that_were_printed_once_make_the_feed_that_feedgen_prints_whole(index):
    articles = [
        *make_articles(40),
        make_article(50, title=MARKUP[6], blocks=[("lead", text) for text in MARKUP]),
        make_article(51, date=None, topics={"energie": 2, "sante": 2}, agencies=[]),
    ]
    config, ledger = make_config(feed_entries=30), first_edition(articles)
    catalogue = Catalogue.of(articles)
    specs = feeds.specs(catalogue, TAXONOMY, config, ledger)
    files = print_edition(articles, config=config)
    filed = filing(TAXONOMY, config.site)
    kinds = [format_.kind for format_ in feed_formats()]
    dialect = (atom_rss._ATOM, atom_rss._RSS)[index]  # noqa: SLF001
    for document in plan_documents(specs, catalogue, TAXONOMY, config, ledger):
        head = masthead(document, kinds[index], kinds, filed, config.site)
        entries = [
            compose(catalogue.load(a), ledger.articles[a.id], filed, config.site)
            for a in document.articles
        ]
        whole = atom_rss._whole(dialect, head, entries)  # noqa: SLF001
        spliced = files[f"{document.stem}.{kinds[index].extension}"].content
        declaration, stylesheet, rest = spliced.split(b"\n", 2)
        assert stylesheet.startswith(b"<?xml-stylesheet ")
        assert whole == declaration + b"\n" + rest


@pytest.mark.parametrize("dialect", [atom_rss._ATOM, atom_rss._RSS], ids=["atom", "rss"])  # noqa: SLF001
def test_categories_that_were_printed_once_are_those_that_feedgen_prints(dialect):
    article = make_article(1)
    known = first_edition([article]).articles[article.id]
    categories = [
        Category(text, "https://example.org/?a&b", text) for text in (*MARKUP, "a\n b", "here")
    ]
    entry = attrs.evolve(compose(article, known, {}, make_config().site), categories=categories)
    whole = atom_rss._whole(dialect, atom_rss._ANY_HEAD, [entry])  # noqa: SLF001
    [printed] = atom_rss._entries(dialect, [entry])  # noqa: SLF001
    assert len(categories) == printed.count(b"<category")
    assert printed in whole


def test_no_entries_are_no_bytes():
    assert [[], [], []] == [format_.entries([]) for format_ in feed_formats()]


# Both formats, many articles


def test_atom_and_rss_agree_on_ids_dates_and_links():
    articles = [*make_articles(70), make_article(80, date=None)]
    files = print_edition(articles)
    stems = [path.removesuffix(".atom") for path in files if path.endswith(".atom")]
    assert 12 < len(stems)
    for stem in stems:
        atom, rss = tree(files, f"{stem}.atom"), tree(files, f"{stem}.rss")
        assert texts(atom, "a:entry/a:id") == texts(rss, "channel/item/guid")
        assert texts(atom, "a:entry/a:link/@href") == texts(rss, "channel/item/link")
        assert [dt.datetime.fromisoformat(text) for text in texts(atom, "a:entry/a:published")] == [
            parsedate_to_datetime(text) for text in texts(rss, "channel/item/pubDate")
        ]
        assert [dt.datetime.fromisoformat(texts(atom, "a:updated")[0])] == [
            parsedate_to_datetime(text) for text in texts(rss, "channel/lastBuildDate")
        ]


def test_two_runs_give_the_same_bytes_whatever_the_order_of_articles():
    articles = [*make_articles(70), make_article(80, date=None)]
    assert print_edition(articles) == print_edition(articles[::-1])


def test_every_atom_document_keeps_to_the_schema():
    relaxng = etree.RelaxNG(etree.parse(schema("atom-rfc4287.rng")))
    articles = [*make_articles(60), make_article(80, date=None, agencies=[]), *VERSIONS]
    ledger = next_edition(first_edition(articles), articles[1:], LATER)
    config = attrs.evolve(make_config(), feed=FeedOptions(tombstones=True))
    files = print_edition(articles[1:], config=config, ledger=ledger)
    for path, file in files.items():
        if path.endswith(".atom"):
            relaxng.assertValid(etree.fromstring(file.content))
