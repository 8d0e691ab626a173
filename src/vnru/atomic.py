"""One file, whole or not at all: results that the operator asked for by name."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from vnru.files import NotRegularError


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file; what stood there stays until the new one is complete and on the disk.

    Args:
        path: where; its folder exists. A link is followed.
        chunks: the bytes; if making them fails, nothing is changed.

    Raises:
        NotRegularError: something stands there that is no file.
        OSError: it cannot be written.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise NotRegularError(str(path), "a folder" if path.is_dir() else "a device")
    with _complete(path, chunks) as new:
        new.replace(path)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that does not exist yet.

    Raises:
        FileExistsError: it does; it is unchanged.
        OSError: it cannot be written.
    """
    with _complete(path, [content]) as new:
        os.link(new, path)  # unlike a renaming, never replaces anything


@contextlib.contextmanager
def _complete(path: Path, chunks: Iterable[bytes]) -> Iterator[Path]:
    """Give a complete file beside `path`, and see to it that no trace of it stays there."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with new.open("xb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        yield new
    except OSError as error:
        if error.filename == str(new):  # which nobody asked for
            error.filename = str(path)
        raise
    finally:
        new.unlink(missing_ok=True)
