"""What the receipt says on paper: 收费明细, which is not an invoice."""

from typing import TYPE_CHECKING

from billing.kinds import PaymentMethod
from hardware.slips import Amount, Charge, Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import Institution

if TYPE_CHECKING:
    from billing.models import Bill, Payment, Receipt


def receipt_slip(receipt: "Receipt", institution: Institution, cashier: str) -> Slip:
    """Every line with gross, waived and due, the totals as on the bill, and what was paid now."""
    payment = receipt.payment
    bill = payment.bill
    rows: list[Row] = [
        Fact(_("收据号"), receipt.number),
        *(_of_bill(bill) if bill else []),
        Fact(_("付款人"), payment.payer_name),
        Rule(),
        *(_lines(bill) if bill else [Text(_("预付款，结算时抵扣，多余的退还。"))]),
        *_paid(payment, bill),
        Rule(),
        Fact(_("时间"), clock.say_stamp(payment.taken_at) if payment.taken_at else ""),
        Fact(_("收款人"), cashier),
        Text(_("本单为收费明细，不是发票。"), centre=True),
        Code(receipt.number),
    ]
    return Slip(title=str(_("收费明细（非发票）")), rows=tuple(rows), issuer=institution.name)


def _of_bill(bill: "Bill") -> list[Row]:
    return [Fact(_("账单号"), bill.number), Fact(_("案件"), bill.case_number)]


def _lines(bill: "Bill") -> list[Row]:
    return [
        *(Charge(line.name, line.gross_fen, line.waived_fen, line.due_fen) for line in bill.lines),
        Rule(),
        Charge(_("合计"), bill.gross_fen, bill.waived_fen, bill.due_fen, bold=True),
    ]


def _paid(payment: "Payment", bill: "Bill | None") -> list[Row]:
    if payment.method == PaymentMethod.CASH:
        part = bill is None or payment.amount_fen != bill.due_fen
        return [
            *([Amount(_("本次付款"), payment.amount_fen)] if part else []),
            Amount(_("实收现金"), payment.tendered_fen or 0),
            Amount(_("找零"), payment.change_fen or 0),
        ]
    method = PaymentMethod(payment.method).label
    rows: list[Row] = [Fact(_("付款方式"), method), Amount(_("本次付款"), payment.amount_fen)]
    if payment.reference:
        rows.append(Fact(_("凭证号"), payment.reference))
    return rows
