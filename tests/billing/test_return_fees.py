"""A part of a paid line goes back once, over the account; for a paper receipt at the till, once."""

import uuid

import pytest

from billing.errors import (
    AccountUnsettled,
    FeeReturnedOnce,
    NothingToGiveBack,
    ReasonMissing,
    ReferenceMissing,
)
from billing.kinds import FactKind, PaymentMethod
from billing.operations import pay_back_paper, return_fees
from billing.operations.returns import Back
from billing.queries import (
    list_charges,
    list_lines_of_facts,
    list_paper_refunds_of_day,
    list_refunds_of,
    returned_fen,
    standing_of,
)
from kernel import clock
from tests.billing.tills import DUE_FEN, make_due, take


def line_of(bill):
    """The one line something is due on, and the record it rests on."""
    facts = {charge.fact_id for charge in list_charges(bill.case_id) if charge.fact_id}
    return next(
        (fact, line) for fact, line in list_lines_of_facts(bill.case_id, facts) if line.due_fen
    )


def give(home, bill, fen=100_00, **changed):
    fact, line = line_of(bill)
    asked = {"backs": [Back(fact, line.item_code, fen)], "reason": "未用年限", "by": home.clerk}
    return return_fees(**({"case_id": bill.case_id} | asked | changed))


def test_what_is_owed_no_longer_goes_back_to_the_payment_it_came_by(home, clerk):
    bill = make_due(home)
    take(home, bill)
    (refund,) = give(home, bill)
    assert refund.amount_fen == 100_00
    standing = standing_of(bill.case_id)
    assert (standing.owed_fen, standing.paid_fen) == (DUE_FEN - 100_00, DUE_FEN - 100_00)
    assert returned_fen([line_of(bill)[0]]) == 100_00
    page = clerk.get(f"/bills/{bill.number}").text
    assert "按未用年限退还 100 元" in page


def test_it_is_refused_unpaid_twice_beyond_the_line_or_without_a_reason(home):
    bill = make_due(home)
    with pytest.raises(AccountUnsettled, match="350 元没有付清"):
        give(home, bill)
    take(home, bill)
    with pytest.raises(ReasonMissing):
        give(home, bill, reason=" ")
    with pytest.raises(NothingToGiveBack):
        give(home, bill, fen=DUE_FEN + 1_00)
    with pytest.raises(NothingToGiveBack):
        give(home, bill, backs=[Back(uuid.uuid4(), "niche_use", 1_00)])
    assert list_refunds_of(bill.case_id) == []
    give(home, bill)
    with pytest.raises(FeeReturnedOnce):
        give(home, bill)
    assert len(list_refunds_of(bill.case_id)) == 1


def pay_back(home, fact_id, **changed):
    asked = {
        "institution_id": home.id,
        "fact": (FactKind.RIGHT, fact_id),
        "receipt": "0012",
        "amount_fen": 209_00,
        "method": PaymentMethod.CASH,
        "payee_name": "张示秀",
        "reason": "已改为海葬",
        "reference": "退费单 7",
        "by": home.clerk,
    }
    return pay_back_paper(**(asked | changed))


def test_for_a_paper_once_with_what_shows_it(home):
    fact_id = uuid.uuid4()
    with pytest.raises(ReferenceMissing):
        pay_back(home, fact_id, reference=" ")
    pay_back(home, fact_id)
    with pytest.raises(FeeReturnedOnce):
        pay_back(home, fact_id, method=PaymentMethod.TRANSFER)
    page = list_paper_refunds_of_day(home.id, clock.today(), method=PaymentMethod.CASH)
    assert [each.amount_fen for each in page.items] == [209_00]


def test_the_day_and_the_drawer_show_it(home, clerk):
    made = pay_back(home, uuid.uuid4())
    day = clock.today().isoformat()
    report = clerk.get(f"/days/{day}").text
    assert "凭票据退款" in report
    assert f"/days/{day}/paper-refunds?method=cash" in report
    assert "张示秀" in clerk.get(f"/days/{day}/paper-refunds?method=cash").text
    assert "209.00" in clerk.get("/shift").text
    assert made.shift_id
