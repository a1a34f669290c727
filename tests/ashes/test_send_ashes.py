"""移交: on the way until acknowledged; whoever sent them still sees where they are."""

import pytest

from cemetery.ashes.errors import (
    BringerMissing,
    CarrierMissing,
    DestinationMissing,
    KeptElsewhere,
    NotForUs,
    ReasonMissing,
    ReceiptMissing,
)
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import acknowledge_ashes, send_ashes, take_back_ashes
from cemetery.ashes.queries.portions import get_portion, list_events, name_of
from cemetery.queries import list_free_units
from funeral.kinds import CustodyStep
from funeral.queries.custody import last_event
from kernel.people.actors import Role
from kernel.scope import Scope, seeing
from tests import world
from tests.visitor import visit

VERBS = (send_ashes, acknowledge_ashes, take_back_ashes)


@pytest.fixture
def there(scene):
    """Another institution of the county, with niches, and its keeper."""
    home = world.make_home("QH", "421221")
    world.make_units(home.id)
    return home, world.make_staff("QH-columbarium", Role.COLUMBARIUM, home.id).actor()


def test_they_are_on_the_way_until_the_receiver_has_them(scene, there):
    home, receiver = there
    scene.deposit()
    scene.send(to=home.id)
    portion = scene.portion()
    assert (portion.stands, portion.holder) == (PortionState.IN_TRANSIT, "李示安")
    assert portion.institution_id == scene.home.id
    assert scene.taken() == [0, 0, 0, 0]
    with pytest.raises(NotForUs):
        scene.acknowledge()
    scene.acknowledge(by=receiver)
    assert scene.portion().institution_id == home.id
    assert last_event(scene.case.id).step == CustodyStep.HANDED_OVER
    with pytest.raises(KeptElsewhere):
        scene.move()


def test_both_houses_see_the_whole_chain_and_the_receiver_inters(scene, there):
    home, receiver = there
    scene.send(to=home.id)
    scene.acknowledge(by=receiver)
    for reader in (scene.home.id, home.id):
        with seeing(Scope((reader,))):
            portion = get_portion(scene.portion().id)
            assert name_of(portion) == "张三"
            assert [event.move for event in list_events(portion)] == ["pack", "send", "acknowledge"]
    with seeing(Scope((home.id,))):
        theirs = list_free_units(home.id, "福区")[0]
        registered = home.institution.region_code
        scene.inter(portion, unit_id=theirs.id, household_registration=registered, by=receiver)
    assert scene.portion().stands is PortionState.INTERRED


def test_a_house_outside_answers_with_a_receipt(scene):
    scene.send(outside="武汉市石门峰公墓")
    with pytest.raises(ReceiptMissing):
        scene.acknowledge(receipt=" ")
    scene.acknowledge(receipt="石回 26-118")
    assert scene.portion().stands is PortionState.ELSEWHERE
    assert list_events(scene.portion())[-1].authorisation == "石回 26-118"


def test_from_outside_they_come_back_to_who_sent_them_and_nobody_else(scene, there, keeper):
    page = f"/portions/{scene.portion().id}"
    scene.send(outside="武汉市石门峰公墓")
    scene.acknowledge(receipt="石回 26-118")
    with pytest.raises(KeptElsewhere):
        take_back_ashes(portion_id=scene.portion().id, place="接收室", reason="退回", by=there[1])
    assert f"{page}/take-back" in keeper.get(page).text
    typed = {"place": "骨灰整理间", "reason": "家属改在本县安葬"}
    nobody = keeper.post(f"{page}/take-back", data=typed | {"brought_by": " "})
    assert str(BringerMissing.message) in nobody.text
    keeper.post(f"{page}/take-back", data=typed | {"brought_by": "赵示荣"})
    assert scene.portion().place == "骨灰整理间"
    assert list_events(scene.portion())[-1].counterpart == "赵示荣"
    assert scene.inter().to_state == "interred"


def test_from_outside_a_family_brings_them_to_another_house_of_ours(scene, there):
    scene.send(outside="武汉市石门峰公墓")
    scene.acknowledge(receipt="石回 26-118")
    home, receiver = there
    scene.take_in(institution_id=home.id, by=receiver)
    here = scene.portion()
    assert (here.stands, here.institution_id) == (PortionState.IN_CUSTODY, home.id)


def test_the_page_asks_for_the_certificate_of_what_was_outside(scene, keeper):
    scene.send(outside="武汉市石门峰公墓")
    scene.acknowledge(receipt="石回 26-118")
    assert "家属交回" in keeper.get(f"/portions/{scene.portion().id}").text


def test_what_was_not_received_comes_back(scene, there):
    scene.send(to=there[0].id)
    scene.take_back(brought_by="")
    assert scene.portion().stands is PortionState.IN_CUSTODY
    scene.deposit()


def test_where_to_with_whom_and_why_are_asked_for(scene):
    for changed, refusal in (
        ({}, DestinationMissing),
        ({"to": scene.home.id}, DestinationMissing),
        ({"outside": "公墓", "carried_by": ""}, CarrierMissing),
        ({"outside": "公墓", "reason": ""}, ReasonMissing),
    ):
        with pytest.raises(refusal):
            scene.send(**changed)
    assert scene.portion().seq == 1


def test_the_pages_send_and_receive(app, scene, keeper, there):
    home, _receiver = there
    page = f"/portions/{scene.portion().id}"
    assert home.institution.name in keeper.get(f"{page}/send").text
    sent = {"to": str(home.id), "carried_by": "李示安", "reason": "家属要求"}
    answer = keeper.post(f"{page}/send", data=sent)
    shown = keeper.get(answer.location).text
    assert "移交途中" in shown
    assert f"{page}/take-back" in shown
    assert f"{page}/acknowledge" not in shown
    client = visit(app, "qh-columbarium")
    assert f"{page}/acknowledge" in client.get(page).text
    client.post(f"{page}/acknowledge", data={"place": "接收室", "received_by": "赵示荣"})
    assert "A 在接收室，由赵示荣保管" in client.get(page).text
    assert "A 在接收室" in keeper.get(page).text
