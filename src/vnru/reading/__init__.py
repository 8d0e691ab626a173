"""Reading agency French: bytes to an `Article`, or to the reasons why not.

The way of a file: `decode` → `header` → `groups` → `blocks` → what the blocks say (`signatures`,
`event`, `people`, `places`, `title`, `language`) → the record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Sequence

import attrs

from vnru.article import Article, Block, BlockKind
from vnru.config import Limits
from vnru.diagnostics import Diagnostic, ParseError, Severity, in_order
from vnru.lexicon import Lexicon, using
from vnru.reading.blocks import read_blocks
from vnru.reading.decode import decode
from vnru.reading.event import read_event_date
from vnru.reading.groups import Group, split_groups
from vnru.reading.header import Header, read_header
from vnru.reading.language import is_french
from vnru.reading.people import read_people
from vnru.reading.places import read_places
from vnru.reading.signatures import read_credits, read_dateline
from vnru.reading.title import make_title
from vnru.topics import Taxonomy

__all__ = ["Reading", "article_id", "read"]

_NAME = re.compile(r"(?P<serial>\d{3,15})_(?P<id>[0-9a-f]{16})\.txt", re.ASCII)


@attrs.frozen
class Reading:
    """What became of one file: an article, perhaps with warnings, or why there is none."""

    article: Article | None
    diagnostics: tuple[Diagnostic, ...]
    #: It names a day that has not come: on a later day, something else may be read.
    pending: bool = False

    def unwrap(self) -> Article:
        """Return the article.

        Raises:
            ParseError: there is none; its `diagnostics` say why.
        """
        if self.article is None:
            raise ParseError(self.diagnostics)
        return self.article


def article_id(name: str) -> tuple[str, int | None]:
    """Return the id and the serial number that a file's name gives.

    The id is the 16 hex digits of ``NNN_<16 hex digits>.txt``; another name has no serial, and its
    id is the first 16 hex digits of the SHA-256 of the name's bytes.
    """
    match = _NAME.fullmatch(name)
    if match is not None:
        return match["id"], int(match["serial"])
    return hashlib.sha256(_name_bytes(name)).hexdigest()[:16], None


def _name_bytes(name: str) -> bytes:
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:  # no file of this system bears such a name
        return name.encode("utf-8", "surrogatepass")


def read(
    data: bytes | str,
    name: str | None = None,
    *,
    taxonomy: Taxonomy | None = None,
    lexicon: Lexicon | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    today: dt.date | None = None,
) -> Reading:
    """Read one article. Never raises on any bytes or text.

    Args:
        data: the file's bytes, or a text; for a path there is `vnru.read_file`.
        name: the file's name (no folder); it gives the id and appears in diagnostics. Without one,
            the text itself gives the id.
        taxonomy: the topics to look for; the built-in ones by default.
        lexicon: what is added to the words that the reader knows; nothing by default.
        limits: `file_bytes` and `paragraph_chars` bound what is accepted.
        today: articles dated after this day are held back, and no later day is taken for that of
            the event; None accepts them.

    Returns:
        The article with warnings, or no article and the reasons, sorted by position.

    Raises:
        TypeError: `data` is neither bytes nor a text, but a path perhaps.
    """
    if not isinstance(data, bytes | str):
        kind = type(data).__name__
        raise TypeError(f"expected bytes or a text, got a {kind}; vnru.read_file reads a path")
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")  # what is no UTF-8 is for `decode` to refuse
    is_file = name is not None
    if name is None:
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.txt"
    if len(data) > limits.file_bytes:
        return _refused(_too_large(name, len(data), limits.file_bytes))
    decoded = decode(data, name)
    if decoded.text is None:
        return _refused(*decoded.diagnostics)
    header = read_header(decoded.text, name, today)
    problems = [*decoded.diagnostics, *([header.problem] if header.problem else [])]
    first_line = 1 + decoded.text.count("\n", 0, header.length)
    groups = list(split_groups(decoded.text[header.length :], first_line))
    problems += _check_groups(groups, name, limits)
    if any(problem.severity is not Severity.WARNING for problem in problems):
        return _refused(*problems)
    with using(lexicon):
        return _accepted(
            groups,
            header,
            decoded.text,
            name,
            is_file=is_file,
            today=today,
            problems=problems,
            taxonomy=Taxonomy.default() if taxonomy is None else taxonomy,
        )


def _accepted(
    groups: Sequence[Group],
    header: Header,
    text: str,
    name: str,
    *,
    is_file: bool,
    today: dt.date | None,
    problems: list[Diagnostic],
    taxonomy: Taxonomy,
) -> Reading:
    id_, serial = article_id(name)
    if serial is None and is_file:
        problems.append(_odd_name(name, id_))
    blocks = read_blocks(groups)
    if not any(block.kind is BlockKind.LEAD for block in blocks):
        return _refused(*problems, _no_text(name, blocks))
    language = "fr" if is_french(blocks) else "und"
    if language != "fr":
        problems.append(_not_french(name))
    people = read_people(blocks)
    event_date, is_pending = read_event_date(blocks, header.date, today)
    article = Article(
        id=id_,
        serial=serial,
        source=name,
        digest=hashlib.sha256(_normal(text).encode()).hexdigest(),
        date=header.date,
        event_date=event_date,
        language=language,
        title=make_title(blocks, people),
        blocks=blocks,
        dateline=read_dateline(blocks),
        credits=read_credits(blocks),
        people=people,
        places=read_places(blocks),
        topics=taxonomy.classify(blocks),
        diagnostics=in_order(problems),
    )
    return Reading(article, article.diagnostics, pending=is_pending)


def _refused(*diagnostics: Diagnostic) -> Reading:
    is_held = any(found.severity is Severity.HELD for found in diagnostics)
    return Reading(None, in_order(diagnostics), pending=is_held)


def _normal(text: str) -> str:
    """The text as far as it is published: line ends and outer white space do not count."""
    return "\n".join([line.strip() for line in text.split("\n")]).strip()


def _too_large(name: str, size: int, limit: int) -> Diagnostic:
    return Diagnostic(
        code="VN001",
        severity=Severity.ERROR,
        message=f"the file has {size} bytes or more, at most {limit} are read",
        hint="no dispatch is that long; raise limits.file_bytes if yours are",
        source=name,
    )


def _check_groups(groups: Sequence[Group], name: str, limits: Limits) -> list[Diagnostic]:
    if not groups:
        return [
            Diagnostic(
                code="VN105",
                severity=Severity.ERROR,
                message="no text after the header: nothing to publish",
                hint="deliver the article again, or delete the file",
                source=name,
            )
        ]
    for group in groups:
        size = sum([len(line.text) for line in group]) + len(group) - 1
        if size > limits.paragraph_chars:
            return [
                Diagnostic(
                    code="VN106",
                    severity=Severity.ERROR,
                    message=f"a paragraph of {size} characters, more than {limits.paragraph_chars}",
                    hint="a broken export; deliver it again, or raise limits.paragraph_chars",
                    source=name,
                    line=group[0].number,
                )
            ]
    return []


def _no_text(name: str, blocks: Sequence[Block]) -> Diagnostic:
    kinds = ", ".join(dict.fromkeys(block.kind.value for block in blocks))
    return Diagnostic(
        code="VN107",
        severity=Severity.ERROR,
        message=f"no running text: found only {kinds}",
        hint="deliver the article again, or delete the file",
        source=name,
    )


def _odd_name(name: str, id_: str) -> Diagnostic:
    return Diagnostic(
        code="VN201",
        severity=Severity.WARNING,
        message=f"the name is not NNN_<16 hex digits>.txt; the id is made from it ({id_})",
        hint="renaming the file later would give the article another address",
        source=name,
    )


def _not_french(name: str) -> Diagnostic:
    return Diagnostic(
        code="VN301",
        severity=Severity.WARNING,
        message="the text does not look like French; published with language 'und'",
        hint="topics and people are read by French rules and may be wrong",
        source=name,
    )
