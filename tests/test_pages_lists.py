"""The index, the pages of topics and of people, the sitemap."""

from __future__ import annotations

import attrs
import pytest
from lxml import etree

from factories import first_edition, make_article, make_articles, make_config
from newspaper import LATER, OTHERS, STORY, make_pages, own_config, site_files, text, texts
from vnru.article import Person
from vnru.config import TopicConfig

ARTICLES = (STORY, *OTHERS)
LATE = make_article(9, title="Une vieille dépêche", date="1999-05", topics={"sante": 2})


def section(page, id_):
    (found,) = page.xpath(f"//section[@aria-labelledby='{id_}']")
    return found


def test_index_says_what_it_is_and_how_to_subscribe():
    page = make_pages(ARTICLES)["index.html"]
    assert "Vietnam – Russie" == text(page, "//h1")
    about = text(section(page, "presentation"))
    assert "3 articles de presse en français, de mars 2024 à avril 2025, en 16 thèmes." in about
    base = own_config().site.base_url
    assert [f"{base}{path}" for path in ("all.atom", "all.rss", "all.json", "opml.xml")] == texts(
        section(page, "abonnement"), ".//code"
    )


def test_what_a_newcomer_asks_stands_first_in_every_order_of_reading():
    page = make_pages(ARTICLES)["index.html"]
    assert ["presentation", "abonnement", "chronologie", "nouveautes", "themes"] == [
        found.get("aria-labelledby") for found in page.xpath("//main//section")
    ][:5]


def test_an_address_may_break_after_a_slash():
    page = site_files(ARTICLES)["topics/energie.html"].content.decode()
    address = "https://feeds.example.net/<wbr>vnru/<wbr>topics/<wbr>energie.atom"
    assert f'<code class="address">{address}</code>' in page


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2024-03", "2024-03", "2024-05"], "Au plus 2 articles (mars 2024)."),
        (["2024-03", "2024-05"], "Au plus 1 article (mars 2024 et mai 2024)."),
        (["2024-03", "2024-04", "2024-05"], "Au plus 1 article."),
    ],
)
def test_a_chart_names_the_periods_of_its_highest_bars_unless_they_are_many(months, said):
    articles = [make_article(number, date=month) for number, month in enumerate(months)]
    chart = section(make_pages(articles)["index.html"], "chronologie")
    assert text(chart, ".//figcaption").endswith(said)


def test_index_shows_topics_with_count_and_date_of_the_last_article():
    topics = section(make_pages(ARTICLES)["index.html"], "themes")
    found = {text(item, "./h3"): text(item, "./p[@class='meta']") for item in topics.iter("li")}
    assert "3 articles · dernier : avril 2025" == found["Énergie"]
    assert "1 article · dernier : 3 mars 2024" == found["Visites officielles"]
    assert "aucun article" == found["Santé"]
    assert ["Hydrocarbures"] == texts(
        section(make_pages(ARTICLES)["index.html"], "selections"), ".//h3"
    )
    assert not make_pages(ARTICLES, make_config())["index.html"].xpath("//*[@id='selections']")


def test_index_shows_what_came_last_first_and_says_when_it_came():
    ledger = first_edition(ARTICLES).advance([*ARTICLES, LATE], LATER)
    news = section(make_pages([*ARTICLES, LATE], ledger=ledger)["index.html"], "nouveautes")
    assert [
        "Une vieille dépêche",
        "Une réponse",
        "Le ministre reçoit l'ambassadeur : un entretien",
        "Sans date",
    ] == texts(news, ".//h3")
    assert [
        "mai 1999 · VNA, CVN · ajouté le 22 novembre 2026",
        "avril 2025 · VNA, CVN",
        "3 mars 2024 · VNA, CVN",
        "sans date",
    ] == texts(news, ".//p[@class='meta']")


def test_topic_lists_its_articles_by_year_newest_first():
    page = make_pages(ARTICLES)["topics/energie.html"]
    assert [("2025", 1), ("2024", 1), ("Sans date", 1)] == [
        (text(year, "./h3"), len(year.xpath("./ul/li")))
        for year in section(page, "articles").xpath("./section")
    ]
    assert "3 articles, le plus récent : avril 2025" == text(page, "//header//p[@class='byline']")


def test_topic_has_subscription_chart_table_neighbours_and_people():
    page = make_pages(ARTICLES)["topics/energie.html"]
    base = own_config().site.base_url
    assert [f"{base}topics/energie.{kind}" for kind in ("atom", "rss", "json")] == texts(
        section(page, "abonnement"), ".//code"
    )
    bars = section(page, "chronologie").xpath(".//rect/title")
    assert ["mars 2024\xa0: 1 article", "avril 2025\xa0: 1 article"] == [b.text for b in bars]
    rows = section(page, "chronologie").xpath(".//tbody/tr")
    assert [["mars 2024", "1"], ["avril 2025", "1"]] == [texts(row, "./*") for row in rows]
    assert text(page, "//figcaption").endswith("Non comptés faute de date : 1.")
    assert ["Nucléaire civil 1 article", "Santé 1 article", "Visites officielles 1 article"] == (
        texts(section(page, "voisins"), ".//li")
    )
    assert ["Tô Lâm 2 articles", "V. Titov 2 articles", "Gennady Bezdetko 1 article"] == (
        texts(section(page, "personnes"), ".//li")
    )


def test_topic_within_a_topic_leads_to_it():
    documents = make_pages(ARTICLES)
    kicker = documents["topics/nucleaire-civil.html"].xpath("//p[@class='kicker']")[0]
    assert ["../index.html#themes", "../topics/energie.html"] == kicker.xpath("./a/@href")
    own = documents["feeds/hydrocarbures.html"].xpath("//p[@class='kicker']/a/@href")
    assert ["../index.html#selections"] == own


def test_a_dropped_topic_is_nowhere():
    config = attrs.evolve(make_config(), topics={"energie": TopicConfig(include="mentions")})
    mention = make_article(8, title="Au passage", topics={"energie": 1})
    page = make_pages([STORY, mention], config)["topics/energie.html"]
    assert ["Le ministre reçoit l'ambassadeur : un entretien", "Au passage"] == texts(
        page, "//ul[@class='articles']//a"
    )


def test_people_who_are_named_together():
    page = make_pages(ARTICLES)["people.html"]
    rows = section(page, "ensemble").xpath(".//tbody/tr")
    assert [
        ["Tô Lâm et V. Titov", "2 Une réponse, avril 2025"],
        [
            "Gennady Bezdetko et Tô Lâm",
            "1 Le ministre reçoit l'ambassadeur : un entretien, 3 mars 2024",
        ],
        [
            "Gennady Bezdetko et V. Titov",
            "1 Le ministre reçoit l'ambassadeur : un entretien, 3 mars 2024",
        ],
    ] == [texts(row, "./*") for row in rows]
    drawn = section(page, "ensemble").xpath(".//svg//path/title")
    assert 3 == len(drawn)
    assert ["personne-to-lam", "personne-v-titov", "personne-gennady-bezdetko"] == section(
        page, "liste"
    ).xpath(".//tr/@id")
    first = section(page, "liste").xpath(".//tbody/tr[1]")[0]
    assert ["Tô Lâm secrétaire général", "2", "V. Titov, Gennady Bezdetko"] == texts(first, "./*")


def test_nobody_is_named():
    page = make_pages([make_article()])["people.html"]
    assert "Aucune personne pour l’instant." in text(page, "//main")
    assert not page.xpath("//svg | //table")


def sitemap(files, path="sitemap.xml"):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = etree.fromstring(files[path].content)
    return {
        entry.findtext("s:loc", namespaces=names): entry.findtext("s:lastmod", namespaces=names)
        for entry in root
    }


def test_sitemap_gives_a_day_only_where_it_is_known():
    corrected = attrs.evolve(STORY, digest="0" * 64)
    ledger = first_edition([corrected, *OTHERS]).advance([STORY, OTHERS[0], LATE], LATER)
    found = sitemap(site_files([STORY, OTHERS[0], LATE], ledger=ledger))
    base, later = own_config().site.base_url, "2026-11-22T12:00:00Z"
    assert later == found[f"{base}articles/{STORY.id}.html"]
    assert later == found[f"{base}articles/{LATE.id}.html"]
    assert found[f"{base}articles/{OTHERS[0].id}.html"] is None
    assert f"{base}articles/{OTHERS[1].id}.html" not in found
    assert later == found[f"{base}index.html"] == found[f"{base}topics/sante.html"]
    assert found[f"{base}topics/culture-arts.html"] is None


def test_sitemap_of_too_many_pages_has_parts(monkeypatch):
    monkeypatch.setattr("vnru.pages.sitemap.FILE_LIMIT", 10)
    files = site_files(make_articles(5))
    whole = sitemap(files)
    base = own_config().site.base_url
    assert [f"{base}sitemap-{number}.xml" for number in (1, 2, 3)] == list(whole)
    parts = [sitemap(files, address.removeprefix(base)) for address in whole]
    assert [10, 10, 4] == [len(part) for part in parts]
    assert {address.removeprefix(base) for part in parts for address in part} <= files.keys()


def test_a_relative_role_does_not_stand_on_its_own():
    article = attrs.evolve(STORY, people=[Person("A B", "ministre"), Person("C D")])
    later = attrs.evolve(
        make_article(7, date="2026-01"), people=[Person("A B", "homologue"), Person("C D")]
    )
    page = make_pages([article, later])["people.html"]
    assert "A B ministre" == texts(section(page, "liste"), ".//tbody//th")[0]


def test_people_beyond_the_page_of_people_are_named_without_a_link(monkeypatch):
    monkeypatch.setattr("vnru.pages.desk.PEOPLE_LISTED", 2)
    documents = make_pages(ARTICLES)
    names = section(documents[f"articles/{STORY.id}.html"], "personnes").xpath(".//li/*[1]")
    assert [("a", "Tô Lâm"), ("span", "Gennady Bezdetko"), ("a", "V. Titov")] == [
        (name.tag, name.text_content()) for name in names
    ]
    assert 2 == len(section(documents["people.html"], "liste").xpath(".//tbody/tr"))


def test_the_drawing_leaves_out_those_for_whom_there_is_no_row(monkeypatch):
    monkeypatch.setattr("vnru.pages.people.DRAWN", 2)
    page = make_pages(ARTICLES)["people.html"]
    assert ["Tô Lâm", "V. Titov"] == page.xpath("//svg/text/text()")
    assert 3 == len(section(page, "ensemble").xpath(".//tbody/tr"))


def test_volumes_are_divided_by_month_as_far_as_months_are_known(monkeypatch):
    monkeypatch.setattr("vnru.pages.index.NEWS_SHOWN", 1)
    year_only = make_article(6, title="Une année", date="2024")
    documents = make_pages([*ARTICLES, year_only])
    assert ["Mars", "Mois inconnu"] == texts(documents["all/2024.html"], "//h2")
    assert ["Sans date"] == texts(documents["all/sans-date.html"], "//h2")
    assert "Articles, sans date" == text(documents["all/sans-date.html"], "//h1")
    assert ["2025 1 article", "2024 2 articles", "sans date 1 article"] == texts(
        documents["index.html"], "//ul[@class='shelf']/li"
    )
