"""Which packages are installed, and when each was: what shapes our output besides our own code.

Installing and removing a package makes and removes a folder of metadata beside it, whatever the
tool and wherever it lies. The times of the places themselves would not do: the folder that we work
in is one under ``python -m vnru``, and changes with every file that is put there.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

_METADATA = ("-info", "-INFO")  # .dist-info, .egg-info, and EGG-INFO within an egg


def installed() -> list[tuple[str, int]]:
    """Return each package that Python finds, by its metadata, with when that was last changed.

    In the order in which it looks; times are nanoseconds since 1970.
    """
    return [found for place in sys.path for found in _found_at(place or os.curdir)]


def _found_at(place: str) -> Iterator[tuple[str, int]]:
    with contextlib.suppress(OSError):  # Python looks into what it can, too
        for path in _metadata(place):
            yield path, os.stat(path).st_mtime_ns


def _metadata(place: str) -> list[str]:
    try:
        names = os.listdir(place)
    except NotADirectoryError:  # an archive
        return [place]
    return sorted(os.path.join(place, name) for name in names if name.endswith(_METADATA))
