"""How a taxonomy fits a corpus: terms nobody writes, articles nobody's topics fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from vnru.article import SUBJECT, Article
from vnru.topics.matcher import Term
from vnru.topics.taxonomy import Taxonomy


@attrs.frozen(kw_only=True)
class Coverage:
    """What `coverage` found."""

    articles: int  #: how many were looked at
    terms: int  #: how many terms of topics there are, exceptions included
    idle: tuple[Term, ...]  #: those that stand in no article, in the order of the taxonomy
    without_subject: tuple[Article, ...]  #: articles that no topic is the subject of, in order

    def __str__(self) -> str:
        """Say it to people, a line each."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{len(self.idle)} of {self.terms} terms match none of {self.articles} articles:"
        for term in self.idle:
            role = "" if term.role == "subject" else f" ({term.role})"
            yield f"    {term.owner}: {term.pattern}{role}"
        yield f"{len(self.without_subject)} articles have no topic as their subject:"
        for article in self.without_subject:
            mentions = ", ".join(match.slug for match in article.topics) or "no topic at all"
            yield f"    {article.id} {article.title} ({mentions})"


def coverage(taxonomy: Taxonomy, articles: Iterable[Article]) -> Coverage:
    """Look for every term of every topic in `articles`, which were read with this taxonomy.

    A term counts as matched where it stands, also where an exception or a missing context keeps it
    from making a topic.
    """
    seen: set[Term] = set()
    without: list[Article] = []
    number = 0
    for article in articles:
        number += 1
        seen |= taxonomy.terms_in(article.blocks)
        if not any(match.grade == SUBJECT for match in article.topics):
            without.append(article)
    terms = [term for topic in taxonomy for term in topic.terms]
    return Coverage(
        articles=number,
        terms=len(terms),
        idle=tuple(term for term in terms if term not in seen),
        without_subject=tuple(without),
    )
