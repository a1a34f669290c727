"""A receipt for a payment, and its paper; used by whatever takes money."""

from contextlib import suppress

from billing.fiscal_jobs import enqueue_fetch
from billing.models import Payment, Receipt
from billing.slips import receipt_slip
from hardware.errors import GlyphMissing
from hardware.operations import print_slip
from hardware.queries import has_printer
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.people.actors import Actor
from kernel.places import get_institution

RECEIPT = "receipt"


def issue_receipt(payment: Payment, by: Actor, replaces: Receipt | None = None) -> Receipt:
    """Numbered without gaps; the number is taken last, because others wait for it.

    The payment stands even if no printer answers or no font has a character of the payer's name:
    then no paper is made, and asking for it says why.
    """
    receipt = Receipt(
        institution_id=payment.institution_id,
        payment=payment,
        replaces_id=replaces.id if replaces else None,
        issued_at=clock.now(),
        issued_by=str(by),
        number=next_number(NumberKind.RECEIPT, get_institution(payment.institution_id)),
    )
    db.session.add(receipt)
    if payment.amount_fen:
        enqueue_fetch(receipt.number)
    if has_printer(receipt.institution_id):
        with suppress(GlyphMissing):
            put_on_paper(receipt, by.name, by)
    return receipt


def put_on_paper(receipt: Receipt, cashier: str, by: Actor) -> None:
    """In the same transaction: the paper is a job, so money never waits for a printer.

    Raises NoPrinter, GlyphMissing.
    """
    print_slip(
        institution_id=receipt.institution_id,
        slip=receipt_slip(receipt, get_institution(receipt.institution_id), cashier),
        document=RECEIPT,
        number=receipt.number,
        by=by,
    )
