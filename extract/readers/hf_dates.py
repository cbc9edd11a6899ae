"""Dates of Hugging Face Daily Papers pages, which leave the current year out: what year that was."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_REST = "(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?"

#: ``Oct 14, 2021`` or ``Oct 14``.
DATE = rf"(?P<month>{'|'.join(_MONTHS)}){_REST}\.? (?P<day>\d{{1,2}})(?:, (?P<year>\d{{4}}))?"

_LINE = re.compile(rf"[\s•·|]*(?:\d+ authors?)?[\s•·|]*(?:{DATE})(?:\s+\d+)?\s*")


class Years:
    """Collects the dates of one page, to tell the year that its dates without a year are of.

    A page writes the year out unless it is the current one. So the year that is left out is later than every year
    that is written: it is taken to be the next one. That depends on the text alone, not on the day of reading.
    When no year is written anywhere, it is the latest that does not put a date of the page after the day on which
    the file was last changed (for standard input: after today).
    """

    def __init__(self) -> None:
        self._newest_written = 0
        self._latest_day = (1, 1)

    def see(self, line: str) -> None:
        """Take note of a line, if it is a date."""
        found = _LINE.fullmatch(line)
        if not found:
            return
        if found["year"]:
            self._newest_written = max(self._newest_written, int(found["year"]))
        else:
            self._latest_day = max(self._latest_day, (_month(found), int(found["day"])))

    def current(self, modified: float | None) -> int:
        """Return the year that the page leaves out; ``modified`` is the file's time stamp."""
        if self._newest_written:
            return self._newest_written + 1
        now = dt.datetime.now(dt.UTC) if modified is None else dt.datetime.fromtimestamp(modified, dt.UTC)
        # One day of grace: where the page was copied it may already have been tomorrow.
        copied = now.date() + dt.timedelta(days=1)
        return copied.year - (self._latest_day > (copied.month, copied.day))

    def resolve(self, found: re.Match[str], modified: float | None) -> str:
        """Return a match of ``DATE`` as ``YYYY-MM-DD`` (which may be no day of the calendar)."""
        year = int(found["year"]) if found["year"] else self.current(modified)
        return f"{year:04d}-{_month(found):02d}-{int(found['day']):02d}"


def _month(found: re.Match[str]) -> int:
    return _MONTHS.index(found["month"]) + 1
