"""Commands that make the site: `regenerate`, `check`, `serve`."""

from __future__ import annotations

import contextlib
import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnru.cli.common import (
    EX_REFUSED,
    config_option,
    configuration,
    failures,
    instant,
    out_option,
    reader_of,
    say,
    source_argument,
)
from vnru.cli.limiting import limit_option, limited
from vnru.cli.progress import progress
from vnru.cli.repeating import keeper
from vnru.cli.telling import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from vnru.unchanged import Call


@click.command()
@source_argument
@out_option
@click.option(
    "--base-url",
    envvar="VNRU_BASE_URL",
    show_envvar=True,
    help="Address under which the folder is served.  [default: https://example.org/vnru/]",
)
@config_option
@limit_option
@click.option(
    "--now", metavar="INSTANT", help="Time of this run; else SOURCE_DATE_EPOCH, else now."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--strict", is_flag=True, help="Exit 3 for warnings of new or changed files, too.")
@click.option("--allow-empty", is_flag=True, help="Withdraw everything if no article is left.")
@click.option(
    "--wait", type=click.FloatRange(min=0), default=0, metavar="SECONDS", help="Wait for the lock."
)
@click.option("--json", "as_json", is_flag=True, help="Print a summary for machines on stdout.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    envvar="VNRU_JOBS",
    show_envvar=True,
    help="Processes that read.  [default: one for each core, or 1 for less than 2000 articles]",
)
@click.option(
    "--dask-scheduler",
    metavar="ADDRESS",
    envvar="VNRU_DASK_SCHEDULER",
    show_envvar=True,
    help="Let the workers of a Dask cluster read.",
)
@click.pass_obj
def regenerate(
    call: Call | None,
    *,
    source: Path | None,
    out: Path | None,
    base_url: str | None,
    config_path: Path | None,
    limits: tuple[str, ...],
    now: str | None,
    dry_run: bool,
    check: bool,
    strict: bool,
    allow_empty: bool,
    wait: float,
    as_json: bool,
    jobs: int | None,
    dask_scheduler: str | None,
) -> None:
    """Make the feeds and pages of the articles in SOURCE (default: seeds) and publish them.

    Only what differs is written. Safe to repeat, to interrupt, and to start twice.
    """
    import attrs

    from vnru.regeneration import regenerate as run

    config = limited(configuration(config_path, source, base_url=base_url), limits)
    if out is not None:
        config = attrs.evolve(config, out=out)
    told = functools.partial(
        words, listing=dry_run or check, check=check, strict=strict, as_json=as_json
    )
    clock_is_given = bool(now or os.environ.get("SOURCE_DATE_EPOCH"))
    keep = keeper(call, config, config_path, clock_is_given=clock_is_given, words=told)
    with failures(), _readers(config.source, jobs, dask_scheduler) as pool, progress() as bar:
        outcome = run(
            config,
            now=instant(now),
            dry_run=dry_run or check,
            allow_empty=allow_empty,
            wait=wait,
            executor=pool,
            progress=bar,
            finished=None if dry_run or check else keep,
        )
    said = told(outcome)
    say(said.stderr.splitlines())
    click.echo(said.results, nl=False)
    raise click.exceptions.Exit(said.code)


@contextlib.contextmanager
def _readers(source: Path, jobs: int | None, scheduler: str | None) -> Iterator[Executor | None]:
    """Give what is to read the articles; None: this process."""
    from vnru import workers

    if scheduler is not None:
        with workers.cluster(scheduler) as executor:
            yield executor
        return
    if jobs is None:
        jobs = workers.suitable(_count(source))
    if jobs == 1:
        yield None
        return
    with workers.processes(jobs) as executor:
        yield executor


def _count(folder: Path) -> int:
    """Return how many files a folder has, without holding their names."""
    if not folder.is_dir():
        return 0
    with os.scandir(folder) as entries:
        return sum(1 for _ in entries)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@config_option
@limit_option
@click.option("--strict", is_flag=True, help="Exit 3 for warnings, too.")
def check(
    paths: tuple[Path, ...], config_path: Path | None, limits: tuple[str, ...], *, strict: bool
) -> None:
    """Say what is wrong with the configuration and the article files in PATHS.

    The default for PATHS is the source folder.
    """
    from vnru.config import EXAMPLE_BASE_URL
    from vnru.loading import read_folder

    config = limited(configuration(config_path), limits)
    if config.feeds:  # what makes feeds is loaded only to ask whether it could make these
        from vnru.regeneration import prepare

        with failures():
            prepare(config)
    reader = reader_of(config, instant(None).date())
    found = []
    with failures():
        for path in paths or (config.source,):
            readings = read_folder(path, reader) if path.is_dir() else [reader.read_file(path)]
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
