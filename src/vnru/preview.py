"""`vnru serve`: the site of a source folder on loopback, built anew when a file changes."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import attrs

from vnru.config import Config
from vnru.diagnostics import VnruError
from vnru.files import Stamp, list_stamps, stamp_of
from vnru.regeneration import regenerate
from vnru.serve import address, make_server

_INTERVAL = 0.5  # seconds between two looks at the source folder

_Stamps = tuple[dict[str, Stamp], list[Stamp | None]]  # of the articles, by name; of the lexicons


def preview(config: Config, *, port: int, watch: bool) -> Iterator[str]:
    """Serve until interrupted; yield what people should know: the address, each new build.

    Raises:
        OSError: the port is taken, or the source cannot be read.
        VnruError: the first edition cannot be made.
    """
    with (
        tempfile.TemporaryDirectory(prefix="vnru-") as folder,
        make_server(Path(folder), port) as server,
    ):
        site = attrs.evolve(config.site, base_url=address(server))
        config = attrs.evolve(config, out=Path(folder), site=site)
        seen = _stamps(config)
        yield _build(config)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"serving {config.source} at {site.base_url} (Ctrl-C ends)"
            while True:
                time.sleep(_INTERVAL)
                if watch and (now := _stamps(config)) != seen:
                    seen = now
                    yield _rebuild(config)
        finally:
            server.shutdown()


def _build(config: Config) -> str:
    is_there = config.source.is_dir()  # an empty folder is meant so, one that is away is not
    outcome = regenerate(config, now=dt.datetime.now(dt.UTC), allow_empty=is_there)
    refused = "".join(f"\n{diagnostic}" for diagnostic in outcome.refused)
    return f"{outcome.articles} articles, files {outcome.changes}{refused}"


def _rebuild(config: Config) -> str:
    """Build again; while somebody is editing, or mounting, an error is news and not the end."""
    try:
        return _build(config)
    except (VnruError, OSError) as error:
        return f"not built: {error}"


def _stamps(config: Config) -> _Stamps:
    """Return what moves when an article file or a lexicon does; what is away has no stamp."""
    articles: dict[str, Stamp] = {}
    with contextlib.suppress(OSError):
        articles = list_stamps(config.source, ".txt")
    return articles, [_stamp(file) for file in config.lexicon.files]


def _stamp(file: Path) -> Stamp | None:
    with contextlib.suppress(OSError):
        return stamp_of(file.stat())
    return None
