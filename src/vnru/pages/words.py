"""French for pages: counted nouns, enumerations, shortened texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import htpy as h

from vnru.display import NARROW


def number(count: int) -> str:
    """Return a count with its digits in groups of three: ``12 480``."""
    return f"{count:,}".replace(",", NARROW)


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, whose plural is regular; French counts 0 and 1 as singular.

    >>> counted(1, "article"), counted(2, "article")
    ('1 article', '2 articles')
    """
    return f"{number(count)} {noun}{'s' if count > 1 else ''}"


def shortened(text: str, length: int) -> str:
    """Return `text` on one line, cut between two words where it is longer than `length`.

    >>> shortened("Le ministre a reçu l’ambassadeur", 20)
    'Le ministre a reçu…'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    end = line.rfind(" ", 0, length)
    return f"{line[: end if end > 0 else length - 1].rstrip(' ,;:.–-')}…"


def joined(nodes: Iterable[h.Node], separator: str = ", ") -> Iterator[h.Node]:
    """Yield `nodes` with `separator` between any two."""
    for position, node in enumerate(nodes):
        if position:
            yield separator
        yield node


def span(first: str, last: str) -> str:
    """Return a period from its first and last part.

    >>> span("avril 2024", "mars 2025")
    'd’avril 2024 à mars 2025'
    """
    if first == last:
        return first
    return f"{'d’' if first[0] in 'aeiou' else 'de '}{first} à {last}"
