"""The only reader of time: stored aware in UTC, shown in Asia/Shanghai, said in words for families.

Everything that says a day or a time takes a `date` or an aware `datetime`; a naive one raises.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from datetime import UTC as UTC  # noqa: PLC0414 — others write clock.UTC
from zoneinfo import ZoneInfo

from lunar_python.Solar import Solar

from kernel.i18n import language

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = 12

WEEKDAYS = {
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_frozen_at: datetime | None = None
_ahead = timedelta()


def now() -> datetime:
    """Aware, in UTC."""
    return _frozen_at or datetime.now(UTC) + _ahead


def pretended() -> datetime | None:
    """What time tests say it is; else None. For SQL that asks the database's own clock."""
    return now() if _frozen_at or _ahead else None


def today() -> date:
    """The day it is in China, which is already tomorrow while UTC still says yesterday."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on the clocks of Asia/Shanghai."""
    return _aware(moment).astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """The day it is in China at this moment."""
    return local(moment).date()


def minute_of(moment: datetime) -> datetime:
    """Where its minute began: people tell minutes, and what we noted lies some seconds later."""
    return _aware(moment).replace(second=0, microsecond=0)


def at(day: date, time_of_day: time) -> datetime:
    """The moment, in UTC, when the clocks in China show this."""
    return datetime.combine(day, time_of_day, tzinfo=SHANGHAI).astimezone(UTC)


def parse_moment(written: str) -> datetime:
    """ "2026-11-24T00:30:00+00:00", as our pages send a moment back; in UTC. Raises ValueError."""
    moment = _aware(datetime.fromisoformat(written))
    # In the calendar's first and last year, reckoning with zones and days overflows.
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(written)
    return moment.astimezone(UTC)


def day_range(day: date) -> tuple[datetime, datetime]:
    """From midnight up to, but not including, the next midnight in China; both in UTC."""
    return at(day, time()), at(day + timedelta(days=1), time())


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Time stands still at `moment` in every thread: for tests and journeys only."""
    global _frozen_at  # noqa: PLW0603 — one world, one clock; a context variable stops at threads
    before, _frozen_at = _frozen_at, _aware(moment).astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before


@contextmanager
def ahead(span: timedelta) -> Iterator[None]:
    """Time goes on, but this much later or earlier, in every thread: for tests only."""
    global _ahead  # noqa: PLW0603 — as above
    before, _ahead = _ahead, span
    try:
        yield
    finally:
        _ahead = before


def say_day(day: date) -> str:
    """ "11月24日 星期二"; "Tuesday 24 November". For a day whose year nobody can mistake."""
    if language() == "en":
        return f"{WEEKDAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{day.month}月{day.day}日 {WEEKDAYS['zh'][day.weekday()]}"


def say_full_day(day: date) -> str:
    """ "2026年11月24日 星期二"; "Tuesday 24 November 2026"."""
    return f"{say_day(day)} {day.year}" if language() == "en" else f"{day.year}年{say_day(day)}"


def say_date(day: date) -> str:
    """ "1946年3月5日"; "5 March 1946". For a day of birth or death."""
    if language() == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def say_lunar(day: date) -> str:
    """ "农历十月十六", "农历闰六月初六"; "lunar calendar: day 16 of month 10"."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = lunar.getMonth()  # a leap month is negative
    if language() == "en":
        leap = "leap month" if month < 0 else "month"
        return f"lunar calendar: day {lunar.getDay()} of {leap} {abs(month)}"
    return f"农历{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def say_time(moment: datetime | time) -> str:
    """ "上午 8:30", "下午 12:15", "晚上 6:00", "凌晨 0:30"; "8:30 am". A `time` is China's."""
    shown = _wall_clock(moment)
    hour = shown.hour if shown.hour <= NOON else shown.hour - NOON
    if language() == "en":
        return f"{hour or NOON}:{shown.minute:02d} {'am' if shown.hour < NOON else 'pm'}"
    return f"{_part_of_day(shown.hour)} {hour}:{shown.minute:02d}"


def say_clock(moment: datetime | time) -> str:
    """ "08:30", for staff and paper, in both languages. A `time` is China's."""
    return f"{_wall_clock(moment):%H:%M}"


def say_stamp(moment: datetime) -> str:
    """ "2026-11-24 08:30", for staff and paper, in both languages."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def say_second(moment: datetime) -> str:
    """ "2026-11-24 08:30:05", where many come within a minute."""
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"


def _part_of_day(hour: int) -> str:
    # 凌晨, because "上午 0:30" would be read as half past noon.
    starts = ((18, "晚上"), (NOON, "下午"), (5, "上午"), (0, "凌晨"))
    return next(word for start, word in starts if hour >= start)


def _wall_clock(moment: datetime | time) -> time:
    return local(moment).time() if isinstance(moment, datetime) else moment


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A time without its zone is not a moment: use clock.at(day, time).")
    return moment
