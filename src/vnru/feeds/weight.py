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

from vnru.config import Site
from vnru.escaping import escaped_length
from vnru.feeds.addresses import article_tag, article_url
from vnru.feeds.entry import Filing, categories
from vnru.feeds.spec import FeedSpec
from vnru.summary import Summary

_ENTRY_MARKUP: Final = 1_024  #: bytes of an entry that holds no text at all
_HEAD_MARKUP: Final = 3_072
_PIECE_MARKUP: Final = 80  #: bytes around a block, a category, an agency, a topic
_REMOVAL_MARKUP: Final = 80
_VERSION_MARKUP: Final = 320  #: bytes around another version, which Atom names twice
_ADDRESSES: Final = 14  #: of a head: links, icon, logo, the page
_REPEATS: Final = 4  #: times that a head says its title, at most


def entry_weight(
    article: Summary, filed: Filing, site: Site, others: Sequence[Summary] = ()
) -> int:
    """Return at least the bytes of the article's entry in any format; `others` are versions."""
    filed_under = list(categories(article, filed))
    pieces = article.pieces + len(filed_under) + len(article.credits) + len(article.topics)
    said = _length(site.rights, article_tag(site, ""), article_url(site, ""))
    said += 2 * len(article.id)  # hex digits: nothing to escape
    said += sum(_length(c.term, c.scheme, c.label) for c in filed_under)
    said += sum(_length(match.slug) for match in article.topics)
    said += sum(_said_twice(other, site) for other in others)
    return (
        _ENTRY_MARKUP + pieces * _PIECE_MARKUP + len(others) * _VERSION_MARKUP + article.bulk + said
    )


@functools.lru_cache(maxsize=1024)  # of the words that many articles share
def _length(*texts: str) -> int:
    return escaped_length(texts)


def _said_twice(other: Summary, site: Site) -> int:
    """Return what the link of another version says, and the line in the text again."""
    return escaped_length([article_url(site, other.id), other.title] * 2 + [*other.credits])


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
