"""`vnru.toml` as a frozen record.

Every key is optional and an unknown one is an error with a suggestion. Later sources win:
defaults, file, environment (`VNRU_*`), command line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import GenericAlias
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit

import attrs
from attrs import validators

from vnru.diagnostics import ConfigError

#: Reserved by RFC 2606: feeds made without configuration cannot pretend to be somebody's.
EXAMPLE_BASE_URL = "https://example.org/vnru/"

_MAX_BYTES = 1_048_576  #: of a configuration file, the limit of an article's
_DEEPEST = 32  #: tables and lists in each other; no setting needs as many
_TOO_DEEP = f"has tables or lists more than {_DEEPEST} deep in each other"
#: What RFC 3986 wants percent-encoded; letters of other scripts are welcome (RFC 3987).
_NEVER_IN_ADDRESS = re.compile(r'[\s\x00-\x20\x7f"<>\\^`{|}]')
#: What no feed can hold (XML 1.0, 2.2), or no reader should obey.
_CONTROL = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0010fffe\U0010ffff]"
)


# As in `vnru.article`: what is built in, attrs can ask for its types only by tokenizing a text.


def _base_url(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _path(path: str | Path) -> Path:
    return Path(path)


def _paths(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    _refuse_text(paths)
    return tuple(map(Path, paths))


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    _refuse_text(texts)
    return tuple(texts)


def _refuse_text(several: object) -> None:
    """A text is a series of letters, which nobody means where several texts are expected."""
    if isinstance(several, str):
        raise TypeError(f"expected several, as in ({several!r},), got {several!r}")


def _feeds(feeds: Iterable[QueryFeed]) -> tuple[QueryFeed, ...]:
    return tuple(feeds)


def _check_base_url(site: Site, field: Any, url: str) -> None:
    _check_address(site, field, url)
    parts = urlsplit(url)
    if parts.query or parts.fragment:
        raise ValueError(f"base_url cannot have a query or a fragment: {url!r}")


def _check_address(_: Site, field: Any, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or _NEVER_IN_ADDRESS.search(url):
        raise ValueError(f"{field.name} is not an absolute http(s) address: {url!r}")


def _check_authority(_: object, __: object, authority: str) -> None:
    if not re.fullmatch(r"(?:[\w.+-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", authority, re.ASCII):
        raise ValueError(
            f"tag_authority is not a domain or mail address in lower case: {authority!r}"
        )


@attrs.frozen(kw_only=True)
class Site:
    """What the publisher calls itself and where it lives."""

    title: str = "Vietnam – Russie"
    description: str = (
        "Dépêches et articles en français sur les relations entre le Vietnam et la Russie."
    )
    base_url: str = attrs.field(
        default=EXAMPLE_BASE_URL, converter=_base_url, validator=_check_base_url
    )  #: absolute, ends with "/"; everything published lies below it
    tag_authority: str = attrs.field(
        default="example.org", validator=_check_authority
    )  #: domain or mail address for tag: URIs (RFC 4151); never changes once published
    tag_year: int = attrs.field(
        default=2026, validator=[validators.ge(1995), validators.le(9999)]
    )  #: a year on whose first day the authority was yours; never changes
    rights: str = "Textes : © leurs agences (VNA, Le Courrier du Vietnam et autres)."
    hub: str | None = attrs.field(
        default=None, validator=validators.optional(_check_address)
    )  #: address of a WebSub hub to announce
    language: Literal["fr"] = "fr"


@attrs.frozen(kw_only=True)
class Limits:
    """Bounds that keep a broken delivery from breaking the site. All positive."""

    file_bytes: int = attrs.field(default=1_048_576, validator=validators.gt(0))
    paragraph_chars: int = attrs.field(default=20_000, validator=validators.gt(0))
    files: int = attrs.field(default=2_000_000, validator=validators.gt(0))
    feed_entries: int = attrs.field(default=50, validator=validators.gt(0))
    feed_bytes: int = attrs.field(default=4_194_304, validator=validators.gt(0))


@attrs.frozen(kw_only=True)
class FeedOptions:
    """How feeds are made."""

    #: keep what the current documents no longer hold in yearly ones (RFC 5005)
    archives: bool = True
    tombstones: bool = False  #: announce withdrawn articles in Atom (RFC 6721)
    #: what stands in feeds and lists of a dispatch that was sent in several versions: one of them,
    #: which links to the others, or every one, as if they were different articles
    versions: Literal["best", "all"] = "best"


@attrs.frozen(kw_only=True)
class LexiconFiles:
    """Words of the operator's own, beside the built-in ones (`vnru.Lexicon`)."""

    files: tuple[Path, ...] = attrs.field(default=(), converter=_paths)


@attrs.frozen(kw_only=True)
class TopicConfig:
    """Changes to one topic of the built-in taxonomy, or a new topic."""

    include: Literal["subjects", "mentions"] = "subjects"  #: what its feed holds
    drop: bool = False  #: leave the topic out altogether
    label: str | None = None
    label_en: str | None = None
    description: str | None = None
    broader: str | None = None  #: slug of the topic this one implies; "" for none
    #: added to the built-in ones, as are those of the next three (docs/reference/taxonomy.md)
    terms: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    mentions: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    hints: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    exceptions: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    #: Media Topics in place of the built-in ones: "20000256", or "exact:20000256"
    iptc: tuple[str, ...] = attrs.field(default=(), converter=_texts)


def check_grade(grade: object) -> None:
    """Refuse what is no grade of a topic.

    Raises:
        ValueError: says which there are.
    """
    if grade not in (1, 2):
        raise ValueError(f"no grade {grade!r}; known: 1 (mention), 2 (subject)")


def _check_grade(_: Query, __: object, grade: int) -> None:
    check_grade(grade)


@attrs.frozen(kw_only=True)
class Query:
    """Which articles a feed holds: all conditions that are given must be met.

    Raises:
        ValueError: there is no such grade.
        TypeError: a text stands where several are expected.
    """

    any: tuple[str, ...] = attrs.field(default=(), converter=_texts)  #: topic slugs, one is enough
    all: tuple[str, ...] = attrs.field(default=(), converter=_texts)  #: topic slugs, every one
    none: tuple[str, ...] = attrs.field(default=(), converter=_texts)  #: topic slugs that exclude
    #: the least grade that counts for `any` and `all`; `none` takes 1
    grade: Literal[1, 2] = attrs.field(default=2, validator=_check_grade)
    #: any of them, any spelling
    people: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    places: tuple[str, ...] = attrs.field(default=(), converter=_texts)  #: any of them
    agencies: tuple[str, ...] = attrs.field(default=(), converter=_texts)  #: any of them
    since: str | None = None  #: EDTF date; articles that may lie on or after it
    until: str | None = None  #: EDTF date; articles that may lie on or before it


@attrs.frozen(kw_only=True)
class QueryFeed:
    """A feed of the operator's own: `[[feeds]]`."""

    slug: str = attrs.field(validator=validators.matches_re(r"[a-z0-9]+(?:-[a-z0-9]+)*"))
    title: str
    description: str = ""
    query: Query


@attrs.frozen(kw_only=True)
class Config:
    """Everything an operator can set. Paths in a file are relative to that file."""

    source: Path = attrs.field(default=Path("seeds"), converter=_path)
    out: Path = attrs.field(default=Path("feeds"), converter=_path)
    site: Site = Site()
    limits: Limits = Limits()
    feed: FeedOptions = FeedOptions()
    lexicon: LexiconFiles = LexiconFiles()
    topics: Mapping[str, TopicConfig] = attrs.field(factory=dict)
    feeds: tuple[QueryFeed, ...] = attrs.field(default=(), converter=_feeds)

    @classmethod
    def load(cls, path: str | Path) -> Config:
        """Read a configuration file.

        Raises:
            ConfigError: the file cannot be read, is not TOML, has an unknown key or a bad value.
        """
        path = Path(path)
        data = settings(settings_text(path), str(path))
        try:
            config = cls.from_mapping(data)
        except ConfigError as error:
            raise ConfigError(f"{path}: {error}") from error
        return attrs.evolve(
            config,
            source=path.parent / config.source,
            out=path.parent / config.out,
            lexicon=LexiconFiles(files=(path.parent / file for file in config.lexicon.files)),
        )

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Config:
        """Make a configuration from what TOML gave.

        Raises:
            ConfigError: names the key, what was found and what was expected.
        """
        from cattrs import BaseValidationError, transform_error

        try:
            config: Config = _converter().structure(data, cls)
        except BaseValidationError as error:
            problems = transform_error(error, path="", format_exception=_explain)
            raise ConfigError(
                "; ".join(p.replace(" @ .", " in ").removesuffix(" @ ") for p in problems)
            ) from error
        return config


def _explain(error: BaseException, _: type | None) -> str:
    from cattrs.errors import ForbiddenExtraKeysError

    if isinstance(error, ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        return "; ".join(_unknown_key(key, known) for key in sorted(error.extra_fields))
    if isinstance(error, (TypeError, AttributeError)):  # where cattrs takes it for a table
        return "expected a table"
    if isinstance(error, KeyError):
        return f"the key {error.args[0]!r} is missing"
    return str(error.args[0]) if error.args else type(error).__name__


def _unknown_key(key: str, known: list[str]) -> str:
    import difflib

    if places := list(_places(key)):
        advice = f"it belongs to {' or '.join(places)}"
    elif close := difflib.get_close_matches(key, known, n=1):
        advice = f"did you mean {close[0]!r}?"
    else:
        advice = f"known keys: {', '.join(known)}"
    return f"unknown key {key!r} ({advice})"


def _places(key: str) -> Iterator[str]:
    """Say where a key belongs that stands somewhere else."""
    if key in attrs.fields_dict(Config):
        yield "the top level, before any section"
    for section in attrs.fields(Config):
        record = type(section.default)
        if attrs.has(record) and key in attrs.fields_dict(record):
            yield f"[{section.name}]"


def settings_text(path: Path) -> str:
    """Return the text of a file that somebody configures us with.

    Raises:
        ConfigError: it cannot be read, has more than a mebibyte, or is not UTF-8; names the line.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > _MAX_BYTES:
        raise ConfigError(f"{path}: has more than {_MAX_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: is not UTF-8: {error.reason}") from error


def settings(text: str, source: str) -> dict[str, Any]:
    """Return what a text in TOML says; `source` is what messages call it.

    Raises:
        ConfigError: it is not TOML (names the line), or nested too deeply.
    """
    import tomllib  # as most of this, only where a file is read

    try:
        data = tomllib.loads(text)
    except ValueError as error:  # also of a number without end
        line = re.search(r"at line (\d+)", str(error))
        raise ConfigError(f"{source}:{line[1] if line else 1}: is not TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{source}:1: {_TOO_DEEP}") from error
    if _is_deep(data):  # dotted keys: read without recursion, but not told of without
        raise ConfigError(f"{source}:1: {_TOO_DEEP}")
    return data


def _is_deep(data: object) -> bool:
    level = [data]
    for _ in range(_DEEPEST):
        level = [part for value in level for part in _parts(value)]
    return bool(level)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _converter() -> Any:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(Path, lambda value, _: Path(_text(value, str)))
    converter.register_structure_hook(str, _text)
    for kind in (int, bool):
        converter.register_structure_hook(kind, _exactly)

    def listed(kind: Any) -> Callable[[Any, Any], tuple[Any, ...]]:
        structure = converter.get_structure_hook(GenericAlias(list, get_args(kind)[:1]))
        return lambda value, _: tuple(structure(_exactly(value, list), list))

    converter.register_structure_hook_factory(_is_tuple, listed)
    converter.register_structure_hook_func(_is_choice, _one_of)
    return converter


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _text(value: Any, _: type) -> str:
    text: str = _exactly(value, str)
    if re.search(_CONTROL, text):
        raise ValueError(f"expected a text without control characters, got {text!r}")
    return text


def _is_choice(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is Literal


def _one_of(value: Any, kind: Any) -> Any:
    options = get_args(kind)
    if not any(type(value) is type(option) and value == option for option in options):
        raise ValueError(f"expected {' or '.join(map(repr, options))}, got {value!r}")
    return value


def _exactly(value: Any, kind: type) -> Any:
    """TOML is typed: a number where a text is expected is an error, not something to convert."""
    if type(value) is not kind:
        raise ValueError(f"expected {kind.__name__}, got {value!r}")
    return value
