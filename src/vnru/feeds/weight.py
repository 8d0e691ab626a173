"""How large entries and heads can get, known before they are rendered.

With it the articles are divided among documents first, and each document is then rendered alone:
no more of a feed is in memory than one document. The price is a bound in place of a count: every
character is given the most that any format's escapes make of it, and markup is counted generously.
A test holds the bound against what is rendered.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vnru.article import Article
from vnru.config import Site
from vnru.display import shown
from vnru.feeds.addresses import article_tag, article_url
from vnru.feeds.entry import Filing, categories
from vnru.feeds.spec import FeedSpec

_ENTRY_MARKUP: Final = 2_048  #: bytes of an entry that holds no text at all
_HEAD_MARKUP: Final = 6_144
_PIECE_MARKUP: Final = 160  #: bytes around a block, a category, an agency, a withdrawal
_REPEATS: Final = 16  #: times that a text of the head is said there, at most

#: What some format escapes, and by how many bytes it grows at most: a quotation mark becomes
#: ``&#34;`` in HTML, and that ``&amp;#34;`` in XML.
_ESCAPED: Final = "&<>\"'\\\n\r\t"
_GROWTH: Final = 8


def entry_weight(article: Article, filed: Filing, site: Site) -> int:
    """Return at least the bytes of the article's entry in any format."""
    said = [
        *(block.text for block in shown(article)),
        *(article.title, article.lead, article.language, site.rights),
        *(article_tag(site, article.id), article_url(site, article.id)),
        *article.credits,
        *(match.slug for match in article.topics),
        *(text for c in categories(article, filed) for text in (c.term, c.scheme, c.label)),
    ]
    return _ENTRY_MARKUP + len(said) * _PIECE_MARKUP + _escaped_length(said)


def head_weight(spec: FeedSpec, removed: Iterable[str], site: Site) -> int:
    """Return at least the bytes of a document but for its entries, in any format.

    Args:
        spec: The feed.
        removed: Ids of the withdrawn articles that the document names.
        site: Whose feed it is.
    """
    said = [spec.title, spec.description, spec.stem, site.title, site.description, site.base_url]
    said += [site.rights, site.tag_authority, site.hub or ""]
    tags = [article_tag(site, id_) for id_ in removed]
    markup = _HEAD_MARKUP + len(tags) * _PIECE_MARKUP
    return markup + _REPEATS * _escaped_length(said) + _escaped_length(tags)


def _escaped_length(texts: Iterable[str]) -> int:
    text = "".join(texts)
    return len(text.encode()) + _GROWTH * sum(text.count(char) for char in _ESCAPED)
