"""The page that stands where an article stood: an address, once published, never leads nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import htpy as h

from vnru.display import day_text
from vnru.feeds.addresses import article_path
from vnru.ledger import format_instant
from vnru.output import Draft, OutputFile
from vnru.pages.desk import Desk
from vnru.pages.layout import HOME, Page, root_of
from vnru.summary import digest_of


def notices(desk: Desk) -> Iterator[Draft]:
    """Yield a notice for each withdrawn article.

    An article whose file cannot be read for the moment was not withdrawn: its page stays as it is
    (`Publisher.publish`, `keep`).
    """
    for id_, entry in desk.ledger.articles.items():
        if entry.withdrawn is not None:
            make = partial(_notice, desk, id_, entry.withdrawn)
            yield Draft(article_path(id_), digest_of(format_instant(entry.withdrawn)), make)


def _notice(desk: Desk, id_: str, withdrawn: dt.datetime) -> OutputFile:
    path = article_path(id_)
    sentence = f"Cet article a été retiré le {day_text(withdrawn)}."
    return desk.layout.lay_out(
        Page(
            path=path,
            headline="Article retiré",
            description=sentence,
            indexed=False,
            main=h.header(".opening")[
                h.h1["Article retiré"],
                h.p(".standfirst")[sentence],
                h.p[h.a(href=root_of(path) + HOME)["Voir les autres articles"]],
            ],
        )
    )
