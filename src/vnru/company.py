"""Who is named with whom: people counted over a corpus.

A person is the fullest form of a name in an article; the spellings of a name are one person
(`names.spoken`). Time is linear in the articles: of one article only the
first names are paired.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

import attrs

from vnru.article import Listed
from vnru.folding import slugify
from vnru.names import spoken

DRAWN: Final = 24  #: people in a drawing
PAIRED_PER_ARTICLE: Final = 20  #: of one article, so many names are paired with each other

_Article = TypeVar("_Article", bound=Listed)
_Named = Sequence[Sequence[str]]  # the keys of the people of each article

_RELATIVE: Final = "homologue"  #: a role that says nothing without the other person


class Personality(NamedTuple):
    """Somebody whom several articles may name."""

    key: str  #: `names.spoken` of the name
    name: str  #: the spelling most articles use; of equals the one used first
    role: str | None  #: as the latest article gives it that gives one
    articles: int  #: how many name the person
    anchor: str  #: id of the person's row on the page, unique there


class Pair(NamedTuple):
    """Two people named in the same articles."""

    people: tuple[str, str]  #: keys, in alphabetical order
    articles: int  #: how many name both
    latest: Listed  #: the newest of them


def keys_of(article: Listed) -> tuple[str, ...]:
    """Return the keys of the people an article names, in their order; two spellings have one."""
    return tuple(spoken(person.name) for person in article.people)


@attrs.frozen
class Company:
    """The people named most, and who is named with whom."""

    people: Mapping[str, Personality]  #: by key, most named first
    pairs: tuple[Pair, ...]  #: most articles first; both people are among `people`

    @classmethod
    def of(
        cls,
        articles: Sequence[_Article],
        *,
        people: int | None = None,
        pairs: int | None = None,
        keys: Callable[[_Article], Sequence[str]] = keys_of,
    ) -> Company:
        """Count the people of `articles`, which are in order of date.

        Args:
            articles: Oldest first.
            people: How many people to keep; None for all.
            pairs: How many pairs to keep; None for all.
            keys: Gives what `keys_of` does, perhaps without computing it again.
        """
        named = list(map(keys, articles))
        known = _personalities(articles, named, people)
        return cls(known, _pairs(articles, named, known, pairs))


def _personalities(
    articles: Iterable[Listed], named: _Named, limit: int | None
) -> dict[str, Personality]:
    counts = Counter(itertools.chain.from_iterable(map(dict.fromkeys, named)))
    most = sorted(counts, key=lambda key: (-counts[key], key))[:limit]
    spellings: dict[str, Counter[str]] = {key: Counter() for key in most}
    roles: dict[str, str] = {}
    for article, keys in zip(articles, named, strict=True):
        if spellings.keys().isdisjoint(keys):
            continue
        for person, key in zip(article.people, keys, strict=True):
            if key in spellings:
                spellings[key][person.name] += 1
                if person.role and not person.role.startswith(_RELATIVE):
                    roles[key] = person.role
    names = {key: spellings[key].most_common(1)[0][0] for key in most}
    anchors = _anchors(names)
    return {
        key: Personality(key, names[key], roles.get(key), counts[key], anchors[key]) for key in most
    }


def _anchors(called: Mapping[str, str]) -> dict[str, str]:
    """Give each person an id: the name as an address, numbered where it is taken."""
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in called.items():
        base = f"personne-{slugify(name)}"
        names = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
        anchors[key] = next(name for name in names if name not in taken)
        taken.add(anchors[key])
    return anchors


def _pairs(
    articles: Iterable[Listed],
    named: _Named,
    known: Mapping[str, Personality],
    limit: int | None,
) -> tuple[Pair, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    latest: dict[tuple[str, str], Listed] = {}
    for article, keys in zip(articles, named, strict=True):
        if known.keys().isdisjoint(keys):
            continue
        for pair in _paired(keys, known):
            counts[pair] += 1
            latest[pair] = article
    most = sorted(counts, key=lambda pair: (-counts[pair], pair))[:limit]
    return tuple(Pair(pair, counts[pair], latest[pair]) for pair in most)


def _paired(keys: Sequence[str], known: Mapping[str, Personality]) -> Iterable[tuple[str, str]]:
    first = itertools.islice(dict.fromkeys(keys), PAIRED_PER_ARTICLE)
    return itertools.combinations(sorted(key for key in first if key in known), 2)


def seating(company: Company, limit: int) -> list[str]:
    """Return the keys of the people to draw, those who belong together beside each other.

    Each circle of people is walked from its most connected member outwards (Cuthill–McKee), so that
    the lines between them stay short.
    """
    ties: dict[str, Counter[str]] = {}
    for pair in company.pairs:
        one, other = pair.people
        if len(ties.keys() | {one, other}) > limit:
            continue
        ties.setdefault(one, Counter())[other] = pair.articles
        ties.setdefault(other, Counter())[one] = pair.articles
    weight = {key: sum(tied.values()) for key, tied in ties.items()}
    seated: dict[str, None] = {}
    for host in sorted(ties, key=lambda key: (-weight[key], key)):
        queue = [host]
        for key in queue:  # grows while it is walked
            if key not in seated:
                seated[key] = None
                queue += sorted(ties[key], key=lambda other: (-ties[key][other], other))
    return list(seated)
