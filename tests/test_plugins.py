"""Formats that other packages bring along, as the documentation shows them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import attrs
import feedparser
import pytest

from factories import NOW
from handbook import HOW_TO, ROOT, read
from vnru import Config, ConfigError, FeedError, feeds, regenerate
from vnru.feeds import Format, Kind, feed_formats

PLAIN = Format(
    Kind("Plain", "plain", "text/plain"), lambda e: [b"x"] * len(e), lambda _: (b"", b"")
)
PAGES = attrs.evolve(PLAIN, kind=Kind("Pages", "html", "text/html"))
ATOM = attrs.evolve(PLAIN, kind=Kind("Atom", "atom", "text/plain"))
ELSEWHERE = attrs.evolve(PLAIN, kind=Kind("Plain", "../../txt", "text/plain"))
FORGETFUL = attrs.evolve(PLAIN, entries=lambda _: [])
NO_FORMAT = "plain"


def _shown(page: str, language: str) -> str:
    """Return the last block of a page in this language: the example of a package."""
    pattern = rf"^```{language}(?: title=\S+)?\n(.*?)^```$"
    return re.findall(pattern, read(HOW_TO / page), re.MULTILINE | re.DOTALL)[-1]


@pytest.fixture
def vnru(tmp_path: Path) -> Callable[..., str]:
    """Work beside the seeds, with the packages of both pages installed."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    packages = tmp_path / "packages"
    for page in ("feed-format.md", "export.md"):
        project = tomllib.loads(_shown(page, "toml"))["project"]
        ((group, names),) = project["entry-points"].items()
        ((name, value),) = names.items()
        module = value.partition(":")[0]
        info = packages / f"{module}-1.dist-info"
        info.mkdir(parents=True)
        (packages / f"{module}.py").write_text(_shown(page, "python"), "utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {module}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {value}\n")

    def run(*arguments: str) -> str:
        settings = {k: v for k, v in os.environ.items() if not k.startswith("VNRU_")}
        places = [str(packages), *filter(None, [settings.get("PYTHONPATH")])]
        return subprocess.run(
            [sys.executable, "-m", "vnru", *arguments],
            cwd=tmp_path,
            env={**settings, "PYTHONPATH": os.pathsep.join(places)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    return run


def test_the_feed_format_of_the_page_is_published(vnru: Callable[..., str], tmp_path: Path):
    vnru("regenerate")
    out = tmp_path / "feeds"
    stems = {path.relative_to(out).with_suffix("") for path in out.rglob("*.atom")}
    assert stems == {path.relative_to(out).with_suffix("") for path in out.rglob("*.gmi")}
    title, blank, *lines = (out / "all.gmi").read_text("utf-8").splitlines()
    assert ("# Vietnam – Russie", "") == (title, blank)
    assert list(map(_line, _entries(out / "all.atom"))) == lines
    assert 'type="text/gemini"' in (out / "index.html").read_text("utf-8")
    assert "all.gmi" in (out / "all.atom").read_text("utf-8")
    vnru("regenerate", "--check")


def _line(entry: feedparser.FeedParserDict) -> str:
    day = time.strftime("%Y-%m-%d", entry.published_parsed)
    return f"=> {entry.link} {day} {entry.title}"


def _entries(feed: Path) -> list:
    return feedparser.parse(feed.read_bytes()).entries


def test_a_feed_format_goes_with_its_package(vnru: Callable[..., str], tmp_path: Path):
    vnru("regenerate")
    for metadata in (tmp_path / "packages").glob("*.dist-info"):
        shutil.rmtree(metadata)
    vnru("regenerate")
    feeds = tmp_path / "feeds"
    assert [] == list(feeds.rglob("*.gmi"))
    assert "all.gmi" not in (feeds / "all.atom").read_text("utf-8")


def test_the_export_of_the_page_is_offered(vnru: Callable[..., str]):
    lines = vnru("export", "--format", "titles").splitlines()
    assert [2, 2] == [len(line.split("\t")) for line in lines]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let a package be installed that names a value of this module as a feed format."""

    def installed(value: str) -> None:
        entries = EntryPoints([EntryPoint("plain", value, "vnru.feed_formats")])
        monkeypatch.setattr("importlib.metadata.entry_points", entries.select)
        feed_formats.cache_clear()

    yield installed
    feed_formats.cache_clear()


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (f"{__name__}:PAGES", "has an extension that is taken: html"),
        (f"{__name__}:ATOM", "has an extension that is taken: atom"),
        (f"{__name__}:ELSEWHERE", "not 1 to 10 small letters and digits: '../../txt'"),
        (f"{__name__}:NO_FORMAT", "is no vnru.feeds.formats.Format: 'plain'"),
        (f"{__name__}:MISSING", "cannot be loaded"),
    ],
)
def test_a_feed_format_that_cannot_be_used_is_told_before_anything_is_touched(
    install: Callable[[str], None], value: str, complaint: str, tmp_path: Path
):
    install(value)
    with pytest.raises(ConfigError, match=re.escape(complaint)):
        regenerate(Config(source=ROOT / "seeds", out=tmp_path / "feeds"), now=NOW)
    assert not (tmp_path / "feeds").exists()


def test_a_feed_format_that_forgets_entries_is_named(
    install: Callable[[str], None], tmp_path: Path
):
    install(f"{__name__}:FORGETFUL")
    with pytest.raises(FeedError, match="the feed format Plain made 0 entries of 2"):
        regenerate(Config(source=ROOT / "seeds", out=tmp_path / "feeds"), now=NOW)


def test_no_package_brings_a_feed_format_by_itself():
    assert ["atom", "rss", "json"] == [format_.kind.extension for format_ in feeds.feed_formats()]
