"""预约守灵间、整容间、灵车: beside the farewell, with the server's own buffers."""

from datetime import timedelta

import pytest

from funeral.errors import (
    AlreadyCremated,
    DurationWrong,
    OutsideHours,
    ResourceBusy,
    ResourceClosed,
    ResourceRetired,
    StaleBoard,
    TooEarly,
    TooFarAhead,
    WrongPurpose,
)
from funeral.kinds import CrematorType, HallClass, Purpose, ResourceKind
from funeral.models import Occupancy
from funeral.operations import (
    plan_case,
    release_occupancy,
    reserve_resource,
    retire_resource,
)
from funeral.queries.progress import progress_of
from funeral.queries.resources import free_ranges
from funeral.queries.schedule import farewell_of, live_occupancies
from funeral.schedule import Place
from funeral.steps import StepState, way_of
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from tests import world
from tests.funeral import desk, places

NIGHT = timedelta(hours=14)


@pytest.fixture
def room(home):
    return places.vigil_room(home)


def test_a_vigil_lasts_as_the_family_says_over_midnight(home, room):
    vigil = places.reserve(home, room, world.tomorrow_at(18), lasts=NIGHT)
    assert vigil.ends_at == world.tomorrow_at(8) + timedelta(days=1)
    assert vigil.occupies.lower == world.tomorrow_at(17, 30)
    assert vigil.occupies.upper == world.tomorrow_at(9) + timedelta(days=1)


def test_a_vigil_without_a_length_takes_the_rooms_own(home, room):
    vigil = places.reserve(home, room, world.tomorrow_at(18))
    assert vigil.ends_at - vigil.starts_at == timedelta(hours=12)


def test_only_a_vigil_has_a_length_of_its_own(home):
    """A client that sends a length, or buffers, for anything else is not listened to."""
    table = places.add(home, ResourceKind.PREPARATION_ROOM, "整容一间", cleanup_minutes=30)
    use = places.reserve(
        home,
        table,
        world.tomorrow_at(9),
        purpose=Purpose.PREPARATION,
        lasts=timedelta(minutes=1),
    )
    assert use.ends_at == world.tomorrow_at(10)
    assert use.occupies.upper == world.tomorrow_at(10, 30)


def test_a_page_cannot_send_buffers(home, clerk, room):
    case = world.open_case(home)
    asked = {
        "purpose": "vigil",
        "resource_id": str(room.id),
        "day": desk.three(clock.day_of(world.tomorrow_at(18))),
        "starts_at": "18:00",
        "hours": "12",
        "setup_minutes": "0",
        "cleanup_minutes": "0",
        "occupies": "empty",
    }
    desk.send(clerk, f"/cases/{case.number}/reserve", **asked)
    [vigil] = db.session.query(Occupancy)
    assert vigil.occupies.lower == world.tomorrow_at(17, 30)
    assert vigil.occupies.upper == world.tomorrow_at(7) + timedelta(days=1)


def test_clean_up_keeps_the_next_family_out(home, room):
    places.reserve(home, room, world.tomorrow_at(10), lasts=timedelta(hours=2))
    with pytest.raises(ResourceBusy):
        places.reserve(home, room, world.tomorrow_at(13, 29), lasts=timedelta(hours=2))
    places.reserve(home, room, world.tomorrow_at(13, 30), lasts=timedelta(hours=2))


@pytest.mark.parametrize("lasts", [timedelta(minutes=29), timedelta(days=8), timedelta(hours=-1)])
def test_lengths_out_of_reason_are_refused(home, room, lasts):
    with pytest.raises(DurationWrong):
        places.reserve(home, room, world.tomorrow_at(18), lasts=lasts)


def test_set_up_before_opening_is_refused(home):
    room = places.vigil_room(home, opens=places.WORKDAY[0], closes=places.WORKDAY[1])
    with pytest.raises(OutsideHours):
        places.reserve(home, room, world.tomorrow_at(6, 29), lasts=timedelta(hours=2))
    places.reserve(home, room, world.tomorrow_at(6, 30), lasts=timedelta(hours=2))


def test_the_past_too_far_ahead_and_closed_are_refused(home, room):
    with pytest.raises(TooEarly):
        places.reserve(home, room, clock.now())
    with pytest.raises(TooFarAhead):
        places.reserve(home, room, world.tomorrow_at(9) + timedelta(days=7))
    places.close(home, room, world.tomorrow_at(20), world.tomorrow_at(21))
    with pytest.raises(ResourceClosed):
        places.reserve(home, room, world.tomorrow_at(18), lasts=timedelta(hours=2))


def test_halls_cremators_and_other_purposes_are_not_taken_this_way(home, room):
    for resource, purpose in (
        (places.hall(home), Purpose.FAREWELL),
        (room, Purpose.PREPARATION),
        (room, Purpose.TRANSFER),
    ):
        with pytest.raises(WrongPurpose):
            places.reserve(home, resource, world.tomorrow_at(9), purpose=purpose)


def test_what_was_retired_or_belongs_to_another_home_is_not_taken(home, room):
    retire_resource(resource_id=room.id, by=home.clerk)
    with pytest.raises(ResourceRetired):
        places.reserve(home, room, world.tomorrow_at(9))
    theirs = places.vigil_room(world.make_home("QT"))
    with pytest.raises(NotFound):
        places.reserve(home, theirs, world.tomorrow_at(9))
    assert db.session.query(Occupancy).count() == 0


def test_after_the_cremation_nothing_is_reserved(home, room):
    case = world.open_case(home)
    world.cremate(home, case)
    with pytest.raises(AlreadyCremated):
        places.reserve(home, room, world.tomorrow_at(9), number=case.number)


def test_a_case_has_a_vigil_before_its_farewell_is_planned_and_after(home, room):
    case = world.open_case(home)
    vigil = places.reserve(
        home, room, world.tomorrow_at(1), number=case.number, lasts=timedelta(hours=4)
    )
    plan = plan_case(
        number=case.number,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        by=home.clerk,
    )
    hearse = places.add(home, ResourceKind.HEARSE, "灵车一号")
    places.reserve(home, hearse, world.tomorrow_at(7), purpose=Purpose.TRANSFER, number=case.number)
    assert vigil.plan_id == plan.id
    db.session.expire_all()
    assert [each.purpose for each in live_occupancies(plan)] == [
        *("vigil", "transfer", "farewell", "cremation"),
    ]


def test_reserving_twice_with_one_key_takes_one(home, room):
    asked = {
        "number": world.open_case(home).number,
        "resource_id": room.id,
        "purpose": Purpose.VIGIL,
        "starts_at": world.tomorrow_at(18),
        "by": home.clerk,
        "idempotency_key": "same form",
    }
    assert reserve_resource(**asked).id == reserve_resource(**asked).id


def test_released_it_is_free_at_once(home, room):
    vigil = places.reserve(home, room, world.tomorrow_at(18))
    release_occupancy(occupancy_id=vigil.id, version=vigil.plan.version, by=home.clerk)
    again = places.reserve(home, room, world.tomorrow_at(18))
    assert again.id != vigil.id


def test_a_stale_page_and_a_second_release_are_refused(home, room):
    vigil = places.reserve(home, room, world.tomorrow_at(18))
    asked = {"occupancy_id": vigil.id, "by": home.clerk}
    with pytest.raises(StaleBoard):
        release_occupancy(version=vigil.plan.version - 1, **asked)
    release_occupancy(version=vigil.plan.version, **asked)
    with pytest.raises(StaleBoard):
        release_occupancy(version=vigil.plan.version, **asked)


def test_a_farewell_is_not_released_this_way(home):
    plan = plan_case(
        number=world.open_case(home).number,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        by=home.clerk,
    )
    with pytest.raises(WrongPurpose):
        release_occupancy(occupancy_id=farewell_of(plan).id, version=plan.version, by=home.clerk)


def test_free_times_are_what_the_operation_takes(home, room):
    """Both ends of every free range can be used, a minute beyond cannot."""
    places.reserve(home, room, world.tomorrow_at(10), lasts=timedelta(hours=2))
    places.close(home, room, world.tomorrow_at(20), world.tomorrow_at(21))
    lasts = timedelta(hours=2)
    place = Place(room, clock.now(), Purpose.VIGIL, lasts)
    window = clock.day_range(clock.day_of(world.tomorrow_at(12)))
    free = free_ranges([place], *window)[room.id]
    assert [(clock.say_clock(a), clock.say_clock(b)) for a, b in free] == [
        ("00:00", "08:30"),
        ("13:30", "19:00"),
        ("21:30", "00:00"),
    ]
    minute = timedelta(minutes=1)
    for start, end in free[1:2]:
        for beyond in (start - minute, end - lasts + minute):
            with pytest.raises((ResourceBusy, ResourceClosed)):
                places.reserve(home, room, beyond, lasts=lasts)
        first = places.reserve(home, room, start, lasts=lasts)
        release_occupancy(occupancy_id=first.id, version=first.plan.version, by=home.clerk)
        places.reserve(home, room, end - lasts, lasts=lasts)


def test_the_desk_reserves_and_cancels_on_the_pages_of_the_case(home, clerk, room):
    case = world.open_case(home)
    tomorrow = clock.day_of(world.tomorrow_at(12))
    year, month, day = desk.three(tomorrow)
    path = f"/cases/{case.number}/reserve"
    said = desk.read(clerk, f"{path}?purpose=vigil&day={year}&day={month}&day={day}")
    assert "空闲 00:00–次日 12:00" in said
    asked = {
        "purpose": "vigil",
        "resource_id": str(room.id),
        "day": desk.three(tomorrow),
        "starts_at": "18:00",
        "hours": "12",
    }
    said = desk.send(clerk, path, **asked)
    assert "守灵已预约" in said
    assert "守灵一间" in said
    assert "18:00" in said
    other = world.open_case(home)
    page = desk.send(clerk, f"/cases/{other.number}/reserve", **asked)
    assert f"18:00–06:00 已有安排（{case.number}）" in page
    [vigil] = db.session.query(Occupancy)
    said = desk.send(clerk, f"/uses/{vigil.id}/release", version=str(vigil.plan.version))
    assert "已取消，时间已放开。" in said
    assert "守灵一间" not in said


def test_a_page_that_is_stale_shows_the_latest_and_can_be_sent_again(home, clerk, room):
    vigil = places.reserve(home, room, world.tomorrow_at(18))
    page = clerk.post(f"/uses/{vigil.id}/release", data={"version": "x"}).text
    assert "这一项刚刚被同事改动过" in page
    assert f'name="version" type="hidden" value="{vigil.plan.version}"' in page


def test_a_vigil_alone_leaves_the_cremation_to_be_planned(home, clerk, room):
    """Else nobody would ever plan it: the case stays in the tray and its step stays open."""
    case = world.open_case(home)
    places.reserve(home, room, world.tomorrow_at(18), number=case.number)
    tomorrow = clock.day_of(world.tomorrow_at(18)).isoformat()
    for path in ("/board", f"/board?day={tomorrow}&rows=all"):
        assert f"未排期 1 {case.deceased.name} {case.number}" in desk.read(clerk, path)
    assert way_of(progress_of(case)).steps[3].state is StepState.OPEN
    plan_case(
        number=case.number,
        hall_class=HallClass.NONE,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        by=home.clerk,
    )
    assert "未排期" not in desk.read(clerk, "/board")
    assert way_of(progress_of(case)).steps[3].state is StepState.DONE


def test_the_cremation_hall_reserves_nothing(home, operator, room):
    case = world.open_case(home)
    assert operator.get(f"/cases/{case.number}/reserve").status_code == 403
    assert "预约守灵间" not in desk.read(operator, f"/cases/{case.number}")


def test_a_length_no_page_of_ours_offers_is_refused_calmly(home, clerk, room):
    path = f"/cases/{world.open_case(home).number}/reserve"
    for hours in ("x", "-1", "1e9"):
        desk.send(clerk, path, purpose="vigil", resource_id=str(room.id), hours=hours)
    assert db.session.query(Occupancy).count() == 0
