"""What people read: an article's date and text as HTML, with French typography for the screen.

Pages and feeds show the same text. Feeds carry it exactly as printed; pages hand `typeset` in.
Markup comes from the templates below and from nowhere else: `Markup.format` escapes what it fills
in (and takes a tenth of the time that htpy's elements take: this is done for every article).
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup, escape

from vnru.article import Article, Block, BlockKind
from vnru.dates import PartialDate

NBSP: Final = "\u00a0"  #: as wide as a space; before a colon
NARROW: Final = "\u202f"  #: about half as wide; before ; ! ? » % and inside quotation marks
UNDATED: Final = "sans date"

#: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Ponctuation ».
#: Addresses and character references are not sentences: they are matched first and left alone.
#: Every alternative starts at a character that is not white space, or after one: linear time.
_SPACING: Final = re.compile(
    r"""
      (?P<verbatim> \bhttps?://\S+ | &\#?\w+; )
    | (?P<opening> «\s* )
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
    return _SPACING.sub(_spaced, text)


def _spaced(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "verbatim":
            return match[0]
        case "opening":
            return f"«{NARROW}"
        case "colon":
            return f"{NBSP}:"
        case group:
            return f"{NARROW}{match[group or 0]}"


def day_text(instant: dt.datetime) -> str:
    """Return the day of an instant (in UTC) as people read it: ``3 mars 2024``."""
    return PartialDate.from_date(instant.astimezone(dt.UTC).date()).french()


def date_text(article: Article) -> str:
    """Return the date as precisely as it is known: ``3 mars 2024``, ``mars 2024`` or `UNDATED`."""
    return article.best_date.french() if article.best_date else UNDATED


_TIME: Final = Markup('<time datetime="{}">{}</time>')


def date_element(article: Article) -> Markup:
    """Return `date_text` as a ``<time>`` that says no more than is known (HTML allows a month)."""
    if article.best_date is None:
        return escape(UNDATED)
    return _TIME.format(article.best_date, article.best_date.french())


_LIST: Final = Markup("<ul>{}</ul>\n")
_ITEM: Final = Markup("<li>{}</li>")
#: What is shown of an article, and as what. Headlines, teasers and site furniture are not.
_MARKUP: Final = {
    BlockKind.LEAD: Markup('<p class="lead">{words}</p>\n'),
    BlockKind.PARAGRAPH: Markup("<p>{words}</p>\n"),
    BlockKind.CROSSHEAD: Markup("<h{level}>{words}</h{level}>\n"),
    BlockKind.CAPTION: Markup("<figure><figcaption>{words}</figcaption></figure>\n"),
    BlockKind.CREDIT: Markup('<p class="credit">{words}</p>\n'),
}
#: A paragraph that opens with such a mark is an item of a list where its neighbour is one too.
_BULLET: Final = re.compile(r"([-–—•▪*])\s+(?=\S)")


def shown(article: Article) -> tuple[Block, ...]:
    """Return the blocks that `body` shows, in file order."""
    return article.blocks_of(_MARKUP)


def body(article: Article, *, level: int = 3, text: Callable[[str], str] = str) -> Markup:
    """Return the article's own text as HTML, which htpy takes as a child.

    Args:
        article: The article to show.
        level: Level of the headings that crossheads become, 1 to 6.
        text: What is done to the words of each block: nothing in feeds, `typeset` on pages.
    """
    parts: list[Markup] = []
    for bullet, run in itertools.groupby(shown(article), _bullet):
        blocks = list(run)
        if bullet and len(blocks) > 1:
            items = (_ITEM.format(text(_BULLET.sub("", b.text, count=1))) for b in blocks)
            parts.append(_LIST.format(Markup().join(items)))
        else:
            parts += (_MARKUP[b.kind].format(words=text(b.text), level=level) for b in blocks)
    return Markup().join(parts)


def _bullet(block: Block) -> str | None:
    """Return the mark that opens a list item, None for any other block."""
    match = _BULLET.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
    return match[1] if match else None
