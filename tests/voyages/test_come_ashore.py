"""What a ship did not scatter: back in the house's hands, and the family may choose again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cemetery.ashes.following import say_elsewhere
from cemetery.ashes.operations import collect_ashes
from cemetery.ashes.queries.portions import get_portion_of, list_events
from cemetery.voyages.errors import PortionOnAnotherVoyage, RegistrationSettled
from cemetery.voyages.operations import cancel_voyage, change_voyage, withdraw_from_voyage
from cemetery.voyages.planning import Times
from cemetery.voyages.queries import get_voyage, list_untold
from cemetery.voyages.queries.scattered import is_promised
from funeral.operations import hand_over_ashes
from funeral.queries.cases import get_case
from kernel import clock
from kernel.db import db
from kernel.people.claimants import Relation
from tests import world
from tests.visitor import visit
from tests.voyages.scene import BEFORE, LATER, PLANNED, SAILS
from tests.voyages.test_carry_out_voyage import board, carry_out, depart, states


def test_what_came_back_whole_may_change_or_withdraw(scene):
    registration = scene.register("A、B", relatives=2)
    for letter in "AB":
        board(scene, f"{scene.case} {letter}")
    depart(scene)
    with clock.frozen(LATER):
        with pytest.raises(RegistrationSettled):
            withdraw_from_voyage(number=registration.number, reason="改期", by=scene.clerk)
        carry_out(scene, brought_back={each.id for each in registration.portions})
        assert states(registration) == ["stayed", "stayed"]
        later = timedelta(days=7)
        times = Times(
            *(each + later for each in (PLANNED.times.departs_at, PLANNED.times.gathers_at)), SAILS
        )
        other = scene.plan(times=times)
        again = change_voyage(
            number=registration.number, voyage_number=other.number, by=scene.clerk
        )
        assert states(again) == ["registered", "registered"]
        assert (other.taken_portions, other.taken_relatives) == (2, 2)
        withdraw_from_voyage(number=again.number, reason="改树葬", by=scene.clerk)
    assert states(again) == ["withdrawn", "withdrawn"]
    assert states(registration) == ["stayed", "stayed"]


def test_what_came_back_and_was_registered_anew_does_not_change_too(scene):
    registration = scene.register("A")
    board(scene, f"{scene.case} A")
    depart(scene)
    carry_out(scene, brought_back={registration.portions[0].id})
    with clock.frozen(BEFORE):
        other = scene.plan()
        scene.register("A", voyage_number=other.number)
        with pytest.raises(PortionOnAnotherVoyage):
            change_voyage(number=registration.number, voyage_number=other.number, by=scene.clerk)


def test_from_a_cancelled_voyage_what_was_on_board_comes_ashore(scene):
    registration = scene.register("A、B")
    board(scene, f"{scene.case} A")
    with clock.frozen(LATER):
        cancel_voyage(number=scene.voyage, reason="大风", by=scene.clerk)
        assert [each.number for each in list_untold(get_voyage(scene.voyage))] == [
            registration.number
        ]
    assert states(registration) == ["registered", "registered"]
    ashes = get_portion_of(registration.case_id, "A")
    assert (ashes.state, ashes.place) == ("in_custody", PLANNED.gathers_place)
    event = list_events(ashes)[-1]
    assert (event.move, event.note) == ("come_ashore", f"航次 {scene.voyage} 取消：大风")
    with clock.frozen(BEFORE):
        other = scene.plan()
        change_voyage(number=registration.number, voyage_number=other.number, by=scene.clerk)
    assert not registration.portions[0].boarded_at
    withdraw_from_voyage(number=registration.number, reason="改树葬", by=scene.clerk)


def test_ashes_a_family_took_home_from_the_pier_do_not_stop_a_cancellation(scene):
    registration = scene.register("A")
    board(scene, f"{scene.case} A")
    case = get_case(scene.case)
    with clock.frozen(LATER):
        collect_ashes(
            portion_id=get_portion_of(case.id, "A").id,
            received_by="张小三",
            identity_number=case.claimant.identity_number,
            relation=Relation.CHILD,
            authorisation="",
            signature_noted=True,
            by=scene.clerk,
        )
        cancel_voyage(number=scene.voyage, reason="大风", by=scene.clerk)
    assert states(registration) == ["registered"]
    assert get_portion_of(case.id, "A").state == "collected"


def test_a_voyage_that_was_cancelled_keeps_no_ashes_off_the_ladder(scene):
    registration = scene.register("A")
    asked = select(is_promised(registration.case_id, "A"))
    assert db.session.scalar(asked)
    cancel_voyage(number=scene.voyage, reason="大风", by=scene.clerk)
    assert not db.session.scalar(asked)


def test_what_is_on_board_is_not_handed_over_past_the_ship(scene):
    scene.register("A、B")
    board(scene, f"{scene.case} A")
    case = get_case(scene.case)
    with clock.frozen(LATER):
        hand_over_ashes(
            number=case.number,
            wristband=world.tag(scene.home, case),
            received_by="张小三",
            identity_number=case.claimant.identity_number,
            relation=Relation.CHILD,
            authorisation="",
            signature_noted=True,
            by=scene.clerk,
        )
    assert [get_portion_of(case.id, each).state for each in "AB"] == ["in_custody", "collected"]
    assert say_elsewhere(case).startswith("另有 6 份不在这里")


def test_the_page_of_the_registration_opens_again(app, scene):
    desk = visit(app, "jy-desk")
    registration = scene.register("A")
    page = f"/voyages/registered/{registration.number}"
    board(scene, f"{scene.case} A")
    assert f"{page}/change" not in desk.get(page).text
    depart(scene)
    carry_out(scene, brought_back={registration.portions[0].id})
    shown = desk.get(page).text
    assert f"{page}/change" in shown
    assert "打印登记单" not in shown
