"""Our thermal papers with invented persons and sums; nothing here is in any database."""

from decimal import Decimal

from billing import cash
from billing.classes import Payer
from billing.kinds import PaymentMethod
from billing.models import Bill, BillLine, FundingEntry, Payment, Receipt, Shift
from billing.operations.papers import BILL
from billing.operations.shifts import SHIFT
from billing.queries.shifts import DrawerCash
from billing.receipting import RECEIPT
from billing.slips import bill_slip, receipt_slip, shift_slip
from billing.units import Unit
from hardware.slips import Slip
from hardware.specimens import (
    CASE_NUMBER,
    CLAIMANT,
    CLERK,
    Specimen,
    invented_home,
    invented_moment,
)
from kernel.i18n import _

CLAUSE = "本项费用全部减免。"

# Item, fact, quantity, unit, gross and waived in fen.
LINES = (
    ("遗体接运", "11-23 08:10 县医院", "18", Unit.KM, 38_000, 38_000),
    ("遗体存放（冷藏）", "11-23 至 11-24", "2", Unit.DAY, 16_000, 16_000),
    ("告别厅（中厅）", "11-24 09:00 至 10:00", "1", Unit.TIME, 60_000, 0),
    ("遗体火化（平板炉）", "11-24 10:20 至 11:15", "1", Unit.TIME, 100_000, 68_000),
)


def _bill() -> Bill:
    lines = [
        BillLine(
            position=position,
            name=name,
            fact=fact,
            quantity=Decimal(quantity),
            unit=unit,
            gross_fen=gross,
            waived_fen=waived,
            due_fen=gross - waived,
            clause=CLAUSE if waived == gross else "",
            funding=[FundingEntry(payer=Payer.COUNTY_FINANCE, fen=waived)] if waived else [],
        )
        for position, (name, fact, quantity, unit, gross, waived) in enumerate(LINES, 1)
    ]
    gross, waived = (
        sum(each) for each in zip(*((line[4], line[5]) for line in LINES), strict=True)
    )
    return Bill(
        number="JYZ26-00042",
        case_number=CASE_NUMBER,
        payer_name=CLAIMANT,
        gross_fen=gross,
        waived_fen=waived,
        due_fen=gross - waived,
        made_at=invented_moment(11, 30),
        lines=lines,
    )


def _receipt() -> Slip:
    payment = Payment(
        method=PaymentMethod.CASH,
        payer_name=CLAIMANT,
        amount_fen=92_000,
        tendered_fen=100_000,
        change_fen=8_000,
        taken_at=invented_moment(11, 36),
        bill=_bill(),
    )
    return receipt_slip(Receipt(number="JYS26-00042", payment=payment), invented_home(), CLERK)


def _shift() -> Slip:
    counts = {100_00: 21, 50_00: 6, 20_00: 8, 10_00: 4, 1_00: 20}
    counted = cash.total_of(counts)
    moved = DrawerCash(
        float_fen=50_000,
        tendered_fen=284_000,
        change_fen=22_000,
        payments=5,
        refunded_fen=50_000,
        refunds=1,
    )
    shift = Shift(
        number="JYB26-00019",
        opened_at=invented_moment(8),
        closed_at=invented_moment(17, 30),
        expected_fen=moved.expected_fen,
        counted_fen=counted,
        counts=cash.as_json(counts),
        explanation="",
    )
    return shift_slip(shift, moved, invented_home(), CLERK)


SPECIMENS = (
    Specimen(RECEIPT, _("收费明细（非发票）"), _receipt),
    Specimen(BILL, _("账单"), lambda: bill_slip(_bill(), invented_home())),
    Specimen(SHIFT, _("交班单"), _shift),
)
