"""The verbs of headlines: those of a lead put into the present tense, and what is a sentence."""

from __future__ import annotations

import re

from vnru.lexicon import load, remembered


def _present() -> dict[str, str]:
    """Return the present tense of what leads say: « a reçu », « reçoit »."""
    present: dict[str, str] = load("titles")["present"]
    return present


@remembered()
def _past() -> re.Pattern[str]:
    verbs = sorted(_present(), key=len, reverse=True)
    return re.compile(rf"(?<![\w'’])(?:{'|'.join(map(re.escape, verbs))})(?![\w'’])")


def in_present(sentence: str) -> str:
    """Put the first verb in the present tense, as headlines do."""
    straight = sentence.replace("’", "'")
    match = _past().search(straight)
    if match is None:
        return sentence
    return sentence[: match.start()] + _present()[match.group()] + sentence[match.end() :]


@remembered()
def _verbs() -> re.Pattern[str]:
    """Match the verbs of headlines, and those of leads that none says otherwise."""
    forms = sorted({*_present().values()}, key=len, reverse=True)
    others = r"a|ont|s['’]est|sont|est|\w+er(?:a|ont)"
    return re.compile(rf"(?<![\w'’])(?:{'|'.join(map(re.escape, forms))}|{others})(?![\w'’])")


def is_whole(title: str) -> bool:
    """Tell whether a verb is there, and something that follows it."""
    verbs = list(_verbs().finditer(title))
    return bool(verbs) and verbs[-1].end() < len(title.rstrip())
