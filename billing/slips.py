"""What the receipt says on paper: 收费明细, which is not an invoice."""

from typing import TYPE_CHECKING

from hardware.slips import Amount, Charge, Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.places import Institution

if TYPE_CHECKING:
    from billing.models import Bill, Payment


def receipt_slip(
    bill: "Bill", payment: "Payment", number: str, institution: Institution, cashier: str
) -> Slip:
    """Every line with gross, waived and due, and the totals as they stand on the bill."""
    rows: list[Row] = [
        Fact(_("收据号"), number),
        Fact(_("账单号"), bill.number),
        Fact(_("案件"), bill.case_number),
        Fact(_("付款人"), bill.payer_name),
        Rule(),
        *(Charge(line.name, line.gross_fen, line.waived_fen, line.due_fen) for line in bill.lines),
        Rule(),
        Charge(_("合计"), bill.gross_fen, bill.waived_fen, bill.due_fen, bold=True),
        Amount(_("实收现金"), payment.tendered_fen),
        Amount(_("找零"), payment.change_fen),
        Rule(),
        Fact(_("时间"), clock.say_stamp(payment.taken_at)),
        Fact(_("收款人"), cashier),
        Text(_("本单为收费明细，不是发票。"), centre=True),
        Code(number),
    ]
    return Slip(title=str(_("收费明细（非发票）")), rows=tuple(rows), issuer=institution.name)
