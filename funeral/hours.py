"""When a resource is open: every day, by weekday, or as one day says; also over midnight."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from kernel import clock

if TYPE_CHECKING:
    from funeral.models import Resource

A_DAY = timedelta(days=1)


def hours_of(resource: "Resource", day: date) -> tuple[time, time] | None:
    """From–to on this day; None where it stays shut. A single day counts before its weekday."""
    special = resource.special.get(day.isoformat())
    if special is not None:
        return _times(special["hours"])
    weekday = str(day.weekday())
    if weekday in resource.weekly:
        return _times(resource.weekly[weekday])
    return resource.opens, resource.closes


def open_range(resource: "Resource", day: date) -> tuple[datetime, datetime] | None:
    """The moments of this day's opening and closing; closing not later than opening is tomorrow."""
    hours = hours_of(resource, day)
    if hours is None:
        return None
    opens, closes = hours
    last = day if opens < closes else day + A_DAY
    return clock.at(day, opens), clock.at(last, closes)


def is_open(resource: "Resource", start: datetime, end: datetime) -> bool:
    """Open all the while; days that meet at midnight are one."""
    spans = spans_between(resource, start, end)
    return any(opens <= start and end <= closes for opens, closes in spans)


def say_hours(resource: "Resource", day: date) -> tuple[str, str]:
    """ "06:00", "18:00"; two dashes where it stays shut."""
    hours = hours_of(resource, day)
    return (f"{hours[0]:%H:%M}", f"{hours[1]:%H:%M}") if hours else ("—", "—")


def spans_between(
    resource: "Resource", start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The open ranges around these moments, whole, those that touch joined."""
    day, last = clock.day_of(start) - A_DAY, clock.day_of(end)
    joined: tuple[datetime, datetime] | None = None
    while day <= last:
        opened = open_range(resource, day)
        day += A_DAY
        if opened is None:
            continue
        if joined and opened[0] <= joined[1]:
            joined = joined[0], max(joined[1], opened[1])
            continue
        if joined:
            yield joined
        joined = opened
    if joined:
        yield joined


def _times(hours: list[str] | None) -> tuple[time, time] | None:
    if hours is None:
        return None
    opens, closes = (time.fromisoformat(text) for text in hours)
    return opens, closes
