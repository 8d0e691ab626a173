"""How a run sees to it that the next one is short, if there is nothing to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vnru.config import Config
    from vnru.regeneration import Outcome
    from vnru.unchanged import Call, Words

#: Why a file was not read that may read well the next time, though nothing moves in between.
_PASSING = frozenset({"VN008", "VN009"})


def keeper(
    call: Call | None,
    config: Config,
    config_path: Path | None,
    *,
    clock_is_given: bool,
    words: Callable[[Outcome], Words],
) -> Callable[[Outcome], None] | None:
    """Look at what a run is about to read; return what leaves the stamp when it has published.

    Args:
        call: None where the run was not started by the command itself.
        config: of this run.
        config_path: the file that was read, None for the usual one.
        clock_is_given: whether the time of the run is part of the call.
        words: what there is to say of an outcome.
    """
    from vnru.unchanged import Watch

    if call is None or Path(call.config) != (config_path or Path("vnru.toml")):
        return None
    try:
        watch = Watch(call, str(config.source), list(map(str, config.lexicon.files)))
    except OSError:
        return None

    def keep(outcome: Outcome) -> None:
        if _PASSING.isdisjoint(diagnostic.code for diagnostic in outcome.refused):
            today_only = outcome.pending and not clock_is_given
            watch.keep(str(config.out), words(_repeated(outcome)), today_only=today_only)

    return keep


def _repeated(outcome: Outcome) -> Outcome:
    """Return what the same run would find if nothing moved since."""
    import attrs

    changes = attrs.evolve(
        outcome.changes,
        added=(),
        changed=(),
        unchanged=outcome.changes.written + outcome.changes.unchanged,
        removed=(),
        ledger=False,
        warnings=(),
    )
    return attrs.evolve(outcome, changes=changes, added=0, updated=0, withdrawn=0, warnings=())
