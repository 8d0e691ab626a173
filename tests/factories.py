"""Records and article files made by hand, for tests of what is done with them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from vnru import feeds
from vnru.article import Article, Block, BlockKind, Person, TopicMatch
from vnru.catalogue import Catalogue
from vnru.config import Config, Limits, Site
from vnru.dates import PartialDate
from vnru.edition import assembled
from vnru.ledger import Ledger
from vnru.output import OutputFile
from vnru.topics import Concept, Taxonomy, Topic

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)

LEAD = "Le ministre Bui Thanh Son a reçu l'ambassadeur de Russie, lundi à Hanoï."


#: Four topics: two share their nearest concept of IPTC's.
TAXONOMY = Taxonomy(
    topics=[
        Topic(
            slug="visites-officielles",
            label="Visites officielles",
            description="Visites et audiences.",
            iptc=[Concept(code="20000639", match="broad", label_fr="Diplomatie")],
        ),
        Topic(
            slug="energie",
            label="Énergie",
            description="Pétrole, gaz, électricité.",
            iptc=[
                Concept(code="20000256", match="close", label_fr="Energie et ressources"),
                Concept(code="20001243", match="narrow", label_en="oil and gas industry"),
            ],
        ),
        Topic(
            slug="nucleaire-civil",
            label="Nucléaire civil",
            broader="energie",
            iptc=[
                Concept(code="20000256", match="broad", label_fr="Energie et ressources"),
                Concept(code="20000265", label_fr="Energie nucléaire"),
            ],
        ),
        Topic(
            slug="sante",
            label="Santé",
            description="Santé, vaccins.",
            iptc=[Concept(code="07000000", match="exact", label_en="health")],
        ),
    ]
)


def make_article(
    serial: int = 1,
    *,
    title: str = "Le ministre reçoit l'ambassadeur",
    date: str | None = "2024-03",
    event_date: str | None = None,
    blocks: Sequence[tuple[str, str]] = (("lead", LEAD), ("paragraph", "Ils se sont parlé.")),
    topics: Mapping[str, int] | None = None,
    agencies: Sequence[str] = ("VNA", "CVN"),
    people: Sequence[str] = (),
    places: Sequence[str] = (),
    language: str = "fr",
) -> Article:
    """Return an article whose id follows from its serial number, and its digest from its text."""
    text = repr((title, date, event_date, blocks))
    return Article(
        id=f"{serial:016x}",
        serial=serial,
        source=file_name(serial),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        date=PartialDate.from_iso(date) if date else None,
        event_date=PartialDate.from_iso(event_date) if event_date else None,
        language=language,
        title=title,
        blocks=[Block(BlockKind(kind), words) for kind, words in blocks],
        credits=agencies,
        people=[Person(name) for name in people],
        places=places,
        topics=sorted(
            (TopicMatch(slug, grade, ()) for slug, grade in (topics or {}).items()),
            key=lambda match: (-match.grade, match.slug),
        ),
    )


def make_articles(count: int, *, topic: str = "energie") -> list[Article]:
    """Return articles numbered from 1, a month apart from January 1995 on, all about one topic."""
    return [
        make_article(
            serial,
            title=f"Article {serial}",
            date=f"{1995 + (serial - 1) // 12 % 31}-{(serial - 1) % 12 + 1:02}",
            topics={topic: 2},
        )
        for serial in range(1, count + 1)
    ]


#: The text of an article file, but for the minister's name.
TEXT = (
    " date 2024-03 Le ministre {} reçoit l'ambassadeur de Russie\n\n"
    "Le ministre a reçu mardi à Hanoï l'ambassadeur de Russie. Ils ont parlé du pétrole.\n\nVNA\n"
)


def file_name(serial: int) -> str:
    """Return the name of an article file."""
    return f"{serial:03}_{serial:016x}.txt"


def deliver(folder: Path, *serials: int, text: str = TEXT.format("Son")) -> None:
    """Write article files with this text."""
    for serial in serials:
        (folder / file_name(serial)).write_text(text, encoding="utf-8")


#: Enough for a dispatch to be recognised by.
DISPATCH = (
    "Le ministre Bui Thanh Son a reçu l'ambassadeur de Russie, lundi à Hanoï, et l'a remercié.",
    "Les deux hommes ont parlé de bourses d'études, de vols directs et de visas de travail.",
    "Une fabrique de vaccins bon marché doit ouvrir avant l'été dans la banlieue de Kazan.",
)


def make_version(
    serial: int,
    *,
    title: str = "Bourses et vaccins",
    words: Sequence[str] = DISPATCH,
    date: str | None = "2024-03",
    topics: Mapping[str, int] | None = None,
    agencies: Sequence[str] = ("VNA",),
) -> Article:
    """Return a version of one dispatch, with a headline; fewer `words` make a lesser one."""
    lead, *rest = words
    paragraphs = [("paragraph", text) for text in rest]
    blocks = [("headline", title), ("lead", lead), *paragraphs]
    return make_article(
        serial, title=title, date=date, blocks=blocks, topics=topics, agencies=agencies
    )


#: Two versions of it: the first is the better one.
VERSIONS = (
    make_version(2_001, topics={"energie": 2}, agencies=("VNA", "CVN")),
    make_version(2_002, title="<b>Bourses</b> & « visas » ]]>", words=DISPATCH[:2]),
)


def make_config(**limits: int) -> Config:
    """Return a configuration of a site with an address of its own."""
    site = Site(
        title="Vietnam – Russie",
        base_url="https://feeds.example.net/vnru/",
        tag_authority="example.net",
        tag_year=2026,
    )
    return Config(site=site, limits=Limits(**limits))


def first_edition(
    articles: Sequence[Article], now: dt.datetime = NOW, *, config: Config | None = None
) -> Ledger:
    """Return the ledger of the first edition that holds these articles."""
    return next_edition(Ledger(), articles, now, config=config)


def next_edition(
    ledger: Ledger,
    articles: Sequence[Article],
    now: dt.datetime = NOW,
    *,
    config: Config | None = None,
    refused: Collection[str] = (),
) -> Ledger:
    """Return the ledger of another edition, which holds these articles."""
    catalogue = assembled(Catalogue.of(articles), config or make_config())
    return ledger.advance(articles, now, refused=refused, stories=catalogue.stories)


def print_edition(
    articles: Sequence[Article],
    *,
    config: Config | None = None,
    ledger: Ledger | None = None,
) -> dict[str, OutputFile]:
    """Return every file that feeds make of these articles, by path, in order of printing."""
    config = config or make_config()
    ledger = ledger or first_edition(articles, config=config)
    catalogue = assembled(Catalogue.of(articles), config)
    specs = feeds.specs(catalogue, TAXONOMY, config, ledger)
    drafts = feeds.documents(specs, catalogue, TAXONOMY, config, ledger)
    return {draft.path: draft.make() for draft in drafts}
