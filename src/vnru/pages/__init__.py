"""Pages: a static site in French, one page an article, one a topic, an index, a page of people.

The way of the data: `desk` computes once what several pages need (with `timeline` and `company`,
which count); `charts` and `figures` draw; `article`, `topic`, `index`, `people` and `notice` are
the pages; `layout` puts a frame around each; `site` says which pages there are.
No script, no inline style, no markup made of text: everything from outside is escaped by htpy.
"""

from __future__ import annotations

from vnru.pages.site import Site

__all__ = ["Site"]
