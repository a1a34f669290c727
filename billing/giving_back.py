"""Money on its way back: the refund is a row in the same transaction, the sending a job."""

from typing import TYPE_CHECKING

from billing import jobs
from billing.kinds import PaymentMethod, RefundState
from billing.models import Payment, Refund
from billing.queries.accounts import standing_of
from billing.queries.payments import split_back
from kernel import clock
from kernel.db import db, new_id
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from billing.models import Account, CreditNote


def ask_back(
    payment: Payment,
    amount_fen: int,
    reason: str,
    by: Actor,
    *,
    note: "CreditNote | None" = None,
    by_hand: bool = False,
) -> Refund:
    """So much of one payment; the account is locked. Over a provider it sends itself."""
    payment.refunded_fen += amount_fen
    refund = Refund(
        institution_id=payment.institution_id,
        payment=payment,
        credit_note=note,
        number=new_id().hex.upper(),
        amount_fen=amount_fen,
        state=RefundState.ASKED,
        by_hand=by_hand,
        reason=reason,
        asked_at=clock.now(),
        asked_by=str(by),
    )
    db.session.add(refund)
    db.session.flush()
    if sends_itself(refund):
        jobs.enqueue_refund(refund.number)
    return refund


def sends_itself(refund: Refund) -> bool:
    return PaymentMethod(refund.payment.method).is_online and not refund.by_hand


def give_back_surplus(
    account: "Account", reason: str, by: Actor, *, note: "CreditNote | None" = None
) -> list[Refund]:
    """What was paid beyond what is owed, from the newest payment on; the account is locked."""
    db.session.flush()
    surplus = standing_of(account.case_id).surplus_fen
    return [
        ask_back(payment, fen, reason, by, note=note)
        for payment, fen in split_back(account.case_id, surplus)
    ]
