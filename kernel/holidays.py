"""Public holidays as the State Council has announced them: what seeds the table staff can edit.

The dates come from the package `chinesecalendar`. Each year's are announced in the autumn before;
for a year nobody has announced, this says so and never guesses.
"""

from datetime import date

import chinese_calendar
from chinese_calendar.constants import holidays

from kernel.errors import Refusal
from kernel.i18n import _


class NotAnnounced(Refusal):
    """The package knows no holidays of this year: too early, or it must be updated."""

    message = _("%(year)d 年的放假安排还没有公布，请查看国务院办公厅通知后再登记。")
    field = "day"


# The package's names, as the notices of the State Council's office write them.
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}

ANNOUNCED_YEARS = frozenset(day.year for day in holidays)


def is_announced(year: int) -> bool:
    return year in ANNOUNCED_YEARS


def published_holiday(day: date) -> str | None:
    """The Chinese name of the holiday people have this day off for, e.g. "清明节".

    None: no holiday (perhaps a weekend). Raises NotAnnounced.
    """
    return _name(day, off=True)


def published_working_weekend(day: date) -> str | None:
    """The holiday for which this Saturday or Sunday is worked (调休). Raises NotAnnounced."""
    return _name(day, off=False)


def _name(day: date, *, off: bool) -> str | None:
    if not is_announced(day.year):
        raise NotAnnounced(year=day.year)
    is_off, english = chinese_calendar.get_holiday_detail(day)
    if english is None or is_off is not off:
        return None
    return NAMES[english]
