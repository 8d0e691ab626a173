"""What the judges of pages say: axe-core in Chromium, and the Nu HTML checker.

They are installed by `npm install` in tests/browser, and Chromium and Java by the system.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import requires
from factories import VERSIONS, first_edition, make_article, make_articles, next_edition
from newspaper import LATER, OTHERS, STORY, site_files

BROWSER = Path(__file__).parent / "browser"
CHECKER = BROWSER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

MARKUP = make_article(1_001, title='<b onclick="x">&amp;</b>', agencies=["<i>"], people=["<u>"])
GONE = make_article(1_002)
ARTICLES = (STORY, *OTHERS, MARKUP, *VERSIONS, *make_articles(1_000)[10:250])

#: One page of each kind.
PAGES = (
    "index.html",
    "people.html",
    "topics/energie.html",
    "topics/energie/2010.html",
    "topics/culture-arts.html",
    "feeds/hydrocarbures.html",
    f"articles/{STORY.id}.html",
    f"articles/{MARKUP.id}.html",
    f"articles/{GONE.id}.html",
    *(f"articles/{version.id}.html" for version in VERSIONS),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    ledger = next_edition(first_edition([*ARTICLES, GONE]), ARTICLES, LATER)
    folder = tmp_path_factory.mktemp("site")
    for path, file in site_files(ARTICLES, ledger=ledger).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return folder


def needs_node_modules():
    if not CHECKER.exists():
        requires("the packages of tests/browser/package.json")


def test_axe_finds_nothing_in_either_scheme_at_either_width(folder):
    requires("node", "chromium")
    needs_node_modules()
    command = ["node", BROWSER / "axe.mjs", shutil.which("chromium"), folder, *PAGES]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert run.stderr == ""
    assert [] == [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0


@pytest.mark.parametrize(
    ("kind", "paths"),
    [("--html", PAGES), ("--css", ["style.css"]), ("--svg", ["icon.svg"])],
)
def test_the_nu_html_checker_finds_nothing(folder, kind, paths):
    requires("java")
    needs_node_modules()
    command = ["java", "-jar", CHECKER, "--stdout", "--format", "json", kind, *paths]
    run = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    found = [message for message in json.loads(run.stdout)["messages"] if not known(message)]
    assert [] == found


def known(message):
    """Tell whether this is a doubt about 'self', which the checker cannot resolve in a folder."""
    return message["type"] == "info" and "blocked by “style-src” directive" in message["message"]
