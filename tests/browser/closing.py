"""Receipts, a closed drawer and a settlement for the pages of the closing."""

from dataclasses import dataclass
from datetime import time, timedelta

from billing.classes import Payer
from billing.kinds import PaymentMethod
from billing.operations import close_shift, freeze_settlement, take_deposit, void_receipt
from funeral.operations import make_bill
from kernel import clock
from tests import world


@dataclass(frozen=True)
class Closing:
    receipt: str
    voided: str
    shift: str
    settlement: str
    day: str


def make_closing(home: world.Home) -> Closing:
    """Last month: a bill that is settled, two deposits in a drawer that was counted short."""
    this_month = clock.today().replace(day=1)
    day = clock.add_months(this_month, -1) + timedelta(days=9)
    with clock.frozen(clock.at(day, time(8))):
        case = world.open_case(home, deceased_name="孙示和")
        world.cremate(home, case)
    with clock.frozen(clock.at(day, time(14))):
        make_bill(number=case.number, by=home.clerk)
        receipts = [_deposit(home) for _ in range(2)]
        void_receipt(number=receipts[0], reason="付款人写错", replaced=True, by=home.clerk)
        shift = close_shift(
            counts={100_00: 9, 50_00: 1},
            explanation="少收 50 元，已补登记",
            signed_name=home.clerk.name,
            by=home.clerk,
        )
    settlement = freeze_settlement(
        institution_id=home.id,
        payer=Payer.COUNTY_FINANCE,
        period=f"{day:%Y-%m}",
        by=home.clerk,
    )
    return Closing(receipts[1], receipts[0], shift.number, settlement.number, day.isoformat())


def _deposit(home: world.Home) -> str:
    case = world.open_case(home, deceased_name="吴示德")
    return take_deposit(
        institution_id=home.id,
        case_id=case.id,
        case_number=case.number,
        method=PaymentMethod.CASH,
        amount_fen=500_00,
        payer_name="吴示芳",
        by=home.clerk,
    ).number
