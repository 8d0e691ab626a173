"""Reading `topics.toml`: strictly, and with the line of every mistake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from vnru.config import settings
from vnru.diagnostics import ConfigError
from vnru.topics.matcher import ROLE_OF_KEY, Term
from vnru.topics.notation import variants
from vnru.topics.taxonomy import CODE, MATCHES, SLUG, Concept, Problem, Taxonomy, Topic, problems

_FILE_KEYS = ("titles", "contexts", "topic")
_TITLE_KEYS = ("roles", "adjectives")
_TOPIC_KEYS = ("slug", "label", "label_en", "description", "broader", "iptc", *ROLE_OF_KEY)
_TERM_KEYS = ("term", "with", "without")
_CONCEPT_KEYS = ("code", "match", "label_en", "label_fr")
_HEADING = re.compile(r"\s*\[{1,2}\s*(\w+)\s*\]{1,2}\s*(?:#.*)?")


def load(text: str, source: str) -> Taxonomy:
    """Read a taxonomy from TOML.

    Raises:
        ConfigError: one line for each mistake, ``file:line: reason``.
    """
    data = settings(text, source)
    desk = _Desk(source, text.splitlines())
    desk.head.check_keys(data, _FILE_KEYS)
    contexts = tuple(desk.contexts(data))
    roles, adjectives = desk.titles(data)
    topics = tuple(desk.topics(data))
    if desk.mistakes:
        raise ConfigError("\n".join(desk.mistakes))
    try:
        return Taxonomy(topics=topics, contexts=contexts, titles=roles, title_adjectives=adjectives)
    except ConfigError:  # which does not know the lines
        desk.object_to(topics, problems(topics, contexts))
        raise ConfigError("\n".join(desk.mistakes)) from None


@attrs.frozen
class _Desk:
    """The file on the desk: its lines, and what was found wrong with it."""

    source: str
    lines: list[str]
    mistakes: list[str] = attrs.field(factory=list)

    @property
    def head(self) -> _Section:
        """The whole file, where no part of it is meant."""
        return _Section(self, 0, len(self.lines))

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """The lines that open a section, and what it is called."""
        found = ((n, _HEADING.fullmatch(line)) for n, line in enumerate(self.lines))
        return [(n, heading[1]) for n, heading in found if heading]

    def section(self, heading: str, number: int = 0) -> _Section:
        """Return the `number`-th section under `heading`; the file where there is none."""
        mine = [n for n, name in self.headings if name == heading]
        if number >= len(mine):
            return self.head
        ends = (n for n, _ in self.headings if n > mine[number])
        return _Section(self, mine[number], next(ends, len(self.lines)))

    def object_to(self, topics: Sequence[Topic], found: Iterable[Problem]) -> None:
        """Report what is wrong between the topics."""
        sections = {topic.slug: number for number, topic in enumerate(topics)}
        for problem in found:
            section = self.section("topic", sections[problem.topic])
            section.object_to(problem.value, problem.reason, problem.key)

    def contexts(self, data: Mapping[str, Any]) -> Iterator[Term]:
        """Yield the terms of all contexts."""
        section = self.section("contexts")
        table = section.table(data, "contexts")
        for name in table:
            yield from section.terms(table, name, name, "context")

    def titles(self, data: Mapping[str, Any]) -> tuple[tuple[Term, ...], tuple[str, ...]]:
        """Return the roles that open a person's title, and the adjectives it may have."""
        section = self.section("titles")
        table = section.table(data, "titles")
        section.check_keys(table, _TITLE_KEYS)
        roles = tuple(section.terms(table, "roles", "", "title"))
        return roles, section.texts(table, "adjectives")

    def topics(self, data: Mapping[str, Any]) -> Iterator[Topic]:
        """Yield the topics; broken ones where something was reported."""
        for number, table in enumerate(self.head.tables(data, "topic")):
            yield self.section("topic", number).topic(table)


@attrs.frozen
class _Section:
    """Some lines of the file that belong together. Its methods read, and report what is wrong."""

    desk: _Desk
    first: int
    end: int

    def object_to(self, value: object, reason: str, key: str = "") -> None:
        """Report a mistake on the last line that has `value` as a text or as a key.

        Where `key` says to whom the value belongs, a line that has both comes first.
        """
        name = re.escape(str(value))
        here = re.compile(rf"""["']{name}["']|(?<![\w"']){name}\s*=""")
        found = [n for n in range(self.first, self.end) if here.search(self.desk.lines[n])]
        keyed = [n for n in found if key and self.desk.lines[n].lstrip().startswith(key)]
        at = (keyed or found or [self.first])[-1]
        self.desk.mistakes.append(f"{self.desk.source}:{at + 1}: {reason}: {value!r}")

    def check_keys(self, table: Mapping[str, Any], known: Sequence[str]) -> None:
        """Report the keys nobody knows."""
        for key in table.keys() - set(known):
            close = difflib.get_close_matches(key, known, n=1)
            advice = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"
            self.object_to(key, f"unknown key ({advice})")

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """Return a table; an empty one where it is missing."""
        table = data.get(key, {})
        if isinstance(table, dict):
            return table
        self.object_to(key, "expected a table")
        return {}

    def tables(self, data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
        """Return a list of tables; an empty one where it is missing."""
        tables = data.get(key, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        self.object_to(key, "expected a list of tables")
        return []

    def text(self, table: Mapping[str, Any], key: str, *, required: bool = False) -> str | None:
        """Return a text, None where there is none."""
        value = table.get(key)
        if value is None and not required:
            return None
        if isinstance(value, str) and value.strip():
            return value
        self.object_to(key, "missing" if value is None else f"expected a text, got {value!r}")
        return None

    def texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = table.get(key)
        if values is None:
            return ()
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return tuple(values)
        self.object_to(key, "expected a list of texts")
        return ()

    def topic(self, table: Mapping[str, Any]) -> Topic:
        """Return a topic."""
        self.check_keys(table, _TOPIC_KEYS)
        slug = self.text(table, "slug", required=True) or ""
        if slug and not SLUG.fullmatch(slug):
            self.object_to(slug, "expected small letters, digits and single hyphens")
        terms = (
            term for key, role in ROLE_OF_KEY.items() for term in self.terms(table, key, slug, role)
        )
        return Topic(
            slug=slug,
            label=self.text(table, "label", required=True) or "",
            label_en=self.text(table, "label_en"),
            description=self.text(table, "description") or "",
            broader=self.text(table, "broader"),
            iptc=tuple(map(self.concept, self.tables(table, "iptc"))),
            terms=tuple(terms),
        )

    def concept(self, table: Mapping[str, Any]) -> Concept:
        """Return a concept of IPTC's."""
        self.check_keys(table, _CONCEPT_KEYS)
        code = self.text(table, "code", required=True) or ""
        match = self.text(table, "match") or "close"
        if code and not CODE.fullmatch(code):
            self.object_to(code, "expected the eight digits of a Media Topic")
        if match not in MATCHES:
            self.object_to(match, f"expected one of {', '.join(MATCHES)}")
        return Concept(
            code=code,
            match=match,  # type: ignore[arg-type]  # one of MATCHES, or reported
            label_en=self.text(table, "label_en"),
            label_fr=self.text(table, "label_fr"),
        )

    def terms(self, table: Mapping[str, Any], key: str, owner: str, role: str) -> Iterator[Term]:
        """Yield the sound terms of a list whose entries are texts or tables."""
        entries = table.get(key, [])
        if not isinstance(entries, list):
            self.object_to(key, "expected a list of terms")
            return
        for entry in entries:
            fields = entry if isinstance(entry, dict) else {"term": entry}
            if fields is entry:
                self.check_keys(fields, _TERM_KEYS)
            pattern = fields.get("term")
            if not isinstance(pattern, str):
                self.object_to(pattern, "expected a text, or a table with a 'term'")
            elif self._is_sound(pattern):
                needs, shuns = self.texts(fields, "with"), self.texts(fields, "without")
                yield Term(pattern, owner, role, needs, shuns)

    def _is_sound(self, pattern: str) -> bool:
        try:
            variants(pattern)
        except ValueError as error:
            self.object_to(pattern, str(error))
            return False
        return True
