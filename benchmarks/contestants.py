"""Who is measured: vnru, and its peers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from peers import hugo_site, pelican_site

VNRU = "vnru"
PEERS = ("plain", "plain --fast", "Hugo", "Pelican")

_PLAIN = Path(__file__).parent / "peers" / "plain.py"


@dataclass(frozen=True)
class Contestant:
    """A program that makes a site of a folder of articles."""

    name: str
    home: Path  #: where it is started
    out: Path  #: where it writes
    command: list[str]
    site: ModuleType | None = None  #: of `peers`, where articles have to be converted beforehand

    def prepare(self, source: Path, *, unlimited: bool) -> None:
        """Do all that comes before measuring."""
        self.home.mkdir(parents=True)
        if self.name == VNRU and not unlimited:
            (self.home / "vnru.toml").write_text("[feed]\narchives = false\n")
        if self.site is not None:
            self.site.make(source, self.home, unlimited=unlimited)

    def deliver(self, path: Path) -> None:
        """Convert an article that came, changed or went; not measured, either."""
        if self.site is not None:
            self.site.convert(path, self.home)

    def forget(self) -> None:
        """Remove all that earlier runs wrote."""
        for folder in (self.out, self.home / "cache"):
            shutil.rmtree(folder, ignore_errors=True)


def contestants(
    names: Iterable[str], source: Path, work: Path, programs: Path, *, unlimited: bool
) -> Iterator[Contestant]:
    """Yield contestants, prepared.

    Args:
        names: `VNRU` or some of `PEERS`.
        source: folder of the articles.
        work: where they may write.
        programs: folder of the commands of an environment that holds Hugo and Pelican.
        unlimited: whether feeds hold everything, those of vnru in yearly archives, and not only
            the newest 50 articles.

    Raises:
        LookupError: one of them is unknown, or not installed.
    """
    sites = {"Hugo": hugo_site, "Pelican": pelican_site}
    for name in names:
        home = work / name.replace(" ", "")
        command = _command(name, source, home / "out", programs, unlimited=unlimited)
        contestant = Contestant(name, home, home / "out", command, sites.get(name))
        contestant.prepare(source, unlimited=unlimited)
        yield contestant


def _command(name: str, source: Path, out: Path, programs: Path, *, unlimited: bool) -> list[str]:
    window = ["--unlimited"] if unlimited else []
    match name:
        case "vnru":
            return [sys.executable, "-m", "vnru", "regenerate", str(source), "--out", str(out)]
        case "plain":
            return [sys.executable, str(_PLAIN), str(source), str(out), *window]
        case "plain --fast":
            return [*_command("plain", source, out, programs, unlimited=unlimited), "--fast"]
        case "Hugo":
            return [str(_hugo(programs)), "--noBuildLock", "--destination", str(out)]
        case "Pelican" if (pelican := programs / "pelican").exists():
            return [str(pelican), "content", "--output", str(out)]
    raise LookupError(f"there is no {name} in {programs}")


def _hugo(programs: Path) -> Path:
    """Return the program itself; the command of the package is a script that looks for it."""
    found = programs.parent.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    try:
        return next(found)
    except StopIteration:
        raise LookupError(f"there is no Hugo beside {programs}") from None
