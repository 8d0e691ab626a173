"""The same site by Pelican: content and theme for it, made outside the measurement.

As for Hugo, `plain.py` reads the articles, and they are written as Pelican wants them: HTML that
needs no rendering, with topics as tags. Its cache of what it read is switched on.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from peers.plain import read

_CONFIG = """\
SITENAME = AUTHOR = "pelican"
SITEURL = FEED_DOMAIN = "https://example.org/pelican"
TIMEZONE = "UTC"
DEFAULT_LANG = "fr"
PATH = "content"
THEME = "theme"
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
DIRECT_TEMPLATES = ["index"]
ARTICLE_URL = ARTICLE_SAVE_AS = "articles/{{slug}}.html"
TAG_URL = TAG_SAVE_AS = "topics/{{slug}}.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ""
ARCHIVES_SAVE_AS = TAGS_SAVE_AS = DRAFT_SAVE_AS = ""
FEED_ALL_ATOM = "all.atom"
FEED_ALL_RSS = "all.rss"
TAG_FEED_ATOM = "topics/{{slug}}.atom"
TAG_FEED_RSS = "topics/{{slug}}.rss"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
RSS_FEED_SUMMARY_ONLY = False
FEED_MAX_ITEMS = {window}
"""

_ARTICLE = """\
<!doctype html><html lang=fr><meta charset=utf-8><title>{{ article.title }}</title>
<h1>{{ article.title }}</h1><p>{{ article.date.strftime("%Y-%m") }}</p>{{ article.content }}
<p>{{ article.tags | join(", ") }}</p></html>
"""

_LIST = """\
<!doctype html><html lang=fr><meta charset=utf-8><title>{{ SITENAME }}</title>
<ul>{% for article in articles[:50] %}<li><a href="/{{ article.url }}">{{ article.title }}</a>
{% endfor %}</ul></html>
"""

_CONTENT = """\
<html><head><title>{title}</title><meta name="date" content="{date:%Y-%m-%d}">
<meta name="slug" content="{id}"><meta name="tags" content="{topics}">
<meta name="summary" content="{lead}"></head><body>{body}</body></html>
"""


def make(source: Path, site: Path, *, unlimited: bool) -> None:
    """Write a whole site."""
    templates = site / "theme" / "templates"
    templates.mkdir(parents=True)
    (site / "theme" / "static").mkdir()
    (site / "content").mkdir()
    config = _CONFIG.format(window=None if unlimited else 50)
    (site / "pelicanconf.py").write_text(config, encoding="utf-8")
    (templates / "article.html").write_text(_ARTICLE, encoding="utf-8")
    for name in ("index.html", "tag.html"):
        (templates / name).write_text(_LIST, encoding="utf-8")
    for path in source.glob("*.txt"):
        convert(path, site)


def convert(path: Path, site: Path) -> None:
    """Write what Pelican is to read of one article; remove it where the article is gone."""
    content = site / "content" / f"{path.stem.split('_')[-1]}.html"
    if not path.exists():
        content.unlink()
        return
    article: dict[str, Any] = read(path, fast=True)
    paragraphs = article["paragraphs"]
    text = _CONTENT.format(
        title=html.escape(article["title"]),
        date=article["date"],
        id=article["id"],
        topics=", ".join(article["topics"]),
        lead=html.escape(paragraphs[min(1, len(paragraphs) - 1)]),
        body="".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs),
    )
    content.write_text(text, encoding="utf-8")
