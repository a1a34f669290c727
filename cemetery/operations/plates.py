"""Plates one by one: a lost one is stopped, another is made in its place."""

import uuid

from cemetery import queries
from cemetery.models import Plate
from cemetery.plating import new_plate
from cemetery.queries.plates import lock_plate
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("更换铭牌"))
def replace_plate(*, number: str, by: Actor, idempotency_key: str | None = None) -> Plate:
    """Of a deposit: a lost plate stops working at once; the new one has another token."""
    deposit = queries.lock_deposit(number)
    for old in deposit.plates:
        old.revoked_at = old.revoked_at or clock.now()
    plate = new_plate(deposit.institution_id)
    _write_after_revoking(plate)
    plate.deposit = deposit
    return plate


@operation(_("更换位置铭牌"))
def replace_unit_plate(
    *, unit_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> Plate:
    """Of a unit, as `replace_plate`; also the first one, where no batch brought any."""
    unit = queries.lock_unit(unit_id)
    old = queries.live_plate_of(unit)
    if old:
        old.revoked_at = clock.now()
    plate = new_plate(unit.institution_id)
    _write_after_revoking(plate)
    plate.own_unit = unit
    return plate


@operation(_("停用铭牌"))
def revoke_plate(*, plate_id: uuid.UUID, by: Actor, idempotency_key: str | None = None) -> Plate:
    """Stops working at once, with nothing in its place. Once stopped nothing more happens."""
    plate = lock_plate(plate_id)
    plate.revoked_at = plate.revoked_at or clock.now()
    return plate


def _write_after_revoking(plate: Plate) -> None:
    """Two plates that work would be refused, even for the moment between two statements."""
    db.session.flush()
    db.session.add(plate)
