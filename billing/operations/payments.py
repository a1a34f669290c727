"""Taking money; the receipt's paper is a job in the same transaction."""

from contextlib import suppress

from billing.errors import AlreadyPaid, NotEnoughCash, NotPaid, ReceiptPrinted
from billing.kinds import PaymentMethod
from billing.models import Payment, Receipt
from billing.queries import bills
from billing.slips import receipt_slip
from hardware.errors import GlyphMissing
from hardware.operations import print_slip
from hardware.queries import has_printer, list_print_jobs
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.money import yuan
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.staff import staff_names
from kernel.places import get_institution

RECEIPT = "receipt"


@operation(_("收款"))
def take_cash(
    *, bill_number: str, tendered_fen: int, by: Actor, idempotency_key: str | None = None
) -> Receipt:
    """The whole bill in cash, with change.

    Bill and payment stand even if no printer answers or no font has a character of the payer's
    name: then no paper is made, and asking for it says why. Raises AlreadyPaid, NotEnoughCash.
    """
    bill = bills.lock_bill(bill_number)
    if bills.find_payment(bill.id):
        raise AlreadyPaid
    if tendered_fen < bill.due_fen:
        raise NotEnoughCash(tendered=yuan(tendered_fen), due=yuan(bill.due_fen))
    institution = get_institution(bill.institution_id)
    payment = Payment(
        institution_id=bill.institution_id,
        bill=bill,
        method=PaymentMethod.CASH,
        amount_fen=bill.due_fen,
        tendered_fen=tendered_fen,
        change_fen=tendered_fen - bill.due_fen,
        taken_at=clock.now(),
        taken_by=str(by),
    )
    receipt = Receipt(
        institution_id=bill.institution_id,
        payment=payment,
        issued_at=clock.now(),
        issued_by=str(by),
        number=next_number(NumberKind.RECEIPT, institution),
    )
    db.session.add_all([payment, receipt])
    if has_printer(bill.institution_id):
        with suppress(GlyphMissing):
            _print(receipt, by.name, by)
    return receipt


@operation(_("打印收据"))
def print_receipt(*, bill_number: str, by: Actor, idempotency_key: str | None = None) -> Receipt:
    """For a receipt no printer was there for. Raises NotPaid, ReceiptPrinted, NoPrinter."""
    bill = bills.lock_bill(bill_number)
    payment = bills.find_payment(bill.id)
    receipt = bills.find_receipt(payment.id) if payment else None
    if payment is None or receipt is None:
        raise NotPaid
    if list_print_jobs(bill.institution_id, RECEIPT, receipt.number):
        raise ReceiptPrinted
    cashier = staff_names({payment.taken_by}).get(payment.taken_by, "")
    _print(receipt, cashier, by)
    return receipt


def _print(receipt: Receipt, cashier: str, by: Actor) -> None:
    """In the same transaction: the paper is a job, so money never waits for a printer."""
    payment = receipt.payment
    institution = get_institution(receipt.institution_id)
    print_slip(
        institution_id=receipt.institution_id,
        slip=receipt_slip(payment.bill, payment, receipt.number, institution, cashier),
        document=RECEIPT,
        number=receipt.number,
        by=by,
    )
