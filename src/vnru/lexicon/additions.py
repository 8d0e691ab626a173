"""What somebody adds to the lexicons: files of the same form, read strictly.

    [furniture]
    agencies = ["La Gazette de Hanoï"]

    [names.given]
    russian_men = ["Iakim"]

A table is called as a lexicon of the package, and its keys are those of the lexicon. Where that
has a list, the entries of ours follow; where it has words or lines in one text, they are added to
them, be they a text or a list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs

from vnru.config import settings, settings_text
from vnru.diagnostics import ConfigError
from vnru.lexicon.shipped import NAMES, shipped

#: Tables whose keys are entries, too: what stands on the left becomes what stands on the right.
OPEN: Final = frozenset({("titles", "present")})

_Path = tuple[str, ...]


class Addition(NamedTuple):
    """Entries for one key of a lexicon."""

    path: _Path  #: of the key: ("names", "given", "french")
    values: tuple[str, ...]


@attrs.frozen(cache_hash=True)
class Lexicon:
    """What is added to the words that the reader knows: names, roles, places, agencies.

    Made by `load` or `from_toml`; ``Lexicon()`` adds nothing. docs/how-to/lexicon.md shows how.
    """

    additions: tuple[Addition, ...] = ()

    def __repr__(self) -> str:
        entries = sum(len(addition.values) for addition in self.additions)
        lexicons = dict.fromkeys(addition.path[0] for addition in self.additions)
        return f"<Lexicon: {entries} entries for {', '.join(lexicons) or 'none'}>"

    @classmethod
    def load(cls, *files: str | Path) -> Lexicon:
        """Read files; what they add goes together.

        Raises:
            ConfigError: a file cannot be read, or a line for each mistake: ``file:line: reason``.
        """
        lexicons = (cls.from_toml(settings_text(Path(file)), str(file)) for file in files)
        return cls(tuple(addition for lexicon in lexicons for addition in lexicon.additions))

    @classmethod
    def from_toml(cls, text: str, source: str = "lexicon") -> Lexicon:
        """Read the text of a file; `source` is what messages call it.

        Raises:
            ConfigError: a line for each mistake: ``source:line: reason``.
        """
        text = unicodedata.normalize("NFC", text)
        data = settings(text, source)
        reader = _Reader(source, text.splitlines())
        known = {name: shipped(name) for name in NAMES}
        additions = tuple(reader.additions(data, known, ()))
        if reader.mistakes:
            raise ConfigError("\n".join(reader.mistakes))
        return cls(additions)


class _Reader:
    """Reads one file, and reports what is wrong with it."""

    def __init__(self, source: str, lines: Sequence[str]) -> None:
        self.source = source
        self.lines = lines
        self.mistakes: list[str] = []

    def additions(
        self, given: Mapping[str, Any], known: Mapping[str, Any], path: _Path
    ) -> Iterator[Addition]:
        """Yield what a table adds to the one that is `known`."""
        for key, value in given.items():
            here = (*path, key)
            if path in OPEN:
                yield Addition(here, tuple(self._entries([value], here)))
            elif key not in known:
                self._object_to(here, key, _unknown(key, known))
            elif not isinstance(known[key], dict):
                yield Addition(here, tuple(self._values(value, known[key], here)))
            elif isinstance(value, dict):
                yield from self.additions(value, known[key], here)
            else:
                self._object_to(here, key, "expected a table")

    def _values(self, value: object, known: object, path: _Path) -> Iterator[str]:
        if isinstance(known, list) and not isinstance(value, list):
            self._object_to(path, path[-1], f"expected a list of texts, got {value!r}")
        elif isinstance(known, list) and isinstance(value, list):
            yield from self._entries(value, path)
        else:  # words or lines, whose white space is of no account
            entries = value.splitlines() if isinstance(value, str) else value
            if isinstance(entries, list):
                written = filter(str.strip, entries) if isinstance(value, str) else entries
                for entry in self._entries(written, path):
                    yield self._place(entry, path) if path[0] == "places" else entry
            else:
                self._object_to(path, path[-1], f"expected words or a list of them, got {value!r}")

    def _entries(self, entries: Iterable[object], path: _Path) -> Iterator[str]:
        for entry in entries:
            if not isinstance(entry, str) or not entry.strip():
                self._object_to(path, entry, f"expected a text, got {entry!r}")
            elif not entry.replace("\t", " ").isprintable():
                self._object_to(path, entry, f"a control character in {entry!r}")
            else:
                yield entry

    def _place(self, line: str, path: _Path) -> str:
        """Return the spellings of a place in the form of ours."""
        spellings = [" ".join(spelling.split()) for spelling in line.split("|")]
        for spelling in spellings:
            if not spelling[:1].isupper():
                self._object_to(
                    path, line, f"a place begins with a capital letter, not {spelling!r}"
                )
        return " | ".join(spellings)

    def _object_to(self, path: _Path, value: object, reason: str) -> None:
        number = self._line_of(path, value)
        self.mistakes.append(f"{self.source}:{number}: {'.'.join(path)}: {reason}")

    def _line_of(self, path: _Path, value: object) -> int:
        """Return the number of the line a value probably stands on, after its table and its key."""
        table, key = (re.escape(name) for name in (".".join(path[:-1]), path[-1]))
        text = re.escape(value if isinstance(value, str) else repr(value))
        at = 0
        for sought in (
            rf"\s*\[\s*{table}\s*\]",
            rf"""\s*(?:\[.*)?["']?{key}["']?\s*[\]=]""",
            rf""".*["']{text}["']|\s*{text}\s*\Z""",
        ):
            found = (n for n in range(at, len(self.lines)) if re.match(sought, self.lines[n]))
            at = next(found, at)
        return at + 1


def _unknown(key: str, known: Mapping[str, Any]) -> str:
    import difflib

    close = difflib.get_close_matches(key, known, n=1)
    advice = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
    return f"there is no such key ({advice})"
