"""Text to groups: what stands between blank lines, and the lines in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vnru.folding import fold


class Line(NamedTuple):
    """One line of a group, without the white space around it."""

    text: str
    number: int  #: in the file, from 1
    key: str  #: the folded text, for matching


Group = tuple[Line, ...]


def split_groups(text: str, first_line: int = 1) -> Iterator[Group]:
    """Yield the groups of a text: runs of lines that are not blank."""
    group: list[Line] = []
    for number, raw in enumerate(text.split("\n"), start=first_line):
        line = raw.strip()
        if line:
            group.append(Line(line, number, fold(line)))
        elif group:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


_CONTINUES = re.compile(
    r"(?:[,;(«]|[\w)»]-|\b(?:de|du|des|d'|le|la|les|l'|un|une|a|au|aux|et|ou|en|par|pour|sur|dans|avec|sans"
    r"|entre|vers|chez|que|qu'|qui|dont|ou|son|sa|ses|leur|leurs|ce|cet|cette|ces|ne|se|s'|est|sont|ont|plus"
    r"|notamment|tres|m\.|mm\.|mme|apres|depuis|selon))\Z"
)


def continues(line: Line, following: Line) -> bool:
    """Tell whether `following` goes on with the sentence of `line` (a hard-wrapped text)."""
    return following.text[:1].islower() or _CONTINUES.search(line.key[-16:]) is not None
