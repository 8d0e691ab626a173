"""`vnru serve`: a real server on loopback, asked by a real client."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from newsboat import newsboat

SEEDS = Path(__file__).parents[1] / "seeds"
LATE = " date 1996-02 Un article retrouvé\n\nUne dépêche d'autrefois sur le commerce.\n\nVNA/CVN\n"
NEW = " date 2025-05 Un titre nouveau\n\nUne dépêche de plus sur le commerce.\n"


@pytest.fixture
def server(tmp_path):
    """A running preview of a copy of the seeds: its address, its source and its process."""
    source = tmp_path / "seeds"
    shutil.copytree(SEEDS, source)
    (tmp_path / "vnru.toml").write_text('[lexicon]\nfiles = ["words.toml"]\n')
    (tmp_path / "words.toml").write_text("")
    command = [sys.executable, "-m", "vnru", "serve", str(source), "--port", "0", "--watch"]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env={"TMPDIR": str(tmp_path)}
    ) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if line.startswith("serving "))
        yield line.split(" at ")[1].split()[0], source, process
        process.terminate()


def get(url, **headers):
    """Return status, headers and text of an answer."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, ""


def test_feeds_carry_the_servers_address_and_their_media_types(server):
    base, _, _ = server
    for path, kind in (
        ("all.atom", "application/atom+xml"),
        ("all.rss", "application/rss+xml"),
        ("all.json", "application/feed+json"),
    ):
        status, headers, text = get(base + path)
        assert 200 == status
        assert headers["Content-Type"].startswith(kind)
        assert f"{base}{path}" in text
    assert get(base)[1]["Content-Type"].startswith("text/html")


def test_what_has_not_changed_is_not_sent_again(server):
    base, _, _ = server
    _, headers, _ = get(base + "all.atom")
    assert 304 == get(base + "all.atom", **{"If-None-Match": headers["ETag"]})[0]
    assert 304 == get(base + "all.atom", **{"If-Modified-Since": headers["Last-Modified"]})[0]
    assert 200 == get(base + "all.atom", **{"If-None-Match": '"another"'})[0]


def test_the_ledger_and_folders_are_not_shown(server):
    base, _, _ = server
    assert 404 == get(base + ".vnru/ledger")[0]
    assert 404 == get(base + "%2evnru/ledger")[0]
    assert 404 == get(base + "articles%2f..%2f.vnru/ledger")[0]
    assert 404 == get(base + "articles/")[0]


def wait_for(text, address):
    """Wait until what is served at an address has a text."""
    deadline = time.monotonic() + 30
    while text not in get(address)[2]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_new_article_appears_while_watching(server):
    base, source, _ = server
    (source / "400_00000000000000cc.txt").write_text(NEW)
    wait_for("Un titre nouveau", base + "all.atom")


def test_a_folder_that_is_away_for_a_moment_is_news(server):
    base, source, process = server
    away = source.with_name("away")
    source.rename(away)
    assert f"not built: no article in {source}" in next(process.stderr)
    (away / "400_00000000000000cc.txt").write_text(NEW)
    away.rename(source)
    wait_for("Un titre nouveau", base + "all.atom")


def shown(home: Path):
    """Return what newsboat shows: title, agencies, date, text and whether it is unread."""
    with sqlite3.connect(home / "cache") as cache:
        rows = cache.execute(
            "select title, author, date(pubDate, 'unixepoch'), content, unread from rss_item"
            " order by pubDate"
        ).fetchall()
    cache.close()
    return rows


@pytest.mark.parametrize("extension", ["atom", "rss"])
def test_newsboat_subscribes_and_hears_of_what_changes(server, tmp_path, extension):
    base, source, _ = server
    home = tmp_path / "home"
    home.mkdir()
    (home / "urls").write_text(f"{base}all.{extension}\n")
    (home / "config").write_text("")
    for _ in range(2):
        newsboat(home, "-x", "reload")
        assert "2 unread articles" == newsboat(home, "-x", "print-unread")
    received, reception = shown(home)
    assert received[:3] == (
        "Bui Thanh Son reçoit le premier vice-ministre des Affaires étrangères de Russie V. Titov",
        "VNA",
        "2024-03-03",
    )
    assert reception[1:3] == ({"atom": "VNA, CVN", "rss": "CVN"}[extension], "2025-04-01")

    corrected, withdrawn = sorted(source.iterdir())
    corrected.write_text(corrected.read_text().replace("Dans les temps à venir", "À l'avenir"))
    wait_for("À l&amp;#39;avenir", f"{base}all.{extension}")
    (source / "500_00000000000000dd.txt").write_text(LATE)
    wait_for("Un article retrouvé", f"{base}all.{extension}")
    withdrawn.unlink()
    wait_for("Article retiré", f"{base}articles/{withdrawn.stem[4:]}.html")
    assert received[0] not in get(f"{base}all.{extension}")[2]
    for _ in range(2):
        newsboat(home, "-x", "reload")
        assert "3 unread articles" == newsboat(home, "-x", "print-unread")
    late, _, correction = shown(home)
    assert late[0] == "Un article retrouvé"
    assert late[2] == "1996-02-01"
    assert correction[:3] == reception[:3]
    assert "Mis à jour le" in correction[3]
    assert "À l&#39;avenir, les deux parties" in correction[3]


def test_a_lexicon_that_is_edited_is_seen_while_watching(server):
    base, source, _ = server
    words = source.parent / "words.toml"
    (source / "400_00000000000000cc.txt").write_text(f"{NEW}\nLe Fil du Nord\n", "utf-8")
    wait_for("Le Fil du Nord</p>", base + "articles/00000000000000cc.html")
    words.write_text("[furniture]\nagencies = ['Le Fil du Nord']", "utf-8")
    wait_for("<name>Le Fil du Nord</name>", base + "all.atom")


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_it_cleanly(server, tmp_path, signum):
    _, _, process = server
    process.send_signal(signum)
    _, rest = process.communicate(timeout=30)
    assert 128 + signum == process.returncode
    assert "Traceback" not in rest
    assert not list(tmp_path.glob("vnru-*"))
