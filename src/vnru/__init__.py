"""Press articles in French about Vietnam–Russia relations: a typed corpus, and feeds by topic.

From a folder of article files to an answer:

    >>> import vnru
    >>> corpus = vnru.Corpus.load("seeds")
    >>> for article in corpus.about("visites-officielles", grade=2).between("2025"):
    ...     print(article.best_date, article.title)
    2025-04 Le chef du Parti, Tô Lâm, reçoit l'ambassadeur de Russie au Vietnam

From a text or a file to a record, or to the reasons why there is none:

    >>> vnru.read("Hanoï (VNA) – Une délégation russe est arrivée lundi.").unwrap().places
    ('Hanoi',)
    >>> vnru.read_file("seeds/003_9cfc9d1ae11acf60.txt").unwrap().date
    PartialDate(2024, 3)
    >>> vnru.read(b"").diagnostics[0].message
    'the file is empty'

From a folder to published feeds and pages, as the command `vnru regenerate` does it:

    >>> import datetime as dt
    >>> outcome = vnru.regenerate(vnru.Config(), now=dt.datetime.now(dt.UTC))
    >>> outcome.articles
    2

The names in `__all__` are the public API, and with them the modules

    vnru.export     records as dicts, JSON Lines, CSV, SQLite, TEI, Arrow
    vnru.plot       pictures (extra `plot`)
    vnru.edition    what a run would publish, without publishing it
    vnru.feeds      for packages that bring a feed format

Each is imported when it is first used, so that `import vnru` costs next to nothing.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # type checkers know better; `typing` is as heavy as all of Python before it
if TYPE_CHECKING:
    from vnru import edition as edition
    from vnru import export as export
    from vnru import feeds as feeds
    from vnru import plot as plot
    from vnru.adding import DuplicateError
    from vnru.article import Article, Block, BlockKind, Dateline, Evidence, Person, TopicMatch
    from vnru.concordance import KwicLine
    from vnru.config import Config, Limits, Query
    from vnru.corpus import Corpus
    from vnru.dates import PartialDate
    from vnru.diagnostics import (
        ConfigError,
        Diagnostic,
        FeedError,
        LockedError,
        ParseError,
        PublishError,
        Severity,
        VnruError,
    )
    from vnru.extras import MissingExtraError
    from vnru.lexicon import Lexicon
    from vnru.loading import read_file
    from vnru.publish import Changes
    from vnru.reading import Reading, read
    from vnru.regeneration import EmptySourceError, Outcome, regenerate
    from vnru.stories import Story
    from vnru.topics import Taxonomy, Topic
    from vnru.workers import WorkerError

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "Changes",
    "Config",
    "ConfigError",
    "Corpus",
    "Dateline",
    "Diagnostic",
    "DuplicateError",
    "EmptySourceError",
    "Evidence",
    "FeedError",
    "KwicLine",
    "Lexicon",
    "Limits",
    "LockedError",
    "MissingExtraError",
    "Outcome",
    "ParseError",
    "PartialDate",
    "Person",
    "PublishError",
    "Query",
    "Reading",
    "Severity",
    "Story",
    "Taxonomy",
    "Topic",
    "TopicMatch",
    "VnruError",
    "WorkerError",
    "read",
    "read_file",
    "regenerate",
]

_HOMES = {
    "adding": ("DuplicateError",),
    "article": ("Article", "Block", "BlockKind", "Dateline", "Evidence", "Person", "TopicMatch"),
    "concordance": ("KwicLine",),
    "config": ("Config", "Limits", "Query"),
    "corpus": ("Corpus",),
    "dates": ("PartialDate",),
    "diagnostics": (
        "ConfigError",
        "Diagnostic",
        "FeedError",
        "LockedError",
        "ParseError",
        "PublishError",
        "Severity",
        "VnruError",
    ),
    "extras": ("MissingExtraError",),
    "lexicon": ("Lexicon",),
    "loading": ("read_file",),
    "publish": ("Changes",),
    "reading": ("Reading", "read"),
    "regeneration": ("EmptySourceError", "Outcome", "regenerate"),
    "stories": ("Story",),
    "topics": ("Taxonomy", "Topic"),
    "workers": ("WorkerError",),
}
_HOME_OF = {name: f"{__name__}.{home}" for home, names in _HOMES.items() for name in names}
_MODULES = frozenset({"edition", "export", "feeds", "plot"})


def __getattr__(name: str) -> object:
    """Import a public name when it is first used (PEP 562)."""
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name == "__version__":
        from importlib.metadata import version

        return version(__name__)
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_MODULES})
