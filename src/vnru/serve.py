"""A preview on loopback: what a good web server would do with the published folder.

Not for the open network: one process, no TLS. docs/how-to/nginx.md has the real thing.
"""

from __future__ import annotations

import functools
import os
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

HOST = "127.0.0.1"  #: never anything else

#: What a server should call our files (RFC 4287 section 7, JSON Feed 1.1, W3C advice on RSS).
MEDIA_TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}


class _Handler(SimpleHTTPRequestHandler):
    """Serves files with their media types, ETag, Last-Modified and 304; lists no folders."""

    extensions_map = MEDIA_TYPES
    server_version = "vnru"
    protocol_version = "HTTP/1.1"
    _etag: str | None = None

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer 304 where the client's ETag still holds (RFC 9110 section 13.1.2)."""
        if any(part.startswith(".") for part in unquote(self.path).split("/")):
            # the ledger is not for readers
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        self._etag = self._current_etag()
        if self._etag is not None and self._etag in self._known_etags():
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Add the ETag; a preview is always asked whether it changed."""
        if self._etag is not None:
            self.send_header("ETag", self._etag)
            self.send_header("Cache-Control", "no-cache")
            self._etag = None
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Refuse: what is not linked is not shown."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class says so
        """Say nothing: the terminal is for people."""

    def _known_etags(self) -> list[str]:
        return [tag.strip() for tag in self.headers.get("If-None-Match", "").split(",")]

    def _current_etag(self) -> str | None:
        path = Path(self.translate_path(self.path))
        try:
            status = (path / "index.html" if path.is_dir() else path).stat()
        except OSError:
            return None
        return f'"{status.st_mtime_ns:x}-{status.st_size:x}"'


def make_server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of `folder` on loopback; port 0 takes a free one (`server_port` tells which).

    The caller runs `serve_forever` and closes it.

    Raises:
        OSError: the port is taken.
    """
    handler = functools.partial(_Handler, directory=str(folder))
    return ThreadingHTTPServer((HOST, port), handler)


def address(server: ThreadingHTTPServer) -> str:
    """Return the base URL of a server."""
    return f"http://{HOST}:{server.server_port}/"
