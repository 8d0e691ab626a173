"""The command line: read the configuration, make one library call, render, choose an exit code.

Exit codes: 0 done · 1 differences found, or an unexpected failure · 2 usage or configuration ·
3 published, some inputs refused or held back · 65 no article where a site stands · 74 cannot read
or write · 75 another run holds the lock · 130/143 interrupted.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, MutableMapping
from typing import cast

import click

#: Where the commands live, and what `vnru --help` says of them, so that it need not import them.
_COMMANDS = {
    "add": ("adding:add", "Put a text with the articles, if it is one."),
    "check": ("publishing:check", "Say what is wrong with article files."),
    "export": ("records:export", "Print or write the records of the articles."),
    "list": ("records:list_", "List the articles: id, date, title."),
    "plot": ("plotting:plot", "Draw a picture of the articles."),
    "regenerate": ("publishing:regenerate", "Make the feeds and pages of the articles."),
    "serve": ("publishing:serve", "Build the site and serve it on this machine."),
    "show": ("records:show", "Show what was understood of an article."),
    "topics": ("records:topics", "Print the topics and what they hold."),
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name, each imported when it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        module, _, command = _COMMANDS[name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), command)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


class _Group(click.Group):
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])


@click.group(
    cls=_Group,
    commands=cast("MutableMapping[str, click.Command]", _Commands()),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="vnru")
def main() -> None:
    """Turn press articles about Vietnam–Russia relations into feeds by topic."""
