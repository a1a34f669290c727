"""Bills made by billing alone, from charges and facts, without a ceremony around them."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Flask

from billing.classes import WaiverClass
from billing.lines import Facts
from billing.operations import issue_bill, record_charge
from kernel import clock
from kernel.errors import Refusal
from kernel.people.actors import Actor, Role
from tests import world

# What is charged: item, quantity, chosen price in fen.
Charged = tuple[str, str, int | None]
TRANSFER: Charged = ("transfer", "12", 420_00)
STORAGE: Charged = ("storage", "18", None)
FLAT: Charged = ("cremation_flat", "1", None)
COLLECTING: Charged = ("cremation_collecting", "1", None)
ELSEWHERE = "110101"


def charge(home: world.Home, case, *charged: Charged) -> None:
    for item, quantity, chosen in charged:
        record_charge(
            institution_id=home.id,
            case_id=case.id,
            item_code=item,
            quantity=Decimal(quantity),
            chosen_price_fen=chosen,
            fact=f"登记的{item}",
            occurred_on=clock.today(),
            by=home.clerk,
        )


def issue(home: world.Home, case):
    facts = Facts(
        household_registration=case.deceased.household_registration,
        waiver_class=WaiverClass(case.deceased.waiver_class),
        died_on=case.deceased.died_on,
        cremated_on=clock.today(),
        applied_on=clock.today(),
    )
    return issue_bill(
        institution_id=home.id,
        case_id=case.id,
        case_number=case.number,
        payer_name=case.claimant.name,
        facts=facts,
        identity_index=case.deceased.identity_index,
        by=home.clerk,
    )


def billed(home: world.Home, *charged: Charged, **changed: Any):
    """Nothing is waived unless the household is said: 420 + 180 + 500 yuan are due."""
    case = world.open_case(home, **({"household_registration": ELSEWHERE} | changed))
    charge(home, case, *(charged or (TRANSFER, STORAGE, FLAT)))
    return issue(home, case)


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Each in a thread of its own, begun together; "done" or the name of the refusal, sorted."""
    begin, said = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            begin.wait()
            try:
                act()
                said.append("done")
            except Refusal as refusal:
                said.append(type(refusal).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def second_clerk(home: world.Home, login: str = "other-desk") -> Actor:
    return world.make_staff(login, Role.DESK, home.id).actor()
