"""What the family's pages of bill and payment show: told, open and compared, paying, paid."""

from dataclasses import dataclass

from billing.kinds import PaymentMethod
from billing.operations import (
    close_payment,
    keep_quotation,
    note_action,
    start_payment,
    take_cash,
    take_deposit,
)
from billing.queries import find_account, get_bill
from billing.quotes import QuotedRow
from billing.rails import Action, ActionKind
from funeral.models import FuneralCase
from kernel.people.actors import family
from tests import world


@dataclass(frozen=True)
class Accounts:
    """Tokens of accounts; `paying` and `given_up`: order numbers of the one that is `open`."""

    told: str
    open: str
    paid: str
    paying: str
    given_up: str


def make_accounts(home: world.Home, untold: FuneralCase, bill: str, paid_bill: str) -> Accounts:
    """`untold` has no bill yet; `bill` is open, a part of it is paid and another being paid."""
    _tell(home, untold)
    _compare(home, bill)
    open_fen = get_bill(bill).due_fen
    take_cash(
        bill_number=bill,
        tendered_fen=10_00,
        amount_fen=10_00,
        payer_name="王示明",
        by=home.clerk,
    )
    given_up = _begin(bill, 5_00)
    close_payment(order_number=given_up, by=family(get_bill(bill).case_number))
    return Accounts(
        told=_token(untold.id),
        open=_token(get_bill(bill).case_id),
        paid=_token(get_bill(paid_bill).case_id),
        paying=_begin(bill, (open_fen - 10_00) // 2),
        given_up=given_up,
    )


def _tell(home: world.Home, case: FuneralCase) -> None:
    row = QuotedRow("cremation_flat", "遗体火化（平板炉）", 500_00, 500_00, 0)
    range_ = QuotedRow("farewell_small", "告别厅（小厅）", 300_00, 0, 300_00, at_most=True)
    keep_quotation(institution_id=home.id, case_id=case.id, rows=[row, range_], by=home.clerk)
    take_deposit(
        institution_id=home.id,
        case_id=case.id,
        case_number=case.number,
        method=PaymentMethod.CASH,
        amount_fen=500_00,
        tendered_fen=500_00,
        payer_name="王示梅",
        by=home.clerk,
    )


def _compare(home: world.Home, number: str) -> None:
    """Told less of one item and more of another."""
    bill = get_bill(number)
    rows = [
        QuotedRow(x.item_code, x.name, x.gross_fen, x.waived_fen, x.due_fen) for x in bill.lines
    ]
    first = rows[0]
    rows[0] = QuotedRow(first.item_code, first.name, 600_00, 420_00, 180_00, at_most=True)
    rows.append(QuotedRow("urn", "骨灰盒", 260_00, 0, 260_00))
    keep_quotation(
        institution_id=home.id, case_id=bill.case_id, rows=rows[:-2] + rows[-1:], by=home.clerk
    )


def _begin(number: str, fen: int) -> str:
    """At WeChat, as a page on a computer does it."""
    by = family(get_bill(number).case_number)
    payment = start_payment(
        bill_number=number,
        method=PaymentMethod.WECHAT,
        amount_fen=fen,
        payer_name="王示华",
        by=by,
    )
    code = Action(ActionKind.QR, "weixin://wxpay/bizpayurl?pr=p4lpSuKzz", None)
    return note_action(order_number=payment.order_number, action=code, by=by).order_number


def _token(case_id: object) -> str:
    account = find_account(case_id)  # type: ignore[arg-type]
    assert account is not None
    return account.token
