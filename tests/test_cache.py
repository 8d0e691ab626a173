"""The cache: what it remembers, and that nothing in it is believed that could be wrong."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from factories import DISPATCH, TEXT, deliver, file_name
from publishing import contents
from vnru import catalogue, files, loading, stories
from vnru.article import Article
from vnru.cache import journal as journal_module
from vnru.cache.imprint import imprint, program
from vnru.cache.journal import Journal
from vnru.cache.memo import Memo
from vnru.cache.records import Records
from vnru.config import Config, Site
from vnru.lexicon import Lexicon
from vnru.output import Draft, OutputFile
from vnru.pages import article
from vnru.publish import Publisher, publisher
from vnru.regeneration import regenerate

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def fd(tmp_path) -> Iterator[int]:
    fd = files.open_folder(tmp_path)
    yield fd
    os.close(fd)


@pytest.fixture
def config(tmp_path) -> Config:
    source = tmp_path / "seeds"
    source.mkdir()
    deliver(source, 0, 1, 2)
    return Config(source=source, out=tmp_path / "feeds")


def write_versions(config: Config, more: str = "") -> None:
    """Write two versions of one dispatch."""
    for serial, words in ((20, DISPATCH), (21, (*DISPATCH, more))):
        text = "\n\n".join((" date 2024-03 Bourses et vaccins", *words))
        deliver(config.source, serial, text=text)


def cache(config: Config) -> Path:
    return config.out / ".vnru" / "cache"


def published(config: Config) -> dict[str, bytes]:
    everything = contents(config.out).items()
    return {path: data for path, data in everything if not path.startswith(".vnru/cache/")}


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Return the names of the source files that were read."""
    names: list[str] = []
    real = loading.read_stamped

    def noted(fd: int, name: str, limit: int | None = None) -> tuple[bytes, bytes | None]:
        names.append(name)
        return real(fd, name, limit)

    monkeypatch.setattr(loading, "read_stamped", noted)
    return names


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """Return the paths of the article pages that were made."""
    paths: list[str] = []
    real = article.body

    def noted(article, **options):
        paths.append(article.id)
        return real(article, **options)

    monkeypatch.setattr(article, "body", noted)
    return paths


# --- journal --------------------------------------------------------------------------------------


def journal(fd: int, imprint: bytes = b"one") -> Journal:
    return Journal(fd, "journal", imprint)


def test_rows_come_back_in_order(fd):
    assert [] == list(journal(fd).rows())
    rows = [("a", 1, None), ("é\udcff", b"2", (1, (2,))), ("a",)]
    journal(fd).append(rows[:2])
    again = journal(fd)
    assert rows[:2] == list(again.rows())
    again.append(rows[2:])
    assert rows == list(journal(fd).rows())


def test_rows_of_another_imprint_are_none_and_give_way(fd):
    journal(fd).append([("a", 1)])
    other = journal(fd, b"two")
    assert [] == list(other.rows())
    other.append([("b", 2)])
    assert [("b", 2)] == list(journal(fd, b"two").rows())
    assert [] == list(journal(fd).rows())


@pytest.mark.parametrize("cut", [1, 10, 21, 30])
def test_what_was_torn_is_not_believed_and_overwritten(fd, tmp_path, cut):
    written = journal(fd)
    written.append([("a", 1)])
    size = (tmp_path / "journal").stat().st_size
    written.append([("b", 2), ("c", "long enough to be cut")])
    os.truncate(tmp_path / "journal", size + cut)
    again = journal(fd)
    assert [("a", 1)] == list(again.rows())
    again.append([("d", 4)])
    assert [("a", 1), ("d", 4)] == list(journal(fd).rows())


def test_no_damage_is_believed(fd, tmp_path):
    rows = [("a", 1), ("b", "x" * 30)]
    for row in rows:
        written = journal(fd)
        list(written.rows())
        written.append([row])
    good = (tmp_path / "journal").read_bytes()
    for at in range(len(good)):
        damaged = bytearray(good)
        damaged[at] ^= 0x41
        (tmp_path / "journal").write_bytes(damaged)
        found = list(journal(fd).rows())
        assert found in ([], rows[:1])


def test_a_journal_that_is_written_anew_has_what_was_chosen(fd):
    old = journal(fd)
    old.append([(str(number), number) for number in range(2_000)])
    assert 2_000 == len(list(old.rows()))
    assert old.is_wasteful(10)
    assert not old.is_wasteful(1_500)
    old.write_anew(row for row in old.rows() if row[1] % 2)
    assert list(range(1, 2_000, 2)) == [number for _, number in journal(fd).rows()]


# --- records --------------------------------------------------------------------------------------


def test_records_are_found_again_at_their_places(fd):
    records = Records.open(fd, "records", writable=True)
    first, second = records.add(b"one"), records.add(b"second")
    records.close()
    again = Records.open(fd, "records", writable=True)
    third = again.add(b"3")
    assert [b"one", b"second", b"3", b""] == [
        again.get(place, size) for place, size in ((first, 3), (second, 6), (third, 1), (99, 5))
    ]
    again.close()


@pytest.mark.parametrize("folder", [True, False])
def test_where_nothing_can_be_written_new_records_last_for_the_run(fd, tmp_path, folder):
    if folder:
        (tmp_path / "records").write_bytes(b"one")
    records = Records.open(fd if folder else None, "records", writable=False)
    place = records.add(b"two")
    assert b"two" == records.get(place, 3)
    if folder:
        assert b"one" == records.get(0, 3)
        assert b"one" == (tmp_path / "records").read_bytes()
    records.clear()
    assert b"4" == records.get(records.add(b"4"), 1)
    records.close()


# --- whole runs -----------------------------------------------------------------------------------


def test_what_did_not_move_is_neither_read_nor_made(config, read, made):
    regenerate(config, now=NOW)
    assert [file_name(0), file_name(1), file_name(2)] == read
    assert [f"{serial:016x}" for serial in range(3)] == made
    read.clear()
    made.clear()
    assert not regenerate(config, now=LATER).changes
    assert ([], []) == (read, made)


def test_one_article_that_changed_is_read_and_made_with_its_neighbours(config, read, made):
    deliver(config.source, *range(3, 9))
    regenerate(config, now=NOW)
    read.clear()
    made.clear()
    deliver(config.source, 4, text=TEXT.format("Lam"))
    outcome = regenerate(config, now=LATER)
    assert (1, 0) == (outcome.updated, outcome.added)
    assert [file_name(4)] == read
    assert [f"{serial:016x}" for serial in (3, 4, 5)] == made


def test_texts_that_were_compared_are_not_compared_again(config, monkeypatch):
    compared: list[tuple[Article, Article]] = []

    def noted(one: Article, other: Article) -> bool:
        compared.append((one, other))
        return stories.are_versions(one, other)

    monkeypatch.setattr(catalogue, "are_versions", noted)
    write_versions(config)
    regenerate(config, now=NOW)
    assert [(20, 21)] == [(one.serial, other.serial) for one, other in compared]
    deliver(config.source, 1, text=TEXT.format("Lam"))
    regenerate(config, now=LATER)
    assert 1 == len(compared)
    write_versions(config, "Un mot de plus.")
    regenerate(config, now=LATER)
    assert 2 == len(compared)
    (config.source / file_name(21)).unlink()
    regenerate(config, now=LATER)
    write_versions(config, "Un mot de plus.")
    regenerate(config, now=LATER)
    assert 3 == len(compared), "what nobody asks for is forgotten"


def test_a_dry_run_remembers_no_verdict(config):
    regenerate(config, now=NOW)
    write_versions(config)
    assert 2 == regenerate(config, now=NOW, dry_run=True).added
    assert not (cache(config) / "versions").exists()


def test_an_article_that_was_only_touched_is_read_and_nothing_is_made(config, read, made):
    regenerate(config, now=NOW)
    size = (cache(config) / "records").stat().st_size
    read.clear()
    made.clear()
    (config.source / file_name(1)).touch()
    assert not regenerate(config, now=LATER).changes
    assert ([file_name(1)], []) == (read, made)
    assert size == (cache(config) / "records").stat().st_size


def test_a_file_that_has_just_changed_is_not_trusted(config, read, monkeypatch):
    monkeypatch.setattr(files, "_FINE", 10**15)  # as if the clock of the file system stood still
    regenerate(config, now=NOW)
    read.clear()
    assert not regenerate(config, now=LATER).changes
    assert [file_name(0), file_name(1), file_name(2)] == read


def test_an_article_is_held_back_until_its_day_and_not_longer(config):
    text = TEXT.replace("2024-03", "2026-11-02")
    deliver(config.source, 1, text=text)
    assert ["VN104"] == [found.code for found in regenerate(config, now=NOW).refused]
    assert ["VN104"] == [found.code for found in regenerate(config, now=NOW).refused]
    outcome = regenerate(config, now=LATER)
    assert (1, ()) == (outcome.added, outcome.refused)
    outcome = regenerate(config, now=NOW)  # somebody has set back the clock
    assert ["VN104"] == [found.code for found in outcome.refused]


def test_a_day_to_come_is_that_of_the_event_when_it_has_come(config, read):
    feed = config.out / "all.atom"
    text = TEXT.replace("2024-03", "2026-11").replace("a reçu mardi", "reçoit le 2 novembre")
    deliver(config.source, 1, text=text)
    assert regenerate(config, now=NOW).pending
    assert b"2026-11-01T00:00:00Z" in feed.read_bytes()
    assert b"2026-11-02" not in feed.read_bytes()
    read.clear()
    assert regenerate(config, now=NOW).pending
    assert [file_name(1)] == read
    assert not regenerate(config, now=LATER).pending
    assert b'"event_date": "2026-11-02"' in (config.out / "all.json").read_bytes()
    assert b"<updated>2026-11-01T00:00:00Z</updated>" in feed.read_bytes()
    read.clear()
    assert not regenerate(config, now=LATER).changes
    assert [] == read


def test_a_file_that_changed_and_vanishes_before_it_is_read_is_gone(config, monkeypatch):
    regenerate(config, now=NOW)
    victim = config.source / file_name(1)
    victim.write_text(TEXT.format("Lam"), encoding="utf-8")
    real = loading.read_stamped

    def too_late(fd: int, name: str, limit: int) -> tuple[bytes, bytes | None]:
        victim.unlink(missing_ok=True)
        return real(fd, name, limit)

    with monkeypatch.context() as patch:
        patch.setattr(loading, "read_stamped", too_late)
        outcome = regenerate(config, now=LATER)
    assert (2, 1) == (outcome.articles, outcome.withdrawn)
    assert not regenerate(config, now=LATER).changes


def test_a_refusal_is_remembered_but_not_a_disk_that_failed(config, read, monkeypatch):
    (config.source / file_name(1)).write_bytes(b"\xff\xff")
    assert 1 == len(regenerate(config, now=NOW).refused)
    read.clear()
    assert 1 == len(regenerate(config, now=LATER).refused)
    assert [] == read

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    (config.source / file_name(2)).touch()
    with monkeypatch.context() as patch:
        patch.setattr(loading, "read_stamped", fail)
        assert ["VN009"] == [f.code for f in regenerate(config, now=NOW).refused][1:]
    assert 1 == len(regenerate(config, now=NOW).refused)


def test_a_dry_run_uses_the_cache_and_writes_nothing(config, read):
    regenerate(config, now=NOW)
    before = contents(config.out)
    read.clear()
    deliver(config.source, 1, text=TEXT.format("Lam"))
    (config.source / file_name(2)).unlink()
    changes = regenerate(config, now=LATER, dry_run=True).changes
    assert "articles/0000000000000001.html" in changes.changed
    assert [file_name(1)] == read
    assert before == contents(config.out)


def test_published_files_that_somebody_changed_are_healed(config):
    regenerate(config, now=NOW)
    before = published(config)
    page, feed = config.out / "articles" / "0000000000000001.html", config.out / "all.atom"
    status = page.stat()
    page.write_bytes(b"x" * status.st_size)
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    feed.unlink()
    changes = regenerate(config, now=LATER).changes
    assert (("all.atom",), ("articles/0000000000000001.html",)) == (changes.added, changes.changed)
    assert before == published(config)


def test_a_cache_is_for_one_program_and_configuration(config, read, made, monkeypatch):
    regenerate(config, now=NOW)
    read.clear()
    made.clear()
    titled = attrs.evolve(config, site=Site(title="Le Fil"))
    regenerate(titled, now=NOW)
    assert ([], 3) == (read, len(made))
    plain, this = Lexicon(), program()
    assert imprint(this, config, plain).records == imprint(this, titled, plain).records
    elsewhere = attrs.evolve(config, out=Path("elsewhere"))
    assert imprint(this, config, plain) == imprint(this, elsewhere, plain)
    monkeypatch.setattr("sys.version", "another Python")
    regenerate(titled, now=NOW)
    assert 3 == len(read)


@pytest.mark.parametrize("file", ["records", "sources", "pages", "versions"])
@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_cache_changes_nothing_and_is_made_anew(config, file, seed, read):
    write_versions(config)
    regenerate(config, now=NOW)
    path = cache(config) / file
    chance = random.Random(seed)  # noqa: S311 - not a secret
    data = bytearray(path.read_bytes())
    for _ in range(20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(bytes(data[: chance.choice((len(data), len(data) // 2))]))
    deliver(config.source, 1, text=TEXT.format("Lam"))
    outcome = regenerate(config, now=LATER)
    assert 1 == outcome.updated
    cold = attrs.evolve(config, out=config.out.with_name("cold"))
    regenerate(attrs.evolve(cold, source=config.source), now=LATER)
    assert published(cold).keys() == published(config).keys()
    assert not regenerate(config, now=LATER).changes
    read.clear()
    assert not regenerate(config, now=LATER).changes
    assert [] == read


@pytest.mark.parametrize("thing", ["file", "link", "folders"])
def test_what_stands_in_the_place_of_the_cache_is_left_alone(config, thing, tmp_path):
    (config.out / ".vnru").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if thing == "file":
        cache(config).write_bytes(b"mine")
    elif thing == "link":
        cache(config).symlink_to(elsewhere)
    else:
        for inner in ("sources", "records", "pages", "versions"):
            (cache(config) / inner).mkdir(parents=True)
    assert 3 == regenerate(config, now=NOW).added
    assert not regenerate(config, now=LATER).changes
    assert [] == list(elsewhere.iterdir())


def test_the_cache_does_not_grow_with_every_change(config, monkeypatch, made):
    monkeypatch.setattr(journal_module, "_WORTHWHILE", 4)
    sizes = []
    write_versions(config)
    for number in range(20):
        deliver(config.source, 1, text=TEXT.format(f"Son{number}"))
        write_versions(config, f"Un mot de plus {number}.")
        regenerate(config, now=NOW)
        sizes.append(sum(path.stat().st_size for path in cache(config).iterdir()))
    assert max(sizes) < 4 * sizes[0]
    made.clear()
    assert not regenerate(config, now=NOW).changes
    assert [] == made
    left = {path.name for path in cache(config).iterdir()}
    assert {"records", "sources", "pages", "versions"} == left - {"lexicons"}


@pytest.mark.parametrize("file", ["records.new", "sources.new", "lexicons.new"])
def test_what_a_killed_run_was_writing_is_removed(config, file):
    regenerate(config, now=NOW)
    (cache(config) / file).write_bytes(b"half")
    assert not regenerate(config, now=NOW, dry_run=True).changes
    assert (cache(config) / file).exists()
    assert not regenerate(config, now=NOW).changes
    assert not (cache(config) / file).exists()


@pytest.fixture
def _full(monkeypatch) -> None:
    """Let no record be written to the cache."""
    real = files.write_at

    def fail(fd: int, data: bytes, at: int) -> None:
        if b"records" in os.fsencode(Path(f"/proc/self/fd/{fd}").readlink()):
            raise OSError(28, "No space left on device")
        real(fd, data, at)

    monkeypatch.setattr(files, "write_at", fail)


@pytest.mark.usefixtures("_full")
def test_a_cache_that_cannot_be_written_is_done_without(config):
    assert 3 == regenerate(config, now=NOW).added
    assert [] == list(cache(config).iterdir())


@pytest.mark.usefixtures("_full")
def test_a_cache_that_cannot_be_removed_either_is_done_without(config, monkeypatch):
    def refuse(_: int, name: str) -> None:
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr(publisher, "remove_all", refuse)
    assert 3 == regenerate(config, now=NOW).added
    assert [] != list(cache(config).iterdir())
    assert not regenerate(config, now=LATER).changes


# --- publisher ------------------------------------------------------------------------------------


def publish(config: Config, *drafts: Draft) -> None:
    with Publisher.open(config.out) as publisher, publisher.cache() as folder:
        publisher.publish(drafts, publisher.ledger, memo=Memo.open(folder, b""))


def draft(content: bytes, basis: bytes | None, made: list[bytes]) -> Draft:
    def make() -> OutputFile:
        made.append(content)
        return OutputFile("a.txt", "text/plain", content)

    return Draft("a.txt", basis, make)


def test_a_draft_without_a_basis_is_always_made(config):
    made: list[bytes] = []
    for _ in range(2):
        publish(config, draft(b"1", None, made))
    assert [b"1", b"1"] == made


def test_a_file_is_made_when_its_basis_moves_and_when_it_moved(config):
    made: list[bytes] = []
    publish(config, draft(b"1", b"one", made))
    publish(config, draft(b"2", b"one", made))
    assert [b"1"] == made
    publish(config, draft(b"3", b"two", made))
    assert [b"1", b"3"] == made
    (config.out / "a.txt").write_bytes(b"4")
    publish(config, draft(b"3", b"two", made))
    assert [b"1", b"3", b"3"] == made
    assert b"3" == (config.out / "a.txt").read_bytes()


def test_what_python_compiles_makes_no_other_program(tmp_path, monkeypatch):
    monkeypatch.setattr("vnru.cache.imprint._PACKAGE", tmp_path)
    found = program()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.pyc").write_bytes(b"compiled")
    assert found == program()
