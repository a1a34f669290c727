"""Nothing of a right's fees is paid back twice, and never more than came."""

import runpy
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import update

from billing.errors import FeeReturned
from billing.kinds import PaymentMethod
from billing.operations import credit_bill, pay_out_refund
from billing.queries import (
    cash_of,
    figures_of,
    find_account,
    find_open_shift,
    list_charges,
    list_open_charges,
    list_refunds_of,
    list_withdrawn_charges,
    returned_fen,
    standing_of,
)
from billing.shown_account import show_account
from cemetery.rights.errors import CreditFirst, NothingToRefund, RefundUnproven
from cemetery.rights.kinds import RightState
from cemetery.rights.models import Right
from cemetery.rights.operations import end_right, pay_right_refund
from kernel import clock
from kernel.db import db
from kernel.money import yuan
from tests.booking.family import text_of
from tests.rights.scene import bill, give_back, living_right, pay, settle
from tests.visitor import visit

MIGRATION = str(Path(__file__).parents[2] / "migrations/versions/0048_rights_and_returns.py")
# Nineteen years of twenty, of 90 and 20 yuan.
BACK_FEN = 19 * (90_00 + 20_00)


@pytest.fixture
def desk_clerk(app, scene):
    return visit(app, "jy-desk")


def positions(made, *codes):
    return [line.position for line in made.lines if line.item_code in codes]


def end_by_decision(scene, right):
    return end_right(number=right.number, reason="办错", by=scene.keeper)


def credit(scene, made, *codes):
    """These lines, or the whole bill."""
    chosen = positions(made, *codes) if codes else None
    return credit_bill(
        bill_number=made.number, positions=chosen, reason="错收", by=scene.home.clerk
    )


def test_what_was_returned_is_not_credited_as_well(scene):
    right = scene.grant(years=20)
    made = bill(scene)
    pay(scene.home, scene.case)
    give_back(scene, right)
    with pytest.raises(FeeReturned, match="整单红冲"):
        credit(scene, made, "niche_use")
    refund = list_refunds_of(scene.case.id)[0]
    paid_out = pay_out_refund(number=refund.number, reference="", by=scene.home.clerk)
    assert cash_of(find_open_shift(scene.home.clerk.id)).refunded_fen == paid_out.amount_fen


def test_what_was_credited_is_not_returned_as_well(scene):
    right = scene.grant(years=20)
    made = bill(scene)
    pay(scene.home, scene.case)
    back = positions(made, "niche_use")
    credit_bill(bill_number=made.number, positions=back, reason="错收", by=scene.home.clerk)
    credited = sum(refund.amount_fen for refund in list_refunds_of(scene.case.id))
    give_back(scene, right)
    gone = sum(refund.amount_fen for refund in list_refunds_of(scene.case.id))
    assert (credited, gone - credited) == (20 * 90_00, 19 * 20_00)


def test_paid_by_a_receipt_it_goes_back_at_the_till_once(scene):
    right = living_right(scene, years=20)
    back = give_back(scene, right)
    assert back.refund_fen == 19 * (90_00 + 20_00)
    with pytest.raises(RefundUnproven):
        pay_right_refund(number=right.number, refund_paper=" ", by=scene.home.clerk)
    pay_right_refund(number=right.number, refund_paper="退费单 7", by=scene.home.clerk)
    drawer = cash_of(find_open_shift(scene.home.clerk.id))
    assert (drawer.refunded_fen, drawer.expected_fen) == (back.refund_fen, -back.refund_fen)
    figures = figures_of(scene.home.id, clock.today())
    assert figures.refunded_fen == back.refund_fen
    assert [(one.method, one.count) for one in figures.paper_refunds] == [("cash", 1)]
    with pytest.raises(NothingToRefund):
        pay_right_refund(number=right.number, refund_paper="退费单 8", by=scene.home.clerk)


def test_by_transfer_no_drawer_is_touched(scene):
    right = living_right(scene)
    give_back(scene, right)
    pay_right_refund(
        number=right.number,
        refund_paper="回单 12",
        method=PaymentMethod.TRANSFER,
        by=scene.home.clerk,
    )
    assert find_open_shift(scene.home.clerk.id) is None
    assert figures_of(scene.home.id, clock.today()).refunded_fen == right.refund_fen


def test_granted_by_mistake_its_charges_go_with_it(scene):
    right = scene.grant()
    end_right(number=right.number, reason="办错了位置", by=scene.keeper)
    assert list_charges(scene.case.id) == []
    withdrawn = list_withdrawn_charges(scene.case.id)
    assert {each.withdraw_reason for each in withdrawn} == {"办错了位置"}
    assert len(withdrawn) == 2


def test_granted_by_mistake_and_billed_the_bill_is_credited_first(scene):
    right = scene.grant()
    made = bill(scene)
    with pytest.raises(CreditFirst, match=made.number):
        end_right(number=right.number, reason="办错", by=scene.keeper)
    back = positions(made, "niche_use", "niche_maintenance")
    credit_bill(bill_number=made.number, positions=back, reason="办错", by=scene.home.clerk)
    end_right(number=right.number, reason="办错", by=scene.keeper)
    assert right.state == RightState.ENDED


def test_after_its_term_a_paid_right_ends_without_a_credit_note(scene):
    right = scene.grant(years=1)
    settle(scene)
    with clock.frozen(clock.now() + timedelta(days=400)):
        end_right(number=right.number, reason="法院判决", by=scene.keeper)
    assert right.state == RightState.ENDED


def test_a_bill_of_which_fees_were_returned_is_taken_back_less_them(scene, desk_clerk):
    """Else a case with a wrong registration could never be corrected again."""
    right = scene.grant(years=20)
    made = bill(scene)
    pay(scene.home, scene.case)
    give_back(scene, right)
    looked = desk_clerk.post(f"/bills/{made.number}/credit", data={"whole": "1", "look": "1"})
    assert f"减少应付 {(made.due_fen - BACK_FEN) // 100:,} 元" in looked.text
    note = credit(scene, made)
    assert note.due_fen == made.due_fen - BACK_FEN
    standing = standing_of(scene.case.id)
    assert (standing.owed_fen, standing.paid_fen) == (0, 0)
    assert sum(each.amount_fen for each in list_refunds_of(scene.case.id)) == made.due_fen
    codes = {charge.item.code for charge in list_open_charges(scene.case.id)}
    assert codes.isdisjoint({"niche_use", "niche_maintenance"})
    assert codes
    withdrawn = list_withdrawn_charges(scene.case.id)
    assert [each.withdraw_reason for each in withdrawn] == ["错收", "错收"]
    page = text_of(desk_clerk.get(f"/credit-notes/{note.number}"))
    assert "已按未用年限退还 2,090.00" in page
    again = bill(scene)
    assert {line.item_code for line in again.lines} == codes


@pytest.mark.parametrize("end", [end_by_decision, give_back])
def test_fees_that_were_credited_before_the_end_are_never_billed_again(scene, end):
    right = scene.grant(years=20)
    made = bill(scene)
    pay(scene.home, scene.case)
    credit(scene, made, "niche_use", "niche_maintenance")
    end(scene, right)
    credit(scene, made)
    again = bill(scene)
    assert {"niche_use", "niche_maintenance"}.isdisjoint(line.item_code for line in again.lines)
    assert len(list_withdrawn_charges(scene.case.id)) == 2


def test_the_account_and_the_bill_add_up_after_a_return(scene, app, desk_clerk):
    right = scene.grant(years=20)
    made = bill(scene)
    pay(scene.home, scene.case)
    give_back(scene, right)
    left = f"{(made.due_fen - BACK_FEN) / 100:,.2f}"
    for page in (f"/bills/{made.number}", f"/bills/{made.number}/print"):
        said = text_of(desk_clerk.get(page))
        assert "按未用年限退还 -2,090.00" in said
        assert f"退还以后 {made.gross_fen / 100:,.2f} {made.waived_fen / 100:,.2f} {left}" in said
    account = find_account(scene.case.id)
    said = text_of(app.test_client().get(f"/pay/{account.token}"))
    assert "按未用年限退还 2,090 元。" in said
    assert f"更正以后共需付 {yuan(made.due_fen - BACK_FEN)}。" in said
    [shown] = show_account(account).bills
    assert shown.left_due_fen == standing_of(scene.case.id).owed_fen


def test_the_day_knows_what_is_no_longer_due(scene, desk_clerk):
    right = scene.grant(years=20)
    bill(scene)
    pay(scene.home, scene.case)
    give_back(scene, right)
    returns = figures_of(scene.home.id, clock.today()).fee_returns
    assert (returns.count, returns.due_fen) == (2, BACK_FEN)
    day = f"/days/{clock.today().isoformat()}"
    assert "退还使用费 2 0.00 0.00 -2,090.00" in text_of(desk_clerk.get(day))
    listed = text_of(desk_clerk.get(f"{day}/fee-returns"))
    assert "骨灰格位使用费 骨灰已改为海葬 -1,710.00" in listed


def returned_long_ago(scene, *, paid_out):
    """As before migration 0046: the till is to pay, or has paid, what stands on the bill."""
    right = scene.grant(years=20)
    made = bill(scene)
    pay(scene.home, scene.case)
    old = {
        "state": RightState.RETURNED,
        "ended_at": clock.now(),
        "ended_by": str(scene.keeper),
        "end_reason": "骨灰已改为海葬",
        "refund_fen": BACK_FEN,
        "refunded_at": clock.now() if paid_out else None,
        "refund_paper": "退费单 7" if paid_out else None,
    }
    db.session.connection().execute(update(Right).where(Right.id == right.id).values(**old))
    db.session.commit()
    db.session.refresh(right)
    return right, made


def test_a_right_returned_long_ago_goes_back_over_the_account_once(scene, desk_clerk):
    right, _made = returned_long_ago(scene, paid_out=False)
    place = f"/rights/{right.number}/refund"
    assert "费用在案件账单里" in desk_clerk.get(place).text
    desk_clerk.post(place)
    refunds = list_refunds_of(scene.case.id)
    assert sum(each.amount_fen for each in refunds) == BACK_FEN
    assert standing_of(scene.case.id).surplus_fen == 0
    assert cash_of(find_open_shift(scene.home.clerk.id)).refunded_fen == 0
    with pytest.raises(NothingToRefund):
        pay_right_refund(number=right.number, refund_paper="退费单 8", by=scene.home.clerk)
    assert "列入本案退款" in desk_clerk.get(f"/rights/{right.number}").text


def test_what_the_till_paid_out_long_ago_is_not_paid_again(scene, cluster, database):
    right, made = returned_long_ago(scene, paid_out=True)
    migration = runpy.run_path(MIGRATION)
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as sql:
        for _time in range(2):
            sql.execute(migration["PAID_AT_THE_TILL"])
    assert returned_fen([term.id for term in right.terms]) == 0, "not over the account"
    assert standing_of(scene.case.id).owed_fen == made.due_fen
    with pytest.raises(FeeReturned):
        credit(scene, made, "niche_use")
    credit(scene, made)
    assert sum(each.amount_fen for each in list_refunds_of(scene.case.id)) == (
        made.due_fen - BACK_FEN
    )
    assert len(list_withdrawn_charges(scene.case.id)) == 2
