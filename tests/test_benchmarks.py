"""The benchmarks: the same articles every time, and peers that do what they are measured for."""

from __future__ import annotations

import hashlib
import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

import feedparser
import pytest

import vnru
from publishing import memory_or_disk

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch):
    """Import a module of the benchmarks."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


@pytest.fixture
def desk():
    with tempfile.TemporaryDirectory(dir=memory_or_disk()) as name:
        yield Path(name)


def test_the_articles_are_the_same_everywhere(benchmark):
    make_corpus = benchmark("make_corpus")
    digest = hashlib.sha256()
    for index in range(200):
        name, text = make_corpus.article(index)
        digest.update(f"{name}\n{text}\n".encode())
    assert "e8fd7af314b1bcb53280ef289eae0734c67270937d7618b89ea180b5a5936a02" == digest.hexdigest()


def test_the_articles_are_what_they_are_for(benchmark, desk):
    benchmark("make_corpus").make(300, desk)
    corpus = vnru.Corpus.load(desk)
    assert (300, ()) == (len(corpus), corpus.refused)
    assert 300 == len(corpus.stories()), "stock sentences make no versions"
    sizes = [path.stat().st_size for path in desk.iterdir()]
    assert 2_500 < sum(sizes) / len(sizes) < 4_000
    assert 16 == len(corpus.topics)
    assert corpus[0].date is None
    assert {a.date.precision for a in corpus if a.date} == {"month"}
    assert 1995 == min(a.best_date.year for a in corpus if a.best_date)
    assert 2025 <= max(a.best_date.year for a in corpus if a.best_date) <= 2026
    kinds = {block.kind for article in corpus for block in article.blocks}
    assert set(vnru.BlockKind) - {vnru.BlockKind.RELATED} <= kinds


@pytest.mark.parametrize("name", ["vnru", "plain", "plain --fast", "Hugo", "Pelican"])
@pytest.mark.parametrize("unlimited", [False, True])
def test_each_contestant_makes_the_same_pages_and_feeds(benchmark, desk, name, unlimited):
    source = desk / "articles"
    benchmark("make_corpus").make(60, source)
    contestant = _contestant(benchmark, name, source, desk, unlimited=unlimited)
    subprocess.run(contestant.command, cwd=contestant.home, check=True, capture_output=True)
    assert 60 == len(list(contestant.out.glob("articles/**/*.html")))
    feeds = [path for path in contestant.out.iterdir() if path.stem in {"all", "index"}]
    feeds = [path for path in feeds if path.suffix in {".atom", ".rss", ".xml"}]
    assert 2 == len(feeds)
    expected = 60 if unlimited and name != "vnru" else 50
    for feed in feeds:
        parsed = feedparser.parse(feed.read_bytes())
        assert (0, expected) == (parsed.bozo, len(parsed.entries)), feed
        assert all(len(_text(entry)) > 1_000 for entry in parsed.entries)
        assert all(entry.tags for entry in parsed.entries)


def _text(entry):
    return (
        entry.content[0].value if "content" in entry else entry.summary
    )  # as Pelican's RSS has it


def _contestant(benchmark, name, source, work, **options):
    contestants = benchmark("contestants").contestants
    try:
        (found,) = contestants([name], source, work, Path(sys.executable).parent, **options)
    except LookupError as error:
        pytest.skip(str(error))
    return found


@pytest.mark.parametrize("name", ["Hugo", "Pelican"])
def test_a_contestant_is_told_what_changed(benchmark, desk, name):
    source = desk / "articles"
    make_corpus = benchmark("make_corpus")
    make_corpus.make(3, source)
    contestant = _contestant(benchmark, name, source, desk, unlimited=False)
    path = source / make_corpus.article(1)[0]
    (page,) = contestant.home.glob(f"content/**/{path.stem.partition('_')[2]}.html")
    before = page.read_text()
    path.write_text(path.read_text() + "\n\nUne phrase de plus.")
    contestant.deliver(path)
    assert before != page.read_text()
    path.unlink()
    contestant.deliver(path)
    assert not page.exists()


def test_costs_are_measured(benchmark, desk):
    run = benchmark("measuring").run
    (desk / "old").write_text("old")
    (desk / "same").write_text("same")
    script = "import os; x = b'x' * 50_000_000; open('new', 'wb').write(x[: 2**20])"
    script += "; os.remove('old')"
    cost = run([sys.executable, "-c", script], desk, desk)
    assert (2, 1.0) == (cost.files, cost.written)
    assert cost.memory > 48
    assert cost.cpu >= cost.user > 0
    assert cost.wall > 0
    small = run([sys.executable, "-c", "pass"], desk, desk)
    assert (0, 0.0) == (small.files, small.written)
    assert small.memory < cost.memory
    with pytest.raises(RuntimeError, match="exit code 3"):
        run(["sh", "-c", "exit 3"], desk)


def test_tables_compare_round_by_round(benchmark):
    tables, cost = benchmark("tables"), benchmark("measuring").Cost
    ours = [cost(cpu=c, user=c, wall=1, memory=10, files=3, written=0.25) for c in (1, 9, 2)]
    theirs = [cost(cpu=c, user=c, wall=2, memory=5, files=0, written=0) for c in (2, 3, 8)]
    costs = {"cold": {"vnru": ours, "plain": theirs}}
    table = tables.ratios("title", costs)
    assert "| cold: cpu | 2 s | 0.5 |" in table
    assert "| cold: wall | 1 s | 0.5 |" in table
    assert "| cold: memory | 10 MiB | 2 |" in table
    assert "| cold | 3; 0.2 | – |" in tables.written("title", costs)
    slower = [c._replace(user=c.user * 100) for c in ours]
    grown = tables.growth("cold", {10: costs, 100: {"cold": {"vnru": slower, "plain": theirs}}})
    assert "| vnru | 2.00 |" in grown
    assert "| plain | 0.00 |" in grown
    assert "| help | 0.5 |" in tables.short_runs({"bare": theirs, "help": ours})
    assert "| 600 |" in tables.reading(600, ours)


def test_the_whole_of_it_runs(desk):
    command = [sys.executable, BENCHMARKS / "run.py", "--sizes", "5,10", "--rounds", "1"]
    options = ["--peers", "plain --fast", "--work", desk]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    for title in ("Short runs", "5 articles", "10 articles, written", "Growth: cold"):
        assert f"### {title}\n" in done.stdout
    assert "| one article removed: wall |" in done.stdout
    assert "### 10 articles, read and not published\n" in done.stdout
    assert [] == list(desk.iterdir())


def test_steps_can_be_left_out(desk):
    command = [sys.executable, BENCHMARKS / "run.py", "--sizes", "5", "--rounds", "2", "--peers="]
    options = ["--steps", "one article changed, nothing changed", "--work", desk]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    assert "cold" not in done.stdout
    assert "| nothing changed | – | – |" in done.stdout
    assert "| one article changed | " in done.stdout


@pytest.mark.parametrize("steps", ["warm", "cold,one article removed"])
def test_steps_that_cannot_be_taken_are_refused(steps):
    command = [sys.executable, BENCHMARKS / "run.py", "--steps", steps]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (2, "") == (done.returncode, done.stdout)


def test_the_profile_adds_up(benchmark, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["rooms.py", "40"])
    benchmark("rooms").main()
    *rows, whole = (
        line.strip("| ").split(" | ") for line in capsys.readouterr().out.split("\n")[4:-2]
    )
    rooms = {name: float(share.rstrip("%")) for name, _, share in rows if ":" not in name}
    assert 100 == pytest.approx(sum(rooms.values()), abs=len(rooms) * 0.05 + 0.01)
    assert rooms.keys() > {"reading", "pages"}
    assert float(whole[1].strip("*")) > 0
