"""What is to be published, as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import attrs


@attrs.frozen
class OutputFile:
    """One file of an edition.

    A dry run, `--check`, a diff and a golden test are all comparisons of such values.
    """

    path: str  #: relative to the output folder, with forward slashes, e.g. "topics/energie.atom"
    media_type: str  #: what a server should call it, e.g. "application/atom+xml"
    content: bytes = attrs.field(repr=False)


class Draft(NamedTuple):
    """A file of an edition that is not made yet.

    Its basis is a digest of all that it shows, but for what is the same in every run of one program
    with one configuration. Two drafts of one path with the same basis are the same file.
    """

    path: str
    basis: bytes | None  #: None: nothing is known before it is made
    make: Callable[[], OutputFile]

    @classmethod
    def of(cls, file: OutputFile | Draft) -> Draft:
        """Return a draft of a file that is made already."""
        return file if isinstance(file, Draft) else cls(file.path, None, lambda: file)
