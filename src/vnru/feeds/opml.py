"""OPML 2.0 (opml.org/spec2.opml): every feed of the site in one file that readers import.

Nothing that W3C's validator does not know: it refuses the head's `docs`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from vnru.config import Site
from vnru.feeds.addresses import OPML
from vnru.feeds.masthead import Kind
from vnru.feeds.spec import FeedSpec
from vnru.output import OutputFile

MEDIA_TYPE = "text/x-opml"


def opml(specs: Iterable[FeedSpec], kind: Kind, updated: dt.datetime, site: Site) -> OutputFile:
    """Return the subscription list.

    Args:
        specs: The feeds, in the order in which they are to be listed.
        kind: The format that is subscribed to.
        updated: When the newest of them last changed.
        site: Whose feeds they are.
    """
    from email.utils import format_datetime  # and half of `email`: not where nothing is made

    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = site.title
    ET.SubElement(head, "dateModified").text = format_datetime(updated, usegmt=True)
    body = ET.SubElement(root, "body")
    groups: dict[str, ET.Element] = {}
    for spec in specs:
        name = _group(spec)
        if name not in groups:
            # A title beside the text would make it a feed without a type to W3C's validator.
            groups[name] = ET.SubElement(body, "outline", text=name)
        ET.SubElement(groups[name], "outline", _outline(spec, kind, site))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    data = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
    return OutputFile(OPML, MEDIA_TYPE, data)


def _group(spec: FeedSpec) -> str:
    if spec.topic is not None:
        return "Thèmes"
    return "Tout" if spec.query is None else "Sélections"


def _outline(spec: FeedSpec, kind: Kind, site: Site) -> dict[str, str]:
    return {
        "type": "rss",  # also for Atom (OPML 2.0, "Subscription lists")
        "text": spec.title,
        "title": spec.title,
        "description": spec.description,
        "language": site.language,
        "xmlUrl": f"{site.base_url}{spec.stem}.{kind.extension}",
        "htmlUrl": site.base_url + spec.page,
    }
