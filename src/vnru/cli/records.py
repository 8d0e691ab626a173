"""Commands that show what was read: `show`, `list`, `topics`, `export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

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
from vnru.cli.selecting import query_options, selected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vnru.article import Article
    from vnru.config import Config
    from vnru.export import Format
    from vnru.topics import Taxonomy


@click.command()
@click.argument("article", metavar="ID-OR-FILE")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print the record.")
@click.option("--explain", is_flag=True, help="Show the text with the evidence for its topics.")
def show(article: str, config_path: Path | None, *, as_json: bool, explain: bool) -> None:
    """Show what was understood of one article, given by its id (or the start of it) or its file."""
    from vnru import export, report

    config = configuration(config_path)
    record = _find(article, config)
    if as_json:
        click.echo(export.to_json(record))
    elif explain:
        click.echo(report.explained(record, taxonomy_of(config)))
    else:
        click.echo(report.card(record))


def _find(wanted: str, config: Config) -> Article:
    if Path(wanted).is_file():
        with failures():
            reading = reader_of(config).read_file(Path(wanted))
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
@query_options
@click.option("--json", "as_json", is_flag=True, help="Print one record a line.")
def list_(source: Path | None, config_path: Path | None, *, as_json: bool, **query: Any) -> None:
    """List the articles in SOURCE, oldest first: id, date, title."""
    from vnru import export

    config = configuration(config_path, source)
    corpus = corpus_of(config)
    for article in selected(corpus, query):
        date = str(article.best_date or "")
        click.echo(
            export.to_json(article) if as_json else f"{article.id}  {date:10}  {article.title}"
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
    from vnru.topics.coverage import coverage as covered
    from vnru.topics.listing import as_json, as_text
    from vnru.topics.skos import as_turtle

    config = configuration(config_path)
    taxonomy = taxonomy_of(config)
    if coverage:
        corpus = corpus_of(config)
        click.echo(covered(taxonomy, corpus))
        refuse(corpus.refused)
        return
    site = config.site
    printed: dict[str, Callable[[Taxonomy], str]] = {
        "text": as_text,
        "json": as_json,
        "skos": lambda topics: as_turtle(topics, f"{site.base_url}topics/", site.title),
    }
    click.echo(printed[format_](taxonomy).rstrip("\n"))


class _FormatName(click.ParamType[str]):
    """A name of `export.formats`, which are looked up only where they are needed."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        del param, ctx
        return f"[{'|'.join(self._names())}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        names = self._names()
        if value not in names:
            self.fail(f"no format {value!r}; known: {', '.join(names)}", param, ctx)
        return value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        del ctx, param
        return [CompletionItem(name) for name in self._names() if name.startswith(incomplete)]

    @staticmethod
    def _names() -> tuple[str, ...]:
        from vnru.export import formats

        with failures():
            return tuple(formats())


@click.command()
@source_argument
@config_option
@query_options
@click.option(
    "--format",
    "format_",
    type=_FormatName(),
    help="What to write.  [default: told by the suffix of the file, else jsonl]",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write to this file, whole or not at all.  [default: stdout]",
)
@click.option(
    "--id",
    "id_",
    type=click.Choice(["article", "source"]),
    default="article",
    show_default=True,
    help="What stands as id: the article's, or the stem of its file's name.",
)
def export(
    source: Path | None,
    config_path: Path | None,
    format_: str | None,
    output: Path | None,
    id_: str,
    **query: Any,
) -> None:
    """Print the records of the articles in SOURCE on stdout, oldest first, or write them to a file.

    sqlite, arrow and parquet need a file.
    """
    from vnru import atomic
    from vnru.export import named_by_source

    path = None if output is None or str(output) == "-" else output
    chosen = _format(format_, path)
    config = configuration(config_path, source)
    corpus = corpus_of(config)
    articles: Iterable[Article] = selected(corpus, query)
    if id_ == "source":
        articles = named_by_source(articles)
    with failures():
        if path is None:
            for piece in chosen.encode(articles):
                click.echo(piece, nl=False)
        else:
            atomic.write(path, chosen.encode(articles))
    refuse(corpus.refused)


def _format(name: str | None, path: Path | None) -> Format:
    from vnru.export import format_for, format_named

    try:
        with failures():
            if name is None and path is not None:
                chosen = format_for(path.suffix)
            else:
                chosen = format_named(name or "jsonl")
    except ValueError as error:
        raise Misused(f"{error}; or say --format") from error
    if chosen.binary and path is None:
        raise Misused(f"{chosen.name} is not for a terminal: name a file with -o")
    return chosen
