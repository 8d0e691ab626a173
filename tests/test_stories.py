"""Which articles are versions of one dispatch, against pairs labelled by hand."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import vnru
from factories import make_article
from vnru import stories
from vnru.article import Article

DATA = Path(__file__).parent / "data"
PAIRS = tomllib.loads((DATA / "stories" / "pairs.toml").read_text("utf-8"))
HEADER = re.compile(r" date \S+ ")


def read(text: str, serial: int) -> Article:
    return vnru.read(text.encode(), f"{serial:03}_{serial:016x}.txt").unwrap()


def original(serial: str) -> str:
    (path,) = (DATA / "corpus" / "articles").glob(f"{serial}_*.txt")
    return path.read_text("utf-8")


def edited(text: str, pair: Mapping[str, Any]) -> str:
    """Do to a text what an agency did before it sent it again."""
    text = unicodedata.normalize("NFC", text)
    header = HEADER.match(text)
    groups = re.split(r"\n\s*\n", text[header.end() :] if header else text)
    kept = [i for i in pair.get("order", range(len(groups))) if i not in pair.get("drop", ())]
    parts = [*pair.get("headline", "").splitlines(), *(groups[i] for i in kept)]
    text = "\n\n".join([*parts, *pair.get("tail", "").splitlines()])
    for old, new in pair.get("replace", ()):
        if not any(old in groups[i] for i in pair.get("drop", ()) if i < len(groups)):
            assert old in text, old
        text = text.replace(old, new)
    date = pair.get("date", header.group().split()[1] if header else "")
    return f" date {date} {text}" if date else text


def both(pair: Mapping[str, Any]) -> tuple[Article, Article]:
    first = original(pair["of"]) if "of" in pair else pair["first"]
    second = pair["second"] if "second" in pair else edited(first, pair)
    return read(first, 1), read(second, 2)


def why(pair: Mapping[str, Any]) -> str:
    return f"{pair.get('of', '')} {pair['why']}"


def test_there_are_enough_labels_to_tell():
    assert len(PAIRS["version"]) >= 15
    assert len(PAIRS["near_miss"]) >= 15


@pytest.mark.parametrize("pair", PAIRS["version"], ids=why)
def test_versions_are_one_story(pair: Mapping[str, Any]):
    one, other = both(pair)
    assert one.digest != other.digest
    assert [(one, other)] == [story.articles for story in stories.stories([one, other])]


@pytest.mark.parametrize("pair", PAIRS["near_miss"], ids=why)
def test_near_misses_are_two_stories(pair: Mapping[str, Any]):
    assert [1, 1] == [len(story) for story in stories.stories(both(pair))]


@pytest.fixture(scope="module")
def corpus() -> vnru.Corpus:
    return vnru.Corpus.load(DATA / "corpus" / "articles")


def again(path: Path, chance: random.Random) -> Article:
    """Read an article as it might have been sent again: shorter, and with lost spaces."""
    header, text = HEADER.match(path.read_text("utf-8")), path.read_text("utf-8")
    groups = re.split(r"\n\s*\n", text[header.end() :] if header else text)
    kept = [*groups[:4], *(group for group in groups[4:] if chance.random() < 0.7)]
    glued = re.sub(
        r"(?<=[a-z]{3}) (?=[a-z]{4})",
        lambda _: "" if chance.random() < 0.1 else " ",
        "\n\n".join(kept),
    )
    return read(f"{header.group() if header else ''}{glued}", 500 + int(path.name[:3]))


@pytest.mark.parametrize("folder", ["corpus", "unseen"])
def test_the_corpus_has_no_versions(folder: str):
    corpus = vnru.Corpus.load(DATA / folder / "articles")
    assert len(corpus) == len(corpus.stories())


def test_copies_are_one_story_however_many():
    copies = [version(serial) for serial in range(40)]
    assert [tuple(copies)] == [story.articles for story in stories.stories(copies)]


def test_copies_do_not_hide_a_shorter_version():
    shorter, longer = version(99), f"{LONG}Un bon accord a été conclu à Hanoï."
    articles = [*(version(serial, text=longer) for serial in range(20)), shorter]
    assert stories.sketch(shorter) != stories.sketch(articles[0])
    assert [tuple(articles)] == [story.articles for story in stories.stories(articles)]


def test_copies_of_other_times_are_other_stories():
    dates = [f"{year}-{month:02}" for year in (2020, 2024) for month in range(1, 11)]
    copies = [version(serial, date=date) for serial, date in enumerate(dates)]
    expected = [tuple(copies[:10]), tuple(copies[10:])]
    assert expected == [story.articles for story in stories.stories(copies)]


@pytest.mark.parametrize(("count", "expected"), [(12, 1), (13, 13)])
def test_what_many_texts_begin_with_is_a_form(count: int, expected: int):
    """Other than copies, they end with their own words."""
    chance = random.Random(8)  # noqa: S311 - the same at every run
    endings = ("b" + "".join(chance.choices("acdefgh", k=20)) for _ in range(count))
    articles = [version(serial, text=f"{LONG}{end}") for serial, end in enumerate(endings)]
    assert count == len({stories.sketch(article) for article in articles})
    assert expected == len(stories.stories(articles))


def test_a_text_is_compared_with_few_of_those_alike(monkeypatch: pytest.MonkeyPatch):
    compared: list[tuple[Article, Article]] = []

    def look(one: Article, other: Article) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(stories, "are_versions", look)
    articles = [version(serial) for serial in range(100)]
    assert 100 == len(stories.stories(articles))
    assert len(compared) < 12 * len(articles)


def test_versions_are_found_among_other_articles(corpus: vnru.Corpus):
    chance = random.Random(8)  # noqa: S311 - the same at every run
    paths = sorted((DATA / "corpus" / "articles").glob("*.txt"))
    all_of_them = corpus | vnru.Corpus(again(path, chance) for path in paths)
    pairs = [story.articles for story in all_of_them.stories() if len(story) > 1]
    assert all(len(p) == 2 and p[0].serial % 500 == p[1].serial % 500 for p in pairs)
    assert len(pairs) >= 0.9 * len(corpus)


def test_the_order_of_articles_does_not_matter():
    articles = [article for pair in PAIRS["version"][:6] for article in both(pair)]
    articles = [read_again(article, i) for i, article in enumerate(articles)]
    shuffled = random.Random(8).sample(articles, len(articles))  # noqa: S311 - as above
    assert groups(stories.stories(articles)) == groups(stories.stories(shuffled))
    assert [6, 6] == [len(story) for story in stories.stories(articles)]


def read_again(article: Article, serial: int) -> Article:
    text = "\n\n".join(block.text for block in article.blocks)
    header = f" date {article.date} " if article.date else ""
    return read(header + text, serial)


def groups(found: Sequence[stories.Story]) -> set[frozenset[str]]:
    return {frozenset(article.id for article in story.articles) for story in found}


def test_only_texts_that_share_phrases_are_compared(
    corpus: vnru.Corpus, monkeypatch: pytest.MonkeyPatch
):
    compared: list[tuple[Article, Article]] = []

    def look(one: Article, other: Article) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(stories, "are_versions", look)
    assert len(corpus) == len(stories.stories(corpus))
    assert [] == compared


# --- the version to show -------------------------------------------------------------------------

LONG = "Les deux ministres ont parlé de tout ce qui compte pour leurs pays et pour la région. " * 6
LEAD = "Le ministre a reçu son homologue russe à Hanoï pour un entretien qui a duré deux heures."


def version(
    serial: int, *, headline: str = "", text: str = LONG, date: str | None = "2024-03"
) -> Article:
    blocks = [("headline", headline)] if headline else []
    return make_article(serial, blocks=[*blocks, ("lead", LEAD), ("paragraph", text)], date=date)


@pytest.mark.parametrize(
    ("better", "worse", "reason"),
    [
        (version(2), version(1, headline="Titre", text=LONG[:200]), "it lacks nothing"),
        (version(2, headline="Titre"), version(1, text=f"{LONG}Un mot."), "it has a headline"),
        (version(2, date="2024-03-09"), version(1), "its date is more precise"),
        (version(2), version(1, text=LONG.replace("ce qui", "cequi")), "it lost no space"),
        (version(2, text=f"{LONG}Un mot de plus."), version(1), "it is longer"),
        (version(1), version(2), "it came first"),
    ],
)
def test_the_version_to_show(better: Article, worse: Article, reason: str):
    given = sorted([better, worse], key=lambda article: article.serial or 0)
    story = stories.Story(tuple(given))
    assert better is story.best, reason
    assert (worse,) == story.others
    assert given == list(story)


def test_short_texts_are_stories_of_their_own():
    articles = [make_article(n, blocks=[("lead", "Photo du jour.")]) for n in (1, 2)]
    assert [1, 1] == [len(story) for story in stories.stories(articles)]


def test_nothing_has_no_story():
    assert () == stories.stories([])
