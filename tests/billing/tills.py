"""Bills and money for tests of the closing."""

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

from billing.kinds import PaymentMethod
from billing.models import Bill, Receipt
from billing.operations import take_cash, take_deposit
from funeral.kinds import CrematorType
from funeral.operations import make_bill
from kernel import clock
from tests import world

DUE_FEN = 350_00
FIRST_HOURS, NEXT_HOURS = 60, 3
# By home: it has one collecting furnace, so each burns after the one before, and before now.
_burnt: Counter[uuid.UUID] = Counter()


def make_due(home: world.Home, **changed: Any) -> Bill:
    """350 yuan due: the collecting furnace instead of the flat one; 1,100 yuan are waived."""
    now, died_on = clock.now(), clock.today() - timedelta(days=5)
    case = world.open_case(home, **({"died_on": died_on} | changed))
    with clock.frozen(now - timedelta(hours=FIRST_HOURS - NEXT_HOURS * _burnt[home.id])):
        world.cremate(home, case, CrematorType.COLLECTING)
    _burnt[home.id] += 1
    return make_bill(number=case.number, by=home.clerk)


def take(home: world.Home, bill: Bill | None = None, tendered_fen: int = 400_00) -> Receipt:
    bill = bill or make_due(home)
    return take_cash(bill_number=bill.number, tendered_fen=tendered_fen, by=home.clerk)


def deposit(home: world.Home, amount_fen: int, **changed: Any) -> Receipt:
    """By a new case, before there is a bill."""
    case = world.open_case(home)
    asked: dict[str, Any] = {
        "institution_id": home.id,
        "case_id": case.id,
        "case_number": case.number,
        "method": PaymentMethod.CASH,
        "amount_fen": amount_fen,
        "payer_name": "张小三",
        "by": home.clerk,
    }
    return take_deposit(**(asked | changed))
