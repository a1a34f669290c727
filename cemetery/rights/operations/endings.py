"""What becomes of a right: returned by its family, ended by a person, its money given back."""

from typing import TYPE_CHECKING

from billing.accounts import hold_account
from billing.kinds import FactKind, PaymentMethod
from billing.operations import pay_back_paper, return_fees, withdraw_charge
from billing.operations.returns import Back
from billing.queries import (
    charges_taken_back,
    find_account,
    list_charges,
    list_lines_of_facts,
)
from cemetery.occupancy import leave_by_right
from cemetery.queries import lock_each_unit
from cemetery.rights.errors import (
    AshesStillRest,
    CreditFirst,
    EndedByNobody,
    EndReasonMissing,
    NothingToRefund,
    NotSettled,
    RefundUnproven,
)
from cemetery.rights.kinds import RightState
from cemetery.rights.models import Right
from cemetery.rights.queries.rights import lock_living, lock_right
from cemetery.rights.refunds import RefundLine, refund_of
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind

if TYPE_CHECKING:
    from billing.models import Charge


@operation(_("退还使用权"))
def return_right(
    *, number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Right:
    """The family gives it back, and gets what it paid for years not begun.

    What stands on bills of the case goes back over its account at once, as other refunds do;
    `refund_fen` is what is still to be paid out at the till, for terms paid by a receipt.
    Raises RightOver, EndReasonMissing, AshesStillRest, NotSettled, AccountUnsettled,
    FeeReturnedOnce.
    """
    right = lock_living(number)
    _ensure_said(reason, by)
    _ensure_empty(right)
    _hold_account(right)
    charges, taken_back = _charges_left(right)
    if charges:
        raise NotSettled
    for charge in taken_back:
        withdraw_charge(charge_id=charge.id, reason=reason, by=by)
    lines = refund_of(right, clock.today())
    _return_billed(right, lines, reason, by)
    right.refund_fen = sum(line.back_fen for line in lines if line.receipt)
    return _end(right, RightState.RETURNED, reason, by)


@operation(_("终止使用权"))
def end_right(*, number: str, reason: str, by: Actor, idempotency_key: str | None = None) -> Right:
    """By a person with a reason (a court's decision, a right that was granted by mistake).

    Charges no bill has taken, or that were taken back, are withdrawn for the same reason. What
    stands on a bill for a term that still runs is credited first; a family that is to get years
    back returns its right, also where they were paid by a receipt. Raises RightOver,
    EndReasonMissing, AshesStillRest, EndedByNobody, CreditFirst.
    """
    right = lock_living(number)
    _ensure_said(reason, by)
    _ensure_empty(right)
    _hold_account(right)
    charges, taken_back = _charges_left(right)
    for charge in charges + taken_back:
        withdraw_charge(charge_id=charge.id, reason=reason, by=by)
    running = {term.id for term in right.terms if term.until > clock.today()}
    lines = list_lines_of_facts(right.case_id, running) if right.case_id else []
    if lines:
        raise CreditFirst(bill=lines[0][1].bill.number)
    return _end(right, RightState.ENDED, reason, by)


@operation(_("登记退费"))
def pay_right_refund(
    *,
    number: str,
    refund_paper: str,
    by: Actor,
    method: PaymentMethod = PaymentMethod.CASH,
    idempotency_key: str | None = None,
) -> Right:
    """At the till, for what was paid by receipts; cash leaves the drawer of who hands it out.

    What of a right returned long ago stands on bills of the case goes back over its account, as it
    does at once today; then nothing is left for the till. `refund_paper`: the voucher the holder
    signed, or the bank's number. Raises NothingToRefund, RefundUnproven, AccountUnsettled,
    FeeReturnedOnce.
    """
    right = lock_right(number)
    if not right.refund_fen or right.refunded_at or right.ended_at is None:
        raise NothingToRefund
    lines = refund_of(right, clock.day_of(right.ended_at))
    if right.is_on_account:
        _hold_account(right)
        _return_billed(right, lines, right.end_reason or "", by)
        right.refund_fen = 0
        return right
    if not refund_paper.strip():
        raise RefundUnproven
    for term in right.terms:
        back_fen = sum(line.back_fen for line in lines if line.term_id == term.id)
        if term.receipt and back_fen:
            pay_back_paper(
                institution_id=right.institution_id,
                fact=(FactKind.RIGHT, term.id),
                receipt=term.receipt,
                amount_fen=back_fen,
                method=method,
                payee_name=right.holder.name,
                reason=right.end_reason or "",
                reference=refund_paper,
                by=by,
            )
    right.refund_paper, right.refunded_at = refund_paper.strip(), clock.now()
    return right


def _ensure_said(reason: str, by: Actor) -> None:
    """Raises EndedByNobody, EndReasonMissing."""
    if by.kind is not ActorKind.STAFF:
        raise EndedByNobody
    if not reason.strip():
        raise EndReasonMissing


def _return_billed(right: Right, lines: list[RefundLine], reason: str, by: Actor) -> None:
    """Raises AccountUnsettled, FeeReturnedOnce."""
    backs = [
        Back(line.term_id, line.code, line.back_fen)
        for line in lines
        if line.receipt is None and line.back_fen
    ]
    if backs and right.case_id:
        return_fees(case_id=right.case_id, backs=backs, reason=reason, by=by)


def _end(right: Right, state: RightState, reason: str, by: Actor) -> Right:
    right.state = state
    right.ended_at, right.ended_by, right.end_reason = clock.now(), str(by), reason.strip()
    leave_by_right(right.unit_id, right.id)
    return right


def _ensure_empty(right: Right) -> None:
    """Its unit, and those it has moved from. Raises AshesStillRest."""
    locked = lock_each_unit(right.unit_ids)
    if any(unit.family_id == right.id and unit.taken for unit in locked):
        raise AshesStillRest


def _hold_account(right: Right) -> None:
    """Before its charges and lines are looked at, so that no credit note changes them meanwhile."""
    if right.case_id and find_account(right.case_id):
        hold_account(right.case_id)


def _charges_left(right: Right) -> "tuple[list[Charge], list[Charge]]":
    """Of its terms: which no bill has taken, and which were taken back from a bill that stands."""
    if right.case_id is None:
        return [], []
    terms, back = {term.id for term in right.terms}, charges_taken_back(right.case_id)
    charges = [each for each in list_charges(right.case_id) if each.fact_id in terms]
    return (
        [each for each in charges if each.bill_id is None],
        [each for each in charges if each.id in back],
    )
