"""What is published does not depend on what was remembered: a run with a cache makes the same
folder, byte for byte, as one that has none, whatever happened between the runs.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from publishing import contents, memory_or_disk
from vnru.config import Config, FeedOptions, Limits, Query, QueryFeed, Site, TopicConfig
from vnru.pages import desk, index, listing, sitemap, topic
from vnru.regeneration import regenerate

CORPUS = Path(__file__).parent / "data" / "corpus" / "articles"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.iterdir())]
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
PEOPLE = ("Vladimir Poutine", "Sergueï Lavrov", "Sergei Lavrov", "Tô Lâm", "Lê Minh Hung")


class Office:
    """A source folder in the hands of somebody who changes things at random."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.source = folder / "seeds"
        self.source.mkdir()
        self.warm = folder / "warm"
        self.cold = folder / "cold"
        self.random = random.Random(seed)  # noqa: S311 - a test repeats
        self.now = NOW
        self.config = Config(
            source=self.source,
            limits=Limits(feed_entries=3, feed_bytes=30_000),
            feeds=[QueryFeed(slug="moscou", title="Moscou", query=Query(places=["Moscou"]))],
        )
        for _ in range(8):
            self.deliver()

    @property
    def files(self) -> list[Path]:
        return sorted(self.source.iterdir())

    def pick(self) -> Path:
        return self.random.choice(self.files)

    def text(self) -> str:
        """Return a text with a date, perhaps with a sentence that was not in it."""
        _, _, text = self.random.choice(TEXTS).strip().partition(" ")
        _, _, text = text.partition(" ")
        date = self.random.choice(("1995", "2024-03", "2024-04-02", "2026-10-31", "2026-11-05", ""))
        said = f"Le président {self.random.choice(PEOPLE)} a reçu le ministre à Moscou."
        return f" date {date} {text}\n\n{said}\n" if date else f"{text}\n\n{said}\n"

    # --- what can happen --------------------------------------------------------------------------

    def deliver(self) -> None:
        number = self.random.randrange(1000)
        path = self.source / f"{number:03}_{self.random.getrandbits(64):016x}.txt"
        path.write_text(self.text(), encoding="utf-8")

    def rewrite(self) -> None:
        self.pick().write_text(self.text(), encoding="utf-8")

    def correct(self) -> None:
        path = self.pick()
        path.write_bytes(path.read_bytes().replace("é".encode(), b"ee", 1))

    def correct_in_secret(self) -> None:
        """Change a text, but neither its size nor its mtime."""
        path = self.pick()
        status = path.stat()
        path.write_bytes(path.read_bytes().replace(b"a", b"e", 1))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def remove(self) -> None:
        self.pick().unlink()

    def rename(self) -> None:
        path = self.pick()
        path.rename(path.with_name(f"{self.random.randrange(1000):03}{path.name[3:]}"))

    def rename_to_another_id(self) -> None:
        path = self.pick()
        path.rename(path.with_name(f"{path.name[:4]}{self.random.getrandbits(64):016x}.txt"))

    def exchange(self) -> None:
        one, other = self.pick(), self.pick()
        text = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(text)

    def damage(self) -> None:
        self.pick().write_bytes(b"\xff\xfe")

    def duplicate(self) -> None:
        path = self.pick()
        other = path.with_name(f"{self.random.randrange(1000):03}{path.name[3:]}")
        other.write_bytes(path.read_bytes())

    def send_again(self) -> None:
        """Send a text again without its last paragraph, or with one more."""
        groups = self.pick().read_bytes().split(b"\n\n")
        groups[-1:] = self.random.choice([[], [groups[-1], b"Et une phrase de plus."]])
        name = f"{self.random.randrange(1000):03}_{self.random.getrandbits(64):016x}.txt"
        (self.source / name).write_bytes(b"\n\n".join(groups))

    def touch(self) -> None:
        self.pick().touch()

    def wait(self) -> None:
        self.now += dt.timedelta(days=self.random.randrange(8))

    def turn_back_the_clock(self) -> None:
        self.now -= dt.timedelta(days=2)

    def configure(self) -> None:
        choice = self.random.choice
        self.config = attrs.evolve(
            self.config,
            site=Site(title=choice(("Vietnam – Russie", "Le Fil")), rights=choice(("", "©"))),
            limits=Limits(feed_entries=choice((1, 3, 50)), feed_bytes=choice((20_000, 4_000_000))),
            feed=FeedOptions(
                tombstones=choice((True, False)),
                archives=choice((True, True, False)),
                versions=choice(("best", "best", "all")),
            ),
            topics=choice(({}, {"energie": TopicConfig(include="mentions", label="Électricité")})),
        )

    def lose_the_ledger(self) -> None:
        for out in (self.warm, self.cold):
            (out / ".vnru" / "ledger").unlink()

    def tamper(self) -> None:
        """Somebody writes into published files, and deletes others."""
        paths = sorted(path for path in published(self.warm) if not path.startswith(".vnru"))
        for path in self.random.sample(paths, min(5, len(paths))):
            is_deleted = self.random.random() < 0.5
            for file in (self.warm / path, self.cold / path):
                if is_deleted:
                    file.unlink()
                else:
                    file.write_bytes(b"x" * file.stat().st_size)

    EVENTS = (
        *(
            deliver,
            deliver,
            send_again,
            send_again,
            rewrite,
            correct,
            correct_in_secret,
            remove,
            rename,
        ),
        *(rename_to_another_id, exchange, damage, duplicate, touch, wait, wait),
        *(turn_back_the_clock, configure, lose_the_ledger, tamper),
    )

    # --- what is made of it -----------------------------------------------------------------------

    def check(self) -> None:
        """Make the edition with and without what was remembered, and compare."""
        shutil.rmtree(self.cold / ".vnru" / "cache", ignore_errors=True)
        found = []
        for out in (self.warm, self.cold):
            config = attrs.evolve(self.config, out=out)
            outcome = regenerate(config, now=self.now, allow_empty=True)
            found.append((outcome.refused, outcome.articles))
        assert found[0] == found[1]
        assert published(self.cold) == published(self.warm)
        again = regenerate(
            attrs.evolve(self.config, out=self.warm), now=self.now, dry_run=True, allow_empty=True
        )
        assert not again.changes


def published(out: Path) -> dict[str, bytes]:
    """Return all files but the cache."""
    return {
        path: content
        for path, content in contents(out).items()
        if not path.startswith(".vnru/cache/")
    }


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=memory_or_disk()) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    """Let a few articles be enough for volumes, news and parts of the sitemap."""
    monkeypatch.setattr(listing, "VOLUME_SIZE", 2)
    monkeypatch.setattr(topic, "ARTICLES_SHOWN", 3)
    monkeypatch.setattr(index, "NEWS_SHOWN", 3)
    monkeypatch.setattr(desk, "PEOPLE_LISTED", 3)
    monkeypatch.setattr(desk, "PAIRS_LISTED", 2)
    monkeypatch.setattr(sitemap, "FILE_LIMIT", 40)


@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_remembers_makes_what_a_run_that_does_not_makes(folder, seed):
    office = Office(folder, seed)
    office.check()
    for _ in range(12):
        for event in office.random.sample(Office.EVENTS, office.random.choice((1, 1, 2, 3))):
            if office.files:
                event(office)
        office.check()


@pytest.mark.parametrize("now", [None, "2026-01-01", dt.date(2026, 1, 1)])
def test_what_is_no_time_touches_nothing(folder, now):
    with pytest.raises(TypeError, match=r"expected an aware time for now, .*, got"):
        regenerate(Config(source=folder, out=folder / "feeds"), now=now)
    assert not (folder / "feeds").exists()


def test_what_is_no_configuration_is_told_so():
    with pytest.raises(TypeError, match=r"expected a vnru\.Config, .* got 'seeds'"):
        regenerate("seeds", now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
