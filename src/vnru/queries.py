"""Which articles are meant: conditions on one article, made once and asked of many.

A condition is a plain function from an article to a truth value. `Corpus` and the operator's own
feeds (`[[feeds]]`, `config.Query`) ask the same ones, so that a query means the same everywhere.
A question that no article could meet is refused: its empty answer would look like a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from vnru.arguments import check_type
from vnru.article import MENTION, Block, BlockKind, Listed, Person
from vnru.config import Query, check_grade
from vnru.dates import DateLike, PartialDate
from vnru.names import spoken, written
from vnru.reading.places import read_places

Condition = Callable[[Listed], bool]


def about(slugs: Iterable[str], grade: int = MENTION) -> Condition:
    """Ask for any of these topics, at `grade` or above.

    Raises:
        ValueError: there is no topic, or no such grade.
    """
    wanted = frozenset(slugs)
    if not wanted:
        raise ValueError("no topic is asked for: name one or several, as in about('energie')")
    check_grade(grade)
    return lambda article: any(
        match.slug in wanted and match.grade >= grade for match in article.topics
    )


def naming(names: Iterable[str], role: str = "") -> Condition:
    """Ask for any of these people, however spelled: "to lam", "Shoigu"; a part of a name will do.

    Words are compared without accents and case; what was Cyrillic is compared by sound. Where a
    `role` is given, they must have it in the article; it may be a part of theirs. Without names,
    anybody who has it is meant.

    Raises:
        ValueError: there is neither a name nor a role, or one is without a letter.
        TypeError: one is no text.
    """
    wanted = frozenset(map(spoken, _said(names)))
    office = written(*_said([role])) if role else ""
    if not wanted and not office:
        raise ValueError("nobody is asked for: name people, or their role (role='ambassadeur')")

    def is_meant(person: Person) -> bool:
        is_named = not wanted or any(key in spoken(person.name) for key in wanted)
        return is_named and office in (written(person.role) if person.role else "")

    return lambda article: any(map(is_meant, article.people))


def at(places: Iterable[str]) -> Condition:
    """Ask for any of these places, under any of the names the lexicon has: "Saigon", "hanoi".

    Raises:
        ValueError: there is no place, or one without a letter.
        TypeError: one is no text.
    """
    wanted = frozenset(written(name) for place in _said(places) for name in _names_of_place(place))
    if not wanted:
        raise ValueError("no place is asked for: name one or several, as in at('Hanoi')")
    return lambda article: any(key in written(place) for place in article.places for key in wanted)


def signed(agencies: Iterable[str]) -> Condition:
    """Ask for articles that any of these agencies signs.

    Raises:
        ValueError: there is no agency, or one without a letter.
        TypeError: one is no text.
    """
    wanted = frozenset(map(written, _said(agencies)))
    if not wanted:
        raise ValueError("no agency is asked for: name one or several, as in signed('VNA')")
    return lambda article: any(key in written(name) for name in article.credits for key in wanted)


def between(start: DateLike | None, end: DateLike | None, *, surely: bool = False) -> Condition:
    """Ask for articles whose best date may lie in a period; an undated one lies in none.

    Args:
        start: the period begins with its first day; None for no beginning.
        end: the period ends with its last day; None for no end.
        surely: every day the date can mean must lie in the period, not just one of them.

    Raises:
        ValueError: the period ends before it begins, or see `PartialDate.of`.
        TypeError: a bound is nothing that says a date.
    """
    first = None if start is None else PartialDate.of(start).earliest
    last = None if end is None else PartialDate.of(end).latest
    if first is not None and last is not None and last < first:
        raise ValueError(f"the period ends before it begins: {start} to {end}")

    def condition(article: Listed) -> bool:
        date = article.best_date
        if date is None:
            return False
        begins, ends = (date.earliest, date.latest) if surely else (date.latest, date.earliest)
        return (first is None or begins >= first) and (last is None or ends <= last)

    return condition


def meeting(query: Query) -> Condition:
    """Ask for everything that a feed's query states."""
    conditions = tuple(_conditions(query))
    return lambda article: all(condition(article) for condition in conditions)


def _conditions(query: Query) -> Iterator[Condition]:
    if query.any:
        yield about(query.any, query.grade)
    for slug in query.all:
        yield about((slug,), query.grade)
    if query.none:
        excluded = about(query.none)
        yield lambda article: not excluded(article)
    if query.people:
        yield naming(query.people)
    if query.places:
        yield at(query.places)
    if query.agencies:
        yield signed(query.agencies)
    if query.since is not None or query.until is not None:
        yield between(query.since, query.until)


def check(query: Query, slugs: Collection[str]) -> None:
    """Refuse a query that cannot mean what its author meant.

    Args:
        query: what is asked.
        slugs: the topics there are.

    Raises:
        ValueError: a topic does not exist, a name is empty, a date is none, or the period ends
            before it begins; says what was found and expected.
    """
    check_slugs((*query.any, *query.all, *query.none), slugs)
    _said((*query.people, *query.places, *query.agencies))
    between(query.since, query.until)


def check_slugs(slugs: Iterable[str], known: Collection[str]) -> None:
    """Refuse topics that do not exist: to ask for one gives nothing, and looks like an answer.

    Raises:
        ValueError: says which, and what was meant perhaps.
    """
    for slug in slugs:
        if slug not in known:
            import difflib

            close = difflib.get_close_matches(slug, known, n=1)
            advice = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
            raise ValueError(f"no such topic: {slug!r} ({advice})")


def _said(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that are to be looked for: each of them says something.

    Raises:
        ValueError: one has neither a letter nor a digit.
        TypeError: one is no text.
    """
    names = tuple(names)
    for name in names:
        check_type(name, str, "a name")
        if not any(map(str.isalnum, name)):
            raise ValueError(f"{name!r} is no name: it has neither a letter nor a digit")
    return names


def _names_of_place(place: str) -> tuple[str, ...]:
    """Return a place as given, and as articles call it (`lexicon/places.toml`)."""
    return (place, *read_places([Block(BlockKind.LEAD, place)]))
