"""Nothing of a right's fees is paid back twice, and never more than came."""

from datetime import timedelta

import pytest

from billing.errors import FeeReturned
from billing.kinds import PaymentMethod
from billing.operations import credit_bill, pay_out_refund
from billing.queries import (
    cash_of,
    figures_of,
    find_open_shift,
    list_charges,
    list_refunds_of,
    list_withdrawn_charges,
)
from cemetery.rights.errors import CreditFirst, NothingToRefund, RefundUnproven
from cemetery.rights.kinds import RightState
from cemetery.rights.operations import end_right, pay_right_refund
from kernel import clock
from tests.rights.scene import bill, give_back, living_right, pay, settle


def positions(made, *codes):
    return [line.position for line in made.lines if line.item_code in codes]


def test_what_was_returned_is_not_credited_as_well(scene):
    right = scene.grant(years=20)
    made = bill(scene)
    pay(scene.home, scene.case)
    give_back(scene, right)
    for chosen in (None, positions(made, "niche_use")):
        with pytest.raises(FeeReturned):
            credit_bill(
                bill_number=made.number, positions=chosen, reason="错收", by=scene.home.clerk
            )
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
