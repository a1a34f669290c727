"""移动: on the board, by form; the server alone decides and says what is in the way."""

from datetime import timedelta

import pytest

from funeral.errors import (
    AlreadyHappened,
    CremationBeforeFarewell,
    FamilyWasTold,
    OtherKind,
    OutsideHours,
    ResourceBusy,
    ResourceClosed,
    StaleBoard,
    TooEarly,
    TooFarAhead,
)
from funeral.kinds import CrematorType, CustodyStep, HallClass, ResourceKind
from funeral.models import RefusedScan
from funeral.operations import (
    move_occupancy,
    plan_farewell,
    record_farewell,
    release_plan,
    report_breakdown,
    tell_family,
)
from funeral.queries.cases import find_case_of_plan
from funeral.queries.plans import get_plan
from funeral.queries.schedule import cremation_of, farewell_of, list_resources
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan
from tests.visitor import visit


@pytest.fixture
def planned(home):
    return plan(home, world.open_case(home), world.tomorrow_at(9))


def move(home, occupancy, starts_at, **changed):
    asked = {
        "occupancy_id": occupancy.id,
        "resource_id": occupancy.resource_id,
        "starts_at": starts_at,
        "version": occupancy.plan.version,
        "despite_told": True,
        "reason": "家属要求",
        "by": home.clerk,
    }
    return move_occupancy(**(asked | changed))


def test_a_moved_farewell_must_be_told_again(home, planned):
    moved = move(home, farewell_of(planned), world.tomorrow_at(8))
    assert moved.starts_at == world.tomorrow_at(8)
    assert planned.told_at is None
    tell_family(plan_id=planned.id, version=planned.version, by=home.clerk)
    assert get_plan(planned.id).told_at is not None


def test_times_that_moved_since_were_not_told(home, planned):
    read_out = planned.version
    move(home, farewell_of(planned), world.tomorrow_at(8))
    with pytest.raises(StaleBoard):
        tell_family(plan_id=planned.id, version=read_out, by=home.clerk)
    assert get_plan(planned.id).told_at is None


def test_it_may_move_to_another_hall(home, planned):
    farewell = farewell_of(planned)
    halls = list_resources(home.id, ResourceKind.HALL)
    other = next(hall for hall in halls if hall.id != farewell.resource_id)
    assert move(home, farewell, farewell.starts_at, resource_id=other.id).resource.id == other.id


def test_a_stale_board_moves_nothing(home, planned):
    farewell = farewell_of(planned)
    move(home, farewell, world.tomorrow_at(8))
    with pytest.raises(StaleBoard):
        move(home, farewell, world.tomorrow_at(8, 30), version=1)


def test_the_refusal_names_what_is_in_the_way(home, planned):
    other = world.open_case(home)
    theirs = farewell_of(plan(home, other, world.tomorrow_at(11)))
    with pytest.raises(ResourceBusy) as refused:
        move(home, farewell_of(planned), world.tomorrow_at(11, 15), resource_id=theirs.resource_id)
    said = str(refused.value)
    assert said == f"{theirs.resource.name} 11:00–11:20 已有安排（{other.number}），没有移动。"


def test_set_up_and_clean_up_are_in_the_way_too(home, planned):
    """20 minutes of use need 30 before and 10 after: the next start is an hour later."""
    theirs = farewell_of(plan(home, world.open_case(home), world.tomorrow_at(11)))
    farewell = farewell_of(planned)
    with pytest.raises(ResourceBusy):
        move(home, farewell, world.tomorrow_at(10, 15), resource_id=theirs.resource_id)
    move(home, farewell, world.tomorrow_at(8), resource_id=theirs.resource_id)


def test_the_cremation_stays_a_quarter_of_an_hour_after_the_farewell(home, planned):
    with pytest.raises(CremationBeforeFarewell):
        move(home, farewell_of(planned), world.tomorrow_at(9, 15))
    with pytest.raises(CremationBeforeFarewell):
        move(home, cremation_of(planned), world.tomorrow_at(9, 30))


def test_closed_halls_the_past_and_other_kinds_are_refused(home, planned):
    farewell = farewell_of(planned)
    with pytest.raises(OutsideHours):
        move(home, farewell, world.tomorrow_at(6))
    with pytest.raises(TooEarly):
        move(home, farewell, clock.now())
    with pytest.raises(OtherKind):
        move(home, farewell, world.tomorrow_at(8), resource_id=world.cremator(home))


def test_a_farewell_that_was_held_does_not_move(home):
    case = world.open_case(home)
    farewell = farewell_of(plan(home, case, world.tomorrow_at(9)))
    world.receive(home, case)
    later = world.tomorrow_at(11)
    with clock.frozen(world.tomorrow_at(10)):
        world.scan(home, case, CustodyStep.FAREWELL)
        record_farewell(
            number=case.number,
            hall_id=farewell.resource_id,
            started_at=farewell.starts_at,
            ended_at=farewell.ends_at,
            by=home.clerk,
        )
        with pytest.raises(AlreadyHappened):
            move(home, farewell, later)


def test_the_form_moves_and_prepares_what_to_tell_the_family(home, planned, clerk):
    farewell = farewell_of(planned)
    path = f"/board/move/{farewell.id}"
    asked = {
        "version": "1",
        "resource_id": str(farewell.resource_id),
        "day": desk.three(clock.local(farewell.starts_at).date()),
        "starts_at": "08:00",
    }
    refused = desk.send(clerk, path, **asked)
    assert "家属已经知道" in refused
    assert "家属已经知道原来的时间，移动后由我重新通知" in refused
    said = desk.send(clerk, path, **asked, despite_told="y")
    assert "需要重新通知家属" in said
    assert "上午 8:00，1号厅" in said
    told = desk.send(clerk, f"/board/tell/{planned.id}/{planned.version}")
    assert "需要重新通知家属" not in told


def test_a_refused_move_shows_the_latest_board_and_keeps_what_was_chosen(home, planned, clerk):
    farewell = farewell_of(planned)
    asked = {
        "version": "7",
        "resource_id": str(farewell.resource_id),
        "day": desk.three(clock.local(farewell.starts_at).date()),
        "starts_at": "08:00",
    }
    page = clerk.post(f"/board/move/{farewell.id}", data=asked).text
    assert "这一项刚刚被同事改动过，请看最新的日程再移动。" in page
    assert 'name="version" type="hidden" value="1"' in page
    assert 'value="08:00" selected' in page


def test_the_cremation_hall_looks_at_the_board_and_does_not_move(home, planned, operator):
    assert operator.get("/board").status_code == 200
    assert operator.get(f"/board/move/{farewell_of(planned).id}").status_code == 403


def test_a_family_that_was_told_is_not_moved_by_a_slip_of_the_hand(home):
    told = plan_farewell(**wanted(home, 9))
    with pytest.raises(FamilyWasTold) as refused:
        move(home, farewell_of(told), world.tomorrow_at(8), despite_told=False)
    assert "09:00" in str(refused.value)
    assert get_plan(told.id).told_at is not None


def test_another_hall_at_the_same_time_is_not_told_again(home):
    told = plan_farewell(**wanted(home, 9))
    farewell = farewell_of(told)
    halls = list_resources(home.id, ResourceKind.HALL)
    other = next(hall for hall in halls if hall.id != farewell.resource_id)
    move(home, farewell, farewell.starts_at, resource_id=other.id, despite_told=False)
    assert get_plan(told.id).told_at is not None
    assert get_plan(told.id).version == 2


def test_nothing_moves_into_a_closure(home, planned):
    farewell = farewell_of(planned)
    report_breakdown(
        resource_id=farewell.resource_id,
        starts_at=world.tomorrow_at(7),
        ends_at=world.tomorrow_at(8),
        reason="灯光检修",
        by=home.clerk,
    )
    with pytest.raises(ResourceClosed) as refused:
        move(home, farewell, world.tomorrow_at(7, 30))
    assert "07:00–08:00 停用（灯光检修）" in str(refused.value)
    with pytest.raises(ResourceClosed):
        move(home, farewell, world.tomorrow_at(8), version=planned.version)
    assert move(home, farewell, world.tomorrow_at(8, 30)), "set-up begins when the closure ends"


def test_nothing_moves_farther_ahead_than_can_be_booked(home, planned):
    with pytest.raises(TooFarAhead):
        move(home, cremation_of(planned), world.tomorrow_at(9) + timedelta(days=7))


def test_another_homes_hall_is_not_taken(home, planned):
    other = world.make_home("XN", "421202")
    [hall, *_] = list_resources(other.id, ResourceKind.HALL)
    with pytest.raises(OtherKind):
        move(home, farewell_of(planned), world.tomorrow_at(8), resource_id=hall.id)


def test_an_expired_hold_is_not_moved_back_to_life(home):
    held = plan_farewell(**wanted(home, 9), held_for=timedelta(minutes=20))
    later = clock.now() + timedelta(minutes=20)
    with clock.frozen(later), pytest.raises(StaleBoard):
        move(home, farewell_of(held), world.tomorrow_at(8))


def test_a_cancelled_time_that_waits_to_return_is_not_moved(home):
    given_up = plan_farewell(**wanted(home, 9))
    farewell = farewell_of(given_up)
    release_plan(plan_id=given_up.id, by=home.clerk)
    with pytest.raises(StaleBoard):
        move(home, farewell, world.tomorrow_at(8), version=given_up.version)


def test_a_move_takes_the_place_of_a_hold_that_ran_out(home, planned):
    farewell = farewell_of(planned)
    with clock.frozen(clock.now()):
        held = plan_farewell(**wanted(home, 7), held_for=timedelta(minutes=20))
        place = farewell_of(held).resource_id
        with pytest.raises(ResourceBusy):
            move(home, farewell, world.tomorrow_at(7), resource_id=place)
    with clock.frozen(clock.now() + timedelta(minutes=21)):
        moved = move(home, farewell, world.tomorrow_at(7), resource_id=place)
    assert moved.starts_at == world.tomorrow_at(7)
    assert farewell_of(get_plan(held.id)) is None


def wanted(home, hour):
    return {
        "institution_id": home.id,
        "hall_class": HallClass.SMALL,
        "cremator_type": CrematorType.FLAT,
        "starts_at": world.tomorrow_at(hour),
        "by": home.clerk,
    }


@pytest.mark.parametrize("version", ["abc", "", "-3", "²"])
def test_a_version_no_page_of_ours_has_sent_is_stale(home, planned, clerk, version):
    farewell = farewell_of(planned)
    asked = {
        "resource_id": str(farewell.resource_id),
        "day": desk.three(clock.day_of(farewell.starts_at)),
        "starts_at": "10:00",
        "version": version,
    }
    path = f"/board/move/{farewell.id}"
    assert "这一项刚刚被同事改动过" in desk.send(clerk, path, **asked)
    answer = clerk.post(path, data=asked, headers={"Accept": "application/json"})
    assert answer.get_json()["said"].startswith("这一项刚刚被同事改动过")


def test_a_refused_move_leaves_a_trace_and_a_question_does_not(app, home, planned, clerk):
    farewell = farewell_of(planned)
    asked = {
        "resource_id": str(farewell.resource_id),
        "day": desk.three(clock.day_of(farewell.starts_at)),
        "starts_at": "08:30",
        "version": str(planned.version),
    }
    path = f"/board/move/{farewell.id}"
    assert "家属已经知道" in desk.send(clerk, path, **asked)
    assert db.session.query(RefusedScan).count() == 0
    desk.send(clerk, path, **asked | {"version": "1000", "despite_told": "y"})
    [trace] = db.session.query(RefusedScan)
    assert trace.by == str(home.clerk)
    world.make_staff("owner", Role.ADMINISTRATOR, home.id)
    said = desk.read(visit(app, "owner"), "/refused-scans")
    number = find_case_of_plan(planned.id).number
    where = f"{farewell.resource.name} 08:30 {number}"
    assert f"JY-desk 移动日程 {where} 这一项刚刚被同事改动过" in said
