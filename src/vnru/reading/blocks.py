"""Groups of lines to blocks: headline, lead, paragraphs, crossheads, captions, surroundings.

A desk reads a dispatch from the top: a headline (or none), teasers and pictures, the lead, the
body, the signature; after the signature come other articles and site furniture. So does this
module: each line is first told by its own look, then each stretch of text by its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from vnru.article import Block, BlockKind
from vnru.folding import fold
from vnru.lexicon import load, remembered
from vnru.reading.captions import (
    could_be_caption,
    is_caption_alone,
    is_caption_line,
    is_photo_credit,
)
from vnru.reading.groups import Group, Line, continues
from vnru.reading.signatures import is_byline_alone, is_credit_line, read_opening, signature_start

_MAX_HEADLINE = 220  # characters; the longest real ones have about 160
_MAX_CROSSHEAD = 110
_STOP = re.compile(r"[.;,:…]\s*[»\"”)]?\Z")
_ITEM = re.compile(r"(?:[-–—•*·+]\s|\d{1,2}[.)]\s|[a-z]\)\s)")


class Look(StrEnum):
    """What a line is by its look alone."""

    TEXT = "text"
    CAPTION = "caption"
    CREDIT = "credit"
    RELATED = "related"
    BOILERPLATE = "boilerplate"


_KIND = {
    Look.CAPTION: BlockKind.CAPTION,
    Look.CREDIT: BlockKind.CREDIT,
    Look.RELATED: BlockKind.RELATED,
    Look.BOILERPLATE: BlockKind.BOILERPLATE,
}


class Stretch(NamedTuple):
    """Successive lines of one group with one look."""

    look: Look
    lines: tuple[Line, ...]
    text: str  #: the lines as they stand in the file

    @classmethod
    def of(cls, look: Look, lines: tuple[Line, ...]) -> Stretch:
        """Make a stretch of lines."""
        return cls(look, lines, "\n".join([line.text for line in lines]))

    def block(self, kind: BlockKind) -> Block:
        """Make the block that these lines are."""
        return Block(kind, self.text, self.lines[0].number)


class _Furniture(NamedTuple):
    """How lines look that are no part of the article; all but signs and arrows are keys."""

    arrows: tuple[str, ...]
    related: tuple[str, ...]
    signs: tuple[str, ...]
    lines: frozenset[str]
    openings: tuple[str, ...]
    tight: tuple[str, ...]  #: openings without the space before a colon

    def opens(self, key: str) -> bool:
        """Tell whether a line opens as one of site furniture does."""
        return key.startswith(self.openings) or key.replace(" :", ":").startswith(self.tight)


@remembered()
def _furniture() -> _Furniture:
    data = load("furniture")
    openings = tuple(map(fold, data["openings"]))
    return _Furniture(
        arrows=tuple(data["arrows"]),
        related=tuple(map(fold, data["related"])),
        signs=tuple(data["signs"]),
        lines=frozenset(map(fold, data["lines"])),
        openings=openings,
        tight=tuple(opening.replace(" :", ":") for opening in openings if " :" in opening),
    )


def look_of(line: Line) -> Look:
    """Tell what a line is by its look alone."""
    key, furniture = line.key, _furniture()
    if line.text.startswith(furniture.arrows) or _is_announcement(key, furniture.related):
        return Look.RELATED
    if line.text.startswith(furniture.signs) or key.rstrip(" .:!") in furniture.lines:
        return Look.BOILERPLATE
    if len(key) <= 160 and furniture.opens(key):
        return Look.BOILERPLATE
    if is_caption_line(key):
        return Look.CAPTION
    if is_credit_line(line.text):
        return Look.CREDIT
    return Look.TEXT


def _is_announcement(key: str, related: tuple[str, ...]) -> bool:
    """« Voir aussi : … » announces, « Les plus lus des écrivains … » does not."""
    if not key.startswith(related):  # nearly every line
        return False
    opening = next(words for words in related if key.startswith(words))
    rest = key[len(opening) :].lstrip()
    return not rest or rest[0] in ":>-" or opening.endswith(":")


def _stretches(group: Group) -> Iterator[Stretch]:
    """Cut a group where the look of its lines changes."""
    looks = [look_of(line) for line in group]
    if len(group) == 1:  # as most
        yield Stretch(looks[0], group, group[0].text)
        return
    for i, line in enumerate(group[:-1]):
        if (
            looks[i] is Look.TEXT
            and looks[i + 1] is Look.CAPTION
            and is_photo_credit(group[i + 1].key)
        ):
            looks[i] = _look_beside_credit(group, i)
        if looks[i] is Look.CAPTION and looks[i + 1] is Look.TEXT and continues(line, group[i + 1]):
            looks[i + 1] = Look.CAPTION
        if looks[i] is Look.BOILERPLATE and looks[i + 1] is Look.TEXT:
            looks[i + 1] = Look.BOILERPLATE  # an address goes on
        if looks[i] is Look.RELATED and looks[i + 1] is Look.TEXT:
            looks[i + 1] = Look.RELATED
    start = 0
    for end in range(1, len(group) + 1):
        if end == len(group) or looks[end] is not looks[start]:
            yield Stretch.of(looks[start], group[start:end])
            start = end


def _look_beside_credit(group: Group, index: int) -> Look:
    """A line right above its `Photo : …` line is the caption, unless it is clearly told text."""
    text = group[index].text
    return Look.CAPTION if len(text) <= 400 and not read_opening(text) else Look.TEXT


def _after_signature(stretch: Stretch) -> tuple[Stretch, Stretch | None]:
    """Cut a stretch behind the line that ends with the signature: ``… -VNA`` / another headline."""
    for i, line in enumerate(stretch.lines[:-1], start=1):
        if signature_start(line.text) is not None:
            return (
                Stretch.of(stretch.look, stretch.lines[:i]),
                Stretch.of(Look.RELATED, stretch.lines[i:]),
            )
    return stretch, None


class _Desk:
    """Gives each stretch its kind, from the top of the article to its end."""

    def __init__(self, stretches: Sequence[Stretch], *, is_interview: bool) -> None:
        self._stretches = stretches
        self._last_text = max(
            (i for i, s in enumerate(stretches) if s.look is Look.TEXT), default=-1
        )
        self._is_interview = is_interview
        self._headline: str | None = None
        self._has_lead = False
        self._is_signed = False

    def blocks(self) -> Iterator[Block]:
        for i, stretch in enumerate(self._stretches):
            if stretch.look is Look.TEXT:
                text, other = _after_signature(stretch)
                yield from self._text(i, text)
                if other is not None:
                    yield other.block(BlockKind.RELATED)
            else:
                kind = _KIND[stretch.look]
                if kind is BlockKind.CREDIT and self._has_lead:
                    self._is_signed = True
                yield stretch.block(kind)

    def _text(self, index: int, stretch: Stretch) -> Iterator[Block]:
        if self._is_signed:
            yield stretch.block(BlockKind.RELATED)
            return
        if self._headline is None and not self._has_lead:
            head, rest = self._cut_headline(index, stretch)
            if head is not None:
                self._headline = fold(head.text)
                yield head.block(BlockKind.HEADLINE)
                if rest is None:
                    return
                stretch = rest
        kind = self._kind(index, stretch)
        self._has_lead = self._has_lead or kind is BlockKind.LEAD
        self._is_signed = signature_start(stretch.text) is not None
        yield stretch.block(kind)

    def _cut_headline(self, index: int, stretch: Stretch) -> tuple[Stretch | None, Stretch | None]:
        """Return the headline that opens a stretch and what follows it in the same group."""
        for end in range(1, len(stretch.lines) + 1):
            if end < len(stretch.lines) and continues(stretch.lines[end - 1], stretch.lines[end]):
                continue
            head = Stretch.of(Look.TEXT, stretch.lines[:end])
            rest = Stretch.of(Look.TEXT, stretch.lines[end:]) if stretch.lines[end:] else None
            followed = rest is not None or self._text_follows(index)
            return (head, rest) if followed and _is_headline(head.text) else (None, None)
        return None, None

    def _kind(self, index: int, stretch: Stretch) -> BlockKind:
        text = stretch.text
        if self._repeats_headline(text):
            return BlockKind.HEADLINE
        if self._is_caption(index, stretch):
            return BlockKind.CAPTION
        if not self._has_lead:
            return BlockKind.LEAD
        if self._is_crosshead(index, stretch):
            return BlockKind.CROSSHEAD
        return BlockKind.CREDIT if is_byline_alone(text) else BlockKind.PARAGRAPH

    def _repeats_headline(self, text: str) -> bool:
        headline = self._headline
        return headline is not None and len(text) == len(headline) and fold(text) == headline

    def _is_caption(self, index: int, stretch: Stretch) -> bool:
        """A sentence without a credit of its own: its neighbours tell whether it is a caption."""
        text = stretch.text
        if not self._has_lead and not self._text_follows(index):
            return False
        following = self._stretches[index + 1] if index + 1 < len(self._stretches) else None
        if (
            following is not None
            and following.look is Look.CAPTION
            and is_photo_credit(following.lines[0].key)
        ):
            looks_so = could_be_caption(text) and not self._is_crosshead_text(index, stretch)
        else:
            looks_so = not self._is_interview and is_caption_alone(text)
        return looks_so and not (_ITEM.match(stretch.lines[0].text) or read_opening(text))

    def _is_crosshead(self, index: int, stretch: Stretch) -> bool:
        return self._is_crosshead_text(index, stretch) and self._text_follows(index)

    def _is_crosshead_text(self, index: int, stretch: Stretch) -> bool:
        text = stretch.text
        if len(stretch.lines) > 1 or len(text) > _MAX_CROSSHEAD or _STOP.search(text):
            return False
        if _ITEM.match(stretch.lines[0].text) or signature_start(text) is not None:
            return False
        return not (self._is_interview and _asks(stretch.lines)) or self._is_asked_anew(index)

    def _is_asked_anew(self, index: int) -> bool:
        """« Et après ? », and then the question itself: the first is what stands over it."""
        following = self._stretches[index + 1 : index + 2]
        return ". " not in self._stretches[index].text and any(_asks(s.lines) for s in following)

    def _text_follows(self, index: int) -> bool:
        return index < self._last_text


def _is_headline(text: str) -> bool:
    """A line without final stop, not too long, that is not the opening of a dispatch."""
    if len(text) > _MAX_HEADLINE or (_STOP.search(text) and not text.endswith("...")):
        return False
    return signature_start(text) is None and read_opening(text) is None


def _asks(lines: Group) -> bool:
    return len(lines) == 1 and lines[0].text.endswith("?") and not lines[0].text.isupper()


def _is_interview(groups: Iterable[Group]) -> bool:
    """Two short groups that ask are the questions of an interview; one may be a crosshead."""
    return sum(map(_asks, groups)) >= 2


def read_blocks(groups: Sequence[Group]) -> tuple[Block, ...]:
    """Tell the blocks of an article, in file order."""
    stretches = [stretch for group in groups for stretch in _stretches(group)]
    return tuple(_Desk(stretches, is_interview=_is_interview(groups)).blocks())
