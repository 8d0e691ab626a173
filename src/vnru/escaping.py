"""How long texts can get where they are escaped, known before they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: What formats escape, and by how many bytes it grows at most: a quotation mark becomes ``&#34;``
#: in HTML, and that ``&amp;#34;`` in XML.
_GROWTH: Final = {
    **dict.fromkeys((b"&", b'"', b"'"), 8),
    **dict.fromkeys((b"<", b">"), 7),
    **dict.fromkeys((b"\r", b"\t", b"\n"), 4),
    b"\\": 1,
}
_OTHERS: Final = bytes(range(256)).translate(None, b"".join(_GROWTH))


def escaped_length(texts: Iterable[str]) -> int:
    """Return the bytes that texts take at most, in any format that we publish."""
    data = "".join(texts).encode(errors="surrogatepass")  # what cannot be published is found later
    growing = data.translate(None, _OTHERS)  # a few of thousands
    return len(data) + sum([growing.count(char) * by for char, by in _GROWTH.items()])
