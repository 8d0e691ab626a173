"""What a record holds, as data: the JSON Schema and the Arrow schema are made from it.

The meanings are those of docs/reference/record.md. `records.to_dict` gives the values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import attrs

from vnru.article import MENTION, SUBJECT, BlockKind
from vnru.diagnostics import Severity

Schema = dict[str, Any]


@attrs.frozen(kw_only=True)
class Text:
    """Characters, perhaps of a certain form, or one of certain words."""

    meaning: str = ""
    nullable: bool = False
    pattern: str = ""
    empty: bool = True  #: whether it may have no character at all
    words: tuple[str, ...] = ()

    def schema(self) -> Schema:
        """Return the JSON Schema of the values."""
        if self.words:
            return _described({"enum": list(self.words)}, self.meaning)
        bounds: Schema = {"pattern": self.pattern} if self.pattern else {}
        if not self.empty:
            bounds["minLength"] = 1
        return _described({"type": _type("string", nullable=self.nullable), **bounds}, self.meaning)


@attrs.frozen(kw_only=True)
class Number:
    """A whole number."""

    meaning: str = ""
    nullable: bool = False
    least: int = 0
    values: tuple[int, ...] = ()

    def schema(self) -> Schema:
        """Return the JSON Schema of the values."""
        if self.values:
            return _described({"enum": list(self.values)}, self.meaning)
        kind = _type("integer", nullable=self.nullable)
        return _described({"type": kind, "minimum": self.least}, self.meaning)


@attrs.frozen(kw_only=True)
class ListOf:
    """Values of one shape, in a telling order."""

    item: Shape
    meaning: str = ""
    unique: bool = False
    empty: bool = True

    def schema(self) -> Schema:
        """Return the JSON Schema of the list."""
        bounds: Schema = {"uniqueItems": True} if self.unique else {}
        if not self.empty:
            bounds["minItems"] = 1
        return _described({"type": "array", **bounds, "items": self.item.schema()}, self.meaning)


@attrs.frozen(kw_only=True)
class Record:
    """Named values; every key is there, in this order."""

    keys: Mapping[str, Shape]
    meaning: str = ""
    nullable: bool = False

    def schema(self) -> Schema:
        """Return the JSON Schema of the object."""
        return _described(
            {
                "type": _type("object", nullable=self.nullable),
                "additionalProperties": False,
                "required": list(self.keys),
                "properties": {key: shape.schema() for key, shape in self.keys.items()},
            },
            self.meaning,
        )


Shape = Text | Number | ListOf | Record


def _type(name: str, *, nullable: bool) -> str | list[str]:
    return [name, "null"] if nullable else name


def _described(schema: Schema, meaning: str) -> Schema:
    return {"description": meaning, **schema} if meaning else schema


def _date(meaning: str) -> Text:
    return Text(meaning=meaning, nullable=True, pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")


def _names(meaning: str) -> ListOf:
    return ListOf(meaning=meaning, unique=True, item=Text(empty=False))


_BLOCK: Final = Record(
    keys={
        "kind": Text(words=tuple(kind.value for kind in BlockKind)),
        "text": Text(meaning="as printed, NFC", empty=False),
    }
)
_PERSON: Final = Record(
    keys={
        "name": Text(meaning="the fullest form in the article", empty=False),
        "role": Text(
            meaning="as it stands beside the name, in the singular, without article", nullable=True
        ),
    }
)
_EVIDENCE: Final = Record(
    keys={
        "block": Number(meaning="index into blocks"),
        "start": Number(meaning="first character, from 0"),
        "end": Number(meaning="one past the last character"),
        "text": Text(meaning="the characters from start to end"),
        "rule": Text(meaning="the term of the taxonomy that matched"),
    }
)
_TOPIC: Final = Record(
    keys={
        "slug": Text(pattern="^[a-z0-9]+(-[a-z0-9]+)*$"),
        "grade": Number(meaning="2 subject, 1 mention", values=(MENTION, SUBJECT)),
        "evidence": ListOf(meaning="the characters that gave the topic", item=_EVIDENCE),
    }
)
_DIAGNOSTIC: Final = Record(
    keys={
        "code": Text(pattern="^VN[0-9]{3}$"),
        "severity": Text(words=(Severity.WARNING.value,)),
        "message": Text(),
        "line": Number(least=1),
        "column": Number(least=1),
        "hint": Text(meaning="the next step; may be empty"),
    }
)

#: The record of an article.
RECORD: Final = Record(
    keys={
        "id": Text(meaning="16 hexadecimal digits; with --id source, the file's name without .txt"),
        "serial": Number(
            meaning="number of the delivery; null where the file's name has none", nullable=True
        ),
        "source": Text(meaning="name of the file"),
        "digest": Text(
            meaning="SHA-256 of the text, its header included", pattern="^[0-9a-f]{64}$"
        ),
        "date": _date("what the header states; null for an undated article"),
        "event_date": _date("day of what is reported, where the text gives it"),
        "language": Text(meaning="BCP 47; und where the text is not French"),
        "headline": Text(
            meaning="as printed; null where the source has none, never invented", nullable=True
        ),
        "title": Text(
            meaning="what a feed shows: the headline, or a short one made from the lead",
            empty=False,
        ),
        "lead": Text(meaning="the first running text, as printed"),
        "blocks": ListOf(meaning="all of the text, in file order", item=_BLOCK, empty=False),
        "dateline": Record(
            meaning="where the dispatch was filed and by whom; null without one",
            nullable=True,
            keys={"place": Text(meaning="as printed"), "agencies": _names("in printed order")},
        ),
        "credits": _names("agencies that sign the article, in printed order"),
        "people": ListOf(meaning="who is named, in order of appearance", item=_PERSON),
        "places": _names("canonical names, in order of appearance"),
        "topics": ListOf(meaning="by grade, then slug", item=_TOPIC),
        "diagnostics": ListOf(meaning="what was odd about the file", item=_DIAGNOSTIC),
    }
)


def json_schema() -> str:
    """Return the JSON Schema (2020-12) of a record, as text: docs/reference/record.schema.json."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Record of an article",
        **RECORD.schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
