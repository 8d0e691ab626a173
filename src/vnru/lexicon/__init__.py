"""Knowledge as reviewed data: agencies, site furniture, names, roles, places, topics.

The lexicons of the package are the TOML files beside this one. A `Lexicon` is what somebody adds
to them; while it is in use (`using`), `load` gives both, and what is made of them is `remembered`
for it alone.
"""

from __future__ import annotations

from vnru.lexicon.additions import Addition, Lexicon
from vnru.lexicon.shipped import text
from vnru.lexicon.use import load, remembered, using

__all__ = ["Addition", "Lexicon", "load", "remembered", "text", "using"]
