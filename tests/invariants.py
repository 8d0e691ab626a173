"""What holds whatever the input: checked with made-up inputs (hypothesis) and by fuzzing."""

from __future__ import annotations

import re
import unicodedata

from vnru.article import Article, BlockKind
from vnru.diagnostics import Diagnostic, Severity
from vnru.reading import Reading
from vnru.reading.decode import Decoded, decode
from vnru.reading.header import read_header

#: XML 1.0, 2.2 Char, without CR, C1 controls, DEL and noncharacters.
_PUBLISHABLE = re.compile(
    r"[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]*"
)
_HIDDEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\xad]")


def a_text_can_be_published(decoded: Decoded) -> None:
    if decoded.text is not None:
        assert unicodedata.is_normalized("NFC", decoded.text)
        assert _PUBLISHABLE.fullmatch(decoded.text)
        assert not _HIDDEN.search(decoded.text)


def a_refusal_says_why_and_a_text_only_warns(decoded: Decoded) -> None:
    severities = {found.severity for found in decoded.diagnostics}
    assert (decoded.text is None) == (Severity.ERROR in severities)


def an_article_only_warns(reading: Reading) -> None:
    severities = {found.severity for found in reading.diagnostics}
    assert (reading.article is None) == bool(severities - {Severity.WARNING})


def findings_are_ordered_and_complete(reading: Reading) -> None:
    assert list(reading.diagnostics) == sorted(reading.diagnostics, key=lambda d: d.sort_key)
    for found in reading.diagnostics:
        a_finding_is_complete(found)


def a_finding_is_complete(found: Diagnostic) -> None:
    assert re.fullmatch(r"VN\d{3}", found.code)
    assert found.message
    assert found.hint
    assert found.line >= 1
    assert found.column >= 1
    what, hint = str(found).split("\n")
    assert what.isprintable()
    assert hint.isprintable()


def text_in_is_text_out(data: bytes, article: Article) -> None:
    """But for the header and white space, the blocks hold the cleaned text, in order."""
    text = _cleaned(data, article)
    body = text[read_header(text, article.source, None).length :]
    assert body.split() == [word for block in article.blocks for word in block.text.split()]


def blocks_stand_where_they_say(data: bytes, article: Article) -> None:
    lines = [line.strip() for line in _cleaned(data, article).split("\n")]
    for block in article.blocks:
        for number, line in enumerate(block.text.split("\n"), start=block.line):
            assert line
            assert lines[number - 1].endswith(line)  # a header may stand before it


def evidence_points_at_the_text_it_claims(article: Article) -> None:
    assert sorted(article.topics, key=lambda m: (-m.grade, m.slug)) == list(article.topics)
    for match in article.topics:
        assert match.evidence
        for item in match.evidence:
            block = article.blocks[item.block]
            assert block.kind.is_editorial
            assert 0 <= item.start < item.end <= len(block.text)
            assert item.text == block.text[item.start : item.end]


def an_article_has_one_lead_and_a_title(article: Article) -> None:
    assert 1 == sum(block.kind is BlockKind.LEAD for block in article.blocks)
    assert article.lead
    assert article.title
    assert article.title == " ".join(article.title.split())


def names_credits_and_places_stand_once(article: Article) -> None:
    for found in ([p.name for p in article.people], article.credits, article.places):
        assert len(set(found)) == len(found)
        assert all(found)


def _cleaned(data: bytes, article: Article) -> str:
    text = decode(data, article.source).text
    assert text is not None
    return text
