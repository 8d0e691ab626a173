"""Which files of a folder are read, in which order, and what a folder can do wrong."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import socket
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnru
from vnru import files, loading
from vnru.config import Limits
from vnru.corpus import Corpus
from vnru.diagnostics import Severity
from vnru.loading import Reader, read_folder
from vnru.topics import Taxonomy

TEXT = " date 2024-03 Le Vietnam et la Russie signent un accord\n\nIls l'ont signé mardi.\n\nVNA\n"


def name(serial: int) -> str:
    return f"{serial:03}_{serial:016x}.txt"


def reader(**options) -> Reader:
    return Reader(taxonomy=Taxonomy.default(), **options)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


def deliver(folder: Path, *serials: int) -> None:
    for serial in serials:
        (folder / name(serial)).write_text(TEXT, encoding="utf-8")


def findings(folder: Path, **options) -> list[tuple[str, str]]:
    """Return code and file of all that was refused."""
    refused = Corpus.load(folder, **options).refused
    return [(finding.code, finding.source) for finding in refused]


def test_text_files_are_read_in_the_order_of_their_names(folder):
    deliver(folder, 12, 3, 100, 7)
    sources = [reading.unwrap().source for reading in read_folder(folder, reader())]
    assert [name(3), name(7), name(12), name(100)] == sources


def test_other_files_and_folders_are_none_of_ours(folder):
    deliver(folder, 1)
    for other in ("README.md", "a.TXT", "b.txt~", ".b.txt.swp", "txt", "c.text"):
        (folder / other).write_text(TEXT, encoding="utf-8")
    (folder / "inner").mkdir()
    deliver(folder / "inner", 2)
    corpus = Corpus.load(folder)
    assert ([name(1)], ()) == ([article.source for article in corpus], corpus.refused)


def test_an_empty_folder_is_an_empty_corpus(folder):
    corpus = Corpus.load(folder)
    assert (0, ()) == (len(corpus), corpus.refused)


def test_a_folder_that_is_not_there_raises(folder):
    with pytest.raises(FileNotFoundError):
        Corpus.load(folder / "missing")


def test_a_file_in_place_of_the_folder_raises(folder):
    deliver(folder, 1)
    with pytest.raises(NotADirectoryError):
        Corpus.load(folder / name(1))


def test_the_folder_itself_may_be_a_link(folder, tmp_path):
    deliver(folder, 1)
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert 1 == len(Corpus.load(link))


# what is not a file


def link_to_a_file(path: Path) -> None:
    target = path.parent / "target"
    target.write_text(TEXT, encoding="utf-8")
    path.symlink_to(target)


def open_socket(path: Path) -> None:
    # the path of a socket is short: it is bound beside, then moved
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("s")
    finally:
        os.chdir(here)
    path.with_name("s").rename(path)


NO_FILES = {
    "a folder": lambda path: path.mkdir(),
    "a link to a file": link_to_a_file,
    "a link to a folder": lambda path: path.symlink_to(path.parent),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a dangling link": lambda path: path.symlink_to("nowhere"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link out of the folder": lambda path: path.symlink_to("/etc/passwd"),
    "a pipe": os.mkfifo,
    "a socket": open_socket,
}


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_file_is_refused_and_blocks_nothing(folder, make):
    deliver(folder, 1, 3)
    make(folder / name(2))
    corpus = Corpus.load(folder)
    assert [name(1), name(3)] == [article.source for article in corpus]
    assert [("VN007", name(2))] == [(found.code, found.source) for found in corpus.refused]


def test_a_device_is_refused(folder):
    try:
        os.mknod(folder / name(1), 0o644 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("only root makes devices")
    assert [("VN007", name(1))] == findings(folder)


# what cannot be read


def test_a_file_that_may_not_be_read_is_refused(folder):
    deliver(folder, 1, 2)
    (folder / name(1)).chmod(0)
    if os.access(folder / name(1), os.R_OK):
        pytest.skip("root may read everything")
    assert [("VN009", name(1))] == findings(folder)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "VN009"),
        (OSError(5, "Input/output error"), "VN009"),
        (OSError(116, "Stale file handle"), "VN009"),
        (OSError("no reason given"), "VN009"),
    ],
    ids=str,
)
def test_a_disk_that_fails_refuses_one_file(folder, monkeypatch, error, code):
    deliver(folder, 1, 2)

    def fail_first(fd: int, file: str, limit: int | None = None) -> tuple[bytes, bytes | None]:
        if file == name(1):
            raise error
        return files.read_stamped(fd, file, limit)

    monkeypatch.setattr(loading, "read_stamped", fail_first)
    corpus = Corpus.load(folder)
    assert [name(2)] == [article.source for article in corpus]
    (found,) = corpus.refused
    assert (code, Severity.ERROR, name(1)) == (found.code, found.severity, found.source)
    assert (error.strerror or "no reason given") in found.message


def test_a_file_that_vanishes_after_the_listing_never_was(folder, monkeypatch):
    deliver(folder, 1)
    listed = [name(1), name(2)]
    monkeypatch.setattr(loading, "list_names", lambda _: listed)
    corpus = Corpus.load(folder)
    assert ([name(1)], ()) == ([article.source for article in corpus], corpus.refused)


def test_a_file_that_is_being_written_is_held_back(folder, monkeypatch):
    deliver(folder, 1, 2)
    real = os.read

    def read_slowly(fd: int, size: int) -> bytes:
        data = real(fd, size)
        with (folder / name(2)).open("a", encoding="utf-8") as file:
            file.write("Encore une phrase.\n")
        return data

    monkeypatch.setattr(files.os, "read", read_slowly)
    corpus = Corpus.load(folder)
    (found,) = corpus.refused
    assert ("VN008", Severity.HELD, name(2)) == (found.code, found.severity, found.source)
    assert "being written" in found.message


# limits


@pytest.mark.parametrize(("size", "count"), [(len(TEXT.encode()), 1), (len(TEXT.encode()) - 1, 0)])
def test_a_file_above_the_limit_is_not_read(folder, size, count):
    deliver(folder, 1)
    corpus = Corpus.load(folder, limits=Limits(file_bytes=size))
    assert count == len(corpus)
    assert ["VN001"] * (1 - count) == [found.code for found in corpus.refused]


def test_a_huge_sparse_file_costs_no_memory(folder):
    with (folder / name(1)).open("wb") as file:
        file.truncate(1 << 40)
    assert [("VN001", name(1))] == findings(folder)


def test_files_above_the_limit_are_named_and_not_read(folder):
    deliver(folder, 1, 2, 3, 4)
    corpus = Corpus.load(folder, limits=Limits(files=2))
    assert [name(1), name(2)] == [article.source for article in corpus]
    assert [("VN203", name(3)), ("VN203", name(4))] == [(f.code, f.source) for f in corpus.refused]
    assert "4 files, at most 2" in corpus.refused[0].message


# one id, one article


def test_of_two_files_with_one_id_the_first_stands(folder):
    for serial in ("001", "002", "010"):
        (folder / f"{serial}_00000000000000aa.txt").write_text(TEXT, encoding="utf-8")
    corpus = Corpus.load(folder)
    assert ["001_00000000000000aa.txt"] == [article.source for article in corpus]
    assert ["VN202", "VN202"] == [found.code for found in corpus.refused]
    for found in corpus.refused:
        assert found.source in {"002_00000000000000aa.txt", "010_00000000000000aa.txt"}
        assert "001_00000000000000aa.txt" in found.message


def test_a_refused_file_takes_no_id(folder):
    (folder / "001_00000000000000aa.txt").write_bytes(b"\xff")
    (folder / "002_00000000000000aa.txt").write_text(TEXT, encoding="utf-8")
    corpus = Corpus.load(folder)
    assert ["002_00000000000000aa.txt"] == [article.source for article in corpus]
    assert ["VN005"] == [found.code for found in corpus.refused]


def test_warnings_of_a_repeated_id_are_told_too(folder):
    deliver(folder, 1)
    (folder / f"002_{1:016x}.txt").write_text("\ufeff" + TEXT, encoding="utf-8")
    assert ["VN010", "VN202"] == [found.code for found in Corpus.load(folder).refused]


# today


def test_an_article_of_tomorrow_waits_until_its_day(folder):
    text = TEXT.replace("2024-03", "2024-03-09")
    (folder / name(1)).write_text(text, encoding="utf-8")
    days = [dt.date(2024, 3, 8), dt.date(2024, 3, 9), None]
    assert [0, 1, 1] == [len(Corpus.load(folder, today=day)) for day in days]
    (found,) = Corpus.load(folder, today=dt.date(2024, 3, 8)).refused
    assert ("VN104", Severity.HELD) == (found.code, found.severity)


# one file


def test_one_file_is_read_by_its_path(folder):
    deliver(folder, 1)
    for path in (folder / name(1), str(folder / name(1))):
        assert name(1) == vnru.read_file(path).unwrap().source
    held = vnru.read_file(folder / name(1), today=dt.date(1999, 1, 1))
    assert ["VN104"] == [found.code for found in held.diagnostics]


@pytest.mark.parametrize("path", [Path(name(1)), None, 3])
def test_what_is_no_text_is_not_read_as_one(path):
    with pytest.raises(TypeError, match=r"expected bytes or a text, .*; vnru\.read_file reads"):
        vnru.read(path)


def test_one_file_need_not_end_in_txt(folder):
    (folder / "depeche").write_text(TEXT, encoding="utf-8")
    assert "depeche" == vnru.read_file(folder / "depeche").unwrap().source


def test_one_file_in_the_current_folder(folder, monkeypatch):
    deliver(folder, 1)
    monkeypatch.chdir(folder)
    assert name(1) == vnru.read_file(name(1)).unwrap().source


def test_a_file_that_is_not_there_raises(folder):
    with pytest.raises(FileNotFoundError):
        vnru.read_file(folder / name(1))


# order and processes


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_the_system_lists_files_changes_nothing(tmp_path_factory, chance):
    folder = _mixed_folder(tmp_path_factory)
    expected = Corpus.load(folder)
    names = [path.name for path in folder.iterdir()]
    chance.shuffle(names)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files.os, "listdir", lambda _: list(names))
        shuffled = Corpus.load(folder)
    assert (expected, expected.refused) == (shuffled, shuffled.refused)


def _mixed_folder(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with good, bad, odd and repeated files, made once."""
    folder = factory.getbasetemp() / "mixed"
    if not folder.exists():
        folder.mkdir()
        deliver(folder, *range(1, 9))
        (folder / name(9)).write_bytes(b"\xff")
        (folder / f"010_{3:016x}.txt").write_text(TEXT, encoding="utf-8")
        (folder / "é.txt").write_text(TEXT, encoding="utf-8")
        (folder / "e\u0301.txt").write_text(TEXT, encoding="utf-8")
        (folder / "Z.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_changes_nothing(tmp_path_factory, monkeypatch, pool):
    monkeypatch.setattr(loading, "_BATCH", 3)
    folder = _mixed_folder(tmp_path_factory)
    expected = Corpus.load(folder)
    with pool(2) as executor:
        corpus = Corpus.load(folder, executor=executor)
    assert (expected, expected.refused) == (corpus, corpus.refused)


def test_batches_of_any_size_give_the_same(tmp_path_factory, monkeypatch):
    folder = _mixed_folder(tmp_path_factory)
    corpora = []
    for size in (1, 2, 64):
        monkeypatch.setattr(loading, "_BATCH", size)
        corpora.append(Corpus.load(folder))
    assert corpora[0] == corpora[1] == corpora[2]


def test_a_reader_can_be_sent_to_another_process():
    sent = reader(limits=Limits(files=5), today=dt.date(2024, 3, 9))
    received = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own
    assert (sent.limits, sent.today) == (received.limits, received.today)
    assert list(sent.taxonomy) == list(received.taxonomy)


def test_no_descriptor_stays_open(folder):
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("only Linux lists descriptors")
    deliver(folder, *range(1, 5))
    (folder / name(5)).mkdir()
    before = len(list(descriptors.iterdir()))
    for _ in range(3):
        Corpus.load(folder)
    assert before == len(list(descriptors.iterdir()))
