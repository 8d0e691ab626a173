"""How the articles of a feed are divided into its documents."""

from __future__ import annotations

import datetime as dt
import json
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conftest import fewer
from factories import (
    NOW,
    TAXONOMY,
    first_edition,
    make_article,
    make_articles,
    make_config,
    print_edition,
)
from vnru import feeds
from vnru.catalogue import Catalogue
from vnru.config import FeedOptions
from vnru.feeds import feed_formats
from vnru.feeds.document import filled
from vnru.feeds.entry import compose, filing
from vnru.feeds.press import plan_documents
from vnru.feeds.weight import Scale, head_weight
from vnru.summary import Shelf

NEXT_YEAR = NOW.replace(year=2027)


def plan(articles, *, config=None, ledger=None, slug="all"):
    """Return the documents of one feed by stem, archives first."""
    config = config or make_config()
    ledger = ledger or first_edition(articles)
    catalogue = Catalogue.of(articles)
    specs = feeds.specs(catalogue, TAXONOMY, config, ledger)
    documents = plan_documents(specs, catalogue, TAXONOMY, config, ledger)
    return {d.stem: d for d in documents if d.spec.slug == slug}


def serials(document):
    return [article.serial for article in document.articles]


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_feed_that_fits_one_document_is_complete(count):
    documents = plan(make_articles(count))
    assert ["all"] == list(documents)
    assert documents["all"].complete
    assert count == len(documents["all"].articles)


def test_the_51st_article_opens_the_archives():
    documents = plan(make_articles(51))
    assert ["all/1995", "all/1996", "all/1997", "all/1998", "all/1999", "all"] == list(documents)
    assert not documents["all"].complete
    assert list(range(51, 1, -1)) == serials(documents["all"])
    assert [51, 50, 49] == serials(documents["all/1999"])


def test_without_archives_a_feed_is_a_window():
    config = attrs.evolve(make_config(), feed=FeedOptions(archives=False))
    documents = plan(make_articles(51), config=config)
    assert ["all"] == list(documents)
    assert not documents["all"].complete
    assert documents["all"].older is None
    assert list(range(51, 1, -1)) == serials(documents["all"])


def test_archives_hold_everything_once_and_are_linked_both_ways():
    documents = list(plan(make_articles(500)).values())
    *archives, current = documents
    assert 500 == len({a.id for d in archives for a in d.articles})
    assert 500 == sum(len(d.articles) for d in archives)
    assert [None, *(d.volume for d in archives)] == [d.older for d in documents]
    assert [*(d.volume for d in archives[1:]), None] == [d.newer for d in archives]
    assert current.newer is None


def test_ten_thousand_articles_are_divided_and_no_document_is_too_large():
    config = make_config(feed_bytes=100_000)
    articles = [attrs.evolve(article, date=None) for article in make_articles(10_000)]
    files = print_edition(articles, config=config)
    archives = [path for path in files if path.startswith("all/") and path.endswith(".atom")]
    assert "all/sans-date.atom" == archives[0]
    assert "all/sans-date-2.atom" == archives[1]
    assert max(len(file.content) for file in files.values()) <= 100_000
    assert 10_000 == sum(files[path].content.count(b"<entry ") for path in archives)


def test_parts_are_filled_in_one_pass():
    articles = [Shelf().summary_of(article) for article in make_articles(6)]
    weights = dict(zip(articles, [40, 60, 1, 150, 99, 1], strict=True))
    weighed = []

    def weigh(article):
        weighed.append(article)
        return weights[article]

    parts = list(filled(iter(articles), weigh, 100))
    assert [(40, 60), (1,), (150,), (99, 1)] == [tuple(map(weights.get, part)) for part in parts]
    assert articles == weighed


def test_a_full_part_stays_as_it_is_when_articles_are_added():
    config = make_config(feed_bytes=15_000, feed_entries=5)
    articles = make_articles(60)
    before = print_edition(articles[:50], config=config, ledger=first_edition(articles[:50]))
    ledger = first_edition(articles[:50]).advance(articles, NOW + dt.timedelta(days=1))
    after = print_edition(articles, config=config, ledger=ledger)
    changed = [
        path
        for path, file in before.items()
        if path.startswith("all/") and file.content != after[path].content
    ]
    last = {path.rpartition(".")[0] for path in before if path.startswith("all/")}
    assert 5 < len(last)
    assert {max(last)} == {path.rpartition(".")[0] for path in changed}


def test_a_late_article_reaches_subscribers_and_no_closed_year():
    articles = make_articles(60)
    late = make_article(99, date="1996-02", title="Retrouvé")
    ledger = first_edition(articles)
    before = print_edition(articles, ledger=ledger)
    after = print_edition([*articles, late], ledger=ledger.advance([*articles, late], NEXT_YEAR))
    for name in ("all/1995.atom", "all/1996.atom", "all/1996.rss", "all/1996.json"):
        assert before[name].content == after[name].content
    documents = plan([*articles, late], ledger=ledger.advance([*articles, late], NEXT_YEAR))
    assert 99 == serials(documents["all"])[0]
    assert [99] == serials(documents["all/2027"])


def test_the_first_edition_s_undated_articles_are_the_oldest_volume():
    articles = [*make_articles(50), make_article(60, date=None)]
    documents = plan(articles)
    assert "all/sans-date" == next(iter(documents))
    assert [60] == serials(documents["all/sans-date"])


def test_an_undated_article_that_came_later_belongs_to_that_year():
    articles = make_articles(50)
    more = [*articles, make_article(60, date=None)]
    ledger = first_edition(articles).advance(more, NEXT_YEAR)
    assert [60] == serials(plan(more, ledger=ledger)["all/2027"])


def test_the_byte_limit_drops_the_oldest_but_never_the_last():
    articles = make_articles(50)
    sizes = [
        len(plan(articles, config=make_config(feed_bytes=limit))["all"].articles)
        for limit in (1, 30_000, 60_000, 1_000_000)
    ]
    assert 1 == sizes[0]
    assert sizes == sorted(set(sizes))
    assert 50 == sizes[-1]


def test_an_article_too_large_for_any_document_stands_alone():
    huge = make_article(51, date="2024-05", blocks=[("lead", "mot " * 9_000)])
    articles = [*make_articles(50), huge, make_article(52, date="2024-06")]
    documents = plan(articles, config=make_config(feed_bytes=30_000))
    assert [52] == serials(documents["all"])
    assert [[51], [52]] == [serials(documents[stem]) for stem in ("all/2024", "all/2024-2")]


def test_a_feed_was_updated_when_its_newest_entry_was():
    articles = make_articles(3)
    corrected = [attrs.evolve(articles[0], digest="0" * 64), *articles[1:]]
    ledger = first_edition(articles).advance(corrected, NEXT_YEAR)
    assert NEXT_YEAR == plan(corrected, ledger=ledger)["all"].updated
    assert dt.datetime(1995, 3, 1, tzinfo=dt.UTC) == plan(articles)["all"].updated


def test_an_empty_feed_was_updated_when_its_ids_began():
    assert dt.datetime(2026, 1, 1, tzinfo=dt.UTC) == plan([])["all"].updated


def test_withdrawals_are_told_only_where_asked():
    articles = make_articles(3)
    ledger = first_edition(articles).advance(articles[:2], NEXT_YEAR)
    ledger = ledger.advance(articles[:1], NEXT_YEAR + dt.timedelta(days=1))
    assert () == plan(articles[:1], ledger=ledger)["all"].removed
    config = attrs.evolve(make_config(), feed=FeedOptions(tombstones=True))
    document = plan(articles[:1], ledger=ledger, config=config)["all"]
    assert (
        (articles[1].id, NEXT_YEAR + dt.timedelta(days=1)),
        (articles[2].id, NEXT_YEAR),
    ) == document.removed
    assert NEXT_YEAR + dt.timedelta(days=1) == document.updated


HOSTILE = st.text(
    alphabet=st.sampled_from("&<>\"'\\\n\t éb") | st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=60,
).filter(lambda text: not set(text) & {"\ufffe", "\uffff"})


@given(
    texts=st.lists(HOSTILE, min_size=1, max_size=6),
    names=st.lists(HOSTILE, max_size=4),
    slugs=st.lists(st.sampled_from([topic.slug for topic in TAXONOMY]), unique=True),
    versions=st.integers(0, 3),
    dated=st.booleans(),
    corrected=st.booleans(),
    rights=HOSTILE,
)
def test_no_entry_weighs_more_than_was_reckoned(
    *, texts, names, slugs, versions, dated, corrected, rights
):
    article = make_article(
        title=texts[0],
        date="2024-09" if dated else None,
        event_date="2024-09-30" if dated else None,
        blocks=[("lead", texts[0]), *(("caption", text) for text in texts)],
        agencies=names,
        topics=dict.fromkeys(slugs, 2),
    )
    site = attrs.evolve(make_config().site, rights=rights)
    known = attrs.evolve(first_edition([article]).articles[article.id], corrected=corrected)
    filed = filing(TAXONOMY, site)
    summary = Shelf().summary_of(article)
    others = [summary] * versions
    entry = compose(article, known, filed, site, others)
    rendered = max(len(format_.entries([entry])[0]) for format_ in feed_formats())
    assert rendered <= Scale(filed, site).weigh(summary, others)


@fewer(30)
@given(title=HOSTILE, hub=st.none() | st.just("https://hub.example.net/?a=1&b=2"))
def test_no_head_weighs_more_than_was_reckoned(title, hub):
    site = attrs.evolve(make_config().site, title=title, description=title, rights=title, hub=hub)
    config = attrs.evolve(make_config(), site=site, feed=FeedOptions(tombstones=True))
    articles = make_articles(60)
    ledger = first_edition(make_articles(90)).advance(articles, NOW)
    specs = feeds.specs(Catalogue.of(articles), TAXONOMY, config, ledger)
    reckoned = {spec.stem: head_weight(spec, ledger.articles, site) for spec in specs}
    files = print_edition(articles, config=config, ledger=ledger)
    opening = {"atom": b"  <entry", "rss": b"    <item", "json": b'{"id"'}
    for path, file in files.items():
        stem, _, extension = path.rpartition(".")
        if extension in opening:
            head, *_ = file.content.split(opening[extension], 1)
            assert len(head) <= reckoned[re.sub(r"/\d{4}$", "", stem)]


def test_documents_say_in_every_format_what_they_are():
    files = print_edition(make_articles(60))
    fh = "{http://purl.org/syndication/history/1.0}"
    for path in ("all.atom", "all.rss"):
        root = etree.fromstring(files[path].content)
        assert [] == [*root.iter(f"{fh}archive"), *root.iter(f"{fh}complete")]
    for path in ("all/1996.atom", "all/1996.rss"):
        assert 1 == len([*etree.fromstring(files[path].content).iter(f"{fh}archive")])
    for path in ("topics/sante.atom", "topics/sante.rss"):
        assert 1 == len([*etree.fromstring(files[path].content).iter(f"{fh}complete")])
    said = {
        path: json.loads(files[path].content)["_vnru"]
        for path in ("all.json", "all/1996.json", "topics/sante.json")
    }
    assert [(False, False), (True, False), (False, True)] == [
        (fields["archive"], fields["complete"]) for fields in said.values()
    ]
