"""登记、更改、撤除设施: what there is; hours that change under bookings drop none."""

from datetime import time, timedelta

import pytest

from funeral.errors import (
    DayPast,
    HoursReasonMissing,
    ResourceMinutesWrong,
    ResourceNameMissing,
    StillBooked,
    StillOccupied,
    VarietyWrong,
)
from funeral.kinds import HallClass, Purpose, ResourceKind
from funeral.models import Occupancy, Resource
from funeral.operations import (
    change_resource,
    clear_special_day,
    plan_case,
    retire_resource,
    set_hours,
    set_special_day,
)
from funeral.queries.resources import list_outside_hours
from funeral.queries.schedule import farewell_of, list_free_times, list_resources
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk, places
from tests.visitor import visit


@pytest.fixture
def keeper(app, home):
    """The administrator's browser."""
    world.make_staff("jy-keeper", Role.ADMINISTRATOR, home.id)
    return visit(app, "jy-keeper")


def plan(home, at, number=""):
    made = plan_case(
        number=number or world.open_case(home).number,
        hall_class=HallClass.SMALL,
        cremator_type="flat",
        starts_at=at,
        by=home.clerk,
    )
    return farewell_of(made)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": " "}, ResourceNameMissing),
        ({"variety": "small"}, VarietyWrong),
        ({"use_minutes": 0}, ResourceMinutesWrong),
        ({"setup_minutes": -1}, ResourceMinutesWrong),
        ({"cleanup_minutes": 24 * 60 + 1}, ResourceMinutesWrong),
    ],
)
def test_a_vigil_room_is_named_has_no_variety_and_whole_minutes(home, changed, refusal):
    with pytest.raises(refusal):
        places.vigil_room(home, **changed)
    assert list_resources(home.id, ResourceKind.VIGIL_ROOM) == []


def test_a_hall_without_its_size_is_refused(home):
    with pytest.raises(VarietyWrong):
        places.add(home, ResourceKind.HALL, "思源厅")


def test_adding_twice_with_one_key_adds_one(home):
    asked = {"kind": ResourceKind.HEARSE, "name": "灵车一号", "idempotency_key": "same form"}
    first = places.add(home, **asked)
    assert places.add(home, **asked).id == first.id
    assert len(list_resources(home.id, ResourceKind.HEARSE)) == 1


def test_new_minutes_are_for_new_bookings(home):
    hall = places.hall(home)
    before = plan(home, world.tomorrow_at(9))
    booked = (before.starts_at, before.ends_at)
    change_resource(
        resource_id=hall.id,
        name="思源厅",
        site="",
        capacity=40,
        uses={Purpose.FAREWELL: (45, 30, 15), Purpose.LONG_FAREWELL: (45, 60, 15)},
        by=places.owner(home),
    )
    after = plan(home, world.tomorrow_at(14))
    kept = db.session.get(Occupancy, before.id)
    assert (kept.starts_at, kept.ends_at) == booked
    assert (hall.name, hall.capacity) == ("思源厅", 40)
    assert hall.uses == {"long_farewell": [45, 60, 15]}
    of_hall = after if after.resource_id == hall.id else plan(home, world.tomorrow_at(14))
    assert of_hall.ends_at - of_hall.starts_at == timedelta(minutes=30)
    assert of_hall.occupies.lower == world.tomorrow_at(13, 15)


@pytest.mark.parametrize("minutes", [(0, 0, 0), (-1, 20, 0), (0, 20, 24 * 60 + 1)])
def test_changed_minutes_are_checked_too(home, minutes):
    hall = places.hall(home)
    asked = {"resource_id": hall.id, "name": "一号厅", "site": "", "capacity": None}
    with pytest.raises(ResourceMinutesWrong):
        change_resource(**asked, uses={Purpose.FAREWELL: minutes}, by=home.clerk)
    with pytest.raises(ResourceNameMissing):
        change_resource(**(asked | {"name": " "}), uses={}, by=home.clerk)


def test_shorter_hours_list_the_bookings_outside_and_drop_none(home):
    hall = places.hall(home)
    case = world.open_case(home)
    farewell = plan(home, world.tomorrow_at(9), case.number)
    inside = plan(home, world.tomorrow_at(14))
    assert list_outside_hours(hall) == []
    for each in list_resources(home.id, ResourceKind.HALL):
        set_hours(
            resource_id=each.id,
            usual=(time(12), time(18)),
            weekly={},
            by=places.owner(home, each.name),
        )
    outside = list_outside_hours(farewell.resource)
    assert [(occupancy.id, case.number) for occupancy, case in outside] == [
        (farewell.id, case.number)
    ]
    assert inside.released_at is None
    assert farewell.released_at is None
    assert farewell.plan.confirmed_at is not None


def test_set_up_that_begins_before_opening_puts_a_booking_outside(home):
    farewell = plan(home, world.tomorrow_at(9))
    asked = {"resource_id": farewell.resource_id, "weekly": {}, "by": home.clerk}
    set_hours(usual=(time(8, 30), time(18)), **asked)
    assert list_outside_hours(farewell.resource) == []
    set_hours(usual=(time(8, 31), time(18)), **asked)
    assert [each.id for each, _case in list_outside_hours(farewell.resource)] == [farewell.id]


def test_shut_on_a_weekday_offers_nothing_that_weekday(home):
    day = clock.today() + timedelta(days=2)
    for hall in list_resources(home.id, ResourceKind.HALL):
        set_hours(
            resource_id=hall.id,
            usual=places.WORKDAY,
            weekly={day.weekday(): None},
            by=home.clerk,
        )
    assert list_free_times(home.id, day, HallClass.SMALL, "flat") == []
    assert list_free_times(home.id, day + timedelta(days=1), HallClass.SMALL, "flat")


def test_a_special_day_has_a_reason_and_lies_ahead(home):
    hall = places.hall(home)
    asked = {"resource_id": hall.id, "hours": None, "reason": "年检", "by": home.clerk}
    with pytest.raises(DayPast):
        set_special_day(day=clock.today() - timedelta(days=1), **asked)
    with pytest.raises(HoursReasonMissing):
        set_special_day(day=clock.today(), **(asked | {"reason": " "}))
    assert hall.special == {}


def test_a_cleared_day_is_like_any_other_and_past_days_are_forgotten(home):
    hall = places.hall(home)
    days = [clock.today() + timedelta(days=offset) for offset in range(3)]
    for day in days:
        set_special_day(
            resource_id=hall.id, day=day, hours=(time(8), time(12)), reason="年检", by=home.clerk
        )
    with clock.frozen(clock.now() + timedelta(days=1)):
        clear_special_day(resource_id=hall.id, day=days[2], by=home.clerk)
    assert list(hall.special) == [days[1].isoformat()]


def test_what_is_booked_is_not_retired_until_it_is_over(home):
    farewell = plan(home, world.tomorrow_at(9))
    with pytest.raises(StillBooked) as refused:
        retire_resource(resource_id=farewell.resource_id, by=home.clerk)
    assert "1 项日程" in str(refused.value)
    with clock.frozen(world.tomorrow_at(20)):
        retire_resource(resource_id=farewell.resource_id, by=home.clerk)
    kept = db.session.get(Resource, farewell.resource_id)
    assert not kept.in_use
    assert kept not in list_resources(home.id)


def test_a_cabinet_is_not_retired_while_somebody_lies_in_it(home):
    world.receive(home, world.open_case(home))
    [taken, free, *_others] = list_resources(home.id, ResourceKind.CABINET)
    with pytest.raises(StillOccupied) as refused:
        retire_resource(resource_id=taken.id, by=home.clerk)
    assert str(refused.value) == f"{taken.name}里还存放着遗体，请先移出。"
    retire_resource(resource_id=free.id, by=home.clerk)
    assert taken.in_use
    assert not free.in_use


def test_everybody_at_the_home_looks_and_only_the_administrator_changes(home, clerk, operator):
    hall = places.hall(home)
    for visitor in (clerk, operator):
        said = desk.read(visitor, "/resources")
        assert "1号厅" in said
        assert "06:00–18:00" in said
        assert "30、20、10" in said
        assert "登记设施" not in said
        assert "星期一" in desk.read(visitor, f"/resources/{hall.id}")
        for path in ("add", f"{hall.id}/change", f"{hall.id}/hours", f"{hall.id}/retire"):
            assert visitor.get(f"/resources/{path}").status_code == 403
    assert clerk.post(f"/resources/{hall.id}/hours", data={}).status_code == 403


def test_the_administrator_adds_changes_and_retires_on_pages(home, keeper):
    said = desk.send(
        keeper,
        "/resources/add",
        kind="vigil_room",
        variety="",
        name="守灵一间",
        site="官桥镇守灵中心",
        setup_minutes="30",
        use_minutes="720",
        cleanup_minutes="６０",
        hours="全天",
    )
    assert "已保存" in said
    assert "官桥镇守灵中心" in said
    [room] = list_resources(home.id, ResourceKind.VIGIL_ROOM)
    assert (room.opens, room.closes, room.cleanup_minutes) == (time(), time(), 60)
    path = f"/resources/{room.id}"
    said = desk.send(
        keeper,
        f"{path}/change",
        name="守灵二间",
        setup_minutes="20",
        use_minutes="600",
        cleanup_minutes="0",
    )
    assert "布置 20、使用 600、清理 0" in said
    assert "守灵二间" in said
    assert "守灵二间已撤除" in desk.send(keeper, f"{path}/retire")


def test_a_longer_use_has_its_own_minutes_or_the_usual_ones(home, keeper):
    hall = places.hall(home)
    usual = {"name": "一号厅", "setup_minutes": "30", "use_minutes": "20", "cleanup_minutes": "10"}
    path = f"/resources/{hall.id}/change"
    longer = {"other_setup": "30", "other_use": "60", "other_cleanup": "20"}
    assert "布置 30、使用 60、清理 20" in desk.send(keeper, path, **usual, **longer)
    assert 'value="60"' in keeper.get(path).text
    said = desk.beside(keeper, path, "use_minutes", **usual, other_setup="30")
    assert said == "准备、使用和清理的时间应是 0 到 1440 之间的整数分钟，使用时间要大于 0。"
    desk.send(keeper, path, **usual)
    db.session.expire_all()
    assert db.session.get(Resource, hall.id).uses == {}


def test_seven_rows_keep_what_most_days_have_and_where_others_differ(home, keeper):
    farewell = plan(home, world.tomorrow_at(9))
    week = dict.fromkeys(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "12:00-18:00"
    )
    path = f"/resources/{farewell.resource_id}"
    said = desk.send(keeper, f"{path}/hours", **week, sunday="不开放")
    assert "有 1 项预约在开放时间以外，没有改动" in said
    assert "开放时间以外的预约（1）" in said
    assert "138****8000" in said
    db.session.expire_all()
    hall = db.session.get(Resource, farewell.resource_id)
    assert (hall.opens, hall.closes) == (time(12), time(18))
    assert hall.weekly == {"6": None}
    assert "1 项" in desk.read(keeper, "/resources")
    page = keeper.get(f"{path}/hours").text
    assert page.count('value="12:00–18:00"') == 6
    assert 'value="不开放"' in page


def test_hours_nobody_can_read_stay_typed_beside_their_sentence(home, keeper):
    path = f"/resources/{places.hall(home).id}/hours"
    week = dict.fromkeys(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "全天"
    )
    said = desk.beside(keeper, path, "sunday", **week, sunday="下午")
    assert said.startswith("请填写开放时间，例如 06:00–18:00")
    assert 'value="下午"' in keeper.post(path, data=week | {"sunday": "下午"}).text


def test_a_special_day_is_set_and_cleared_on_pages(home, keeper):
    hall = places.hall(home)
    day = clock.today() + timedelta(days=3)
    path = f"/resources/{hall.id}/special-days"
    said = desk.send(keeper, path, day=desk.three(day), hours="22:00–2:00", reason="清明夜间开放")
    assert "22:00–次日 02:00" in said
    assert "清明夜间开放" in said
    said = desk.send(keeper, f"{path}/clear", day=day.isoformat())
    assert "清明夜间开放" not in said
    assert keeper.post(f"{path}/clear", data={"day": "昨天"}).status_code == 404


def test_another_home_has_resources_of_its_own(app, home):
    world.make_home("QT")
    theirs = visit(app, "qt-desk")
    hall = places.hall(home)
    assert theirs.get(f"/resources/{hall.id}").status_code == 404


def test_the_page_of_a_room_shows_the_code_for_its_door(home, clerk):
    room = places.hall(home)
    page = clerk.get(f"/resources/{room.id}").text
    assert room.code in desk.words(page)
    assert 'class="door-code"' in page
    assert "<svg" in page.split('class="door-code"')[1][:200]
