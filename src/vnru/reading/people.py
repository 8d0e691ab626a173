"""Who is who: the people an article names, each once, with the role that stands next to the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from vnru.article import Block, BlockKind, Person
from vnru.folding import fold
from vnru.reading.names import LOWER, UPPER, Candidate, Form, candidates, lexicon
from vnru.reading.register import Register
from vnru.reading.roles import Before, Role, after, before
from vnru.reading.spelling import sound
from vnru.reading.vocabulary import vocabulary

_LINK = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:,\s*(?:et\s|ainsi que\s)?|;|et\s|ainsi que\s)\s*(?:(?:MM?\.|Mmes?|Mlles?)\s*)?"
)
_AGENCY = re.compile(rf"\s?/\s?[{UPPER}]")
_FOLLOWER = re.compile(rf"\s*(?:\([^()]{{0,40}}\)\s*)?(?:[nsly]['’]\s?)?([{LOWER}]++|,)")
_PERFECT = re.compile(r"\s(?:a|avait|s['’]est|s['’]était|est)\s(?:\w++\s)?(\w++)")
_WORD_BEFORE = re.compile(r"([\w-]++)\.?\s*\Z")
_DONE_BY = re.compile(r"([\w-]++)\s+par\s+\Z")
_COMPANY = frozenset({"mm", "mmes", "messieurs", "mesdames"})
_AT = re.compile(r"(?:\A|[,.;:])\s*[àÀA]\s\Z")
_QUOTED = {"«": "»", '"': '"', "“": "”"}


@attrs.frozen
class _Mention:
    """A name in a text, accepted as a person's."""

    name: Candidate
    before: Before = Before()
    after: Role | None = None
    company: bool = False  #: in an enumeration that « MM. » or « Mmes » opens

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that are this person's alone."""
        beside = (self.before.role, self.after)
        return tuple(role for role in beside if role is not None and not role.plural)


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
        if chain and not _LINK.fullmatch(block.text, chain[-1].name.end, mention.name.start):
            _settle(chain, register, headline=headline)
            chain = []
        chain.append(mention)
    _settle(chain, register, headline=headline)


def _settle(chain: Sequence[_Mention], register: Register, *, headline: bool) -> None:
    """Hand a chain of names to the register; a role in the plural is everybody's in it."""
    shared = _shared(chain)
    for mention, role in zip(chain, shared, strict=True):
        roles = mention.roles if role is None else (*mention.roles, role)
        register.add(mention.name.words, mention.name.vietnamese, roles, headline=headline)


def _shared(chain: Sequence[_Mention]) -> list[Role | None]:
    """The roles that each name in a chain has from a plural before the first or after the last."""
    shared: list[Role | None] = [None] * len(chain)
    plural, start = None, 0
    for i, mention in enumerate(chain):
        if mention.before.role is not None:
            plural, start = mention.before.role if mention.before.role.plural else None, i
        if plural is not None:
            shared[i] = plural.share(i - start)
    closing = chain[-1].after if chain else None
    if closing is not None and closing.plural:
        for i in range(len(chain) - 1, -1, -1):
            if chain[i].before.role is not None:
                break
            shared[i] = closing.share(0)
    return shared


def _mentions(text: str, register: Register) -> Iterator[_Mention]:
    """Yield the names of a text that are people's."""
    floor, dropped = 0, 0
    names = list(candidates(text))
    accepted: _Mention | None = None
    for i, name in enumerate(names):
        if _is_byline(text, name) or (dropped and _LINK.fullmatch(text, dropped, name.start)):
            dropped = name.end
            continue
        dropped = 0
        ceiling = next((n.start for n in names[i + 1 : i + 8] if n.form >= Form.LIKELY), len(text))
        mention = _weigh(text, name, (floor, ceiling), register, accepted)
        if mention is not None:
            accepted, floor = mention, name.end
            yield mention
        elif name.form is Form.WORD:
            register.glimpse(name.words[0])


def _is_byline(text: str, name: Candidate) -> bool:
    """Photographers and reporters: « Photo : Tri Dung/VNA », « Linh Thao/CVN »."""
    if _AGENCY.match(text, name.end) or text[name.start - 1 : name.start] == "/":
        return True
    near = text[max(0, name.start - 40) : name.start]
    return vocabulary().bylines.search(fold(near)) is not None


def _weigh(
    text: str, name: Candidate, room: tuple[int, int], register: Register, previous: _Mention | None
) -> _Mention | None:
    """Decide by what stands around it whether a candidate is a person.

    `room` is where the name before ends and the next begins.
    """
    linked = previous is not None and _LINK.fullmatch(text, previous.name.end, name.start) is not None
    company = linked and previous is not None and previous.company
    if name.form is Form.WORD and not company and not _may_be_surname(text, name, register):
        return None
    if register.is_settled(name.words) and not _LINK.match(text, name.end):
        return _Mention(name)
    follower = _FOLLOWER.match(text, name.end)
    around = before(text, name.start, room[0], fold(follower[1]) if follower else "")
    if _is_name_of_thing(text, name, around):
        return None
    role = after(text, name.end, room[1])
    company = company or around.honorific in _COMPANY
    if (
        name.form is Form.CERTAIN
        or register.knows(name.words)
        or around.honorific
        or company
        or (name.form is Form.LIKELY and (around.role or role or linked or _speaks(text, name, around)))
        or (name.form is Form.WORD and (around.title or _is_mononym(name)))
    ):
        return _Mention(name, around, role, company)
    return None


def _may_be_surname(text: str, name: Candidate, register: Register) -> bool:
    """A capitalised word alone: worth a closer look after « M. » or a title, or if well known."""
    if register.knows(name.words) or _is_mononym(name):
        return True
    match = _WORD_BEFORE.search(text, max(0, name.start - 24), name.start)
    if match is None:
        return False
    key = fold(match[1])
    words = vocabulary()
    return key in lexicon().honorifics or key in words.titles or key in words.modifiers


def _is_mononym(name: Candidate) -> bool:
    return len(name.words) == 1 and sound(name.words[0]) in lexicon().mononyms


def _is_name_of_thing(text: str, name: Candidate, around: Before) -> bool:
    """Institutions, streets, ships and works that carry a person's name."""
    key = tuple(fold(" ".join(name.words)).split())
    names = lexicon()
    if around.thing in vocabulary().works:
        return key in names.classics
    if around.thing:
        return True
    if around.beside and (name.form is Form.WORD or key in names.namesakes | names.classics):
        return True
    if name.vietnamese and len(key) == 2 and _AT.search(text, max(0, name.start - 6), name.start):
        return True  # « À Lê Thanh, »: a village
    opening = text[max(0, name.start - 2) : name.start].strip()
    closing = text[name.end : name.end + 2].strip()
    return closing != "" and _QUOTED.get(opening[-1:]) == closing[0]


def _speaks(text: str, name: Candidate, around: Before) -> bool:
    """« a déclaré X », « selon X », « dirigé par X », « X a souligné »."""
    if around.word in vocabulary().verbs or around.word == "selon":
        return True
    if around.word == "par":
        done = _DONE_BY.search(text, max(0, name.start - 24), name.start)
        return done is not None and fold(done[1]) in vocabulary().led
    match = _PERFECT.match(text, name.end)
    return match is not None and fold(match[1]) in vocabulary().speech
