"""The page that stands where an article stood: an address, once published, never leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import htpy as h

from vnru.display import day_text
from vnru.ledger import LedgerEntry
from vnru.output import OutputFile
from vnru.pages.desk import Desk, path_of
from vnru.pages.layout import HOME, Page, root_of


def notices(desk: Desk) -> Iterator[OutputFile]:
    """Yield a notice for each article that the ledger knows and the corpus has not.

    A withdrawn article was taken away on purpose. Any other is one whose file cannot be read for
    the moment.
    """
    for id_, entry in desk.ledger.articles.items():
        if id_ not in desk.cards:
            yield _notice(desk, id_, entry)


def _notice(desk: Desk, id_: str, entry: LedgerEntry) -> OutputFile:
    path = path_of(id_)
    if entry.withdrawn:
        headline = "Article retiré"
        sentence = f"Cet article a été retiré le {day_text(entry.withdrawn)}."
    else:
        headline = "Article indisponible"
        sentence = "Cet article est momentanément indisponible."
    return desk.layout.lay_out(
        Page(
            path=path,
            headline=headline,
            description=sentence,
            indexed=False,
            main=h.header(".opening")[
                h.h1[headline],
                h.p(".standfirst")[sentence],
                h.p[h.a(href=root_of(path) + HOME)["Voir les autres articles"]],
            ],
        )
    )
