"""What our slips say: 收费明细, which is not an invoice, and 交班单."""

from typing import TYPE_CHECKING

from billing import cash
from billing.capital_amount import capital_amount
from billing.classes import Payer
from billing.kinds import PaymentMethod
from billing.units import Unit, plain
from hardware.slips import Amount, Charge, Code, Fact, Row, Rule, Slip, Text
from kernel import clock
from kernel.i18n import _
from kernel.money import yuan
from kernel.places import Institution

if TYPE_CHECKING:
    from billing.models import Bill, Payment, Receipt, Shift
    from billing.queries.shifts import DrawerCash


def title_of(bill: "Bill") -> str:
    """账单, or 补充账单 where another of the case stood when it was made."""
    return str(_("补充账单") if bill.is_further else _("账单"))


def bill_slip(bill: "Bill", institution: Institution) -> Slip:
    """What was done, how much of it, what is waived by which clause and who pays it instead."""
    rows: list[Row] = [
        *_of_bill(bill),
        Fact(_("付款人"), bill.payer_name),
        Fact(_("出具"), clock.say_stamp(bill.made_at)),
        Rule(),
    ]
    for line in bill.lines:
        counted = f"{plain(line.quantity)} {Unit(line.unit).label}{_('，')}{line.fact}"
        note = "\n".join(filter(None, (counted, line.clause)))
        rows.append(Charge(line.name, line.gross_fen, line.waived_fen, line.due_fen, note=note))
    rows += [
        Rule(),
        Charge(_("合计"), bill.gross_fen, bill.waived_fen, bill.due_fen, bold=True),
        Fact(_("应付大写"), capital_amount(bill.due_fen)),
        *(Amount(Payer(payer).label, fen, note=_("承担的减免")) for payer, fen in _funders(bill)),
        Rule(),
        Text(_("本单为收费明细，不是发票。"), centre=True),
        Code(bill.number),
    ]
    return Slip(title=title_of(bill), rows=tuple(rows), issuer=institution.name)


def _funders(bill: "Bill") -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for line in bill.lines:
        for part in line.funding:
            if part.credit_note_id is None:
                sums[part.payer] = sums.get(part.payer, 0) + part.fen
    return sorted(sums.items())


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
    rows: list[Row] = []
    # One sum may be for all bills of the case.
    if bill and payment.amount_fen > bill.due_fen:
        rows.append(Text(_("本次付款含本案其他账单未付的部分。")))
    if payment.method == PaymentMethod.CASH:
        part = bill is None or payment.amount_fen != bill.due_fen
        return [
            *rows,
            *([Amount(_("本次付款"), payment.amount_fen)] if part else []),
            Amount(_("实收现金"), payment.tendered_fen or 0),
            Amount(_("找零"), payment.change_fen or 0),
        ]
    method = PaymentMethod(payment.method).label
    rows += [Fact(_("付款方式"), method), Amount(_("本次付款"), payment.amount_fen)]
    if payment.reference:
        rows.append(Fact(_("凭证号"), payment.reference))
    return rows


def shift_slip(shift: "Shift", moved: "DrawerCash", institution: Institution, cashier: str) -> Slip:
    """What should be there, what was counted, the difference and why; for two signatures."""
    counted, expected = shift.counted_fen or 0, shift.expected_fen or 0
    rows: list[Row] = [
        Fact(_("班次"), shift.number),
        Fact(_("收款人"), cashier),
        Fact(_("开班"), clock.say_stamp(shift.opened_at)),
        Fact(_("交班"), clock.say_stamp(shift.closed_at) if shift.closed_at else ""),
        Rule(),
        Amount(_("备用金"), moved.float_fen),
        Amount(
            _("收现金"), moved.tendered_fen, str(_("共%(count)s笔")) % {"count": moved.payments}
        ),
        Amount(_("找零"), -moved.change_fen),
        Amount(_("退现金"), -moved.refunded_fen),
        Amount(_("应有现金"), expected, bold=True),
        Rule(),
        *_pieces(shift),
        Amount(_("清点现金"), counted, bold=True),
        Amount(_("差额"), counted - expected, shift.explanation, bold=True),
        Rule(),
        Text(_("收款人签名：")),
        Text("\n"),
        Text(_("接收人签名：")),
        Text("\n"),
        Code(shift.number),
    ]
    return Slip(title=str(_("交班单")), rows=tuple(rows), issuer=institution.name)


def _pieces(shift: "Shift") -> list[Row]:
    return [
        Amount(say_pieces(fen, pieces), fen * pieces)
        for fen, pieces in cash.from_json(shift.counts or {}).items()
        if pieces
    ]


def say_pieces(fen: int, pieces: int) -> str:
    """ "100 元 × 3"."""
    return f"{yuan(fen)} × {pieces}"
