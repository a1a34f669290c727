"""骨灰交接 and 寄存: after the ashes are packed, with identity checked and a signature."""

import pytest
from sqlalchemy import select, text

from cemetery.ashes.operations import collect_ashes, divide_ashes, send_ashes
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.ashes.queries.portions import list_events as list_moves
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from funeral.errors import (
    AlreadyHandedOver,
    AshesAtRest,
    AshesNotReady,
    OtherBody,
    OutOfOrder,
    WristbandUnknown,
)
from funeral.kinds import CustodyStep
from funeral.models import AshHandover, RefusedScan
from funeral.operations import hand_over_ashes, issue_certificate, record_ashes_left, record_deposit
from funeral.queries.certificates import list_certificates_of_case
from funeral.queries.custody import last_event, list_events
from kernel.db import db
from kernel.people.claimants import Relation
from kernel.people.collecting import (
    AuthorisationMissing,
    CollectorIdentityDiffers,
    CollectorIsDeceased,
    CollectorMissing,
    SignatureMissing,
)
from kernel.people.identity import BadIdentityNumber
from tests import world
from tests.funeral import desk


def hand_over(home, case, **changed):
    asked = {
        "number": case.number,
        "wristband": world.tag(home, case),
        "received_by": "张小三",
        "identity_number": case.claimant.identity_number,
        "relation": Relation.CHILD,
        "authorisation": "",
        "signature_noted": True,
        "by": home.clerk,
    }
    return hand_over_ashes(**(asked | changed))


def typed(case, **changed):
    """The same on the page."""
    said = {"received_by": "张小三", "identity_number": case.claimant.identity_number}
    return said | {"relation": "child", "signature_noted": "y"} | changed


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


def test_name_number_and_signature_are_asked_for_as_of_any_collector(home, case, clerk):
    for changed, refusal in (
        ({"received_by": " "}, CollectorMissing),
        ({"identity_number": ""}, BadIdentityNumber),
        ({"identity_number": world.identity_number()}, CollectorIdentityDiffers),
        ({"identity_number": case.deceased.identity_number}, CollectorIsDeceased),
        ({"signature_noted": False}, SignatureMissing),
    ):
        with pytest.raises(refusal):
            hand_over(home, case, **changed)
    assert last_event(case.id).step == CustodyStep.ASHES_PACKED
    path = f"/cases/{case.number}/ashes/hand-over"
    asked = typed(case, wristband=world.tag(home, case))
    unsigned = asked | {"signature_noted": ""}
    assert desk.beside(clerk, path, "signature_noted", **unsigned) == str(SignatureMissing.message)
    unread = asked | {"identity_number": "1"}
    assert desk.beside(clerk, path, "identity_number", **unread)


def test_somebody_else_shows_an_authorisation_and_the_number_is_kept_secret(home, case, clerk):
    somebody = {"received_by": "李示安", "identity_number": world.identity_number()}
    with pytest.raises(AuthorisationMissing):
        hand_over(home, case, **somebody)
    handover = hand_over(home, case, **somebody, authorisation="2026-11-28 委托书")
    assert (handover.relation, handover.authorisation) == ("child", "2026-11-28 委托书")
    portion = get_portion_of(case.id, "A")
    assert list_moves(portion)[-1].identity_number == somebody["identity_number"]
    number = db.session.scalar(text("SELECT identity_number FROM ash_handovers"))
    assert somebody["identity_number"] not in number
    shown = desk.read(clerk, f"/portions/{portion.id}")
    assert somebody["identity_number"] not in shown
    assert "2026-11-28 委托书" in shown


def test_what_is_elsewhere_is_said_and_stays_there(home, case, clerk):
    other = world.make_home("QH", "421221")
    divide_ashes(
        portion_id=get_portion_of(case.id, "A").id,
        more=1,
        asked_by="张小三",
        reason="分葬",
        by=home.clerk,
    )
    part = get_portion_of(case.id, "B")
    path = f"/cases/{case.number}/ashes/hand-over"
    assert "不随这次交接" not in desk.read(clerk, path)
    send_ashes(
        portion_id=part.id,
        to_institution_id=other.id,
        outside="",
        carried_by="李示安",
        reason="家属要求",
        by=home.clerk,
    )
    assert "另有 1 份不在这里，不随这次交接：B 正由李示安送往" in desk.read(clerk, path)
    hand_over(home, case)
    assert get_portion_of(case.id, "B").state == "in_transit"


def test_the_band_that_went_with_the_ashes_is_scanned(home, case, clerk):
    other = world.open_case(home)
    world.receive(home, other)
    for band, refusal in (("0" * 16, WristbandUnknown), (world.tag(home, other), OtherBody)):
        with pytest.raises(refusal):
            hand_over(home, case, wristband=band)
    path = f"/cases/{case.number}/ashes/hand-over"
    signed = typed(case)
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


def test_what_rests_in_a_unit_does_not_keep_the_rest_from_being_handed_over(home, case, clerk):
    divide_ashes(
        portion_id=get_portion_of(case.id, "A").id,
        more=1,
        asked_by="张小三",
        reason="分葬",
        by=home.clerk,
    )
    world.make_units(home.id)
    deposit_ashes(
        certificate_number=list_certificates_of_case(case.id)[0].number,
        unit_id=list_free_units(home.id, "福区")[0].id,
        months=12,
        portion="B",
        by=home.clerk,
    )
    shown = desk.read(clerk, f"/cases/{case.number}/ashes/hand-over")
    assert "另有 1 份不在这里，不随这次交接：B" in shown
    hand_over(home, case)
    assert [get_portion_of(case.id, letter).state for letter in "AB"] == ["collected", "deposited"]


def test_a_passport_is_taken_for_who_has_no_identity_card(home, case, clerk):
    somebody = {"received_by": "李示安", "identity_number": "E12345678", "authorisation": "委托书"}
    asked = typed(case, wristband=world.tag(home, case)) | somebody
    path = f"/cases/{case.number}/ashes/hand-over"
    assert "身份证号码只有数字" in desk.beside(clerk, path, "identity_number", **asked)
    desk.send(clerk, path, **asked, identity_kind="other")
    handover = db.session.scalars(select(AshHandover)).one()
    assert (handover.identity_kind, handover.identity_number) == ("other", "E12345678")


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
