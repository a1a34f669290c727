"""Taking and moving times."""

import uuid
from datetime import datetime, time, timedelta

from sqlalchemy.dialects.postgresql import Range

from funeral import schedule
from funeral.errors import (
    AlreadyCremated,
    AlreadyHappened,
    AlreadyPlanned,
    CremationBeforeFarewell,
    NoFarewellPlanned,
    NoSuchHall,
    NotPlanned,
    OtherKind,
    OutsideHours,
    ResourceBusy,
    StaleBoard,
    TimeTaken,
    TooEarly,
    TooFarAhead,
)
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.models import Occupancy, Plan, Resource
from funeral.queries import cases, cremation
from funeral.queries import schedule as queries
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("登记告别厅或火化机"))
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
) -> Resource:
    """`variety`: a HallClass or CrematorType; the minutes make the block nobody else may enter."""
    resource = Resource(
        institution_id=institution_id,
        kind=kind,
        variety=variety,
        name=name,
        opens=opens,
        closes=closes,
        setup_minutes=setup_minutes,
        use_minutes=use_minutes,
        cleanup_minutes=cleanup_minutes,
        capacity=capacity,
        added_at=clock.now(),
    )
    db.session.add(resource)
    return resource


@operation(_("预留时间"))
def plan_farewell(
    *,
    institution_id: uuid.UUID,
    hall_class: HallClass,
    cremator_type: CrematorType,
    starts_at: datetime,
    by: Actor,
) -> Plan:
    """Take a hall of the class and the cremation that follows, both or neither.

    Raises TooEarly, TooFarAhead, NoSuchHall, or TimeTaken with the nearest alternatives.
    """
    if starts_at <= clock.now():
        raise TooEarly
    if clock.day_of(starts_at) > queries.last_day():
        raise TooFarAhead(day=clock.say_full_day(queries.last_day()))
    halls, cremators = queries.usable_resources(
        institution_id, hall_class, cremator_type, lock=True
    )
    if not cremators or (hall_class is not HallClass.NONE and not halls):
        raise NoSuchHall
    busy = queries.busy_times([*halls, *cremators], *clock.day_range(clock.local(starts_at).date()))
    proposal = schedule.propose(hall_class, starts_at, halls, cremators, busy)
    if proposal is None:
        raise TimeTaken(
            queries.nearest_free_times(institution_id, starts_at, hall_class, cremator_type)
        )
    plan = Plan(
        institution_id=institution_id,
        hall_class=hall_class,
        cremator_type=cremator_type,
        made_at=clock.now(),
        told_at=clock.now(),
    )
    plan.occupancies = [_occupancy(institution_id, place) for place in proposal.places]
    db.session.add(plan)
    return plan


@operation(_("安排日程"))
def plan_case(
    *,
    number: str,
    hall_class: HallClass,
    cremator_type: CrematorType,
    starts_at: datetime,
    by: Actor,
    idempotency_key: str | None = None,
) -> Plan:
    """The same for a case the desk opened without a booking.

    Also raises AlreadyPlanned, AlreadyCremated.
    """
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    if case.plan_id:
        raise AlreadyPlanned
    plan = plan_farewell(
        institution_id=case.institution_id,
        hall_class=hall_class,
        cremator_type=cremator_type,
        starts_at=starts_at,
        by=by,
    )
    case.plan = plan
    return plan


@operation(_("改为不举行告别仪式"))
def cancel_farewell(*, number: str, by: Actor, idempotency_key: str | None = None) -> Plan:
    """The family holds no ceremony after all: the hall is free again, the cremation stays.

    Raises NotPlanned, NoFarewellPlanned, AlreadyHappened.
    """
    case = cases.lock_case(number)
    if case.plan is None:
        raise NotPlanned
    plan = queries.lock_plan(case.plan.id)
    farewell = queries.farewell_of(plan)
    if farewell is None:
        raise NoFarewellPlanned
    _ensure_not_happened(plan, farewell)
    farewell.released_at = clock.now()
    plan.hall_class = HallClass.NONE
    plan.version += 1
    return plan


@operation(_("放开日程"))
def release_plan(*, plan_id: uuid.UUID, by: Actor) -> Plan:
    """Nobody comes for this plan, which no case has: its times are free for others again."""
    plan = queries.lock_plan(plan_id)
    for occupancy in plan.occupancies:
        occupancy.released_at = occupancy.released_at or clock.now()
    plan.version += 1
    return plan


@operation(_("移动日程"))
def move_occupancy(
    *,
    occupancy_id: uuid.UUID,
    resource_id: uuid.UUID,
    starts_at: datetime,
    version: int,
    by: Actor,
) -> Occupancy:
    """Move a farewell or a cremation; `version` is what the mover's board showed.

    Raises StaleBoard, OtherKind, TooEarly, OutsideHours, ResourceBusy, CremationBeforeFarewell,
    AlreadyHappened. The family has to be told again: `told_at` becomes empty.
    """
    occupancy = queries.get_occupancy(occupancy_id)
    locked = queries.lock_resources({occupancy.resource_id, resource_id})
    resource = locked.get(resource_id)
    plan = queries.lock_plan(occupancy.plan_id)
    if plan.version != version or occupancy.released_at:
        raise StaleBoard
    if resource is None or resource.kind != occupancy.resource.kind:
        raise OtherKind
    _ensure_not_happened(plan, occupancy)
    if starts_at <= clock.now():
        raise TooEarly
    place = schedule.Place(resource, starts_at)
    _ensure_open(place)
    _ensure_free(place, occupancy)
    _ensure_in_order(plan, occupancy, place)
    occupancy.resource = resource
    occupancy.starts_at, occupancy.ends_at = place.starts_at, place.ends_at
    occupancy.occupies = Range(place.from_, place.to)
    plan.version += 1
    plan.told_at = None
    return occupancy


@operation(_("通知家属"))
def tell_family(*, plan_id: uuid.UUID, version: int, by: Actor) -> Plan:
    """The desk has told the family the times of this `version`. Raises StaleBoard if they moved."""
    plan = queries.lock_plan(plan_id)
    if plan.version != version:
        raise StaleBoard
    plan.told_at = clock.now()
    return plan


def _occupancy(institution_id: uuid.UUID, place: schedule.Place) -> Occupancy:
    return Occupancy(
        institution_id=institution_id,
        resource=place.resource,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        occupies=Range(place.from_, place.to),
    )


def _ensure_not_happened(plan: Plan, occupancy: Occupancy) -> None:
    case = cases.find_case_of_plan(plan.id)
    if case is None:
        return
    is_hall = occupancy.resource.kind == ResourceKind.HALL
    happened = cremation.find_farewell(case.id) if is_hall else cremation.find_run(case.id)
    if happened:
        raise AlreadyHappened


def _ensure_open(place: schedule.Place) -> None:
    if not place.is_open():
        resource = place.resource
        raise OutsideHours(
            resource=resource.name,
            opens=resource.opens.strftime("%H:%M"),
            closes=resource.closes.strftime("%H:%M"),
        )


def _ensure_free(place: schedule.Place, moved: Occupancy) -> None:
    for other, case in queries.list_day(
        place.resource.institution_id, clock.local(place.starts_at).date()
    ):
        if other.id == moved.id or other.resource_id != place.resource.id:
            continue
        if other.occupies.overlaps(Range(place.from_, place.to)):
            raise ResourceBusy(
                resource=place.resource.name,
                from_=clock.say_clock(other.starts_at),
                to=clock.say_clock(other.ends_at),
                case=case.number if case else "—",
            )


def _ensure_in_order(plan: Plan, moved: Occupancy, place: schedule.Place) -> None:
    farewell, cremated = queries.farewell_of(plan), queries.cremation_of(plan)
    if farewell is None or cremated is None:
        return
    farewell_ends = place.ends_at if moved is farewell else farewell.ends_at
    cremation_starts = place.starts_at if moved is cremated else cremated.starts_at
    if cremation_starts < farewell_ends + schedule.AFTER_FAREWELL:
        minutes = schedule.AFTER_FAREWELL // timedelta(minutes=1)
        raise CremationBeforeFarewell(minutes=minutes)
