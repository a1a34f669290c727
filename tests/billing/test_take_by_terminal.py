"""登记刷卡收款: the terminal has the money; its slip's number says so."""

import pytest

from billing.errors import MoreThanOpen, ReferenceMissing
from billing.operations import take_by_terminal
from billing.queries import list_payments
from tests.billing.bills import billed
from tests.funeral import desk


def test_the_number_of_the_slip_is_kept_and_shown(home, clerk):
    bill = billed(home)
    said = desk.send(
        clerk,
        f"/bills/{bill.number}/terminal",
        amount="1100",
        payer_name="张小三",
        reference=" 000412 ",
    )
    assert "已收款 1,100 元。" in said
    assert "刷卡终端 凭证号 000412" in said
    assert list_payments(bill.case_id)[0].shift_id is None


def test_without_the_number_nothing_is_taken(home, clerk):
    bill = billed(home)
    asked = {"amount": "1100", "payer_name": "张小三", "reference": "  "}
    sentence = desk.beside(clerk, f"/bills/{bill.number}/terminal", "reference", **asked)
    assert sentence == "请填写凭证上的号码，例如刷卡单的参考号、银行回单号。"
    with pytest.raises(ReferenceMissing):
        take_by_terminal(bill_number=bill.number, reference="", by=home.clerk)
    with pytest.raises(MoreThanOpen):
        take_by_terminal(bill_number=bill.number, reference="1", amount_fen=1100_01, by=home.clerk)
    assert list_payments(bill.case_id) == []


def test_the_page_suggests_all_that_is_open(home, clerk):
    bill = billed(home)
    page = clerk.get(f"/bills/{bill.number}/terminal").text
    assert 'value="1100"' in page
    assert f'value="{bill.payer_name}"' in page


def test_blanks_for_an_amount_do_not_mean_everything(home, clerk):
    bill = billed(home)
    asked = {"amount": " ", "payer_name": "张小三", "reference": "412"}
    sentence = desk.beside(clerk, f"/bills/{bill.number}/terminal", "amount", **asked)
    assert sentence == "请用数字填写金额，例如 1280 或 1280.50。"
    assert list_payments(bill.case_id) == []
