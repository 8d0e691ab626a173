"""Write what the documentation takes from the code.

    python docs/generate.py          writes it
    python docs/generate.py --check  exits 1 and names the pages that are not current

The reference of the command line and the man pages are made from the commands themselves, the
schema of the record from its shape. In every page, what a terminal session (```console) prints is
what the commands print, in a folder that holds `seeds/`.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
from manual import manual

import vnru as package
from vnru import export
from vnru.cli import main as vnru

DOCS = Path(__file__).parent
ROOT = DOCS.parent

_COMMAND_LINE_HEAD = """\
# Command line

<!-- Made by docs/generate.py. Change the help texts in src/vnru/cli, then run it. -->

Results go to stdout, words for people to stderr.
What each exit code means is told in [exit codes](exit-codes.md).
`python -m vnru` is the same as `vnru`.

Settings come from the command line, then from the environment, then from `vnru.toml`,
then from the [defaults](configuration.md).
`SOURCE_DATE_EPOCH` (seconds since 1970) sets the time of a run where `--now` does not.
"""


def command_line() -> str:
    """Return the page on the commands and their options."""
    context = click.Context(vnru, info_name="vnru", **vnru.context_settings)
    return "\n".join([_COMMAND_LINE_HEAD, *_sections(vnru, context)])


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```\n"
    yield f"{_unwrapped(command.help or '')}\n"
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    yield "".join(f"- `{r[0]}`: {_plain(r[1])}\n" for r in records if r and r[1])
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.commands[name]
            yield from _sections(child, click.Context(child, info_name=name, parent=context))


def _unwrapped(help_: str) -> str:
    """Return a help text without the line breaks that are there for the editor only."""
    paragraphs = help_.replace("\b\n", "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _plain(help_: str) -> str:
    """Return a help text with brackets that Markdown does not take for links."""
    return " ".join(help_.replace("[", r"\[").split())


_SESSION = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)


def with_sessions(page: Path) -> str:
    """Return a page with what its terminal sessions print, all in one folder, one after another."""
    with tempfile.TemporaryDirectory() as desk:
        shutil.copytree(ROOT / "seeds", Path(desk, "seeds"))
        return _SESSION.sub(lambda session: _played(session[0], desk), page.read_text("utf-8"))


def _played(session: str, desk: str) -> str:
    return "".join(f"$ {command}\n{_said(command, desk)}" for command in _COMMAND.findall(session))


def _said(command: str, desk: str) -> str:
    """Run a shell command; return what it prints, on stdout or stderr."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("VNRU_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    said = subprocess.run(  # noqa: S602 - our own pages
        command,
        shell=True,
        cwd=desk,
        env={**settings, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout
    return said if not said or said.endswith("\n") else f"{said}\n"


def pages() -> Mapping[Path, Callable[[], str]]:
    """Return each page that takes something from the code, and what makes it."""
    man = manual(vnru, package.__version__)
    every = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    return {
        DOCS / "reference/command-line.md": command_line,
        DOCS / "reference/record.schema.json": export.json_schema,
        **{DOCS / "man" / name: functools.partial(str, text) for name, text in man.items()},
        **{
            page: functools.partial(with_sessions, page)
            for page in every
            if _SESSION.search(page.read_text("utf-8"))
        },
    }


def run(*, check: bool) -> int:
    """Write the pages, or only name those that are not current; return the exit code."""
    stale = [
        (page, text)
        for page, make in pages().items()
        if (text := make()) != (page.read_text("utf-8") if page.exists() else None)
    ]
    for page, text in stale:
        sys.stdout.write(f"{page.relative_to(ROOT)}\n")
        if not check:
            page.write_text(text, "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv[1:]))
