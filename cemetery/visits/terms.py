"""What a site lays down about visits: data with dates and a basis, not code. No database."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cemetery.visits.errors import SlotTimesUnread
from cemetery.visits.peak import is_peak
from kernel import clock

Times = tuple[time, time]
# Who comes so long before the opening may already fill in, and waits for it with all others.
COME_EARLY = timedelta(minutes=10)
# And so long after it everybody queues, whether anybody waits or not.
RUSH_LASTS = timedelta(minutes=15)
_TIMES = re.compile(r"(\d{1,2}):(\d{2})[-–—~至到](\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Terms:
    """`slots`: times of a day, in order and apart. `persons`, `cars`: places of one slot, of which
    `kept_phone` and `kept_walk_in` persons are for those of `elder_age` who call or come (0: for
    everybody who does). `party`: persons of one booking, `party_cars` its cars. `per_unit`:
    bookings a grave or niche a day, 0 for any number. A day can be booked from `days_ahead` days
    before at `opens_at`. `peak_only`: on other days nobody needs to book. `early`, `late`: minutes
    before a slot begins and after it ends in which the gate still lets in.
    `kept_days`: how long after a visit its people's names and numbers are kept.
    """

    slots: tuple[Times, ...] = ()
    persons: int = 200
    cars: int = 50
    kept_phone: int = 20
    kept_walk_in: int = 20
    elder_age: int = 60
    party: int = 5
    party_cars: int = 1
    names_needed: bool = True
    unit_needed: bool = False
    per_unit: int = 1
    days_ahead: int = 7
    opens_at: time = time(8)
    peak_only: bool = True
    peak_days: tuple[str, ...] = ("清明 前15 后15", "中元", "寒衣", "冬至")
    early: int = 30
    late: int = 30
    kept_days: int = 90
    advice: str = ""
    legal_basis: str = ""

    def needs_booking(self, day: date) -> bool:
        return bool(self.slots) and (not self.peak_only or is_peak(day, list(self.peak_days)))

    def opening_of(self, day: date) -> datetime:
        """From when a day can be booked."""
        return clock.at(day - timedelta(days=self.days_ahead), self.opens_at)

    def is_rush(self, day: date, moment: datetime) -> bool:
        """Whether this day is just about to open or has just opened."""
        opens = self.opening_of(day)
        return opens - COME_EARLY <= moment < opens + RUSH_LASTS

    def last_day(self, moment: datetime) -> date:
        """The last day that can be booked at this moment."""
        today = clock.day_of(moment)
        ahead = self.days_ahead if moment >= clock.at(today, self.opens_at) else self.days_ahead - 1
        return today + timedelta(days=ahead)


def read_times(lines: list[str]) -> tuple[Times, ...]:
    """ "08:00-10:00" a line, in order, none over another. Raises SlotTimesUnread."""
    slots: list[Times] = []
    for line in lines:
        times = _times(line)
        if times is None or times[0] >= times[1] or (slots and times[0] < slots[-1][1]):
            raise SlotTimesUnread(line=line.strip()[:20])
        slots.append(times)
    return tuple(slots)


def _times(line: str) -> Times | None:
    found = _TIMES.fullmatch("".join(unicodedata.normalize("NFKC", line).split()))
    if found is None:
        return None
    hours, minutes, to_hours, to_minutes = map(int, found.groups())
    try:
        return time(hours, minutes), time(to_hours, to_minutes)
    except ValueError:
        return None


def write_times(slots: tuple[Times, ...]) -> list[str]:
    return [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in slots]
