"""The same site by Hugo: content and templates for it, made outside the measurement.

Hugo knows neither our files nor our topics. So `plain.py` reads the articles, and they are written
as Hugo wants them: HTML that needs no rendering, with topics as a taxonomy. What Hugo is measured
for is reading these, and making a page for each article and topic, an index, and Atom and RSS for
everything and each topic.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from peers.plain import read

_CONFIG = """\
baseURL = "https://example.org/hugo/"
locale = "fr"
title = "hugo"
disableKinds = ["taxonomy", "section", "sitemap", "robotstxt", "404"]

[security]
allowContent = [".*"] # HTML is ours

[taxonomies]
topic = "topics"

[outputs]
home = ["html", "rss", "atom"]
term = ["html", "rss", "atom"]

[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "index"
isPlainText = false

[mediaTypes."application/atom+xml"]
suffixes = ["atom"]
"""

_PAGE = """\
<!doctype html><html lang=fr><meta charset=utf-8><title>{{ .Title }}</title>
<h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01" }}</p>{{ .Content }}
<p>{{ delimit .Params.topics ", " }}</p></html>
"""

_LIST = """\
<!doctype html><html lang=fr><meta charset=utf-8><title>{{ .Title }}</title>
<ul>{{ range PAGES }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul></html>
"""

_RSS = """\
{{ printf "<?xml version=\\"1.0\\" encoding=\\"UTF-8\\"?>" | safeHTML }}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>{{ .Title }}</description>
{{ range PAGES }}<item>
<title>{{ .Title }}</title><link>{{ .Permalink }}</link><guid>{{ .Permalink }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Params.lead }}</description>
{{ range .Params.topics }}<category>{{ . }}</category>{{ end }}
<content:encoded>{{ transform.XMLEscape .Content | safeHTML }}</content:encoded>
</item>{{ end }}</channel></rss>
"""

_ATOM = """\
{{ printf "<?xml version=\\"1.0\\" encoding=\\"UTF-8\\"?>" | safeHTML }}
<feed xmlns="http://www.w3.org/2005/Atom"><id>{{ .Permalink }}</id><title>{{ .Title }}</title>
<updated>{{ .Lastmod.Format "2006-01-02T15:04:05Z07:00" }}</updated>
{{ range PAGES }}<entry>
<id>{{ .Permalink }}</id><title>{{ .Title }}</title><link href="{{ .Permalink }}"/>
<published>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</published>
<updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated>
<summary>{{ .Params.lead }}</summary>
{{ range .Params.topics }}<category term="{{ . }}"/>{{ end }}
<content type="html">{{ transform.XMLEscape .Content | safeHTML }}</content>
</entry>{{ end }}</feed>
"""


#: Kind of a list page to the articles that it holds.
_PAGES = {"home": ".Site.RegularPages", "term": ".Pages"}


def make(source: Path, site: Path, *, unlimited: bool) -> None:
    """Write a whole site."""
    layouts = site / "layouts"
    layouts.mkdir(parents=True)
    (site / "content" / "articles").mkdir(parents=True)
    (site / "hugo.toml").write_text(_CONFIG, encoding="utf-8")
    (layouts / "page.html").write_text(_PAGE, encoding="utf-8")
    for kind, pages in _PAGES.items():
        newest = f"(first 50 {pages})"
        shown = pages if unlimited else newest
        (layouts / f"{kind}.html").write_text(_LIST.replace("PAGES", newest), encoding="utf-8")
        (layouts / f"{kind}.rss.xml").write_text(_RSS.replace("PAGES", shown), encoding="utf-8")
        (layouts / f"{kind}.atom.atom").write_text(_ATOM.replace("PAGES", shown), encoding="utf-8")
    for path in source.glob("*.txt"):
        convert(path, site)


def convert(path: Path, site: Path) -> None:
    """Write what Hugo is to read of one article; remove it where the article is gone."""
    content = site / "content" / "articles" / f"{path.stem.split('_')[-1]}.html"
    if not path.exists():
        content.unlink()
        return
    article: dict[str, Any] = read(path, fast=True)
    paragraphs = article["paragraphs"]
    head = {
        "title": article["title"],
        "date": article["date"].isoformat(),
        "lead": paragraphs[min(1, len(paragraphs) - 1)],
        "topics": article["topics"],
    }
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    content.write_text(f"{json.dumps(head)}\n{body}\n", encoding="utf-8")
