"""Planning a voyage, closing it to families, postponing and cancelling it for the weather."""

import uuid

from cemetery.voyages import queries
from cemetery.voyages.errors import VoyageNotToCome, VoyageOver, VoyageReasonMissing
from cemetery.voyages.kinds import PortionState, VoyageState
from cemetery.voyages.models import Voyage
from cemetery.voyages.planning import Planned, Times, check_planned, check_times
from cemetery.voyages.scattering import bring_ashore
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("安排海葬撒散航次"))
def plan_voyage(
    *,
    institution_id: uuid.UUID,
    planned: Planned,
    by: Actor,
    idempotency_key: str | None = None,
) -> Voyage:
    """Families can register at once. Raises the refusals of check_planned."""
    check_planned(institution_id, planned)
    voyage = Voyage(
        institution_id=institution_id,
        kind=planned.kind,
        departs_at=planned.times.departs_at,
        gathers_at=planned.times.gathers_at,
        gathers_place=planned.gathers_place.strip(),
        waters=planned.waters.strip(),
        ship_name=planned.ship_name.strip(),
        ship_licence=planned.ship_licence.strip(),
        portions=planned.portions,
        relatives=planned.relatives,
        per_family=planned.per_family,
        register_until=planned.times.register_until,
        item_code=planned.item_code or None,
        bring=planned.bring.strip(),
        planned_at=clock.now(),
        planned_by=str(by),
        number=next_number(NumberKind.VOYAGE, get_institution(institution_id)),
    )
    db.session.add(voyage)
    return voyage


@operation(_("停止航次报名"))
def close_voyage(*, number: str, by: Actor, idempotency_key: str | None = None) -> Voyage:
    """Who is registered stays so. Raises VoyageNotToCome."""
    voyage = _lock_to_come(number)
    voyage.state = VoyageState.CLOSED
    return voyage


@operation(_("恢复航次报名"))
def reopen_voyage(*, number: str, by: Actor, idempotency_key: str | None = None) -> Voyage:
    """Raises VoyageNotToCome."""
    voyage = _lock_to_come(number)
    voyage.state = VoyageState.PLANNED
    return voyage


@operation(_("航次改期"))
def postpone_voyage(
    *, number: str, times: Times, reason: str, by: Actor, idempotency_key: str | None = None
) -> Voyage:
    """Everybody who is registered stays so and is to be told.

    Raises VoyageNotToCome, VoyageReasonMissing, DepartureTimesWrong, LastDayWrong.
    """
    voyage = _lock_to_come(number)
    check_times(times)
    voyage.reason, voyage.changed_at = _ensure_reason(reason), clock.now()
    voyage.departs_at, voyage.gathers_at = times.departs_at, times.gathers_at
    voyage.register_until = times.register_until
    return voyage


@operation(_("取消航次"))
def cancel_voyage(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Voyage:
    """Before it departs, or when it turned back. What was on board comes ashore. Families keep
    their registration until they choose another voyage or withdraw; each is to be told.

    Raises VoyageOver, VoyageReasonMissing.
    """
    voyage = queries.lock_voyage(number)
    if not voyage.may_be_cancelled:
        raise VoyageOver
    voyage.reason, voyage.changed_at = _ensure_reason(reason), clock.now()
    voyage.state = VoyageState.CANCELLED
    why = str(_("航次 %(voyage)s 取消：%(reason)s"))
    for portion in queries.lock_portions(voyage, PortionState.BOARDED):
        if voyage.departed_at:
            portion.state = PortionState.STAYED
        else:
            portion.wait_again()
        bring_ashore(portion, voyage, why % {"voyage": voyage.number, "reason": voyage.reason}, by)
    return voyage


def _lock_to_come(number: str) -> Voyage:
    voyage = queries.lock_voyage(number)
    if not voyage.is_to_come:
        raise VoyageNotToCome
    return voyage


def _ensure_reason(reason: str) -> str:
    if not reason.strip():
        raise VoyageReasonMissing
    return reason.strip()
