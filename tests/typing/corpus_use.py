"""What type checkers make of the library: `mypy --strict tests/typing` and `pyright tests/typing`.

Nothing here is run.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import pyarrow as pa

import vnru
from vnru import export, plot, stories

corpus = vnru.Corpus.load("seeds")
assert_type(corpus, vnru.Corpus)
assert_type(corpus[0], vnru.Article)
assert_type(corpus["9cfc9d1ae11acf60"], vnru.Article)
assert_type(corpus[:10], vnru.Corpus)
assert_type(corpus.get("9cfc9d1ae11acf60"), vnru.Article | None)
assert_type(corpus.refused, tuple[vnru.Diagnostic, ...])
assert_type(vnru.Corpus.readings(Path("seeds")), Iterator[vnru.Reading])
assert_type(vnru.Corpus.from_jsonl(["{}", b"{}"]), vnru.Corpus)

found = corpus.about("energie", grade=2).between("2024", vnru.PartialDate(2025, 4), surely=True)
assert_type(found.between(2024, dt.date(2025, 4, 1)), vnru.Corpus)
assert_type(vnru.Corpus.configured(vnru.Config.load("vnru.toml")), vnru.Corpus)
assert_type(vnru.PartialDate.of("2024-03").contains(dt.date(2024, 3, 9)), bool)
assert_type(found.naming("Tô Lâm").at("Hanoi").signed("VNA").search("gaz"), vnru.Corpus)
assert_type(found.where(lambda article: article.headline), vnru.Corpus)
assert_type(found | corpus, vnru.Corpus)
assert_type((corpus & found) - (corpus ^ found), vnru.Corpus)

assert_type(corpus.topics, Counter[str])
assert_type(corpus.together(), Counter[tuple[str, str]])
assert_type(corpus.timeline(by="year"), dict[str, int])
assert_type(corpus.stories(), tuple[stories.Story, ...])
assert_type(corpus.naming(role="ambassadeur"), vnru.Corpus)
assert_type(corpus.kwic("gaz", width=20), tuple[vnru.KwicLine, ...])
assert_type(vnru.read("Hanoï (VNA) – …").article, vnru.Article | None)
assert_type(vnru.read_file("seeds/003_9cfc9d1ae11acf60.txt"), vnru.Reading)
assert_type([version for story in corpus.stories() for version in story], list[vnru.Article])
assert_type(vnru.export.to_dict(corpus[0]), dict[str, Any])
lexicon = vnru.Lexicon.load("gazette.toml", Path("maison.toml"))
assert_type(vnru.Corpus.load("seeds", lexicon=lexicon), vnru.Corpus)
assert_type([article.best_date for article in corpus], list[vnru.PartialDate | None])

corpus.export("corpus.db")
corpus.export(Path("corpus.txt"), format="csv")
table: pa.Table = corpus.to_arrow()
assert_type(plot.timeline(corpus).render("svg"), bytes)

GEMTEXT = vnru.feeds.Format(
    vnru.feeds.Kind("Gemtext", "gmi", "text/gemini"),
    lambda entries: [entry.title.encode() for entry in entries],
    lambda head: (head.title.encode(), b""),
)
TITLES = export.Format(
    name="titles",
    suffix=".titles",
    media_type="text/plain",
    encode=lambda articles: (article.title.encode() for article in articles),
)

corpus.about(2024)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
is_later = vnru.PartialDate(2024) < vnru.PartialDate(2025)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
corpus.timeline("week")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
corpus | [corpus[0]]  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
