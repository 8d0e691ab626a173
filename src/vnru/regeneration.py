"""The main job as one call: read the folder, plan the edition, publish what differs."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from typing import NamedTuple

import attrs

from vnru.cache.damage import DamagedCacheError
from vnru.cache.imprint import Imprint, imprint, program
from vnru.cache.journal import sweep
from vnru.cache.memo import Memo
from vnru.cache.ready import Ready
from vnru.cache.store import Store
from vnru.cache.verdicts import Verdicts
from vnru.catalogue import Catalogue
from vnru.config import Config
from vnru.diagnostics import Diagnostic, VnruError
from vnru.edition import assembled, drafts
from vnru.feeds import check_own, feed_formats
from vnru.files import close, open_folder
from vnru.ledger import Ledger
from vnru.lexicon import Lexicon, using
from vnru.loading import Reader
from vnru.output import Draft
from vnru.pages.desk import path_of as article_path
from vnru.publish import Changes, Publisher
from vnru.publish.paths import CACHE
from vnru.reading import article_id
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

    def __str__(self) -> str:
        counts = f"+{self.added} ~{self.updated} -{self.withdrawn} ={self.articles}"
        return f"articles {counts}, files {self.changes}"

    def __repr__(self) -> str:
        refused = f", {len(self.refused)} refused" if self.refused else ""
        return f"<Outcome: {self}{refused}>"

    @property
    def repeated(self) -> Outcome:
        """What the same run would find if nothing moved since."""
        changes = attrs.evolve(
            self.changes,
            added=(),
            changed=(),
            unchanged=self.changes.written + self.changes.unchanged,
            removed=(),
            ledger=False,
            warnings=(),
        )
        return attrs.evolve(self, changes=changes, added=0, updated=0, withdrawn=0, warnings=())


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
        now: the time of this run, aware; it enters the output only where a text is new or changed.
        dry_run: compare, and write nothing.
        allow_empty: withdraw everything where the source holds no article any more.
        wait: seconds to wait for a run that holds the lock.
        executor: reads the articles in parallel; serial by default.
        progress: told now and then how far the run is.
        finished: told the outcome while the folder is still locked.

    Raises:
        ConfigError: the taxonomy or a lexicon of `config`, or an installed feed format, cannot be
            used.
        EmptySourceError: the source holds no article, but a site stands.
        LockedError: another run holds the lock of the output folder.
        PublishError: the output folder cannot be read or written.
        OSError: the source cannot be read.
    """
    this = program()
    if not config.out.exists():  # no folder is made for a source that is not there
        close(open_folder(config.source))
    with Ready.open(config.out / CACHE, this, writable=not dry_run) as ready:
        taxonomy, lexicon = prepare(config)
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
            refused = {article_id(diagnostic.source)[0] for diagnostic in catalogue.refused}
            catalogue = assembled(catalogue, config, verdicts.remember(catalogue.judge))
            after = before.advance(catalogue, self.now, refused=refused, stories=catalogue.stories)
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
        for done, file in enumerate(files):
            if self.progress is not None:
                self.progress("publishing", done, None)
            yield file


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
    )


def _warnings(articles: Iterable[Summary]) -> list[Diagnostic]:
    found = (diagnostic for article in articles for diagnostic in article.diagnostics)
    return sorted(found, key=lambda diagnostic: diagnostic.sort_key)
