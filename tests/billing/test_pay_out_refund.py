"""退款交付: cash from the drawer, or the number of what was sent back; once."""

import pytest
from flask import Flask

from billing.errors import ReferenceMissing, RefundOver, SendsItself
from billing.kinds import PaymentMethod, RefundState
from billing.operations import (
    credit_bill,
    pay_out_refund,
    settle_payment,
    start_payment,
    take_by_terminal,
    take_cash,
)
from billing.queries import get_refund, list_refunds_of
from billing.rails import MoneyState, Status
from kernel.db import db
from tests import world
from tests.billing.bills import at_once, billed, second_clerk
from tests.funeral import desk
from tests.visitor import visit


@pytest.fixture
def bill(home):
    return billed(home)


def owed_back(home, bill):
    """The refund of everything that was paid."""
    credit_bill(bill_number=bill.number, positions=None, reason="重开", by=home.clerk)
    return list_refunds_of(bill.case_id)[0]


def paid_online(home, bill):
    payment = start_payment(bill_number=bill.number, method=PaymentMethod.WECHAT, by=home.clerk)
    paid = Status(MoneyState.PAID, bill.due_fen, "CNY", payment.order_number, "42")
    settle_payment(order_number=payment.order_number, status=paid, by=home.clerk)


def test_cash_leaves_the_drawer_of_who_pays_it_out(home, bill, clerk):
    taken = take_cash(bill_number=bill.number, tendered_fen=1100_00, by=home.clerk)
    refund = owed_back(home, bill)
    page = desk.read(clerk, f"/refunds/{refund.number}")
    assert "从您的钱箱付 1,100 元 现金" in page
    said = desk.send(clerk, f"/refunds/{refund.number}/pay-out")
    assert "已退款 1,100 元。" in said
    db.session.expire_all()
    paid_out = get_refund(refund.number)
    assert paid_out.state == RefundState.DONE
    assert paid_out.shift_id == taken.payment.shift_id is not None


def test_another_clerk_pays_from_a_drawer_of_its_own(home, bill):
    taken = take_cash(bill_number=bill.number, tendered_fen=1100_00, by=home.clerk)
    refund = owed_back(home, bill)
    other = second_clerk(home)
    paid_out = pay_out_refund(number=refund.number, reference="", by=other)
    assert paid_out.shift_id not in {None, taken.payment.shift_id}


def test_a_card_is_paid_back_with_the_number_of_the_slip(home, bill, clerk):
    take_by_terminal(bill_number=bill.number, reference="7", by=home.clerk)
    refund = owed_back(home, bill)
    path = f"/refunds/{refund.number}"
    missing = desk.beside(clerk, f"{path}/pay-out", "reference", reference="")
    assert missing.startswith("请填写凭证上的号码")
    with pytest.raises(ReferenceMissing):
        pay_out_refund(number=refund.number, reference=" ", by=home.clerk)
    assert "退款凭证号 000777" in desk.send(clerk, f"{path}/pay-out", reference="000777")
    assert get_refund(refund.number).shift_id is None


def test_money_that_came_over_a_provider_goes_back_by_itself(home, bill, clerk):
    paid_online(home, bill)
    refund = owed_back(home, bill)
    assert "由系统原路退回" in desk.read(clerk, f"/refunds/{refund.number}")
    with pytest.raises(SendsItself):
        pay_out_refund(number=refund.number, reference="1", by=home.clerk)


def test_two_clerks_at_once_pay_it_out_once(app: Flask, home, bill):
    take_cash(bill_number=bill.number, tendered_fen=1100_00, by=home.clerk)
    number, other = owed_back(home, bill).number, second_clerk(home)
    said = at_once(
        app,
        *(
            lambda by=by: pay_out_refund(number=number, reference="", by=by)
            for by in (home.clerk, other)
        ),
    )
    assert said == ["RefundOver", "done"]
    with pytest.raises(RefundOver):
        pay_out_refund(number=number, reference="", by=home.clerk)


def test_the_list_shows_what_waits_and_sorts_and_filters(home, bill, clerk):
    take_cash(
        bill_number=bill.number,
        tendered_fen=100_00,
        amount_fen=100_00,
        payer_name="张小四",
        by=home.clerk,
    )
    take_by_terminal(bill_number=bill.number, reference="7", payer_name="张小五", by=home.clerk)
    owed_back(home, bill)
    small, large = sorted(list_refunds_of(bill.case_id), key=lambda each: each.amount_fen)
    said = desk.read(clerk, "/refunds?sort=amount&direction=asc")
    assert said.index("张小四") < said.index("张小五")
    said = desk.read(clerk, "/refunds?sort=amount&direction=desc")
    assert said.index("张小五") < said.index("张小四")
    assert "共 2 条" in said
    pay_out_refund(number=small.number, reference="", by=home.clerk)
    assert "张小四" not in desk.read(clerk, "/refunds")
    done = desk.read(clerk, "/refunds?state=done")
    assert "张小四" in done
    assert "张小五" not in done
    assert "共 2 条" in desk.read(clerk, "/refunds?state=all")
    assert large.reason == "重开"


def test_another_home_sees_neither_the_refund_nor_the_bill(app: Flask, home, bill):
    take_cash(bill_number=bill.number, tendered_fen=1100_00, by=home.clerk)
    refund = owed_back(home, bill)
    world.make_home("JB")
    stranger = visit(app, "jb-desk")
    assert stranger.get(f"/refunds/{refund.number}").status_code == 404
    assert stranger.post(f"/refunds/{refund.number}/pay-out").status_code == 404
    assert stranger.get(f"/bills/{bill.number}/print").status_code == 404
    assert stranger.get(f"/payments/{refund.payment.order_number}").status_code == 404
