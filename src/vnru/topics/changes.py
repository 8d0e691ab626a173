"""An operator's changes to the taxonomy: the `[topics.…]` tables of `vnru.toml`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from vnru.config import TopicConfig
from vnru.diagnostics import ConfigError
from vnru.topics.matcher import ROLE_OF_KEY, Term
from vnru.topics.notation import variants
from vnru.topics.taxonomy import CODE, MATCHES, SLUG, Concept, Taxonomy, Topic, problems

if TYPE_CHECKING:
    from vnru.topics.taxonomy import Match


def changed(taxonomy: Taxonomy, changes: Mapping[str, TopicConfig]) -> Taxonomy:
    """Return the taxonomy with these changes made; new topics come last, in the given order.

    Raises:
        ConfigError: every change that cannot be made, a line each, with its key.
    """
    mistakes: list[str] = []
    topics = [
        _changed(_reparented(topic, taxonomy, changes), changes, mistakes)
        for topic in taxonomy
        if not _is_dropped(topic, changes)
    ]
    for slug, change in changes.items():
        if slug not in taxonomy:
            is_broader = any(other.broader == slug for other in changes.values())
            topics += _new(slug, change, taxonomy, mistakes, is_broader=is_broader)
    mistakes += map(str, problems(topics, taxonomy.contexts))
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return attrs.evolve(taxonomy, topics=tuple(topics))


def _is_dropped(topic: Topic, changes: Mapping[str, TopicConfig]) -> bool:
    return topic.slug in changes and changes[topic.slug].drop


def _reparented(topic: Topic, taxonomy: Taxonomy, changes: Mapping[str, TopicConfig]) -> Topic:
    """Close the gap that a dropped broader topic leaves."""
    broader = topic.broader
    while broader is not None and _is_dropped(taxonomy[broader], changes):
        broader = taxonomy[broader].broader
    return attrs.evolve(topic, broader=broader)


def _changed(topic: Topic, changes: Mapping[str, TopicConfig], mistakes: list[str]) -> Topic:
    change = changes.get(topic.slug)
    if change is None:
        return topic
    given = {
        key: value
        for key in ("label", "label_en", "description", "broader")
        if (value := getattr(change, key)) is not None
    }
    if given.get("broader") == "":
        given["broader"] = None
    if change.iptc:
        given["iptc"] = tuple(_concepts(topic.slug, change.iptc, mistakes))
    terms = (*topic.terms, *_terms(topic.slug, change, mistakes))
    return attrs.evolve(topic, terms=terms, **given)


def _new(
    slug: str, change: TopicConfig, taxonomy: Taxonomy, mistakes: list[str], *, is_broader: bool
) -> Iterator[Topic]:
    """Yield a new topic; articles come to it by its terms, or from narrower topics."""
    where = f"topics.{slug}"
    is_found = bool(change.terms or change.mentions or is_broader)
    if not SLUG.fullmatch(slug):
        mistakes.append(f"{where}: expected small letters, digits and single hyphens: {slug!r}")
    elif change.drop or change.label is None or not is_found:
        close = difflib.get_close_matches(slug, [topic.slug for topic in taxonomy], n=1)
        advice = f"did you mean {close[0]!r}? " if close else ""
        mistakes.append(
            f"{where}: no such topic ({advice}a new one needs a label and terms): {slug!r}"
        )
    else:
        yield _changed(Topic(slug=slug, label=change.label), {slug: change}, mistakes)


def _terms(slug: str, change: TopicConfig, mistakes: list[str]) -> Iterator[Term]:
    for key, role in ROLE_OF_KEY.items():
        for pattern in getattr(change, key):
            try:
                variants(pattern)
            except ValueError as error:
                mistakes.append(f"topics.{slug}.{key}: {error}: {pattern!r}")
            else:
                yield Term(pattern, slug, role)


def _concepts(slug: str, entries: Iterable[str], mistakes: list[str]) -> Iterator[Concept]:
    """Read ``20000256`` (a close match) or ``exact:20000256``."""
    for entry in entries:
        match, _, code = entry.rpartition(":")
        if not CODE.fullmatch(code) or (match and match not in MATCHES):
            mistakes.append(
                f"topics.{slug}.iptc: expected the eight digits of a Media Topic, "
                f"perhaps after one of {', '.join(MATCHES)} and a colon: {entry!r}"
            )
        else:
            relation: Match = match or "close"  # type: ignore[assignment]  # one of MATCHES
            yield Concept(code=code, match=relation)
