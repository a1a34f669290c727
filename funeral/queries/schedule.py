"""Which times are free, and what stands on the board."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from funeral import schedule
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.models import FuneralCase, Occupancy, Plan, Resource
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound

# How many days can be booked, today among them, and how many alternatives a family is offered.
DAYS_AHEAD = 7
ALTERNATIVES = 3


@dataclass(frozen=True)
class HallChoice:
    """A class a home has: its largest hall's seats and the minutes of use."""

    hall_class: HallClass
    capacity: int | None
    use_minutes: int


def last_day() -> date:
    """The last day that can be booked; a booking years ahead would hold a hall for nobody."""
    return clock.today() + timedelta(days=DAYS_AHEAD - 1)


def list_resources(institution_id: uuid.UUID, kind: ResourceKind | None = None) -> list[Resource]:
    """Halls first; in the order they were registered, for 三号厅 sorts before 二号厅 by name."""
    query = select(Resource).filter_by(institution_id=institution_id, in_use=True)
    if kind:
        query = query.filter_by(kind=kind)
    return list(db.session.scalars(query.order_by(Resource.kind.desc(), Resource.id)))


def get_resource(resource_id: uuid.UUID) -> Resource:
    resource = db.session.get(Resource, resource_id)
    if resource is None:
        raise NotFound
    return resource


def list_hall_choices(institution_id: uuid.UUID) -> list[HallChoice]:
    """No ceremony first, then from small to large, as families are shown them."""
    halls = list_resources(institution_id, ResourceKind.HALL)
    choices = [HallChoice(HallClass.NONE, None, 0)]
    for hall_class in list(HallClass)[1:]:
        of_class = [hall for hall in halls if hall.variety == hall_class]
        if of_class:
            capacity = max((hall.capacity or 0 for hall in of_class), default=0) or None
            choices.append(HallChoice(hall_class, capacity, of_class[0].use_minutes))
    return choices


def list_cremator_types(institution_id: uuid.UUID) -> list[CrematorType]:
    has = {cremator.variety for cremator in list_resources(institution_id, ResourceKind.CREMATOR)}
    return [cremator_type for cremator_type in CrematorType if cremator_type in has]


def usable_resources(
    institution_id: uuid.UUID,
    hall_class: HallClass,
    cremator_type: CrematorType,
    *,
    lock: bool = False,
) -> tuple[list[Resource], list[Resource]]:
    """The halls of a class and the cremators of a type; locked in one order, so rivals queue."""
    query = (
        select(Resource)
        .filter_by(institution_id=institution_id, in_use=True)
        .where(Resource.variety.in_([hall_class, cremator_type]))
        .order_by(Resource.id)
    )
    if lock:
        # Without populate_existing the lock would show the row as it was when the page was read.
        query = query.with_for_update().execution_options(populate_existing=True)
    found = list(db.session.scalars(query))
    halls = [resource for resource in found if resource.kind == ResourceKind.HALL]
    return halls, [resource for resource in found if resource.kind == ResourceKind.CREMATOR]


def lock_resources(resource_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Resource]:
    query = (
        select(Resource)
        .where(Resource.id.in_(list(resource_ids)))
        .order_by(Resource.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {resource.id: resource for resource in db.session.scalars(query)}


def busy_times(
    resources: Iterable[Resource], start: datetime, end: datetime
) -> dict[uuid.UUID, list[tuple[datetime, datetime]]]:
    """What is taken between two instants, buffers included."""
    # Columns, not records: a record already in the session would keep its old times.
    query = select(
        Occupancy.resource_id, func.lower(Occupancy.occupies), func.upper(Occupancy.occupies)
    ).where(
        Occupancy.resource_id.in_([resource.id for resource in resources]),
        Occupancy.released_at.is_(None),
        Occupancy.starts_at < end + timedelta(days=1),
        Occupancy.ends_at > start - timedelta(days=1),
    )
    busy: dict[uuid.UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for resource_id, from_, to in db.session.execute(query):
        busy[resource_id].append((from_, to))
    return busy


def list_free_times(
    institution_id: uuid.UUID, day: date, hall_class: HallClass, cremator_type: CrematorType
) -> list[schedule.Proposal]:
    """Every start of the day that is still possible, each with the cremation that follows."""
    halls, cremators = usable_resources(institution_id, hall_class, cremator_type)
    busy = busy_times([*halls, *cremators], *clock.day_range(day))
    grid = schedule.grid_of_day(day, cremators if hall_class is HallClass.NONE else halls)
    proposals = (
        schedule.propose(hall_class, at, halls, cremators, busy) for at in grid if at > clock.now()
    )
    return [proposal for proposal in proposals if proposal]


def nearest_free_times(
    institution_id: uuid.UUID,
    wanted: datetime,
    hall_class: HallClass,
    cremator_type: CrematorType,
) -> tuple[datetime, ...]:
    """At most three starts closest to the wanted one, the same day first."""
    near: list[datetime] = []
    first = clock.day_of(wanted)
    days = ((last_day() - first) // timedelta(days=1)) + 1
    for offset in range(days):
        free = list_free_times(
            institution_id, first + timedelta(days=offset), hall_class, cremator_type
        )
        starts = [proposal.starts_at for proposal in free if proposal.starts_at != wanted]
        near += sorted(starts, key=lambda at: abs(at - wanted))
        if len(near) >= ALTERNATIVES:
            break
    return tuple(near[:ALTERNATIVES])


def get_plan(plan_id: uuid.UUID) -> Plan:
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    return plan


def list_plans(plan_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Plan]:
    """By id, with their times: for lists of bookings and cases."""
    times = selectinload(Plan.occupancies).joinedload(Occupancy.resource)
    query = select(Plan).where(Plan.id.in_(list(plan_ids))).options(times)
    return {plan.id: plan for plan in db.session.scalars(query)}


def begin_of(plan: Plan) -> datetime | None:
    """When the family is expected: the farewell, or the cremation where there is none."""
    first = farewell_of(plan) or cremation_of(plan)
    return first.starts_at if first else None


def lock_plan(plan_id: uuid.UUID) -> Plan:
    """The plan, held until this operation ends: its times and its version change together."""
    plan = db.session.get(Plan, plan_id, with_for_update=True, populate_existing=True)
    if plan is None:
        raise NotFound
    return plan


def get_occupancy(occupancy_id: uuid.UUID) -> Occupancy:
    occupancy = db.session.get(Occupancy, occupancy_id)
    if occupancy is None:
        raise NotFound
    return occupancy


def farewell_of(plan: Plan) -> Occupancy | None:
    return _live(plan, ResourceKind.HALL)


def cremation_of(plan: Plan) -> Occupancy | None:
    return _live(plan, ResourceKind.CREMATOR)


def list_day(
    institution_id: uuid.UUID, day: date
) -> Sequence[tuple[Occupancy, FuneralCase | None]]:
    """The board of a day: every live occupancy with its case, if one is open yet."""
    start, end = clock.day_range(day)
    query = (
        select(Occupancy, FuneralCase)
        .outerjoin(FuneralCase, FuneralCase.plan_id == Occupancy.plan_id)
        .where(Occupancy.institution_id == institution_id, Occupancy.released_at.is_(None))
        .where(Occupancy.starts_at < end, Occupancy.ends_at > start)
        .options(
            joinedload(Occupancy.plan),
            joinedload(Occupancy.resource),
            joinedload(FuneralCase.deceased),
            joinedload(FuneralCase.claimant),
        )
        .order_by(Occupancy.starts_at)
        # A mover holds the lock and must see what others wrote since the page was read.
        .execution_options(populate_existing=True)
    )
    return [(occupancy, case) for occupancy, case in db.session.execute(query)]


def _live(plan: Plan, kind: ResourceKind) -> Occupancy | None:
    live = (
        occupancy
        for occupancy in plan.occupancies
        if occupancy.released_at is None and occupancy.resource.kind == kind
    )
    return next(live, None)
