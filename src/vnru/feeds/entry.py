"""What a feed says of an article, in no format yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import attrs
from markupsafe import Markup

from vnru.article import SUBJECT, Article, Listed
from vnru.config import Site
from vnru.display import NARROW, NBSP, body, date_element, day_text, other_versions
from vnru.feeds.addresses import MEDIA_TOPICS, article_tag, article_url, topic_scheme
from vnru.ledger import LedgerEntry
from vnru.summary import Summary
from vnru.topics import Concept, Taxonomy


class Category(NamedTuple):
    """A subject as feeds name it. RSS shows the label and calls the scheme "domain"."""

    term: str
    scheme: str
    label: str


class Version(NamedTuple):
    """Another version of an entry's dispatch, as the entry names it."""

    url: str  #: of its page
    title: str  #: plain text
    when: Markup  #: its date as a ``<time>``
    agencies: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Entry:
    """Everything that is written of an article in any format."""

    id: str  #: a tag URI, one in every feed
    url: str  #: of the article's page
    title: str  #: plain text
    summary: str  #: plain text: the lead
    content: str  #: HTML: the whole article, opened by its date, closed by its other versions
    published: dt.datetime | None  #: None for an undated article
    updated: dt.datetime
    date: str | None  #: what the header states, EDTF: "2024-03"
    event_date: str | None  #: day of the event, EDTF
    #: The header's date where `published` is its first instant, else None. Readers let a
    #: dcterms:issued win over the date of publication: both must be one instant.
    issued: str | None
    corrected: bool
    language: str  #: BCP 47
    rights: str
    authors: tuple[str, ...]  #: agencies
    categories: tuple[Category, ...]  #: ours, then IPTC's
    topics: Mapping[str, int]  #: slug to grade, mentions too
    versions: tuple[Version, ...]  #: the others of the same dispatch


Filing = Mapping[str, tuple[Category, ...]]  #: what each topic's slug is called in feeds


def filing(taxonomy: Taxonomy, site: Site) -> Filing:
    """Return the categories of each topic: our own, and the nearest of IPTC's Media Topics.

    Its other concepts would say too much: an article about defence need not be about the police.
    """
    scheme = topic_scheme(site)
    return {
        topic.slug: (
            Category(topic.slug, scheme, topic.label),
            *map(_concept, topic.iptc[:1]),
        )
        for topic in taxonomy
    }


def _concept(concept: Concept) -> Category:
    label = concept.label_fr or concept.label_en or concept.code
    return Category(concept.code, MEDIA_TOPICS, label)


def compose(
    article: Article,
    known: LedgerEntry,
    filed: Filing,
    site: Site,
    others: Iterable[Summary] = (),
) -> Entry:
    """Return what feeds say of an article.

    Args:
        article: The article.
        known: What the ledger says of it: when it was published, and corrected since.
        filed: The categories of each topic.
        site: Whose feeds they are.
        others: The other versions of the article.
    """
    versions = tuple(_version(other, site) for other in others)
    date, event = article.date, article.event_date
    from_header = date is not None and event is None and known.published == date.instant
    return Entry(
        id=article_tag(site, article.id),
        url=article_url(site, article.id),
        title=article.title,
        summary=article.lead,
        content=_content(article, known, versions),
        published=known.published,
        updated=known.updated,
        date=str(date) if date else None,
        event_date=str(event) if event else None,
        issued=str(date) if from_header else None,
        corrected=known.corrected,
        language=article.language,
        rights=site.rights,
        authors=article.credits,
        categories=tuple(categories(article, filed)),
        topics={match.slug: match.grade for match in article.topics},
        versions=versions,
    )


def _version(other: Summary, site: Site) -> Version:
    return Version(
        article_url(site, other.id),
        other.title,
        date_element(other.best_date),
        agencies=other.credits,
    )


def categories(article: Listed, filed: Filing) -> Iterator[Category]:
    """Yield the categories of an article's subjects, ours before all others, each once."""
    subjects = [filed[m.slug] for m in article.topics if m.grade >= SUBJECT and m.slug in filed]
    yield from (ours for ours, *_ in subjects)
    yield from dict.fromkeys(concept for _, *concepts in subjects for concept in concepts)


_VERSIONS: Final = Markup("<p>{}{}: {}</p>\n")
_VERSION: Final = Markup('<a href="{}">{}</a> ({})')
_AND: Final = Markup("{}; ").format(NARROW)
_CORRECTED: Final = Markup("<p><em>Mis à jour le {}.</em></p>\n")


def _content(article: Article, known: LedgerEntry, versions: Sequence[Version]) -> str:
    """Return the text as HTML. Readers show a date as a day, so the first line says what is known.

    Most readers show nothing else of a correction than what stands in the text.
    """
    corrected = _CORRECTED.format(day_text(known.updated)) if known.corrected else ""
    told = _told(versions) if versions else ""
    return "".join(
        ("<p>", date_element(article.best_date), "</p>\n", corrected, body(article), told)
    )


def _told(versions: Sequence[Version]) -> Markup:
    """Name the other versions, for most readers show no links of an entry but one."""
    links = (
        _VERSION.format(v.url, v.title, Markup(", ").join([*v.agencies, v.when])) for v in versions
    )
    return _VERSIONS.format(other_versions(len(versions)), NBSP, _AND.join(links))
