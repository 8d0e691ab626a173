"""The ledger as the last run left it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Self

import attrs

from vnru.diagnostics import Diagnostic, Severity
from vnru.ledger import PATH, Ledger
from vnru.publish.paths import fault

DAMAGED = f"{PATH}.damaged"  #: where an unusable ledger is put aside


class KeptLedger(NamedTuple):
    """What the ledger file says, and what is wrong with it."""

    ledger: Ledger  #: empty where it is missing or damaged; lists only files inside
    missing: bool = False
    damaged: bool = False
    warnings: tuple[Diagnostic, ...] = ()

    @classmethod
    def from_bytes(cls, text: bytes | None) -> Self:
        """Read the ledger file (None: there is none). A damaged one counts as empty."""
        if text is None:
            return cls(ledger=Ledger(), missing=True)
        try:
            ledger = Ledger.from_bytes(text)
        except ValueError as error:
            return cls(ledger=Ledger(), damaged=True, warnings=(_damaged(error),))
        outside = {path: reason for path in sorted(ledger.files) if (reason := fault(path))}
        return cls(
            ledger=attrs.evolve(ledger, files=ledger.files - outside.keys()) if outside else ledger,
            warnings=tuple(_outside(outside)),
        )

    def says(self, ledger: Ledger) -> bool:
        """Tell whether the file says just this; it is not written again then."""
        return not self.missing and not self.warnings and self.ledger == ledger


def forgotten() -> Diagnostic:
    """Say that files stand in the folder and no ledger beside them."""
    return _warning(
        "VN903",
        "there is no ledger beside the published files: corrections and withdrawals are forgotten,"
        " and files no longer made stay",
        "keep the ledger with the published files",
    )


def _damaged(error: ValueError) -> Diagnostic:
    return _warning(
        "VN901",
        f"the ledger cannot be used ({error}): corrections and withdrawals are forgotten, and"
        " files no longer made stay",
        f"restore it from version control; what was found is put aside as {DAMAGED}",
    )


def _outside(faults: dict[str, str]) -> Iterator[Diagnostic]:
    for path, reason in faults.items():
        message = f"the ledger lists the path {path!r}, which {reason}: nothing is removed there"
        yield _warning("VN902", message, "somebody has edited the ledger; restore it")


def _warning(code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, message=message, source=PATH, hint=hint)
