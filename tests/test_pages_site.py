"""What holds for every page of a site."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections import Counter
from urllib.parse import unquote, urlsplit

import pytest

from factories import VERSIONS, first_edition, make_articles, next_edition
from newspaper import LATER, OTHERS, STORY, make_pages, own_config, pages, site_files, texts
from vnru import timeline
from vnru.ledger import Ledger
from vnru.topics import Taxonomy

ARTICLES = (STORY, *OTHERS, *VERSIONS)
GONE = make_articles(6)[5]


@pytest.fixture(scope="module")
def files():
    """Everything an edition has, with a withdrawn article, after a first edition that had it."""
    ledger = next_edition(first_edition([*ARTICLES, GONE]), ARTICLES, LATER)
    return site_files(ARTICLES, ledger=ledger, with_feeds=True)


@pytest.fixture(scope="module")
def documents(files):
    return pages(files)


def test_a_page_for_each_article_topic_and_feed_of_the_operators_own(documents):
    assert documents.keys() == {
        "index.html",
        "people.html",
        "feeds/hydrocarbures.html",
        *(f"topics/{topic.slug}.html" for topic in Taxonomy.default()),
        *(f"articles/{article.id}.html" for article in (*ARTICLES, GONE)),
    }


def test_every_internal_link_and_fragment_resolves(files, documents):
    ids = {path: set(page.xpath("//@id")) for path, page in documents.items()}
    for path, page in documents.items():
        for link in page.xpath("//@href | //@src"):
            address = urlsplit(link)
            if address.scheme:
                continue
            folder = posixpath.dirname(path)
            target = (
                posixpath.normpath(posixpath.join(folder, address.path)) if address.path else path
            )
            assert target in files, (path, link)
            assert not address.fragment or unquote(address.fragment) in ids[target], (path, link)


def test_addresses_that_leave_the_site_lie_below_the_base_address_and_exist(files, documents):
    base = own_config().site.base_url
    outward = "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"
    pictures = {
        a for page in documents.values() for a in page.xpath("//*[@property='og:image']/@content")
    }
    assert {f"{base}feed-icon.png"} == pictures
    assert "feed-icon.png" in files
    for path, page in documents.items():
        for address in page.xpath(f"{outward} | //link[@itemprop]/@href"):
            assert base + path == address
        for address in texts(page, "//code[@class='address']"):
            assert address.removeprefix(base) in files
    everything = {a for page in documents.values() for a in page.xpath("//@href") if "://" in a}
    assert all(address.startswith(base) for address in everything)


def test_nothing_is_escaped_twice(files):
    twice = [p for p, file in files.items() if p.endswith(".html") and b"&amp;#" in file.content]
    assert [] == twice


def test_ids_are_unique_and_referred_to(documents):
    for path, page in documents.items():
        ids = Counter(page.xpath("//@id"))
        assert not [id_ for id_, count in ids.items() if count > 1], path
        for reference in page.xpath("//@aria-labelledby | //@aria-describedby"):
            assert reference in ids, path


def test_headings_begin_with_one_h1_and_never_skip_a_level(documents):
    for path, page in documents.items():
        levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(level - before <= 1 for before, level in itertools.pairwise(levels))


def test_frame(documents):
    for path, page in documents.items():
        assert page.get("lang") == "fr"
        assert page.xpath("boolean(//title/text())"), path
        assert page.xpath("boolean(string-length(//meta[@name='description']/@content) > 10)"), path
        assert ["#contenu"] == page.xpath("//body/*[1][self::a]/@href")
        landmarks = [element.tag for element in page.find("body") if element.tag != "a"]
        assert ["header", "main", "footer"] == landmarks
        assert len(page.xpath("//header/nav")) == 1


def test_the_policy_forbids_scripts_and_nothing_asks_for_them(documents):
    for page in documents.values():
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "script" not in policy
        assert not page.xpath("//script | //style | //iframe | //img | //form")
        assert not [name for name in page.xpath("//@*/..") if "style" in name.attrib]
        assert not [a for e in page.iter() for a in e.attrib if a.startswith("on")]


def test_the_two_colour_schemes_and_the_printer_are_served(files):
    style = files["style.css"].content.decode()
    for feature in ("prefers-color-scheme: dark", "prefers-reduced-motion", "media print"):
        assert feature in style
    assert "url(" not in style
    assert "@import" not in style
    assert re.search(r":focus-visible \{\s+outline:", style)


def test_feeds_are_announced_in_three_formats(documents):
    def announced(path):
        links = documents[path].xpath("//link[@rel='alternate']")
        return [(link.get("type"), link.get("href")) for link in links]

    def expected(stem):
        return [
            ("application/atom+xml", f"{stem}.atom"),
            ("application/rss+xml", f"{stem}.rss"),
            ("application/feed+json", f"{stem}.json"),
        ]

    assert expected("all") == announced("index.html")
    assert expected("../topics/energie") == announced("topics/energie.html")
    assert expected("../feeds/hydrocarbures") == announced("feeds/hydrocarbures.html")
    assert expected("../all") == announced(f"articles/{STORY.id}.html")


def test_the_same_edition_is_the_same_bytes_in_any_order_of_its_articles(files):
    ledger = next_edition(first_edition([*ARTICLES, GONE]), ARTICLES, LATER)
    assert files == site_files(ARTICLES[::-1], ledger=ledger, with_feeds=True)


def test_a_site_without_articles_has_all_its_pages():
    documents = make_pages([], ledger=Ledger())
    assert len(documents) == 2 + len(Taxonomy.default()) + 1
    assert "Aucun article pour l’instant." in documents["index.html"].text_content()
    assert not documents["topics/energie.html"].xpath("//svg")


def test_pages_stay_small():
    files = site_files(ARTICLES)
    sizes = {path: len(file.content) for path, file in files.items()}
    assert sizes["index.html"] < 50_000
    assert max(size for path, size in sizes.items() if "/" in path) < 30_000
    assert sizes["style.css"] < 15_000


def test_pages_stay_bounded_and_lead_to_every_article():
    articles = make_articles(1_200)
    documents = make_pages(articles)
    for path in ("index.html", "topics/energie.html"):
        page = documents[path]
        assert len(page.xpath("//main//a[contains(@href, 'articles/')]")) <= 200
        folder = path.removesuffix(".html") if "/" in path else "all"
        volumes = [p for p in documents if p.startswith(f"{folder}/")]
        linked = [
            posixpath.basename(link)
            for volume in volumes
            for link in documents[volume].xpath("//ul[@class='articles']//a/@href")
        ]
        assert sorted(linked) == sorted(f"{article.id}.html" for article in articles)
        assert len(volumes) == len(page.xpath("//ul[@class='shelf']/li"))


def test_a_full_volume_goes_on_in_a_second_part_that_leaves_the_first_as_it_is(monkeypatch):
    monkeypatch.setattr("vnru.pages.listing.VOLUME_SIZE", 5)
    monkeypatch.setattr("vnru.pages.index.NEWS_SHOWN", 3)
    first = site_files(make_articles(7))
    second = site_files(make_articles(8))
    assert {"all/1995.html", "all/1995-2.html"} == {p for p in second if p.startswith("all/")}
    assert first["all/1995.html"] == second["all/1995.html"]
    assert ["1995 (2) 3 articles", "1995 5 articles"] == texts(
        pages(second)["index.html"], "//ul[@class='shelf']/li"
    )


def test_charts_say_what_they_show(documents):
    charts = [svg for page in documents.values() for svg in page.xpath("//svg")]
    assert charts
    for svg in charts:
        assert svg.get("role") == "img"
        title, description = svg.xpath("./title"), svg.xpath("./desc")
        assert [svg.get("aria-labelledby")] == [element.get("id") for element in title]
        assert [svg.get("aria-describedby")] == [element.get("id") for element in description]
        assert all(element.text_content() for element in title + description)


def test_the_table_of_the_index_has_the_numbers_of_its_topics(documents):
    table = documents["index.html"].xpath("//details//table")[0]
    assert ["Thème", "mars 2024", "avril 2025"] == texts(table, ".//thead//th")
    rows = {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in table[2]}
    assert ["2", "1"] == rows["Énergie"]
    assert ["0", "0"] == rows["Santé"]
    assert len(Taxonomy.default()) == len(rows)
    assert timeline.MONTHS_SHOWN >= 14
