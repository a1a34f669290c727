"""Halls, vigil rooms, cremators, hearses, cabinets, preparation rooms: what there is, when open."""

import uuid
from datetime import date, time
from typing import Any

from funeral.errors import (
    DayPast,
    HoursReasonMissing,
    ResourceMinutesWrong,
    ResourceNameMissing,
    StillBooked,
    StillOccupied,
    VarietyWrong,
)
from funeral.kinds import PURPOSES, CrematorType, HallClass, Purpose, ResourceKind
from funeral.models import Resource
from funeral.queries import schedule as queries
from funeral.queries.cremation import find_open_run
from funeral.queries.custody import find_stay_in
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

Hours = tuple[time, time]
MOST_MINUTES = 24 * 60
VARIETIES: dict[ResourceKind, set[str]] = {
    ResourceKind.HALL: {each.value for each in HallClass if each is not HallClass.NONE},
    ResourceKind.CREMATOR: {each.value for each in CrematorType},
}


@operation(_("登记设施"))
def add_resource(
    *,
    institution_id: uuid.UUID,
    kind: ResourceKind,
    variety: str,
    name: str,
    opens: time,
    closes: time,
    setup_minutes: int,
    use_minutes: int,
    cleanup_minutes: int,
    by: Actor,
    capacity: int | None = None,
    site: str = "",
    idempotency_key: str | None = None,
) -> Resource:
    """`variety`: a HallClass or CrematorType, else empty; the minutes make the block nobody else
    may enter. Raises ResourceNameMissing, VarietyWrong, ResourceMinutesWrong."""
    if not name.strip():
        raise ResourceNameMissing
    if variety not in VARIETIES.get(kind, {""}):
        raise VarietyWrong
    _check_minutes(setup_minutes, use_minutes, cleanup_minutes)
    resource = Resource(
        institution_id=institution_id,
        kind=kind,
        variety=variety,
        name=name.strip(),
        site=site.strip(),
        opens=opens,
        closes=closes,
        setup_minutes=setup_minutes,
        use_minutes=use_minutes,
        cleanup_minutes=cleanup_minutes,
        capacity=capacity,
        uses={},
        weekly={},
        special={},
        added_at=clock.now(),
    )
    db.session.add(resource)
    return resource


@operation(_("更改设施"))
def change_resource(
    *,
    resource_id: uuid.UUID,
    name: str,
    site: str,
    capacity: int | None,
    uses: dict[Purpose, tuple[int, int, int]],
    by: Actor,
) -> Resource:
    """Name, place, seats, and set-up, use and clean-up for each use; what is booked stays as it is.

    Raises ResourceNameMissing, ResourceMinutesWrong.
    """
    resource = queries.lock_resource(resource_id)
    if not name.strip():
        raise ResourceNameMissing
    for minutes in uses.values():
        _check_minutes(*minutes)
    usual, *others = PURPOSES[ResourceKind(resource.kind)] or (None,)
    if usual in uses:
        resource.setup_minutes, resource.use_minutes, resource.cleanup_minutes = uses[usual]
    resource.uses = {each.value: list(uses[each]) for each in others if each and each in uses}
    resource.name, resource.site, resource.capacity = name.strip(), site.strip(), capacity
    return resource


@operation(_("更改开放时间"))
def set_hours(
    *,
    resource_id: uuid.UUID,
    usual: Hours,
    weekly: dict[int, Hours | None],
    by: Actor,
) -> Resource:
    """Every day from–to, and by weekday (0 is Monday) where it differs; None: shut that day.

    Closing not later than opening is on the next day. What is booked outside stays and is shown.
    """
    resource = queries.lock_resource(resource_id)
    resource.opens, resource.closes = usual
    resource.weekly = {str(weekday): _written(hours) for weekday, hours in weekly.items()}
    return resource


@operation(_("设定某一天的开放时间"))
def set_special_day(
    *,
    resource_id: uuid.UUID,
    day: date,
    hours: Hours | None,
    reason: str,
    by: Actor,
) -> Resource:
    """One day unlike the others, with the reason. Raises DayPast, HoursReasonMissing."""
    if day < clock.today():
        raise DayPast
    if not reason.strip():
        raise HoursReasonMissing
    resource = queries.lock_resource(resource_id)
    resource.special = _to_come(resource) | {
        day.isoformat(): {"hours": _written(hours), "reason": reason.strip()}
    }
    return resource


@operation(_("取消某一天的特别开放时间"))
def clear_special_day(*, resource_id: uuid.UUID, day: date, by: Actor) -> Resource:
    """The day is like any other again."""
    resource = queries.lock_resource(resource_id)
    resource.special = {
        each: hours for each, hours in _to_come(resource).items() if each != day.isoformat()
    }
    return resource


@operation(_("撤除设施"))
def retire_resource(*, resource_id: uuid.UUID, by: Actor) -> Resource:
    """Gone for good; its past stays.

    Raises StillBooked while families have times on it, StillOccupied while remains lie
    or burn in it.
    """
    resource = queries.lock_resource(resource_id)
    booked = queries.count_booked(resource.id)
    if booked:
        raise StillBooked(resource=resource.name, count=booked)
    if find_stay_in(resource.id) or find_open_run(resource.id):
        raise StillOccupied(resource=resource.name)
    resource.in_use = False
    return resource


def _to_come(resource: Resource) -> dict[str, Any]:
    """Days past are forgotten here; the journal keeps them."""
    today = clock.today().isoformat()
    return {day: hours for day, hours in resource.special.items() if day >= today}


def _written(hours: Hours | None) -> list[str] | None:
    return [f"{each:%H:%M}" for each in hours] if hours else None


def _check_minutes(setup: int, use: int, cleanup: int) -> None:
    if use <= 0 or min(setup, cleanup) < 0 or max(setup, use, cleanup) > MOST_MINUTES:
        raise ResourceMinutesWrong
