"""Knowledge as reviewed data: agencies, site furniture, names, roles, places, topics.

The lexicons of the package are the TOML files beside this one. A `Lexicon` is what somebody adds
to them; while it is in use (`using`), `load` gives both, and what is made of them is `remembered`
for it alone. The plain values in that (`derived`) may have been left by an earlier run
(`vnru.ready`).
"""

from __future__ import annotations

from vnru.lexicon.additions import Addition, Lexicon
from vnru.lexicon.shipped import text
from vnru.lexicon.use import derived, load, remembered, using

__all__ = [
    "Addition",
    "Lexicon",
    "derived",
    "load",
    "remembered",
    "text",
    "using",
]
