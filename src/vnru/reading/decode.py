"""Bytes to text: the border where bad input stops.

The text that leaves here is NFC, has LF line ends, and holds no character that XML 1.0 (2.2 Char)
forbids or that changes the order of what is shown.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from vnru.diagnostics import Diagnostic, Severity

# What hardly any file asks for is a text: `re` compiles it where it is needed, and keeps it.
_BOM: Final = "\ufeff"
#: Change the order in which characters are shown (UAX #9): what is read is not what is stored.
_BIDI: Final = r"[\u202a-\u202e\u2066-\u2069\u200f\u061c]"
#: White space that XML forbids or HTML does not know.
_ODD_SPACE: Final = r"[\x0b\x0c\x85\u2028\u2029]"
#: C0 and C1 controls, DEL and noncharacters: they carry no meaning and cannot be published.
_FORBIDDEN: Final = (
    r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
#: Zero-width characters, soft hyphens, and the tags that hide text in other text (U+E0000 ...).
_INVISIBLE: Final = (
    r"[\xad\u180e\u200b-\u200e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: No letter bears more combining marks (UAX #15, Stream-Safe Text Format); composing them is
#: quadratic in their number.
_MAX_MARKS = 30
_PERHAPS_MARKS: Final = rf"[^\w\s\x00-\u02ff]{{{_MAX_MARKS + 1},}}"
#: Any of the above, CR or U+FFFD. Beyond U+FFFF any character will do: so few have one, and a class
#: of ranges out there is slow.
_SUSPECT: Final = (
    "[\r\ufffd"
    + "".join(p.strip("[]") for p in (_BIDI, _ODD_SPACE, _FORBIDDEN, _INVISIBLE))
    + "\U00010000-\U0010ffff]"
)
#: What French and Vietnamese are printed with, composed: nothing to refuse, to clean or to compose.
PLAIN: Final = (
    "\t\n -~\xa0-\xac\xae-\u02ff\u1ea0-\u1ef9"
    "\u2009\u200a\u2010-\u201f\u2022\u2026\u202f\u20ab\u20ac"
)
_UNUSUAL = re.compile(f"[^{PLAIN}]")
_ASCII: Final = bytes([*b"\t\n", *range(0x20, 0x7F)])  # of these, nearly all a text is made of
_MARKUP: Final = r"(?i)</?[A-Z][^<>\n]{0,500}>|<!--|<!\[CDATA\[|<!DOCTYPE|<\?xml"

_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


class Decoded(NamedTuple):
    """A text and what was found on the way; `text` is None where the file is refused."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


class _Position:
    """Lines and columns of offsets in a text, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def __call__(self, offset: int) -> dict[str, int]:
        line = bisect.bisect_right(self._starts, offset)
        return {"line": line, "column": offset - self._starts[line - 1] + 1}


def decode(data: bytes, source: str) -> Decoded:
    """Decode and clean the bytes of an article file.

    Never guesses an encoding: what is not UTF-8 is refused with the position of the first bad byte.
    """
    refusal = _refuse_bytes(data, source)
    if refusal is not None:
        return Decoded(None, (refusal,))
    raw = data.decode("utf-8")
    rare = data.translate(None, _ASCII).decode("utf-8")  # what there is to look at
    if _UNUSUAL.search(rare) is None:  # nearly every file
        return Decoded(raw, tuple(_warn_markup(raw, source)))
    text, warnings = raw, list[Diagnostic]()
    if re.search(_SUSPECT, rare) is not None:
        match = re.search(_BIDI, raw)
        if match is not None:
            return Decoded(None, (_bidi(raw, match, source),))
        text, warnings = _clean(raw, source)
        rare = text
    stack = None if re.search(_PERHAPS_MARKS, rare) is None else _find_stack(text)
    if stack is not None:
        return Decoded(None, (*warnings, _stacked(text, stack, source)))
    return Decoded(unicodedata.normalize("NFC", text), (*warnings, *_warn_markup(text, source)))


def _refuse_bytes(data: bytes, source: str) -> Diagnostic | None:
    def refuse(code: str, message: str, hint: str, offset: int = 0) -> Diagnostic:
        head = data[:offset]
        return Diagnostic(
            code=code,
            severity=Severity.ERROR,
            message=message,
            hint=hint,
            source=source,
            line=head.count(b"\n") + 1,
            column=len(head[head.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1,
        )

    if not data or data.isspace():
        return refuse("VN002", "the file is empty", "deliver the article again, or delete the file")
    if data.startswith(_UTF16_BOMS):
        return refuse("VN003", "the file is UTF-16, expected UTF-8", "save it again as UTF-8")
    if b"\0" in data:
        return refuse(
            "VN004",
            "a NUL byte: the file is cut off or overwritten",
            "deliver the article again",
            data.index(b"\0"),
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return refuse(
            "VN005",
            f"byte 0x{data[error.start]:02x} is not UTF-8 ({error.reason})",
            "save the file again as UTF-8; the encoding is never guessed",
            error.start,
        )
    return None


def _bidi(raw: str, match: re.Match[str], source: str) -> Diagnostic:
    char = match.group()
    return Diagnostic(
        code="VN006",
        severity=Severity.ERROR,
        message=(
            f"U+{ord(char):04X} {unicodedata.name(char, '')} changes the order in which the text"
            " is shown"
        ),
        hint="check the words and figures around it, then remove the character",
        source=source,
        **_Position(raw)(match.start()),
    )


def _find_stack(text: str) -> int | None:
    """Return where more combining marks stand on one letter than any script has."""
    for match in re.finditer(_PERHAPS_MARKS, text):
        height = 0
        for offset, char in enumerate(match.group(), start=match.start()):
            height = height + 1 if unicodedata.combining(char) else 0
            if height > _MAX_MARKS:
                return offset - height
    return None


def _stacked(text: str, offset: int, source: str) -> Diagnostic:
    return Diagnostic(
        code="VN017",
        severity=Severity.ERROR,
        message=f"more than {_MAX_MARKS} combining marks on one letter",
        hint="this is no text; deliver the article again",
        source=source,
        **_Position(text)(max(offset, 0)),
    )


def _clean(raw: str, source: str) -> tuple[str, list[Diagnostic]]:
    """Apply the documented normalisations, with a warning for each that changed something."""
    warnings = []
    position = _Position(raw)

    def warn(code: str, offset: int, message: str, hint: str) -> None:
        warnings.append(
            Diagnostic(
                code=code,
                severity=Severity.WARNING,
                message=message,
                hint=hint,
                source=source,
                **position(offset),
            )
        )

    text = raw.removeprefix(_BOM)
    if text != raw:
        warn("VN010", 0, "a byte order mark; removed", "save the file as UTF-8 without BOM")
    skipped = len(raw) - len(text)
    if "\r" in text:
        warn("VN011", raw.index("\r"), "CR in line ends; read as LF", "save with LF line ends")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for code, pattern, what, substitute in (
        ("VN012", _ODD_SPACE, "unusual white space; read as a space", " "),
        ("VN013", _FORBIDDEN, "control characters or noncharacters; removed", ""),
        ("VN014", _INVISIBLE, "invisible characters; removed", ""),
    ):
        found = re.search(pattern, text)
        if found is not None:
            text, count = re.subn(pattern, substitute, text)
            name = f"U+{ord(found.group()):04X}"
            warn(
                code,
                raw.index(found.group(), skipped),
                f"{count} × {what} (first: {name})",
                "clean the source",
            )
    if "\ufffd" in text:
        warn(
            "VN015",
            raw.index("\ufffd"),
            "U+FFFD: a character was lost before the file came here",
            "deliver the article again",
        )
    return text, warnings


def _warn_markup(text: str, source: str) -> Iterator[Diagnostic]:
    match = re.search(_MARKUP, text) if "<" in text else None
    if match is not None:
        yield Diagnostic(
            code="VN016",
            severity=Severity.WARNING,
            message=f"markup in the text ({match.group()[:40]!r}); kept as text and shown as such",
            hint="deliver plain text",
            source=source,
            **_Position(text)(match.start()),
        )
