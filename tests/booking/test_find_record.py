"""What a typed or scanned business number opens: one record for each letter."""

from uuid import UUID

import pytest

from billing.operations import credit_bill, take_cash
from billing.queries import find_open_shift
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from funeral.operations import make_bill, replace_wristband
from funeral.queries.certificates import get_certificate
from hardware.qr import certificate_url
from hardware.scanning import FINDERS
from kernel.counters import NumberKind
from tests import world
from tests.visitor import visit


@pytest.fixture
def numbers(home) -> dict[NumberKind, str]:
    """One case from the door to the niche: a number of each kind."""
    world.make_units(home.id)
    case = world.open_case(home)
    certificate = world.cremate(home, case)
    deposit = deposit_ashes(
        certificate_number=certificate,
        unit_id=list_free_units(home.id, "福区")[0].id,
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
    assert set(numbers) < set(NumberKind) < set(app.extensions[FINDERS])
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
    code = certificate_url(app.config["PUBLIC_URL"], certificate.verify_token)
    assert clerk.post("/desk/find", data={"search": code}).location == (
        f"/cases/{numbers[NumberKind.CASE]}"
    )


def test_what_no_longer_counts_is_said_on_the_page_it_opens(app, home):
    case = world.open_case(home)
    old = world.tag(home, case)
    replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    clerk = visit(app, "jy-desk")
    answer = clerk.post("/desk/find", data={"search": old})
    assert answer.location == f"/cases/{case.number}"
    assert "遗体腕带已停用：" in clerk.get(answer.location).text


@pytest.mark.parametrize("search", ["张三", "420821195003040017", "E12345678", "12345670"])
def test_names_and_identity_papers_are_looked_for_among_the_deceased(app, home, search):
    answer = visit(app, "jy-desk").post("/desk/find", data={"search": search})
    assert answer.location.startswith("/find?search=")
    assert "420821195003040017" not in answer.location


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("https://example.com/x", "这是别处的网址，不是本系统的编码。"),
        ("134567890123456789", "这是手机支付用的付款码或收款码，不是本系统的编码。"),
        ("TCA26-00001", "这个编码不是本馆的。"),
        ("TEST", "扫码枪读得出来，可以使用。"),
    ],
)
def test_what_has_no_page_is_said_on_the_desks_own(app, home, search, said):
    clerk = visit(app, "jy-desk")
    answer = clerk.post("/desk/find", data={"search": search})
    assert answer.location == "/desk"
    assert said in clerk.get("/desk").text
