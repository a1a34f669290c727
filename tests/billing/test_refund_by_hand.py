"""改为人工退款: what a provider did not send back, a person gives."""

import pytest

from billing import online
from billing.errors import NothingToGiveBack, RefundOver
from billing.kinds import RefundState
from billing.operations import pay_out_refund, refund_by_hand, settle_refund
from billing.queries import get_refund, list_refunds_of, standing_of
from billing.rails import RefundState as SentState
from billing.rails import RefundStatus
from tests.billing.bills import billed
from tests.billing.test_pay_out_refund import owed_back, paid_online
from tests.funeral import desk


@pytest.fixture
def refund(home):
    bill = billed(home)
    paid_online(home, bill)
    return owed_back(home, bill)


def fail(home, refund):
    status = RefundStatus(SentState.FAILED, refund.amount_fen, None, "账户已注销")
    return settle_refund(number=refund.number, status=status, by=home.clerk)


def test_what_failed_is_given_back_by_a_person(home, refund, clerk):
    fail(home, refund)
    path = f"/refunds/{refund.number}"
    page = desk.read(clerk, path)
    assert "支付机构没有退成：账户已注销" in page
    assert "没有退成" in desk.read(clerk, "/refunds?state=failed")
    said = desk.send(clerk, f"{path}/by-hand")
    assert "已改为人工退款" in said
    [_failed, by_hand] = list_refunds_of(refund.payment.case_id)
    assert by_hand.by_hand
    assert by_hand.number != refund.number
    pay_out_refund(number=by_hand.number, reference="转账9", by=home.clerk)
    assert standing_of(refund.payment.case_id).surplus_fen == 0


def test_only_once_and_only_what_failed(home, refund, clerk):
    with pytest.raises(RefundOver):
        refund_by_hand(number=refund.number, by=home.clerk)
    fail(home, refund)
    refund_by_hand(number=refund.number, by=home.clerk)
    with pytest.raises(NothingToGiveBack):
        refund_by_hand(number=refund.number, by=home.clerk)
    said = desk.send(clerk, f"/refunds/{refund.number}/by-hand")
    assert "没有多收的款项，不需要退还。" in said


def test_a_refund_the_provider_answers_is_done(home, refund, rail):
    online.send_back(refund, home.clerk)
    assert get_refund(refund.number).state == RefundState.DONE
