"""收预付款: money before there is a bill; counted against it, and what is over goes back."""

import pytest

from billing.errors import NotEnoughCash, NothingPaid, NothingToGiveBack, ReferenceMissing
from billing.kinds import PaymentMethod
from billing.operations import refund_deposit, take_deposit
from billing.queries import list_payments, list_refunds_of, standing_of
from tests import world
from tests.billing.bills import COLLECTING, FLAT, charge, issue
from tests.billing.test_make_bill import cremated
from tests.funeral import desk


@pytest.fixture
def case(home):
    return world.open_case(home)


def deposit(home, case, amount_fen=1000_00, **changed):
    asked = {
        "institution_id": home.id,
        "case_id": case.id,
        "case_number": case.number,
        "method": PaymentMethod.CASH,
        "amount_fen": amount_fen,
        "payer_name": "张小三",
        "by": home.clerk,
    }
    return take_deposit(**(asked | changed))


def test_the_desk_takes_cash_with_change_and_the_case_shows_it(home, clerk, case):
    path = f"/cases/{case.number}/deposit"
    asked = {"method": "cash", "amount": "300", "payer_name": "张小三", "tendered": "500"}
    said = desk.send(clerk, path, **asked)
    assert f"已收预付款 300 元，找零 200 元。收据 {world.numbered('JYS', 1)}。" in said
    assert "预付款 300 元 张小三" in said
    [payment] = list_payments(case.id)
    assert payment.bill_id is None
    assert payment.shift_id is not None


def test_what_is_missing_is_said_beside_its_field(home, clerk, case):
    path = f"/cases/{case.number}/deposit"
    asked = {"method": "transfer", "amount": "300", "payer_name": "张小三"}
    assert desk.beside(clerk, path, "reference", **asked).startswith("请填写凭证上的号码")
    short = asked | {"method": "cash", "tendered": "200"}
    assert "少于应付 300 元" in desk.beside(clerk, path, "tendered", **short)
    nothing = asked | {"method": "cash", "amount": "0"}
    assert desk.beside(clerk, path, "amount", **nothing) == "请填写大于零的金额。"
    for refusal, changed in (
        (NothingPaid, {"amount_fen": 0}),
        (NotEnoughCash, {"tendered_fen": 1}),
        (ReferenceMissing, {"method": PaymentMethod.POS}),
    ):
        with pytest.raises(refusal):
            deposit(home, case, **changed)
    assert list_payments(case.id) == []


def test_the_preview_and_the_bill_count_the_deposit(home, clerk):
    case = cremated(home, household_registration="110101")
    deposit(home, case, 500_00)
    preview = desk.read(clerk, f"/cases/{case.number}/bill")
    assert "预付款抵扣 500 元 还要付 600 元" in preview
    said = desk.send(clerk, f"/cases/{case.number}/bill")
    assert "付了一部分" in said
    assert "未付 600 元" in said


def test_a_deposit_that_covers_the_bill_pays_it(home, clerk, case):
    deposit(home, case, 350_00)
    charge(home, case, COLLECTING)
    bill = issue(home, case)
    assert standing_of(case.id).open_fen == 0
    assert "已付清" in desk.read(clerk, f"/bills/{bill.number}")
    # Once there is a bill, money is taken for the bill.
    there = clerk.get(f"/cases/{case.number}/deposit")
    assert there.location == f"/bills/{bill.number}"


def test_the_preview_says_what_will_be_given_back(home, clerk, case):
    deposit(home, case, 1000_00)
    charge(home, case, FLAT)
    assert "预付款抵扣 1,000 元 要退还 500 元" in desk.read(clerk, f"/cases/{case.number}/bill")


def test_without_a_bill_the_deposit_can_be_given_back(home, clerk, case):
    deposit(home, case, 1000_00)
    path = f"/cases/{case.number}/deposit"
    assert desk.beside(clerk, f"{path}/refund", "reason", reason="") == "请写明原因。"
    said = desk.send(clerk, f"{path}/refund", reason="改在外地办理")
    assert "退款 1,000 元 待退款" in said
    [refund] = list_refunds_of(case.id)
    assert refund.reason == "改在外地办理"
    with pytest.raises(NothingToGiveBack):
        refund_deposit(
            institution_id=home.id,
            case_id=case.id,
            case_number=case.number,
            reason="再退",
            by=home.clerk,
        )
