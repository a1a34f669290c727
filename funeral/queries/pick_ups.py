"""When a hearse can come."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from funeral.kinds import Purpose, ResourceKind
from funeral.models import Occupancy, Plan, TransferOrder
from funeral.queries.schedule import list_resources, live_occupancies
from funeral.queries.taken import busy_times
from funeral.schedule import GRID, Place, usable
from kernel import clock
from kernel.db import db

# Families need a hearse within a day; whoever wants one later is telephoned.
WITHIN = timedelta(days=1)


def list_pick_ups(institution_id: uuid.UUID, *, but_for: uuid.UUID | None = None) -> list[datetime]:
    """The half hours of the next day at which some hearse is free, the earliest first.

    `but_for`: a plan whose own hearse counts as free.
    """
    hearses = list_resources(institution_id, ResourceKind.HEARSE)
    if not hearses:
        return []
    now = clock.now()
    first = datetime.min.replace(tzinfo=clock.UTC)
    at = now + GRID - (now - first) % GRID
    busy = busy_times(hearses, now, now + WITHIN + GRID, but_for)
    free = []
    while at <= now + WITHIN:
        if usable((Place(each, at, Purpose.TRANSFER) for each in hearses), busy):
            free.append(at)
        at += GRID
    return free


def pick_up_of(plan: Plan) -> Occupancy | None:
    """The hearse that is part of the plan."""
    live = (each for each in live_occupancies(plan) if each.resource.kind == ResourceKind.HEARSE)
    return next(live, None)


def list_orders_of_plan(plan_id: uuid.UUID) -> list[TransferOrder]:
    """派车单 written before there is a case, and not cancelled."""
    query = select(TransferOrder).filter_by(plan_id=plan_id, cancelled_at=None)
    return list(db.session.scalars(query.order_by(TransferOrder.id)))
