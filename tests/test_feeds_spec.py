"""Which feeds there are, and what they hold."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from factories import NOW, TAXONOMY, first_edition, make_article, make_config, print_edition
from vnru import feeds
from vnru.catalogue import Catalogue
from vnru.config import Query, QueryFeed, TopicConfig
from vnru.diagnostics import ConfigError, FeedError
from vnru.ledger import Ledger


def specs_of(articles, config=None, ledger=None):
    ledger = ledger or first_edition(articles)
    return {
        spec.slug: spec
        for spec in feeds.specs(Catalogue.of(articles), TAXONOMY, config or make_config(), ledger)
    }


def serials(spec):
    return [article.serial for article in spec.articles]


def test_every_feed_exists_from_the_first_edition_on_in_editorial_order():
    specs = specs_of([])
    assert ["all", *(topic.slug for topic in TAXONOMY)] == list(specs)
    assert {()} == {spec.articles for spec in specs.values()}


@pytest.mark.parametrize(
    ("slug", "stem", "page"),
    [
        ("all", "all", "index.html"),
        ("energie", "topics/energie", "topics/energie.html"),
        ("mien", "feeds/mien", "feeds/mien.html"),
    ],
)
def test_a_feed_knows_where_it_lies(slug, stem, page):
    own = QueryFeed(slug="mien", title="Le mien", query=Query())
    spec = specs_of([], attrs.evolve(make_config(), feeds=[own]))[slug]
    assert (stem, page) == (spec.stem, spec.page)


def test_a_topic_feed_holds_the_articles_whose_subject_it_is():
    articles = [make_article(1, topics={"energie": 2}), make_article(2, topics={"energie": 1})]
    assert [1] == serials(specs_of(articles)["energie"])


def test_mentions_widen_a_topic_feed():
    config = attrs.evolve(make_config(), topics={"energie": TopicConfig(include="mentions")})
    articles = [
        make_article(1, topics={"energie": 2, "sante": 1}),
        make_article(2, topics={"energie": 1, "sante": 1}),
    ]
    specs = specs_of(articles, config)
    assert [2, 1] == serials(specs["energie"])
    assert [] == serials(specs["sante"])


def test_a_topic_that_was_dropped_has_no_feed():
    articles = [make_article(1, topics={"oubli": 2})]
    assert "oubli" not in specs_of(articles)
    assert b"oubli" not in print_edition(articles)["all.atom"].content


def test_what_was_added_last_comes_first_then_what_is_newest():
    old = [make_article(1, date="2024-03"), make_article(2, date="2023-01")]
    late = [make_article(3, date="1999-05"), make_article(4, date=None), make_article(5, date=None)]
    ledger = first_edition([*old, late[2]])
    ledger = ledger.advance([*old, *late], NOW + dt.timedelta(days=1))
    assert [3, 4, 1, 2, 5] == serials(specs_of([*old, *late], ledger=ledger)["all"])


def test_a_ledger_that_was_not_advanced_is_refused():
    with pytest.raises(FeedError, match="0000000000000001 is not in the ledger"):
        feeds.specs(Catalogue.of([make_article(1)]), TAXONOMY, make_config(), Ledger())


def test_an_own_feed_holds_what_its_query_asks_for():
    query = Query(any=["energie"], people=["tô lâm"], until="2023")
    own = QueryFeed(slug="mien", title="Le mien", query=query)
    articles = [
        make_article(1, date="2023-12", topics={"energie": 2}, people=["Tô Lâm"]),
        make_article(2, date="2022-12", topics={"energie": 2}, people=["Tô Lâm"]),
        make_article(3, date="2024-12", topics={"energie": 2}, people=["Tô Lâm"]),
        make_article(4, date="2022-12", topics={"energie": 1}, people=["Tô Lâm"]),
    ]
    assert [1, 2] == serials(specs_of(articles, attrs.evolve(make_config(), feeds=[own]))["mien"])


@pytest.mark.parametrize(
    ("slug", "query", "message"),
    [
        ("energie", Query(), "'energie' is already that of another feed"),
        ("all", Query(), "'all' is already that of another feed"),
        ("mien", Query(any=["energy"]), r"mien: no such topic: 'energy' \(did you mean 'energie'"),
        ("mien", Query(none=["xyz"]), r"'xyz' \(known: visites-officielles, energie"),
        ("mien", Query(since="mars"), "mien: not a date of the form"),
        ("mien", Query(places=["Hanoi", ""]), "mien: '' is no name"),
        ("mien", Query(until="2024-13"), "mien: month is not 1-12"),
    ],
)
def test_a_feed_that_cannot_mean_what_it_says_is_refused(slug, query, message):
    own = QueryFeed(slug=slug, title="Le mien", query=query)
    with pytest.raises(ConfigError, match=message):
        specs_of([], attrs.evolve(make_config(), feeds=[own]))


def test_two_feeds_cannot_share_a_slug():
    own = [QueryFeed(slug="mien", title=title, query=Query()) for title in "ab"]
    with pytest.raises(ConfigError, match="'mien' is already"):
        specs_of([], attrs.evolve(make_config(), feeds=own))


def test_an_own_feed_without_a_description_says_its_title():
    own = QueryFeed(slug="mien", title="Le mien", query=Query())
    assert "Le mien" == specs_of([], attrs.evolve(make_config(), feeds=[own]))["mien"].description
