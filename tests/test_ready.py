"""What is made of the program's lexicons and packages, and found ready-made by the next run."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from publishing import contents
from vnru import files
from vnru.cache.damage import DamagedCacheError
from vnru.cache.journal import Journal
from vnru.cache.ready import Ready
from vnru.lexicon import Lexicon, load, using
from vnru.reading.namebook import namebook
from vnru.reading.vocabulary import vocabulary
from vnru.ready import kept_by, ready
from vnru.topics import Taxonomy, built_in
from vnru.topics.matcher import Matcher, Term
from vnru.topics.trie import trie

TEXT = "Des centralesnucléaires russes, l'accord-cadre de 2030 et l'école des élèves vietnamiens."


@pytest.fixture
def fd(tmp_path) -> Iterator[int]:
    fd = files.open_folder(tmp_path)
    yield fd
    os.close(fd)


def asked(folder: Path, *names: str, program: bytes = b"us") -> tuple[Ready, list[str]]:
    """Ask for the values of names; return what has to be made."""
    made: list[str] = []

    def make(name: str) -> dict[str, int]:
        made.append(name)
        return {name: len(name)}

    with Ready.open(folder, program, writable=True) as values:
        for name in names:
            assert {name: len(name)} == ready((name,), lambda name=name: make(name))
    return values, made


def test_a_value_is_made_once_and_found_by_the_next_run(tmp_path, fd):
    values, made = asked(tmp_path, "one", "two")
    assert ["one", "two"] == made
    values.save(fd)
    assert [] == asked(tmp_path, "two", "one")[1]


def test_values_of_another_program_are_none(tmp_path, fd):
    asked(tmp_path, "one")[0].save(fd)
    assert ["one"] == asked(tmp_path, "one", program=b"them")[1]


@pytest.mark.parametrize("at", range(0, 120, 7))
def test_damaged_values_are_none(tmp_path, fd, at):
    asked(tmp_path, "one")[0].save(fd)
    (file,) = tmp_path.iterdir()
    data = bytearray(file.read_bytes())
    data[at % len(data)] ^= 1
    file.write_bytes(data)
    assert ["one"] == asked(tmp_path, "one")[1]


def test_a_file_that_cannot_be_opened_is_none(tmp_path, fd):
    (tmp_path / "lexicons").symlink_to("lexicons")
    values, made = asked(tmp_path, "one")
    assert ["one"] == made
    values.save(fd)
    assert [] == asked(tmp_path, "one")[1]


def test_what_is_new_takes_the_place_of_what_nobody_asked_for(tmp_path, fd):
    asked(tmp_path, "one", "two")[0].save(fd)
    asked(tmp_path, "one")[0].save(fd)  # nothing is new
    assert [] == asked(tmp_path, "one", "two")[1]
    asked(tmp_path, "two", "three")[0].save(fd)
    assert ["one"] == asked(tmp_path, "one", "two", "three")[1]


def test_nothing_is_written_where_nothing_may_be(tmp_path, fd, monkeypatch):
    values, _ = asked(tmp_path, "one")
    values.save(None)
    with Ready.open(tmp_path / "nowhere", b"us", writable=False) as dry:
        ready(("one",), lambda: 1)
    dry.save(fd)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_at", fail)
    with pytest.raises(DamagedCacheError, match="No space left on device"):
        values.save(fd)
    assert [] == list(Journal(fd, "lexicons", b"us").rows())


def test_each_lexicon_has_values_of_its_own():
    keys = []

    def noted(key, make):
        keys.append(key)
        return make()

    more = Lexicon.from_toml('furniture.agencies = ["La Gazette"]')
    with kept_by(noted):
        for lexicon in (None, more):
            with using(lexicon):
                load.__wrapped__("furniture")
    assert [
        ("furniture",),
        ("furniture", (("furniture", "agencies"), ("La Gazette",))),
    ] == keys


def test_what_is_ready_made_is_what_would_be_made(tmp_path, fd):
    made, found = [], []
    for results in (made, found):
        with Ready.open(tmp_path, b"us", writable=True) as values:
            taxonomy = built_in.taxonomy.__wrapped__()
            terms = [term for topic in taxonomy for term in topic.terms]
            results += [
                taxonomy,
                attrs.astuple(namebook.__wrapped__(), recurse=False),
                attrs.astuple(vocabulary.__wrapped__(), recurse=False),
                Matcher(terms).find(TEXT),
            ]
        values.save(fd)
    assert made == found
    assert Taxonomy.default() == found[0]
    assert attrs.astuple(namebook(), recurse=False) == found[1]
    assert attrs.astuple(vocabulary(), recurse=False) == found[2]
    assert 4 < len(found[3])


def test_nothing_of_the_lexicons_is_made_twice(tmp_path, fd):
    with Ready.open(tmp_path, b"us", writable=True) as values:
        built_in.taxonomy.__wrapped__()
        namebook.__wrapped__()
        vocabulary.__wrapped__()
    values.save(fd)

    def refuse(key, _):
        return known.get(key, lambda: pytest.fail(f"{key} is made again"))

    with Ready.open(tmp_path, b"us", writable=True) as known, kept_by(refuse):
        built_in.taxonomy.__wrapped__()
        namebook.__wrapped__()
        vocabulary.__wrapped__()


def test_places_in_the_trie_can_be_handed_to_another_process():
    root, _, _ = trie([Term("centrale nucléaire", "a"), Term("accord … cadre", "b")])
    root = pickle.loads(pickle.dumps(root))  # noqa: S301 - our own bytes
    assert {"centrale", "accord"} == root.next.keys()
    assert ["b"] == [term.owner for term in root.next["accord"].gap.next["cadre"].terms]
    assert not hasattr(root, "other")


_RUN = """
import sys
sys.argv[:] = ["vnru", "regenerate", "--now", "2026-11-22T00:00:00Z", *sys.argv[1:]]
from vnru.__main__ import run
try:
    run()
finally:
    print(*sorted({"importlib.metadata", "tomllib"} & set(sys.modules)))
"""


def run(place: Path, text: str, out: str = "feeds") -> str:
    """Regenerate in a process of its own; return what it prints: what it needed to load."""
    article = place / "seeds" / "003_9cfc9d1ae11acf60.txt"
    article.parent.mkdir(exist_ok=True)
    article.write_text(f" date 2024-03 Visite officielle\n\n{text}\n\nVNA\n", "utf-8")
    command = [sys.executable, "-c", _RUN, "--out", out]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VNRU_")}
    return subprocess.run(
        command, cwd=place, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_a_run_that_finds_all_ready_made_reads_no_lexicon_and_asks_no_package(tmp_path):
    everything = "importlib.metadata tomllib\n"
    assert everything == run(tmp_path, "Le ministre a reçu l'ambassadeur.")
    assert "\n" == run(tmp_path, TEXT)
    (tmp_path / "feeds" / ".vnru" / "cache" / "lexicons").unlink()
    assert everything == run(tmp_path, f"{TEXT} Le ministre a reçu Sergueï Lavrov.")
    run(tmp_path, "Le ministre a reçu l'ambassadeur.", "cold")
    run(tmp_path, f"{TEXT} Le ministre a reçu Sergueï Lavrov.", "cold")
    warm, cold = (_published(tmp_path / out) for out in ("feeds", "cold"))
    assert cold == warm


def test_where_they_cannot_be_left_no_cache_is_left(tmp_path):
    cache = tmp_path / "feeds" / ".vnru" / "cache"
    (cache / "lexicons" / "foreign").mkdir(parents=True)
    run(tmp_path, TEXT)
    assert [] == list(cache.iterdir())
    run(tmp_path, "Le ministre a reçu l'ambassadeur.")
    assert {"records", "sources", "pages", "lexicons"} == {path.name for path in cache.iterdir()}


def _published(out: Path) -> dict[str, bytes]:
    ours = (".vnru/cache/", ".vnru/stamp")
    return {path: data for path, data in contents(out).items() if not path.startswith(ours)}
