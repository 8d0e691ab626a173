"""Photo captions: what makes a line one, with its credit or without."""

from __future__ import annotations

import re

from vnru.folding import fold
from vnru.lexicon import load, remembered

_MAX_ALONE = 220  # characters of a caption that no credit betrays
_MAX_TOLD = 60  # of one beside a credit that tells what happened: « Les enfants ont dansé. »
_SENTENCE_END = re.compile(r"[.!?…](?=\s+[A-ZÀ-ÞĐ«\"“])")

#: Verbs that report: a sentence with one of them is told, not shown. Accents count (a, à).
#: Compiled where it is needed, and kept: few lines come as far.
_TOLD = (
    r"\b(?:a|ont|avait|avaient|aura|auront|s'est|se sont|s'était|sera|seront|était|étaient"
    r"|fut|furent|devrait|devraient|doit|doivent|peut|peuvent|va|vont|\w{3,}(?:era|eront|aient|irent|èrent))\b"
)


@remembered()
def _credit() -> re.Pattern[str]:
    words = "|".join(
        re.escape(fold(word)).replace(r"\ ", r"\s+")
        for word in sorted(load("furniture")["photo"], key=len, reverse=True)
    )
    return re.compile(
        rf"(?<![a-z])(?:{words})\s?:\s*\S|\banh\s*\d{{1,2}}\b|\(photo[^)]{{0,60}}\)|\bphoto\s[-–]\s?[a-z]"
    )


@remembered()
def _marks() -> tuple[str, ...]:
    return tuple(fold(mark) for mark in load("furniture")["caption_marks"])


def is_photo_credit(key: str) -> bool:
    """Tell whether a folded line is a photo credit and nothing else."""
    match = _credit().match(key) if _may_be_credit(key) else None
    return match is not None and len(key) <= 80 and not key.startswith("anh")


def is_caption_line(key: str) -> bool:
    """Tell whether a folded line is a caption that bears its credit.

    The credit ends it (a caption may stand twice on its line): running text that merely speaks of
    a photo goes on after it.
    """
    if not _may_be_credit(key[-90:]):
        return False
    return _credit().search(key, max(0, len(key) - 90)) is not None


def _may_be_credit(key: str) -> bool:
    """Tell what nearly no line is, without the words of all credits."""
    return ":" in key or "photo" in key or "anh" in key


def could_be_caption(text: str) -> bool:
    """Tell whether a group beside a photo credit is its caption: one sentence, static or tiny."""
    if len(text) > _MAX_ALONE:
        return False
    key = fold(text)
    return (
        not _SENTENCE_END.search(text)
        and key[:1] not in {'"', "-"}
        and not key.endswith((":", ";", "?"))
        and (len(text) <= _MAX_TOLD or not re.search(_TOLD, _lower(text)))
    )


def is_caption_alone(text: str) -> bool:
    """Tell whether a group far from any credit is a caption: it points into the picture."""
    if len(text) > _MAX_ALONE or _SENTENCE_END.search(text):
        return False
    key = fold(text)
    if key[:1] in {'"', "-"}:
        return False
    return any(mark in key for mark in _marks()) and not re.search(_TOLD, _lower(text))


def _lower(text: str) -> str:
    return text.lower().replace("’", "'")
