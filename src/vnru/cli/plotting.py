"""The command that draws: `plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from vnru.cli.common import (
    Misused,
    config_option,
    configuration,
    corpus_of,
    failures,
    refuse,
    source_argument,
    taxonomy_of,
)
from vnru.cli.selecting import query_options, selected


@click.command()
@click.argument("picture", type=click.Choice(["timeline", "people", "topics"]))
@source_argument
@config_option
@query_options
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write: .svg or .png.",
)
def plot(
    picture: str, source: Path | None, config_path: Path | None, output: Path, **query: Any
) -> None:
    """Draw a picture of the articles in SOURCE: when, who with whom, or about what.

    Needs the extra plot: pip install 'vnru[plot]'.
    """
    from vnru import plot as drawing

    config = configuration(config_path, source)
    corpus = corpus_of(config)
    articles = selected(corpus, query)
    with failures():
        try:
            match picture:
                case "timeline":
                    drawn = drawing.timeline(articles)
                case "people":
                    drawn = drawing.people(articles)
                case _:
                    drawn = drawing.topics(articles, taxonomy_of(config))
            drawn.save(output)
        except ValueError as error:
            raise Misused(error) from error
    refuse(corpus.refused)
