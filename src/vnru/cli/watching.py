"""The command for those who watch over a published folder: `status`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnru.cli.common import EX_DIFFERENT, config_option, configuration, failures, out_option

if TYPE_CHECKING:
    from vnru.publish import Status


@click.command()
@out_option
@config_option
def status(out: Path | None, config_path: Path | None) -> None:
    """Say in one line how the published folder stands; exit 1 if files are missing.

    Reads the ledger, and no article: `regenerate --check` tells whether the folder is current.
    """
    from vnru.publish import Status

    config = configuration(config_path)
    with failures():
        standing = Status.of(config.out if out is None else out)
    click.echo(_line(standing))
    if standing.missing:
        raise click.exceptions.Exit(EX_DIFFERENT)


def _line(standing: Status) -> str:
    from vnru.ledger import format_instant

    facts = {
        "status": "incomplete" if standing.missing else "ok",
        "articles": standing.articles,
        "withdrawn": standing.withdrawn,
        "files": standing.files,
        "missing": len(standing.missing),
        "changed": "never" if standing.changed is None else format_instant(standing.changed),
    }
    return " ".join(f"{name}={fact}" for name, fact in facts.items())
