"""A dispatch in several versions: one entry in feeds and lists, a page for each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence

import attrs
import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from factories import (
    DISPATCH,
    NOW,
    TAXONOMY,
    first_edition,
    make_article,
    make_config,
    make_version,
    next_edition,
    print_edition,
)
from newspaper import make_pages, own_config, site_files, text, texts
from vnru import edition
from vnru.article import Article
from vnru.catalogue import Catalogue
from vnru.config import FeedOptions
from vnru.corpus import Corpus
from vnru.ledger import Ledger
from vnru.output import OutputFile

LATER = NOW + dt.timedelta(days=1)
AFTERWARDS = NOW + dt.timedelta(days=2)

OTHER = make_article(9, title="Un autre article", topics={"energie": 2})
FULL = make_version(1, date="2024-03-05", topics={"energie": 2}, agencies=("VNA", "CVN"))
SHORT = make_version(2, title="Bourses <et> « visas »", words=DISPATCH[:2], topics={"energie": 2})
FULLER = make_version(
    3,
    title="Bourses, vaccins et minibus",
    words=(*DISPATCH, "Des minibus électriques iront du port de pêche au marché couvert de Huê."),
    topics={"energie": 2, "sante": 1},
)
ALL = attrs.evolve(own_config(), feed=FeedOptions(versions="all"))


def serials(files: Mapping[str, OutputFile], path: str) -> list[int]:
    """Return which articles a JSON feed holds."""
    items = json.loads(files[path].content)["items"]
    return [int(item["id"].rpartition("/")[2], 16) for item in items]


def entries(articles: Sequence[Article], ledger: Ledger | None = None) -> list[int]:
    return serials(print_edition(articles, ledger=ledger), "all.json")


# What a feed holds


@pytest.mark.parametrize("path", ["all.json", "topics/energie.json", "feeds/hydrocarbures.json"])
def test_a_feed_holds_the_best_version(path: str):
    articles = [SHORT, FULL, OTHER]
    best = site_files(articles, with_feeds=True)
    assert [1, 9] == serials(best, path)
    assert [1, 2, 9] == sorted(serials(site_files(articles, ALL, with_feeds=True), path))


def test_archives_hold_the_best_version():
    files = print_edition([SHORT, FULL, OTHER], config=make_config(feed_entries=1))
    assert [1, 9] == serials(files, "all/2024.json")


def test_the_same_stands_in_every_format():
    files = print_edition([SHORT, FULL, OTHER])
    ids = [f"tag:example.net,2026:vnru/article/{serial:016x}" for serial in (1, 9)]
    assert ids == [entry.id for entry in feedparser.parse(files["all.atom"].content).entries]
    assert ids == [entry.id for entry in feedparser.parse(files["all.rss"].content).entries]


def test_whatever_the_order_of_articles_the_same_bytes_are_published():
    articles = [SHORT, FULL, FULLER, OTHER]
    assert site_files(articles, with_feeds=True) == site_files(articles[::-1], with_feeds=True)


# What an entry says of the other versions

LINE = (
    "<p>Autre version de cette dépêche\xa0: "
    '<a href="https://feeds.example.net/vnru/articles/0000000000000002.html">'
    "Bourses &lt;et&gt; « visas »</a>"
    ' (VNA, <time datetime="2024-03">mars 2024</time>)</p>\n'
)


def contents(files: Mapping[str, OutputFile], at: int = 0) -> Iterator[str]:
    """Yield the content of an entry in each format."""
    for path in ("all.atom", "all.rss"):
        feed = feedparser.parse(files[path].content, sanitize_html=False)
        yield feed.entries[at].content[0].value
    yield json.loads(files["all.json"].content)["items"][at]["content_html"]


def test_the_content_ends_with_the_other_version():
    for content in contents(print_edition([SHORT, FULL, OTHER])):
        assert content.rstrip().endswith(LINE.rstrip())


def test_several_versions_are_named_the_best_first():
    (content, *_) = contents(print_edition([SHORT, FULL, FULLER]))
    line = content[content.index("<p>Autres versions") :]
    assert line.startswith("<p>Autres versions de cette dépêche\xa0: <a ")
    assert line.index("vaccins</a>") < line.index("\u202f; <a ") < line.index("visas »</a>")


def test_atom_links_the_other_version():
    feed = etree.fromstring(print_edition([SHORT, FULL, OTHER])["all.atom"].content)
    first, second = feed.findall("{*}entry")
    related = [
        dict(link.attrib) for link in first.findall("{*}link") if link.get("rel") == "related"
    ]
    assert [
        {
            "rel": "related",
            "href": "https://feeds.example.net/vnru/articles/0000000000000002.html",
            "type": "text/html",
            "title": "Bourses <et> « visas »",
        }
    ] == related
    assert ["alternate"] == [link.get("rel") for link in second.findall("{*}link")]


def test_readers_take_the_page_of_the_version_shown_for_the_address():
    for path in ("all.atom", "all.rss"):
        entry = feedparser.parse(print_edition([SHORT, FULL])[path].content).entries[0]
        assert "https://feeds.example.net/vnru/articles/0000000000000001.html" == entry.link


def test_where_every_version_has_an_entry_none_is_linked():
    files = site_files([SHORT, FULL], ALL, with_feeds=True)
    assert [] == [
        path for path, file in files.items() if "de cette dépêche".encode() in file.content
    ]


# Pages


def test_every_version_has_its_page_and_they_link_to_each_other():
    pages = make_pages([SHORT, FULL, OTHER])
    for one, other in ((FULL, SHORT), (SHORT, FULL)):
        page = pages[f"articles/{one.id}.html"]
        section = "//section[@aria-labelledby='versions']"
        assert "Autre version de cette dépêche" == text(page, f"{section}/h2")
        assert [f"../articles/{other.id}.html"] == page.xpath(f"{section}//a/@href")
    assert [] == pages[f"articles/{OTHER.id}.html"].xpath("//*[@id='versions']")


def test_the_link_of_a_version_says_title_agencies_and_date():
    page = make_pages([SHORT, FULL])[f"articles/{SHORT.id}.html"]
    assert ["Bourses et vaccins 5 mars 2024 · VNA, CVN"] == texts(
        page, "//section[@aria-labelledby='versions']//li"
    )


def test_every_version_is_the_canonical_one_of_its_text():
    pages = make_pages([SHORT, FULL])
    for article in (SHORT, FULL):
        assert [f"https://feeds.example.net/vnru/articles/{article.id}.html"] == pages[
            f"articles/{article.id}.html"
        ].xpath("//link[@rel='canonical']/@href")


def test_a_version_that_no_list_holds_says_so():
    pages = make_pages([SHORT, FULL])
    said = "Les flux et les listes donnent celle-ci."
    assert said in pages[f"articles/{SHORT.id}.html"].text_content()
    assert said not in pages[f"articles/{FULL.id}.html"].text_content()
    page = make_pages([SHORT, FULL, FULLER])[f"articles/{SHORT.id}.html"]
    assert "Les flux et les listes donnent la première." in page.text_content()
    assert f"../articles/{FULLER.id}.html" == page.xpath("//ul[@class='articles']//a/@href")[0]


@pytest.mark.parametrize("path", ["index.html", "topics/energie.html", "feeds/hydrocarbures.html"])
def test_lists_hold_the_best_version(path: str):
    linked = make_pages([SHORT, FULL, OTHER])[path].xpath("//main//a/@href")
    assert any(href.endswith(f"{FULL.id}.html") for href in linked)
    assert not any(href.endswith(f"{SHORT.id}.html") for href in linked)


def test_counts_count_dispatches_and_the_index_says_so():
    said = "Une dépêche reçue en plusieurs versions n’y compte qu’une fois"
    pages = make_pages([SHORT, FULL, OTHER])
    assert text(pages["index.html"], "//*[@id='presentation']/../p[1]").startswith("2 articles ")
    assert said in pages["index.html"].text_content()
    assert text(pages["topics/energie.html"], "//p[@class='byline']").startswith("2 articles")
    assert said not in make_pages([FULL, OTHER])["index.html"].text_content()


def test_neighbours_are_articles_that_lists_hold():
    before = make_article(8, date="2024-02", topics={"energie": 2})
    pages = make_pages(
        [before, SHORT, FULL, make_article(7, date="2024-04", topics={"energie": 2})]
    )
    for other in (before.id, f"{7:016x}"):
        assert [f"../articles/{FULL.id}.html"] == pages[f"articles/{other}.html"].xpath(
            "//nav[@class='neighbours']//li/a/@href"
        )
    assert [] == pages[f"articles/{SHORT.id}.html"].xpath("//nav[@class='neighbours']")


def test_people_are_counted_once_a_dispatch():
    articles = [
        make_version(1, words=DISPATCH),
        make_version(2, words=DISPATCH[:2]),
        make_article(3),
    ]
    named = [attrs.evolve(a, people=make_article(people=["Tô Lâm"]).people) for a in articles]
    assert ["2"] == texts(make_pages(named)["people.html"], "//tr[@id='personne-to-lam']/td[1]")


def test_the_sitemap_has_every_version():
    sitemap = site_files([SHORT, FULL])["sitemap.xml"].content.decode()
    assert all(f"articles/{article.id}.html" in sitemap for article in (SHORT, FULL))


# What subscribers see when versions come and go


def test_a_better_version_that_comes_later_takes_no_entry():
    ledger = next_edition(first_edition([SHORT, OTHER]), [SHORT, OTHER, FULL], LATER)
    assert SHORT.id == ledger.articles[FULL.id].version_of
    files = print_edition([SHORT, OTHER, FULL], ledger=ledger)
    assert [9, 2] == serials(files, "all.json")
    for content in contents(files, at=1):
        assert f"articles/{FULL.id}.html" in content[content.index("<p>Autre version") :]


def test_an_entry_that_links_a_new_version_is_not_updated():
    before = first_edition([SHORT, OTHER])
    after = next_edition(before, [SHORT, OTHER, FULL], LATER)
    assert before.articles[SHORT.id] == after.articles[SHORT.id]


def test_of_versions_that_come_together_the_best_has_the_entry():
    ledger = next_edition(first_edition([OTHER]), [SHORT, OTHER, FULL], LATER)
    assert [1, 9] == entries([SHORT, OTHER, FULL], ledger)


def test_a_correction_does_not_change_which_version_has_the_entry():
    better = attrs.evolve(FULLER, id=SHORT.id, serial=SHORT.serial)
    ledger = next_edition(first_edition([SHORT, FULL]), [better, FULL], LATER)
    assert [1] == entries([better, FULL], ledger)


def test_when_the_version_shown_is_withdrawn_the_best_of_the_others_is_new():
    articles = [SHORT, FULL, FULLER, OTHER]
    before = first_edition(articles)
    assert [9, 3] == sorted(entries(articles, before), reverse=True)
    after = next_edition(before, [SHORT, FULL, OTHER], LATER)
    assert [1, 9] == entries([SHORT, FULL, OTHER], after)
    assert LATER == after.articles[FULL.id].first_seen
    assert FULL.id == after.articles[SHORT.id].version_of


def test_a_version_that_comes_back_takes_no_entry_from_its_successor():
    articles = [SHORT, FULL, OTHER]
    ledger = next_edition(first_edition(articles), [SHORT, OTHER], LATER)
    ledger = next_edition(ledger, articles, AFTERWARDS)
    assert [2, 9] == entries(articles, ledger)
    assert FULL.id in ledger.articles
    assert ledger.articles[FULL.id].withdrawn is None


def test_while_the_version_shown_cannot_be_read_no_other_takes_its_place():
    before = first_edition([SHORT, FULL, FULLER, OTHER])
    rest = [SHORT, FULL, OTHER]
    assert before == next_edition(before, rest, LATER, refused={FULLER.id})
    assert before == next_edition(before, [SHORT, OTHER], LATER, refused={FULLER.id, FULL.id})
    page = make_pages(rest, ledger=before)[f"articles/{SHORT.id}.html"]
    assert "Les flux et les listes" not in page.text_content()


def test_a_correction_that_makes_another_dispatch_of_it_gives_it_an_entry():
    before = first_edition([SHORT, FULL])
    another = attrs.evolve(OTHER, id=SHORT.id, serial=SHORT.serial)
    after = next_edition(before, [another, FULL], LATER)
    assert (None, LATER) == (
        after.articles[SHORT.id].version_of,
        after.articles[SHORT.id].first_seen,
    )


def test_what_stood_in_feeds_stays_there_and_what_did_not_comes_when_all_are_wanted():
    articles = [SHORT, FULL, OTHER]
    every = first_edition(articles, config=ALL)
    assert every == next_edition(every, articles, LATER)
    assert [1, 2, 9] == sorted(entries(articles, every))
    best = first_edition(articles)
    wanted = next_edition(best, articles, LATER, config=ALL)
    assert LATER == wanted.articles[SHORT.id].first_seen
    assert [2, 1, 9] == serials(print_edition(articles, config=ALL, ledger=wanted), "all.json")


def test_two_entries_of_one_dispatch_link_to_each_other():
    """A third version can show that two articles are of one dispatch; both have been published."""
    articles = [SHORT, FULL]
    ledger = next_edition(first_edition(articles, config=ALL), [*articles, FULLER], LATER)
    assert [1, 2] == sorted(entries([*articles, FULLER], ledger))
    pages = make_pages([*articles, FULLER], ledger=ledger)
    assert [f"../articles/{FULL.id}.html", f"../articles/{FULLER.id}.html"] == pages[
        f"articles/{SHORT.id}.html"
    ].xpath("//section[@aria-labelledby='versions']//a/@href")


EDITIONS = st.lists(
    st.lists(st.sampled_from([SHORT, FULL, FULLER, OTHER]), unique_by=lambda a: a.id),
    min_size=1,
    max_size=4,
)


@given(EDITIONS, st.lists(st.sampled_from([SHORT.id, FULL.id, FULLER.id]), max_size=1))
def test_of_each_dispatch_one_version_has_an_entry(
    editions: Sequence[Sequence[Article]], refused: Sequence[str]
):
    ledger = Ledger()
    for number, articles in enumerate(editions):
        now = NOW + dt.timedelta(hours=number)
        present = {article.id for article in articles}
        bad = [id_ for id_ in refused if id_ not in present]
        ledger = next_edition(ledger, articles, now, refused=bad)
        assert ledger == next_edition(ledger, articles[::-1], LATER, refused=bad)
        assert ledger == Ledger.from_bytes(ledger.to_bytes())
        shown = [
            id_
            for id_ in (SHORT.id, FULL.id, FULLER.id)
            if id_ in ledger.articles
            and ledger.articles[id_].withdrawn is None
            and ledger.articles[id_].version_of is None
        ]
        held = present & {SHORT.id, FULL.id, FULLER.id}
        assert len(shown) == 1 if held else len(shown) <= 1


@pytest.mark.parametrize("lead", ['"x"', "7", "null"])
def test_a_ledger_that_names_no_article_is_none(lead: str):
    first, line, rest = first_edition([FULL]).to_bytes().decode().split("\n")
    line = line.replace("}", f', "version_of": {lead}}}')
    with pytest.raises(ValueError, match="line 2"):
        Ledger.from_bytes(f"{first}\n{line}\n{rest}".encode())


def test_of_copies_without_number_each_links_the_one_shown_and_some_others():
    copies = [make_version(serial, topics={"energie": 2}) for serial in range(1, 61)]
    ledger = first_edition(copies[59:])
    ledger = next_edition(ledger, copies)
    page = make_pages(copies, ledger=ledger)["articles/0000000000000001.html"]
    links = page.xpath("//section[@aria-labelledby='versions']//a/@href")
    assert [60, *range(2, 51)] == [int(link[-21:-5], 16) for link in links]
    files = print_edition(copies, ledger=ledger)
    assert [60] == serials(files, "all.json")
    assert all(50 == content.count("/articles/") for content in contents(files))


# Plans


def test_a_plan_puts_versions_together():
    corpus = Corpus([SHORT, FULL, OTHER])
    files = list(edition.plan(corpus, make_config(), first_edition(corpus), TAXONOMY))
    assert [1, 9] == serials({file.path: file for file in files}, "all.json")


def test_where_every_version_is_wanted_no_texts_are_compared():
    catalogue = Catalogue.of([SHORT, FULL])
    assert catalogue is edition.assembled(catalogue, ALL)
    assert [("0000000000000001", "0000000000000002")] == [
        tuple(version.id for version in story)
        for story in edition.assembled(catalogue, make_config()).stories
    ]
