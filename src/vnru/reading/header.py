"""The first line's header: `` date 2024-03 `` and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from vnru.dates import PartialDate
from vnru.diagnostics import Diagnostic, Severity

_HEADER = re.compile(r"[ \t\xa0]*date[ \t\xa0]+(?P<date>\d\S*)(?:\s+|\Z)")
EARLIEST_YEAR = 1900  # agencies have filed dispatches for a century; older is a slip


class Header(NamedTuple):
    """What the header says; `length` is the number of characters it takes of the text."""

    date: PartialDate | None = None
    length: int = 0
    problem: Diagnostic | None = None


def read_header(text: str, source: str, today: dt.date | None) -> Header:
    """Read the header of a decoded article.

    Args:
        text: the whole text.
        source: name of the file, for the diagnostic.
        today: articles dated later are held back; None accepts every date.
    """
    match = _HEADER.match(text)
    if match is None:
        return Header(
            problem=Diagnostic(
                code="VN101",
                severity=Severity.WARNING,
                message="no date header: the article is published without a date",
                hint="if its date is known, open the file with ' date YYYY-MM '",
                source=source,
            )
        )
    written = match["date"]
    column = match.start("date") + 1

    def refuse(code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Header:
        return Header(
            length=match.end(),
            problem=Diagnostic(
                code=code,
                severity=severity,
                message=message,
                hint=hint,
                source=source,
                column=column,
            ),
        )

    try:
        date = PartialDate.from_iso(written)
    except ValueError as error:
        reason = str(error) if len(written) <= 10 else f"not a date: {written[:40]!r}"
        return refuse(
            "VN102",
            f"the header's date does not exist or has another form: {reason}",
            "write 'date YYYY', 'date YYYY-MM' or 'date YYYY-MM-DD', then a space and the text",
        )
    if date.year < EARLIEST_YEAR:
        return refuse(
            "VN103", f"the year {date.year} is before {EARLIEST_YEAR}", "correct the header"
        )
    if today is not None and date.earliest > today:
        return refuse(
            "VN104",
            f"dated in the future ({date}, today is {today}); held back until its day",
            "correct the header, or wait",
            Severity.HELD,
        )
    return Header(date=date, length=match.end())
