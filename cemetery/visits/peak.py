"""Peak days: festivals with the days around them, and days written in by hand. No database.

One a line: "清明 前10 后15" (that many days before and after), "冬至", "2026-05-10".
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from cemetery.visits.errors import PeakDayUnread
from kernel.festivals import NAMES, Festival, festival_in

MOST_AROUND = 60
_LINE = re.compile(r"(?P<name>\D+?)(?:前(?P<before>\d{1,2})天?)?(?:后(?P<after>\d{1,2})天?)?")


@dataclass(frozen=True)
class Around:
    """A festival with the days before and after it."""

    festival: Festival
    before: int = 0
    after: int = 0

    def holds(self, day: date) -> bool:
        # A window may reach over New Year.
        years = (day.year - 1, day.year, day.year + 1)
        return any(self._first(year) <= day <= self._last(year) for year in years)

    def _first(self, year: int) -> date:
        return festival_in(self.festival, year) - timedelta(days=self.before)

    def _last(self, year: int) -> date:
        return festival_in(self.festival, year) + timedelta(days=self.after)


def is_peak(day: date, lines: list[str]) -> bool:
    """Raises PeakDayUnread for a line nobody can read."""
    found = (read_line(line) for line in lines)
    return any(each == day if isinstance(each, date) else each.holds(day) for each in found)


def read_line(line: str) -> Around | date:
    """Raises PeakDayUnread."""
    written = "".join(unicodedata.normalize("NFKC", line).split())
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    found = _LINE.fullmatch(written)
    festival = NAMES.get(found["name"].removesuffix("节")) if found else None
    if found is None or festival is None:
        raise PeakDayUnread(line=line.strip()[:20])
    before, after = (int(found[part] or 0) for part in ("before", "after"))
    if max(before, after) > MOST_AROUND:
        raise PeakDayUnread(line=line.strip()[:20])
    return Around(festival, before, after)
