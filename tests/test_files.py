from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from publishing import WatchedOs
from vnru.files import (
    ChangedWhileReadingError,
    NotRegularError,
    TooLargeError,
    holds,
    list_names,
    open_folder,
    read_regular,
    remove_all,
    sync,
    write_new,
)


@pytest.fixture
def folder(tmp_path):
    fd = open_folder(tmp_path)
    yield fd
    os.close(fd)


def test_names_are_sorted_by_their_bytes(tmp_path):
    names = [b"B", b"a", "é".encode(), b"\xff", "\N{FULLWIDTH LATIN SMALL LETTER A}".encode()]
    for name in names:
        (tmp_path / os.fsdecode(name)).touch()
    assert list_names(tmp_path) == [os.fsdecode(name) for name in sorted(names)]


def test_names_by_descriptor(tmp_path, folder):
    (tmp_path / "a").touch()
    assert list_names(folder) == ["a"]


@pytest.mark.parametrize("content", [b"", b"a", b"\0" * 100])
def test_reads_a_file_up_to_the_limit(tmp_path, folder, content):
    (tmp_path / "a").write_bytes(content)
    assert read_regular(folder, "a", 100) == content


def test_reads_without_a_limit(tmp_path, folder):
    (tmp_path / "a").write_bytes(b"a" * 3_000_000)
    assert read_regular(folder, "a") == b"a" * 3_000_000


def test_larger_than_the_limit_is_not_read(tmp_path, folder, monkeypatch):
    with (tmp_path / "a").open("wb") as file:
        file.truncate(10**12)  # has holes only
    calls = []
    WatchedOs(lambda call, _: calls.append(call)).install(monkeypatch)
    with pytest.raises(TooLargeError) as caught:
        read_regular(folder, "a", 100)
    assert caught.value.strerror == "it has 1000000000000 bytes, more than the limit of 100"
    assert "read" not in calls


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (Path.mkdir, "a folder"),
        (os.mkfifo, "a pipe"),
        (make_socket, "a socket"),
        (lambda path: path.symlink_to(__file__), "a symbolic link"),
        (lambda path: path.symlink_to("nowhere"), "a symbolic link"),
        (lambda path: path.symlink_to("/dev/zero"), "a symbolic link"),
    ],
    ids=["folder", "pipe", "socket", "link", "dangling link", "link to a device"],
)
def test_only_regular_files_are_read(tmp_path, folder, monkeypatch, make, kind):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "a")
    for call in (lambda: read_regular(folder, "a", 100), lambda: holds(folder, "a", b"")):
        with pytest.raises(NotRegularError) as caught:
            call()
        assert caught.value.strerror == f"it is {kind}, not a file"


def test_device_is_not_read():
    fd = open_folder(Path("/dev"))
    try:
        with pytest.raises(NotRegularError, match="it is a device, not a file"):
            read_regular(fd, "zero", 100)
    finally:
        os.close(fd)


def test_missing_file(folder):
    with pytest.raises(FileNotFoundError):
        read_regular(folder, "a", 100)
    assert holds(folder, "a", b"") is None


@pytest.mark.parametrize("later", [b"", b"first", b"first and second", b"other"])
def test_file_that_changes_meanwhile(tmp_path, folder, monkeypatch, later):
    path = tmp_path / "a"
    path.write_bytes(b"first")

    def write(call, _):
        if call == "read":
            path.write_bytes(later)
            os.utime(path, ns=(0, 0))

    WatchedOs(write).install(monkeypatch)
    with pytest.raises(ChangedWhileReadingError, match="it is being written by somebody else"):
        read_regular(folder, "a", 100)


def test_system_that_reads_in_small_portions(tmp_path, folder, monkeypatch):
    (tmp_path / "a").write_bytes(b"portions")
    watched = WatchedOs(lambda *_: None)
    watched.install(monkeypatch)
    monkeypatch.setattr(watched, "read", lambda fd, size: os.read(fd, min(3, size)), raising=False)
    assert read_regular(folder, "a", 100) == b"portions"
    assert holds(folder, "a", b"portions") is True


def test_system_that_writes_in_small_portions(tmp_path, folder, monkeypatch):
    watched = WatchedOs(lambda *_: None)
    watched.install(monkeypatch)
    monkeypatch.setattr(watched, "write", lambda fd, data: os.write(fd, data[:3]), raising=False)
    write_new(folder, "a", [b"por", b"tions"])
    assert (tmp_path / "a").read_bytes() == b"portions"


@pytest.mark.parametrize("content", [b"", b"a", b"ab", b"b"])
def test_holds_compares_bytes(tmp_path, folder, content):
    (tmp_path / "a").write_bytes(b"a")
    assert holds(folder, "a", content) is (content == b"a")


def test_new_file_replaces_nothing(tmp_path, folder):
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").symlink_to("c")
    for name in ("a", "b"):
        with pytest.raises(FileExistsError):
            write_new(folder, name, [b"b"])
    assert (tmp_path / "a").read_bytes() == b"a"
    assert not (tmp_path / "c").exists()


def test_sync_waits_for_the_file(tmp_path, folder, monkeypatch):
    (tmp_path / "a").touch()
    synced = []
    monkeypatch.setattr(
        os, "fsync", lambda fd: synced.append(Path(f"/proc/self/fd/{fd}").readlink())
    )
    sync(folder, "a")
    assert synced == [tmp_path / "a"]


def test_remove_all_follows_no_link(tmp_path, folder):
    (tmp_path / "kept/inner").mkdir(parents=True)
    (tmp_path / "gone/inner").mkdir(parents=True)
    (tmp_path / "gone/inner/a").touch()
    (tmp_path / "gone/link").symlink_to(tmp_path / "kept")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for name in ("gone", "link", "missing"):
        remove_all(folder, name)
    assert list_names(tmp_path) == ["kept"]
    assert (tmp_path / "kept/inner").is_dir()
