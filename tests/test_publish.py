from __future__ import annotations

import datetime as dt
import errno
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import fewer, requires
from factories import NOW, TAXONOMY, first_edition, make_article, make_articles, make_config
from publishing import (
    WatchedOs,
    contents,
    edition_files,
    folders,
    ledger_of,
    memory_or_disk,
    open_descriptors,
    preview,
    publish,
    site,
)
from vnru.catalogue import Catalogue
from vnru.diagnostics import LockedError, PublishError
from vnru.edition import drafts
from vnru.ledger import PATH, Ledger
from vnru.publish import Publisher, Status
from vnru.publish.tree import Tree

FIRST = {
    "articles/a.html": b"a",
    "articles/b.html": b"b",
    "topics/energie.atom": b"feed",
    "topics/energie/2023.atom": b"archive",
    "index.html": b"index",
}
SECOND = {
    "articles/a.html": b"a",
    "articles/c.html": b"c",
    "topics/energie.atom": b"another feed",
    "index.html": b"index",
}

STATE = {PATH, ".vnru/lock", ".vnru/.gitignore"}


@pytest.fixture
def out(tmp_path):
    return tmp_path / "feeds"


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)


def times(folder: Path) -> dict[str, tuple[int, int, int]]:
    paths = [folder, *folder.rglob("*")]
    status = {str(path): path.lstat() for path in paths}
    return {path: (s.st_ino, s.st_mtime_ns, s.st_ctime_ns) for path, s in status.items()}


# What is published


def test_first_edition_is_written(out):
    changes = publish(out, FIRST)
    assert site(out) == FIRST
    assert changes.added == tuple(FIRST)
    assert str(changes) == "+5 ~0 =0 -0"
    assert changes.warnings == ()


def test_second_edition_replaces_the_first(out):
    publish(out, FIRST)
    changes = publish(out, SECOND)
    assert site(out) == SECOND
    assert changes.added == ("articles/c.html",)
    assert changes.changed == ("topics/energie.atom",)
    assert changes.unchanged == ("articles/a.html", "index.html")
    assert changes.removed == ("topics/energie/2023.atom", "articles/b.html")
    assert changes.written == ("articles/c.html", "topics/energie.atom")


def test_folder_that_becomes_empty_is_removed(out):
    publish(out, FIRST)
    publish(out, SECOND)
    assert folders(out) == {".vnru", "articles", "topics"}


def test_only_the_state_remains_beside_the_site(out):
    publish(out, FIRST)
    publish(out, SECOND)
    assert STATE == contents(out).keys() - SECOND.keys()


def test_those_who_commit_the_site_commit_the_ledger_and_nothing_else_of_the_state(out):
    requires("git")
    publish(out, FIRST)
    (out / ".vnru/cache").mkdir()
    (out / ".vnru/cache/records").touch()
    git = ["git", "-C", out]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "--all"], check=True)
    listed = subprocess.run([*git, "ls-files"], check=True, capture_output=True, text=True)
    assert {*FIRST, PATH, ".vnru/.gitignore"} == set(listed.stdout.splitlines())


def test_what_somebody_wants_to_be_committed_is_left_to_them(out):
    publish(out, FIRST)
    (out / ".vnru/.gitignore").write_text("")
    publish(out, SECOND)
    assert b"" == contents(out)[".vnru/.gitignore"]


def test_ledger_on_disk_lists_the_edition(out):
    publish(out, FIRST)
    publish(out, SECOND)
    expected = attrs.evolve(ledger_of(SECOND), files=frozenset(SECOND))
    assert Ledger.from_bytes((out / PATH).read_bytes()) == expected


def test_next_run_gets_the_ledger(out):
    publish(out, FIRST)
    with Publisher.open(out) as publisher:
        assert publisher.ledger == attrs.evolve(ledger_of(FIRST), files=frozenset(FIRST))


def test_status_tells_the_newest_instant_of_the_ledger(out):
    articles = make_articles(3)
    told = []
    for day, standing in enumerate((articles[:2], articles, articles[1:], articles)):
        with Publisher.open(out) as publisher:
            publisher.publish((), publisher.ledger.advance(standing, NOW + dt.timedelta(days=day)))
        status = Status.of(out)
        told.append((status.articles, status.withdrawn, str(status.changed)[:10]))
    assert [
        (2, 0, "1995-02-01"),  # of the first edition: the date of the newest article
        (3, 0, "2026-11-22"),  # one was added
        (2, 1, "2026-11-23"),  # another was withdrawn
        (3, 0, "2026-11-22"),  # it is back, as if it had never been away
    ] == told


def test_ledger_alone_can_change(out):
    publish(out, FIRST)
    with Publisher.open(out) as publisher:
        changes = publisher.publish(edition_files(FIRST), Ledger())
    assert (bool(changes), changes.ledger, changes.written) == (True, True, ())
    assert Ledger.from_bytes((out / PATH).read_bytes()) == Ledger(files=frozenset(FIRST))


def test_plan_is_read_once_and_lazily(out):
    def plan():
        for number, file in enumerate(edition_files(FIRST)):
            staged = out / ".vnru/stage"
            assert number == (len(list(staged.iterdir())) if staged.exists() else 0)
            yield file

    with Publisher.open(out) as publisher:
        publisher.publish(plan(), ledger_of(FIRST))
    assert site(out) == FIRST


def test_files_appear_in_the_order_of_the_plan(out, monkeypatch):
    renamed = []

    def note(call, args):
        if call == "rename":
            renamed.append(args[1])

    WatchedOs(note).install(monkeypatch)
    publish(out, FIRST)
    assert renamed == [".gitignore", "ledger", *(Path(path).name for path in FIRST)]


def test_kept_files_stay_as_they_are(out):
    publish(out, FIRST)
    with Publisher.open(out) as publisher:
        changes = publisher.publish(
            edition_files(SECOND), ledger_of(SECOND), keep={"articles/b.html", "never/ours.html"}
        )
    assert changes.removed == ("topics/energie/2023.atom",)
    assert site(out) == SECOND | {"articles/b.html": b"b"}
    publish(out, SECOND)
    assert site(out) == SECOND


def test_empty_edition_removes_everything_of_ours(out):
    publish(out, FIRST)
    publish(out, {})
    assert site(out) == {}
    assert folders(out) == {".vnru"}


def test_large_file(out):
    edition = {"large.json": os.urandom(5_000_000)}
    publish(out, edition)
    assert site(out) == edition
    assert not publish(out, edition)


HEAD = Ledger().to_bytes()

PARTS = st.sampled_from(["a", "b", "é", "c.html", "-x", " "])
PATHS = st.lists(PARTS, min_size=1, max_size=3).map("/".join)


def without_clashes(edition):
    names = edition.keys()
    return {p: c for p, c in edition.items() if not any(n.startswith(f"{p}/") for n in names)}


EDITIONS = st.dictionaries(PATHS, st.binary(max_size=3), max_size=6).map(without_clashes)


@given(st.lists(EDITIONS, min_size=1, max_size=4))
@fewer(60)
def test_folder_holds_what_the_last_edition_says(tmp_path_factory, editions):
    out = tmp_path_factory.mktemp("feeds")
    (out / "foreign.txt").write_bytes(b"foreign")
    for edition in editions:
        try:
            foreseen = preview(out, edition)
        except PublishError:  # a file of the last edition stands where a folder must go
            publish(out, {})
            foreseen = preview(out, edition)
        assert publish(out, edition) == foreseen
        assert not publish(out, edition)
    assert site(out) == editions[-1] | {"foreign.txt": b"foreign"}
    assert folders(out) - {".vnru"} == {
        str(parent) for path in editions[-1] for parent in Path(path).parents if str(parent) != "."
    }


def _peak(count: int) -> int:
    """Return the most bytes held while an edition is published, four long articles a year."""
    articles = [
        make_article(
            serial,
            date=f"{1900 + serial // 4}-03",
            topics={"energie": 2},
            blocks=[("lead", f"Voici le gisement {serial}, qui coule à flots. " * 400)],
        )
        for serial in range(count)
    ]
    config = make_config(feed_entries=4)
    catalogue, ledger = Catalogue.of(articles), first_edition(articles, config=config)
    with (
        tempfile.TemporaryDirectory(dir=memory_or_disk()) as place,
        Publisher.open(Path(place)) as publisher,
    ):
        tracemalloc.start()
        try:
            publisher.publish(drafts(catalogue, config, ledger, TAXONOMY), ledger)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_memory_holds_a_year_and_not_an_edition():
    _peak(1)  # what is made once and kept
    assert _peak(40) < 1.5 * _peak(10)


# Unchanged runs


def test_unchanged_run_changes_no_time_stamp(out):
    publish(out, FIRST)
    before = times(out)
    changes = publish(out, FIRST)
    assert not changes
    assert str(changes) == "+0 ~0 =5 -0"
    assert times(out) == before


def test_unchanged_run_opens_nothing_but_the_lock_for_writing(out, monkeypatch):
    publish(out, FIRST)
    opened = []

    def note(call, args):
        if call == "open" and args[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
            opened.append(args[0])
        assert call not in {"write", "fsync", "rename", "mkdir", "rmdir"}

    WatchedOs(note).install(monkeypatch)
    publish(out, FIRST)
    assert opened == ["lock"]


def test_one_changed_file_touches_no_other(out):
    publish(out, FIRST)
    before = times(out)
    publish(out, FIRST | {"articles/b.html": b"corrected"})
    after = times(out)
    moved = {path for path, time in after.items() if time != before[path]}
    ours = {"", "/articles", "/articles/b.html", "/.vnru", f"/{PATH}"}
    assert moved == {f"{out}{path}" for path in ours} - {str(out)}


# Looking without touching


def test_preview_of_a_folder_that_does_not_exist_makes_nothing(out):
    assert preview(out, FIRST).added == tuple(FIRST)
    assert not out.exists()


def test_preview_says_what_publishing_would_do(out):
    publish(out, FIRST)
    before = times(out)
    foreseen = preview(out, SECOND)
    assert times(out) == before
    assert publish(out, SECOND) == foreseen


def test_preview_needs_no_lock(out):
    publish(out, FIRST)
    with Publisher.open(out):
        assert not preview(out, FIRST)


def test_preview_sees_a_ledger_that_is_out_of_date(out):
    publish(out, FIRST)
    (out / PATH).unlink()
    changes = preview(out, FIRST)
    assert changes
    assert changes.ledger


def has_site(out, **options):
    with Publisher.open(out, **options) as publisher:
        return publisher.has_site


@pytest.mark.parametrize("dry_run", [True, False])
def test_site_is_where_articles_stand(out, dry_run):
    assert not has_site(out, dry_run=dry_run)
    publish(out, FIRST)
    assert has_site(out, dry_run=dry_run)
    with Publisher.open(out) as publisher:
        now = dt.datetime.now(dt.UTC)
        publisher.publish(edition_files(FIRST), publisher.ledger.advance([], now))
    assert not has_site(out, dry_run=dry_run)


@pytest.mark.parametrize("garbage", [None, b"garbage"])
def test_without_a_ledger_any_file_may_be_a_site(out, garbage):
    (out / ".vnru").mkdir(parents=True)
    (out / ".git").mkdir()
    if garbage is not None:
        (out / PATH).write_bytes(garbage)
    assert not has_site(out)
    (out / "index.html").touch()
    assert has_site(out)


# Healing


def test_tampered_and_deleted_files_are_healed(out):
    publish(out, FIRST)
    (out / "articles/a.html").write_bytes(b"A")
    (out / "index.html").unlink()
    changes = publish(out, FIRST)
    assert (changes.changed, changes.added) == (("articles/a.html",), ("index.html",))
    assert site(out) == FIRST


def test_file_that_cannot_be_read_is_replaced(out, monkeypatch):
    publish(out, FIRST)

    def refuse(call, args):
        if call == "open" and args[0] == b"a.html":
            raise PermissionError(13, "Permission denied")

    WatchedOs(refuse).install(monkeypatch)
    assert publish(out, FIRST).changed == ("articles/a.html",)


def test_whole_site_deleted_but_for_the_ledger_is_healed(out):
    publish(out, FIRST)
    for path in FIRST:
        (out / path).unlink()
    for folder in ("topics/energie", "topics", "articles"):
        (out / folder).rmdir()
    publish(out, FIRST)
    assert site(out) == FIRST


def test_what_a_killed_run_left_on_the_stage_is_swept(out):
    publish(out, FIRST)
    litter = out / ".vnru/stage/folder"
    litter.mkdir(parents=True)
    (litter / "0").write_bytes(b"half")
    (out / ".vnru/stage/link").symlink_to(out / "articles")
    assert not publish(out, FIRST)
    assert contents(out).keys() == FIRST.keys() | STATE
    assert folders(out) == {".vnru", "articles", "topics", "topics/energie"}


@pytest.mark.parametrize(
    "make",
    [Path.touch, lambda path: path.symlink_to(path.parent.parent / "articles")],
    ids=["file", "link"],
)
def test_what_stands_in_place_of_the_stage_is_removed(out, make):
    publish(out, FIRST)
    make(out / ".vnru/stage")
    publish(out, SECOND)
    assert contents(out).keys() == SECOND.keys() | STATE


def test_files_listed_but_gone_are_forgotten_with_their_folders(out):
    publish(out, FIRST)
    (out / "topics/energie/2023.atom").unlink()
    changes = publish(out, SECOND)
    assert changes.removed == ("articles/b.html",)
    assert folders(out) == {".vnru", "articles", "topics"}


def test_file_replaced_by_something_foreign_is_not_removed(out):
    publish(out, FIRST)
    (out / "articles/b.html").unlink()
    (out / "articles/b.html").symlink_to("a.html")
    (out / "topics/energie/2023.atom").unlink()
    (out / "topics/energie/2023.atom").mkdir()
    assert publish(out, SECOND).removed == ()
    assert (out / "articles/b.html").is_symlink()
    assert (out / "topics/energie/2023.atom").is_dir()


# The folder and what else lies in it


def test_foreign_files_stay(out):
    (out / "topics/energie").mkdir(parents=True)
    (out / "topics/energie/notes.txt").write_bytes(b"mine")
    (out / "CNAME").write_bytes(b"example.org")
    publish(out, FIRST)
    publish(out, SECOND)
    foreign = {"topics/energie/notes.txt": b"mine", "CNAME": b"example.org"}
    assert site(out) == SECOND | foreign


def test_folder_may_be_a_link(out, tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    out.symlink_to(real)
    publish(out, FIRST)
    publish(out, SECOND)
    assert out.is_symlink()
    assert site(real) == SECOND


def test_mode_follows_the_umask(out):
    before = os.umask(0o027)
    try:
        publish(out, FIRST)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE((out / path).stat().st_mode) for path in [*FIRST, PATH]}
    assert modes == {0o640}
    assert stat.S_IMODE((out / "articles").stat().st_mode) == 0o750


def test_parents_of_the_folder_are_made(tmp_path):
    publish(tmp_path / "a/b/feeds", FIRST)
    assert site(tmp_path / "a/b/feeds") == FIRST


def test_names_that_are_not_ascii(out):
    edition = {"thèmes/énergie nucléaire.atom": b"feed", "\u2028\n.html": b"page"}
    publish(out, edition)
    assert not publish(out, edition)
    publish(out, {})
    assert site(out) == {}


# What is refused, before anything changes


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/etc/passwd", "is absolute or has an empty part"),
        ("", "is absolute or has an empty part"),
        ("a//b", "is absolute or has an empty part"),
        ("a/", "is absolute or has an empty part"),
        ("../a", "has the part '..'"),
        ("a/../../b", "has the part '..'"),
        ("./a", "has the part '.'"),
        ("a\0b", "has a NUL"),
        ("\udc80", "is no Unicode text"),
        (".vnru/ledger", "lies in the publisher's own folder"),
        (".VNRU/lock", "lies in the publisher's own folder"),
        ("é" * 128, "has a name of 256 bytes, more than 255"),
        (f"{'x' * 256}/a", "has a name of 256 bytes, more than 255"),
    ],
)
def test_paths_that_cannot_be_published(out, path, reason):
    publish(out, FIRST)
    before = contents(out)
    with pytest.raises(PublishError) as caught:
        publish(out, {"index.html": b"new", path: b"x"})
    assert str(caught.value) == f"the path {path!r} {reason}"
    assert contents(out) == before


def test_longest_name(out):
    edition = {f"{'é' * 127}x/{'y' * 255}": b"x"}
    publish(out, edition)
    assert site(out) == edition


def test_path_planned_twice_is_refused(out):
    with (
        Publisher.open(out) as publisher,
        pytest.raises(PublishError, match=r"^the path 'index.html' is in the edition twice$"),
    ):
        publisher.publish([*edition_files(FIRST), *edition_files(FIRST)][-6:], Ledger())
    assert site(out) == {}


@pytest.mark.parametrize("edition", [{"a": b"", "a/b/c": b""}, {"a/b/c": b"", "a/b": b""}])
def test_file_that_is_a_folder_is_refused(out, edition):
    with pytest.raises(PublishError, match="both a file and a folder"):
        publish(out, edition)
    assert site(out) == {}


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        folder = os.open(path.parent, os.O_RDONLY)  # an address holds 107 bytes, a path more
        try:
            made.bind(f"/proc/self/fd/{folder}/{path.name}")
        finally:
            os.close(folder)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (Path.mkdir, "a folder"),
        (os.mkfifo, "a pipe"),
        (make_socket, "a socket"),
        (lambda path: path.symlink_to("articles/a.html"), "a symbolic link"),
        (lambda path: path.symlink_to("nowhere"), "a symbolic link"),
        (lambda path: path.symlink_to(path), "a symbolic link"),
    ],
    ids=["folder", "pipe", "socket", "link to a file", "dangling link", "link to itself"],
)
def test_only_a_file_is_replaced(out, make, kind):
    publish(out, FIRST)
    (out / "index.html").unlink()
    make(out / "index.html")
    before = (out / "index.html").lstat()
    with pytest.raises(PublishError) as caught:
        publish(out, FIRST | {"articles/a.html": b"new"})
    expected = f"{out}/index.html: cannot be published: it is {kind}, not a file"
    assert str(caught.value) == expected
    assert (out / "articles/a.html").read_bytes() == b"a"
    assert (out / "index.html").lstat() == before
    assert not (out / ".vnru/stage").exists()


@pytest.mark.parametrize(
    "make", [Path.touch, lambda path: path.symlink_to(path.parent.parent)], ids=["file", "link"]
)
def test_only_a_folder_leads_on(out, tmp_path, make):
    out.mkdir()
    make(out / "topics")
    before = contents(tmp_path)
    with pytest.raises(PublishError) as caught:
        publish(out, FIRST)
    reason = "topics is a file or a link, not a folder"
    assert str(caught.value) == f"{out}/topics/energie.atom: cannot be published: {reason}"
    assert {f"feeds/{path}" for path in STATE - {PATH}} == contents(tmp_path).keys() - before.keys()


@pytest.mark.parametrize(
    "make", [Path.touch, lambda path: path.symlink_to(path.parent.parent)], ids=["file", "link"]
)
@pytest.mark.parametrize("name", [".vnru", ".vnru/lock", PATH])
def test_our_own_files_are_no_links_and_no_folders(out, make, name):
    if name != ".vnru":
        (out / ".vnru").mkdir(parents=True)
        make = Path.mkdir if make is Path.touch else make
    out.mkdir(exist_ok=True)
    make(out / name)
    with pytest.raises(PublishError, match=r"^[^\n]*\.vnru[^\n]*: cannot be \w+: [^\n]*$"):
        publish(out, FIRST)
    assert site(out).keys() <= {".vnru"}


def test_folder_that_is_a_file(out):
    out.touch()
    with pytest.raises(PublishError, match=r"/feeds: cannot be opened: "):
        publish(out, FIRST)
    with pytest.raises(PublishError, match=r"/feeds: cannot be opened: Not a directory"):
        preview(out, FIRST)


def test_folder_that_cannot_be_written_is_met_before_anything_changes(out, monkeypatch):
    publish(out, FIRST)
    before = contents(out)
    watched = WatchedOs(lambda *_: None)
    watched.install(monkeypatch)
    monkeypatch.setattr(watched, "access", lambda *_, **__: False, raising=False)
    with pytest.raises(PublishError) as caught:
        publish(out, SECOND)
    reason = "the folder articles is not writable"
    assert str(caught.value) == f"{out}/articles/c.html: cannot be published: {reason}"
    assert contents(out) == before


def test_mount_point_inside_is_met_before_anything_changes(out, monkeypatch):
    publish(out, FIRST)
    before = contents(out)
    monkeypatch.setattr("vnru.publish.stage.Stage.device", property(lambda _: -1))
    with pytest.raises(PublishError, match="the folder articles lies on another file system"):
        publish(out, SECOND)
    assert contents(out) == before


def test_error_in_the_plan_changes_nothing(out):
    def plan():
        yield from edition_files(SECOND)
        raise RuntimeError

    publish(out, FIRST)
    before = contents(out)
    with Publisher.open(out) as publisher, pytest.raises(RuntimeError):
        publisher.publish(plan(), ledger_of(SECOND))
    assert contents(out) == before


# The ledger


def test_without_a_ledger_nothing_is_removed(out):
    publish(out, FIRST)
    (out / PATH).unlink()
    changes = publish(out, SECOND)
    assert changes.removed == ()
    assert site(out) == FIRST | SECOND
    assert [warning.code for warning in changes.warnings] == ["VN903"]
    assert publish(out, SECOND).warnings == ()


def test_first_run_beside_foreign_files_warns_of_nothing(out):
    out.mkdir()
    (out / "CNAME").touch()
    assert publish(out, FIRST).warnings == ()


@pytest.mark.parametrize(
    "garbage", [b"", b"\xff\0", b"{}\n", b"<<<<<<< HEAD\n", HEAD + b"[" * 100_000 + b"\n"]
)
def test_with_a_damaged_ledger_nothing_is_removed(out, garbage):
    publish(out, FIRST)
    (out / PATH).write_bytes(garbage)
    assert [warning.code for warning in preview(out, SECOND).warnings] == ["VN901"]
    changes = publish(out, SECOND)
    assert changes.removed == ()
    assert site(out) == FIRST | SECOND
    assert [warning.code for warning in changes.warnings] == ["VN901"]
    assert (out / ".vnru/ledger.damaged").read_bytes() == garbage
    assert publish(out, SECOND).warnings == ()


@pytest.mark.parametrize(
    "path", ["../victim", "articles/../../victim", "link/victim", "link", ".vnru/lock", "//x", ""]
)
def test_nothing_outside_is_removed_whatever_the_ledger_says(out, tmp_path, path):
    publish(out, FIRST)
    (tmp_path / "victim").write_bytes(b"victim")
    (out / "link").symlink_to(tmp_path)
    ledger = attrs.evolve(ledger_of(FIRST), files=frozenset({*FIRST, path}))
    (out / PATH).write_bytes(ledger.to_bytes())
    before = contents(tmp_path)
    changes = publish(out, FIRST)
    assert changes.removed == ()
    inside = path in {"link/victim", "link"}  # not ours, but no attack either
    assert [warning.code for warning in changes.warnings] == ([] if inside else ["VN902"])
    after = contents(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {f"feeds/{PATH}"}
    assert not publish(out, FIRST).warnings


def test_absolute_path_in_the_ledger_is_not_removed(out, tmp_path):
    victim = tmp_path / "victim"
    victim.touch()
    publish(out, FIRST)
    ledger = attrs.evolve(ledger_of(FIRST), files=frozenset({*FIRST, str(victim)}))
    (out / PATH).write_bytes(ledger.to_bytes())
    assert [warning.code for warning in publish(out, FIRST).warnings] == ["VN902"]
    assert victim.exists()


# One run at a time


def test_second_run_is_turned_away(out):
    with (
        Publisher.open(out) as publisher,
        pytest.raises(LockedError, match=r"/feeds: another run is publishing$"),
        Publisher.open(out),
    ):
        publisher.publish(edition_files(FIRST), ledger_of(FIRST))


def test_second_run_can_wait(out):
    opened, waiting = threading.Event(), threading.Event()

    def first():
        with Publisher.open(out) as publisher:
            opened.set()
            waiting.wait()
            publisher.publish(edition_files(FIRST), ledger_of(FIRST))

    with ThreadPoolExecutor() as pool:
        future = pool.submit(first)
        opened.wait()
        with pytest.raises(LockedError):
            publish(out, SECOND, wait=0.01)
        waiting.set()
        changes = publish(out, SECOND, wait=60)
        future.result()
    assert len(changes.removed) == 2
    assert site(out) == SECOND


def test_eight_runs_at_once(out):
    start = threading.Barrier(8)

    def run(_):
        start.wait()
        try:
            return publish(out, FIRST)
        except LockedError:
            return None

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(run, range(8)))
    assert sum(bool(changes) for changes in results) == 1
    assert site(out) == FIRST


def test_lock_ends_with_the_run(out):
    for _ in range(2):
        with pytest.raises(RuntimeError), Publisher.open(out):
            raise RuntimeError
    publish(out, FIRST)


#: Two runs one after the other; the first leaves behind a process that lives on.
_FORK = """
import os, signal, sys
from pathlib import Path
from vnru.publish import Publisher
told, telling = os.pipe()
with Publisher.open(Path(sys.argv[1])):
    child = os.fork()
    if not child:
        os.write(telling, b"begun")
        signal.pause()
    os.read(told, 1)
try:
    with Publisher.open(Path(sys.argv[1])):
        pass
finally:
    os.kill(child, signal.SIGKILL)
"""


def test_lock_ends_with_the_run_though_a_process_was_started_meanwhile(out):
    subprocess.run([sys.executable, "-c", _FORK, str(out)], check=True, timeout=60)


def test_descriptors_are_closed(out):
    publish(out, FIRST)
    before = open_descriptors()
    publish(out, SECOND)
    preview(out, FIRST)
    with pytest.raises(PublishError):
        publish(out, {"/": b""})
    assert open_descriptors() == before


# The tree


def test_tree_forgets_a_folder_that_is_removed(out):
    (out / "a/b").mkdir(parents=True)
    with Tree.at(out) as tree:
        assert tree.find("a/b") is not None
        assert tree.remove_if_empty("a") is False
        assert tree.remove_if_empty("a/b") is True
        assert tree.find("a/b") is None
        assert tree.remove_if_empty("a/b/c/d") is True


def test_folder_that_vanishes_is_not_the_current_one(out):
    with Tree.at(out) as tree, pytest.raises(FileNotFoundError):
        tree.remove("a")
    out.mkdir()
    with Tree.at(out) as tree, pytest.raises(FileNotFoundError, match="the folder a is gone"):
        tree.make_folder("a/b")


def test_system_that_cannot_wait_for_folders(out, monkeypatch):
    def fsync(fd):
        if Path(f"/proc/self/fd/{fd}").is_dir():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", fsync)
    publish(out, FIRST)
    publish(out, SECOND)
    assert site(out) == SECOND
