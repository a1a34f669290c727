"""骨灰交接 and 寄存: after the ashes are packed, with identity checked and a signature."""

import pytest
from sqlalchemy import select

from cemetery.ashes.operations import collect_ashes
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.ashes.queries.portions import list_events as list_moves
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from funeral.errors import (
    AlreadyHandedOver,
    AshesAtRest,
    AshesNotReady,
    CollectorNotNamed,
    IdentityNotChecked,
    NotSigned,
    OtherBody,
    OutOfOrder,
    WristbandUnknown,
)
from funeral.kinds import CustodyStep
from funeral.models import RefusedScan
from funeral.operations import hand_over_ashes, issue_certificate, record_ashes_left, record_deposit
from funeral.queries.certificates import list_certificates_of_case
from funeral.queries.custody import last_event, list_events
from kernel.db import db
from kernel.people.claimants import Relation
from tests import world
from tests.funeral import desk


def hand_over(home, case, **changed):
    asked = {
        "number": case.number,
        "wristband": world.tag(home, case),
        "collector_name": "张小三",
        "identity_checked": True,
        "signature_noted": True,
        "by": home.clerk,
    }
    return hand_over_ashes(**(asked | changed))


@pytest.fixture
def case(home):
    """Cremated and packed."""
    case = world.open_case(home)
    world.cremate(home, case)
    return case


def test_the_ashes_leave_with_who_is_named(home, case):
    handover = hand_over(home, case)
    assert handover.collector_name == "张小三"
    assert last_event(case.id).step == CustodyStep.HANDED_OVER
    moves = list_moves(get_portion_of(case.id, "A"))
    assert [(move.move, move.holder) for move in moves] == [
        ("pack", "JY-operator"),
        ("collect", "张小三"),
    ]
    with pytest.raises(AlreadyHandedOver):
        hand_over(home, case)


def test_the_same_form_twice_is_one_handover(home, case):
    first = hand_over(home, case, idempotency_key="k")
    assert hand_over(home, case, idempotency_key="k").id == first.id


def test_a_name_an_identity_and_a_signature_are_asked_for(home, case, clerk):
    for changed, refusal in (
        ({"collector_name": " "}, CollectorNotNamed),
        ({"identity_checked": False}, IdentityNotChecked),
        ({"signature_noted": False}, NotSigned),
    ):
        with pytest.raises(refusal):
            hand_over(home, case, **changed)
    path = f"/cases/{case.number}/ashes/hand-over"
    asked = {"collector_name": "张小三", "wristband": world.tag(home, case)}
    assert desk.beside(clerk, path, "identity_checked", **asked) == "请先核对领取人的身份证件。"


def test_the_band_that_went_with_the_ashes_is_scanned(home, case, clerk):
    other = world.open_case(home)
    world.receive(home, other)
    for band, refusal in (("0" * 16, WristbandUnknown), (world.tag(home, other), OtherBody)):
        with pytest.raises(refusal):
            hand_over(home, case, wristband=band)
    path = f"/cases/{case.number}/ashes/hand-over"
    signed = {"collector_name": "张小三", "identity_checked": "y", "signature_noted": "y"}
    assert desk.beside(clerk, path, "wristband", **signed) == "请扫随骨灰的腕带。"
    desk.send(clerk, path, **signed, wristband=world.tag(home, other))
    [trace] = db.session.scalars(select(RefusedScan))
    assert trace.step == "handed_over"
    assert "骨灰交接已登记" in desk.send(clerk, path, **signed, wristband=world.tag(home, case))


def test_where_nothing_was_scanned_no_band_is_written(home, case):
    record_deposit(case_id=case.id, place="骨灰堂 福区1排1号", by=home.clerk)
    bands = {event.step: event.wristband_id for event in list_events(case.id)}
    assert bands["out_of_furnace"] is None
    assert bands["deposited"] is None
    assert bands["into_furnace"] is not None


def test_ashes_in_a_unit_are_not_handed_over_past_it(home, case):
    world.make_units(home.id)
    deposit = deposit_ashes(
        certificate_number=list_certificates_of_case(case.id)[0].number,
        unit_id=list_free_units(home.id, "福区")[0].id,
        months=12,
        by=home.clerk,
    )
    with pytest.raises(AshesAtRest) as refused:
        hand_over(home, case)
    assert deposit.number in str(refused.value)
    collect_ashes(
        portion_id=get_portion_of(case.id, "A").id,
        received_by="张小三",
        identity_number=case.claimant.identity_number,
        relation=Relation.CHILD,
        authorisation="",
        signature_noted=True,
        by=home.clerk,
    )
    with pytest.raises(OutOfOrder):
        hand_over(home, case)


def not_packed(home):
    case = world.open_case(home)
    world.burn(home, case, world.make_ready(home, case))
    world.end(home, case)
    return case


def test_before_the_ashes_are_packed_nothing_leaves(home):
    case = not_packed(home)
    with pytest.raises(AshesNotReady):
        hand_over(home, case)
    certificate = issue_certificate(number=case.number, collected_by="张小三", by=home.clerk)
    world.make_units(home.id)
    with pytest.raises(AshesNotReady):
        deposit_ashes(
            certificate_number=certificate.number,
            unit_id=list_free_units(home.id, "福区")[0].id,
            months=12,
            by=home.clerk,
        )


def test_ashes_at_rest_can_be_handed_over_later_and_not_the_other_way_round(home, case):
    record_deposit(case_id=case.id, place="骨灰堂 福区1排1号", by=home.clerk)
    again = record_deposit(case_id=case.id, place="骨灰堂 福区1排2号", by=home.clerk)
    assert again.place == "骨灰堂 福区1排1号", "another portion is the same move"
    assert hand_over(home, case)
    assert [event.step for event in list_events(case.id)][-2:] == ["deposited", "handed_over"]
    with pytest.raises(OutOfOrder) as refused:
        record_deposit(case_id=case.id, place="骨灰堂", by=home.clerk)
    assert str(refused.value) == "骨灰已经交给家属，不再登记。"


def test_ashes_that_left_by_another_way_are_nobody_s_to_hand_over(home, case):
    record_ashes_left(case_id=case.id, place="松3排12号", by=home.clerk)
    assert record_ashes_left(case_id=case.id, place="海上", by=home.clerk).place == "松3排12号"
    with pytest.raises(OutOfOrder):
        hand_over(home, case)
