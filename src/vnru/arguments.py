"""Arguments of a wrong type, refused where they are handed in.

Further down they would end in an `AttributeError`, which names our insides and not the mistake.
"""

from __future__ import annotations


def check_type(value: object, kind: type, expected: str) -> None:
    """Refuse a value that is not of this kind.

    Raises:
        TypeError: says what was `expected` (a noun phrase, best with an example), and what was got.
    """
    if not isinstance(value, kind):
        raise TypeError(f"expected {expected}, got {value!r}")
