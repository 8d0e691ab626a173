"""The documentation and the code say the same: what is published, and who serves it."""

from __future__ import annotations

import re
import shutil
import subprocess
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


def test_nginx_takes_the_server(tmp_path: Path):
    requires("nginx")
    folders = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    settings = " ".join(f"{folder}_temp_path {tmp_path}/{folder};" for folder in folders)
    server = re.sub(r"listen .*;", f"listen unix:{tmp_path}/socket;", read(NGINX), count=1)
    server = re.sub(r"listen \[.*;", "", server)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; events {{}} http {{ access_log off; {settings} {server} }}", "utf-8"
    )
    code, said = _run("nginx", "-t", "-e", "stderr", "-p", tmp_path, "-c", "nginx.conf")
    assert 0 == code, said
    assert "warn" not in said


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
