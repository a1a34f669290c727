"""登记告别仪式: as it was held, between the admission and the furnace."""

from datetime import time, timedelta

import pytest

from billing.queries import list_charges
from funeral.errors import (
    AlreadyHeld,
    FarewellAfterCremation,
    FarewellBeforeAdmission,
    FarewellForbidden,
    FarewellTimesWrong,
    NotAHall,
    NotAtFarewell,
    NotReceived,
)
from funeral.kinds import CustodyStep, DeathKind, ResourceKind
from funeral.operations import add_resource, record_death_kind, record_farewell
from funeral.queries.cremation import find_farewell
from funeral.queries.schedule import list_resources
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral import desk


def hold(home, case, *, began=120, ended=60, **changed):
    """`began`, `ended`: minutes ago."""
    now = clock.now()
    asked = {
        "number": case.number,
        "hall_id": list_resources(home.id, ResourceKind.HALL)[0].id,
        "started_at": now - timedelta(minutes=began),
        "ended_at": now - timedelta(minutes=ended),
        "by": home.clerk,
    }
    return record_farewell(**(asked | changed))


@pytest.fixture
def received(home):
    case = world.open_case(home)
    world.receive(home, case)
    world.scan(home, case, CustodyStep.FAREWELL)
    return case


def test_the_hall_is_charged_by_the_hours_really_used(home, received):
    hold(home, received, began=150, ended=60)
    charge = next(c for c in list_charges(received.id) if c.item.code == "hall_small")
    assert charge.line().gross_fen == 40_00  # an hour and a half is two started hours


def test_a_ceremony_is_recorded_once(home, received):
    hold(home, received)
    with pytest.raises(AlreadyHeld):
        hold(home, received)


@pytest.mark.parametrize(("began", "ended"), [(60, 120), (60, 60), (60, -5)])
def test_it_ends_after_it_began_and_not_in_the_future(home, received, began, ended):
    with pytest.raises(FarewellTimesWrong):
        hold(home, received, began=began, ended=ended)


def test_nobody_says_goodbye_before_the_remains_are_there(home, received):
    with pytest.raises(NotReceived):
        hold(home, world.open_case(home))
    with pytest.raises(FarewellBeforeAdmission):
        hold(home, received, began=60 * 21, ended=60)


def test_nobody_says_goodbye_after_the_furnace_was_lit(home):
    with clock.frozen(clock.now() - timedelta(minutes=90)):
        case = world.open_case(home)
        world.receive(home, case)
        world.scan(home, case, CustodyStep.FAREWELL)
        world.record_papers(home, case)
        cremator_id = world.plan_today(home, case)
        world.check(home, case, cremator_id)
        world.burn(home, case, cremator_id)
    with pytest.raises(FarewellAfterCremation):
        hold(home, case)


def test_a_ceremony_without_the_body_is_not_recorded(home):
    case = world.open_case(home)
    world.receive(home, case)
    with pytest.raises(NotAtFarewell):
        hold(home, case)


def test_who_died_of_plague_has_no_ceremony(home, received):
    record_death_kind(number=received.number, death_kind=DeathKind.INFECTIOUS_A, by=home.clerk)
    with pytest.raises(FarewellForbidden) as refused:
        hold(home, received)
    assert str(refused.value) == "按规定，甲类及按甲类管理的传染病不举行遗体告别。"


def test_a_cremator_is_no_hall(home, received):
    with pytest.raises(NotAHall):
        hold(home, received, hall_id=world.cremator(home))


def test_the_page_says_a_wrong_time_beside_its_field(home, received, clerk):
    hall = list_resources(home.id, ResourceKind.HALL)[0].id
    asked = {"hall_id": str(hall), "held_on": desk.three(clock.today()), "started_at": "0:02"}
    path = f"/cases/{received.number}/farewell"
    sentence = desk.beside(clerk, path, "ended_at", **asked, ended_at="0:01")
    assert sentence == "告别仪式的结束时间应晚于开始时间，且不能晚于现在。"
    assert desk.beside(clerk, path, "started_at", **asked | {"started_at": "9点"}, ended_at="0:01")


def test_a_ceremony_over_midnight_ends_on_the_next_day(home, clerk):
    evening = clock.at(clock.today(), time(20))
    with clock.frozen(evening):
        case = world.open_case(home)
        world.receive(home, case, hours_ago=2)
        world.scan(home, case, CustodyStep.FAREWELL)
        hall = list_resources(home.id, ResourceKind.HALL)[0].id
        asked = {"hall_id": str(hall), "held_on": desk.three(clock.today())}
    path = f"/cases/{case.number}/farewell"
    with clock.frozen(evening + timedelta(hours=5)):
        asked |= {"started_at": "23:30", "ended_at": "0:30"}
        desk.send(clerk, path, **asked)
        db.session.rollback()
        held = find_farewell(case.id)
    assert held.ended_at - held.started_at == timedelta(hours=1)


def test_two_times_in_the_wrong_order_are_no_night_long_ceremony(home, received, clerk):
    hall = list_resources(home.id, ResourceKind.HALL)[0].id
    yesterday = desk.three(clock.today() - timedelta(days=1))
    asked = {"hall_id": str(hall), "held_on": yesterday, "started_at": "11:00"}
    sentence = desk.beside(
        clerk, f"/cases/{received.number}/farewell", "ended_at", **asked, ended_at="10:00"
    )
    assert sentence == "告别仪式的结束时间应晚于开始时间，且不能晚于现在。"


def test_the_hall_is_the_one_the_body_was_scanned_into(home):
    case = world.open_case(home)
    world.receive(home, case)
    hours = {"opens": time(0), "closes": time(23, 59), "by": home.clerk}
    vigil = add_resource(
        institution_id=home.id,
        kind=ResourceKind.VIGIL_ROOM,
        variety="",
        name="守灵一间",
        setup_minutes=0,
        use_minutes=60,
        cleanup_minutes=0,
        **hours,
    )
    first, second = list_resources(home.id, ResourceKind.HALL)
    world.scan(home, case, CustodyStep.FAREWELL, place_id=vigil.id)
    with pytest.raises(NotAtFarewell):
        hold(home, case)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        world.scan(home, case, CustodyStep.FAREWELL, place_id=second.id)
    with pytest.raises(NotAtFarewell):
        hold(home, case, hall_id=first.id)
    with pytest.raises(NotAHall):
        hold(home, case, hall_id=list_resources(world.make_home("TC").id, ResourceKind.HALL)[0].id)
    assert hold(home, case, hall_id=second.id)
