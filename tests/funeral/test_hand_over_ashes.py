"""骨灰交接 and 寄存: after the ashes are packed, with identity checked and a signature."""

import pytest

from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_niches
from funeral.errors import (
    AlreadyHandedOver,
    AshesNotReady,
    CollectorNotNamed,
    IdentityNotChecked,
    NotSigned,
    OutOfOrder,
)
from funeral.kinds import CustodyStep
from funeral.operations import hand_over_ashes, issue_certificate, record_deposit
from funeral.queries.custody import last_event, list_events
from tests import world
from tests.funeral import desk


def hand_over(home, case, **changed):
    asked = {
        "number": case.number,
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
    assert desk.beside(clerk, path, "identity_checked", collector_name="张小三") == (
        "请先核对领取人的身份证件。"
    )


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
    world.make_niches(home.id)
    with pytest.raises(AshesNotReady):
        deposit_ashes(
            certificate_number=certificate.number,
            niche_id=list_free_niches(home.id, "福区")[0].id,
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
