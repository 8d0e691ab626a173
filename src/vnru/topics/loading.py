"""Reading `topics.toml`: strictly, and with the line of every mistake."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from vnru.diagnostics import ConfigError
from vnru.topics.matcher import Term
from vnru.topics.notation import variants
from vnru.topics.taxonomy import CODE, MATCHES, SLUG, Concept, Taxonomy, Topic, problems

_ROLES = {"terms": "subject", "mentions": "mention", "exceptions": "exception"}
_TOPIC_KEYS = ("slug", "label", "label_en", "description", "broader", "iptc", *_ROLES)
_TERM_KEYS = ("term", "with", "without")
_CONCEPT_KEYS = ("code", "match", "label_en", "label_fr")
_TITLE_KEYS = ("roles", "adjectives")
_HEADING = re.compile(r"\s*\[{1,2}\s*(\w+)\s*\]{1,2}\s*(?:#.*)?")


def load(text: str, source: str) -> Taxonomy:
    """Read a taxonomy from TOML.

    Raises:
        ConfigError: one line for each mistake, ``file:line: reason``.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ConfigError(f"{source}:{line[1] if line else 1}: is not TOML: {error}") from error
    desk = _Desk(source, text.splitlines())
    titles = desk.section("titles", 0)
    titles.check_keys(table := desk.table(data, "titles"), _TITLE_KEYS)
    contexts = desk.section("contexts", 0)
    heard = desk.table(data, "contexts")
    topics = [
        desk.section("topic", number).topic(table)
        for number, table in enumerate(desk.tables(data, "topic"))
    ]
    parts: dict[str, Any] = {
        "topics": topics,
        "contexts": [term for name in heard for term in contexts.terms(heard, name, name, "context")],
        "titles": titles.terms(table, "roles", "", "title"),
        "title_adjectives": titles.texts(table, "adjectives"),
    }
    desk.section("", 0).check_keys(data, ("titles", "contexts", "topic"))
    if not desk.mistakes:
        numbers = {topic.slug: number for number, topic in enumerate(topics)}
        for problem in problems(topics, parts["contexts"]):
            desk.section("topic", numbers[problem.topic]).object_to(problem.value, problem.reason)
    if desk.mistakes:
        raise ConfigError("\n".join(desk.mistakes))
    return Taxonomy(**parts)


@attrs.define
class _Desk:
    """The file on the desk: its lines, and what was found wrong with it."""

    source: str
    lines: list[str]
    mistakes: list[str] = attrs.field(factory=list)

    def section(self, heading: str, number: int) -> _Section:
        """Return the `number`-th section under `heading`; the head of the file where there is none."""
        starts = [
            (at, found[1])
            for at, line in enumerate(self.lines)
            if (found := _HEADING.fullmatch(line))
        ]
        bounds = [*(at for at, _ in starts), len(self.lines)]
        mine = [at for at, name in starts if name == heading]
        first = mine[number] if number < len(mine) else 0
        return _Section(self, first, next(at for at in bounds if at > first or at == bounds[-1]))

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """Return a table of the file; empty where it is missing or no table."""
        table = data.get(key, {})
        if isinstance(table, dict):
            return table
        self.section("", 0).object_to(key, "expected a table")
        return {}

    def tables(self, data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
        """Return an array of tables of the file."""
        tables = data.get(key, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self.section("", 0).object_to(key, f"expected [[{key}]] tables")
        return []


@attrs.frozen
class _Section:
    """Some lines of the file that belong together. Its methods read, and report what is wrong."""

    desk: _Desk
    first: int
    end: int

    def object_to(self, value: object, reason: str) -> None:
        """Report a mistake on the last line that has `value` as a text or as a key."""
        quoted = re.compile(rf"""["']{re.escape(str(value))}["']|(?<![\w"']){re.escape(str(value))}\s*=""")
        lines = range(self.end - 1, self.first, -1)
        at = next((n for n in lines if quoted.search(self.desk.lines[n])), self.first)
        self.desk.mistakes.append(f"{self.desk.source}:{at + 1}: {reason}: {value!r}")

    def check_keys(self, table: Mapping[str, Any], known: Sequence[str]) -> None:
        """Report the keys nobody knows."""
        for key in table.keys() - set(known):
            close = difflib.get_close_matches(key, known, n=1)
            advice = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"
            self.object_to(key, f"unknown key ({advice})")

    def text(self, table: Mapping[str, Any], key: str, *, required: bool = False) -> str | None:
        """Return a text, None where there is none."""
        value = table.get(key)
        if value is None and not required:
            return None
        if isinstance(value, str) and value.strip():
            return value
        self.object_to(key, "missing" if value is None else f"expected a text, got {value!r}")
        return None

    def texts(self, table: Mapping[str, Any], key: str) -> list[str]:
        """Return a list of texts."""
        values = table.get(key, [])
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return values
        self.object_to(key, "expected a list of texts")
        return []

    def topic(self, table: Mapping[str, Any]) -> Topic:
        """Return a topic; a broken one where something was reported."""
        self.check_keys(table, _TOPIC_KEYS)
        slug = self.text(table, "slug", required=True) or ""
        if slug and not SLUG.fullmatch(slug):
            self.object_to(slug, "expected small letters, digits and single hyphens")
        return Topic(
            slug=slug,
            label=self.text(table, "label", required=True) or "",
            label_en=self.text(table, "label_en"),
            description=self.text(table, "description") or "",
            broader=self.text(table, "broader"),
            iptc=list(self.concepts(table)),
            terms=[
                term for key, role in _ROLES.items() for term in self.terms(table, key, slug, role)
            ],
        )

    def concepts(self, table: Mapping[str, Any]) -> Iterator[Concept]:
        """Yield the IPTC concepts of a topic."""
        for entry in self.desk.tables(table, "iptc"):
            self.check_keys(entry, _CONCEPT_KEYS)
            code = self.text(entry, "code", required=True) or ""
            match = self.text(entry, "match") or "close"
            if code and not CODE.fullmatch(code):
                self.object_to(code, "expected the eight digits of a Media Topic")
            if match not in MATCHES:
                self.object_to(match, f"expected one of {', '.join(MATCHES)}")
            yield Concept(
                code=code,
                match=match,  # type: ignore[arg-type]  # checked above
                label_en=self.text(entry, "label_en"),
                label_fr=self.text(entry, "label_fr"),
            )

    def terms(self, table: Mapping[str, Any], key: str, owner: str, role: str) -> list[Term]:
        """Return the terms of a list whose entries are texts or tables."""
        entries = table.get(key, [])
        if not isinstance(entries, list):
            self.object_to(key, "expected a list of terms")
            return []
        return [term for entry in entries if (term := self.term(entry, owner, role))]

    def term(self, entry: object, owner: str, role: str) -> Term | None:
        """Return a term, None where it is broken."""
        table = entry if isinstance(entry, dict) else {"term": entry}
        self.check_keys(table, _TERM_KEYS)
        pattern = table.get("term")
        if not isinstance(pattern, str):
            self.object_to(pattern, "expected a term (a text, or a table with the key 'term')")
            return None
        try:
            variants(pattern)
        except ValueError as error:
            self.object_to(pattern, str(error))
            return None
        needs, shuns = self.texts(table, "with"), self.texts(table, "without")
        return Term(pattern, owner, role, tuple(needs), tuple(shuns))
