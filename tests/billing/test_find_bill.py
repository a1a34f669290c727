"""From whatever number is at hand to the bill."""

import pytest

from billing.models import Receipt
from tests import world
from tests.billing.tills import deposit, make_due, take
from tests.visitor import visit


@pytest.fixture
def clerk(app, home):
    return visit(app, "jy-desk")


def led_to(visitor, number):
    return visitor.get("/till/find", query_string={"number": number}).location


def test_a_bill_a_receipt_and_a_case_are_found_as_typed(home, clerk):
    bill = make_due(home)
    receipt: Receipt = take(home, bill)
    assert led_to(clerk, f" {bill.number.lower()} ") == f"/bills/{bill.number}"
    assert led_to(clerk, receipt.number) == f"/bills/{bill.number}"
    assert led_to(clerk, bill.case_number) == f"/cases/{bill.case_number}"


def test_the_receipt_of_a_deposit_has_no_bill_yet(home, clerk):
    receipt = deposit(home, 200_00)
    assert led_to(clerk, receipt.number) == f"/receipts/{receipt.number}"


@pytest.mark.parametrize("typed", ["", "JY26-0000", "<b>"])
def test_an_unknown_number_is_said_beside_the_field_and_stays(clerk, typed):
    page = clerk.get("/till/find", query_string={"number": typed})
    assert page.status_code == 200
    assert "没有找到这条记录，请核对编号。" in page.text
    assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in page.text


def test_the_bill_of_another_home_is_not_there(app, home):
    bill = make_due(home)
    world.make_home("CB")
    assert "没有找到这条记录" in visit(app, "cb-desk").get(f"/till/find?number={bill.number}").text


def test_an_officer_reads_the_till_and_is_not_asked_for_a_number(app, home):
    world.make_office("MZ")
    officer = visit(app, "mz-officer")
    assert officer.get("/till/find?number=x").status_code == 403
    assert "账单号或案件编号" not in officer.get("/till").text
