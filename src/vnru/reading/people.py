"""Who is who: the people an article names, each once, with the role printed next to the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vnru.article import Block, BlockKind, Person
from vnru.folding import fold
from vnru.reading.following import after
from vnru.reading.namebook import namebook
from vnru.reading.names import LOWER, UPPER, Form, Name, Spotted
from vnru.reading.preceding import NOTHING, Before, before
from vnru.reading.register import Register
from vnru.reading.roles import Role
from vnru.reading.runs import spot
from vnru.reading.spelling import sound
from vnru.reading.vocabulary import vocabulary

# Every unbounded repetition is possessive: nothing can be matched in two ways, so all is linear.
_LINK = re.compile(
    r"\s*+(?:\([^()]{0,40}\)\s*+)?(?:,\s*+(?:et\s|ainsi que\s)?|;|et\s|ainsi que\s)"
    r"\s*+(?:(?:MM?\.|Mmes?|Mlles?)\s*+)?"
)
_AGENCY = rf"\s?/\s?[{UPPER}]"  # compiled for the few texts that ask
_FOLLOWER = re.compile(rf"\s*+(?:\([^()]{{0,40}}\)\s*+)?(?:[nsly]['’]\s?)?([{LOWER}]++|,)")
_PERFECT = re.compile(r"\s(?:a|avait|s['’]est|s['’]était|est)\s(?:\w++\s)?(\w++)")
_DONE_BY = re.compile(r"([\w-]++)\s++par\s++\Z")
_AT = re.compile(r"(?:\A|[,.;:])\s*+[àÀA]\s\Z")
_BYLINE_HINTS = ("/", ":", ": ", ":\xa0", "hoto ", "hotos ", "par ", "de ")
_COMPANY = frozenset({"mm", "mmes", "messieurs", "mesdames"})
_QUOTED = {"«": "»", '"': '"', "“": "”"}


class _Mention(NamedTuple):
    """A name in a text, accepted as a person's."""

    start: int
    end: int
    name: Name
    before: Before = NOTHING
    after: Role | None = None
    linked: bool = False  #: to the name before it, by a comma or « et »
    company: bool = False  #: in an enumeration that « MM. » or « Mmes » opens


def read_people(blocks: Sequence[Block]) -> tuple[Person, ...]:
    """Return the people named in the editorial blocks, in order of first appearance.

    Each is there once, in the fullest form printed (among equals the first), with the role that
    stands next to the name where it first has one: an office before a rank, both before a relation
    such as « homologue », the body of the text before the headline.

    >>> from vnru.article import BlockKind
    >>> read_people([Block(BlockKind.LEAD, "Le président To Lam a reçu Sergueï Lavrov.")])
    (Person(name='To Lam', role='président'), Person(name='Sergueï Lavrov', role=None))
    """
    register = Register()
    for block in blocks:
        if block.kind.is_editorial:
            _read_block(block, register)
    return register.people()


def _read_block(block: Block, register: Register) -> None:
    headline = block.kind is BlockKind.HEADLINE
    chain: list[_Mention] = []  # names linked by commas and « et », the last of them current
    for mention in _mentions(block.text, register):
        if chain and not mention.linked:
            _settle(chain, register, headline=headline)
            chain = []
        chain.append(mention)
    if chain:
        _settle(chain, register, headline=headline)


def _settle(chain: Sequence[_Mention], register: Register, *, headline: bool) -> None:
    """Hand a chain of names to the register; a role in the plural is everybody's in it."""
    if any(role and role.plural for one in chain for role in (one.before.role, one.after)):
        shared = _shared(chain)
    else:
        shared = [None] * len(chain)
    for mention, role in zip(chain, shared, strict=True):
        own = (mention.before.role, mention.after, role)
        roles = [role for role in own if role is not None and not role.plural]
        register.add(mention.name, roles, headline=headline)


def _shared(chain: Sequence[_Mention]) -> list[Role | None]:
    """The role that each name in a chain has from a plural before the first or after the last."""
    shared: list[Role | None] = [None] * len(chain)
    plural, start = None, 0
    for i, mention in enumerate(chain):
        if mention.before.role is not None:
            plural, start = mention.before.role if mention.before.role.plural else None, i
        if plural is not None:
            shared[i] = plural.share(i - start)
    closing = chain[-1].after
    if closing is not None and closing.plural:
        for i in range(len(chain) - 1, -1, -1):
            if chain[i].before.role is not None:
                break
            shared[i] = closing.share(0)
    return shared


def _mentions(text: str, register: Register) -> Iterator[_Mention]:
    """Yield the names of a text that are people's."""
    spotted = list(spot(text))
    if not spotted:  # as in every other paragraph
        return
    ceilings = _ceilings(spotted, len(text))
    previous: _Mention | None = None
    dropped = 0  # where the name of a photographer ends, 0 for none
    for name, ceiling in zip(spotted, ceilings, strict=True):
        if _is_byline(text, name) or (dropped and _LINK.fullmatch(text, dropped, name.start)):
            dropped = name.end
            continue
        dropped = 0
        mention = _weigh(text, name, ceiling, register, previous)
        if mention is not None:
            previous = mention
            yield mention
        elif name.name.form is Form.WORD:
            register.glimpse(name.name)


def _ceilings(spotted: Sequence[Spotted], end: int) -> list[int]:
    """For each name, where the next begins that is more than a word."""
    ceilings = []
    for start, _, name in reversed(spotted):
        ceilings.append(end)
        end = start if name.form >= Form.LIKELY else end
    return ceilings[::-1]


def _is_byline(text: str, spotted: Spotted) -> bool:
    """Photographers and reporters: « Photo : Tri Dung/VNA », « Linh Thao/CVN »."""
    start, end, _ = spotted
    if "/" in text[end : end + 2] and re.match(_AGENCY, text[end : end + 4]):
        return True
    near = text[max(0, start - 40) : start]
    if not near.endswith(_BYLINE_HINTS):
        return False
    return near[-1] == "/" or vocabulary().bylines.search(fold(near)) is not None


def _weigh(
    text: str, spotted: Spotted, ceiling: int, register: Register, previous: _Mention | None
) -> _Mention | None:
    """Decide by what stands around a name whether it is a person's; `ceiling`: the next name."""
    start, end, name = spotted
    floor = previous.end if previous else 0
    linked = previous is not None and _LINK.fullmatch(text, floor, start) is not None
    company = linked and previous is not None and previous.company
    known = register.knows(name)
    if name.form is Form.WORD and not (known or company or _may_be_surname(text, start, name)):
        return None
    if register.is_settled(name) and not _LINK.match(text, end):
        return _Mention(start, end, name, linked=linked)
    follower = _FOLLOWER.match(text, end)
    around = before(text, start, floor, fold(follower[1]) if follower else "")
    if _is_name_of_thing(text, spotted, around):
        return None
    role = after(text, end, ceiling)
    company = company or around.honorific in _COMPANY
    if name.form is Form.CERTAIN or known or around.honorific or company:
        accepted = True
    elif name.form is Form.LIKELY:
        accepted = bool(around.role or role or linked) or _acts(text, start, end, around)
    else:
        accepted = around.title or _is_mononym(name)
    return _Mention(start, end, name, around, role, linked, company) if accepted else None


def _may_be_surname(text: str, start: int, name: Name) -> bool:
    """A capitalised word alone: worth a closer look after « M. » or a title, or if well known."""
    if _is_mononym(name):
        return True
    *_, word = text[max(0, start - 24) : start].split() or [""]
    key = fold(word.rstrip("."))
    words = vocabulary()
    return key in namebook().honorifics or key in words.titles or key in words.modifiers


def _is_mononym(name: Name) -> bool:
    return len(name.words) == 1 and sound(name.words[0]) in namebook().mononyms


def _is_name_of_thing(text: str, spotted: Spotted, around: Before) -> bool:
    """Institutions, streets, ships, works and villages that carry a person's name."""
    start, end, name = spotted
    book = namebook()
    if around.thing in vocabulary().works:
        return name.key in book.classics
    if around.thing:
        return True
    famous = name.key in book.namesakes or name.key in book.classics
    if around.beside and (name.form is not Form.CERTAIN or famous):
        return True
    short = name.vietnamese and len(name.words) == 2
    if short and _AT.search(text, max(0, start - 6), start):
        return True  # « À Lê Thanh, »
    opening, closing = text[max(0, start - 2) : start].strip(), text[end : end + 2].strip()
    return closing != "" and _QUOTED.get(opening[-1:]) == closing[0]


def _acts(text: str, start: int, end: int, around: Before) -> bool:
    """« a déclaré X », « selon X », « dirigé par X », « X a souligné »."""
    if around.word in vocabulary().verbs or around.word == "selon":
        return True
    if around.word == "par":
        done = _DONE_BY.search(text, max(0, start - 24), start)
        return done is not None and fold(done[1]) in vocabulary().led
    match = _PERFECT.match(text, end)
    return match is not None and fold(match[1]) in vocabulary().speech
