"""Taking money at the desk: cash with change, a terminal's slip, a transfer's voucher."""

import uuid

from billing.accounts import lock_account, lock_open_sum
from billing.drawer import lock_drawer
from billing.errors import NotEnoughCash, NothingPaid, ReferenceMissing
from billing.kinds import PaymentMethod, PaymentState
from billing.models import Account, Payment, Receipt
from billing.queries import bills
from billing.receipting import issue_receipt
from hardware.operations import kick_drawer
from hardware.queries import has_drawer
from kernel import clock
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.money import yuan
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("收款"))
def take_cash(
    *,
    bill_number: str,
    tendered_fen: int,
    by: Actor,
    amount_fen: int | None = None,
    payer_name: str = "",
    idempotency_key: str | None = None,
) -> Receipt:
    """In cash with change; all that is open, or one payer's part of it.

    Raises NotEnoughCash and the refusals of lock_open_sum.
    """
    bill = bills.get_bill(bill_number)
    account, amount_fen = lock_open_sum(bill, amount_fen)
    if tendered_fen < amount_fen:
        raise NotEnoughCash(tendered=yuan(tendered_fen), due=yuan(amount_fen))
    payment = _payment(account, PaymentMethod.CASH, amount_fen, payer_name or bill.payer_name, by)
    payment.bill = bill
    payment.tendered_fen, payment.change_fen = tendered_fen, tendered_fen - amount_fen
    payment.shift_id = lock_drawer(by, bill.institution_id).id
    db.session.add(payment)
    # Before the paper: it may have to wait for a roll, and the change is counted out now.
    if has_drawer(bill.institution_id, by):
        kick_drawer(institution_id=bill.institution_id, number=bill.number, by=by)
    return issue_receipt(payment, by)


@operation(_("登记刷卡收款"))
def take_by_terminal(
    *,
    bill_number: str,
    reference: str,
    by: Actor,
    amount_fen: int | None = None,
    payer_name: str = "",
    idempotency_key: str | None = None,
) -> Receipt:
    """The terminal has taken the card; `reference` stands on its slip (参考号).

    Raises ReferenceMissing and what `take_cash` raises.
    """
    return _take_noted(
        PaymentMethod.POS,
        bill_number=bill_number,
        amount_fen=amount_fen,
        reference=reference,
        payer_name=payer_name,
        by=by,
    )


@operation(_("登记转账收款"))
def take_transfer(
    *,
    bill_number: str,
    reference: str,
    by: Actor,
    amount_fen: int | None = None,
    payer_name: str = "",
    idempotency_key: str | None = None,
) -> Receipt:
    """The bank's voucher (回单) was seen; `reference` is its number. As `take_by_terminal`."""
    return _take_noted(
        PaymentMethod.TRANSFER,
        bill_number=bill_number,
        amount_fen=amount_fen,
        reference=reference,
        payer_name=payer_name,
        by=by,
    )


@operation(_("收预付款"))
def take_deposit(
    *,
    institution_id: uuid.UUID,
    case_id: uuid.UUID,
    case_number: str,
    method: PaymentMethod,
    amount_fen: int,
    payer_name: str,
    by: Actor,
    tendered_fen: int | None = None,
    reference: str = "",
    idempotency_key: str | None = None,
) -> Receipt:
    """Before there is a bill; counted against it later, and what is over is given back.

    Raises NothingPaid, NotEnoughCash, ReferenceMissing.
    """
    account = lock_account(institution_id, case_id, case_number)
    if amount_fen <= 0:
        raise NothingPaid
    payment = _payment(account, method, amount_fen, payer_name, by)
    if method is PaymentMethod.CASH:
        tendered = amount_fen if tendered_fen is None else tendered_fen
        if tendered < amount_fen:
            raise NotEnoughCash(tendered=yuan(tendered), due=yuan(amount_fen))
        payment.tendered_fen, payment.change_fen = tendered, tendered - amount_fen
        payment.shift_id = lock_drawer(by, institution_id).id
    else:
        payment.reference = _ensure_reference(reference)
    db.session.add(payment)
    return issue_receipt(payment, by)


def _take_noted(
    method: PaymentMethod,
    *,
    bill_number: str,
    amount_fen: int | None,
    reference: str,
    payer_name: str,
    by: Actor,
) -> Receipt:
    bill = bills.get_bill(bill_number)
    reference = _ensure_reference(reference)
    account, amount_fen = lock_open_sum(bill, amount_fen)
    payment = _payment(account, method, amount_fen, payer_name or bill.payer_name, by)
    payment.bill, payment.reference = bill, reference
    db.session.add(payment)
    return issue_receipt(payment, by)


def _ensure_reference(reference: str) -> str:
    if not reference.strip():
        raise ReferenceMissing
    return reference.strip()


def _payment(
    account: Account, method: PaymentMethod, amount_fen: int, payer_name: str, by: Actor
) -> Payment:
    """Money that a clerk has in hand or has seen."""
    return Payment(
        institution_id=account.institution_id,
        case_id=account.case_id,
        order_number=new_id().hex.upper(),
        method=method,
        state=PaymentState.PAID,
        amount_fen=amount_fen,
        payer_name=payer_name,
        refunded_fen=0,
        started_at=clock.now(),
        taken_at=clock.now(),
        taken_by=str(by),
    )
