"""Which times are free, and what stands on the board."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from funeral import schedule
from funeral.kinds import CrematorType, HallClass, Purpose, ResourceKind
from funeral.models import FuneralCase, Occupancy, Plan, Resource
from funeral.queries.plans import list_given_up
from funeral.queries.taken import busy_times, is_taken, overlaps
from funeral.queries.terms import last_day, terms_of
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound

# How many alternatives a family is offered.
ALTERNATIVES = 3
ORDER = [kind.value for kind in ResourceKind]


@dataclass(frozen=True)
class HallChoice:
    """A class a home has: its largest hall's seats and the minutes of use."""

    hall_class: HallClass
    capacity: int | None
    use_minutes: int


def list_resources(institution_id: uuid.UUID, *kinds: ResourceKind) -> list[Resource]:
    """Halls, then cremators, unless other kinds are named.

    In the order they were registered, for 三号厅 sorts before 二号厅 by name.
    """
    wanted = kinds or (ResourceKind.HALL, ResourceKind.CREMATOR)
    query = (
        select(Resource)
        .filter_by(institution_id=institution_id, in_use=True)
        .where(Resource.kind.in_(wanted))
        .order_by(Resource.id)
    )
    return sorted(db.session.scalars(query), key=lambda each: ORDER.index(each.kind))


def get_resource(resource_id: uuid.UUID) -> Resource:
    resource = db.session.get(Resource, resource_id)
    if resource is None:
        raise NotFound
    return resource


def lock_resource(resource_id: uuid.UUID) -> Resource:
    """The resource, held until this operation ends. Raises NotFound."""
    locked = lock_resources([resource_id])
    if resource_id not in locked:
        raise NotFound
    return locked[resource_id]


def count_booked(resource_id: uuid.UUID) -> int:
    """Times still to come on a resource."""
    query = (
        select(func.count(Occupancy.id))
        .join(Plan, Occupancy.plan_id == Plan.id)
        .where(Occupancy.resource_id == resource_id, is_taken())
        .where(Occupancy.ends_at > clock.now())
    )
    return db.session.scalar(query) or 0


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


def has_long_farewells(institution_id: uuid.UUID) -> bool:
    """Whether some hall has minutes of its own for a longer ceremony."""
    halls = list_resources(institution_id, ResourceKind.HALL)
    return any(Purpose.LONG_FAREWELL in hall.uses for hall in halls)


def list_cremator_types(institution_id: uuid.UUID) -> list[CrematorType]:
    has = {cremator.variety for cremator in list_resources(institution_id, ResourceKind.CREMATOR)}
    return [cremator_type for cremator_type in CrematorType if cremator_type in has]


def usable_resources(
    institution_id: uuid.UUID,
    hall_class: str,
    cremator_type: str,
    *,
    lock: bool = False,
    with_hearses: bool = False,
    needs: schedule.Needs = schedule.USUAL,
) -> tuple[list[Resource], list[Resource]]:
    """The halls of a class (and all hearses), the cremators of a type; locked in one order.

    Where a dedicated cremator is needed, it is taken of whichever type the home keeps for it.
    """
    of_type = or_(literal(needs.dedicated), Resource.variety == cremator_type)
    query = (
        select(Resource)
        .filter_by(institution_id=institution_id, in_use=True)
        .where(
            or_(
                and_(Resource.kind == ResourceKind.HALL, Resource.variety == hall_class),
                and_(Resource.kind == ResourceKind.CREMATOR, of_type),
                and_(literal(with_hearses), Resource.kind == ResourceKind.HEARSE),
            )
        )
        .order_by(Resource.id)
    )
    if lock:
        # Without populate_existing the lock would show the row as it was when the page was read.
        query = query.with_for_update().execution_options(populate_existing=True)
    found = list(db.session.scalars(query))
    others = [resource for resource in found if resource.kind != ResourceKind.CREMATOR]
    cremators = [resource for resource in found if resource.kind == ResourceKind.CREMATOR]
    return others, [cremator for cremator in cremators if needs.may_burn_at(cremator)]


def lock_resources(resource_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Resource]:
    query = (
        select(Resource)
        .where(Resource.id.in_(list(resource_ids)))
        .order_by(Resource.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {resource.id: resource for resource in db.session.scalars(query)}


def list_free_times(
    institution_id: uuid.UUID,
    day: date,
    hall_class: HallClass,
    cremator_type: CrematorType,
    claimant_index: str | None = None,
    *,
    but_for: uuid.UUID | None = None,
    needs: schedule.Needs = schedule.USUAL,
) -> list[schedule.Proposal]:
    """Every start of the day that is still possible, each with the cremation that follows.

    `claimant_index`: without the times this family gave back. `but_for`: a plan whose own times
    count as free.
    """
    halls, cremators = usable_resources(institution_id, hall_class, cremator_type, needs=needs)
    terms = terms_of(institution_id)
    start, end = clock.day_range(day)
    busy = busy_times([*halls, *cremators], start, end + terms.until_cremation, but_for)
    if claimant_index:
        busy = schedule.merged(busy, list_given_up(claimant_index))
    grid = schedule.grid_of_day(day, cremators if hall_class is HallClass.NONE else halls)
    proposals = (
        schedule.propose(hall_class, at, halls, cremators, busy=busy, terms=terms, needs=needs)
        for at in grid
        if at > clock.now() + terms.lead
    )
    return [proposal for proposal in proposals if proposal]


def nearest_free_times(
    institution_id: uuid.UUID,
    wanted: datetime,
    hall_class: HallClass,
    cremator_type: CrematorType,
    claimant_index: str | None = None,
    *,
    but_for: uuid.UUID | None = None,
    needs: schedule.Needs = schedule.USUAL,
) -> tuple[datetime, ...]:
    """At most three starts closest to the wanted one, the same day first, then the days around."""
    near: list[datetime] = []
    wanted_day = clock.day_of(wanted)
    bookable = last_day(institution_id) - clock.today()
    days = [clock.today() + timedelta(days=each) for each in range(bookable.days + 1)]
    for day in sorted(days, key=lambda each: (abs(each - wanted_day), each < wanted_day)):
        free = list_free_times(
            *(institution_id, day, hall_class, cremator_type, claimant_index),
            but_for=but_for,
            needs=needs,
        )
        starts = [proposal.starts_at for proposal in free if proposal.starts_at != wanted]
        near += sorted(starts, key=lambda at: abs(at - wanted))
        if len(near) >= ALTERNATIVES:
            break
    return tuple(near[:ALTERNATIVES])


def begin_of(plan: Plan) -> datetime | None:
    """When the family is expected: the farewell, or the cremation where there is none."""
    first = farewell_of(plan) or cremation_of(plan)
    return first.starts_at if first else None


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
        .join(Plan, Occupancy.plan_id == Plan.id)
        .where(Occupancy.institution_id == institution_id, is_taken())
        .where(Occupancy.starts_at < end, Occupancy.ends_at > start)
        .options(
            contains_eager(Occupancy.plan),
            joinedload(Occupancy.resource),
            joinedload(FuneralCase.deceased),
            joinedload(FuneralCase.claimant),
        )
        .order_by(Occupancy.starts_at)
        # A mover holds the lock and must see what others wrote since the page was read.
        .execution_options(populate_existing=True)
    )
    return [(occupancy, case) for occupancy, case in db.session.execute(query)]


def list_around(
    resource_id: uuid.UUID, start: datetime, end: datetime
) -> Sequence[tuple[Occupancy, FuneralCase | None]]:
    """What holds this resource between the two moments, set-up and clean-up too, with its case."""
    query = (
        select(Occupancy, FuneralCase)
        .join(Plan, Occupancy.plan_id == Plan.id)
        .outerjoin(FuneralCase, FuneralCase.plan_id == Occupancy.plan_id)
        .where(Occupancy.resource_id == resource_id, is_taken(), overlaps(start, end))
        .order_by(Occupancy.starts_at)
        # A mover holds the lock and must see what others wrote since the page was read.
        .execution_options(populate_existing=True)
    )
    return [(occupancy, case) for occupancy, case in db.session.execute(query)]


def live_occupancies(plan: Plan) -> list[Occupancy]:
    """Everything the plan still has, by time."""
    return [each for each in plan.occupancies if each.released_at is None]


def _live(plan: Plan, kind: ResourceKind) -> Occupancy | None:
    live = (
        occupancy
        for occupancy in plan.occupancies
        if occupancy.released_at is None and occupancy.resource.kind == kind
    )
    return next(live, None)
