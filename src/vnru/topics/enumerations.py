"""Enumerations in French sentences: « le commerce, l'énergie, l'agriculture et la formation »."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# It begins with a character class, which is what makes the search for it fast.
_SEPARATOR = re.compile(
    r"[\s,;](?:(?:(?<=[,;])|\s*+[,;])(?:\s(?P<last>et|ou|puis|ainsi\sque)\b)?"
    r"|(?<=\s)(?P<and>et|ou|ainsi\sque)\b)"
)
_FIRST_WORD = re.compile(r"\s*(\w+['’]?)")
#: Items of one enumeration begin alike: de la culture, des arts, de l'énergie.
_BEGINNINGS = {
    **dict.fromkeys(("de", "du", "des", "d'"), "de"),
    **dict.fromkeys(("le", "la", "les", "l'"), "le"),
    **dict.fromkeys(("un", "une", "deux", "trois"), "un"),
    **dict.fromkeys(("à", "au", "aux"), "à"),
}
#: A clause begins with a capital, a pronoun, a participle: « , cité par la VNA, s'est dit prêt ».
_CLAUSE = re.compile(
    r"[A-ZÀ-ÞĐ]|(?:qu|s|n|c)['’]"
    r"|(?:qu[ei]|dont|où|a|ont|est|sont|se|ne|ce|y|il|elle|selon|\w+ant)\b"
    r"|\w+ée?s?\s(?:par|en|à|au|aux|le|la|dans|depuis)\b"
)
_LONGEST_ITEM = 60  # characters; of what is longer, only the beginning is the item


def enumerations(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """Yield the items of each enumeration of three or more in a sentence.

    The last item is joined by a conjunction, or ends the sentence where a colon announced the list.
    The first begins somewhere before the first comma, at most as far back as an item may be long.
    """
    if text.find(",", start, end) < 0 and text.find(";", start, end) < 0:
        return  # a sentence of one piece
    cuts = list(_SEPARATOR.finditer(text, start, end))
    if len(cuts) < 2 or not (":" in text[start:end] or any(cut.lastgroup for cut in cuts)):
        return  # nothing closes an enumeration, as in most sentences
    items: list[Span] = []
    kind: str | None = None
    before = start
    for number, cut in enumerate(cuts):
        after = cuts[number + 1].start() if number + 1 < len(cuts) else end
        beginning = _beginning(text, cut.end(), after)
        if not items or beginning != kind or _is_clause(items[-1]):
            items = [(max(before, cut.start() - _LONGEST_ITEM), cut.start())]
            kind = beginning
        items.append((cut.end(), min(after, cut.end() + _LONGEST_ITEM)))
        joined = cut["last"] or cut["and"]
        if joined or (after == end and ":" in text[slice(*items[0])]):
            if len(items) > 2 and kind is not None:
                yield items
            items = []
        before = cut.end()


def _is_clause(item: Span) -> bool:
    return item[1] - item[0] >= _LONGEST_ITEM


def _beginning(text: str, start: int, end: int) -> str | None:
    found = _FIRST_WORD.match(text, start, end)
    if found is None or _CLAUSE.match(text, found.start(1), end):
        return None
    return _BEGINNINGS.get(found[1].replace("’", "'"), "word")
