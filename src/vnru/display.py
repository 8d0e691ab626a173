"""What people read: an article's date and text as HTML, with French typography for the screen.

Pages and feeds show the same text. Feeds carry it exactly as printed; pages hand `typeset` in.
Markup comes from the constants below and from nowhere else: joining and filling them in escapes all
that is not markup (and takes a tenth of the time of htpy's elements: this runs for every article).
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from vnru.article import Article, Block, BlockKind
from vnru.dates import PartialDate

NBSP: Final = "\u00a0"  #: as wide as a space; before a colon
NARROW: Final = "\u202f"  #: about half as wide; before ; ! ? » % and inside quotation marks
UNDATED: Final = "sans date"

#: What each rule is about, or, where no rule may change anything, what it contains.
_MARK: Final = re.compile("[«»;!?:%&]")
#: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Ponctuation ».
#: It is tried where a mark stands, at the white space before it.
#: Addresses and character references are not sentences: they are matched first and left alone.
_SPACING: Final = re.compile(
    r"""
      (?P<verbatim> (?: (?<=\bhttp) | (?<=\bhttps) ) ://\S+ | \s*&\#?\w+; )
    | (?P<opening> \s*« ) \s*
    | (?<![\s«])\s* (?P<closing> » )
    | (?<=[^\s;:!?«(]) \s* (?P<tall> [;!?] ) (?= [\s;:!?»”")\].…] | $ )
    | (?<=[^\s;:!?«(]) \s* (?P<colon> : ) (?= [\s«“"] | $ )
    | (?<=\d) \s+ (?P<percent> % )
    """,
    re.VERBOSE,
)


def typeset(text: str) -> str:
    r"""Return `text` with the spaces of French typography. Only white space changes.

    A narrow no-break space stands before ``; ! ? »`` and after ``«``, a no-break space before a
    colon, also where the source printed none. Applied twice, it changes nothing more.

    >>> typeset("Photo: VNA; « oui » !")
    'Photo\xa0: VNA\u202f; «\u202foui\u202f»\u202f!'
    """
    parts: list[str] = []
    done = 0
    for mark in _MARK.finditer(text):  # few, where white space is everywhere
        start = mark.start()
        while start > done and text[start - 1].isspace():
            start -= 1
        if start >= done and (match := _SPACING.match(text, start)):
            parts += (text[done:start], _spaced(match))
            done = match.end()
    return "".join((*parts, text[done:])) if parts else text


def _spaced(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "verbatim":
            return match[0]
        case "opening":
            return f"{match['opening']}{NARROW}"
        case "colon":
            return f"{NBSP}:"
        case group:
            return f"{NARROW}{match[group or 0]}"


def day_text(instant: dt.datetime) -> str:
    """Return the day of an instant (in UTC) as people read it: ``3 mars 2024``."""
    return PartialDate.from_date(instant.astimezone(dt.UTC).date()).french()


def other_versions(count: int) -> str:
    """Return what stands before the other versions of an article, of which there are some."""
    return f"{'Autres versions' if count > 1 else 'Autre version'} de cette dépêche"


@functools.lru_cache(maxsize=16384)  # forty years have fewer days, a corpus more articles
def date_element(date: PartialDate | None) -> Markup:
    """Return a date as a ``<time>`` that says no more than is known (HTML allows a month)."""
    if date is None:
        return escape(UNDATED)
    return Markup(f'<time datetime="{date}">{date.french()}</time>')  # noqa: S704 - all of it ours


_Tags = tuple[Markup, Markup]  # what stands before and after the words

_HEADINGS: Final[tuple[_Tags, ...]] = (
    (Markup("<h1>"), Markup("</h1>\n")),
    (Markup("<h2>"), Markup("</h2>\n")),
    (Markup("<h3>"), Markup("</h3>\n")),
    (Markup("<h4>"), Markup("</h4>\n")),
    (Markup("<h5>"), Markup("</h5>\n")),
    (Markup("<h6>"), Markup("</h6>\n")),
)
#: What is shown of an article, and as what. Headlines, teasers and site furniture are not.
_TAGS: Final[Mapping[BlockKind, _Tags]] = {
    BlockKind.LEAD: (Markup('<p class="lead">'), Markup("</p>\n")),
    BlockKind.PARAGRAPH: (Markup("<p>"), Markup("</p>\n")),
    BlockKind.CROSSHEAD: _HEADINGS[0],
    BlockKind.CAPTION: (Markup("<figure><figcaption>"), Markup("</figcaption></figure>\n")),
    BlockKind.CREDIT: (Markup('<p class="credit">'), Markup("</p>\n")),
}
_LIST: Final = (Markup('<ul class="printed">\n'), Markup("</ul>\n"))
_ITEM: Final = (Markup("<li>"), Markup("</li>\n"))

#: A paragraph that opens with such a mark is an item of a list where its neighbour is one too.
_BULLET: Final = re.compile(r"([-–—•▪*])\s+\S")


def shown(article: Article) -> tuple[Block, ...]:
    """Return the blocks that `body` shows, in file order."""
    return article.blocks_of(_TAGS)


def body(
    article: Article, *, level: int = 3, text: Callable[[str], str] = str, lists: bool = False
) -> Markup:
    """Return the article's own text as HTML, which htpy takes as a child.

    Args:
        article: The article to show.
        level: Level of the headings that crossheads become, 1 to 6.
        text: What is done to the words of each block: nothing in feeds, `typeset` on pages.
        lists: Mark up printed lists as such. Their dashes are text and stay, so this is for pages,
            whose stylesheet draws no bullets beside them (``ul.printed``); a feed reader would.
    """
    tags = {**_TAGS, BlockKind.CROSSHEAD: _HEADINGS[level - 1]}
    blocks = shown(article)
    parts: list[str] = []
    for is_list, run in _runs(blocks) if lists else [(False, blocks)]:
        before, after = _LIST if is_list else ("", "")
        parts.append(before)
        for block in run:
            opening, closing = _ITEM if is_list else tags[block.kind]
            parts += (opening, escape(text(block.text)), closing)
        parts.append(after)
    return Markup("".join(parts))  # noqa: S704 - tags of ours, and what escape() made of words


def _runs(blocks: Iterable[Block]) -> Iterator[tuple[bool, Sequence[Block]]]:
    """Divide blocks into printed lists (True) and all else."""
    for bullet, group in itertools.groupby(blocks, _bullet):
        run = tuple(group)
        yield bullet is not None and len(run) > 1, run


def _bullet(block: Block) -> str | None:
    """Return the mark that opens a list item, None for any other block."""
    match = _BULLET.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
    return match[1] if match else None
