"""Feeds as programs that people use see them. Nothing here talks to a network."""

from __future__ import annotations

import datetime as dt
import html
import json
import sqlite3
import subprocess
from pathlib import Path

import atoma
import attrs
import fastfeedparser
import feedparser
import listparser
import pytest
from lxml import etree
from reader import make_reader

from conftest import requires
from factories import (
    NOW,
    TAXONOMY,
    VERSIONS,
    first_edition,
    make_article,
    make_articles,
    next_edition,
    print_edition,
)
from newsboat import newsboat

ARTICLES = [
    *make_articles(60),
    make_article(70, date=None, title="Sans date", agencies=[]),
    make_article(71, date="2024-03", event_date="2024-03-03", topics={"sante": 2}),
    *VERSIONS,
    make_article(72, title="<b>1 < 2</b> & « R&D » ]]>", blocks=[("lead", "5 > 4 & <i>x</i>.")]),
]
READERS = Path(__file__).parent / "readers"
LATE = make_article(99, date="1996-02", title="Un article retrouvé")
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture(scope="module")
def edition():
    return print_edition(ARTICLES)


def each(files, extension):
    """Yield path, bytes, and the ids that XML finds, of every feed document of a format."""
    names = {"atom": "{http://www.w3.org/2005/Atom}id", "rss": "guid"}
    entries = {"atom": "{http://www.w3.org/2005/Atom}entry", "rss": "item"}
    for path, file in files.items():
        if path.endswith(f".{extension}"):
            root = etree.fromstring(file.content)
            yield (
                path,
                file.content,
                [e.findtext(names[extension]) for e in root.iter(entries[extension])],
            )


@pytest.mark.parametrize("extension", ["atom", "rss"])
def test_feedparser_reads_every_document(edition, extension):
    for path, content, ids in each(edition, extension):
        feed = feedparser.parse(content)
        assert not feed.bozo, path
        assert ids == [entry.id for entry in feed.entries]
        assert feed.feed.link.endswith(".html")


def test_feedparser_sees_the_same_in_atom_and_rss(edition):
    def seen(path):
        is_html = path.endswith(".rss")  # what RSS calls a description is HTML
        return [
            (
                entry.link,
                entry.get("published_parsed"),
                entry.content[0].value,
                html.unescape(entry.summary) if is_html else entry.summary,
                [author["name"] for author in entry.get("authors", [])],
            )
            for entry in feedparser.parse(edition[path].content).entries
        ]

    for path, _, _ in each(edition, "atom"):
        assert seen(path) == seen(f"{path.removesuffix('atom')}rss")


@pytest.mark.parametrize("extension", ["atom", "rss"])
def test_fastfeedparser_sees_the_same_dates(edition, extension):
    for _, content, ids in each(edition, extension):
        if ids:  # it takes an empty feed for none
            entries = fastfeedparser.parse(content).entries
            assert ids == [entry.id for entry in entries]
            for entry, expected in zip(entries, feedparser.parse(content).entries, strict=True):
                if "published_parsed" in expected:
                    year, month, day = expected.published_parsed[:3]
                    assert f"{year}-{month:02}-{day:02}" == entry.published[:10]


@pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning:atoma")
def test_atoma_reads_both_formats(edition):  # whose own fault that is, from Python 3.12 on
    for _, content, ids in each(edition, "atom"):
        assert ids == [entry.id_ for entry in atoma.parse_atom_bytes(content).entries]
    for _, content, ids in each(edition, "rss"):
        assert ids == [item.guid for item in atoma.parse_rss_bytes(content).items]


def test_listparser_finds_every_feed_in_the_opml(edition):
    found = listparser.parse(edition["opml.xml"].content)
    assert not found.bozo
    assert len(TAXONOMY) + 1 == len(found.feeds)


def lay(files, root: Path):
    for path, file in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(file.content)


def correct(article):
    return attrs.evolve(article, digest="0" * 64, title=f"{article.title} (corrigé)")


def read_in_javascript(folder: Path, paths) -> list[dict]:
    """Return what each reader of tests/readers, installed there by `npm install`, sees."""
    requires("node")
    if not (READERS / "node_modules").exists():
        requires("the packages of tests/readers/package.json")
    done = subprocess.run(
        ["node", READERS / "read.mjs", *paths],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "" == done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def printed_by_id(base: str) -> dict[str, dict]:
    """Return what a reader should show of each article, by its id in feeds."""
    return {
        f"tag:example.net,2026:vnru/article/{article.id}": {
            "title": article.title,
            "url": f"{base}articles/{article.id}.html",
            "published": article.published and article.published.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "authors": list(article.credits),
        }
        for article in ARTICLES
    }


def own_ways(reader: str, entry: dict) -> dict:
    """Return what a reader rightly says otherwise than the record of the article."""
    ways = {}
    if reader == "rss-parser":
        ways["authors"] = None  # it keeps one of them
        if entry["title"] == "Sans date":  # it takes what Atom has, the instant of the last change
            ways["published"] = entry["published"]
    if entry["title"] == "Sans date" and entry["authors"] == ["Vietnam – Russie"]:
        ways["authors"] = entry["authors"]  # of the feed (RFC 4287, 4.2.1)
    return ways


def test_readers_in_javascript_see_what_the_records_say(edition, tmp_path):
    lay(edition, tmp_path)
    base = "https://feeds.example.net/vnru/"
    paths = [path for path in edition if path.endswith((".atom", ".rss", ".json"))]
    records = printed_by_id(base)
    judged = set()
    for seen in read_in_javascript(tmp_path, paths):
        reader, path = seen["reader"], seen["path"]
        judged.add((reader, path))
        feed = json.loads(edition[f"{path.rpartition('.')[0]}.json"].content)
        assert (feed["title"], feed["home_page_url"]) == (seen["title"], seen["page"])
        assert [item["id"] for item in feed["items"]] == [e["id"] for e in seen["entries"]]
        for entry in seen["entries"]:
            record = records[entry.pop("id")] | own_ways(reader, entry)
            assert record == entry, (reader, path)
    xml = [path for path in paths if not path.endswith(".json")]
    expected = {("feedsmith", path) for path in paths}
    expected |= {
        (name, path) for name in ("@rowanmanning/feed-parser", "rss-parser") for path in xml
    }
    assert expected == judged


def test_feedsmith_finds_every_feed_in_the_opml(edition, tmp_path):
    lay(edition, tmp_path)
    (seen,) = read_in_javascript(tmp_path, ["opml.xml"])
    stems = [path.removesuffix(".json") for path in edition if path.endswith(".json")]
    current = {f"https://feeds.example.net/vnru/{s}.atom" for s in stems if not is_archive(s)}
    assert current == set(seen["feeds"])
    assert len(current) == len(seen["feeds"])


def is_archive(stem: str) -> bool:
    return stem.rpartition("/")[0] not in ("", "topics")


@pytest.fixture
def two_editions(edition):
    """Return two editions: in the second, an old article came late and another was corrected."""
    newest = max(ARTICLES, key=lambda article: article.sort_key)
    articles = [LATE, *(correct(a) if a is newest else a for a in ARTICLES)]
    ledger = next_edition(first_edition(ARTICLES), articles, LATER)
    return edition, print_edition(articles, ledger=ledger), newest


@pytest.mark.parametrize("path", ["all.atom", "all.rss", "all.json"])
def test_reader_gets_a_late_article_and_a_correction(two_editions, path, tmp_path):
    before, after, newest = two_editions
    with make_reader(":memory:", feed_root=str(tmp_path)) as reader:
        reader.add_feed(path)
        lay(before, tmp_path)
        first = reader.update_feed(path)
        assert (50, 0) == (first.new, first.modified)
        for entry in reader.get_entries():
            reader.mark_entry_as_read(entry)
        again = reader.update_feed(path)
        assert again is None or (0, 0) == (again.new, again.modified)
        lay(after, tmp_path)
        second = reader.update_feed(path)
        assert (1, 1) == (second.new, second.modified)
        (late,) = reader.get_entries(read=False)
        assert (LATE.title, LATE.published) == (late.title, late.published)
        tag = f"tag:example.net,2026:vnru/article/{newest.id}"
        corrected = reader.get_entry((path, tag))
        assert corrected.title.endswith("(corrigé)")
        assert newest.published == corrected.published
        assert "Mis à jour le 23 novembre 2026." in corrected.content[0].value


@pytest.mark.parametrize("extension", ["atom", "rss"])
def test_newsboat_gets_a_late_article_once(two_editions, extension, tmp_path):
    before, after, _ = two_editions
    site = tmp_path / "site"
    (tmp_path / "urls").write_text(f"file://{site}/all.{extension}\n")
    (tmp_path / "config").write_text("")
    lay(before, site)
    for _ in range(2):
        newsboat(tmp_path, "-x", "reload")
        assert "50 unread articles" == newsboat(tmp_path, "-x", "print-unread")
    lay(after, site)
    newsboat(tmp_path, "-x", "reload")
    assert "51 unread articles" == newsboat(tmp_path, "-x", "print-unread")
    with sqlite3.connect(tmp_path / "cache") as cache:
        (feed,) = cache.execute("select title, url from rss_feed")
        (late,) = cache.execute(
            "select author, url, pubDate from rss_item where title = ?", [LATE.title]
        )
    cache.close()
    assert ("Vietnam – Russie", "https://feeds.example.net/vnru/index.html") == feed
    assert {"atom": "VNA, CVN", "rss": "CVN"}[extension] == late[0]  # it keeps RSS's last
    assert int(LATE.published.timestamp()) == late[2]
    assert late[1].endswith(f"/articles/{LATE.id}.html")


def test_newsboat_imports_the_opml(edition, tmp_path):
    (tmp_path / "urls").write_text("")
    (tmp_path / "config").write_text("")
    (tmp_path / "opml.xml").write_bytes(edition["opml.xml"].content)
    newsboat(tmp_path, "-i", str(tmp_path / "opml.xml"))
    lines = (tmp_path / "urls").read_text().splitlines()
    assert 'https://feeds.example.net/vnru/all.atom "Tout"' == lines[0]
    assert len(TAXONOMY) + 1 == len(lines)


def test_rss2email_mails_each_article_once(two_editions, tmp_path):
    requires("r2e")
    before, after, _ = two_editions
    site = tmp_path / "site"
    (tmp_path / "config").write_text(
        "[DEFAULT]\nfrom = a@example.net\nto = b@example.net\nemail-protocol = maildir\n"
        f"maildir-path = {tmp_path}/mail\nmaildir-mailbox = inbox\n"
    )
    (tmp_path / "mail").mkdir()

    def r2e(*arguments: str) -> None:
        command = ["r2e", "-c", tmp_path / "config", "-d", tmp_path / "data", *arguments]
        subprocess.run(command, capture_output=True, timeout=120, check=True)

    def mails() -> int:
        return sum(1 for path in (tmp_path / "mail").rglob("*") if path.is_file())

    lay(before, site)
    r2e("add", "tout", f"{site}/all.atom")
    for _ in range(2):
        r2e("run")
        assert 50 == mails()
    lay(after, site)
    r2e("run")
    assert 51 == mails()
