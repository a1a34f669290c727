"""骨灰领取: by who is entitled, identity and signature; the place is free, the plate stops."""

import pytest

from cemetery.ashes.errors import CertificateOfOthers, NothingAtHand, NothingToPrint, WrongMove
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import note_hand_over, print_collection_slip
from cemetery.ashes.queries.portions import list_events
from cemetery.errors import PlateRevoked
from cemetery.queries import get_deposit, get_plate, live_plate
from funeral.kinds import CustodyStep
from funeral.queries.custody import last_event
from hardware.errors import AlreadyPrinted
from kernel.people.claimants import Relation
from kernel.people.collecting import (
    AuthorisationMissing,
    Collector,
    CollectorIdentityDiffers,
    CollectorIsDeceased,
    CollectorMissing,
    CollectorNumberMissing,
    Entitled,
    SignatureMissing,
    check_collector,
)
from kernel.people.deceased import IdentityKind
from kernel.people.identity import BadIdentityNumber
from tests import world
from tests.billing.test_take_cash import printer_off
from tests.visitor import visit


def test_a_collected_deposit_has_ended_everywhere(scene):
    deposit = scene.deposit()
    token = live_plate(deposit).token
    event = scene.collect()
    assert get_deposit(deposit.number).collected_at
    assert scene.taken() == [0, 0, 0, 0]
    with pytest.raises(PlateRevoked):
        get_plate(token)
    assert (event.to_state, event.place) == ("collected", "公益性骨灰堂 福区1排1号")
    assert last_event(scene.case.id).step == CustodyStep.HANDED_OVER


def test_the_case_is_open_while_a_portion_is_still_here(scene):
    [part] = scene.divide()
    scene.collect(part)
    assert last_event(scene.case.id).step == CustodyStep.ASHES_PACKED
    scene.inter()
    assert last_event(scene.case.id).step == CustodyStep.HANDED_OVER


def test_a_delegate_shows_an_authorisation(scene):
    somebody = {"received_by": "李示安", "identity_number": world.identity_number()}
    with pytest.raises(AuthorisationMissing) as refused:
        scene.collect(**somebody)
    assert "张小三" in str(refused.value)
    event = scene.collect(**somebody, authorisation="2026-11-28 委托书")
    assert event.shown_identity.startswith("4212****")
    assert "4212" not in repr(event.counterpart)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"received_by": " "}, CollectorMissing),
        ({"identity_number": "421221195003040012"}, BadIdentityNumber),
        ({"identity_number": ""}, BadIdentityNumber),
        ({"signature_noted": False}, SignatureMissing),
    ],
)
def test_name_number_and_signature_are_asked_for(scene, changed, refusal):
    with pytest.raises(refusal):
        scene.collect(**changed)
    assert scene.portion().stands is PortionState.AT_FURNACE


def test_a_number_that_is_somebody_else_s_is_refused(scene):
    with pytest.raises(CollectorIdentityDiffers):
        scene.collect(identity_number=world.identity_number())
    with pytest.raises(CollectorIsDeceased):
        scene.collect(identity_number=scene.case.deceased.identity_number)


def test_the_name_of_the_claimant_with_another_number_needs_an_authorisation(scene):
    """A namesake, or a number that was written down wrongly."""
    somebody = {"identity_number": world.identity_number()}
    with pytest.raises(CollectorIdentityDiffers):
        scene.collect(**somebody, authorisation=" ")
    event = scene.collect(**somebody, authorisation="2026-11-28 委托书")
    assert event.authorisation == "2026-11-28 委托书"


def test_whoever_has_no_identity_card_shows_another_paper(scene, keeper):
    passport = {"received_by": "李示安", "identity_kind": IdentityKind.OTHER}
    with pytest.raises(CollectorNumberMissing):
        scene.collect(**passport, identity_number=" - ", authorisation="委托书")
    with pytest.raises(AuthorisationMissing):
        scene.collect(**passport, identity_number="E1234 5678")
    page = f"/portions/{scene.portion().id}"
    said = {"received_by": "李示安", "relation": "child", "signature_noted": "y"}
    said |= {"identity_number": "e1234 5678", "authorisation": "委托书"}
    assert "身份证号码只有数字" in keeper.post(f"{page}/collect", data=said).text
    keeper.post(f"{page}/collect", data=said | {"identity_kind": "other"})
    event = list_events(scene.portion())[-1]
    assert (event.identity_kind, event.identity_number) == ("other", "E12345678")
    shown = keeper.get(page).text
    assert "其他证件" in shown
    assert "E12345678" not in shown


def test_another_paper_of_the_deceased_is_no_collector_s():
    shown = ("李示安", "e12345678", Relation.CHILD, "委托书")
    who = Collector(*shown, signature_noted=True, identity_kind=IdentityKind.OTHER)
    with pytest.raises(CollectorIsDeceased):
        check_collector(who, Entitled("张小三", deceased_number="E1234-5678"))


def test_nothing_is_collected_twice(scene):
    scene.collect(idempotency_key="one")
    assert scene.collect(idempotency_key="one").seq == 2
    with pytest.raises(WrongMove):
        scene.collect()


def note(scene):
    who = Collector("张小三", world.identity_number(), Relation.CHILD, "", signature_noted=True)
    return note_hand_over(case_id=scene.case.id, place="殡仪馆", collector=who, by=scene.keeper)


def test_what_funeral_hands_over_is_collected_and_nothing_else(scene):
    [part] = scene.divide()
    scene.inter(part)
    [gone] = note(scene)
    assert (gone.letter, gone.holder) == ("A", "张小三")
    assert list_events(gone)[-1].shown_identity.startswith("4212****")
    assert scene.portion("B").stands is PortionState.INTERRED


def test_what_is_kept_at_another_house_is_not_handed_over_past_it(scene):
    other = world.make_home("QH", "421221")
    [part] = scene.divide()
    scene.send(part, to=other.id)
    scene.acknowledge(part, by=other.clerk)
    assert [each.letter for each in note(scene)] == ["A"]
    there = scene.portion("B")
    assert (there.stands, there.institution_id) == (PortionState.IN_CUSTODY, other.id)
    with pytest.raises(NothingAtHand):
        note(scene)


def test_a_family_brings_them_back_with_the_certificate_and_deposits_them_again(scene):
    scene.deposit()
    scene.collect()
    _case, others = scene.another()
    with pytest.raises(CertificateOfOthers):
        scene.take_in(certificate_number=others)
    scene.take_in()
    assert scene.portion().holder == "JY-columbarium"
    assert scene.deposit(unit=1).portion == "A"
    assert [event.move for event in list_events(scene.portion())] == [
        *("pack", "deposit", "collect", "take_in", "deposit"),
    ]


def test_the_slip_is_printed_once(scene):
    printer_off(scene.home)
    with pytest.raises(NothingToPrint):
        print_collection_slip(portion_id=scene.portion().id, by=scene.keeper)
    scene.collect()
    print_collection_slip(portion_id=scene.portion().id, by=scene.keeper)
    with pytest.raises(AlreadyPrinted):
        print_collection_slip(portion_id=scene.portion().id, by=scene.keeper)


def test_the_pages_show_what_was_collected(scene, keeper):
    number = scene.deposit().number
    page = f"/portions/{scene.portion().id}/collect"
    assert "办理领取" in keeper.get(f"/ashes/{number}").text
    typed = {
        "received_by": "张小三",
        "identity_number": scene.case.claimant.identity_number,
        "relation": "child",
    }
    assert "请选择与逝者的关系" in keeper.post(page, data=typed | {"relation": ""}).text
    assert "请领取人在领取单上签字后" in keeper.post(page, data=typed).text
    answer = keeper.post(page, data=typed | {"signature_noted": "y"})
    shown = keeper.get(answer.location).text
    assert "打印骨灰领取凭证" in shown
    assert scene.case.claimant.identity_number not in shown
    assert "已领取" in keeper.get(f"/ashes/{number}").text
    assert number in keeper.get("/ashes?state=collected").text
    assert number not in keeper.get("/ashes?state=open").text


def test_who_was_handed_ashes_brings_them_to_another_home_of_the_county(app, scene):
    other = world.make_home("QH", "421221")
    scene.collect()
    client = visit(app, "qh-desk")
    typed = {"certificate_number": scene.certificate, "brought_by": "张小三", "place": "接收室"}
    answer = client.post("/portions/take-in", data=typed)
    page = client.get(answer.location).text
    assert "张三" in page
    assert "已由张小三领走" not in page
    assert scene.portion().institution_id == other.id
