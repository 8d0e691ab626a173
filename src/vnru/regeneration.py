"""The main job as one call: read the folder, plan the edition, publish what differs."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from typing import NamedTuple

import attrs

from vnru.arguments import check_type
from vnru.cache.damage import DamagedCacheError
from vnru.cache.imprint import Imprint, imprint, program
from vnru.cache.journal import sweep
from vnru.cache.memo import Memo
from vnru.cache.ready import Ready
from vnru.cache.store import Store
from vnru.cache.verdicts import Verdicts
from vnru.catalogue import Catalogue
from vnru.config import Config
from vnru.diagnostics import Diagnostic, VnruError, in_order
from vnru.edition import assembled, drafts
from vnru.feeds import check_own, feed_formats
from vnru.feeds.addresses import article_path
from vnru.files import close, open_folder
from vnru.ledger import Ledger, whole_second
from vnru.lexicon import Lexicon, using
from vnru.loading import Reader
from vnru.output import Draft
from vnru.publish import Changes, Publisher
from vnru.publish.paths import CACHE
from vnru.summary import Summary
from vnru.topics import Taxonomy

#: Told what is being done ("reading", "publishing"), how many files are done, and of how many;
#: None where nobody can know.
Progress = Callable[[str, int, int | None], None]


class EmptySourceError(VnruError):
    """No article was found where a site stands; nothing was touched."""


@attrs.frozen(kw_only=True)
class Outcome:
    """What a run found and did."""

    changes: Changes  #: files added, changed, removed, unchanged
    added: int  #: articles published for the first time, or again after a withdrawal
    updated: int  #: articles whose text changed
    withdrawn: int  #: articles whose file is gone
    articles: int  #: articles that stand in the edition
    refused: tuple[Diagnostic, ...]  #: files that gave no article, and why
    warnings: tuple[Diagnostic, ...]  #: of the ledger, and of articles that are new or changed
    pending: bool  #: whether, with nothing moved, a run on a later day may find something else

    def __str__(self) -> str:
        counts = f"+{self.added} ~{self.updated} -{self.withdrawn} ={self.articles}"
        return f"articles {counts}, files {self.changes}"

    def __repr__(self) -> str:
        refused = f", {len(self.refused)} refused" if self.refused else ""
        return f"<Outcome: {self}{refused}>"


def regenerate(
    config: Config,
    *,
    now: dt.datetime,
    dry_run: bool = False,
    allow_empty: bool = False,
    wait: float = 0.0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    finished: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Make the edition of `config.source` and publish it in `config.out`.

    Args:
        config: where to read, what to make, where to publish.
        now: the time of this run, aware, in whatever time zone; it enters the output only where a
            text is new or changed. Its day in UTC decides which articles are held back.
        dry_run: compare, and write nothing.
        allow_empty: withdraw everything where the source holds no article any more.
        wait: seconds to wait for a run that holds the lock.
        executor: reads the articles in parallel; serial by default.
        progress: told now and then how far the run is.
        finished: told the outcome while the folder is still locked.

    Raises:
        ValueError: `now` is naive.
        ConfigError: the taxonomy or a lexicon of `config`, or an installed feed format, cannot be
            used.
        EmptySourceError: the source holds no article, but a site stands.
        LockedError: another run holds the lock of the output folder.
        PublishError: the output folder cannot be read or written.
        OSError: the source cannot be read.
        TypeError: there is no configuration, or no time.
    """
    check_type(config, Config, "a vnru.Config, as in Config.load('vnru.toml')")
    check_type(now, dt.datetime, "an aware time for now, as in dt.datetime.now(dt.UTC)")
    now = whole_second(now)
    this = program()
    with Ready.open(config.out / CACHE, this, writable=not dry_run) as ready:
        taxonomy, lexicon = prepare(config)
        if not config.out.exists():  # no folder is made for a source that is not there
            close(open_folder(config.source))
        mark = imprint(this, config, lexicon)
        run = _Run(
            *(config, now, taxonomy, lexicon, mark, executor, progress),
            is_dry=dry_run,
            allow_empty=allow_empty,
        )
        with (
            using(lexicon),
            Publisher.open(config.out, wait=wait, dry_run=dry_run) as publisher,
            publisher.cache() as cache,
        ):
            try:
                outcome = run.publish(publisher, cache)
            except DamagedCacheError:
                publisher.clear_cache()
                outcome = run.publish(publisher, None)
            else:
                _leave(ready, publisher, cache)
            if finished is not None:
                finished(outcome)
    return outcome


def _leave(ready: Ready, publisher: Publisher, cache: int | None) -> None:
    """Leave the ready-made words to the next run, or no cache at all."""
    try:
        ready.save(cache)
    except DamagedCacheError:
        publisher.clear_cache()


def prepare(config: Config) -> tuple[Taxonomy, Lexicon]:
    """Return the topics and the words of a configuration, before anything is read or touched.

    Raises:
        ConfigError: they, a feed of the operator's or an installed feed format cannot be used.
    """
    taxonomy = Taxonomy.default().with_changes(config.topics)
    check_own(config.feeds, taxonomy)
    feed_formats()
    return taxonomy, Lexicon.load(*config.lexicon.files)


class _Run(NamedTuple):
    """What a run is to do."""

    config: Config
    now: dt.datetime
    taxonomy: Taxonomy
    lexicon: Lexicon
    imprint: Imprint
    executor: Executor | None
    progress: Progress | None
    is_dry: bool
    allow_empty: bool

    def publish(self, publisher: Publisher, cache: int | None) -> Outcome:
        """Do it, with what the cache folder remembers, if there is one."""
        config, before, mark = self.config, publisher.ledger, self.imprint
        writable = not self.is_dry
        if cache is not None and writable:
            sweep(cache)
        with (
            Store.open(cache, mark.records, writable=writable) as store,
            Verdicts.open(cache, mark.records, writable=writable) as verdicts,
        ):
            catalogue = self._read(store, gone_is_empty=publisher.has_site)
            if not catalogue and not self.allow_empty and publisher.has_site:
                raise EmptySourceError(
                    f"no article in {config.source}, but a site stands in {config.out};"
                    " nothing was removed"
                )
            catalogue = assembled(catalogue, config, verdicts.remember(catalogue.judge))
            refused, stories = catalogue.refused_ids, catalogue.stories
            after = before.advance(catalogue, self.now, refused=refused, stories=stories)
            changes = publisher.publish(
                self._counted(drafts(catalogue, config, after, self.taxonomy)),
                after,
                keep={article_path(id_) for id_ in refused},
                memo=Memo.open(cache, mark.pages),
            )
        return _outcome(catalogue, before, after, changes)

    def _read(self, store: Store, *, gone_is_empty: bool) -> Catalogue:
        """Read the source; where a site stands, a folder that is gone is an empty one."""
        config, progress = self.config, self.progress
        reader = Reader(
            taxonomy=self.taxonomy,
            lexicon=self.lexicon,
            limits=config.limits,
            today=self.now.date(),
        )
        told = progress and functools.partial(progress, "reading")
        try:
            return store.read(config.source, reader, self.executor, told)
        except FileNotFoundError:
            if not gone_is_empty:
                raise
            return Catalogue.of(())

    def _counted(self, files: Iterable[Draft]) -> Iterator[Draft]:
        for done, file in enumerate(files, start=1):
            yield file
            if self.progress is not None:
                self.progress("publishing", done, None)


def _outcome(catalogue: Catalogue, before: Ledger, after: Ledger, changes: Changes) -> Outcome:
    known = {id_: e.digest for id_, e in before.articles.items() if e.withdrawn is None}
    new = [article for article in catalogue if article.id not in known]
    changed = [a for a in catalogue if known.get(a.id, a.digest) != a.digest]
    return Outcome(
        changes=changes,
        added=len(new),
        updated=len(changed),
        withdrawn=sum(after.articles[id_].withdrawn is not None for id_ in known),
        articles=len(catalogue),
        refused=catalogue.refused,
        warnings=(*changes.warnings, *_warnings([*new, *changed])),
        pending=catalogue.pending,
    )


def _warnings(articles: Iterable[Summary]) -> tuple[Diagnostic, ...]:
    return in_order(found for article in articles for found in article.diagnostics)
