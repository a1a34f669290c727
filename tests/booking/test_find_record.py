"""What a typed or scanned business number opens: one record for each letter."""

from uuid import UUID

import pytest

from billing.operations import credit_bill, take_cash
from billing.queries import find_open_shift
from booking.views.desk import LOOKS
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_niches
from funeral.operations import make_bill
from funeral.queries.certificates import get_certificate
from kernel.counters import NumberKind
from tests import world
from tests.visitor import visit


@pytest.fixture
def numbers(home) -> dict[NumberKind, str]:
    """One case from the door to the niche: a number of each kind."""
    world.make_niches(home.id)
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    deposit = deposit_ashes(
        certificate_number=certificate,
        niche_id=list_free_niches(home.id, "福区")[0].id,
        months=12,
        by=home.clerk,
    )
    bill = make_bill(number=case.number, by=home.clerk)
    receipt = take_cash(bill_number=bill.number, tendered_fen=bill.due_fen, by=home.clerk)
    note = credit_bill(bill_number=bill.number, positions=None, reason="更正", by=home.clerk)
    return {
        NumberKind.CASE: case.number,
        NumberKind.BILL: bill.number,
        NumberKind.RECEIPT: receipt.number,
        NumberKind.CERTIFICATE: certificate,
        NumberKind.ASH_DEPOSIT: deposit.number,
        NumberKind.CREDIT_NOTE: note.number,
        NumberKind.SHIFT: find_open_shift(UUID(home.clerk.id)).number,
    }


def test_every_kind_of_number_opens_its_page(app, numbers):
    assert set(numbers) < set(LOOKS) == set(NumberKind)
    clerk = visit(app, "jy-desk")
    opened = {}
    for kind, number in numbers.items():
        answer = clerk.post("/desk/find", data={"search": number.lower()})
        assert clerk.get(answer.location).status_code == 200, (kind, answer.location)
        opened[kind] = answer.location
    case, bill = f"/cases/{numbers[NumberKind.CASE]}", f"/bills/{numbers[NumberKind.BILL]}"
    assert opened == {
        NumberKind.CASE: case,
        NumberKind.BILL: bill,
        NumberKind.RECEIPT: bill,
        NumberKind.CERTIFICATE: case,
        NumberKind.ASH_DEPOSIT: f"/ashes/{numbers[NumberKind.ASH_DEPOSIT]}",
        NumberKind.CREDIT_NOTE: f"/credit-notes/{numbers[NumberKind.CREDIT_NOTE]}",
        NumberKind.SHIFT: f"/shifts/{numbers[NumberKind.SHIFT]}",
    }


def test_a_certificates_paper_number_and_its_code_are_found_too(app, home, numbers):
    certificate = get_certificate(numbers[NumberKind.CERTIFICATE])
    clerk = visit(app, "jy-desk")
    paper = clerk.post("/desk/find", data={"search": "jy000001"}).location
    assert paper == f"/certificates/numbers/{certificate.blank_id}"
    code = f"HTTPS://EXAMPLE.CN/C/{certificate.verify_token}"
    assert clerk.post("/desk/find", data={"search": code}).location == (
        f"/cases/{numbers[NumberKind.CASE]}"
    )
