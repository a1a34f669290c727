"""登记转账收款: the bank's voucher was seen."""

from billing.operations import take_transfer
from billing.queries import standing_of
from tests.billing.bills import billed
from tests.funeral import desk


def test_a_transfer_pays_one_payers_part(home, clerk):
    bill = billed(home)
    said = desk.send(
        clerk,
        f"/bills/{bill.number}/transfer",
        amount="300",
        payer_name="张小四",
        reference="20261129-7",
    )
    assert "已收款 300 元。" in said
    assert "张小四 银行转账 凭证号 20261129-7 300.00" in said
    assert standing_of(bill.case_id).open_fen == 800_00


def test_unless_it_is_said_a_transfer_pays_all_that_is_open(home):
    bill = billed(home)
    receipt = take_transfer(bill_number=bill.number, reference="回单1", by=home.clerk)
    assert receipt.payment.amount_fen == 1100_00
    assert receipt.payment.payer_name == bill.payer_name
