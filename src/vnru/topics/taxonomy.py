"""The taxonomy: what the topics are, and which of them an article has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple, get_args

import attrs

from vnru.article import MENTION, SUBJECT, Block, Evidence, Grade, TopicMatch
from vnru.config import TopicConfig
from vnru.diagnostics import ConfigError
from vnru.topics.counting import Offices, counted
from vnru.topics.grading import Scales, Why
from vnru.topics.matcher import Hit, Matcher, Term
from vnru.topics.page import Page, Sentence

#: How a topic of ours lies to a concept of IPTC's: the mapping relations of SKOS.
Match = Literal["exact", "close", "broad", "narrow", "related"]
MATCHES: Final[tuple[str, ...]] = get_args(Match)
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CODE: Final = re.compile(r"\d{8}", re.ASCII)


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


def _concepts(items: Iterable[Concept]) -> tuple[Concept, ...]:
    return tuple(items)


def _terms(items: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(items)


@attrs.frozen(kw_only=True)
class Topic:
    """A topic that articles can be about."""

    slug: str  #: part of addresses; never changes once published
    label: str  #: French
    label_en: str | None = None
    description: str = ""  #: French, one sentence
    broader: str | None = None  #: slug of the topic this one implies
    iptc: tuple[Concept, ...] = attrs.field(default=(), converter=_concepts)  #: the nearest first
    terms: tuple[Term, ...] = attrs.field(default=(), converter=_terms)

    def __repr__(self) -> str:
        return f"<Topic {self.slug}: {self.label!r}, {len(self.terms)} terms>"


@attrs.frozen
class Explained:
    """A piece of evidence and what it weighs."""

    topic: str  #: slug
    evidence: Evidence
    why: Why


class Problem(NamedTuple):
    """Why a taxonomy cannot be used."""

    topic: str  #: slug
    key: str  #: of the topic, as in `topics.toml`
    value: str  #: what is wrong, as written
    reason: str

    def __str__(self) -> str:
        return f"topics.{self.topic}.{self.key}: {self.reason}: {self.value!r}"


def _topics(items: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple(items)


@attrs.frozen(kw_only=True)
class Taxonomy:
    """The topics in editorial order. Immutable; compares by content.

    >>> taxonomy = Taxonomy.default()
    >>> len(taxonomy), taxonomy["nucleaire-civil"].broader
    (16, 'energie')
    """

    topics: tuple[Topic, ...] = attrs.field(converter=_topics)
    contexts: tuple[Term, ...] = attrs.field(default=(), converter=_terms)  #: `Term.owner` names it
    titles: tuple[Term, ...] = attrs.field(default=(), converter=_terms)  #: roles that open a title
    title_adjectives: tuple[str, ...] = ()  #: small words that belong to a title

    def __attrs_post_init__(self) -> None:
        if found := list(problems(self.topics, self.contexts)):
            raise ConfigError("\n".join(map(str, found)))

    def __repr__(self) -> str:
        return f"<Taxonomy: {len(self.topics)} topics>"

    @classmethod
    def default(cls) -> Taxonomy:
        """Return the built-in taxonomy (`lexicon/topics.toml`)."""
        from vnru.topics import built_in

        return built_in.taxonomy()

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
        if not changes:
            return self  # with the search machine that it may have built
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
        """Return the topics of an article with grades and evidence: subjects first, by slug."""
        page = Page(blocks)
        grades: dict[str, Grade] = {}
        evidence: dict[str, list[Evidence]] = defaultdict(list)
        for sentence, hits in self._counted(page):
            scales: Scales | None = None  # as most sentences say nothing new
            for hit in hits:
                slug = hit[2].owner
                evidence[slug].append(page.evidence(sentence, hit))
                if grades.get(slug) != SUBJECT:
                    scales = scales or Scales(page.text, sentence, hits)
                    grades[slug] = max(grades.get(slug, MENTION), scales.why(hit).grade)
        for slug in tuple(grades):
            for broader in self._ancestors(slug):
                if broader not in grades:
                    grades[broader] = Why.NARROWER.grade
                    evidence[broader] = evidence[slug]
        matches = (TopicMatch(slug, grade, evidence[slug]) for slug, grade in grades.items())
        return tuple(sorted(matches, key=lambda match: (-match.grade, match.slug)))

    def explain(self, blocks: Sequence[Block]) -> tuple[Explained, ...]:
        """Return every piece of evidence with what it weighs, in the order of the text."""
        page = Page(blocks)
        found = [
            Explained(hit[2].owner, page.evidence(sentence, hit), why)
            for sentence, hits in self._counted(page)
            for hit, why in _weighed(page, sentence, hits)
        ]
        present = {explained.topic for explained in found}
        implied = {slug: set(self._ancestors(slug)) - present for slug in present}
        found += [
            Explained(broader, explained.evidence, Why.NARROWER)
            for explained in found
            for broader in sorted(implied[explained.topic])
        ]
        return tuple(sorted(found, key=lambda explained: (explained.evidence, explained.topic)))

    def terms_in(self, blocks: Sequence[Block]) -> frozenset[Term]:
        """Return the terms that stand in an article, whether they count or not."""
        return frozenset(term for _, _, term in self._matcher.find(Page(blocks).text))

    def _counted(self, page: Page) -> Iterator[tuple[Sentence, list[Hit]]]:
        found = list(counted(self._matcher.find(page.text), page, self._offices))
        terms = [term for _, hits in found for _, _, term in hits]
        hinted = {term.owner for term in terms if term.role == "hint"}
        if hinted:  # hints count only for topics that more than hints point to
            hinted -= {term.owner for term in terms if term.role != "hint"}
        for sentence, hits in found:
            kept = [hit for hit in hits if hit[2].owner not in hinted] if hinted else hits
            if kept:
                yield sentence, kept

    def _ancestors(self, slug: str) -> Iterator[str]:
        broader = self[slug].broader
        while broader is not None:
            yield broader
            broader = self[broader].broader


def _weighed(page: Page, sentence: Sentence, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Why]]:
    scales = Scales(page.text, sentence, hits)
    return ((hit, scales.why(hit)) for hit in hits)


def problems(topics: Sequence[Topic], contexts: Sequence[Term]) -> Iterator[Problem]:
    """Yield what is wrong with the relations between topics, terms and contexts."""
    slugs = [topic.slug for topic in topics]
    broader = {topic.slug: topic.broader for topic in topics}
    known = {term.owner for term in contexts}
    for number, topic in enumerate(topics):
        if topic.slug in slugs[:number]:
            yield Problem(topic.slug, "slug", topic.slug, "there is already a topic of this slug")
        if topic.broader is not None and topic.broader not in broader:
            reason = "the broader topic does not exist"
            yield Problem(topic.slug, "broader", topic.broader, reason)
        elif _in_circle(topic.slug, broader):
            reason = "the topic is broader than itself"
            yield Problem(topic.slug, "broader", broader[topic.slug] or "", reason)
        seen: set[str] = set()
        for term in topic.terms:
            if term.pattern.casefold() in seen:
                yield Problem(topic.slug, "terms", term.pattern, "the topic has this term already")
            seen.add(term.pattern.casefold())
            for context in (*term.needs, *term.shuns):
                if context not in known:
                    yield Problem(topic.slug, "terms", context, "there is no such context")


def _in_circle(slug: str, broader: Mapping[str, str | None]) -> bool:
    above = broader[slug]
    for _ in broader:
        if above is None or above == slug:
            break
        above = broader.get(above)
    return above == slug
