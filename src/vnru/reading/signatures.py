"""Who files and who signs: datelines, signatures, photo credits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vnru.article import Block, BlockKind, Dateline
from vnru.dates import MONTHS
from vnru.folding import fold, name_key
from vnru.lexicon import load, remembered

_DASH = r"[-–—−]"
_MONTH = "|".join(sorted({m for name in MONTHS for m in (name, fold(name))}))
_ACRONYM = r"[A-Z][A-Z0-9+]{1,9}"


_PARTS = re.compile(r"[/,&():]|\s[-–]\s|(?<=[A-Z])[-–](?=[A-Z])")
_WORDS = re.compile(r"[\s\-–]+|,\s?|\set\s")
_IS_ACRONYM = re.compile(_ACRONYM)
_REMEMBERED = 64  # texts; each is asked about several times while its article is read


@remembered()
def _agencies() -> frozenset[str]:
    return frozenset(map(name_key, load("furniture")["agencies"]))


@remembered()
def _bylines() -> tuple[str, ...]:
    return tuple(map(fold, load("furniture")["bylines"]))


@remembered()
def _signed() -> str:
    """Return a pattern of agencies, one after the other; a letter must not follow it.

    It names them once: it is the longest of our patterns, and stands in several.
    """
    names = sorted(load("furniture")["agencies"], key=len, reverse=True)
    agency = rf"(?:{'|'.join(map(re.escape, names))}|{_ACRONYM})(?![\w])"
    return rf"(?:{agency}(?:\s?[/,&\-–]\s?(?=\w))?){{1,6}}"


@remembered()
def _dateline() -> re.Pattern[str]:
    date = rf"\d{{1,2}}\s?(?:er)?\s?(?:{_MONTH})(?:\s+\d{{4}})?|\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?"
    day = rf"(?:,?\s+(?:le\s+)?(?:\w+\s+)?(?:{date}))?"
    word = r"[A-ZÀ-ÞĐ][\w'’.\-]*+"
    small = r"(?:de|du|des|la|le|les|sur|en|[-–])"
    place = rf"(?:{word}(?:[ \xa0](?:{small}[ \xa0]){{0,2}}(?=\w))?){{1,5}}"
    further = rf"(?:(?:,\s*|\s(?P<in>\()){place}(?(in)\)))?"
    by = rf"(?:(?P<open>\(\s?)|(?P<slash>/)|,\s){_signed()}(?(open)\s?\)|(?(slash)/|(?=\s{_DASH})))"
    return re.compile(
        rf"(?P<place>{place}){further}{day},?\s*(?:{_DASH}\s*)?(?P<by>{by})"
        rf"\s?(?:{_DASH}{{1,2}}|:|\.(?=\s))\s*"
    )


@remembered()
def _bracket() -> re.Pattern[str]:
    return re.compile(rf"(?P<by>\(\s?{_signed()}\s?\))\s*(?:{_DASH}{{1,2}}|:)\s*")


@remembered()
def _credit_line() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[(\[]\s*)?(?:{_DASH}{{1,2}}\s*)?(?i:sources?\s?:\s?)?"
        rf"(?P<by>(?:[^/()!?]{{1,60}}\s?[/]\s?){{0,3}}{_signed()})(?:\s*[)\]])?\s*\.?"
    )


@remembered()
def _signature() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:\s+|(?<=[.!?»\"”…;)])){_DASH}{{1,2}}\s*\(?|{_DASH}{{1,2}}\s+"
        rf"|(?<=[.!?»\"”…;])\s*[(/]?\s?|\./\.\s*)"
        rf"(?P<by>(?:[A-ZÀ-ÞĐ][^/().!?,;:\n]{{1,40}}\s?/\s?){{0,2}}{_signed()})[)/]?\s*\.?\Z"
    )


def _names(signature: str) -> tuple[str, ...]:
    """Return the agencies among the parts of a signature, as printed, without reporters' names."""
    found = []
    for part in _PARTS.split(signature):
        name = part.strip(" \xa0\t.-–—[]")
        if _IS_ACRONYM.fullmatch(name) or name_key(name) in _agencies():
            found.append(name)
    return tuple(dict.fromkeys(found))


def is_credit_line(text: str) -> bool:
    """Tell whether a line is nothing but a signature: ``VNA/CVN``, ``- VNA``, ``Linh Thao/CVN``."""
    if len(text) > 120 or _credit_line().fullmatch(text) is None:
        return False
    *bylines, _ = text.split("/")
    return all(_is_byline(part) for part in bylines) and bool(_names(text))


def _is_byline(part: str) -> bool:
    """An agency, a person's name, or words such as « Propos recueillis par » before one."""
    key = fold(part.strip(" \xa0-–—([:"))
    if key in _agencies():
        return True
    if key.startswith(_bylines()):
        return True
    tokens = _WORDS.split(part.strip(" \xa0-–—(["))
    return len(tokens) <= 9 and all(t == "et" or t[:1].isupper() for t in tokens if t)


def is_byline_alone(text: str) -> bool:
    """Tell whether a line opens as a byline does: ``Propos recueillis par Quang Vinh``."""
    return len(text) <= 80 and fold(text).startswith(
        ("propos recueillis", "entretien realise", "interview realisee")
    )


@remembered(_REMEMBERED)
def signature_start(text: str) -> int | None:
    """Return where the signature at the end of a paragraph begins (``… - VNA``), None without one.

    The text before that offset is what people read as the paragraph.
    """
    before = text[-2:-1]
    if text[-1:] in ".!?;:" and not (before.isupper() or before == ")"):  # nearly every paragraph
        return None
    match = _signature().search(text, max(0, len(text) - 90))
    if match is None or not _names(match["by"]):
        return None
    if match.start() == 0 or not all(map(_is_byline, match["by"].split("/"))):
        return None
    return match.start()


class Opening(NamedTuple):
    """How the first running text opens: a dateline, or a bracket that names only agencies."""

    length: int  #: characters it takes of the block's text
    dateline: Dateline | None
    agencies: tuple[str, ...]


@remembered(_REMEMBERED)
def read_opening(text: str) -> Opening | None:
    """Read the dateline, or the agency in brackets, that opens a block."""
    match = _dateline().match(text)
    if match is not None and not _is_article(match["place"]):
        agencies = _names(match["by"])
        place = re.sub(r"\s+", " ", match["place"])
        return Opening(match.end(), Dateline(place, agencies), agencies)
    match = _bracket().match(text) if text.startswith("(") else None
    if match is not None:
        return Opening(match.end(), None, _names(match["by"]))
    return None


def _is_article(place: str) -> bool:
    """« L'Agence … (VNA) - » opens a sentence, « La Havane (VNA) - » is a dateline."""
    key = fold(place)
    if key in {"le caire", "la haye", "la havane", "la mecque", "le cap"}:
        return False
    return key.startswith(("le ", "la ", "les ", "l'", "un ", "une ", "d'", "selon ", "agence "))


def read_dateline(blocks: Iterable[Block]) -> Dateline | None:
    """Return the dateline, wherever in the first running texts it stands."""
    for opening in _openings(blocks):
        if opening.dateline is not None:
            return opening.dateline
    return None


def _openings(blocks: Iterable[Block]) -> list[Opening]:
    running = [b for b in blocks if b.kind in (BlockKind.LEAD, BlockKind.PARAGRAPH)][:4]
    return [opening for block in running if (opening := read_opening(block.text)) is not None]


def read_credits(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the agencies that sign: from the dateline or opening bracket, then the signatures.

    Photo credits and reporters' names do not count. In order, without duplicates, as printed.
    """
    found = [name for opening in _openings(blocks) for name in opening.agencies]
    for block in blocks:
        if block.kind is BlockKind.CREDIT:
            for line in block.text.split("\n"):
                found += _names(line)
        elif block.kind in (BlockKind.LEAD, BlockKind.PARAGRAPH):
            start = signature_start(block.text)
            if start is not None:
                found += _names(block.text[start:])
    return tuple(dict.fromkeys(found))
