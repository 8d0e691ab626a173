"""The page of people: whom the articles name, and who is named with whom."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import htpy as h

from vnru.article import Listed
from vnru.company import DRAWN, Company, Personality
from vnru.display import date_element, typeset
from vnru.feeds.addresses import article_path
from vnru.output import Draft, OutputFile
from vnru.pages.desk import Desk
from vnru.pages.figures import circle
from vnru.pages.layout import PEOPLE, Page
from vnru.pages.words import joined, number

COMPANIONS_SHOWN: Final = 4  #: for each person, those named with them most

_TITLE: Final = "Qui est nommé avec qui"
_DESCRIPTION: Final = (
    "Les personnes que les articles nomment le plus, et celles qu’ils nomment ensemble."
)


def people_draft(desk: Desk) -> Draft:
    """Return the page of people."""
    return Draft(PEOPLE, desk.company_basis, partial(_people_page, desk))


def _people_page(desk: Desk) -> OutputFile:
    company = desk.company
    return desk.layout.lay_out(
        Page(
            path=PEOPLE,
            headline=_TITLE,
            description=_DESCRIPTION,
            main=[
                h.header(".opening")[h.h1[_TITLE], h.p(".standfirst")[_DESCRIPTION]],
                _meetings(company) if company.pairs else None,
                _persons(company) if company.people else h.p["Aucune personne pour l’instant."],
            ],
        )
    )


def _meetings(company: Company) -> h.Element:
    return h.section(".meetings", aria_labelledby="ensemble")[
        h.h2("#ensemble")["Nommés ensemble"],
        h.figure(".chart")[
            circle(company, limit=DRAWN, id_="cercle"),
            h.figcaption[
                "Deux noms sont reliés quand un même article les donne. "
                "Plus le trait est épais, plus ces articles sont nombreux."
            ],
        ],
        h.table[
            h.caption["Les mêmes chiffres, et l’article le plus récent"],
            _columns("Personnes", "Articles communs"),
            h.tbody[
                (
                    h.tr[
                        h.th(scope="row")[
                            joined((_linked(company.people[key]) for key in pair.people), " et ")
                        ],
                        h.td[number(pair.articles), " ", _latest(pair.latest)],
                    ]
                    for pair in company.pairs
                )
            ],
        ],
    ]


def _columns(*names: str) -> h.Element:
    return h.thead[h.tr[(h.th(scope="col")[name] for name in names)]]


def _latest(article: Listed) -> h.Element:
    return h.small[
        h.a(href=article_path(article.id))[typeset(article.title)],
        ", ",
        date_element(article.best_date),
    ]


def _persons(company: Company) -> h.Element:
    companions = _companions(company)
    return h.section(aria_labelledby="liste")[
        h.h2("#liste")["Les plus citées"],
        h.table[
            h.caption["Personnes, du plus grand au plus petit nombre d’articles"],
            _columns("Personne", "Articles", "Nommée avec"),
            h.tbody[
                (
                    h.tr(id=person.anchor)[
                        h.th(scope="row")[
                            person.name, [" ", h.small[person.role]] if person.role else None
                        ],
                        h.td[number(person.articles)],
                        h.td[
                            joined(_linked(company.people[key]) for key in companions[person.key])
                        ],
                    ]
                    for person in company.people.values()
                )
            ],
        ],
    ]


def _linked(person: Personality) -> h.Element:
    return h.a(href=f"#{person.anchor}")[person.name]


def _companions(company: Company) -> Mapping[str, list[str]]:
    """Return for each person those who are named with them most."""
    found: dict[str, list[str]] = {key: [] for key in company.people}
    for pair in company.pairs:  # most articles first
        one, other = pair.people
        found[one].append(other)
        found[other].append(one)
    return {key: others[:COMPANIONS_SHOWN] for key, others in found.items()}
