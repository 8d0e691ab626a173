"""SQLite: one file with typed tables and a full-text index, ready for datasette.

The same articles give the same bytes with the same version of SQLite.
Needs SQLite 3.37 (2021) to write and to read: the tables are STRICT.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from vnru.article import Article
from vnru.diagnostics import printable
from vnru.folding import name_key

if TYPE_CHECKING:
    import sqlite3

#: `earliest` and `latest` are the first and the last day that the best date can mean.
#: `position` counts from 0 in printed order. `people.key` is one for all spellings of a name.
_TABLES: Final = """
CREATE TABLE articles (
  id TEXT PRIMARY KEY NOT NULL,
  serial INTEGER,
  source TEXT NOT NULL,
  digest TEXT NOT NULL,
  date TEXT,
  event_date TEXT,
  earliest TEXT,
  latest TEXT,
  language TEXT NOT NULL,
  headline TEXT,
  title TEXT NOT NULL,
  lead TEXT NOT NULL,
  text TEXT NOT NULL,
  dateline_place TEXT
) STRICT;
CREATE TABLE blocks (
  article TEXT NOT NULL REFERENCES articles (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT;
CREATE TABLE credits (
  article TEXT NOT NULL REFERENCES articles (id),
  position INTEGER NOT NULL,
  agency TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT;
CREATE TABLE people (
  article TEXT NOT NULL REFERENCES articles (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  role TEXT,
  key TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT;
CREATE TABLE places (
  article TEXT NOT NULL REFERENCES articles (id),
  position INTEGER NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT;
CREATE TABLE topics (
  article TEXT NOT NULL REFERENCES articles (id),
  slug TEXT NOT NULL,
  grade INTEGER NOT NULL CHECK (grade IN (1, 2)),
  PRIMARY KEY (article, slug)
) STRICT;
CREATE TABLE evidence (
  article TEXT NOT NULL,
  slug TEXT NOT NULL,
  position INTEGER NOT NULL,
  block INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (article, slug, position),
  FOREIGN KEY (article, slug) REFERENCES topics (article, slug),
  FOREIGN KEY (article, block) REFERENCES blocks (article, position)
) STRICT;
"""

#: Made when the tables are full, which is faster. The text is not kept twice: the index refers to
#: rows, which stand in corpus order without gaps, so that not even VACUUM moves them.
_INDEXES: Final = """
CREATE INDEX articles_by_day ON articles (earliest);
CREATE INDEX credits_by_agency ON credits (agency);
CREATE INDEX people_by_key ON people (key);
CREATE INDEX places_by_name ON places (place);
CREATE INDEX topics_by_slug ON topics (slug, grade);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, text, content="articles", tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');
"""

_Row = tuple[str | int | None, ...]


def encode(articles: Iterable[Article]) -> Iterator[bytes]:
    """Yield the database file, in one piece."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_TABLES)
        for article in articles:
            _insert(connection, article)
        connection.executescript(_INDEXES)
        connection.commit()
        yield connection.serialize()
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, article: Article) -> None:
    for table, rows in itertools.groupby(_rows(article), key=lambda row: row[0]):
        values = [row for _, row in rows]
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - ours


def _rows(article: Article) -> Iterator[tuple[str, _Row]]:
    """Yield the rows of an article, each with its table."""
    id_ = article.id
    yield "articles", _article(article)
    for position, block in enumerate(article.blocks):
        yield "blocks", (id_, position, block.kind.value, block.text)
    for position, agency in enumerate(article.credits):
        yield "credits", (id_, position, agency)
    for position, person in enumerate(article.people):
        yield "people", (id_, position, person.name, person.role, name_key(person.name))
    for position, place in enumerate(article.places):
        yield "places", (id_, position, place)
    for match in article.topics:
        yield "topics", (id_, match.slug, match.grade)
        for position, e in enumerate(match.evidence):
            yield "evidence", (id_, match.slug, position, e.block, e.start, e.end, e.text, e.rule)


def _article(article: Article) -> _Row:
    best = article.best_date
    return (
        article.id,
        article.serial,
        printable(article.source),
        article.digest,
        str(article.date) if article.date else None,
        str(article.event_date) if article.event_date else None,
        best.earliest.isoformat() if best else None,
        best.latest.isoformat() if best else None,
        article.language,
        article.headline,
        article.title,
        article.lead,
        article.text,
        article.dateline.place if article.dateline else None,
    )
