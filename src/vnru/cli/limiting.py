"""Limits of the configuration as an option: `--limit NAME=NUMBER`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vnru.cli.common import Command, Misused

if TYPE_CHECKING:
    from vnru.config import Config


def limit_option(command: Command) -> Command:
    """Let a command take other limits."""
    return click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=NUMBER",
        help="Another limit than that of the configuration: file_bytes, paragraph_chars, files,"
        " feed_entries or feed_bytes.",
    )(command)


def limited(config: Config, limits: Sequence[str]) -> Config:
    """Return a configuration with the limits that the option was given."""
    import attrs

    known = {field.name for field in attrs.fields(type(config.limits))}
    for given in limits:
        name, _, number = given.replace("-", "_").partition("=")
        if name not in known or not number.isdecimal():
            raise Misused(f"--limit takes NAME=NUMBER ({', '.join(sorted(known))}), got {given!r}")
        try:
            changed = attrs.evolve(config.limits, **{name: int(number)})
        except ValueError as error:  # nought, or a number that fills a page
            raise Misused(f"--limit {given!r}: {error}") from error
        config = attrs.evolve(config, limits=changed)
    return config
