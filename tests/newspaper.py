"""Whole sites made of records, and what can be read off their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import attrs
import lxml.html

from factories import NOW, first_edition, make_article, make_config
from vnru import feeds
from vnru.article import Article, Evidence, Person, TopicMatch
from vnru.catalogue import Catalogue
from vnru.config import Config, Query, QueryFeed
from vnru.edition import assembled
from vnru.ledger import Ledger
from vnru.output import OutputFile
from vnru.pages import Site
from vnru.topics import Taxonomy

LATER = NOW + dt.timedelta(days=1)
Element = lxml.html.HtmlElement

#: Shows every part of every page: crosshead, caption, list, roles, evidence, places, no headline.
STORY = attrs.evolve(
    make_article(
        3,
        title="Le ministre reçoit l'ambassadeur : un entretien",
        date="2024-03",
        event_date="2024-03-03",
        blocks=(
            ("headline", "Le ministre reçoit l'ambassadeur : un entretien"),
            ("lead", "Le ministre a reçu le 3 mars, à Hanoï, l'ambassadeur de Russie."),
            ("caption", "Le ministre (droite). Photo : VNA"),
            ("crosshead", "Renforcer le partenariat"),
            ("paragraph", "- Le pétrole"),
            ("paragraph", "- Le gaz"),
            ("credit", "VNA/CVN"),
            ("related", ">> Un autre article"),
        ),
        places=("Hanoï", "Moscou"),
    ),
    people=(
        Person("Tô Lâm", "secrétaire général"),
        Person("Gennady Bezdetko", "ambassadeur de Russie"),
        Person("V. Titov"),
    ),
    topics=(
        TopicMatch("energie", 2, [Evidence(4, 5, 12, "pétrole"), Evidence(4, 5, 12, "Pétrole")]),
        TopicMatch("visites-officielles", 2, [Evidence(1, 12, 18, "a reçu")]),
        TopicMatch("nucleaire-civil", 1, []),
    ),
)
OTHERS = (
    make_article(
        4,
        title="Une réponse",
        date="2025-04",
        topics={"energie": 2, "sante": 1},
        people=("To Lam", "V. Titov"),
    ),
    make_article(5, title="Sans date", date=None, topics={"energie": 2}, agencies=()),
)

OWN_FEED = QueryFeed(
    slug="hydrocarbures", title="Hydrocarbures", query=Query(any=("energie", "nucleaire-civil"))
)


def own_config() -> Config:
    """Return a configuration with a feed of the operator's own."""
    return attrs.evolve(make_config(), feeds=(OWN_FEED,))


def site_files(
    articles: Sequence[Article],
    config: Config | None = None,
    ledger: Ledger | None = None,
    *,
    with_feeds: bool = False,
) -> dict[str, OutputFile]:
    """Return the pages of an edition by path, and with them its feeds where they matter."""
    config = config or own_config()
    ledger = ledger or first_edition(articles, config=config)
    taxonomy = Taxonomy.default()
    catalogue = assembled(Catalogue.of(articles), config)
    specs = feeds.specs(catalogue, taxonomy, config, ledger)
    site = Site(catalogue, specs, taxonomy, config, ledger)
    drafts = [*site.articles(), *site.listings()]
    if with_feeds:
        drafts += feeds.documents(specs, catalogue, taxonomy, config, ledger)
    files = [draft.make() for draft in drafts]
    assert len(files) == len({file.path for file in files}), "a path was made twice"
    return {file.path: file for file in files}


def pages(files: Mapping[str, OutputFile]) -> dict[str, Element]:
    """Return the parsed pages by path."""
    return {
        path: lxml.html.document_fromstring(file.content.decode())
        for path, file in files.items()
        if path.endswith(".html")
    }


def make_pages(*args: object, **options: object) -> dict[str, Element]:
    """Return the parsed pages of an edition (see `site_files`)."""
    return pages(site_files(*args, **options))


def text(element: Element, xpath: str = ".") -> str:
    """Return the text of the only element that `xpath` finds, with single spaces."""
    (found,) = element.xpath(xpath)
    return " ".join(found.text_content().split())


def texts(element: Element, xpath: str) -> list[str]:
    """Return the text of every element that `xpath` finds, with single spaces."""
    return [" ".join(found.text_content().split()) for found in element.xpath(xpath)]


def properties(item: Element) -> Iterator[tuple[str, str | Element]]:
    """Yield the microdata of an item, nested items as elements (HTML, 5.2.4)."""
    for child in item:
        name = child.get("itemprop")
        if name is None:
            if child.get("itemscope") is None:
                yield from properties(child)
        elif child.get("itemscope") is not None:
            yield name, child
        else:
            yield name, _value(child)
            yield from properties(child)


def _value(element: Element) -> str:
    for attribute in ("content", "href", "datetime"):
        if element.get(attribute) is not None:
            return element.get(attribute)
    return " ".join(element.text_content().split())
