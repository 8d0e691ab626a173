"""Press articles in French about Vietnam–Russia relations: a typed corpus, and feeds by topic.

From a folder of article files to an answer:

    >>> import vnru
    >>> corpus = vnru.Corpus.load("seeds")
    >>> for article in corpus.about("visites-officielles", grade=2).between("2025"):
    ...     print(article.best_date, article.title)
    2025-04 Le chef du Parti, Tô Lâm, reçoit l'ambassadeur de Russie au Vietnam

From bytes to a record, or to the reasons why there is none:

    >>> reading = vnru.read(b"", "001_0123456789abcdef.txt")
    >>> reading.article, [diagnostic.message for diagnostic in reading.diagnostics]
    (None, ['the file is empty'])

From a folder to published feeds and pages, as the command `vnru regenerate` does it:

    >>> import datetime as dt
    >>> outcome = vnru.regenerate(vnru.Config(), now=dt.datetime.now(dt.UTC))
    >>> outcome.articles
    2

The names in `__all__` are the public API. Each is imported when it is first used, so that
`import vnru` costs next to nothing.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # type checkers know better; `typing` is as heavy as all of Python before it
if TYPE_CHECKING:
    from vnru.article import (
        Article,
        Block,
        BlockKind,
        Dateline,
        Evidence,
        Person,
        TopicMatch,
    )
    from vnru.config import Config, Limits
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
    from vnru.edition import plan
    from vnru.ledger import Ledger
    from vnru.lexicon import Lexicon
    from vnru.output import OutputFile
    from vnru.publish import Publisher
    from vnru.reading import Reading, read
    from vnru.regeneration import Outcome, regenerate
    from vnru.stories import Story
    from vnru.topics import Taxonomy, Topic

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "Config",
    "ConfigError",
    "Corpus",
    "Dateline",
    "Diagnostic",
    "Evidence",
    "FeedError",
    "Ledger",
    "Lexicon",
    "Limits",
    "LockedError",
    "Outcome",
    "OutputFile",
    "ParseError",
    "PartialDate",
    "Person",
    "PublishError",
    "Publisher",
    "Reading",
    "Severity",
    "Story",
    "Taxonomy",
    "Topic",
    "TopicMatch",
    "VnruError",
    "plan",
    "read",
    "regenerate",
]

_HOMES = {
    "article": ("Article", "Block", "BlockKind", "Dateline", "Evidence", "Person", "TopicMatch"),
    "config": ("Config", "Limits"),
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
    "edition": ("plan",),
    "ledger": ("Ledger",),
    "lexicon": ("Lexicon",),
    "output": ("OutputFile",),
    "publish": ("Publisher",),
    "reading": ("Reading", "read"),
    "regeneration": ("Outcome", "regenerate"),
    "stories": ("Story",),
    "topics": ("Taxonomy", "Topic"),
}
_HOME_OF = {name: f"{__name__}.{home}" for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import version

        return version(__name__)
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
