"""A corpus: articles in a total order, with what was refused beside them."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, overload

import attrs

from vnru import atomic, concordance, export, notebook, queries
from vnru.arguments import check_type
from vnru.article import Article
from vnru.company import Company
from vnru.concordance import KwicLine
from vnru.config import Config, Limits, Query
from vnru.dates import DateLike, Precision
from vnru.diagnostics import Diagnostic, in_order
from vnru.extras import needing
from vnru.lexicon import Lexicon, using
from vnru.loading import Progress, Reader, read_folder
from vnru.reading import Reading
from vnru.searching import TextIndex
from vnru.stories import Story, stories
from vnru.timeline import per_period
from vnru.topics import Taxonomy

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_SHOWN = 20  # articles that a notebook shows of a corpus


class _InOrder(tuple[Article, ...]):
    """Articles known to be in corpus order, each id once: a selection need not be sorted again."""

    __slots__ = ()


def _in_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    if isinstance(articles, _InOrder):
        return articles
    ordered = _InOrder(sorted(articles, key=lambda article: article.sort_key))
    if len({article.id for article in ordered}) < len(ordered):
        counts = Counter(article.id for article in ordered)
        raise ValueError(f"several articles have one id: {counts.most_common(1)[0][0]}")
    return ordered


@attrs.frozen(repr=False)
class Corpus(Sequence[Article]):
    """Articles, oldest first, each id once. Immutable and hashable. Undated ones come first.

    Whatever selects articles returns a corpus, in the same order, so that questions compose:

        corpus.about("energie", grade=2).between("2024", "2025-04").naming("Tô Lâm")

    Corpora combine as sets do, by the articles' ids: ``a | b``, ``a & b``, ``a - b``, ``a ^ b``;
    where both have an article, the left one's stands. Only what `load` returns has `refused`.

    Raises:
        ValueError: two articles have one id.
    """

    articles: tuple[Article, ...] = attrs.field(converter=_in_order)
    #: Why files were refused or held back, sorted by file; not compared when corpora are.
    refused: tuple[Diagnostic, ...] = attrs.field(
        default=(), converter=in_order, kw_only=True, eq=False
    )
    #: The topics that were looked for, by slug; None where nobody knows. Not compared either.
    slugs: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, eq=False)
    #: What was added to the words of the reader, which may know other names of a place.
    lexicon: Lexicon | None = attrs.field(default=None, kw_only=True, eq=False)

    @classmethod
    def load(
        cls,
        folder: str | Path,
        *,
        taxonomy: Taxonomy | None = None,
        lexicon: Lexicon | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        today: dt.date | None = None,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> Corpus:
        """Read every ``*.txt`` of a folder.

        Args:
            folder: where the article files lie; folders in it are not entered.
            taxonomy: the topics to look for; the built-in ones by default.
            lexicon: what is added to the words that the reader knows; nothing by default.
            limits: what is accepted.
            today: what is dated later is held back, as `vnru.read` tells; None accepts it.
            executor: reads batches of files in parallel; the result is the same without one.
            progress: told after each batch how many files are read, and of how many.

        Raises:
            OSError: the folder cannot be read.
        """
        reader = Reader(taxonomy=taxonomy, lexicon=lexicon, limits=limits, today=today)
        articles: list[Article] = []
        refused: list[Diagnostic] = []
        for reading in read_folder(Path(folder), reader, executor, progress):
            if reading.article is not None:
                articles.append(reading.article)
            else:
                refused += reading.diagnostics
        topics = Taxonomy.default() if taxonomy is None else taxonomy
        slugs = tuple(topic.slug for topic in topics)
        return cls(articles, refused=refused, slugs=slugs, lexicon=lexicon)

    @classmethod
    def configured(
        cls,
        config: Config,
        *,
        today: dt.date | None = None,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> Corpus:
        """Read the folder that a configuration names, with its topics, words and limits.

        ``Corpus.configured(Config.load("vnru.toml"))`` has the articles that the commands have;
        the other arguments are those of `load`.

        Raises:
            ConfigError: a change of a topic cannot be made, or a lexicon file cannot be used.
            OSError: the folder cannot be read.
            TypeError: it is no configuration.
        """
        check_type(config, Config, "a vnru.Config, as in Config.load('vnru.toml')")
        return cls.load(
            config.source,
            taxonomy=Taxonomy.default().with_changes(config.topics),
            lexicon=Lexicon.load(*config.lexicon.files),
            limits=config.limits,
            today=today,
            executor=executor,
            progress=progress,
        )

    @staticmethod
    def readings(
        folder: str | Path,
        *,
        taxonomy: Taxonomy | None = None,
        lexicon: Lexicon | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        today: dt.date | None = None,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Reading]:
        """Yield what became of each ``*.txt`` of a folder, in the order of the names' bytes.

        For folders that do not fit into memory; the arguments are those of `load`.

        Raises:
            OSError: the folder cannot be read.
        """
        reader = Reader(taxonomy=taxonomy, lexicon=lexicon, limits=limits, today=today)
        return read_folder(Path(folder), reader, executor, progress)

    @classmethod
    def from_jsonl(cls, source: str | Path | Iterable[str | bytes]) -> Corpus:
        """Read the records of ``vnru export``: the same articles, without reading texts again.

        Args:
            source: the path of a file, or its lines.

        Raises:
            OSError: the file cannot be read.
            ValueError: a line is no record; says which, and why.
        """
        if isinstance(source, str | Path):
            with Path(source).open("rb") as lines:
                return cls(export.decode(lines, str(source)))
        return cls(export.decode(source))

    # --- a sequence -------------------------------------------------------------------------------

    @overload
    def __getitem__(self, index: int | str) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> Corpus: ...
    def __getitem__(self, index: int | str | slice) -> Article | Corpus:
        """Return an article by its place or its id, or the corpus of a slice.

        Raises:
            KeyError: no article has this id.
            IndexError: there are not that many articles.
        """
        if isinstance(index, slice):
            return Corpus(self.articles[index], slugs=self.slugs, lexicon=self.lexicon)
        if not isinstance(index, str):
            return self.articles[index]
        if index not in self.by_id:
            raise KeyError(f"no article has the id {index!r}")
        return self.by_id[index]

    def __len__(self) -> int:
        return len(self.articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __contains__(self, item: object) -> bool:
        """Tell whether an article, or one with this id, is in the corpus."""
        if isinstance(item, Article):
            return self.by_id.get(item.id) == item
        return item in self.by_id

    def get(self, id_: str) -> Article | None:
        """Return the article with this id, None where there is none."""
        return self.by_id.get(id_)

    @functools.cached_property
    def by_id(self) -> Mapping[str, Article]:
        """Articles by id."""
        return {article.id: article for article in self.articles}

    def _picked(self, articles: Iterable[Article]) -> Corpus:
        """Return some of the articles, given in corpus order."""
        return Corpus(_InOrder(articles), slugs=self.slugs, lexicon=self.lexicon)

    # --- questions --------------------------------------------------------------------------------

    def where(self, condition: Callable[[Article], object]) -> Corpus:
        """Return the articles that meet `condition`.

        Raises:
            TypeError: it is no function.
        """
        if not callable(condition):
            raise TypeError(f"expected a function of an article, got {condition!r}")
        return self._picked(filter(condition, self.articles))

    def about(self, *slugs: str, grade: int = 1) -> Corpus:
        """Return the articles with any of these topics, at `grade` or above (2: as a subject).

        Raises:
            ValueError: a topic was not looked for when the corpus was loaded; no topic is named;
                the grade is neither 1 nor 2.
        """
        if self.slugs is not None:
            queries.check_slugs(slugs, self.slugs)
        return self.where(queries.about(slugs, grade))

    def between(
        self,
        start: DateLike | None = None,
        end: DateLike | None = None,
        *,
        surely: bool = False,
    ) -> Corpus:
        """Return the articles whose date may lie in a period, both ends included.

        An article of March 2024 is in ``between("2024-03-09")``, because it may be of a day that
        is. An undated one is in no period.

        Args:
            start: the period begins with the first day this can mean: ``"2024-03"``, ``2024``, a
                `datetime.date` or a `PartialDate`; None for no beginning.
            end: the period ends with the last day this can mean; None for no end.
            surely: take only those whose every possible day lies in the period.

        Raises:
            ValueError: a text is no date of the form YYYY, YYYY-MM or YYYY-MM-DD, or the period
                ends before it begins.
            TypeError: a bound is nothing that says a date.
        """
        return self.where(queries.between(start, end, surely=surely))

    def naming(self, *names: str, role: str = "") -> Corpus:
        """Return the articles that name any of these people.

        Any spelling will do ("To Lam", "Shoigu"), and a part of a name ("Poutine").
        ``role="ambassadeur"`` asks for people of whom the article says that they are one; without
        names, for any of them.

        Raises:
            ValueError: there is neither a name nor a role, or one without a letter.
            TypeError: one is no text.
        """
        return self.where(queries.naming(names, role))

    def at(self, *places: str) -> Corpus:
        """Return the articles that name any of these places, by any name they have ("Saigon").

        Raises:
            ValueError: there is no place, or one without a letter.
            TypeError: one is no text.
        """
        with using(self.lexicon):
            return self.where(queries.at(places))

    def signed(self, *agencies: str) -> Corpus:
        """Return the articles that any of these agencies signs.

        Raises:
            ValueError: there is no agency, or one without a letter.
            TypeError: one is no text.
        """
        return self.where(queries.signed(agencies))

    def meeting(self, query: Query) -> Corpus:
        """Return the articles that a feed's query selects (`[[feeds]]` in `vnru.toml`).

        Raises:
            ValueError: a topic was not looked for when the corpus was loaded, a name is empty, a
                date is none, or the period ends before it begins.
            TypeError: it is no query.
        """
        check_type(query, Query, "a vnru.Query, as in Query(all=['energie'])")
        if self.slugs is not None:
            queries.check(query, self.slugs)
        with using(self.lexicon):
            return self.where(queries.meeting(query))

    def search(self, query: str) -> Corpus:
        """Return the articles whose text has all these words, whatever their accents and case.

        ``"Bach Hô"`` in quotation marks is a phrase, ``nucléair*`` the beginning of a word, and
        ``-vaccin`` a word that must not occur. For an "or", join two answers:
        ``corpus.search("vaccin") | corpus.search("covid")``. The result is in corpus order, as of
        every question. The first search of a corpus makes its index.

        Raises:
            ValueError: there is no word to search for.
        """
        return self._picked(self.articles[number] for number in self._texts.find(query))

    def kwic(self, words: str, width: int = 40) -> tuple[KwicLine, ...]:
        """Return every occurrence of some words in this order, with what stands around it.

        Accents and case do not count; ``nucléair*`` is the beginning of a word. In corpus order.

        Args:
            words: what to look for.
            width: characters to show on each side, within the same paragraph.

        Raises:
            ValueError: there is no word to look for.
        """
        return tuple(concordance.kwic(self.articles, words, width))

    @functools.cached_property
    def _texts(self) -> TextIndex:
        return TextIndex(self.articles)

    # --- sets -------------------------------------------------------------------------------------

    def __or__(self, other: Corpus) -> Corpus:
        if not isinstance(other, Corpus):
            return NotImplemented
        both = [*self.articles, *(article for article in other if article.id not in self.by_id)]
        slugs = self.slugs if self.slugs == other.slugs else None
        return Corpus(both, slugs=slugs, lexicon=self.lexicon or other.lexicon)

    def __and__(self, other: Corpus) -> Corpus:
        if not isinstance(other, Corpus):
            return NotImplemented
        return self.where(lambda article: article.id in other.by_id)

    def __sub__(self, other: Corpus) -> Corpus:
        if not isinstance(other, Corpus):
            return NotImplemented
        return self.where(lambda article: article.id not in other.by_id)

    def __xor__(self, other: Corpus) -> Corpus:
        if not isinstance(other, Corpus):
            return NotImplemented
        return (self - other) | (other - self)

    # --- sums -------------------------------------------------------------------------------------

    @property
    def topics(self) -> Counter[str]:
        """How many articles have each topic, as subject or mention; most first."""
        return _ranked(Counter(match.slug for a in self.articles for match in a.topics))

    @property
    def people(self) -> Counter[str]:
        """How many articles name each person; most first.

        Spellings that differ in accents and case are one person, called as most articles do.
        """
        return Counter({person.name: person.articles for person in self._company.people.values()})

    @property
    def places(self) -> Counter[str]:
        """How many articles name each place; most first."""
        return _ranked(Counter(place for article in self.articles for place in article.places))

    def timeline(self, by: Precision = "month") -> dict[str, int]:
        """Count the articles of each month (``"2024-03"``), year or day, without gaps.

        Only articles whose date is precise enough count: one of 2024 is in no month's count.

        Raises:
            ValueError: `by` is neither "year" nor "month" nor "day".
        """
        counts = per_period((a.best_date for a in self.articles if a.best_date), by)
        return {str(period): count for period, count in counts.items()}

    def together(self) -> Counter[tuple[str, str]]:
        """How many articles name two people together; most first.

        The names of a pair are those of `people`, in alphabetical order. Of one article the first
        twenty names are paired.
        """
        named = self._company.people
        counts: Counter[tuple[str, str]] = Counter()
        for pair in self._company.pairs:
            one, other = sorted(named[key].name for key in pair.people)
            counts[one, other] = pair.articles
        return counts

    @functools.cached_property
    def _company(self) -> Company:
        return Company.of(self.articles)

    def stories(self) -> tuple[Story, ...]:
        """Group the articles into stories: the versions of one dispatch are one story."""
        return stories(self.articles)

    # --- other tools ------------------------------------------------------------------------------

    def export(self, path: str | Path, format: str | None = None) -> None:  # noqa: A002 - the word
        """Write the records to a file, whole or not at all.

        Args:
            path: where; its folder exists.
            format: a name of ``vnru export --format``; by default told by the path's suffix:
                .jsonl, .csv, .xml (TEI), .db (SQLite), .arrow or .parquet.

        Raises:
            ValueError: there is no such format, or none has such a suffix.
            MissingExtraError: the format needs a package that is not installed.
            OSError: the file cannot be written.
        """
        path = Path(path)
        chosen = export.format_for(path.suffix) if format is None else export.format_named(format)
        atomic.write(path, chosen.encode(self.articles))

    def to_arrow(self) -> pa.Table:
        """Return the records as an Arrow table (extra ``arrow``), a row for each article.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        return export.arrow.table(self.articles)

    def to_pandas(self) -> pd.DataFrame:
        """Return the records as a pandas data frame (extra ``pandas``), a row for each article.

        Raises:
            MissingExtraError: pandas or pyarrow is not installed.
        """
        with needing("pandas"):
            import pandas  # noqa: F401, ICN001 - pyarrow imports it; say so if it is missing
        return self.to_arrow().to_pandas(date_as_object=False)

    def to_polars(self) -> pl.DataFrame:
        """Return the records as a polars data frame (extra ``polars``), a row for each article.

        Raises:
            MissingExtraError: polars or pyarrow is not installed.
        """
        with needing("polars"):
            import polars as pl
        return pl.DataFrame(self.to_arrow())

    # --- looking at it ----------------------------------------------------------------------------

    def __repr__(self) -> str:
        return f"<Corpus: {self._summary()}>"

    def _summary(self) -> str:
        dates = [article.best_date for article in self.articles if article.best_date]
        parts = [f"{len(self)} article{'' if len(self) == 1 else 's'}"]
        if dates:
            parts.append(str(dates[0]) if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}")
        if undated := len(self) - len(dates):
            parts.append(f"{undated} undated")
        if self.refused:
            parts.append(f"{len(self.refused)} refused")
        return ", ".join(parts)

    def _repr_html_(self) -> str:
        """Show the first articles as a table in a notebook."""
        left_out = len(self) - _SHOWN
        summary = self._summary() + (f"; the first {_SHOWN} are shown" if left_out > 0 else "")
        return notebook.table(
            summary,
            ("id", "date", "title", "topics"),
            (
                (a.id, a.best_date, a.title, ", ".join(match.slug for match in a.topics))
                for a in self.articles[:_SHOWN]
            ),
        )


def _ranked(counts: Counter[str]) -> Counter[str]:
    """Put the most frequent first; of equals the first in alphabetical order."""
    return Counter(dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))
