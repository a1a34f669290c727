"""A case whose money has come every way it can, for the pages of bills, payments and refunds."""

from dataclasses import dataclass

from billing.kinds import PaymentMethod, SignatureKind
from billing.operations import (
    credit_bill,
    keep_quotation,
    note_action,
    sign_bill,
    start_payment,
    take_by_terminal,
    take_cash,
    take_deposit,
)
from billing.queries import list_refunds_of
from billing.quotes import QuotedRow
from billing.rails import Action, ActionKind
from funeral import operations as funeral
from funeral.models import FuneralCase
from tests import world

# A name drawn in haste.
STROKES = [
    [[80, 60], [160, 50], [150, 110], [90, 150]],
    [[200, 40], [210, 160]],
    [[260, 70], [340, 60], [300, 120], [360, 150], [420, 90]],
]


@dataclass(frozen=True)
class Money:
    """Numbers in addresses: the bill taken back whole, and the one that stands in for it."""

    reversed_bill: str
    bill: str
    credit_note: str
    refund: str
    order: str


def settle(home: world.Home, case: FuneralCase) -> Money:
    """Billed, paid, taken back, billed anew; part of it paid, part of it being paid."""
    _quote(home, case)
    first = funeral.make_bill(number=case.number, by=home.clerk)
    take_by_terminal(bill_number=first.number, reference="000412", by=home.clerk)
    note = credit_bill(
        bill_number=first.number, positions=None, reason="存放小时数有误", by=home.clerk
    )
    take_deposit(
        institution_id=home.id,
        case_id=case.id,
        case_number=case.number,
        method=PaymentMethod.TRANSFER,
        amount_fen=200_00,
        payer_name="王示强",
        reference="回单88",
        by=home.clerk,
    )
    bill = funeral.make_bill(number=case.number, by=home.clerk)
    sign_bill(
        bill_number=bill.number,
        kind=SignatureKind.SCREEN,
        signer_name=bill.payer_name,
        strokes=STROKES,
        by=home.clerk,
    )
    take_cash(
        bill_number=bill.number,
        tendered_fen=300_00,
        amount_fen=260_00,
        payer_name="王示梅",
        by=home.clerk,
    )
    payment = start_payment(
        bill_number=bill.number,
        method=PaymentMethod.WECHAT,
        amount_fen=100_00,
        payer_name="王示兰",
        by=home.clerk,
    )
    note_action(
        order_number=payment.order_number,
        action=Action(ActionKind.QR, "weixin://wxpay/bizpayurl?pr=example", None),
        by=home.clerk,
    )
    return Money(
        reversed_bill=first.number,
        bill=bill.number,
        credit_note=note.number,
        refund=list_refunds_of(case.id)[0].number,
        order=payment.order_number,
    )


def _quote(home: world.Home, case: FuneralCase) -> None:
    """Told less than is billed, one item that was not needed, and none of the storage."""
    told = (
        ("transfer", "遗体接运", 510_00),
        ("cremation_flat", "遗体火化（平板炉）", 500_00),
        ("hall_small", "告别厅（小厅）", 40_00),
    )
    rows = [QuotedRow(code, name, gross, 0, gross, at_most=False) for code, name, gross in told]
    keep_quotation(institution_id=home.id, case_id=case.id, rows=rows, by=home.clerk)
