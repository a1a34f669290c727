"""Giving money back: over the provider by itself, in cash or by transfer by a person."""

import uuid

from billing.accounts import hold_account, lock_account
from billing.drawer import lock_drawer
from billing.errors import (
    NothingToGiveBack,
    ReasonMissing,
    ReferenceMissing,
    RefundOver,
    SendsItself,
)
from billing.giving_back import ask_back, give_back_surplus, sends_itself
from billing.kinds import PaymentMethod, PaymentState, RefundState
from billing.models import Refund
from billing.queries import bills, payments
from billing.queries.accounts import standing_of
from billing.rails import RefundState as SentState
from billing.rails import RefundStatus
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("退还多收款项"))
def refund_surplus(
    *, bill_number: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Refund:
    """A deposit beyond the bill; the first refund. Raises ReasonMissing, NothingToGiveBack."""
    bill = bills.get_bill(bill_number)
    return _give_back(bill.institution_id, bill.case_id, bill.case_number, reason, by)


@operation(_("退还预付款"))
def refund_deposit(
    *,
    institution_id: uuid.UUID,
    case_id: uuid.UUID,
    case_number: str,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Refund:
    """Where there will be no bill, or before it. As refund_surplus."""
    return _give_back(institution_id, case_id, case_number, reason, by)


@operation(_("改为人工退款"))
def refund_by_hand(*, number: str, by: Actor, idempotency_key: str | None = None) -> Refund:
    """The provider did not send it back: a person does, as a new refund.

    Raises RefundOver, NothingToGiveBack where it was given back another way meanwhile.
    """
    refused = _lock(number)
    if refused.state != RefundState.FAILED:
        raise RefundOver
    payment = refused.payment
    left = payment.amount_fen - payment.refunded_fen
    if payment.state == PaymentState.PAID:
        left = min(left, standing_of(payment.case_id).surplus_fen)
    if left < refused.amount_fen:
        raise NothingToGiveBack
    return ask_back(
        payment,
        refused.amount_fen,
        refused.reason,
        by,
        note=refused.credit_note,
        by_hand=True,
    )


@operation(_("退款交付"))
def pay_out_refund(
    *, number: str, reference: str, by: Actor, idempotency_key: str | None = None
) -> Refund:
    """Cash from the drawer, or a terminal's or bank's number that shows it was sent back.

    Raises RefundOver, SendsItself, ReferenceMissing.
    """
    refund = _lock(number)
    if refund.state != RefundState.ASKED:
        raise RefundOver
    if sends_itself(refund):
        raise SendsItself
    if refund.payment.method == PaymentMethod.CASH:
        refund.shift_id = lock_drawer(by, refund.institution_id).id
    elif not reference.strip():
        raise ReferenceMissing
    refund.reference = reference.strip() or None
    refund.state, refund.done_at = RefundState.DONE, clock.now()
    return refund


@operation(_("核对退款"))
def settle_refund(*, number: str, status: RefundStatus, by: Actor) -> Refund:
    """What the provider answered; told twice, it happens once."""
    refund = _lock(number)
    if status.state is SentState.DONE and refund.state != RefundState.DONE:
        _sent_back(refund, status)
    elif status.state is SentState.FAILED and refund.state == RefundState.ASKED:
        refund.state, refund.trouble = RefundState.FAILED, status.reason
        refund.payment.refunded_fen -= refund.amount_fen
    elif status.state is SentState.FAILED and refund.state == RefundState.DONE:
        # The bank sent it back after all: a person has to look.
        refund.trouble = status.reason or str(_("支付机构后来没有退成，请联系支付机构核对。"))
    return refund


def _sent_back(refund: Refund, status: RefundStatus) -> None:
    """Also after it was called refused: then it may have been given by hand meanwhile."""
    payment = refund.payment
    refund.reference = status.provider_ref
    if refund.state == RefundState.FAILED:
        if payment.refunded_fen + refund.amount_fen > payment.amount_fen:
            refund.trouble = str(_("支付机构后来退成了，已另外退过，请核对是否退了两次。"))
            return
        payment.refunded_fen += refund.amount_fen
        refund.trouble = None
    refund.state, refund.done_at = RefundState.DONE, clock.now()


def _give_back(
    institution_id: uuid.UUID, case_id: uuid.UUID, case_number: str, reason: str, by: Actor
) -> Refund:
    account = lock_account(institution_id, case_id, case_number)
    if not reason.strip():
        raise ReasonMissing
    refunds = give_back_surplus(account, reason.strip(), by)
    if not refunds:
        raise NothingToGiveBack
    return refunds[0]


def _lock(number: str) -> Refund:
    """The account before its refund, as everybody who moves its money."""
    payment = payments.get_refund(number).payment
    hold_account(payment.case_id)
    refund = payments.lock_refund(number)
    db.session.refresh(refund.payment)
    return refund
