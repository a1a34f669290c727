"""Fields the desk types fast: a time of day."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import cast

from wtforms import Field
from wtforms.widgets import TextInput

from kernel import clock
from kernel.fields import YearMonthDayField
from kernel.i18n import _

# Longer over midnight is two times of day in the wrong order.
ONE_EVENING = timedelta(hours=12)
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})", re.ASCII)


class ClockField(Field):
    """ "8:30", "0830" or "8：30"; `data` is a time of day or None.

    Browsers' own time inputs speak the browser's language, not the page's.
    """

    widget = TextInput()
    data: time | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = _plain("".join(valuelist[:1]))
        self.data = None
        if not typed:
            return
        parts = _CLOCK.fullmatch(typed)
        try:
            self.data = time(int(parts[1]), int(parts[2])) if parts else None
        except ValueError:
            parts = None
        if parts is None:
            raise ValueError(_("请填写 24 小时制的时间，例如 8:30。"))


def moment(day: YearMonthDayField, time_of_day: ClockField) -> datetime:
    """Two required fields of a valid form as one moment."""
    return clock.at(cast(date, day.data), cast(time, time_of_day.data))


def moments(
    day: YearMonthDayField, start: ClockField, end: ClockField
) -> tuple[datetime, datetime]:
    """From–to; an end before the start is on the next day, unless that were most of a day."""
    starts_at, ends_at = moment(day, start), moment(day, end)
    tomorrow = ends_at + timedelta(days=1)
    is_over_midnight = ends_at < starts_at and tomorrow - starts_at <= ONE_EVENING
    return starts_at, tomorrow if is_over_midnight else ends_at


def version_in(typed: str | None) -> int:
    """What the sender's page showed; below every version for what no page of ours has sent."""
    return int(typed) if typed and typed.isdecimal() else -1


def _plain(typed: str) -> str:
    """Full-width digits and colons as ASCII, without any space."""
    return "".join(unicodedata.normalize("NFKC", typed).split())
