"""How long texts can get where they are escaped, known before they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: What formats escape, and by how many bytes it grows at most: a quotation mark becomes ``&#34;``
#: in HTML, and that ``&amp;#34;`` in XML.
_GROWTH: Final = {"&": 8, '"': 8, "'": 8, "<": 7, ">": 7, "\r": 4, "\t": 4, "\n": 4, "\\": 1}


def escaped_length(texts: Iterable[str]) -> int:
    """Return the bytes that texts take at most, in any format that we publish."""
    text = "".join(texts)
    size = len(text.encode(errors="surrogatepass"))  # what cannot be published is found later
    return size + sum(text.count(char) * by for char, by in _GROWTH.items())
