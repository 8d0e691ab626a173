"""Enumerations in French sentences: « le commerce, l'énergie, l'agriculture et la formation »."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_SEPARATOR = re.compile(r"\s*[,;](?:\s(?P<last>et|ou|puis|ainsi\sque)\b)?|\s(?P<and>et|ou|ainsi\sque)\b")
_FIRST_WORD = re.compile(r"\s*(\w+['’]?)")
#: Items of one enumeration begin alike. A capital, a relative pronoun or a verb begins a clause.
_BEGINNINGS = {
    **dict.fromkeys(("de", "du", "des", "d'"), "de"),
    **dict.fromkeys(("le", "la", "les", "l'"), "le"),
    **dict.fromkeys(("un", "une", "deux", "trois"), "un"),
    **dict.fromkeys(("à", "au", "aux"), "à"),
    **dict.fromkeys(("qui", "que", "qu'", "dont", "où", "a", "ont", "selon", "elle", "il"), None),
}
_LONGEST_ITEM = 60  # characters; what is longer is a clause, of which only the beginning is the item


def enumerations(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """Yield the items of each enumeration of three or more in a sentence.

    The last item is joined by a conjunction or ends the sentence. The first begins somewhere before
    the first comma: at most as far back as an item may be long.
    """
    cuts = list(_SEPARATOR.finditer(text, start, end))
    items: list[Span] = []
    kind: str | None = None
    before = start
    for number, cut in enumerate(cuts):
        after = cuts[number + 1].start() if number + 1 < len(cuts) else end
        beginning = _beginning(text, cut.end(), after)
        if not items or beginning != kind or items[-1][1] - items[-1][0] >= _LONGEST_ITEM:
            items = [(max(before, cut.start() - _LONGEST_ITEM), cut.start())]
            kind = beginning
        items.append((cut.end(), min(after, cut.end() + _LONGEST_ITEM)))
        if cut["last"] or cut["and"] or after == end:
            if len(items) > 2 and kind is not None:
                yield items
            items = []
        before = cut.end()


def _beginning(text: str, start: int, end: int) -> str | None:
    found = _FIRST_WORD.match(text, start, end)
    if found is None or found[1][0].isupper():
        return None
    return _BEGINNINGS.get(found[1].replace("’", "'"), "word")
