"""The paper of a receipt."""

from billing.errors import NotPaid, ReceiptPrinted
from billing.models import Receipt
from billing.queries import receipts
from billing.receipting import RECEIPT, put_on_paper
from hardware.queries import list_print_jobs
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.staff import staff_names


@operation(_("打印收据"))
def print_receipt(*, number: str, by: Actor, idempotency_key: str | None = None) -> Receipt:
    """For a receipt no printer was there for. Raises NotPaid, ReceiptPrinted, NoPrinter."""
    receipt = receipts.lock_receipt(number)
    if receipt.void:
        raise NotPaid
    if list_print_jobs(receipt.institution_id, RECEIPT, receipt.number):
        raise ReceiptPrinted
    taker = receipt.payment.taken_by
    put_on_paper(receipt, staff_names({taker}).get(taker, ""), by)
    return receipt
