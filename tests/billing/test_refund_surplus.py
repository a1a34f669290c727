"""退还多收款项: a deposit beyond the bill goes back, the newest payment first."""

import pytest

from billing.errors import NothingToGiveBack, ReasonMissing
from billing.operations import refund_surplus
from billing.queries import list_refunds_of, standing_of
from tests import world
from tests.billing.bills import COLLECTING, charge, issue
from tests.billing.test_take_deposit import deposit
from tests.funeral import desk


@pytest.fixture
def bill(home):
    """350 yuan due, 200 and 400 paid before."""
    case = world.open_case(home)
    deposit(home, case, 200_00)
    deposit(home, case, 400_00, payer_name="张小四")
    charge(home, case, COLLECTING)
    return issue(home, case)


def test_the_bill_page_says_what_is_over_and_gives_it_back(home, bill, clerk):
    path = f"/bills/{bill.number}"
    assert "多收 250 元" in desk.read(clerk, path)
    assert desk.beside(clerk, f"{path}/surplus", "reason", reason=" ") == "请写明原因。"
    said = desk.send(clerk, f"{path}/surplus", reason="预付款多于账单")
    assert "已付清" in said
    assert "预付款多于账单 张小四 现金 250.00 待退款" in said
    assert standing_of(bill.case_id).surplus_fen == 0


def test_it_is_given_back_once(home, bill):
    with pytest.raises(ReasonMissing):
        refund_surplus(bill_number=bill.number, reason="", by=home.clerk)
    refund_surplus(bill_number=bill.number, reason="多付", by=home.clerk)
    with pytest.raises(NothingToGiveBack):
        refund_surplus(bill_number=bill.number, reason="多付", by=home.clerk)
    assert [refund.amount_fen for refund in list_refunds_of(bill.case_id)] == [250_00]
