"""Several portions at once: one request, one approval, one communal unit for all of them."""

import uuid
from collections.abc import Collection

from cemetery import queries as ground
from cemetery.ashes.at_rest import inter
from cemetery.ashes.chain import lock_ours
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.queries.portions import get_portion
from cemetery.ashes.uncollected.deciding import approved_laying, certificate_of
from cemetery.ashes.uncollected.errors import (
    CommunalUnitTooFull,
    LayingDecided,
    NotInCommunalUnit,
    PortionsMissing,
)
from cemetery.ashes.uncollected.models import UncollectedLaying
from cemetery.ashes.uncollected.operations.layings import approve_laying, ask_laying
from cemetery.ashes.uncollected.queries.attempts import list_open_together
from kernel.db import new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("申请集中安葬无人领取的骨灰"))
def ask_layings(
    *,
    portion_ids: Collection[uuid.UUID],
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> list[UncollectedLaying]:
    """All or none. Raises PortionsMissing, and as ask_laying."""
    portions = _lock_all([get_portion(portion_id) for portion_id in set(portion_ids)], by)
    if not portions:
        raise PortionsMissing
    together_id = new_id()
    layings = [ask_laying(portion_id=portion.id, reason=reason, by=by) for portion in portions]
    for laying in layings:
        laying.together_id = together_id
    return layings


@operation(_("批准集中安葬无人领取的骨灰"))
def approve_layings(
    *, together_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> list[UncollectedLaying]:
    """All that nobody declined. Raises LayingDecided, and as approve_laying."""
    _lock_all(_portions_of(together_id), by)
    waiting = [each for each in list_open_together(together_id) if each.approved_at is None]
    if not waiting:
        raise LayingDecided
    return [approve_laying(laying_id=laying.id, by=by) for laying in waiting]


@operation(_("集中安葬无人领取的骨灰"))
def inter_together(
    *,
    together_id: uuid.UUID,
    unit_id: uuid.UUID,
    by: Actor,
    idempotency_key: str | None = None,
) -> list[AshEvent]:
    """All of a request that nobody declined, into one unit, or none of them.

    Raises LayingDecided, LayingNotApproved, NotInCommunalUnit, CommunalUnitTooFull,
    CertificateNotIssued, and as ask_laying and inter.
    """
    portions = _lock_all(_portions_of(together_id), by)
    if not portions:
        raise LayingDecided
    layings = [approved_laying(portion) for portion in portions]
    unit = ground.lock_unit(unit_id)
    if not unit.communal:
        raise NotInCommunalUnit
    free = unit.capacity - unit.taken
    if free < len(portions):
        raise CommunalUnitTooFull(free=free, wanted=len(portions))
    events = []
    for portion, laying in zip(portions, layings, strict=True):
        number = certificate_of(portion)
        event = inter(portion, unit.id, certificate_number=number, by=by)
        laying.ash_event_id = event.id
        events.append(event)
    return events


def _portions_of(together_id: uuid.UUID) -> list[AshPortion]:
    return [get_portion(laying.portion_id) for laying in list_open_together(together_id)]


def _lock_all(portions: list[AshPortion], by: Actor) -> list[AshPortion]:
    """By person and portion: whoever holds several holds them in this order, before any unit."""
    ordered = sorted(portions, key=lambda portion: (portion.ashes_id, portion.id))
    return [lock_ours(portion.id, by) for portion in ordered]
