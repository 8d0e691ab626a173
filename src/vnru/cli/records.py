"""Commands that show what was read: `show`, `list`, `topics`, `export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnru.cli.common import (
    Misused,
    config_option,
    configuration,
    corpus_of,
    failures,
    reader_of,
    refuse,
    source_argument,
    taxonomy_of,
)

if TYPE_CHECKING:
    from vnru.article import Article
    from vnru.config import Config


@click.command()
@click.argument("article", metavar="ID-OR-FILE")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print the record.")
@click.option("--explain", is_flag=True, help="Show the text with the evidence for its topics.")
def show(article: str, config_path: Path | None, *, as_json: bool, explain: bool) -> None:
    """Show what was understood of one article, given by its id (or the start of it) or its file."""
    from vnru import export, report

    record = _find(article, configuration(config_path))
    if as_json:
        click.echo(export.to_json(record))
    else:
        click.echo(report.explained(record) if explain else report.card(record))


def _find(wanted: str, config: Config) -> Article:
    from vnru.loading import read_file

    if Path(wanted).is_file():
        with failures():
            reading = read_file(Path(wanted), reader_of(config))
        if reading.article is None:
            refuse(reading.diagnostics)
        else:
            return reading.article
    found = [
        a for a in corpus_of(config) if a.id.startswith(wanted) or Path(a.source).stem == wanted
    ]
    if len(found) != 1:
        problem = "several articles have" if found else "no article has"
        raise Misused(f"{problem} the id {wanted!r} in {config.source}")
    return found[0]


@click.command("list")
@source_argument
@config_option
@click.option(
    "--topic", "topics", multiple=True, metavar="SLUG", help="Only articles with this topic."
)
@click.option("--json", "as_json", is_flag=True, help="Print one record a line.")
def list_(
    source: Path | None, config_path: Path | None, topics: tuple[str, ...], *, as_json: bool
) -> None:
    """List the articles in SOURCE, oldest first: id, date, title."""
    from vnru import export

    config = configuration(config_path, source)
    known = taxonomy_of(config)
    for slug in topics:
        if slug not in known:
            raise Misused(f"no topic {slug!r}; `vnru topics` lists them")
    corpus = corpus_of(config)
    for article in corpus.about(*topics) if topics else corpus:
        date = article.best_date
        click.echo(
            export.to_json(article)
            if as_json
            else f"{article.id}  {date or '':10}  {article.title}"
        )
    refuse(corpus.refused)


@click.command()
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

    config = configuration(config_path)
    taxonomy = taxonomy_of(config)
    if coverage:
        click.echo(report.coverage(taxonomy, corpus_of(config)))
    else:
        click.echo(report.taxonomy(taxonomy, format_, config.site), nl=False)


@click.command()
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

    corpus = corpus_of(configuration(config_path, source))
    for line in FORMATS[format_](corpus, id_from_source=id_ == "source"):
        click.echo(line)
    refuse(corpus.refused)
