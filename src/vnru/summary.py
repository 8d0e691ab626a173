"""Articles without their texts: all of them fit into memory, whatever the corpus.

Lists, neighbours, charts and selections are made from summaries; the division of feeds into
documents, too. Only what shows a text loads the article. Two digests tell whether anything has to
be made again: `Summary.fingerprint` where the text is shown, `Summary.listing` where it is not.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from operator import attrgetter
from sys import intern
from typing import Any, Final

import attrs

from vnru.article import MENTION, SUBJECT, Article, Listed, Person, TopicMatch
from vnru.company import keys_of
from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic
from vnru.display import shown
from vnru.escaping import escaped_length
from vnru.packing import diagnostic_of, pack, plain_diagnostic
from vnru.reading import Reading
from vnru.stories import Merit, sketch_and_merit

Row = tuple[Any, ...]  #: plain values, for `marshal`

DIGEST_SIZE: Final = 16  #: bytes of `Summary.fingerprint` and `Summary.listing`

_PLAIN: Final = 2  # of marshal's versions: equal values are equal bytes


# Each is itself: what was made of one can be found by it. As there are many, each word counts.
@attrs.frozen(eq=False, weakref_slot=False)
class Summary(Listed):
    """An article without its text. Topics come without evidence."""

    id: str
    serial: int | None
    source: str
    digest: str
    date: PartialDate | None
    event_date: PartialDate | None
    credits: tuple[str, ...]
    named: tuple[str, ...]  #: the keys of its people (`company.keys_of`)
    _topics: str = attrs.field(repr=False)  #: a letter for each
    _matches: Mapping[str, TopicMatch] = attrs.field(repr=False)  #: what the letters stand for
    #: What its store needs to find the record again; nothing for an article in memory.
    place: bytes = attrs.field(repr=False)
    pieces: int  #: how many blocks are shown of it
    bulk: int  #: the bytes that its text, title and agencies take at most, in any format
    sketch: bytes  #: by which versions of it are recognised (`stories.sketch`)
    fingerprint: bytes  #: a digest of the whole record
    listing: bytes  #: a digest of what lists show
    _rest: bytes = attrs.field(repr=False)  #: what few articles are asked for at a time

    @property
    def topics(self) -> tuple[TopicMatch, ...]:
        """What it is about."""
        return tuple(map(self._matches.__getitem__, self._topics))

    @property
    def title(self) -> str:
        """What a feed reader shows."""
        title: str = marshal.loads(self._rest)[0]  # noqa: S302 - our own bytes
        return title

    @property
    def people(self) -> tuple[Person, ...]:
        """Whom it names."""
        return tuple(Person(*person) for person in marshal.loads(self._rest)[1])  # noqa: S302

    @property
    def places(self) -> tuple[str, ...]:
        """Which places it names."""
        places: tuple[str, ...] = marshal.loads(self._rest)[2]  # noqa: S302
        return places

    @property
    def merit(self) -> Merit:
        """What tells whether it is better than other versions of it."""
        merit: Merit = marshal.loads(self._rest)[3]  # noqa: S302
        return merit

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Warnings."""
        return tuple(map(diagnostic_of, marshal.loads(self._rest)[4]))  # noqa: S302


def fingerprint(data: bytes) -> bytes:
    """Return a digest of packed values."""
    return blake2b(data, digest_size=DIGEST_SIZE).digest()


def digest_of(*values: Any) -> bytes:
    """Return a digest of plain values, the same for equal ones."""
    return fingerprint(marshal.dumps(values, _PLAIN))


def listing_of(summaries: Iterable[Summary]) -> bytes:
    """Return a digest of what lists show of these articles, in this order."""
    return fingerprint(b"".join(map(_LISTING, summaries)))


_LISTING: Final = attrgetter("listing")


def summarize(article: Article, packed: bytes) -> Row:
    """Return the summary of an article, packed as `packed`, as a row."""
    blocks = [block.text for block in shown(article)]
    said = [*blocks, article.title, article.lead, article.language, *article.credits]
    dates = (_plain_date(article.date), _plain_date(article.event_date))
    topics = tuple(intern(f"{match.grade} {match.slug}") for match in article.topics)
    people = tuple((person.name, person.role) for person in article.people)
    rest = (article.title, people, article.places)
    sketch, merit = sketch_and_merit(article)
    return (
        article.id,
        article.serial,
        article.source,
        article.digest,
        *dates,
        article.credits,
        keys_of(article),
        topics,
        len(blocks),
        escaped_length(said),
        sketch,
        fingerprint(packed),
        digest_of(article.id, article.serial, dates, article.credits, topics, rest),
        marshal.dumps((*rest, merit, tuple(map(plain_diagnostic, article.diagnostics)))),
    )


class Shelf:
    """Makes summaries; what many of them share is in memory once."""

    def __init__(self) -> None:
        self._dates: dict[Row | None, PartialDate | None] = _Shared(
            lambda row: row and PartialDate(*row)
        )
        self._texts: dict[str, str] = _Shared(str)
        self._lists: dict[Row, Row] = _Shared(tuple)
        self._letters: dict[str, str] = _Shared(self._letter)
        self._matches: dict[str, TopicMatch] = {}

    def _letter(self, topic: str) -> str:
        grade, _, slug = topic.partition(" ")
        letter = chr(len(self._matches))
        self._matches[letter] = TopicMatch(slug, SUBJECT if int(grade) == SUBJECT else MENTION, ())
        return letter

    def summary(self, row: Row, place: bytes = b"") -> Summary:
        """Return the summary that `summarize` made a row of; its record lies at `place`."""
        id_, serial, source, digest, date, event_date, credits_, named, topics, *rest = row
        return Summary(
            id_,
            serial,
            source,
            digest,
            self._dates[date],
            self._dates[event_date],
            self._lists[credits_],
            tuple(map(self._texts.__getitem__, named)),
            self._texts["".join(map(self._letters.__getitem__, topics))],
            self._matches,
            place,
            *rest,
        )

    def summary_of(self, article: Article) -> Summary:
        """Return the summary of an article that is in memory."""
        packed = pack([Reading(article, article.diagnostics)])
        return self.summary(summarize(article, packed))


class _Shared(dict[Any, Any]):
    """What was made of each key, made when it is first asked for."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self._make(key)
        return value


def _plain_date(date: PartialDate | None) -> Row | None:
    return None if date is None else (date.year, date.month, date.day)
