"""The documentation and the code say the same: what is published, and who serves it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

import vnru
from conftest import requires
from handbook import HOW_TO, REFERENCE, ROOT, read

NGINX = HOW_TO / "nginx/vnru.conf"
SERVICE = HOW_TO / "systemd/vnru.service"
TIMER = HOW_TO / "systemd/vnru.timer"


def test_every_published_file_is_told(tmp_path: Path):
    config = vnru.Config(source=ROOT / "seeds", out=tmp_path)
    vnru.regenerate(config, now=vnru.PartialDate(2026, 1, 1).instant)
    told = _told_paths()
    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert [] == [file for file in files if not any(path.fullmatch(str(file)) for path in told)]


def _told_paths() -> list[re.Pattern[str]]:
    """Return the paths in the first column of the page; formats are told by their extensions."""
    cells = re.findall(r"^\| (`.*?) \|", read(REFERENCE / "published-folder.md"), re.MULTILINE)
    paths = [path for cell in cells for path in re.findall(r"`([^`]+)`", cell)]
    extensions = "|".join(re.escape(path) for path in paths if re.fullmatch(r"\.[a-z]+", path))
    return [
        re.compile(
            re.escape(path)
            .replace("<slug>", r"[a-z0-9-]+")
            .replace("<id>", r"[0-9a-f]{16}")
            .replace(r"\.atom", f"({extensions})")
        )
        for path in paths
    ]


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("schedule.md", "systemd/vnru.service"),
        ("schedule.md", "systemd/vnru.timer"),
        ("schedule.md", "github-actions/publish.yml"),
        ("nginx.md", "nginx/vnru.conf"),
    ],
)
def test_files_stand_in_their_pages(page: str, file: str):
    assert f"\n{read(HOW_TO / file)}```\n" in read(HOW_TO / page)
    assert f"]({file})" in read(HOW_TO / page)


def test_systemd_takes_the_units(tmp_path: Path):
    requires("systemd-analyze")
    service = tmp_path / "vnru.service"
    service.write_text(read(SERVICE).replace("=/opt/vnru/bin/vnru ", "=/bin/true "), "utf-8")
    shutil.copy(TIMER, tmp_path)
    units = sorted(tmp_path.iterdir())
    assert (0, "") == _run("systemd-analyze", "verify", *units)
    exposure, _ = _run("systemd-analyze", "security", "--offline=yes", "--threshold=5", service)
    assert 0 == exposure  # at most 0.5 of 10


@pytest.fixture
def nginx(tmp_path: Path) -> tuple[str | Path, ...]:
    """The command of the documented server, for `feeds`; it listens on `socket`, both beside it."""
    requires("nginx")
    folders = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    settings = " ".join(f"{folder}_temp_path {tmp_path}/{folder};" for folder in folders)
    server = re.sub(r"listen .*;", f"listen unix:{tmp_path}/socket;", read(NGINX), count=1)
    server = re.sub(r"listen \[.*;", "", server)
    server = re.sub(r"root .*;", f"root {tmp_path}/feeds;", server)
    user = "user root;" if os.geteuid() == 0 else ""  # who may look into temporary folders
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; daemon off; {user} events {{}}"
        f" http {{ access_log off; {settings} {server} }}",
        "utf-8",
    )
    return ("nginx", "-e", "stderr", "-p", tmp_path, "-c", "nginx.conf")


def test_nginx_takes_the_server(nginx):
    code, said = _run(*nginx, "-t")
    assert 0 == code, said
    assert "warn" not in said


def test_nginx_need_not_send_again_what_an_unchanged_run_left(nginx, tmp_path: Path):
    config = vnru.Config(source=ROOT / "seeds", out=tmp_path / "feeds")
    vnru.regenerate(config, now=vnru.PartialDate(2026, 1, 1).instant)
    with subprocess.Popen(nginx) as server:
        try:
            first = _get(tmp_path / "socket", "/all.atom", {"Accept-Encoding": "gzip"})
            vnru.regenerate(config, now=vnru.PartialDate(2026, 2, 1).instant)
            again = _get(tmp_path / "socket", "/all.atom", {"If-None-Match": first["ETag"]})
            older = {"If-Modified-Since": first["Last-Modified"]}
            since = _get(tmp_path / "socket", "/all.atom", older)
            ledger = _get(tmp_path / "socket", "/.vnru/ledger", {})
        finally:
            server.terminate()
    assert ("200", "gzip") == (first["status"], first["Content-Encoding"])
    assert "application/atom+xml; charset=utf-8" == first["Content-Type"]
    assert ["304", "304", "404"] == [reply["status"] for reply in (again, since, ledger)]


def _get(place: Path, path: str, headers: dict[str, str]) -> dict[str, str]:
    """Return the headers of an answer, its status among them; wait for the server to be there."""
    with socket.socket(socket.AF_UNIX) as local:
        for _ in range(600):
            with contextlib.suppress(OSError):
                local.connect(str(place))
                break
            time.sleep(0.1)
        connection = http.client.HTTPConnection("example.org")
        connection.sock = local
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        reply.read()
    return {"status": str(reply.status), **dict(reply.getheaders())}


def _run(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_nginx_serves_every_file_as_what_it_is():
    line = re.compile(r"^ {8}(\w+/\S+) +(\w+);$", re.MULTILINE)
    served = {extension: media_type for media_type, extension in line.findall(read(NGINX))}
    edition = vnru.edition.plan(vnru.Corpus(()), vnru.Config(), vnru.edition.Ledger())
    made = {file.path: file.media_type.partition(";")[0] for file in edition}
    assert "text/x-opml" == made.pop("opml.xml")
    assert "default_type text/x-opml;" in read(NGINX)
    kinds = {path.rpartition(".")[2]: media_type for path, media_type in made.items()}
    assert kinds == {extension: served.get(extension) for extension in kinds}
