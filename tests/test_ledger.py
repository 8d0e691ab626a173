from __future__ import annotations

import datetime as dt
import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import NOW, make_article
from vnru.ledger import Ledger, LedgerEntry, format_instant, read_instant

LATER = NOW + dt.timedelta(days=1)
MARCH = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)

ONE, TWO = make_article(1), make_article(2)
CORRECTED = make_article(1, title="Le ministre reçoit un ambassadeur")
UNDATED = make_article(3, date=None)


def entry(ledger, article):
    return ledger.articles[article.id]


# From one edition to the next


def test_first_edition_does_not_know_the_clock():
    assert Ledger().advance([ONE], NOW) == Ledger().advance([ONE], LATER)
    assert entry(Ledger().advance([ONE], NOW), ONE) == LedgerEntry(
        digest=ONE.digest, published=MARCH, updated=MARCH
    )


def test_undated_article_is_updated_when_first_seen():
    seen = entry(Ledger().advance([UNDATED], NOW), UNDATED)
    assert (seen.published, seen.updated) == (None, NOW)


def test_article_that_comes_later_is_first_seen_then():
    ledger = Ledger().advance([ONE], NOW).advance([ONE, TWO], LATER)
    assert entry(ledger, ONE).first_seen is None
    assert entry(ledger, TWO) == LedgerEntry(
        digest=TWO.digest, published=MARCH, updated=MARCH, first_seen=LATER
    )


def test_first_edition_may_be_empty():
    ledger = Ledger().advance([], NOW).advance([ONE], LATER)
    assert entry(ledger, ONE).first_seen is None


def test_changed_text_moves_updated_alone():
    first = Ledger().advance([ONE], NOW)
    second = first.advance([CORRECTED], LATER)
    assert entry(second, ONE) == attrs.evolve(
        entry(first, ONE), digest=CORRECTED.digest, updated=LATER, corrected=True
    )


def test_nothing_else_moves_updated():
    first = Ledger().advance([ONE], NOW)
    assert first.advance([ONE], LATER) == first


def test_published_stays_as_first_published():
    redated = make_article(1, date="2024-04")
    ledger = Ledger().advance([ONE], NOW).advance([redated], LATER)
    assert entry(ledger, ONE).published == MARCH


def test_undated_article_may_get_its_date():
    dated = make_article(3)
    ledger = Ledger().advance([UNDATED], NOW).advance([dated], LATER)
    assert entry(ledger, dated).published == MARCH


def test_an_undated_article_is_not_updated_before_the_day_that_it_awaited():
    awaited = make_article(3, date=None, event_date=f"{LATER:%Y-%m-%d}")
    ledger = Ledger().advance([attrs.evolve(awaited, event_date=None)], NOW)
    ledger = ledger.advance([awaited], LATER)
    seen = entry(ledger, awaited)
    assert (seen.published, seen.updated) == (awaited.published, awaited.published)


def test_clock_that_goes_back_does_not_turn_back_updated():
    ledger = Ledger().advance([ONE], NOW).advance([CORRECTED], LATER).advance([ONE], NOW)
    assert entry(ledger, ONE).updated == LATER


def test_article_that_is_gone_is_withdrawn():
    first = Ledger().advance([ONE, TWO], NOW)
    second = first.advance([ONE], LATER)
    assert entry(second, TWO) == attrs.evolve(entry(first, TWO), withdrawn=LATER)
    assert second.advance([ONE], LATER + dt.timedelta(days=1)) == second


def test_refused_article_is_not_withdrawn():
    first = Ledger().advance([ONE, TWO], NOW)
    assert first.advance([ONE], LATER, refused={TWO.id}) == first


def test_article_that_comes_back_is_as_before():
    first = Ledger().advance([ONE, TWO], NOW)
    assert first.advance([ONE], LATER).advance([ONE, TWO], LATER) == first


def test_files_stay():
    ledger = Ledger(files=frozenset({"index.html"}))
    assert ledger.advance([ONE], NOW).files == {"index.html"}


def test_instants_are_whole_seconds_in_utc():
    elsewhere = NOW.replace(microsecond=5).astimezone(dt.timezone(dt.timedelta(hours=7)))
    updated = entry(Ledger().advance([UNDATED], elsewhere), UNDATED).updated
    assert (updated, updated.tzinfo) == (NOW, dt.UTC)


def test_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Ledger().advance([], NOW.replace(tzinfo=None))


EDITIONS = st.lists(
    st.lists(
        st.builds(
            make_article,
            st.integers(1, 4),
            title=st.sampled_from("ab"),
            date=st.sampled_from([None, "2024", "2024-03"]),
        ),
        unique_by=lambda article: article.id,
    ),
    min_size=1,
    max_size=4,
)


@given(EDITIONS, st.integers(-2, 2))
def test_advancing_twice_is_the_same_as_once(editions, days):
    ledger = Ledger()
    for number, articles in enumerate(editions):
        ledger = ledger.advance(articles, NOW + dt.timedelta(hours=number))
    assert ledger.advance(editions[-1], NOW + dt.timedelta(days=days)) == ledger


@given(EDITIONS)
def test_order_of_articles_changes_nothing(editions):
    one = other = Ledger()
    for number, articles in enumerate(editions):
        now = NOW + dt.timedelta(hours=number)
        one, other = one.advance(articles, now), other.advance(articles[::-1], now)
    assert one.to_bytes() == other.to_bytes()


# The file


def test_text_is_made_for_version_control():
    ledger = attrs.evolve(
        Ledger().advance([ONE], NOW).advance([CORRECTED, TWO], LATER).advance([TWO], LATER),
        files=frozenset({"index.html", "thèmes.html"}),
    )
    assert ledger.to_bytes().decode().splitlines() == [
        '{"vnru": "ledger", "version": 1}',
        (
            f'{{"article": "{ONE.id}", "digest": "{CORRECTED.digest}",'
            ' "published": "2024-03-01T00:00:00Z", "updated": "2026-11-22T12:00:00Z",'
            ' "withdrawn": "2026-11-22T12:00:00Z", "corrected": true}'
        ),
        (
            f'{{"article": "{TWO.id}", "digest": "{TWO.digest}",'
            ' "published": "2024-03-01T00:00:00Z", "updated": "2024-03-01T00:00:00Z",'
            ' "first_seen": "2026-11-22T12:00:00Z"}'
        ),
        '{"file": "index.html"}',
        '{"file": "thèmes.html"}',
    ]


INSTANTS = st.datetimes(timezones=st.just(dt.UTC)).map(lambda at: at.replace(microsecond=0))
ENTRIES = st.builds(
    LedgerEntry,
    digest=st.text(st.characters(codec="utf-8")),
    published=st.none() | INSTANTS,
    updated=INSTANTS,
    first_seen=st.none() | INSTANTS,
    corrected=st.booleans(),
    withdrawn=st.none() | INSTANTS,
)
LEDGERS = st.builds(
    Ledger,
    articles=st.dictionaries(st.integers(0, 2**64 - 1).map("{:016x}".format), ENTRIES),
    files=st.frozensets(st.text(st.characters(codec="utf-8"))),
)


@given(LEDGERS)
def test_file_says_all_there_is(ledger):
    assert Ledger.from_bytes(ledger.to_bytes()) == ledger


@given(LEDGERS, st.data())
def test_damage_is_noticed_or_harmless(ledger, data):
    text = ledger.to_bytes()
    at = data.draw(st.integers(0, len(text) - 1))
    damaged = text[:at] + data.draw(st.binary(max_size=4)) + text[at + 1 :]
    try:
        read = Ledger.from_bytes(damaged)
    except ValueError:
        return
    assert Ledger.from_bytes(read.to_bytes()) == read


@given(st.binary())
def test_garbage_is_named(garbage):
    with pytest.raises(ValueError, match=r"first line|decode"):
        Ledger.from_bytes(garbage)


HEAD = Ledger().to_bytes()
GOOD = {
    "article": "0123456789abcdef",
    "digest": "0",
    "published": "2024-03-01T00:00:00Z",
    "updated": "2024-03-01T00:00:00Z",
}


def test_good_line():
    assert len(Ledger.from_bytes(HEAD + json.dumps(GOOD).encode() + b"\n").articles) == 1


@pytest.mark.parametrize(
    "line",
    [
        "",
        "<<<<<<< HEAD",
        "[]",
        "null",
        "1" * 10_000,
        "[" * 100_000,
        '{"file": null}',
        r'{"file": "\ud800"}',
        json.dumps({"file": "a"} | GOOD),
        json.dumps({**GOOD, "unknown": 1}),
        json.dumps({"article": GOOD["article"], "digest": "0"}),
        json.dumps({**GOOD, "article": "../../etc"}),
        json.dumps({**GOOD, "article": 1}),
        json.dumps({**GOOD, "digest": None}),
        json.dumps({**GOOD, "digest": "\ud800"}),
        json.dumps({**GOOD, "updated": None}),
        json.dumps({**GOOD, "updated": "2024-03-01"}),
        json.dumps({**GOOD, "updated": "2024-03-01T00:00:00"}),
        json.dumps({**GOOD, "updated": "2024-03-01T00:00:00+01:00"}),
        json.dumps({**GOOD, "updated": "2024-02-30T00:00:00Z"}),
        json.dumps(GOOD) + "\n" + json.dumps(GOOD),
    ],
    ids=range(21),
)
def test_damaged_line_is_named(line):
    with pytest.raises(ValueError, match=r"^line [23]: not a ledger entry: "):
        Ledger.from_bytes(HEAD + line.encode() + b"\n")


@pytest.mark.parametrize("text", [b"", HEAD[:-1], HEAD + b"x", HEAD.replace(b"1", b"2"), b"\xff"])
def test_damaged_file_is_named(text):
    with pytest.raises(ValueError, match=r"first line|decode"):
        Ledger.from_bytes(text)


@given(INSTANTS)
def test_instants(instant):
    assert read_instant(format_instant(instant)) == instant
    assert len(format_instant(instant)) == 20
