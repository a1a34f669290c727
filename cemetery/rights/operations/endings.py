"""What becomes of a right: moved to another unit, returned by its family, ended by a person."""

import uuid

from billing.queries import list_charges
from cemetery.occupancy import give_to_right, leave_by_right
from cemetery.queries import lock_unit
from cemetery.rights.errors import (
    AgreementMissing,
    AshesStillRest,
    EndedByNobody,
    EndReasonMissing,
    NothingToRefund,
    NotSettled,
    OtherInstitution,
    RefundUnproven,
    SameUnit,
)
from cemetery.rights.kinds import MoveReason, RightState
from cemetery.rights.models import Right, RightMove
from cemetery.rights.queries.rights import lock_living, lock_right
from cemetery.rights.refunds import refund_of
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind


@operation(_("迁移使用权"))
def relocate_right(
    *,
    number: str,
    unit_id: uuid.UUID,
    reason: MoveReason,
    agreed: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Right:
    """To another unit, with its terms, persons and holder; the family agreed in writing (`agreed`).

    Only the right moves. Ashes rest where they are until they are moved by an act of their own,
    which may call this one: the old unit stays the family's until it is empty. Raises RightOver,
    AgreementMissing, SameUnit, OtherInstitution, UnitCommunal, UnitHeld, UnitTaken, NoFreeUnit.
    """
    right = lock_living(number)
    if not agreed.strip():
        raise AgreementMissing
    if unit_id == right.unit_id:
        raise SameUnit
    if lock_unit(unit_id).institution_id != right.institution_id:
        raise OtherInstitution
    old = right.unit_id
    new = give_to_right(unit_id, right.id, right.case_id)
    right.moves.append(
        RightMove(
            institution_id=right.institution_id,
            from_unit_id=old,
            to_unit_id=new.id,
            reason=reason,
            agreed=agreed.strip(),
            moved_at=clock.now(),
            moved_by=str(by),
        )
    )
    right.unit = new
    leave_by_right(old, right.id)
    return right


@operation(_("退还使用权"))
def return_right(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Right:
    """The family gives it back: what it gets for years not begun is reckoned now and paid after.

    Raises RightOver, EndReasonMissing, AshesStillRest, NotSettled.
    """
    right = lock_living(number)
    if _has_open_charges(right):
        raise NotSettled
    right.refund_fen = sum(line.back_fen for line in refund_of(right, clock.today()))
    return _end(right, RightState.RETURNED, reason, by)


@operation(_("终止使用权"))
def end_right(*, number: str, reason: str, by: Actor, idempotency_key: str | None = None) -> Right:
    """By a person with a reason (a court's decision, a right that was granted by mistake).

    Raises RightOver, EndReasonMissing, AshesStillRest, EndedByNobody.
    """
    return _end(lock_living(number), RightState.ENDED, reason, by)


@operation(_("登记退费"))
def pay_right_refund(
    *, number: str, refund_paper: str, by: Actor, idempotency_key: str | None = None
) -> Right:
    """The money went back at the till; `refund_paper`: the voucher's number.

    Raises NothingToRefund, RefundUnproven.
    """
    right = lock_right(number)
    if not right.refund_fen or right.refunded_at:
        raise NothingToRefund
    if not refund_paper.strip():
        raise RefundUnproven
    right.refund_paper, right.refunded_at = refund_paper.strip(), clock.now()
    return right


def _end(right: Right, state: RightState, reason: str, by: Actor) -> Right:
    if by.kind is not ActorKind.STAFF:
        raise EndedByNobody
    if not reason.strip():
        raise EndReasonMissing
    if _holds_ashes(right):
        raise AshesStillRest
    right.state = state
    right.ended_at, right.ended_by, right.end_reason = clock.now(), str(by), reason.strip()
    leave_by_right(right.unit_id, right.id)
    return right


def _holds_ashes(right: Right) -> bool:
    """In its unit, or still in one it has moved from."""
    units = {right.unit_id, *(move.from_unit_id for move in right.moves)}
    # By id, so that two never wait for each other.
    locked = [lock_unit(unit_id) for unit_id in sorted(units)]
    return any(unit.family_id == right.id and unit.taken for unit in locked)


def _has_open_charges(right: Right) -> bool:
    if right.case_id is None:
        return False
    terms = {term.id for term in right.terms}
    charges = list_charges(right.case_id)
    return any(each.fact_id in terms and each.bill_id is None for each in charges)
