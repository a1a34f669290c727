"""A plan gets other times: the new ones first, then the old go back."""

import uuid
from datetime import datetime

from funeral.errors import BeforePickUp, NotPlanned
from funeral.kinds import CrematorType, HallClass
from funeral.models import Occupancy, Plan
from funeral.operations.holds import release_plan
from funeral.operations.schedule import plan_farewell
from funeral.queries import schedule as queries
from funeral.queries.pick_ups import list_orders_of_plan, pick_up_of
from funeral.queries.plans import get_plan, lock_plan
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("更改预约时间"))
def change_times(
    *, plan_id: uuid.UUID, starts_at: datetime, by: Actor, is_request: bool = False
) -> Plan:
    """A new plan of the same kind at another time; the old one is released by the usual rules.

    The hearse stays as it is. A failed change leaves everything as it was. Raises NotPlanned,
    BeforePickUp and what plan_farewell does.
    """
    known = get_plan(plan_id)
    # The resources first, as everywhere, so that two families changing over cannot deadlock.
    queries.usable_resources(
        known.institution_id, known.hall_class, known.cremator_type, lock=True, with_hearses=True
    )
    old = lock_plan(plan_id)
    had = queries.live_occupancies(old)
    if old.cancelled_at or not had:
        raise NotPlanned
    pick_up = pick_up_of(old)
    if pick_up and pick_up.ends_at > starts_at:
        raise BeforePickUp(when=clock.say_stamp(pick_up.starts_at))
    # Nobody sees this: the new times may overlap the old ones, and count against no limit twice.
    _release(had)
    new = plan_farewell(
        institution_id=old.institution_id,
        hall_class=HallClass(old.hall_class),
        cremator_type=CrematorType(old.cremator_type),
        starts_at=starts_at,
        claimant_index=old.claimant_index,
        is_request=is_request,
        by=by,
    )
    for each in had:
        if each is pick_up:
            each.plan, each.released_at = new, None
        elif not any(_overlap(each, taken) for taken in new.occupancies):
            each.released_at = None
    for order in list_orders_of_plan(old.id):
        order.plan_id = new.id
    db.session.flush()
    release_plan(plan_id=old.id, by=by)
    return new


def _release(occupancies: list[Occupancy]) -> None:
    for each in occupancies:
        each.released_at = clock.now()
    db.session.flush()


def _overlap(one: Occupancy, other: Occupancy) -> bool:
    return one.resource_id == other.resource_id and one.occupies.overlaps(other.occupies)
