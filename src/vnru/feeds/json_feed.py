"""JSON Feed 1.1 (jsonfeed.org/version/1.1).

What the format has no word for stands in objects of our own, `_vnru`: dates as precise as they are
known, the grades of topics, whether a feed is complete.
One entry is one line, so that a change of one article is a change of one line.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from vnru.feeds.addresses import MEDIA_TOPICS
from vnru.feeds.entry import Entry
from vnru.feeds.masthead import Masthead
from vnru.ledger import format_instant

SEPARATOR = b",\n"
_TAIL = b"\n]}\n"
_TEXT = json.JSONEncoder(ensure_ascii=False)


def entries(entries: Sequence[Entry]) -> list[bytes]:
    """Render entries, each as one line without a line break."""
    return [_bytes(_item(entry)) for entry in entries]


def frame(head: Masthead) -> tuple[bytes, bytes]:
    """Render what stands before and after the entries of a document."""
    fields = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.url,
        "feed_url": head.link("self"),
        "description": head.subtitle,
        "next_url": head.link("prev-archive"),
        "icon": head.icon,
        "favicon": head.icon,
        "authors": [{"name": head.author}],
        "language": head.language,
        "hubs": [{"type": "WebSub", "url": hub}] if (hub := head.link("hub")) else None,
        "_vnru": {
            "id": head.id,
            "updated": format_instant(head.updated),
            "rights": head.rights,
            "archive": head.archive,
            "complete": head.complete,
        },
    }
    text = _bytes(_known(fields)).removesuffix(b"}")
    return text + b', "items": [\n', _TAIL


def _item(entry: Entry) -> dict[str, Any]:
    return _known(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary or None,
            "date_published": entry.published and format_instant(entry.published),
            "date_modified": format_instant(entry.updated),
            "authors": [{"name": name} for name in entry.authors] or None,
            "tags": [c.label for c in entry.categories if c.scheme != MEDIA_TOPICS] or None,
            "language": entry.language,
            "_vnru": {
                "date": entry.date,
                "event_date": entry.event_date,
                "corrected": entry.corrected,
                "topics": entry.topics,
            },
        }
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no value: the format knows no null."""
    return {key: value for key, value in fields.items() if value is not None}


def _bytes(value: Any) -> bytes:
    return _TEXT.encode(value).encode()
