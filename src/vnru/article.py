"""The records: an article and its parts, immutable and complete.

Text is evidence: it stays as printed (misspellings and glued words kept; only canonical
composition, NFC, is applied, so that spans count the same everywhere).
Nothing here knows a file format; JSON and CSV shapes live in `export`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, Protocol

import attrs

from vnru import notebook
from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic

Grade = Literal[1, 2]

MENTION: Grade = 1  #: named in an enumeration or in passing
SUBJECT: Grade = 2  #: in the headline or the lead, or worth a sentence of its own


class BlockKind(StrEnum):
    """What a block of the text is, in the newsroom's words (docs/reference/record.md)."""

    HEADLINE = "headline"  #: the title line, or a literal repetition of it
    LEAD = "lead"  #: first running text: who, what, when
    PARAGRAPH = "paragraph"  #: all other running text
    CROSSHEAD = "crosshead"  #: a subheading between paragraphs
    CAPTION = "caption"  #: what a photo shows and whose it is
    CREDIT = "credit"  #: a signature alone on its line
    RELATED = "related"  #: teaser of another article
    BOILERPLATE = "boilerplate"  #: site furniture

    @property
    def is_editorial(self) -> bool:
        """Whether the block belongs to the article itself (topics and people are read from it)."""
        return self not in _SURROUNDINGS


_SURROUNDINGS = frozenset({BlockKind.CREDIT, BlockKind.RELATED, BlockKind.BOILERPLATE})


# Converters need names and types of their own: type checkers do not solve `converter=tuple`.


def _strings(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(items)


@attrs.frozen
class Block:
    """A run of lines of one kind, verbatim."""

    kind: BlockKind
    text: str  #: as printed, NFC; lines of one block are joined by a line feed
    line: int = attrs.field(default=1, eq=False)  #: line of the file it starts on, from 1

    def __repr__(self) -> str:
        return f"<Block {self.kind}, line {self.line}: {notebook.brief(self.text)!r}>"


@attrs.frozen
class Dateline:
    """Where a dispatch was filed and by whom: ``Hanoï (VNA) –``."""

    place: str  #: spelled as printed
    agencies: tuple[str, ...] = attrs.field(converter=_strings)


@attrs.frozen
class Person:
    """Somebody the article names."""

    name: str  #: the fullest form in the article, glue undone
    role: str | None = (
        None  #: singular, without article, as it stands next to the name; None if none does
    )


@attrs.frozen(order=True)
class Evidence:
    """Why a topic was given: the matched characters of one block."""

    block: int  #: index into `Article.blocks`
    start: int  #: first character, counted from 0 in the block's text
    end: int  #: one past the last character
    text: str  #: the block's text from `start` to `end`
    rule: str = ""  #: the term of the taxonomy that matched, as its editor wrote it


def _evidence(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(items)


@attrs.frozen
class TopicMatch:
    """A topic of an article, with its grade and the evidence for it."""

    slug: str
    grade: Grade  #: 2 subject, 1 mention
    evidence: tuple[Evidence, ...] = attrs.field(converter=_evidence)

    def __repr__(self) -> str:
        words = ", ".join(dict.fromkeys(repr(piece.text) for piece in self.evidence))
        return f"<TopicMatch {self.slug}, grade {self.grade}: {notebook.brief(words)}>"


def _blocks(items: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(items)


def _people(items: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(items)


def _topics(items: Iterable[TopicMatch]) -> tuple[TopicMatch, ...]:
    return tuple(items)


def _diagnostics(items: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(items)


class Listed(Protocol):
    """What lists, feeds and charts need to know of an article: all but its text.

    An `Article` has its text in memory, a `Summary` on the disk.
    """

    __slots__ = ()

    @property
    def id(self) -> str: ...  # noqa: D102 - told where an article has it
    @property
    def serial(self) -> int | None: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def digest(self) -> str: ...  # noqa: D102
    @property
    def date(self) -> PartialDate | None: ...  # noqa: D102
    @property
    def event_date(self) -> PartialDate | None: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def credits(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def people(self) -> tuple[Person, ...]: ...  # noqa: D102
    @property
    def places(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def topics(self) -> tuple[TopicMatch, ...]: ...  # noqa: D102
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...  # noqa: D102

    @property
    def best_date(self) -> PartialDate | None:
        """The day of the event where known, else the header's date; None for an undated article."""
        return self.event_date or self.date

    @property
    def published(self) -> dt.datetime | None:
        """The first instant of `best_date` in UTC; None for an undated article."""
        return self.best_date.instant if self.best_date else None

    @property
    def sort_key(self) -> tuple[tuple[int, int, int], int, str]:
        """Corpus order, oldest first: date (undated first), serial, id. Total: ids are unique."""
        date = self.best_date.sort_key if self.best_date else (0, 0, 0)
        return (date, -1 if self.serial is None else self.serial, self.id)

    def grade(self, slug: str) -> Grade | Literal[0]:
        """Return 2 where the topic `slug` is a subject, 1 where it is a mention, else 0."""
        return next((match.grade for match in self.topics if match.slug == slug), 0)


@attrs.frozen(kw_only=True)
class Article(Listed):
    """One press article, read and validated.

    Two articles are equal when all that was read of them is equal, wherever it lay in the file.
    """

    id: str  #: 16 hex digits; the identity, and the address of the article's page
    serial: int | None = None  #: number of the delivery, from the file name; None for other names
    source: str  #: name of the file
    #: sha256 of the text, its header included, hex; line ends and white space at the edges of a
    #: line do not count
    digest: str
    date: PartialDate | None = None  #: what the header states; None for an undated article
    event_date: PartialDate | None = None  #: day of the event, where the text gives it
    language: str = "fr"  #: BCP 47 tag; "und" where the text is not French
    title: str  #: what a feed reader shows: the headline, else a short one made from the lead
    blocks: tuple[Block, ...] = attrs.field(converter=_blocks)
    dateline: Dateline | None = None
    credits: tuple[str, ...] = attrs.field(
        default=(), converter=_strings
    )  #: agencies, printed order
    people: tuple[Person, ...] = attrs.field(
        default=(), converter=_people
    )  #: first appearance first
    places: tuple[str, ...] = attrs.field(
        default=(), converter=_strings
    )  #: canonical names, the same
    topics: tuple[TopicMatch, ...] = attrs.field(
        default=(), converter=_topics
    )  #: by grade, then slug
    diagnostics: tuple[Diagnostic, ...] = attrs.field(
        default=(), converter=_diagnostics
    )  #: warnings only

    @property
    def headline(self) -> str | None:
        """The first headline block, verbatim; None where the source has none. Never invented."""
        return next((b.text for b in self.blocks if b.kind is BlockKind.HEADLINE), None)

    @property
    def lead(self) -> str:
        """The first running text, verbatim."""
        return next((b.text for b in self.blocks if b.kind is BlockKind.LEAD), "")

    @property
    def text(self) -> str:
        """The article itself, blocks apart by blank lines: no signatures, teasers or furniture."""
        return "\n\n".join(block.text for block in self.blocks if block.kind.is_editorial)

    def blocks_of(self, kinds: Iterable[BlockKind]) -> tuple[Block, ...]:
        """Return the blocks of these kinds, in file order."""
        wanted = frozenset(kinds)
        return tuple(block for block in self.blocks if block.kind in wanted)

    def __repr__(self) -> str:
        return f"<Article {self.id}, {self.best_date or 'undated'}: {notebook.brief(self.title)!r}>"

    def _repr_html_(self) -> str:
        """Show the article in a notebook."""
        facts = (
            ("id", self.id),
            ("date", str(self.date or "")),
            ("event", str(self.event_date or "")),
            ("credits", ", ".join(self.credits)),
            ("people", ", ".join(person.name for person in self.people)),
            ("places", ", ".join(self.places)),
            ("topics", ", ".join(match.slug for match in self.topics)),
        )
        text = (block.text for block in self.blocks if block.kind.is_editorial)
        return notebook.card(self.title, facts, text)
