"""What a prompt and a notebook show of a value: one short line; HTML, plain and escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def brief(text: str, most: int = 60) -> str:
    """Return the beginning of a text, on one line, with a sign where it goes on.

    >>> brief("Le chef du Parti, Tô Lâm, reçoit", 20)
    'Le chef du Parti, T…'
    """
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most and len(text) <= 4 * most else f"{line[: most - 1]}…"


def table(caption: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; None is an empty cell."""
    head = _row("th scope=col", "th", heading)
    body = "".join(_row("td", "td", row) for row in rows)
    return (
        f"<table><caption>{_escaped(caption)}</caption>"
        f"<thead>{head}</thead><tbody>{body}</tbody></table>"
    )


def card(title: str, facts: Iterable[tuple[str, str]], paragraphs: Iterable[str]) -> str:
    """Return a text under its title, with what is known of it between the two."""
    known = "".join(
        f"<tr><th scope=row>{_escaped(name)}</th><td>{_escaped(value)}</td></tr>"
        for name, value in facts
        if value
    )
    text = "".join(f"<p>{_escaped(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<article><h3>{_escaped(title)}</h3><table><tbody>{known}</tbody></table>{text}</article>"
    )


def _escaped(text: str) -> str:
    import html  # with its entities: not for those who only have records that can be shown

    return html.escape(text)


def _row(tag: str, end: str, cells: Iterable[object]) -> str:
    inner = (f"<{tag}>{'' if c is None else _escaped(str(c))}</{end}>" for c in cells)
    return f"<tr>{''.join(inner)}</tr>"
