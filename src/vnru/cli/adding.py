"""The command that puts an article into the source folder: `add`."""

from __future__ import annotations

from pathlib import Path

import click

from vnru.cli.common import (
    Misused,
    config_option,
    configuration,
    failures,
    lexicon_of,
    refuse,
    taxonomy_of,
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@config_option
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder to put it in.  [default: the source folder]",
)
@click.option("--date", metavar="DATE", help="What its header states: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--headline", metavar="TEXT", help="A headline to put before the text.")
def add(
    file: Path,
    config_path: Path | None,
    folder: Path | None,
    date: str | None,
    headline: str | None,
) -> None:
    """Check a text in FILE (default: stdin), and put it with the articles under the next number.

    Prints the path of the new file and what was understood of it.
    Ends with exit code 3 where the text is no article, or is there already.
    """
    from vnru import adding, report
    from vnru.dates import PartialDate
    from vnru.diagnostics import ParseError

    config = configuration(config_path)
    with failures():
        with click.open_file(file, "rb") as stream:
            data = stream.read()
        try:
            added = adding.add(
                data,
                folder or config.source,
                date=PartialDate.from_iso(date) if date is not None else None,
                headline=headline,
                taxonomy=taxonomy_of(config),
                lexicon=lexicon_of(config),
                limits=config.limits,
            )
        except ParseError as error:
            refuse(error.diagnostics)
        except adding.DuplicateError as error:
            raise _There(error) from error
        except ValueError as error:
            raise Misused(error) from error
        else:
            click.echo(added.path)
            click.echo(report.card(added.article))


class _There(Misused):
    """The text is in the folder already."""

    exit_code = 3
