"""Articles without their texts: all of them fit into memory, whatever the corpus.

Lists, neighbours, charts and selections are made from summaries; the division of feeds into
documents, too. Only what shows a text loads the article. Two digests tell whether anything has to
be made again: `Summary.fingerprint` where the text is shown, `Summary.listing` where it is not.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, Final

import attrs

from vnru.article import Article, Listed, Person, TopicMatch
from vnru.company import keys_of
from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic
from vnru.display import shown
from vnru.escaping import escaped_length
from vnru.packing import diagnostic_of, pack, plain_diagnostic
from vnru.reading import Reading
from vnru.stories import Merit, merit, sketch

Row = tuple[Any, ...]  #: plain values, for `marshal`

_PLAIN: Final = 2  # of marshal's versions: equal values are equal bytes


@attrs.frozen(eq=False)  # each is itself: what was made of one can be found by it
class Summary(Listed):
    """An article without its text. Topics come without evidence."""

    id: str
    serial: int | None
    source: str
    digest: str
    date: PartialDate | None
    event_date: PartialDate | None
    credits: tuple[str, ...]
    topics: tuple[TopicMatch, ...]
    named: tuple[str, ...]  #: the keys of its people (`company.keys_of`)
    pieces: int  #: how many blocks are shown of it
    bulk: int  #: the bytes that its text, title and agencies take at most, in any format
    sketch: bytes  #: by which versions of it are recognised (`stories.sketch`)
    fingerprint: bytes  #: a digest of the whole record
    listing: bytes  #: a digest of what lists show
    _rest: bytes = attrs.field(repr=False)  #: what few articles are asked for at a time

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
    return blake2b(data, digest_size=16).digest()


def digest_of(*values: Any) -> bytes:
    """Return a digest of plain values, the same for equal ones."""
    return fingerprint(marshal.dumps(values, _PLAIN))


def listing_of(summaries: Iterable[Summary]) -> bytes:
    """Return a digest of what lists show of these articles, in this order."""
    return fingerprint(b"".join(summary.listing for summary in summaries))


def summarize(article: Article, packed: bytes) -> Row:
    """Return the summary of an article, packed as `packed`, as a row."""
    blocks = [block.text for block in shown(article)]
    said = [*blocks, article.title, article.lead, article.language, *article.credits]
    dates = (_plain_date(article.date), _plain_date(article.event_date))
    topics = tuple((match.slug, match.grade) for match in article.topics)
    people = tuple((person.name, person.role) for person in article.people)
    rest = (article.title, people, article.places)
    return (
        article.id,
        article.serial,
        article.source,
        article.digest,
        *dates,
        article.credits,
        topics,
        keys_of(article),
        len(blocks),
        escaped_length(said),
        sketch(article),
        fingerprint(packed),
        digest_of(article.id, article.serial, dates, article.credits, topics, rest),
        marshal.dumps((*rest, merit(article), tuple(map(plain_diagnostic, article.diagnostics)))),
    )


def summary_of(article: Article) -> Summary:
    """Return the summary of an article that is in memory."""
    return Shelf().summary(summarize(article, pack([Reading(article, article.diagnostics)])))


class Shelf:
    """Makes summaries of rows; what many of them share is in memory once."""

    def __init__(self) -> None:
        self._dates: dict[Row | None, PartialDate | None] = _Shared(
            lambda row: row and PartialDate(*row)
        )
        self._texts: dict[str, str] = _Shared(str)
        self._lists: dict[Row, Row] = _Shared(tuple)
        self._topics: dict[Row, tuple[TopicMatch, ...]] = _Shared(
            lambda row: tuple(map(self._matches.__getitem__, row))
        )
        self._matches: dict[Row, TopicMatch] = _Shared(lambda row: TopicMatch(row[0], row[1], ()))

    def summary(self, row: Row) -> Summary:
        """Return the summary that `summarize` made a row of."""
        id_, serial, source, digest, date, event_date, credits_, topics, named, *rest = row
        return Summary(
            id_,
            serial,
            source,
            digest,
            self._dates[date],
            self._dates[event_date],
            self._lists[credits_],
            self._topics[topics],
            tuple(map(self._texts.__getitem__, named)),
            *rest,
        )


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
