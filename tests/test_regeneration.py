"""The main job as one call: what a run publishes, and what it leaves alone."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from factories import DISPATCH, TEXT, deliver
from publishing import site
from vnru.config import Config, FeedOptions, Limits
from vnru.corpus import Corpus
from vnru.edition import advanced, plan
from vnru.ledger import Ledger
from vnru.reading import article_id
from vnru.regeneration import regenerate

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def config(tmp_path) -> Config:
    source = tmp_path / "seeds"
    source.mkdir()
    deliver(source, 101, 102, 103)
    return Config(source=source, out=tmp_path / "feeds")


def pages(config: Config) -> dict[str, bytes]:
    """Return the pages of articles."""
    return {path: page for path, page in site(config.out).items() if path.startswith("articles/")}


def test_files_beyond_the_limit_withdraw_nothing(config):
    config = attrs.evolve(config, limits=Limits(files=3))
    regenerate(config, now=NOW)
    before = pages(config)
    deliver(config.source, 1, 2)
    outcome = regenerate(config, now=LATER)
    assert (2, 0) == (outcome.added, outcome.withdrawn)
    assert ["VN203", "VN203"] == [found.code for found in outcome.refused]
    after = pages(config)
    beyond = [f"articles/{serial:016x}.html" for serial in (102, 103)]
    assert [before[path] for path in beyond] == [after[path] for path in beyond]


def test_the_time_zone_of_the_clock_does_not_matter(config, tmp_path):
    deliver(config.source, 104, text=TEXT.format("Son").replace("2024-03", "2026-11-02"))
    midnight = dt.datetime(2026, 11, 1, 23, 59, 59, 999_999, dt.UTC)
    editions = []
    for hours in (0, 7, -8):
        there = attrs.evolve(config, out=tmp_path / str(hours))
        zone = dt.timezone(dt.timedelta(hours=hours))
        outcome = regenerate(there, now=midnight.astimezone(zone))
        assert 3 == outcome.articles
        editions.append(site(there.out))
    assert editions[0] == editions[1] == editions[2]


def test_a_naive_clock_is_refused_before_anything_is_touched(config):
    with pytest.raises(ValueError, match="no time zone"):
        regenerate(config, now=NOW.replace(tzinfo=None))
    assert not config.out.exists()


@pytest.mark.parametrize("versions", ["best", "all"])
def test_a_plan_is_what_a_run_publishes(config, versions):
    """Also of versions that come by and by, and beside what is kept of a file that is refused."""
    config = attrs.evolve(config, feed=FeedOptions(versions=versions))
    ledger = Ledger()
    for now, sent in ((NOW, {200: DISPATCH[:2], 201: DISPATCH}), (LATER, {190: DISPATCH})):
        for serial, words in sent.items():
            deliver(config.source, serial, text="\n\n".join((" date 2024-03 Vaccins", *words)))
        corpus = Corpus.configured(config, today=now.date())
        ledger = advanced(corpus, config, ledger, now)
        planned = {file.path: file.content for file in plan(corpus, config, ledger)}
        regenerate(config, now=now)
        kept = {f"articles/{article_id(found.source)[0]}.html" for found in corpus.refused}
        assert planned == {
            path: data for path, data in site(config.out).items() if path not in kept
        }
        (config.source / "101_0000000000000065.txt").write_bytes(b"\xff")
    assert {"articles/0000000000000065.html"} == kept
