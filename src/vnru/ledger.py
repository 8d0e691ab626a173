"""The ledger: what was published when. The only state whose loss changes the output.

It remembers, for each article, the digest of its text and the instants that no text states (when
it was first seen, corrected, withdrawn), and which files are ours, as only those may be removed.
It is a text file, one JSON object a line, sorted, made to be kept under version control.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from vnru.article import Listed

PATH: Final = ".vnru/ledger"  #: below the output folder
_HEAD = '{"vnru": "ledger", "version": 1}'


@attrs.frozen(kw_only=True, weakref_slot=False)  # there are as many as articles
class LedgerEntry:
    """What is remembered of one article. Instants are whole seconds in UTC."""

    digest: str  #: of the text last published
    published: dt.datetime | None  #: as first published, never changed; None while undated
    updated: dt.datetime  #: `published` at first, then the time of the run that saw a new text
    #: When feeds first held it, or when it came, if they do not; None: from the first edition on.
    first_seen: dt.datetime | None = None
    corrected: bool = False  #: the text changed after it was first published
    withdrawn: dt.datetime | None = None  #: the run that found the file gone; None while it stands
    #: Id of the article that stands for it in feeds and lists, another version of the same
    #: dispatch; None: it stands there itself.
    version_of: str | None = None

    @property
    def said(self) -> str:
        """All that pages and feeds say of it, as members of a JSON object.

        What is not so, or not yet, is left out.
        """
        first_seen, withdrawn, version_of = self.first_seen, self.withdrawn, self.version_of
        said = f', "published": "{format_instant(self.published)}"' if self.published else ""
        said += f', "updated": "{format_instant(self.updated)}"'
        said += f', "first_seen": "{format_instant(first_seen)}"' if first_seen else ""
        said += f', "withdrawn": "{format_instant(withdrawn)}"' if withdrawn else ""
        said += ', "corrected": true' if self.corrected else ""
        return said + (f', "version_of": "{version_of}"' if version_of else "")


@attrs.frozen(kw_only=True)
class Ledger:
    """The state between two editions. Immutable: `advance` makes the next one."""

    articles: Mapping[str, LedgerEntry] = attrs.field(factory=dict)  #: by article id
    files: frozenset[str] = frozenset()  #: paths we wrote

    def __repr__(self) -> str:
        return f"<Ledger: {len(self.articles)} articles, {len(self.files)} files>"

    def advance(
        self,
        articles: Iterable[Listed],
        now: dt.datetime,
        *,
        refused: Collection[str] = (),
        stories: Iterable[Sequence[Listed]] = (),
    ) -> Ledger:
        """Return the ledger of an edition of `articles` made at `now` (`files` stay as they are).

        An article that is gone is withdrawn, unless its id is among the `refused`: a damaged file
        is a fault to be mended, not a decision to withdraw.
        The first edition records no first-seen times: to subscribers all its articles are new.
        Of each of the `stories`, which are the versions of one dispatch with the best first, one
        has an entry: what has one keeps it, else it is the best.
        Advancing twice by the same articles is the same as once, whatever the time: a run that was
        killed is resumed with the instants it had recorded.

        Raises:
            ValueError: `now` is naive.
        """
        now = whole_second(now)
        leads = self._leads(stories, refused)
        entries = {
            article.id: self._entry(article, leads.get(article.id), now) for article in articles
        }
        for id_, entry in self.articles.items():
            if id_ not in entries:
                gone = entry.withdrawn is None and id_ not in refused
                entries[id_] = attrs.evolve(entry, withdrawn=now) if gone else entry
        return attrs.evolve(self, articles=dict(sorted(entries.items())))

    def _leads(
        self, stories: Iterable[Sequence[Listed]], refused: Collection[str]
    ) -> Mapping[str, str]:
        """Return which version stands for which others, by the ids of these.

        One that is refused still does, until it is mended or withdrawn.
        """
        leads = {
            id_: entry.version_of
            for id_, entry in self.articles.items()
            if entry.version_of is not None and entry.version_of in refused
        }
        for story in stories:
            ids = [article.id for article in story]
            awaited = [leads[id_] for id_ in ids if id_ in leads]
            shown = [id_ for id_ in ids if self._has_entry(id_)] or awaited or ids[:1]
            leads.update((id_, shown[0]) for id_ in ids if id_ not in shown)
        return leads

    def _has_entry(self, id_: str) -> bool:
        known = self.articles.get(id_)
        return known is not None and known.withdrawn is None and known.version_of is None

    def _entry(self, article: Listed, lead: str | None, now: dt.datetime) -> LedgerEntry:
        known = self.articles.get(article.id)
        if known is None:
            return LedgerEntry(
                digest=article.digest,
                published=article.published,
                updated=article.published or now,
                first_seen=now if self.articles else None,
                version_of=lead,
            )
        changes: dict[str, Any] = {}
        if known.digest != article.digest:
            # A clock that was set back must not turn back a feed.
            changes.update(digest=article.digest, updated=max(now, known.updated), corrected=True)
        if known.published is None and article.published is not None:
            # It may be a day that was still to come when the undated article was first seen.
            updated = max(changes.get("updated", known.updated), article.published)
            changes.update(published=article.published, updated=updated)
        if known.withdrawn is not None:
            changes.update(withdrawn=None)
        if known.version_of != lead:
            changes.update(version_of=lead)
            if lead is None:
                changes.update(first_seen=now)
        return attrs.evolve(known, **changes) if changes else known

    def to_bytes(self) -> bytes:
        """Return the text of the ledger file, the same bytes for equal ledgers."""
        return b"".join(self.parts())

    def parts(self) -> Iterator[bytes]:
        """Yield the text of the ledger file, some lines at a time."""
        lines = self._lines()
        while part := "".join(itertools.islice(lines, _BATCH)):
            yield part.encode()

    def _lines(self) -> Iterator[str]:
        yield f"{_HEAD}\n"
        for id_, entry in sorted(self.articles.items()):
            yield f'{{"article": "{id_}", "digest": {_quoted(entry.digest)}{entry.said}}}\n'
        for path in sorted(self.files):
            yield f'{{"file": {_quoted(path)}}}\n'

    @classmethod
    def from_bytes(cls, data: bytes) -> Ledger:
        """Read the text of a ledger file.

        Raises:
            ValueError: the text is not a ledger of this version; names the line.
        """
        head, *lines = data.split(b"\n")
        if head.decode() != _HEAD or lines[-1:] != [b""]:
            raise ValueError(f"expected a first line {_HEAD} and a line feed at the end")
        articles: dict[str, LedgerEntry] = {}
        files: set[str] = set()
        for number, row in enumerate(_rows(lines[:-1]), start=2):
            try:
                _take(row, articles, files)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"line {number}: not a ledger entry: {error}") from error
        return cls(articles=articles, files=frozenset(files))


_NEEDED = frozenset({"article", "digest", "updated"})
_KEYS = _NEEDED | {"published", "first_seen", "withdrawn", "corrected", "version_of"}
_ID = re.compile("[0-9a-f]{16}").fullmatch
_BATCH = 1024  #: lines read or written at a time
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _rows(lines: Sequence[bytes]) -> Iterator[object]:
    """Yield what lines say, parsed many at a time, which takes a third of the time.

    Where that fails, lines are handed on as they are, so that the bad one can be named.
    """
    for start in range(0, len(lines), _BATCH):
        batch = lines[start : start + _BATCH]
        try:
            rows = json.loads(f"[{b','.join(batch).decode()}]")
        except (ValueError, RecursionError):
            rows = []
        yield from rows if len(rows) == len(batch) else batch


def _take(row: object, articles: dict[str, LedgerEntry], files: set[str]) -> None:
    if isinstance(row, bytes):
        row = json.loads(row.decode())
    if not isinstance(row, dict):
        raise ValueError("expected an object")  # noqa: TRY004 - the text is bad, not the call
    if len(row) == 1 and "file" in row:
        files.add(_text(row["file"]))
        return
    if not _NEEDED <= row.keys() <= _KEYS:
        raise ValueError("expected the keys of a file or of an article")
    id_ = _id(row["article"])
    if id_ in articles:
        raise ValueError(f"{id_!r} is there twice")
    articles[id_] = LedgerEntry(
        digest=_text(row["digest"]),
        published=_optional_instant(row, "published"),
        updated=read_instant(_text(row["updated"])),
        first_seen=_optional_instant(row, "first_seen"),
        corrected=row.get("corrected") is True,
        withdrawn=_optional_instant(row, "withdrawn"),
        version_of=_id(row["version_of"]) if "version_of" in row else None,
    )


def _id(value: Any) -> str:
    id_ = _text(value)
    if _ID(id_) is None:
        raise ValueError(f"{id_!r} is no article's id")
    return id_


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected a text, got {value!r}")  # noqa: TRY004 - as above
    value.encode()  # JSON can spell half a character, which no file can hold
    return value


def _optional_instant(row: Mapping[str, Any], key: str) -> dt.datetime | None:
    return read_instant(_text(row[key])) if key in row else None


def whole_second(now: dt.datetime) -> dt.datetime:
    """Return an instant as the ledger knows it: a whole second in UTC.

    Raises:
        ValueError: `now` is naive.
    """
    if now.utcoffset() is None:
        raise ValueError("now has no time zone")
    return now.astimezone(dt.UTC).replace(microsecond=0)


# Days are few, and all that is asked for instants asks for the same ones.
@functools.lru_cache(maxsize=16_384)
def format_instant(instant: dt.datetime) -> str:
    """Return an instant in UTC as RFC 3339 with whole seconds and a capital Z.

    >>> format_instant(dt.datetime(987, 3, 3, tzinfo=dt.UTC))
    '0987-03-03T00:00:00Z'
    """
    return f"{instant.isoformat()[:19]}Z"


@functools.lru_cache(maxsize=16_384)
def read_instant(text: str) -> dt.datetime:
    """Read what `format_instant` wrote, and nothing else.

    Raises:
        ValueError: it is something else.
    """
    instant = dt.datetime.fromisoformat(text)
    if instant.tzinfo is not dt.UTC or format_instant(instant) != text:
        raise ValueError(f"expected an instant like 2024-03-03T00:00:00Z, got {text!r}")
    return instant
