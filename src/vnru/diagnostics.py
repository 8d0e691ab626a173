"""What is wrong with an input, said as values; and what goes wrong with a call, as exceptions.

Bad *input* never raises inside the library: it becomes `Diagnostic` values, all of them, in order.
Broken *calls* raise one of

    VnruError
    ├── ParseError      (ValueError)   an article was demanded from a text that has none
    ├── ConfigError     (ValueError)   a configuration, taxonomy or lexicon cannot be used
    ├── FeedError       (ValueError)   a feed cannot be made of what it was given
    ├── PublishError    (OSError)      the output folder cannot be read or written
    │   └── LockedError                another run holds the lock
    ├── MissingExtraError (ImportError) what was asked for needs a package that is not installed
    ├── EmptySourceError               no article is left where a site stands
    ├── DuplicateError  (ValueError)   an article to be added is there already
    └── WorkerError                    a process that read articles was lost

and the fitting built-in where no library of ours is to blame: ValueError, TypeError, KeyError,
OSError.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import attrs


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  #: the file is refused; the others are published
    HELD = "held"  #: the file is good, but its day has not come
    WARNING = "warning"  #: the article is published


@attrs.frozen(kw_only=True)
class Diagnostic:
    """One finding in one input.

    `line` and `column` count from 1, in characters of the decoded text; both are 1 when the whole
    file is meant.
    """

    code: str  #: stable, e.g. "VN103"; listed with an example in docs/reference/diagnostics.md
    severity: Severity
    message: str  #: what was found and what was expected, one line
    source: str = ""  #: name of the file
    line: int = 1
    column: int = 1
    hint: str = ""  #: the next step, one line

    def __str__(self) -> str:
        where = f"{printable(self.source)}:{self.line}:{self.column}"
        text = f"{where}: {self.severity} {self.code}: {printable(self.message)}"
        return f"{text}\n  hint: {printable(self.hint)}" if self.hint else text

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Order of a report: by file, then position, then code."""
        return (self.source, self.line, self.column, self.code)


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return findings in the order of a report (`Diagnostic.sort_key`)."""
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


def printable(text: str) -> str:
    r"""Return `text` on one line, with everything a terminal could obey written as ``\xNN``.

    File names come from outside: they may hold newlines, escape sequences or bytes that are no
    UTF-8 (lone surrogates, see PEP 383).
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that os.fsdecode could not decode
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


class VnruError(Exception):
    """Base of every exception this library raises on purpose."""


class ParseError(VnruError, ValueError):
    """An article was demanded from a text that has none; `diagnostics` say why."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(self.diagnostics)  # positional, so that the exception pickles

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


class ConfigError(VnruError, ValueError):
    """A configuration, taxonomy or lexicon file cannot be used as it is."""


class FeedError(VnruError, ValueError):
    """A feed cannot be made of what it was given."""


class PublishError(VnruError, OSError):
    """The output folder cannot be read or written; what is published stands unchanged."""


class LockedError(PublishError):
    """Another run holds the lock of the output folder."""
