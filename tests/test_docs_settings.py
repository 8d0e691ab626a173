"""The documentation and the code say the same: settings, and the record."""

from __future__ import annotations

import json
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import jsonschema
import pytest

import vnru
from handbook import HOW_TO, REFERENCE, ROOT, blocks, name, read, rows
from vnru import export
from vnru.cli import main
from vnru.config import TopicConfig

CONFIGURATION = REFERENCE / "configuration.md"

Json = typing.Any


def _keys(record: type, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield each key of a configuration record with its default, those of inner tables, too."""
    hints = typing.get_type_hints(record)
    for field in attrs.fields(record):
        inner = [kind for kind in _kinds(hints[field.name]) if attrs.has(kind)]
        if inner:
            middle = "<slug>." if inner == [TopicConfig] else ""
            yield from _keys(inner[0], f"{prefix}{field.name}.{middle}")
        else:
            yield prefix + field.name, field.default


def _kinds(hint: object) -> Iterator[type]:
    if isinstance(hint, type):
        yield hint
    for part in typing.get_args(hint):
        yield from _kinds(part)


def _told(default: object) -> str:
    """Return what the page has to say of a default."""
    if default is attrs.NOTHING:
        return "required"
    if default is None:
        return ""  # in words of its own
    plain = str(default) if isinstance(default, Path) else default
    return f"`{json.dumps(plain, ensure_ascii=False)}`"


@pytest.mark.parametrize(("key", "default"), list(_keys(vnru.Config)))
def test_every_key_is_told_with_its_default(key: str, default: object):
    row = re.compile(rf"^\| `{re.escape(key)}` \| (.*?) \|", re.MULTILINE)
    cells = row.findall(read(CONFIGURATION))
    assert 1 == len(cells)
    assert _told(default) in cells[0]


def test_no_other_key_is_told():
    assert {key for key, _ in _keys(vnru.Config)} | {"feeds.query"} == set(
        rows(CONFIGURATION, r"[a-z_.<>]+")
    )


def test_the_repository_is_configured_by_defaults():
    defaults = attrs.evolve(vnru.Config(), source=ROOT / "seeds", out=ROOT / "feeds")
    assert defaults == vnru.Config.load(ROOT / "vnru.toml")


def test_the_settings_that_the_repository_shows_are_the_defaults():
    shown, examples = read(ROOT / "vnru.toml").split("# What the feed of")
    data = tomllib.loads(_uncommented(shown))
    assert "https://hub.example.org/" == data["site"].pop("hub")
    config = vnru.Config.from_mapping(data)
    assert vnru.Config() == config
    for table in ("site", "limits", "feed", "lexicon"):
        known = {field.name for field in attrs.fields(type(getattr(config, table)))}
        assert known - {"hub"} == set(data[table])
    assert vnru.Config() != vnru.Config.from_mapping(tomllib.loads(_uncommented(f"# {examples}")))


def _uncommented(text: str) -> str:
    """Return settings with those that stand in comments."""
    return re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE)


def test_every_variable_is_told():
    options = [option for command in main.commands.values() for option in command.params]
    variables = {option.envvar for option in options if option.envvar}
    assert sorted(variables) == sorted(rows(CONFIGURATION, r"VNRU_\w+"))


@pytest.mark.parametrize("page", [ROOT / "README.md", *HOW_TO.glob("*.md")], ids=name)
def test_settings_in_examples_can_be_used(page: Path):
    for text in blocks(page, "toml"):
        config = vnru.Config.from_mapping(tomllib.loads(text))
        list(vnru.edition.plan(vnru.Corpus(()), config, vnru.edition.Ledger()))


@pytest.fixture(scope="module")
def records() -> list[dict[str, Json]]:
    corpus = ROOT / "tests/data/corpus"
    folders = (ROOT / "seeds", corpus / "articles", corpus / "bad")
    return [export.to_dict(a) for folder in folders for a in vnru.Corpus.load(folder)]


@pytest.fixture(scope="module")
def schema() -> dict[str, Json]:
    found: dict[str, Json] = json.loads(read(REFERENCE / "record.schema.json"))
    return found


def test_records_follow_their_schema(records: list[dict[str, Json]], schema: dict[str, Json]):
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert [] == [error.message for record in records for error in validator.iter_errors(record)]


def test_the_schema_lists_the_keys_of_a_record_in_order(
    records: list[dict[str, Json]], schema: dict[str, Json]
):
    assert list(records[0]) == list(schema["properties"]) == schema["required"]
    kinds = schema["properties"]["blocks"]["items"]["properties"]["kind"]["enum"]
    assert [kind.value for kind in vnru.BlockKind] == kinds


def test_every_key_of_a_record_is_told(schema: dict[str, Json]):
    told = rows(REFERENCE / "record.md", r"[a-z_.\[\]]+")
    assert sorted(_paths(schema)) == sorted(told)


def _paths(schema: Mapping[str, Json], prefix: str = "") -> Iterator[str]:
    """Yield the keys of a record; those of inner objects as ``dateline.place``, ``people[].name``.

    The page tells every key of the record itself, and the innermost keys.
    """
    for key, value in schema["properties"].items():
        inner = value.get("items", value)
        if "properties" not in inner or not prefix:
            yield prefix + key
        if "properties" in inner:
            yield from _paths(inner, f"{prefix}{key}{'[]' if 'items' in value else ''}.")


def test_every_kind_of_block_is_told():
    assert [kind.value for kind in vnru.BlockKind] == rows(REFERENCE / "article-file.md", r"\w+")
