"""Keys for matching: text without accents, case and typographic variants, character for character.

A folded text has the same length as the text it was made from (which must be NFC), so a match in
the key is a span of the text. Only keys are folded; what is published stays as printed.
"""

from __future__ import annotations

import codecs
import functools
import unicodedata

#: Characters with no decomposition that agency texts print in place of an ASCII one.
_TWINS = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "‐": "-",
    "−": "-",
    "đ": "d",
    "Đ": "d",
    "ð": "d",
    "Ð": "d",
    "ø": "o",
    "ł": "l",
    "œ": "o",
    "Œ": "o",
    "æ": "a",
    "Æ": "a",
    "ß": "s",
    "ı": "i",
    "…": ".",
}
_FILLER = "\x7f"  # stands for a character that no term can contain


@functools.lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if twin := _TWINS.get(char):
        return twin
    if char.isspace():
        return " "
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if base.isascii() and base.isprintable() else _TWINS.get(base, _FILLER)


def _fold_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: called only for what Latin-1 lacks (Vietnamese letters, ’, –, œ)."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    run = error.object[error.start : error.end]
    return "".join(map(_fold_char, run)), error.end


codecs.register_error("vnru.fold", _fold_unencodable)

_LATIN = bytes(
    ord(" ") if chr(i) in "\t\n\v\f\r" else i if i < 0x20 else ord(_fold_char(chr(i)))
    for i in range(256)
)


def fold(text: str) -> str:
    r"""Return the matching key of an NFC `text`: ASCII, lower case, the same number of characters.

    Accents go, apostrophes, quotation marks and dashes take their ASCII form, every white space
    (a line break, NBSP, U+202F …) is one space. ``œ`` becomes ``o`` and ``đ`` becomes ``d``.

    >>> fold("L’Énergie\xa0: Đà Nẵng")
    "l'energie : da nang"
    """
    return text.encode("latin-1", "vnru.fold").translate(_LATIN).decode("ascii", "replace")


def name_key(name: str) -> str:
    """Return the key under which spellings of a name are one: folded, with single spaces.

    >>> name_key("Tô Lâm") == name_key("To  Lam")
    True
    """
    return " ".join(fold(unicodedata.normalize("NFC", name)).split())


def slugify(text: str) -> str:
    """Return `text` as a part of an address: ASCII letters and digits joined by single hyphens.

    >>> slugify("Đà Nẵng : l’œuvre")
    'da-nang-l-oeuvre'
    """
    plain = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    key = fold(unicodedata.normalize("NFC", plain))
    return "-".join("".join(c if c.isalnum() else " " for c in key).split())
