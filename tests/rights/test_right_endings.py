"""A right moves, is returned with what was not used, or is ended by a person with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from cemetery.occupancy import free_place
from cemetery.operations import deposit_ashes
from cemetery.rights.errors import (
    AgreementMissing,
    AshesStillRest,
    EndedByNobody,
    EndReasonMissing,
    NothingToRefund,
    NotSettled,
    RefundUnproven,
    SameUnit,
)
from cemetery.rights.kinds import MoveReason, RightState
from cemetery.rights.operations import end_right, pay_right_refund, relocate_right, return_right
from cemetery.rights.refunds import refund_of
from funeral.operations import make_bill
from kernel import clock
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import job


@operation("测试里取走骨灰")
def take_out(*, unit_id, by):
    """As the columbarium does when ashes leave."""
    return free_place(unit_id)


def settle(scene):
    assert scene.certificate
    make_bill(number=scene.case.number, by=scene.home.clerk)


def give_back(scene, right, **changed):
    asked = {"number": right.number, "reason": "骨灰已改为海葬", "by": scene.keeper}
    return return_right(**(asked | changed))


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
    assert back.refund_fen == 17 * (90_00 + 20_00)
    assert back.state == RightState.RETURNED
    db.session.refresh(back.unit)
    assert back.unit.family_id is None
    with pytest.raises(RefundUnproven):
        pay_right_refund(number=right.number, refund_paper="", by=scene.keeper)
    pay_right_refund(number=right.number, refund_paper="退费单 7", by=scene.keeper)
    with pytest.raises(NothingToRefund):
        pay_right_refund(number=right.number, refund_paper="退费单 8", by=scene.keeper)


def test_what_goes_back_is_known_before(scene):
    right = scene.grant(years=20)
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
    settle(scene)
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
