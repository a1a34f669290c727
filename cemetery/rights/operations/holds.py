"""A unit kept for one family while it decides."""

import uuid
from datetime import timedelta

from cemetery import queries
from cemetery.ashes.errors import KeptElsewhere
from cemetery.ashes.queries.portions import get_portion, name_of
from cemetery.errors import NoFreeUnit, UnitTaken
from cemetery.rights.errors import (
    ExtendedEnough,
    HeldAlready,
    HoldExpired,
    UnitCommunal,
    UnitHeld,
    WhomMissing,
)
from cemetery.rights.models import UnitHold
from cemetery.rights.queries.holds import list_unreleased, lock_hold
from cemetery.rights.rules import rules
from funeral.queries.cases import get_case
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("保留位置"))
def hold_unit(
    *,
    unit_id: uuid.UUID,
    by: Actor,
    case_number: str | None = None,
    portion_id: uuid.UUID | None = None,
    for_name: str = "",
    idempotency_key: str | None = None,
) -> UnitHold:
    """For some minutes nobody else gets it. What the family held before is given back.

    `portion_id`: of ashes that have no case here; `for_name` where nobody has died. Held by the
    same family already, it stays as it is: a hold is never made longer in silence. A living person
    whom another unit is held for keeps that one. What a family holds at another house is its own
    affair. Raises WhomMissing, KeptElsewhere, UnitCommunal, UnitHeld, HeldAlready, UnitTaken,
    NoFreeUnit.
    """
    case = get_case(case_number) if case_number else None
    ashes = get_portion(portion_id) if portion_id else None
    name = case.deceased.name if case else name_of(ashes) if ashes else for_name.strip()
    if not name:
        raise WhomMissing
    ashes_id = case.id if case else ashes.ashes_id if ashes else None
    unit = queries.lock_unit(unit_id)
    if ashes and ashes.institution_id != unit.institution_id:
        raise KeptElsewhere(home=get_institution(ashes.institution_id).name)
    if unit.communal:
        raise UnitCommunal
    now = clock.now()
    for there in list_unreleased(unit_id=unit.id):
        if there.held_until <= now:
            there.released_at = now
        elif there.ashes_id == ashes_id and (ashes_id or there.for_name == name):
            return there
        else:
            raise UnitHeld
    if not unit.in_use or unit.family_id not in {None, ashes_id}:
        raise UnitTaken if queries.has_free_unit_like(unit) else NoFreeUnit
    whom = {
        "case_id": case.id if case else ashes.case_id if ashes else None,
        "foreign_certificate_id": ashes.foreign_certificate_id if ashes else None,
    }
    living = {} if ashes_id else {"for_name": name}
    for before in list_unreleased(institution_id=unit.institution_id, **whom, **living):
        if ashes_id is None and before.held_until > now:
            raise HeldAlready
        before.released_at = now
    # The unit of work would write the new row before the old ones, against the index.
    db.session.flush()
    hold = UnitHold(
        institution_id=unit.institution_id,
        unit_id=unit.id,
        **whom,
        for_name=name,
        held_until=now + timedelta(minutes=rules().hold_minutes),
        held_at=now,
        held_by=str(by),
    )
    db.session.add(hold)
    return hold


@operation(_("延长保留"))
def extend_hold(*, hold_id: uuid.UUID, by: Actor, idempotency_key: str | None = None) -> UnitHold:
    """Once more as long from now, asked for by a person.

    Raises HoldUnknown, HoldExpired, ExtendedEnough.
    """
    hold = lock_hold(hold_id)
    if not hold.is_living:
        raise HoldExpired
    if hold.extended >= rules().hold_extensions:
        raise ExtendedEnough(times=rules().hold_extensions)
    hold.extended += 1
    hold.held_until = clock.now() + timedelta(minutes=rules().hold_minutes)
    return hold


@operation(_("取消保留"))
def release_hold(*, hold_id: uuid.UUID, by: Actor, idempotency_key: str | None = None) -> UnitHold:
    """Free for everybody again. Raises HoldUnknown."""
    hold = lock_hold(hold_id)
    if hold.released_at is None:
        hold.released_at = clock.now()
    return hold
