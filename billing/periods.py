"""Settlement periods: a month or a quarter of the calendar, both by one word in the address."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kernel import clock
from kernel.i18n import _

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_EARLIEST_YEAR = 2000
MONTHS_OF_QUARTER = 3
MONTHS_OFFERED = 12


@dataclass(frozen=True)
class Period:
    """`last` is the last day itself."""

    first: date
    last: date

    @property
    def code(self) -> str:
        """ "2026-11" or "2026-Q4"."""
        if self.is_month:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year}-Q{(self.first.month + 2) // MONTHS_OF_QUARTER}"

    @property
    def is_month(self) -> bool:
        return self.first.month == self.last.month

    @property
    def label(self) -> str:
        facts = {"year": self.first.year, "month": self.first.month}
        if self.is_month:
            return str(_("%(year)s年%(month)s月")) % facts
        quarter = (self.first.month + 2) // MONTHS_OF_QUARTER
        return str(_("%(year)s年第%(quarter)s季度")) % (facts | {"quarter": quarter})

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return clock.day_range(self.last)[1]

    @property
    def is_over(self) -> bool:
        return self.last < clock.today()


def parse_period(code: str) -> Period | None:
    """None for anything that is neither "2026-11" nor "2026-Q4"."""
    month, quarter = _MONTH.fullmatch(code), _QUARTER.fullmatch(code)
    found = month or quarter
    if found is None or int(found[1]) < _EARLIEST_YEAR:
        return None
    year, number = int(found[1]), int(found[2])
    if month:
        return _months(date(year, number, 1), 1)
    return _months(date(year, 3 * number - 2, 1), MONTHS_OF_QUARTER)


def list_periods() -> list[Period]:
    """Those that are over, the newest first, a quarter before its months."""
    this_month = clock.today().replace(day=1)
    periods = []
    for back in range(1, MONTHS_OFFERED + 1):
        first = clock.add_months(this_month, -back)
        if first.month % MONTHS_OF_QUARTER == 0:
            periods.append(_months(clock.add_months(first, -2), MONTHS_OF_QUARTER))
        periods.append(_months(first, 1))
    return periods


def _months(first: date, count: int) -> Period:
    return Period(first, clock.add_months(first, count) - timedelta(days=1))
