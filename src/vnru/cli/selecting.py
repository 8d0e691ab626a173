"""Options that select articles, the same for every command that has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from vnru.cli.common import Misused

if TYPE_CHECKING:
    from vnru.corpus import Corpus


def _slugs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the topics that a shell may offer; those of a configuration are not read for it."""
    from vnru.topics import Taxonomy

    del ctx, param
    return [topic.slug for topic in Taxonomy.default() if topic.slug.startswith(incomplete)]


_OPTIONS = (
    click.option(
        "--topic",
        "any",
        multiple=True,
        metavar="SLUG",
        shell_complete=_slugs,
        help="Only articles with this topic, or one of several.",
    ),
    click.option(
        "--grade",
        type=click.IntRange(1, 2),
        default=1,
        show_default=True,
        help="The least grade of a topic that counts: 2 is a subject, 1 a mention.",
    ),
    click.option(
        "--person",
        "people",
        multiple=True,
        metavar="NAME",
        help="Only articles that name this person, in any spelling.",
    ),
    click.option(
        "--place",
        "places",
        multiple=True,
        metavar="NAME",
        help="Only articles that name this place.",
    ),
    click.option(
        "--agency",
        "agencies",
        multiple=True,
        metavar="NAME",
        help="Only articles that this agency signs.",
    ),
    click.option("--since", metavar="DATE", help="Only articles that may lie on or after a date."),
    click.option("--until", metavar="DATE", help="Only articles that may lie on or before a date."),
    click.option(
        "--search", metavar="WORDS", help="Only articles with these words, accents aside."
    ),
)


def query_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which hands them to `selected` as they come."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def selected(corpus: Corpus, options: Mapping[str, Any]) -> Corpus:
    """Return the articles that the options ask for."""
    from vnru.config import Query

    conditions = dict(options)
    words = conditions.pop("search")
    query = Query(**conditions)
    try:
        found = corpus.meeting(query)
        return found if words is None else found.search(words)
    except ValueError as error:
        raise Misused(error) from error
