"""Commands that make the site: `regenerate`, `check`, `serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnru.cli.common import (
    EX_DIFFERENT,
    EX_REFUSED,
    config_option,
    configuration,
    failures,
    instant,
    reader_of,
    say,
    source_argument,
)

if TYPE_CHECKING:
    from vnru.regeneration import Outcome


@click.command()
@source_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    envvar="VNRU_OUT",
    show_envvar=True,
    help="Folder to publish in.  [default: feeds]",
)
@click.option(
    "--base-url",
    envvar="VNRU_BASE_URL",
    show_envvar=True,
    help="Address under which the folder is served.  [default: https://example.org/vnru/]",
)
@config_option
@click.option(
    "--now", metavar="INSTANT", help="Time of this run; else SOURCE_DATE_EPOCH, else now."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--strict", is_flag=True, help="Exit 3 for warnings, too.")
@click.option("--allow-empty", is_flag=True, help="Withdraw everything if no article is left.")
@click.option(
    "--wait", type=click.FloatRange(min=0), default=0, metavar="SECONDS", help="Wait for the lock."
)
@click.option("--json", "as_json", is_flag=True, help="Print a summary for machines on stdout.")
def regenerate(
    source: Path | None,
    out: Path | None,
    base_url: str | None,
    config_path: Path | None,
    now: str | None,
    *,
    dry_run: bool,
    check: bool,
    strict: bool,
    allow_empty: bool,
    wait: float,
    as_json: bool,
) -> None:
    """Make the feeds and pages of the articles in SOURCE (default: seeds) and publish them.

    Only what differs is written. Safe to repeat, to interrupt, and to start twice.
    """
    import attrs

    from vnru.regeneration import regenerate as run

    config = configuration(config_path, source, base_url=base_url)
    if out is not None:
        config = attrs.evolve(config, out=out)
    with failures():
        outcome = run(
            config,
            now=instant(now),
            dry_run=dry_run or check,
            allow_empty=allow_empty,
            wait=wait,
        )
    _report(outcome, as_json=as_json, list_changes=dry_run or check)
    if check and outcome.changes:
        raise click.exceptions.Exit(EX_DIFFERENT)
    if outcome.refused or (strict and outcome.warnings):
        raise click.exceptions.Exit(EX_REFUSED)


def _report(outcome: Outcome, *, as_json: bool, list_changes: bool) -> None:
    changes = outcome.changes
    say([*outcome.refused, *outcome.warnings])
    if list_changes:
        for mark, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
            for path in paths:
                click.echo(f"{mark} {path}")
    if as_json:
        click.echo(_summary(outcome))
    elif changes:
        counts = f"+{outcome.added} ~{outcome.updated} -{outcome.withdrawn} ={outcome.articles}"
        say([f"articles {counts}, files {changes}"])


def _summary(outcome: Outcome) -> str:
    import json

    changes = outcome.changes
    return json.dumps(
        {
            "articles": outcome.articles,
            "added": outcome.added,
            "updated": outcome.updated,
            "withdrawn": outcome.withdrawn,
            "refused": sorted({diagnostic.source for diagnostic in outcome.refused}),
            "warnings": len(outcome.warnings),
            "written": len(changes.added) + len(changes.changed),
            "removed": len(changes.removed),
            "unchanged": len(changes.unchanged),
        },
        ensure_ascii=True,  # names of files may hold anything
    )


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@config_option
@click.option("--strict", is_flag=True, help="Exit 3 for warnings, too.")
def check(paths: tuple[Path, ...], config_path: Path | None, *, strict: bool) -> None:
    """Say what is wrong with the article files in PATHS (default: the source folder)."""
    from vnru.config import EXAMPLE_BASE_URL
    from vnru.loading import read_file, read_folder

    config = configuration(config_path)
    reader = reader_of(config, instant(None).date())
    found = []
    with failures():
        for path in paths or (config.source,):
            readings = read_folder(path, reader) if path.is_dir() else [read_file(path, reader)]
            found += [diagnostic for reading in readings for diagnostic in reading.diagnostics]
    for diagnostic in found:
        click.echo(str(diagnostic))
    if not paths and config.site.base_url == EXAMPLE_BASE_URL:
        say([f"note: the feeds carry {EXAMPLE_BASE_URL}; set site.base_url to your address"])
    if any(diagnostic.severity != "warning" or strict for diagnostic in found):
        raise click.exceptions.Exit(EX_REFUSED)


@click.command()
@source_argument
@config_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes a free one.",
)
@click.option("--watch", is_flag=True, help="Build again when a source file changes.")
def serve(source: Path | None, config_path: Path | None, port: int, *, watch: bool) -> None:
    """Build the site of SOURCE in a temporary folder and serve it on this machine only.

    The feeds carry the address of this server, so a reader can subscribe at once.
    """
    from vnru.preview import preview

    config = configuration(config_path, source)
    with failures():
        for line in preview(config, port=port, watch=watch):
            say([line])
