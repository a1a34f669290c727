"""Taking and giving back places on a voyage: the only writers of its two counters."""

import uuid
from datetime import date

from sqlalchemy import ColumnElement, update

from cemetery.voyages.errors import PortionsFull, RegistrationOver, RelativesFull, VoyageNotOpen
from cemetery.voyages.kinds import VoyageState
from cemetery.voyages.models import Voyage
from cemetery.voyages.queries import lock_voyages
from kernel import clock
from kernel.db import db


def take_places(voyage_id: uuid.UUID, portions: int, relatives: int) -> Voyage:
    """For one family, all or nothing; the voyage stays locked until the operation ends.

    Raises VoyageNotOpen, RegistrationOver, PortionsFull, RelativesFull.
    """
    # Core, not ORM: a counter that others change is never read and written back.
    taking = (
        update(Voyage)
        .where(
            Voyage.id == voyage_id,
            is_open(clock.today()),
            has_room_for(portions, relatives),
        )
        .values(
            taken_portions=Voyage.taken_portions + portions,
            taken_relatives=Voyage.taken_relatives + relatives,
        )
    )
    given = db.session.connection().execute(taking).rowcount == 1
    voyage = lock_voyages([voyage_id]).get(voyage_id)
    if voyage is None:
        raise VoyageNotOpen
    if given:
        return voyage
    if voyage.state != VoyageState.PLANNED or voyage.departs_at <= clock.now():
        raise VoyageNotOpen
    if voyage.register_until < clock.today():
        raise RegistrationOver
    raise PortionsFull if voyage.free_portions < portions else RelativesFull


def give_back(voyage_id: uuid.UUID, portions: int, relatives: int) -> None:
    giving = (
        update(Voyage)
        .where(Voyage.id == voyage_id)
        .values(
            taken_portions=Voyage.taken_portions - portions,
            taken_relatives=Voyage.taken_relatives - relatives,
        )
    )
    db.session.connection().execute(giving)


def is_open(day: date) -> ColumnElement[bool]:
    planned = Voyage.state == VoyageState.PLANNED
    return planned & (Voyage.register_until >= day) & (Voyage.departs_at > clock.now())


def has_room_for(portions: int, relatives: int) -> ColumnElement[bool]:
    return (Voyage.taken_portions + portions <= Voyage.portions) & (
        Voyage.taken_relatives + relatives <= Voyage.relatives
    )
