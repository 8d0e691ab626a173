"""How well articles are read: figures of the labelled sets under tests/data.

    python tests/scoring.py             prints the figures of every set
    python tests/scoring.py --misses    and every difference to the labels
    python tests/scoring.py --floors    prints what tests/data/figures.toml says of figures as good

A labelled set is a folder with `articles/` and `gold/`; the label rules are told in
tests/data/corpus/README.md. Texts are compared by their letters and digits, so that white space,
quotation marks and accents do not count.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from vnru.article import Article
from vnru.reading import read

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parents[1] / "seeds"

Labels = dict[str, Any]


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d")).casefold()
    return "".join(c for c in plain if c.isalnum())


def block_key(kind: str, text: str) -> tuple[str, str]:
    return kind, letters(unicodedata.normalize("NFC", text)[:40])[:24]


def dateline_key(place: str, agencies: list[str]) -> tuple[str, list[str]]:
    return letters(place), agencies


#: Fields that are right or wrong: what an article says, and what its labels say.
EXACT: Mapping[str, tuple[Callable[[Article], object], Callable[[Labels], object]]] = {
    "date": (lambda a: a.date and str(a.date), lambda g: g["date"]),
    "event_date": (lambda a: a.event_date and str(a.event_date), lambda g: g["event_date"]),
    "headline": (
        lambda a: a.headline and letters(a.headline),
        lambda g: g["headline"] and letters(g["headline"]),
    ),
    "dateline": (
        lambda a: a.dateline and dateline_key(a.dateline.place, list(a.dateline.agencies)),
        lambda g: g["dateline"] and dateline_key(g["dateline"]["place"], g["dateline"]["agency"]),
    ),
    "credits": (lambda a: list(a.credits), lambda g: g["credits"]),
}

#: Fields of which several may stand in an article.
COUNTED: Mapping[str, tuple[Callable[[Article], Counter], Callable[[Labels], Counter]]] = {
    "blocks": (
        lambda a: Counter(block_key(b.kind.value, b.text) for b in a.blocks),
        lambda g: Counter(block_key(kind, text) for kind, text in g["blocks"]),
    ),
    "people": (
        lambda a: Counter({letters(person.name) for person in a.people}),
        lambda g: Counter({letters(name) for name, _ in g["people"]}),
    ),
    "topics": (
        lambda a: Counter(match.slug for match in a.topics),
        lambda g: Counter(g["topics"].keys()),
    ),
    "subject topics": (
        lambda a: Counter(match.slug for match in a.topics if match.grade == 2),
        lambda g: Counter(slug for slug, grade in g["topics"].items() if grade == 2),
    ),
}


@attrs.define
class Count:
    """Hits among what was read and what was labelled."""

    hits: int = 0
    read: int = 0
    labelled: int = 0

    def add(self, read: Counter, labelled: Counter) -> None:
        self.hits += (read & labelled).total()
        self.read += read.total()
        self.labelled += labelled.total()

    @property
    def precision(self) -> float:
        return self.hits / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        both = self.read + self.labelled
        return 2 * self.hits / both if both else 1.0


@attrs.frozen
class Score:
    """The figures of a set, each from 0 to 1, and every difference to the labels."""

    figures: Mapping[str, float]
    misses: tuple[str, ...]


def labelled_sets() -> dict[str, Path]:
    """Return the folders of the labelled sets by name."""
    folders = sorted(folder.parent for folder in DATA.glob("*/gold"))
    return {folder.name: folder for folder in folders if (folder / "articles").is_dir()}


def floors() -> dict[str, dict[str, float]]:
    """Return the figures that must be reached, by set."""
    return tomllib.loads((DATA / "figures.toml").read_text(encoding="utf-8"))


def score(folder: Path) -> Score:
    """Read the articles of a set, and compare them with their labels."""
    exact = {name: Count() for name in (*EXACT, "role")}
    counted = {name: Count() for name in COUNTED}
    topics: dict[str, Count] = {}
    misses: list[str] = []

    for path in sorted(folder.glob("gold/*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        article = _read(folder, path.stem)
        for name, pairs in _exact(article, labels).items():
            for got, want in pairs:
                exact[name].add(Counter([got == want]), Counter([True]))
                if got != want:
                    misses.append(f"{path.stem}: {name}: read {got!r}, labelled {want!r}")
        for name, (of_article, of_labels) in COUNTED.items():
            got, want = of_article(article) if article else Counter(), of_labels(labels)
            counted[name].add(got, want)
            misses += [f"{path.stem}: {name}: not read: {key}" for key in (want - got).elements()]
            misses += [f"{path.stem}: {name}: too much: {key}" for key in (got - want).elements()]
            for slug in sorted(got | want) if name == "topics" else ():
                topics.setdefault(slug, Count()).add(
                    Counter({slug: got[slug]}), Counter({slug: want[slug]})
                )

    per_topic = [count.f1 for count in topics.values()]
    figures = {f"{name} exact": count.recall for name, count in exact.items()}
    figures |= {
        "blocks F1": counted["blocks"].f1,
        "people precision": counted["people"].precision,
        "people recall": counted["people"].recall,
        "people F1": counted["people"].f1,
        "topics precision": counted["topics"].precision,
        "topics recall": counted["topics"].recall,
        "topics F1": counted["topics"].f1,
        "subject topics F1": counted["subject topics"].f1,
        "topics macro F1": sum(per_topic) / len(per_topic),
        "worst topic F1": min(per_topic),
    }
    return Score(figures, tuple(misses))


def _read(folder: Path, stem: str) -> Article | None:
    path = folder / "articles" / f"{stem}.txt"
    if not path.exists():
        path = SEEDS / path.name  # the corpus has labels for the seeds, too
    return read(path.read_bytes(), path.name).article


def _exact(article: Article | None, labels: Labels) -> dict[str, list[tuple[object, object]]]:
    """Return what was read and what was labelled of each field; "unread" equals no label."""
    pairs = {
        name: [(of_article(article) if article else "unread", of_labels(labels))]
        for name, (of_article, of_labels) in EXACT.items()
    }
    roles = {letters(p.name): letters(p.role or "") for p in article.people} if article else {}
    pairs["role"] = [
        (roles.get(letters(name), "unread"), letters(role)) for name, role in labels["people"]
    ]
    return pairs


def table(name: str, score_: Score) -> str:
    """Return the figures of a set for people, with the floors beside them."""
    least = floors().get(name, {})
    rows = [
        f"  {figure:18} {value:6.1%}   (at least {least.get(figure, 0):6.1%})"
        for figure, value in score_.figures.items()
    ]
    return "\n".join([f"{name}:", *rows])


def as_floors(name: str, score_: Score) -> str:
    """Return the figures of a set as floors, rounded down."""
    rows = [
        f'"{figure}" = {math.floor(value * 1000) / 1000:.3f}'
        for figure, value in score_.figures.items()
    ]
    return "\n".join([f"[{name}]", *rows])


def main() -> None:
    """Print the figures of every set."""
    for name, folder in labelled_sets().items():
        scored = score(folder)
        if "--floors" in sys.argv[1:]:
            lines = [as_floors(name, scored)]
        else:
            misses = scored.misses if "--misses" in sys.argv[1:] else ()
            lines = [*misses, table(name, scored)]
        sys.stdout.write("\n".join([*lines, "", ""]))


if __name__ == "__main__":
    main()
