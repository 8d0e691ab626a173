"""What is to be published, as values."""

from __future__ import annotations

import attrs


@attrs.frozen
class OutputFile:
    """One file of an edition.

    A dry run, `--check`, a diff and a golden test are all comparisons of such values.
    """

    path: str  #: relative to the output folder, with forward slashes, e.g. "topics/energie.atom"
    media_type: str  #: what a server should call it, e.g. "application/atom+xml"
    content: bytes = attrs.field(repr=False)
