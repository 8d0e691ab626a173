"""What follows a name, and what it says the person is: « X, président de Y, a déclaré »."""

from __future__ import annotations

import re

from vnru.folding import fold
from vnru.reading.namebook import namebook
from vnru.reading.phrases import Words, is_sign
from vnru.reading.roles import Role, is_head, role_of, skip_qualities
from vnru.reading.vocabulary import ARTICLES, LINKS, OF, TO, vocabulary

_WINDOW = 260  # characters after the name; no role is longer
_LONGEST = 30  # words
_PAIRING = frozenset({"sur", "pour", "entre", "avec"})
_ASIDE = re.compile(r"\s*+(?:\([^()]{0,60}\)|,\s*+\d{1,3}\sans(?=\s*+,))")
_OPENING = re.compile(r"\s*+,\s*+|\s[–-]\s")
_FIRST_WORD = re.compile(r"(?:(?:le|la|un|une|son|sa|leur)\s|l['’])?([\w-]++)")


def after(text: str, end: int, ceiling: int) -> Role | None:
    """Read the role that follows a name: « X, président de Y, a déclaré ».

    Args:
        text: the block.
        end: where the name ends.
        ceiling: where the next name begins, or the text ends. A role with an article does not
            reach so far: « à X, le président Y ».
    """
    at = end
    while aside := _ASIDE.match(text, at):
        bracket = aside[0].strip()
        role = _apposition(f"{bracket[1:-1]})", len(bracket)) if bracket[0] == "(" else None
        if role is not None:
            return role
        at = aside.end()
    opening = _OPENING.match(text, at)
    if opening is None:
        return None
    start = opening.end()
    return _apposition(text[start : start + _WINDOW], ceiling - start)


def _apposition(window: str, ceiling: int) -> Role | None:
    if not _may_open(window):
        return None
    stop = window.find(". ")
    words = Words(window if stop < 0 else window[: stop + 1])
    keys = words.keys
    first = 0
    while first < len(keys) and keys[first] in vocabulary().adverbs:
        first += 1
    article = first < len(keys) and keys[first] in ARTICLES
    first += article
    head = skip_qualities(keys, first, len(keys) - 1)
    if head is None or not (is_head(keys[head]) or (not article and _is_guessed(words, head))):
        return None
    last = _last_of(words, head)
    if article and not (_is_closed(words, last) and words.span(last)[1] <= ceiling):
        return None
    return role_of(words, first, head, last)


def _may_open(window: str) -> bool:
    """Whether the first word, after an article, is one that a role can begin with."""
    match = _FIRST_WORD.match(window)
    if match is None:
        return False
    key, words = fold(match[1]), vocabulary()
    opens = key in words.qualities or key in words.adverbs or is_head(key)
    return opens or (match[1][0].islower() and words.guessed.fullmatch(key) is not None)


def _is_guessed(words: Words, head: int) -> bool:
    """An occupation in no list: « X, monteuse de films »."""
    if head + 1 >= len(words) or vocabulary().guessed.fullmatch(words.keys[head]) is None:
        return False
    follower = words.keys[head + 1]
    goes_on = follower in OF or follower in TO or follower in vocabulary().modifiers
    return (goes_on or is_sign(follower)) and not words.is_capital(head)


def _last_of(words: Words, head: int) -> int:
    """Return the last word of the role headed at `head`."""
    keys, stops = words.keys, vocabulary().stops
    at = head + 1
    while at < min(len(keys), head + _LONGEST):
        key = keys[at]
        if key == ",":
            if not _enumerates(keys, at):
                break
        elif key == "et":
            if not _goes_on(words, head, at + 1):
                break
        elif key in stops or words.is_break(at):
            break
        at += 1
    last = at - 1
    while last > head and (keys[last] in LINKS or keys[last] in ARTICLES):
        last -= 1
    return last


def _enumerates(keys: list[str], at: int) -> bool:
    """« ministre de la Culture, des Sports et du Tourisme »: a comma within the role."""
    if at + 1 >= len(keys) or keys[at + 1] not in OF:
        return False
    for i in range(at + 2, min(len(keys) - 1, at + 12)):
        if keys[i] == "et":
            return keys[i + 1] in OF
        if keys[i] in {".", ";", ":"} or (keys[i] == "," and keys[i + 1] not in OF):
            return False
    return False


def _goes_on(words: Words, head: int, at: int) -> bool:
    """Whether what follows « et » is still the role."""
    if at >= len(words):
        return False
    key, keys, book = words.keys[at], words.keys, namebook()
    if key in {"le", "la", "l'", "les"}:  # « centre d'études sur le Vietnam et l'ASEAN »
        paired = any(keys[i] in _PAIRING and keys[i + 1] in ARTICLES for i in range(head, at - 1))
        return paired and not (at + 1 < len(keys) and is_head(keys[at + 1]))
    if key in ARTICLES or key in book.honorifics:
        return False
    return not words.is_capital(at) or key in book.other or (key,) in book.places


def _is_closed(words: Words, last: int) -> bool:
    """An apposition with an article is one only between commas, and before no name."""
    if last + 1 >= len(words):
        return True
    if words.keys[last + 1] == ",":
        return last + 2 >= len(words) or not words.is_capital(last + 2)
    return words.keys[last + 1] in {".", ";", ":", ")"}
