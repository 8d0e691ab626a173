"""How large entries and heads can get, known before they are rendered.

With it the articles are divided among documents first, and each document is then rendered alone:
no more of a feed is in memory than one document. The price is a bound in place of a count: every
character is given the most that any format's escapes make of it, and markup is counted generously.
A test holds the bound against what is rendered.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Final

from vnru.article import SUBJECT, Grade
from vnru.config import Site
from vnru.escaping import escaped_length
from vnru.feeds.addresses import article_tag, article_url
from vnru.feeds.entry import Filing
from vnru.feeds.spec import FeedSpec
from vnru.summary import Summary

_ENTRY_MARKUP: Final = 1_024  #: bytes of an entry that holds no text at all
_HEAD_MARKUP: Final = 3_072
_PIECE_MARKUP: Final = 80  #: bytes around a block, a category, an agency, a topic
_REMOVAL_MARKUP: Final = 80
_VERSION_MARKUP: Final = 320  #: bytes around another version, which Atom names twice
_ADDRESSES: Final = 14  #: of a head: links, icon, logo, the page
_REPEATS: Final = 4  #: times that a head says its title, at most


class Scale:
    """Weighs the entries of a site; what many of them say is measured once."""

    def __init__(self, filed: Filing, site: Site) -> None:
        """Measure what all entries say: `filed` has the categories of each topic."""
        self._filed = filed
        self._site = site
        self._alike = escaped_length([site.rights, article_tag(site, ""), article_url(site, "")])
        self._of_topic = functools.cache(self._topic_weight)

    def weigh(self, article: Summary, others: Sequence[Summary] = ()) -> int:
        """Return at least the bytes of the article's entry in any format; `others` are versions."""
        return (
            _ENTRY_MARKUP
            + self._alike
            + 2 * len(article.id)  # hex digits: nothing to escape
            + article.bulk
            + (article.pieces + len(article.credits)) * _PIECE_MARKUP
            + sum([self._of_topic(match.slug, match.grade) for match in article.topics])
            + sum(map(self._version_weight, others))
        )

    def _topic_weight(self, slug: str, grade: Grade) -> int:
        """Return what a topic takes, and its categories, as if no other topic had the same."""
        filed_under = self._filed.get(slug, ()) if grade >= SUBJECT else ()
        said = [text for one in filed_under for text in (one.term, one.scheme, one.label)]
        return escaped_length([slug, *said]) + (1 + len(filed_under)) * _PIECE_MARKUP

    def _version_weight(self, other: Summary) -> int:
        """Return what the link of another version takes, and the line in the text again."""
        said = [article_url(self._site, other.id), other.title] * 2 + [*other.credits]
        return _VERSION_MARKUP + escaped_length(said)


def head_weight(spec: FeedSpec, removed: Iterable[str], site: Site) -> int:
    """Return at least the bytes of a document but for its entries, in any format.

    Args:
        spec: The feed.
        removed: Ids of the withdrawn articles that the document names.
        site: Whose feed it is.
    """
    words = [spec.title, spec.description, site.title, site.rights, site.tag_authority]
    tags = [article_tag(site, id_) for id_ in removed]
    return (
        _HEAD_MARKUP
        + _REPEATS * escaped_length([*words, site.hub or ""])
        + _ADDRESSES * escaped_length([site.base_url, spec.stem])
        + len(tags) * _REMOVAL_MARKUP
        + escaped_length(tags)
    )
