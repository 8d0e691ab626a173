"""The command line: read the configuration, make one library call, render, choose an exit code.

Exit codes: 0 done · 1 differences found, or an unexpected failure · 2 usage or configuration ·
3 published, some inputs refused or held back · 65 no article where a site stands · 74 cannot read
or write · 75 another run holds the lock · 130/143 interrupted.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import datetime as dt

    from vnru.article import Article
    from vnru.config import Config
    from vnru.corpus import Corpus
    from vnru.diagnostics import Diagnostic
    from vnru.loading import Reader
    from vnru.regenerate import Outcome
    from vnru.topics import Taxonomy

EX_DIFFERENT, EX_CONFIG, EX_REFUSED, EX_EMPTY, EX_IO, EX_LOCKED = 1, 2, 3, 65, 74, 75


class Failure(click.ClickException):
    """An error said in one sentence on stderr, with an exit code of its own."""

    def __init__(self, message: object, exit_code: int) -> None:
        from vnru.diagnostics import printable

        super().__init__(printable(str(message)))
        self.exit_code = exit_code

    def show(self, file: Any = None) -> None:
        """Say it on stderr, which may be closed or full."""
        with contextlib.suppress(OSError, ValueError):
            super().show(file)


@contextlib.contextmanager
def failures() -> Iterator[None]:
    """Turn what the library raises into exit codes and one sentence."""
    from vnru.diagnostics import ConfigError, LockedError
    from vnru.regenerate import EmptySourceError

    try:
        yield
    except ConfigError as error:
        raise Failure(error, EX_CONFIG) from error
    except EmptySourceError as error:
        raise Failure(f"{error} (use --allow-empty to withdraw everything)", EX_EMPTY) from error
    except LockedError as error:
        raise Failure(error, EX_LOCKED) from error
    except OSError as error:
        raise Failure(_sentence(error), EX_IO) from error


def _sentence(error: OSError) -> str:
    if error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror


# --- options that several commands share -----------------------------------------------------

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="VNRU_CONFIG",
    show_envvar=True,
    help="Configuration file.  [default: vnru.toml, if there is one]",
)
source_argument = click.argument("source", required=False, type=click.Path(path_type=Path))


def _config(path: Path | None, source: Path | None = None, **site: Any) -> Config:
    """Read the configuration; what was said on the command line wins."""
    import attrs

    from vnru.config import Config
    from vnru.diagnostics import ConfigError

    default = Path("vnru.toml")
    with failures():
        if path is None and default.is_file():
            path = default
        config = Config.load(path) if path else Config()
        if source is not None:
            config = attrs.evolve(config, source=source)
        try:
            given = {key: value for key, value in site.items() if value is not None}
            return attrs.evolve(config, site=attrs.evolve(config.site, **given))
        except ValueError as error:
            raise ConfigError(str(error)) from error


def _now(given: str | None) -> dt.datetime:
    import datetime as dt

    from vnru.dates import parse_instant

    text = given or os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    try:
        return parse_instant(text)
    except (ValueError, OverflowError, OSError) as error:
        name = "--now" if given else "SOURCE_DATE_EPOCH"
        message = f"{name} is neither seconds since 1970 nor an RFC 3339 instant: {text!r}"
        raise Failure(message, EX_CONFIG) from error


def _taxonomy(config: Config) -> Taxonomy:
    from vnru.topics import Taxonomy

    with failures():
        return Taxonomy.default().with_changes(config.topics)


def _reader(config: Config, today: dt.date | None = None) -> Reader:
    from vnru.loading import Reader

    return Reader(taxonomy=_taxonomy(config), limits=config.limits, today=today)


def _corpus(config: Config) -> Corpus:
    from vnru.corpus import Corpus

    with failures():
        return Corpus.load(config.source, taxonomy=_taxonomy(config), limits=config.limits)


def _say(lines: Iterable[object]) -> None:
    """Tell people; a closed or full stderr must not fail a run."""
    with contextlib.suppress(OSError, ValueError):
        for line in lines:
            click.echo(str(line), err=True)


# --- commands --------------------------------------------------------------------------------


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vnru")
def main() -> None:
    """Turn press articles about Vietnam–Russia relations into feeds by topic."""


@main.command()
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
@click.option("--now", metavar="INSTANT", help="Time of this run; else SOURCE_DATE_EPOCH, else now.")
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

    from vnru.regenerate import regenerate as run

    config = _config(config_path, source, base_url=base_url)
    if out is not None:
        config = attrs.evolve(config, out=out)
    with failures():
        outcome = run(
            config,
            now=_now(now),
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
    _say([*outcome.refused, *outcome.warnings])
    if list_changes:
        for mark, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
            for path in paths:
                click.echo(f"{mark} {path}")
    if as_json:
        click.echo(_summary(outcome))
    elif changes:
        counts = f"+{outcome.added} ~{outcome.updated} -{outcome.withdrawn} ={outcome.articles}"
        _say([f"articles {counts}, files {changes}"])


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


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@config_option
@click.option("--strict", is_flag=True, help="Exit 3 for warnings, too.")
def check(paths: tuple[Path, ...], config_path: Path | None, *, strict: bool) -> None:
    """Say what is wrong with the article files in PATHS (default: the source folder)."""
    from vnru.config import EXAMPLE_BASE_URL
    from vnru.loading import read_file, read_folder

    config = _config(config_path)
    reader = _reader(config, _now(None).date())
    found = []
    with failures():
        for path in paths or (config.source,):
            readings = read_folder(path, reader) if path.is_dir() else [read_file(path, reader)]
            found += [diagnostic for reading in readings for diagnostic in reading.diagnostics]
    for diagnostic in found:
        click.echo(str(diagnostic))
    if not paths and config.site.base_url == EXAMPLE_BASE_URL:
        _say([f"note: the feeds carry {EXAMPLE_BASE_URL}; set site.base_url in vnru.toml to your address"])
    if any(diagnostic.severity != "warning" or strict for diagnostic in found):
        raise click.exceptions.Exit(EX_REFUSED)


@main.command()
@click.argument("article", metavar="ID-OR-FILE")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print the record.")
@click.option("--explain", is_flag=True, help="Show the text with the evidence for its topics.")
def show(article: str, config_path: Path | None, *, as_json: bool, explain: bool) -> None:
    """Show what was understood of one article, given by its id (or the start of it) or its file."""
    from vnru import export, report

    record = _find(article, _config(config_path))
    if as_json:
        click.echo(export.to_json(record))
    else:
        click.echo(report.explained(record) if explain else report.card(record))


def _find(wanted: str, config: Config) -> Article:
    from vnru.loading import read_file

    if Path(wanted).is_file():
        with failures():
            reading = read_file(Path(wanted), _reader(config))
        if reading.article is None:
            _refusals(reading.diagnostics)
        else:
            return reading.article
    found = [a for a in _corpus(config) if a.id.startswith(wanted) or Path(a.source).stem == wanted]
    if len(found) != 1:
        problem = "several articles have" if found else "no article has"
        raise Failure(f"{problem} the id {wanted!r} in {config.source}", EX_CONFIG)
    return found[0]


@main.command("list")
@source_argument
@config_option
@click.option("--topic", "topics", multiple=True, metavar="SLUG", help="Only articles with this topic.")
@click.option("--json", "as_json", is_flag=True, help="Print one record a line.")
def list_(
    source: Path | None, config_path: Path | None, topics: tuple[str, ...], *, as_json: bool
) -> None:
    """List the articles in SOURCE, oldest first: id, date, title."""
    from vnru import export

    config = _config(config_path, source)
    known = _taxonomy(config)
    for slug in topics:
        if slug not in known:
            raise Failure(f"no topic {slug!r}; `vnru topics` lists them", EX_CONFIG)
    corpus = _corpus(config)
    for article in corpus.about(*topics) if topics else corpus:
        date = article.best_date
        click.echo(
            export.to_json(article) if as_json else f"{article.id}  {date or '':10}  {article.title}"
        )
    _refusals(corpus.refused)


@main.command()
@config_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "skos"]),
    default="text",
    show_default=True,
    help="How to print the taxonomy.",
)
@click.option("--coverage", is_flag=True, help="Say which terms never match the source folder.")
def topics(config_path: Path | None, format_: str, *, coverage: bool) -> None:
    """Print the topics, their labels and what they hold."""
    from vnru import report

    config = _config(config_path)
    taxonomy = _taxonomy(config)
    if coverage:
        click.echo(report.coverage(taxonomy, _corpus(config)))
    else:
        click.echo(report.taxonomy(taxonomy, format_, config.site), nl=False)


@main.command()
@source_argument
@config_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="What to print.",
)
@click.option(
    "--id",
    "id_",
    type=click.Choice(["article", "source"]),
    default="article",
    show_default=True,
    help="What stands as id: the article's, or the stem of its file's name.",
)
def export(source: Path | None, config_path: Path | None, format_: str, id_: str) -> None:
    """Print the records of the articles in SOURCE on stdout, oldest first."""
    from vnru.export import FORMATS

    corpus = _corpus(_config(config_path, source))
    for line in FORMATS[format_](corpus, id_from_source=id_ == "source"):
        click.echo(line)
    _refusals(corpus.refused)


def _refusals(refused: tuple[Diagnostic, ...]) -> None:
    if refused:
        _say(refused)
        raise click.exceptions.Exit(EX_REFUSED)


@main.command()
@source_argument
@config_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--watch", is_flag=True, help="Build again when a source file changes.")
def serve(source: Path | None, config_path: Path | None, port: int, *, watch: bool) -> None:
    """Build the site of SOURCE in a temporary folder and serve it on this machine only.

    The feeds carry the address of this server, so a reader can subscribe at once.
    """
    from vnru.preview import preview

    config = _config(config_path, source)
    with failures():
        for line in preview(config, port=port, watch=watch):
            _say([line])


def run() -> None:
    """Entry point of the command: signals first, so that an early one ends it cleanly, too."""
    from vnru.signals import Interrupted, interruptible

    try:
        with interruptible():
            main(windows_expand_args=False)
    except Interrupted as interruption:
        _say([f"vnru: {interruption}"])
        sys.exit(interruption.exit_code)
