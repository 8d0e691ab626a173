"""What `regenerate` says, and the exit code it ends with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vnru.cli.common import EX_DIFFERENT, EX_REFUSED

if TYPE_CHECKING:
    from vnru.regeneration import Outcome
    from vnru.unchanged import Words


def words(outcome: Outcome, *, listing: bool, check: bool, strict: bool, as_json: bool) -> Words:
    """Put an outcome into words.

    Args:
        outcome: what the run found and did.
        listing: name the files that would change, unless machines are told.
        check: end with exit code 1 where anything would.
        strict: end with exit code 3 for warnings, too.
        as_json: give the summary to machines.
    """
    from vnru.unchanged import Words

    code = 0
    if outcome.refused or (strict and outcome.warnings):
        code = EX_REFUSED
    if check and outcome.changes:
        code = EX_DIFFERENT
    results = list(_marked_paths(outcome)) if listing and not as_json else []
    people = [*map(str, outcome.refused), *map(str, outcome.warnings)]
    if as_json:
        results.append(_summary(outcome))
    elif outcome.changes:
        people.append(str(outcome))
    return Words(code, stdout=_lines(results), stderr=_lines(people))


def _marked_paths(outcome: Outcome) -> Iterator[str]:
    changes = outcome.changes
    for mark, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for path in paths:
            yield f"{mark} {path}"


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
            "seconds": None,  # `Words.results` knows them
        },
        ensure_ascii=True,  # names of files may hold anything
    )


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
