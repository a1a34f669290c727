"""Fetching e-receipt numbers: asked of the platform with no transaction open."""

from billing import operations, queries
from billing.errors import FiscalRecorded, NotYetIssued
from billing.fiscal import FiscalLine, FiscalRequest, find_platform
from billing.kinds import FiscalSource
from billing.models import Receipt
from kernel import clock
from kernel.jobs import enqueue, job
from kernel.people import actors
from kernel.places import get_institution

FETCHER = actors.job("fiscal")


def enqueue_fetch(receipt_number: str) -> None:
    """In the transaction that issues the receipt, where a platform is connected."""
    if find_platform():
        enqueue(fetch, lock=f"fiscal {receipt_number}", receipt_number=receipt_number)


@job
def fetch(receipt_number: str) -> None:
    """Safe to run twice: the platform knows our number, and we record one answer a receipt.

    What the platform raises makes the worker try again later; the receipt stays 待取票 until then.
    """
    platform = find_platform()
    receipt = queries.get_receipt(receipt_number)
    if platform is None or receipt.fiscal or receipt.void:
        return
    issued = platform.issue(request_of(receipt))
    if issued is None:
        raise NotYetIssued(receipt_number)
    try:
        operations.record_fiscal_receipt(
            receipt_number=receipt.number,
            code=issued.code,
            fiscal_number=issued.number,
            check_code=issued.check_code,
            issued_on=issued.issued_on,
            source=FiscalSource.PLATFORM,
            by=FETCHER,
        )
    except FiscalRecorded:
        return


def request_of(receipt: Receipt) -> FiscalRequest:
    """A part of a bill, or a deposit, has no lines of its own."""
    payment = receipt.payment
    institution = get_institution(receipt.institution_id)
    bill = payment.bill
    whole = bill is not None and bill.due_fen == payment.amount_fen
    return FiscalRequest(
        receipt_number=receipt.number,
        issuer=institution.name,
        credit_code=institution.credit_code or "",
        payer_name=payment.payer_name,
        amount_fen=payment.amount_fen,
        paid_on=clock.day_of(payment.taken_at or receipt.issued_at),
        lines=tuple(FiscalLine(line.name, line.due_fen) for line in bill.lines if line.due_fen)
        if bill and whole
        else (),
    )
