"""A right moves, is returned with what was not used, or is ended by a person with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from billing.errors import AccountUnsettled
from billing.queries import (
    list_refunds_of,
    standing_of,
)
from cemetery.occupancy import free_place
from cemetery.operations import deposit_ashes
from cemetery.rights.errors import (
    AgreementMissing,
    AshesStillRest,
    EndedByNobody,
    EndReasonMissing,
    MoveNotLocal,
    NothingToRefund,
    NotSettled,
    OtherFees,
    SameUnit,
    UnitTooSmall,
)
from cemetery.rights.kinds import MoveReason, RightState
from cemetery.rights.operations import end_right, pay_right_refund, relocate_right
from cemetery.rights.refunds import refund_of
from kernel import clock
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import job
from tests.rights.scene import an_elder, bill, give_back, lay_ground, living_right, pay, settle


@operation("测试里取走骨灰")
def take_out(*, unit_id, by):
    """As the columbarium does when ashes leave."""
    return free_place(unit_id)


def move(scene, right, **changed):
    asked = {
        "number": right.number,
        "unit_id": scene.single[1],
        "reason": MoveReason.REBUILT,
        "agreed": "同意书 2026-3",
        "by": scene.keeper,
    }
    return relocate_right(**(asked | changed))


def deposit(scene, right):
    return deposit_ashes(
        certificate_number=scene.certificate, unit_id=right.unit_id, months=12, by=scene.keeper
    )


def test_years_not_begun_go_back_and_the_unit_is_free(scene):
    right = scene.grant(years=20)
    settle(scene)
    with clock.frozen(clock.now() + timedelta(days=800)):
        back = give_back(scene, right)
    assert back.refund_fen == 0, "nothing was paid by a receipt"
    assert back.state == RightState.RETURNED
    asked = list_refunds_of(scene.case.id)
    assert sum(refund.amount_fen for refund in asked) == 17 * (90_00 + 20_00)
    assert standing_of(scene.case.id).surplus_fen == 0
    db.session.refresh(back.unit)
    assert back.unit.family_id is None
    with pytest.raises(NothingToRefund):
        pay_right_refund(number=right.number, refund_paper="退费单 8", by=scene.keeper)


def test_what_goes_back_is_known_before(scene):
    right = scene.grant(years=20)
    assert refund_of(right, clock.today()) == [], "what no bill has taken was never paid"
    bill(scene)
    lines = refund_of(right, clock.today())
    assert [(line.left_years, line.back_fen) for line in lines] == [(19, 1710_00), (19, 380_00)]
    assert all(line.back_fen == 0 for line in refund_of(right, right.until))


def test_where_ashes_rest_nothing_is_returned_or_ended(scene):
    right = scene.grant()
    deposit(scene, right)
    settle(scene)
    with pytest.raises(AshesStillRest):
        give_back(scene, right)
    with pytest.raises(AshesStillRest):
        end_right(number=right.number, reason="判决", by=scene.keeper)
    take_out(unit_id=right.unit_id, by=scene.keeper)
    db.session.refresh(right.unit)
    assert right.unit.family_id == right.id, "empty, it is still the family's"
    give_back(scene, right)


def test_before_the_bill_nothing_is_returned(scene):
    right = scene.grant()
    with pytest.raises(NotSettled):
        give_back(scene, right)
    bill(scene)
    with pytest.raises(AccountUnsettled, match="没有付清"):
        give_back(scene, right)
    assert list_refunds_of(scene.case.id) == []
    pay(scene.home, scene.case)
    with pytest.raises(EndReasonMissing):
        give_back(scene, right, reason=" ")


def test_no_machine_ends_a_right_not_even_past_the_operations(scene):
    right = scene.grant()
    with pytest.raises(EndedByNobody):
        end_right(number=right.number, reason="到期", by=job("make_right_notices"))
    for statement in (
        "UPDATE rights SET state = 'ended', ended_at = now(), ended_by = 'job:x', end_reason = ''",
        "UPDATE rights SET state = 'ended'",
        "DELETE FROM rights",
    ):
        with pytest.raises(Exception, match=r"ended_by_a_person|ended_with_a_reason|refuse|append"):
            db.session.connection().execute(text(statement))
        db.session.rollback()


def test_a_right_moves_with_terms_and_persons_and_the_ashes_follow(scene):
    right = scene.grant()
    deposit(scene, right)
    old = right.unit
    for changed, refusal in (
        ({"agreed": " "}, AgreementMissing),
        ({"unit_id": old.id}, SameUnit),
    ):
        with pytest.raises(refusal):
            move(scene, right, **changed)
    move(scene, right)
    assert right.unit_id == scene.single[1]
    assert right.unit.family_id == right.id
    db.session.refresh(old)
    assert (old.taken, old.family_id) == (1, right.id), "the ashes are still there"
    with pytest.raises(AshesStillRest):
        end_right(number=right.number, reason="判决", by=scene.keeper)
    take_out(unit_id=old.id, by=scene.keeper)
    db.session.refresh(old)
    assert old.family_id is None


def test_an_empty_unit_is_free_once_its_right_has_moved(scene):
    right = scene.grant()
    old = right.unit
    move(scene, right)
    db.session.refresh(old)
    assert old.family_id is None


def test_it_goes_back_to_where_its_ashes_still_rest(scene):
    right = scene.grant()
    deposit(scene, right)
    first = right.unit_id
    move(scene, right)
    move(scene, right, unit_id=first)
    assert right.unit_id == first
    assert (right.unit.family_id, right.unit.taken) == (right.id, 1)


def test_the_new_unit_holds_all_who_are_named_and_all_that_rest(scene):
    right = scene.grant(scene.double[0])
    deposit(scene, right)
    move(scene, right, unit_id=scene.single[0])
    move(scene, right, unit_id=scene.double[1])
    scene.add(right, living=an_elder())
    with pytest.raises(UnitTooSmall, match="2 人") as refused:
        move(scene, right, unit_id=scene.single[1])
    assert refused.value.field == "unit_id"


def test_a_unit_of_other_fees_is_another_right(scene):
    right = scene.grant()
    with pytest.raises(OtherFees):
        move(scene, right, unit_id=lay_ground(scene))


def test_from_a_commercial_place_nobody_comes_to_a_public_one_without_the_registration(scene):
    right = living_right(scene, unit_id=lay_ground(scene, wall=True), registration="330681")
    with pytest.raises(MoveNotLocal):
        move(scene, right)
