"""The cashier's drawer: all cash of one person between two counts belongs to one shift."""

import uuid

from sqlalchemy import select

from billing.models import Shift
from kernel import clock
from kernel.counters import NumberKind, hold_counter, next_number
from kernel.db import db
from kernel.people.actors import Actor
from kernel.places import get_institution


def lock_drawer(by: Actor, institution_id: uuid.UUID) -> Shift:
    """The open shift of who takes the cash, opened if there is none; held until we commit.

    Closing it waits for us and we for it, so no cash falls between two counts.
    """
    shift = lock_open_drawer(by)
    if shift is None:
        # Whoever opens one at the same moment queues here, and the second finds the first one's.
        hold_counter(NumberKind.SHIFT, get_institution(institution_id))
        shift = lock_open_drawer(by) or _open(by, institution_id)
    return shift


def lock_open_drawer(by: Actor) -> Shift | None:
    """None after it was closed, even if that happened while we waited for it."""
    query = (
        select(Shift)
        .filter_by(cashier_id=uuid.UUID(by.id), closed_at=None)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def _open(by: Actor, institution_id: uuid.UUID) -> Shift:
    shift = Shift(
        institution_id=institution_id,
        number=next_number(NumberKind.SHIFT, get_institution(institution_id)),
        cashier_id=uuid.UUID(by.id),
        opened_at=clock.now(),
        float_fen=0,
    )
    db.session.add(shift)
    db.session.flush()
    return shift
