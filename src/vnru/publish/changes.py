"""What an edition changes on disk, as a value."""

from __future__ import annotations

import attrs

from vnru.diagnostics import Diagnostic


@attrs.frozen(kw_only=True)
class Changes:
    """The difference between an edition and what lies on disk. Paths are relative to the folder."""

    added: tuple[str, ...]  #: in the order of the plan
    changed: tuple[str, ...]  #: in the order of the plan
    unchanged: tuple[str, ...]  #: in the order of the plan
    removed: tuple[str, ...]  #: feeds before the pages they link to
    ledger: bool  #: whether the ledger's own text differs
    warnings: tuple[Diagnostic, ...] = ()  #: of the ledger

    @property
    def written(self) -> tuple[str, ...]:
        """What has to be written: added and changed."""
        return self.added + self.changed

    def __bool__(self) -> bool:
        """Tell whether there is anything to do, be it in the ledger alone."""
        return bool(self.added or self.changed or self.removed or self.ledger)

    def __repr__(self) -> str:
        return f"<Changes: files {self}>"

    def __str__(self) -> str:
        return (
            f"+{len(self.added)} ~{len(self.changed)} ={len(self.unchanged)} -{len(self.removed)}"
        )
