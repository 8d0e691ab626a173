"""The page of an article, and the notice that takes its place."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from factories import NOW, first_edition, make_article
from newspaper import LATER, OTHERS, STORY, Element, make_pages, properties, text, texts
from vnru.article import Block, BlockKind, Dateline
from vnru.ledger import Ledger

NARROW = "\u202f"


def page_of(article, *others, ledger=None):
    return make_pages([article, *others], ledger=ledger)[f"articles/{article.id}.html"]


def news_article(page):
    (item,) = page.xpath("//*[@itemtype='https://schema.org/NewsArticle']")
    return item


def values(page, name):
    return [value for key, value in properties(news_article(page)) if key == name]


def names(page, name):
    found = (item for item in values(page, name) if isinstance(item, Element))
    return [dict(properties(item))["name"] for item in found]


def test_text_captions_crossheads_and_lists_are_what_they_are():
    body = page_of(STORY).xpath("//*[@itemprop='articleBody']")[0]
    assert [
        ("p", "Le ministre a reçu le 3 mars, à Hanoï, l'ambassadeur de Russie."),
        ("figure", "Le ministre (droite). Photo : VNA"),
        ("h2", "Renforcer le partenariat"),
        ("ul", "- Le pétrole - Le gaz"),
        ("p", "VNA/CVN"),
    ] == [(part.tag, " ".join(part.text_content().split())) for part in body]


def test_typography_is_french_on_the_page_and_untouched_in_the_record():
    article = make_article(title="Une question: qui vient?")
    page = page_of(article)
    assert f"Une question\xa0: qui vient{NARROW}?" == page.xpath("string(//h1)")
    assert f"Une question\xa0: qui vient{NARROW}? | Vietnam – Russie" == page.xpath(
        "string(//title)"
    )


@pytest.mark.parametrize(
    ("date", "event_date", "shown", "published", "covered"),
    [
        ("2024-03", "2024-03-03", "3 mars 2024", ["2024-03"], ["2024-03-03"]),
        ("2024-03", None, "mars 2024", ["2024-03"], []),
        ("2024-03-09", None, "9 mars 2024", ["2024-03-09"], []),
        ("2024", None, "2024", ["2024"], []),
        (None, "2023-06-30", "30 juin 2023", [], ["2023-06-30"]),
        (None, None, "sans date", [], []),
    ],
)
def test_dates_are_as_precise_as_the_source(date, event_date, shown, published, covered):
    page = page_of(make_article(date=date, event_date=event_date, agencies=()))
    assert shown == text(page, "//p[@class='byline']")
    assert published == values(page, "datePublished")
    assert covered == values(page, "temporalCoverage")
    assert published == page.xpath("//meta[@property='article:published_time']/@content")


def test_microdata_of_a_news_article():
    page = page_of(attrs.evolve(STORY, dateline=Dateline("Hanoï", ["VNA"])))
    assert ["Le ministre reçoit l'ambassadeur : un entretien"] == values(page, "headline")
    assert ["VNA", "CVN"] == names(page, "author")
    assert ["Hanoï"] == names(page, "locationCreated")
    assert ["Énergie", "Visites officielles"] == names(page, "about")
    assert ["Nucléaire civil", "Tô Lâm", "Gennady Bezdetko", "V. Titov", "Hanoï", "Moscou"] == (
        names(page, "mentions")
    )
    assert ["fr"] == values(page, "inLanguage")
    assert page.xpath("//link[@rel='canonical']/@href") == values(page, "mainEntityOfPage")
    assert "name" not in dict(properties(news_article(page)))


def test_topics_are_split_by_grade_and_show_the_words_that_gave_them():
    section = page_of(STORY).xpath("//section[@aria-labelledby='themes']")[0]
    assert ["Sujets", "Mentions"] == texts(section, "./h3")
    assert ["Énergie pétrole", "Visites officielles a reçu"] == texts(section, "./ul[1]/li")
    assert ["Nucléaire civil"] == texts(section, "./ul[2]/li")
    assert ["pétrole", "a reçu"] == texts(section, ".//q")


def test_people_stand_with_their_roles_and_lead_to_the_page_of_people():
    section = page_of(STORY, *OTHERS).xpath("//section[@aria-labelledby='personnes']")[0]
    assert [
        "Tô Lâm, secrétaire général",
        "Gennady Bezdetko, ambassadeur de Russie",
        "V. Titov",
    ] == texts(section, "./ul/li")
    assert "../people.html#personne-to-lam" == section.xpath("./ul/li[1]/a/@href")[0]


def test_source_and_a_title_that_is_not_the_source_s_own():
    page = page_of(attrs.evolve(STORY, source="été_42.txt"))
    facts = dict(zip(texts(page, "//dl//dt"), texts(page, "//dl//dd"), strict=True))
    assert {
        "Fichier source": "été_42.txt",
        "Date donnée par la source": "mars 2024",
        "Jour de l’événement": "3 mars 2024",
    } == facts
    assert "Titre" in texts(page_of(OTHERS[0]), "//dl//dt")


def test_the_article_before_and_the_one_after_in_each_topic():
    def around(article):
        page = make_pages([STORY, *OTHERS])[f"articles/{article.id}.html"]
        return {
            text(section, "./h3"): {
                link.get("rel"): link.get("href") for link in section.xpath("./ul/li/a")
            }
            for section in page.xpath("//nav[@class='neighbours']/div/section")
        }

    undated, middle, last = OTHERS[1], STORY, OTHERS[0]
    assert {"Énergie": {"next": f"../articles/{middle.id}.html"}} == around(undated)
    assert {
        "Énergie": {
            "prev": f"../articles/{undated.id}.html",
            "next": f"../articles/{last.id}.html",
        }
    } == around(middle)
    assert {"Énergie": {"prev": f"../articles/{middle.id}.html"}} == around(last)


def test_an_article_alone_has_no_neighbours_and_no_empty_sections():
    page = page_of(make_article())
    assert not page.xpath("//nav[@class='neighbours']")
    assert ["source"] == page.xpath("//footer[@class='apparatus']/section/@aria-labelledby")
    assert not page.xpath("//main//*[not(node()) and not(self::meta or self::link)]")


def test_a_correction_is_told():
    before = attrs.evolve(STORY, digest="0" * 64)
    ledger = first_edition([before]).advance([STORY], LATER)
    page = page_of(STORY, ledger=ledger)
    assert "Mis à jour le 22 novembre 2026" == text(page, "//p[@class='correction']")
    assert ["2026-11-22T12:00:00Z"] == values(page, "dateModified")
    assert not page_of(STORY).xpath("//p[@class='correction']")


def test_a_foreign_text_says_its_language():
    page = page_of(make_article(language="vi"))
    assert ["vi", "vi"] == page.xpath("//main//@lang")
    assert ["vi"] == values(page, "inLanguage")
    assert ["", ""] == page_of(make_article(language="und")).xpath("//main//@lang")


def test_a_long_lead_is_cut_for_search_engines_only():
    lead = "Un mot " * 100
    page = page_of(make_article(blocks=[("lead", lead)]))
    (description,) = page.xpath("//meta[@name='description']/@content")
    assert len(description) <= 200
    assert description.endswith("…")
    assert lead.strip() == text(page, "//p[@class='lead']")


def test_line_breaks_of_a_block_are_kept():
    article = attrs.evolve(STORY, blocks=[Block(BlockKind.LEAD, "Un\nDeux")])
    assert "Un\nDeux" == page_of(article).xpath("string(//p[@class='lead'])")


def test_an_article_that_is_withdrawn_leaves_a_notice():
    ledger = first_edition([STORY, *OTHERS]).advance(OTHERS, LATER)
    page = make_pages(OTHERS, ledger=ledger)[f"articles/{STORY.id}.html"]
    told = text(page, "//main//p[@class='standfirst']")
    assert "Cet article a été retiré le 22 novembre 2026." == told
    assert ["noindex"] == page.xpath("//meta[@name='robots']/@content")
    assert not page.xpath("//link[@rel='canonical'] | //meta[starts-with(@property, 'og:')]")
    assert ["../index.html"] == page.xpath("//main//a/@href")


def test_the_page_of_a_damaged_file_is_left_to_the_publisher():
    ledger = first_edition([STORY, *OTHERS]).advance(OTHERS, LATER, refused=[STORY.id])
    assert f"articles/{STORY.id}.html" not in make_pages(OTHERS, ledger=ledger)


def test_an_article_that_comes_back_has_its_page_again():
    ledger = first_edition([STORY, *OTHERS]).advance(OTHERS, LATER)
    ledger = ledger.advance([STORY, *OTHERS], LATER + dt.timedelta(days=1))
    assert text(page_of(STORY, *OTHERS, ledger=ledger), "//h1").startswith("Le ministre")


def test_pages_need_no_ledger_of_an_earlier_edition():
    assert page_of(STORY, ledger=Ledger().advance([STORY], NOW)).xpath("//article")
