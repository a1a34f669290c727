"""A closure, as the refusal it causes."""

from typing import TYPE_CHECKING

from funeral.errors import ResourceClosed
from kernel import clock

if TYPE_CHECKING:
    from funeral.models import Closure


def closed_by(closure: "Closure") -> ResourceClosed:
    """From–to in clock times, with the day where it is longer than one."""
    same_day = clock.day_of(closure.starts_at) == clock.day_of(closure.ends_at)
    say = clock.say_clock if same_day else clock.say_stamp
    return ResourceClosed(
        resource=closure.resource.name,
        from_=say(closure.starts_at),
        to=say(closure.ends_at),
        reason=closure.reason,
    )
