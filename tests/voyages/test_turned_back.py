"""Off a ship another way than into the water: taken home from the pier, turned back, sent again."""

from datetime import timedelta

import pytest

from billing.queries import list_charges, list_open_charges
from cemetery.ashes.errors import OnBoard
from cemetery.ashes.operations import (
    collect_ashes,
    move_ashes,
    scatter_ashes,
    send_ashes,
    take_in_ashes,
)
from cemetery.ashes.queries.portions import get_portion_of, list_events
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from cemetery.voyages.errors import PortionOnAnotherVoyage, RegistrationSettled, VoyageOver
from cemetery.voyages.operations import (
    cancel_voyage,
    change_voyage,
    note_family_told,
    note_relatives_present,
    withdraw_from_voyage,
)
from cemetery.voyages.planning import Times
from cemetery.voyages.queries import get_registration, get_voyage, list_families, list_untold
from cemetery.voyages.words import told_sentence
from funeral.queries.cases import get_case
from kernel import clock
from kernel.db import db
from kernel.people.claimants import Relation
from kernel.scope import Scope, seeing
from tests import world
from tests.visitor import visit
from tests.voyages.scene import LATER, MORNING, PLANNED, SAILS
from tests.voyages.test_carry_out_voyage import board, carry_out, depart, states

WEEK = timedelta(days=7)
NEXT_WEEK = Times(PLANNED.times.departs_at + WEEK, PLANNED.times.gathers_at + WEEK, SAILS)


def ashes_of(scene, letter="A"):
    return get_portion_of(get_case(scene.case).id, letter)


def take_home(scene):
    """Off the pier, an hour after it was handed over."""
    collect_ashes(
        portion_id=ashes_of(scene).id,
        received_by="张小三",
        identity_number=get_case(scene.case).claimant.identity_number,
        relation=Relation.CHILD,
        authorisation="",
        signature_noted=True,
        by=scene.clerk,
    )


def bring_to(scene, home, place="接收室"):
    take_in_ashes(
        portion_id=ashes_of(scene).id,
        certificate_number=scene.certificate,
        brought_by="张小三",
        place=place,
        institution_id=home.id,
        by=home.clerk,
    )


def turn_back(scene):
    with clock.frozen(LATER):
        return cancel_voyage(number=scene.voyage, reason="大雾返航", by=scene.clerk)


def test_what_another_house_has_taken_in_does_not_stop_a_cancellation(scene):
    registration, other = scene.register("A"), world.make_home("QH", "421221")
    board(scene, f"{scene.case} A")
    with clock.frozen(LATER):
        take_home(scene)
        bring_to(scene, other)
    with seeing(Scope((scene.home.id,))):
        turn_back(scene)
    assert states(registration) == ["registered"]
    there = ashes_of(scene)
    assert (there.institution_id, there.place) == (other.id, "接收室")


def test_what_was_taken_home_and_kept_by_us_again_is_not_written_to_the_pier(scene):
    scene.register("A")
    board(scene, f"{scene.case} A")
    with clock.frozen(LATER):
        take_home(scene)
        bring_to(scene, scene.home, "2号架")
    turn_back(scene)
    assert ashes_of(scene).place == "2号架"


def test_what_was_taken_home_is_handed_over_again_or_stays(scene):
    registration = scene.register("A、B")
    board(scene, f"{scene.case} A")
    with clock.frozen(MORNING):
        take_home(scene)
    assert states(registration) == ["registered", "registered"]
    board(scene, f"{scene.case} A")
    board(scene, f"{scene.case} B")
    depart(scene)
    with clock.frozen(LATER):
        take_home(scene)
    assert states(registration) == ["stayed", "boarded"]
    carry_out(scene)
    assert states(registration) == ["stayed", "scattered"]
    assert ashes_of(scene).state == "collected"


def test_what_is_on_board_goes_nowhere_past_its_voyage(scene):
    scene.register("A")
    board(scene, f"{scene.case} A")
    ashes, by = ashes_of(scene), scene.clerk
    world.make_units(scene.home.id)
    unit = list_free_units(scene.home.id, "福区")[0]
    by_word = {"certificate_number": scene.certificate, "by": by}
    with clock.frozen(LATER):
        for move in (
            lambda: move_ashes(portion_id=ashes.id, place="2号架", holder="李示安", by=by),
            lambda: deposit_ashes(unit_id=unit.id, months=12, **by_word),
            lambda: send_ashes(
                portion_id=ashes.id,
                to_institution_id=None,
                outside="外地公墓",
                carried_by="李示安",
                reason="家属要求",
                by=by,
            ),
            lambda: scatter_ashes(
                portion_id=ashes.id,
                asked_by="张小三",
                relation=Relation.CHILD,
                authorisation="",
                place="东海",
                scattered_at=LATER,
                witnesses=["王示清", "李示明"],
                **by_word,
            ),
        ):
            with pytest.raises(OnBoard):
                move()
    assert ashes_of(scene).place == PLANNED.ship_name


def test_the_page_of_what_is_on_board_offers_its_family_only(app, scene):
    scene.register("A")
    keeper, page = visit(app, "jy-desk"), f"/portions/{ashes_of(scene).id}"
    ways = [f"{page}/{way}" for way in ("send", "scatter", "inter")]
    assert all(way in keeper.get(page).text for way in ways)
    board(scene, f"{scene.case} A")
    shown = keeper.get(page).text
    assert f"{page}/collect" in shown
    assert not any(way in shown for way in ways)


def test_a_ship_that_turns_back_brings_everything_ashore_and_tells_everybody(scene):
    registration = scene.register("A、B")
    board(scene, f"{scene.case} A")
    depart(scene)
    voyage = turn_back(scene)
    assert (voyage.state, voyage.scattered_at) == ("cancelled", None)
    assert states(registration) == ["stayed", "stayed"]
    event = list_events(ashes_of(scene))[-1]
    assert (event.move, event.place) == ("come_ashore", PLANNED.gathers_place)
    assert [each.number for each in list_untold(get_voyage(scene.voyage))] == [registration.number]
    with pytest.raises(VoyageOver):
        turn_back(scene)


def test_what_was_carried_out_is_not_cancelled(scene):
    scene.register("A")
    board(scene, f"{scene.case} A")
    depart(scene)
    carry_out(scene)
    with pytest.raises(VoyageOver):
        turn_back(scene)


def test_the_page_of_a_departed_voyage_leads_to_turning_back(app, scene):
    desk, page = visit(app, "jy-desk"), f"/voyages/{scene.voyage}"
    scene.register("A")
    board(scene, f"{scene.case} A")
    depart(scene)
    assert f"{page}/cancel" in desk.get(page).text
    assert "返航" in desk.get(f"{page}/cancel").text
    with clock.frozen(LATER):
        desk.post(f"{page}/cancel", data={"reason": "大雾返航"})
    assert get_voyage(scene.voyage).state == "cancelled"


def test_a_family_whose_ashes_came_back_is_to_be_told(app, scene):
    registration = scene.register("A")
    note_family_told(number=registration.number, by=scene.clerk)
    case = world.open_case(scene.home)
    certificate = world.cremate(scene.home, case)
    scattered = scene.register("A", case_number=case.number, certificate_number=certificate)
    for number in (scene.case, case.number):
        board(scene, f"{number} A")
    depart(scene)
    carry_out(scene, brought_back={registration.portions[0].id})
    voyage = get_voyage(scene.voyage)
    assert [each.number for each in list_untold(voyage)] == [registration.number]
    assert get_registration(scattered.number).is_told
    assert "没有撒散，已带回" in told_sentence(get_registration(registration.number))
    note_family_told(number=registration.number, by=scene.clerk)
    assert not list_untold(voyage)


def sailed(scene, **changed):
    """A came back, B was never handed over; one of two relatives was aboard."""
    registration = scene.register("A、B", relatives=2, **changed)
    board(scene, f"{scene.case} A")
    with clock.frozen(MORNING):
        aboard = {registration.relatives[0].id}
        note_relatives_present(number=scene.voyage, relative_ids=aboard, by=scene.clerk)
    depart(scene)
    carry_out(scene, brought_back={registration.portions[0].id})
    return registration


def test_of_a_voyage_that_sailed_all_stays_written_when_the_family_changes(scene):
    registration = sailed(scene)
    with clock.frozen(LATER):
        other = scene.plan(times=NEXT_WEEK)
        again = change_voyage(
            number=registration.number, voyage_number=other.number, by=scene.clerk
        )
        with pytest.raises(RegistrationSettled):
            change_voyage(number=registration.number, voyage_number=other.number, by=scene.clerk)
    db.session.expire_all()
    assert again.number != registration.number
    assert states(again) == ["registered", "registered"]
    assert (other.taken_portions, other.taken_relatives) == (2, 2)
    assert states(registration) == ["stayed", "stayed"]
    voyage = get_voyage(scene.voyage)
    assert (voyage.taken_portions, voyage.taken_relatives) == (2, 2)
    [family] = list_families(voyage)
    assert sorted(each.present for each in family.relatives) == [False, True]
    assert [each.present for each in again.relatives] == [None, None]
    assert again.is_told


def test_what_stayed_and_is_on_another_voyage_does_not_change_too(scene):
    registration = sailed(scene)
    with clock.frozen(LATER):
        other = scene.plan(times=NEXT_WEEK)
        scene.register("B", voyage_number=other.number)
        with pytest.raises(PortionOnAnotherVoyage):
            change_voyage(number=registration.number, voyage_number=other.number, by=scene.clerk)


def test_of_a_voyage_that_sailed_all_stays_written_when_the_family_withdraws(scene):
    registration = sailed(scene)
    with clock.frozen(LATER):
        withdraw_from_voyage(number=registration.number, reason="改树葬", by=scene.clerk)
    assert states(registration) == ["stayed", "stayed"]
    voyage = get_voyage(scene.voyage)
    assert (voyage.taken_portions, voyage.taken_relatives) == (2, 2)
    assert [each.number for each in list_families(voyage)] == [registration.number]
    assert not list_untold(voyage)


def charged(case_id):
    return [each for each in list_charges(case_id) if each.fact_kind == "voyage"]


def test_the_next_voyage_takes_over_what_was_charged(scene):
    world.publish_tariff(scene.home.id)
    paid = scene.plan(item_code="hall_small")
    on_it = type(scene)(scene.home, scene.case, scene.certificate, paid.number)
    registration = sailed(on_it)
    with clock.frozen(LATER):
        other = scene.plan(times=NEXT_WEEK, item_code="hall_small")
        again = change_voyage(
            number=registration.number, voyage_number=other.number, by=scene.clerk
        )
        assert [each.fact_id for each in charged(again.case_id)] == [registration.id]
        withdraw_from_voyage(number=again.number, reason="改树葬", by=scene.clerk)
    assert not charged(again.case_id)


def test_a_next_voyage_of_another_price_is_charged_for_itself(scene):
    world.publish_tariff(scene.home.id)
    paid = scene.plan(item_code="hall_small")
    on_it = type(scene)(scene.home, scene.case, scene.certificate, paid.number)
    registration = sailed(on_it)
    with clock.frozen(LATER):
        other = scene.plan(times=NEXT_WEEK, item_code="cremation_flat")
        again = change_voyage(
            number=registration.number, voyage_number=other.number, by=scene.clerk
        )
    [charge] = charged(again.case_id)
    assert (charge.fact_id, again.charged_as_id) == (again.id, None)
    assert charge in list_open_charges(again.case_id)
