"""What a bill, a receipt, a payment or another number about money says when it is scanned."""

from billing import queries
from billing.kinds import PaymentState, RefundState
from billing.models import Bill, Receipt
from billing.queries.payments import find_order, find_refund
from billing.shown_bill import ShownBill, read_sheet
from billing.slips import title_of
from hardware.codes import Shape
from hardware.scanning import Act, Finder, Scanned, Standing, known
from kernel import clock
from kernel.counters import NumberKind
from kernel.i18n import _
from kernel.money import yuan


def find_scanned_bill(number: str) -> Scanned | None:
    bill = known(queries.get_bill, number)
    return _bill(bill) if bill else None


def find_scanned_account(token: str) -> Scanned | None:
    """The code by which a family reads its bill: at the desk it leads to that bill."""
    account = known(queries.get_account_of_token, token)
    if account is None:
        return None
    case_id = account.case_id
    bill = queries.find_standing_bill(case_id) or queries.find_last_bill(case_id)
    return Scanned(
        kind=str(_("家属查看费用的编码")),
        title=account.case_number,
        standing=Standing.VALID,
        state=str(_("家属凭它查看费用和付款。")),
        page=_page_of(bill) if bill else None,
        record=f"accounts/{account.id}",
        case=account.case_number,
    )


def find_scanned_receipt(number: str) -> Scanned | None:
    receipt = known(queries.get_receipt, number)
    if receipt is None:
        return None
    bill = receipt.payment.bill
    open_receipt = Act(str(_("打开收据")), "billing.get_receipt", {"number": receipt.number})
    return Scanned(
        kind=str(_("收据")),
        title=receipt.number,
        standing=Standing.VOIDED if receipt.void else Standing.VALID,
        state=_state_of(receipt),
        page=_page_of(bill) if bill else open_receipt,
        acts=(open_receipt,) if bill else (),
        record=f"receipts/{receipt.id}",
        case=bill.case_number if bill else "",
    )


def find_scanned_shift(number: str) -> Scanned | None:
    shift = known(queries.get_shift, number)
    if shift is None:
        return None
    where = {"number": shift.number}
    at = clock.say_stamp(shift.closed_at or shift.opened_at)
    said = _("%(at)s 已交班。") if shift.closed_at else _("%(at)s 开班，还没有交班。")
    sheet = Act(str(_("打印交班单")), "billing.print_shift", where)
    return Scanned(
        kind=str(_("收款班次")),
        title=shift.number,
        standing=Standing.USED if shift.closed_at else Standing.VALID,
        state=str(said) % {"at": at},
        page=Act(str(_("打开班次")), "billing.get_shift", where),
        acts=(sheet,) if shift.closed_at else (),
        record=f"shifts/{shift.id}",
    )


def find_scanned_order(number: str) -> Scanned | None:
    """Of a payment or a refund, as the providers' own pages and papers show it."""
    payment, refund = find_order(number), find_refund(number)
    if payment:
        state = PaymentState(payment.state)
        return Scanned(
            kind=str(_("付款单号")),
            title=payment.order_number,
            standing=Standing.VALID if state is PaymentState.PENDING else Standing.USED,
            state=str(_("现在是“%(state)s”。")) % {"state": state.label},
            page=Act(
                str(_("打开付款")), "billing.get_payment", {"order_number": payment.order_number}
            ),
            record=f"payments/{payment.id}",
        )
    if refund:
        done = RefundState(refund.state)
        return Scanned(
            kind=str(_("退款单号")),
            title=refund.number,
            standing=Standing.USED if done is RefundState.DONE else Standing.VALID,
            state=str(_("现在是“%(state)s”。")) % {"state": done.label},
            page=Act(str(_("打开退款")), "billing.get_refund", {"number": refund.number}),
            record=f"refunds/{refund.id}",
        )
    return None


def _page_of(bill: Bill) -> Act:
    return Act(str(_("打开账单")), "billing.get_bill", {"number": bill.number})


def _bill(bill: Bill) -> Scanned:
    sheet = read_sheet(bill)
    standing, state = _standing_of(sheet)
    return Scanned(
        kind=title_of(bill),
        title=bill.number,
        standing=standing,
        state=state,
        page=_page_of(bill),
        acts=tuple(_acts_on(sheet)),
        record=f"bills/{bill.id}",
        case=bill.case_number,
    )


def _standing_of(sheet: ShownBill) -> tuple[Standing, str]:
    if sheet.is_reversed and sheet.replaced_by:
        said = _("已整单红冲，新的账单是 %(number)s。")
        return Standing.VOIDED, str(said) % {"number": sheet.replaced_by.number}
    if sheet.is_reversed:
        return Standing.VOIDED, str(_("已整单红冲，案件可以重新结算。"))
    if sheet.is_paid:
        return Standing.USED, str(_("已付清。"))
    left = sheet.standing.left_fen
    if not left:
        return Standing.VALID, str(_("没有要付的金额，还没有开收据。"))
    return Standing.VALID, str(_("还有 %(amount)s没有付。")) % {"amount": yuan(left)}


def _acts_on(sheet: ShownBill) -> list[Act]:
    """What is waived whole is taken as no cash, so that the family gets its receipt."""
    where = {"number": sheet.bill.number}
    standing, acts = sheet.standing, []
    owing = not sheet.is_reversed and not sheet.is_paid
    if owing and (standing.open_fen or not standing.left_fen):
        acts.append(Act(str(_("收现金")), "billing.take_cash", where))
    if owing and standing.open_fen:
        acts += [
            Act(str(_("刷卡或扫码机收款")), "billing.take_by_terminal", where),
            Act(str(_("登记转账")), "billing.take_transfer", where),
        ]
    return [*acts, Act(str(_("打印账单")), "billing.get_bill_print", where)]


def _state_of(receipt: Receipt) -> str:
    if receipt.void:
        replacement = queries.find_replacement(receipt.id)
        facts = {"at": clock.say_stamp(receipt.void.voided_at)}
        if replacement:
            said = _("%(at)s 作废，换开的收据是 %(number)s。")
            return str(said) % (facts | {"number": replacement.number})
        return str(_("%(at)s 作废。")) % facts
    return str(_("%(at)s 开具，收到 %(amount)s。")) % {
        "at": clock.say_stamp(receipt.issued_at),
        "amount": yuan(receipt.payment.amount_fen),
    }


FINDERS: dict[str, Finder] = {
    Shape.TOKEN: find_scanned_account,
    Shape.ORDER: find_scanned_order,
    NumberKind.BILL: find_scanned_bill,
    NumberKind.RECEIPT: find_scanned_receipt,
    NumberKind.SHIFT: find_scanned_shift,
}
