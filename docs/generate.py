"""Write the pages of the reference that are made from the code.

    python docs/generate.py          writes them
    python docs/generate.py --check  exits 1 and names those that are not current

The command line is described by Click itself; its own words are taken from `--help`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from vnru.cli import main as vnru

REFERENCE = Path(__file__).parent / "reference"

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


#: Each page that is made, and what makes it.
PAGES: Mapping[Path, Callable[[], str]] = {REFERENCE / "command-line.md": command_line}


def run(*, check: bool) -> int:
    """Write the pages, or only compare them; return the exit code."""
    stale = [
        (path, text)
        for path, make in PAGES.items()
        if (text := make()) != (path.read_text("utf-8") if path.exists() else None)
    ]
    for path, text in stale:
        sys.stdout.write(f"{path}\n")
        if not check:
            path.write_text(text, "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv[1:]))
