"""What hypothesis is to try: dates, French and hostile text, bytes of articles."""

from __future__ import annotations

from hypothesis import strategies as st

from vnru.dates import PartialDate


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """Dates of each precision; years lie close together, so that comparisons meet."""
    years = st.integers(2019, 2025) | st.integers(1, 9999)
    day = draw(st.dates()).replace(year=2024)
    year = draw(years)
    date = PartialDate(year, day.month, min(day.day, 28) if day.month == 2 else day.day)
    precision = draw(st.sampled_from(("year", "month", "day")))
    return {
        "year": PartialDate(year),
        "month": PartialDate(year, day.month),
        "day": date,
    }[precision]


#: What agency texts are made of, and what breaks readers of them.
_PIECES = (
    *" \n\t\xa0\u202f'’\"“”«»().,;:!?…-–—/<>&",
    "\n\n",
    "\r\n",
    "le ministre des Affaires étrangères ",
    "Bui Thanh Son",
    "Tô Lâm et Vladimir Poutine",
    "V. Titov",
    "a reçu",
    "aura lieu",
    "le 3 mars",
    "jeudi 31octobre 2024",
    "du 8 au 11 mai",
    "Hanoï (VNA) – ",
    "Moscou, 17 octobre (AVI) - ",
    "(VOVWORLD) - ",
    " - VNA",
    "VNA/CVN",
    "Propos recueillis par ",
    "Photo : VNA",
    "ảnh 1",
    "(à gauche)",
    ">> ",
    "back to top",
    "Adresse : ",
    "laRussie",
    "énergie nucléaire",
    "75e anniversaire",
    "\u0301",
    "\u200b",
    "\ufeff",
    "\x0b",
    "\x08",
    "\u202e",
    "\ufffe",
    "\ufffd",
    "<b>",
    "]]>",
    "{{ x }}",
    "😀",
    "Россия",
)


def agency_text() -> st.SearchStrategy[str]:
    """Text that looks enough like a dispatch to reach every rule, often in the wrong place."""
    words = st.sampled_from(_PIECES) | st.text(st.characters(codec="utf-8"), max_size=8)
    header = st.sampled_from(("", " date 2024-03 ", " date 2024-03-09 ", "\ufeff date 2024 "))
    return st.builds("{}{}".format, header, st.lists(words, max_size=60).map("".join))


def article_bytes() -> st.SearchStrategy[bytes]:
    """Bytes of files: dispatches, damaged dispatches, and anything else."""
    encoded = agency_text().map(str.encode)
    damaged = st.builds(_damage, encoded, st.integers(0, 400), st.binary(max_size=3))
    return encoded | damaged | st.binary(max_size=200)


def _damage(data: bytes, offset: int, new: bytes) -> bytes:
    at = offset % (len(data) + 1)
    return data[:at] + new + data[at + len(new) :]
