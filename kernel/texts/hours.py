"""When a telephone may ring: nobody in mourning is woken by a reminder."""

from datetime import datetime, time, timedelta

from kernel import clock

# An arrangement of the house: later and earlier than this, people of a county sleep.
NIGHT_FROM, NIGHT_UNTIL = time(21), time(8)
# What is of no use an hour after the night comes at once, or it would come too late.
AFTER_WAKING = timedelta(hours=1)


def end_of_night(moment: datetime) -> datetime | None:
    """None by day."""
    day, now = clock.day_of(moment), clock.local(moment).time()
    if NIGHT_UNTIL <= now < NIGHT_FROM:
        return None
    morning = day + timedelta(days=1) if now >= NIGHT_FROM else day
    return clock.at(morning, NIGHT_UNTIL)
