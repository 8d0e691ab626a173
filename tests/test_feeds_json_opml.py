"""JSON Feed and OPML."""

from __future__ import annotations

import json

import attrs
import jsonschema
from lxml import etree

from conftest import schema
from factories import (
    LEAD,
    TAXONOMY,
    VERSIONS,
    first_edition,
    make_article,
    make_articles,
    make_config,
    print_edition,
)
from vnru.catalogue import Catalogue
from vnru.config import Query, QueryFeed

HOME = "https://feeds.example.net/vnru"


def load(files, path):
    return json.loads(files[path].content)


def test_every_json_feed_keeps_to_the_schema():
    rules = json.loads(schema("jsonfeed-1.1.json").read_bytes())
    validator = jsonschema.Draft7Validator(rules, format_checker=jsonschema.FormatChecker())
    articles = [*make_articles(60), make_article(80, date=None, agencies=[]), *VERSIONS]
    files = print_edition(articles)
    for path in files:
        if path.endswith(".json"):
            assert [] == [error.message for error in validator.iter_errors(load(files, path))]


def test_the_head_of_a_json_feed():
    head = load(print_edition([make_article()]), "topics/energie.json")
    assert "https://jsonfeed.org/version/1.1" == head["version"]
    assert "Vietnam – Russie\u00a0: Énergie" == head["title"]
    assert f"{HOME}/topics/energie.html" == head["home_page_url"]
    assert f"{HOME}/topics/energie.json" == head["feed_url"]
    assert [{"name": "Vietnam – Russie"}] == head["authors"]
    assert "fr" == head["language"]
    assert [] == head["items"]
    assert not {"next_url", "hubs"} & set(head)


def test_a_json_item():
    article = make_article(event_date="2024-03-03", topics={"energie": 2, "sante": 1})
    (item,) = load(print_edition([article]), "all.json")["items"]
    content = item.pop("content_html")
    assert content.startswith('<p><time datetime="2024-03-03">3 mars 2024</time></p>\n')
    assert {
        "id": "tag:example.net,2026:vnru/article/0000000000000001",
        "url": f"{HOME}/articles/0000000000000001.html",
        "title": "Le ministre reçoit l'ambassadeur",
        "summary": LEAD,
        "date_published": "2024-03-03T00:00:00Z",
        "date_modified": "2024-03-03T00:00:00Z",
        "authors": [{"name": "VNA"}, {"name": "CVN"}],
        "tags": ["Énergie"],
        "language": "fr",
        "_vnru": {
            "date": "2024-03",
            "event_date": "2024-03-03",
            "corrected": False,
            "topics": {"energie": 2, "sante": 1},
        },
    } == item


def test_an_undated_item_has_no_date_of_publication():
    (item,) = load(print_edition([make_article(date=None, agencies=[])]), "all.json")["items"]
    assert not {"date_published", "authors", "tags"} & set(item)
    assert "2026-11-21T12:00:00Z" == item["date_modified"]
    assert None is item["_vnru"]["date"]


def test_the_next_page_is_the_archive_before():
    files = print_edition(make_articles(60))
    urls = ["all"]
    while url := load(files, f"{urls[-1]}.json").get("next_url"):
        urls.append(url.removeprefix(f"{HOME}/").removesuffix(".json"))
    assert ["all", "all/1999", "all/1998", "all/1997", "all/1996", "all/1995"] == urls


def test_a_hub_is_announced():
    site = attrs.evolve(make_config().site, hub="https://hub.example.net/")
    files = print_edition([], config=attrs.evolve(make_config(), site=site))
    assert [{"type": "WebSub", "url": "https://hub.example.net/"}] == load(files, "all.json")[
        "hubs"
    ]


def test_one_article_is_one_line():
    lines = print_edition(make_articles(3))["all.json"].content.splitlines()
    assert 3 == sum(line.startswith(b'{"id": "tag:') for line in lines)


def outlines(files):
    body = etree.fromstring(files["opml.xml"].content).find("body")
    return {
        group.get("text"): [
            outline.attrib for outline in group.iter("outline") if outline is not group
        ]
        for group in body
    }


def test_opml_lists_every_feed_in_groups():
    own = QueryFeed(slug="mien", title="« À moi » & <toi>", query=Query())
    files = print_edition([], config=attrs.evolve(make_config(), feeds=[own]))
    groups = outlines(files)
    assert ["Tout", "Thèmes", "Sélections"] == list(groups)
    assert [f"{HOME}/topics/{topic.slug}.atom" for topic in TAXONOMY] == [
        line["xmlUrl"] for line in groups["Thèmes"]
    ]
    assert [
        {
            "type": "rss",
            "text": "« À moi » & <toi>",
            "title": "« À moi » & <toi>",
            "description": "« À moi » & <toi>",
            "language": "fr",
            "xmlUrl": f"{HOME}/feeds/mien.atom",
            "htmlUrl": f"{HOME}/feeds/mien.html",
        }
    ] == groups["Sélections"]


def test_opml_has_nothing_that_validators_do_not_know():
    root = etree.fromstring(print_edition([])["opml.xml"].content)
    assert ["title", "dateModified"] == [element.tag for element in root.find("head")]
    assert {("text",)} == {tuple(group.keys()) for group in root.find("body")}


def test_opml_says_when_a_feed_last_changed():
    files = print_edition([make_article(date="2024-03")])
    date = etree.fromstring(files["opml.xml"].content).findtext("head/dateModified")
    assert "Thu, 01 Jan 2026 00:00:00 GMT" == date


def test_no_feeds_no_outlines():
    from vnru import feeds

    files = list(feeds.documents([], Catalogue.of([]), TAXONOMY, make_config(), first_edition([])))
    assert "opml.xml" == files[-1].path
    assert {} == outlines({file.path: file.make() for file in files})
