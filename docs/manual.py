"""Man pages from the commands themselves: `vnru(1)`, and one for each command.

Our own lines and not click-man's: it cuts summaries short, leaves out arguments, exit codes and
the environment, and escapes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

_EXIT_CODES = Path(__file__).parent / "reference/exit-codes.md"
_ROW = re.compile(r"^\| (\d+) \| (.*?) \|", re.MULTILINE)
_CODE = re.compile(r"`(.*?)`")

_FILES = (
    ("vnru.toml", "The configuration, in the current folder."),
    ("seeds/", "Where the article files lie, unless the configuration says otherwise."),
    ("feeds/", "Where the feeds and pages are published, unless the configuration says otherwise."),
)


def manual(main: click.Group, version: str) -> dict[str, str]:
    """Return the pages by the names of their files, in the language of man(7)."""
    context = click.Context(main, info_name="vnru", **main.context_settings)
    names = main.list_commands(context)
    pages = {"vnru.1": _page(main, context, version, names)}
    for name in names:
        command = main.commands[name]
        inner = click.Context(command, info_name=name, parent=context)
        pages[f"vnru-{name}.1"] = _page(command, inner, version, [])
    return pages


def _page(command: click.Command, context: click.Context, version: str, names: list[str]) -> str:
    title = context.command_path.replace(" ", "-")
    first, *others = _paragraphs(command.help or "")
    lines = [
        r".\" Made by docs/generate.py.",
        f'.TH {title.upper()} 1 "" "vnru {version}"',
        ".SH NAME",
        rf"{_text(title)} \- {_text(first.removesuffix('.'))}",
        ".SH SYNOPSIS",
        rf"\fB{_text(context.command_path)}\fR {_text(_usage(command, context))}",
        *_section("DESCRIPTION", _prose([first, *others])),
        *_section("COMMANDS", _commands(context, names)),
        *_section("OPTIONS", _options(command, context)),
        *_section("ENVIRONMENT", _environment(command)),
        *_section("FILES", _items(_FILES if names else ())),
        *_section("EXIT STATUS", _items(_ROW.findall(_EXIT_CODES.read_text("utf-8")))),
        *_section("SEE ALSO", _references(names)),
    ]
    return "\n".join(lines) + "\n"


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join(command.collect_usage_pieces(context))


def _section(heading: str, lines: Iterator[str]) -> Iterator[str]:
    """Yield a section; nothing where it has no lines."""
    for number, line in enumerate(lines):
        if number == 0:
            yield f".SH {heading}"
        yield line


def _prose(paragraphs: list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield ".PP"
        yield _text(paragraph)


def _commands(context: click.Context, names: list[str]) -> Iterator[str]:
    group = context.command
    for name in names:
        command = group.commands[name] if isinstance(group, click.Group) else group
        yield from _item(f"vnru-{name}(1)", _paragraphs(command.help or "")[0])


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            yield from _item(*record)


def _environment(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter.envvar, str):
            yield from _item(parameter.envvar, f"The same as {parameter.opts[0]}.")
    if command.name == "regenerate":
        yield from _item(
            "SOURCE_DATE_EPOCH", "Time of the run in seconds since 1970, without --now."
        )


def _references(names: list[str]) -> Iterator[str]:
    yield ", ".join(rf"\fB{_text(page)}\fR(1)" for page in [f"vnru-{n}" for n in names] or ["vnru"])


def _items(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, meaning in items:
        yield from _item(name, _CODE.sub(r"\1", meaning))


def _item(name: str, meaning: str) -> Iterator[str]:
    yield ".TP"
    yield rf"\fB{_text(name)}\fR"
    yield _text(meaning)


def _paragraphs(help_: str) -> list[str]:
    return [" ".join(part.split()) for part in help_.replace("\b\n", "").split("\n\n")]


def _text(text: str) -> str:
    r"""Return plain text as man(7) wants it: nothing in it is a command, ``-`` can be copied."""
    line = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    plain = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in line)
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain
