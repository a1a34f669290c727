"""Vigil rooms, preparation rooms and hearses for a case, beside its farewell and cremation."""

import uuid
from datetime import datetime, timedelta

from funeral import schedule
from funeral.errors import (
    AlreadyCremated,
    DurationWrong,
    ResourceRetired,
    StaleBoard,
    WrongPurpose,
)
from funeral.kinds import PURPOSES, Purpose, ResourceKind
from funeral.models import Occupancy
from funeral.moving import ensure_free, ensure_in_turn, ensure_possible
from funeral.queries import cases, cremation
from funeral.queries import schedule as queries
from funeral.queries.plans import lock_plan
from funeral.taking import (
    ensure_not_happened,
    free_expired,
    make_plan,
    take,
)
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

SHORTEST_VIGIL, LONGEST_VIGIL = timedelta(minutes=30), timedelta(days=7)


@operation(_("预约守灵间、整容间或灵车"))
def reserve_resource(
    *,
    number: str,
    resource_id: uuid.UUID,
    purpose: Purpose,
    starts_at: datetime,
    by: Actor,
    lasts: timedelta | None = None,
    idempotency_key: str | None = None,
) -> Occupancy:
    """`lasts` for a vigil; everything else takes as long as the resource says for the purpose.

    Raises ResourceRetired, WrongPurpose, DurationWrong, AlreadyCremated, NotFound for another
    home's resource, and the refusals of move_occupancy.
    """
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    resource = queries.lock_resource(resource_id)
    if resource.institution_id != case.institution_id:
        raise NotFound
    if not resource.in_use:
        raise ResourceRetired(resource=resource.name)
    kind = ResourceKind(resource.kind)
    if purpose not in PURPOSES[kind] or kind in {ResourceKind.HALL, ResourceKind.CREMATOR}:
        raise WrongPurpose(resource=resource.name, purpose=purpose.label)
    is_vigil = purpose is Purpose.VIGIL
    if is_vigil and lasts and not SHORTEST_VIGIL <= lasts <= LONGEST_VIGIL:
        raise DurationWrong(
            least=SHORTEST_VIGIL // timedelta(minutes=1), most=LONGEST_VIGIL // timedelta(hours=1)
        )
    place = schedule.Place(resource, starts_at, purpose, lasts if is_vigil else None)
    ensure_possible(place)
    ensure_free(place)
    free_expired([place])
    plan = lock_plan(case.plan_id) if case.plan_id else make_plan(case.institution_id)
    ensure_in_turn(plan, place=place)
    [occupancy] = take(plan, [place])
    db.session.flush()
    case.plan_id = plan.id
    return occupancy


@operation(_("取消守灵间、整容间或灵车"))
def release_occupancy(*, occupancy_id: uuid.UUID, version: int, by: Actor) -> Occupancy:
    """Free at once. A farewell goes by cancel_farewell, a cremation only with its plan.

    Raises StaleBoard, AlreadyHappened, WrongPurpose.
    """
    occupancy = queries.get_occupancy(occupancy_id)
    plan = lock_plan(occupancy.plan_id)
    if plan.version != version or occupancy.released_at:
        raise StaleBoard
    if occupancy.resource.kind in {ResourceKind.HALL, ResourceKind.CREMATOR}:
        raise WrongPurpose(
            resource=occupancy.resource.name, purpose=Purpose(occupancy.purpose).label
        )
    ensure_not_happened(plan, occupancy)
    occupancy.released_at = clock.now()
    plan.version += 1
    return occupancy
