"""TEI P5, the text format of the humanities: a `teiCorpus` with a `TEI` for each article.

TEI and not NewsML-G2 or ninjs: those carry news between newsrooms, while this corpus is studied.
TXM, Voyant, oXygen and the XSLT of libraries read TEI as it is; it has an element for each kind of
block; and its dates may be as vague as the source (``when="2024-03"``), where ninjs wants a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from vnru.article import SUBJECT, Article, Block, BlockKind
from vnru.dates import PartialDate
from vnru.diagnostics import printable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEAD: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc>
<titleStmt><title>Vietnam–Russie : articles de presse</title></titleStmt>
<publicationStmt><p>vnru export --format tei</p></publicationStmt>
<sourceDesc><p>Les agences nommées dans chaque texte.</p></sourceDesc>
</fileDesc></teiHeader>
"""
_TAIL: Final = "</teiCorpus>\n"


def encode(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield the corpus: its header, then a `TEI` for each article, in the order given."""
    from xml.etree.ElementTree import tostring

    yield _HEAD.encode()
    for article in articles:
        yield tostring(_tei(article), "utf-8", xml_declaration=False) + b"\n"
    yield _TAIL.encode()


def _tei(article: Article) -> Element:
    from xml.etree.ElementTree import Element

    tei = Element("TEI", n=article.id)
    header = _add(tei, "teiHeader")
    file = _add(header, "fileDesc")
    _add(_add(file, "titleStmt"), "title", article.title)
    _add(_add(file, "publicationStmt"), "p", f"vnru {article.id}")
    _add_source(_add(_add(file, "sourceDesc"), "bibl"), article)
    _add_profile(_add(header, "profileDesc"), article)
    _add_blocks(_add(_add(tei, "text"), "body"), article.blocks)
    return tei


def _add_source(bibl: Element, article: Article) -> None:
    _add(bibl, "title", article.headline or article.title)
    for agency in article.credits:
        _add(bibl, "publisher", agency)
    if article.dateline:
        _add(bibl, "pubPlace", article.dateline.place)
    if article.date:
        _add_date(bibl, article.date)
    _add(bibl, "idno", printable(article.source), type="file")


def _add_profile(profile: Element, article: Article) -> None:
    if article.event_date:
        _add_date(_add(profile, "creation"), article.event_date, type="event")
    _add(_add(profile, "langUsage"), "language", ident=article.language)
    if article.people:
        people = _add(_add(profile, "particDesc"), "listPerson")
        for someone in article.people:
            person = _add(people, "person")
            _add(person, "persName", someone.name)
            if someone.role:
                _add(person, "occupation", someone.role)
    if article.places:
        places = _add(_add(profile, "settingDesc"), "listPlace")
        for place in article.places:
            _add(_add(places, "place"), "placeName", place)
    if article.topics:
        keywords = _add(_add(profile, "textClass"), "keywords")
        for match in article.topics:
            grade = "subject" if match.grade == SUBJECT else "mention"
            _add(keywords, "term", match.slug, type=grade)


def _add_blocks(body: Element, blocks: Iterable[Block]) -> None:
    """Add the text in file order; a crosshead opens a division that goes on to the next one."""
    division = body
    for block in blocks:
        match block.kind:
            case BlockKind.CROSSHEAD:
                division = _add(body, "div", type="section")
                _add_lines(division, "head", block.text)
            case BlockKind.HEADLINE if all(part.tag in {"head", "figure"} for part in division):
                _add_lines(division, "head", block.text)
            case BlockKind.HEADLINE:
                _add_lines(division, "label", block.text, type="headline")
            case BlockKind.CAPTION:
                _add_lines(_add(division, "figure"), "p", block.text)
            case BlockKind.LEAD:
                _add_lines(division, "p", block.text, n="lead")
            case BlockKind.PARAGRAPH:
                _add_lines(division, "p", block.text)
            case _:  # what surrounds the article
                _add_lines(division, "ab", block.text, type=block.kind.value)


def _add_lines(parent: Element, tag: str, text: str, **attributes: str) -> None:
    first, *rest = text.split("\n")
    element = _add(parent, tag, first, **attributes)
    for line in rest:
        _add(element, "lb").tail = line


def _add_date(parent: Element, date: PartialDate, **attributes: str) -> None:
    _add(parent, "date", date.french(), when=str(date), **attributes)


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    from xml.etree.ElementTree import SubElement

    element = SubElement(parent, tag, attributes)
    element.text = text
    return element
