"""What the commands share: options, configuration, the clock, errors and exit codes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    import datetime as dt

    from vnru.config import Config
    from vnru.corpus import Corpus
    from vnru.diagnostics import Diagnostic, VnruError
    from vnru.lexicon import Lexicon
    from vnru.loading import Reader
    from vnru.topics import Taxonomy

EX_DIFFERENT, EX_REFUSED = 1, 3

#: A command, or the function it is made of: what a decorator takes, and gives back.
Command = TypeVar("Command", bound=Callable[..., Any])


_SENTENCE = 1_000  #: characters; what is longer was made so by its input


class Failure(click.ClickException):
    """An error said in one sentence on stderr."""

    def __init__(self, message: object) -> None:
        from vnru.diagnostics import printable

        said = printable(str(message))
        half = _SENTENCE // 2
        super().__init__(f"{said[:half]}…{said[-half:]}" if len(said) > _SENTENCE else said)

    def show(self, file: Any = None) -> None:
        """Say it on stderr, which may be closed or full."""
        with contextlib.suppress(OSError, ValueError):
            super().show(file)


class Misused(Failure):
    """Usage or configuration."""

    exit_code = 2


class EmptySource(Failure):
    """No article where a site stands."""

    exit_code = 65


class Unreachable(Failure):
    """Something cannot be read or written."""

    exit_code = 74


class Locked(Failure):
    """Another run holds the lock."""

    exit_code = 75


@contextlib.contextmanager
def failures() -> Iterator[None]:
    """Turn what the library raises into exit codes and one sentence."""
    from vnru.diagnostics import ConfigError, LockedError, VnruError
    from vnru.extras import MissingExtraError

    try:
        yield
    except (ConfigError, MissingExtraError) as error:
        raise Misused(str(error).replace("\n", "; ")) from error
    except LockedError as error:
        raise Locked(error) from error
    except BrokenPipeError:
        raise  # nobody reads stdout any more: Click ends without a word
    except OSError as error:
        raise Unreachable(_sentence(error)) from error
    except VnruError as error:
        raise _failure(error) from error


def _failure(error: VnruError) -> Failure:
    from vnru.regeneration import EmptySourceError  # which whoever raised it has imported

    if isinstance(error, EmptySourceError):
        return EmptySource(f"{error} (use --allow-empty to withdraw everything)")
    return Failure(error)


def _sentence(error: OSError) -> str:
    if error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror


def config_option(command: Command) -> Command:
    """Let a command take another configuration file."""
    return click.option(
        "--config",
        "config_path",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        envvar="VNRU_CONFIG",
        show_envvar=True,
        help="Configuration file.  [default: vnru.toml, if there is one]",
    )(command)


# An unreadable folder is no wrong usage (exit code 2), so it is not for Click to find out.


def out_option(command: Command) -> Command:
    """Let a command take another output folder."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path, readable=False),
        envvar="VNRU_OUT",
        show_envvar=True,
        help="Folder to publish in.  [default: feeds]",
    )(command)


def source_argument(command: Command) -> Command:
    """Let a command take another source folder."""
    path = click.Path(path_type=Path, readable=False)
    return click.argument("source", required=False, type=path)(command)


def configuration(path: Path | None, source: Path | None = None, **site: Any) -> Config:
    """Read the configuration; what was said on the command line wins."""
    import attrs

    from vnru.config import Config
    from vnru.diagnostics import ConfigError

    default = Path("vnru.toml")
    with failures():
        if path is None and default.is_file():
            path = default
        config = Config.load(path) if path else Config()
        if source is not None:
            config = attrs.evolve(config, source=source)
        try:
            given = {key: value for key, value in site.items() if value is not None}
            return attrs.evolve(config, site=attrs.evolve(config.site, **given))
        except ValueError as error:
            raise ConfigError(str(error)) from error


def instant(given: str | None) -> dt.datetime:
    """Return the time of this run: what was given, else SOURCE_DATE_EPOCH, else now."""
    import datetime as dt

    from vnru.dates import parse_epoch, parse_instant

    text = given or os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    read = parse_instant if given or not text.isdecimal() else parse_epoch
    try:
        return read(text)
    except (ValueError, OverflowError, OSError) as error:
        name = "--now" if given else "SOURCE_DATE_EPOCH"
        message = f"{name} is neither seconds since 1970 nor an RFC 3339 instant: {text!r}"
        raise Misused(message) from error


def taxonomy_of(config: Config) -> Taxonomy:
    """Return the built-in topics with the changes of the configuration."""
    from vnru.topics import Taxonomy

    with failures():
        return Taxonomy.default().with_changes(config.topics)


def lexicon_of(config: Config) -> Lexicon:
    """Return what the configuration adds to the built-in words."""
    from vnru.lexicon import Lexicon

    with failures():
        return Lexicon.load(*config.lexicon.files)


def reader_of(config: Config, today: dt.date | None = None) -> Reader:
    """Return a reader as the configuration wants it."""
    from vnru.loading import Reader

    return Reader(
        taxonomy=taxonomy_of(config),
        lexicon=lexicon_of(config),
        limits=config.limits,
        today=today,
    )


def corpus_of(config: Config) -> Corpus:
    """Read the source folder."""
    from vnru.corpus import Corpus

    with failures():
        return Corpus.configured(config)


def say(lines: Iterable[object]) -> None:
    """Tell people; a closed or full stderr must not fail a run."""
    with contextlib.suppress(OSError, ValueError):
        for line in lines:
            click.echo(str(line), err=True)


def refuse(refused: tuple[Diagnostic, ...]) -> None:
    """Name what was refused and end with exit code 3; do nothing where nothing was."""
    if refused:
        say(refused)
        raise click.exceptions.Exit(EX_REFUSED)
