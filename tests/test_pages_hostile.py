"""Whatever the texts say, they never become markup."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import fewer
from factories import first_edition, make_article
from newspaper import LATER, make_pages
from vnru.article import Block, BlockKind, Dateline, Evidence, Person, TopicMatch
from vnru.config import Config, Query, QueryFeed, Site, TopicConfig

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "</title></textarea></style><svg onload=alert(1)>",
    "<!-- ",
    "]]><x>",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "&lt;b&gt; &amp;amp; &#60;",
    "\0title\0",
    "%(title)s {title} {0}",
    "\u2028\u2029",
)


def edition(words: str):
    """Pages in which everything that comes from outside says `words`."""
    article = attrs.evolve(
        make_article(1, title=words),
        source=words,
        blocks=[Block(kind, words) for kind in BlockKind],
        credits=[words],
        dateline=Dateline(words, [words]),
        people=[Person(words, words), Person(f"{words} autre")],
        places=[words],
        topics=[TopicMatch("energie", 2, [Evidence(0, 0, 1, words)]), TopicMatch("sante", 1, [])],
    )
    other = make_article(2, title=words, topics={"energie": 2}, agencies=[words])
    before = attrs.evolve(article, digest="0" * 64)
    ledger = first_edition([before, make_article(3)]).advance([article, other], LATER)
    config = Config(
        site=Site(title=words, description=words, rights=words, base_url="https://example.net/"),
        topics={"energie": TopicConfig(label=words, description=words)},
        feeds=[QueryFeed(slug="own", title=words, description=words, query=Query(any=["energie"]))],
    )
    return make_pages([article, other], config, ledger)


def skeleton(page):
    """What is markup: elements and the names of their attributes, in order."""
    return [(element.tag, sorted(element.attrib)) for element in page.iter()]


@pytest.fixture(scope="module")
def harmless():
    return {path: skeleton(page) for path, page in edition("Des mots: sages").items()}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_texts_are_texts(words, harmless):
    for path, page in edition(words).items():
        assert harmless[path] == skeleton(page), path


@fewer(20)
@given(
    st.text(
        st.sampled_from("<>&\"'/=;:!- aé{}%$()`\\")
        | st.characters(exclude_categories=["Cs", "Cc"]),
        min_size=1,
    ).filter(str.strip)
)
def test_any_text_is_text(harmless, words):
    documents = edition(words)
    assert harmless == {path: skeleton(page) for path, page in documents.items()}


def test_hostile_texts_are_shown_as_they_are():
    words = HOSTILE[1]
    page = edition(words)[f"articles/{1:016x}.html"]
    assert words == page.xpath("string(//h1)") == page.xpath("string(//dd/code)")
    assert words == page.xpath("string(//q)") == page.xpath("string(//figcaption)")
    assert [words] == page.xpath("//meta[@name='description']/@content")
    assert [words] == page.xpath("//meta[@property='og:title']/@content")
    assert f"{words} | {words}" == page.xpath("string(//title)")


def test_no_address_comes_from_a_text():
    for page in edition("javascript:alert(1)").values():
        for link in page.xpath("//@href | //@src | //@content[contains(., '://')]"):
            assert not link.startswith("javascript:")
