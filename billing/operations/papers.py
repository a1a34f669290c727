"""The paper of a bill; a receipt's is in receipts.py."""

from billing.errors import BillPrinted
from billing.models import Bill
from billing.queries import bills
from billing.slips import bill_slip
from hardware.operations import print_slip
from hardware.queries import list_print_jobs
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

BILL = "bill"


@operation(_("打印账单"))
def print_bill(*, number: str, by: Actor, idempotency_key: str | None = None) -> Bill:
    """Itemised, on the till's printer; a further copy is a reprint.

    Raises BillPrinted, NoPrinter, GlyphMissing.
    """
    bill = bills.lock_bill(number)
    if list_print_jobs(bill.institution_id, BILL, bill.number):
        raise BillPrinted
    print_slip(
        institution_id=bill.institution_id,
        slip=bill_slip(bill, get_institution(bill.institution_id)),
        document=BILL,
        number=bill.number,
        by=by,
    )
    return bill
