"""The taxonomy: what the topics are, and which of them an article has."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib import resources
from typing import Final, Literal, get_args

import attrs

from vnru.article import Block, Evidence, TopicMatch
from vnru.config import TopicConfig
from vnru.diagnostics import ConfigError
from vnru.topics.counting import Offices, counted
from vnru.topics.grading import Finding, Why, graded
from vnru.topics.matcher import Matcher, Term
from vnru.topics.page import Page

#: How a topic of ours lies to a concept of IPTC's: the mapping relations of SKOS.
Match = Literal["exact", "close", "broad", "narrow", "related"]
MATCHES: Final[tuple[str, ...]] = get_args(Match)


@attrs.frozen(kw_only=True)
class Concept:
    """A concept of IPTC's Media Topics that corresponds to a topic."""

    code: str  #: eight digits, never reused or changed by IPTC
    match: Match = "close"  #: "broad": theirs is wider than ours
    label_en: str | None = None
    label_fr: str | None = None  #: None where IPTC has no French name

    @property
    def uri(self) -> str:
        """The concept's address, which is also its identity."""
        return f"http://cv.iptc.org/newscodes/mediatopic/{self.code}"


@attrs.frozen(kw_only=True)
class Topic:
    """A topic that articles can be about."""

    slug: str  #: part of addresses; never changes once published
    label: str  #: French
    label_en: str | None = None
    description: str = ""  #: French, one sentence
    broader: str | None = None  #: slug of the topic this one implies
    iptc: tuple[Concept, ...] = attrs.field(default=(), converter=tuple)  #: the nearest first
    terms: tuple[Term, ...] = attrs.field(default=(), converter=tuple)


@attrs.frozen
class Problem:
    """Why a taxonomy cannot be used."""

    topic: str  #: slug
    value: str  #: what is wrong, as written
    reason: str


@attrs.frozen(kw_only=True)
class Taxonomy:
    """The topics in editorial order. Immutable; compares by content.

    >>> taxonomy = Taxonomy.default()
    >>> len(taxonomy), taxonomy["nucleaire-civil"].broader
    (16, 'energie')
    """

    topics: tuple[Topic, ...] = attrs.field(converter=tuple)
    contexts: tuple[Term, ...] = attrs.field(default=(), converter=tuple)
    titles: tuple[Term, ...] = attrs.field(default=(), converter=tuple)
    title_adjectives: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    def __attrs_post_init__(self) -> None:
        if found := [f"topic {p.topic}: {p.reason}: {p.value!r}" for p in problems(self.topics, self.contexts)]:
            raise ConfigError("\n".join(found))

    @classmethod
    def default(cls) -> Taxonomy:
        """Return the built-in taxonomy (`lexicon/topics.toml`)."""
        return _default()

    @classmethod
    def from_toml(cls, text: str, source: str = "topics.toml") -> Taxonomy:
        """Read a taxonomy an editor has written (docs/reference/taxonomy.md).

        Raises:
            ConfigError: every mistake, each with file, line and reason.
        """
        from vnru.topics.loading import load

        return load(text, source)

    def with_changes(self, changes: Mapping[str, TopicConfig]) -> Taxonomy:
        """Return the taxonomy with an operator's topics added, changed and dropped.

        Raises:
            ConfigError: a change cannot be made; names the key.
        """
        from vnru.topics.changes import changed

        return changed(self, changes)

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)

    def __len__(self) -> int:
        return len(self.topics)

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def __getitem__(self, slug: str) -> Topic:
        return self._by_slug[slug]

    @cached_property
    def _by_slug(self) -> dict[str, Topic]:
        return {topic.slug: topic for topic in self.topics}

    @cached_property
    def _matcher(self) -> Matcher:
        terms = (term for topic in self.topics for term in topic.terms)
        return Matcher((*terms, *self.contexts, *self.titles))

    @cached_property
    def _offices(self) -> Offices:
        return Offices(self.title_adjectives)

    def classify(self, blocks: Sequence[Block]) -> tuple[TopicMatch, ...]:
        """Return the topics of an article with grades and evidence, subjects first, then by slug."""
        page = Page(blocks)
        by_topic: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._findings(page):
            by_topic[finding.topic].append(finding)
        matches = [
            TopicMatch(
                slug,
                max(finding.why.grade for finding in found),
                tuple(_evidence(page, finding) for finding in found),
            )
            for slug, found in by_topic.items()
        ]
        return tuple(sorted(matches, key=lambda match: (-match.grade, match.slug)))

    def findings(self, blocks: Sequence[Block]) -> tuple[tuple[Evidence, str, Why], ...]:
        """Return each piece of evidence with its topic's slug and its weight, in order."""
        page = Page(blocks)
        return tuple((_evidence(page, f), f.topic, f.why) for f in self._findings(page))

    def _findings(self, page: Page) -> list[Finding]:
        hits = self._matcher.find(page.text)
        found = list(graded(page, counted(hits, page, self._offices)))
        present = {finding.topic for finding in found}
        for topic in self.topics:
            if topic.slug in present:
                for slug in self._ancestors(topic):
                    if slug not in present:
                        found += [
                            attrs.evolve(finding, topic=slug, why=Why.NARROWER)
                            for finding in found
                            if finding.topic == topic.slug
                        ]
        return found

    def _ancestors(self, topic: Topic) -> Iterator[str]:
        while topic.broader is not None:
            topic = self[topic.broader]
            yield topic.slug


def problems(topics: Sequence[Topic], contexts: Sequence[Term]) -> Iterator[Problem]:
    """Yield what is wrong with the relations between topics, terms and contexts."""
    slugs = [topic.slug for topic in topics]
    broader = {topic.slug: topic.broader for topic in topics}
    known = {term.owner for term in contexts}
    for number, topic in enumerate(topics):
        if topic.slug in slugs[:number]:
            yield Problem(topic.slug, topic.slug, "there is already a topic of this slug")
        if topic.broader is not None and topic.broader not in broader:
            yield Problem(topic.slug, topic.broader, "the broader topic does not exist")
        elif _in_circle(topic.slug, broader):
            yield Problem(topic.slug, topic.slug, "the topic is broader than itself")
        seen: set[str] = set()
        for term in topic.terms:
            if term.pattern.casefold() in seen:
                yield Problem(topic.slug, term.pattern, "the topic has this term already")
            seen.add(term.pattern.casefold())
            for context in (*term.needs, *term.shuns):
                if context not in known:
                    yield Problem(topic.slug, context, "there is no such context")


def _in_circle(slug: str, broader: Mapping[str, str | None]) -> bool:
    above = broader[slug]
    for _ in broader:
        if above is None or above == slug:
            break
        above = broader.get(above)
    return above == slug


def _evidence(page: Page, finding: Finding) -> Evidence:
    number = finding.sentence.block
    offset = page.block_start(number)
    text = page.text[finding.start : finding.end]
    return Evidence(number, finding.start - offset, finding.end - offset, text, finding.term)


@functools.cache
def _default() -> Taxonomy:
    source = resources.files("vnru").joinpath("lexicon/topics.toml")
    return Taxonomy.from_toml(source.read_text(encoding="utf-8"), "lexicon/topics.toml")
