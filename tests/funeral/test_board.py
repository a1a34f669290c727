"""日程板: what stands where and in which state, read from facts; six questions however full."""

import uuid
from datetime import time, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import Range

from funeral.board import MAIN_KINDS, BoardStatus, make_board
from funeral.fullness import full_days, week_around
from funeral.kinds import CrematorType, CustodyStep, HallClass, ResourceKind
from funeral.live import board_topic
from funeral.models import Closure, Occupancy, Plan, Resource
from funeral.operations import (
    add_resource,
    plan_farewell,
    record_farewell,
    report_breakdown,
    tell_family,
)
from funeral.panels import SOURCES, Expected
from funeral.queries.board import count_used, list_rows
from funeral.queries.schedule import cremation_of, farewell_of, list_day, list_resources
from funeral.queries.traces import list_board_traces
from kernel import clock
from kernel.db import db
from kernel.live import Announcement, ears
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan
from tests.visitor import visit

MOST_QUERIES = 6


def drawn(home, day):
    occupancies = [occupancy for occupancy, _case in list_day(home.id, day)]
    traces = list_board_traces(home.id, {occupancy.plan_id for occupancy in occupancies})
    return make_board(day, list_resources(home.id), occupancies, traces, {})


def states(home, planned):
    board = drawn(home, clock.local(planned.occupancies[0].starts_at).date())
    return {item.what: item.status for item in board.items if item.plan.id == planned.id}


@pytest.fixture
def planned(home):
    return plan(home, world.open_case(home), world.tomorrow_at(9))


def case_of(home, planned):
    [case] = [c for o, c in list_day(home.id, clock.local(world.tomorrow_at(9)).date()) if c][:1]
    return case


def test_a_state_is_a_recorded_fact_and_never_the_clock_alone(home, planned):
    case, nine = case_of(home, planned), world.tomorrow_at(9)
    at = lambda hours: clock.frozen(nine + timedelta(hours=hours))  # noqa: E731
    waiting = {"告别": BoardStatus.WAITING, "火化": BoardStatus.WAITING}
    assert states(home, planned) == waiting
    world.record_papers(home, case)
    with at(-2):
        assert states(home, planned) == waiting
        world.receive(home, case, hours_ago=1)
        assert states(home, planned) == {"告别": "here", "火化": "here"}
    with at(0.2):
        assert states(home, planned) == {"告别": "here", "火化": "here"}
    with at(0.4):
        assert states(home, planned) == {"告别": "flagged", "火化": "here"}
        hall = farewell_of(planned)
        world.scan(home, case, CustodyStep.FAREWELL)
        record_farewell(
            number=case.number,
            hall_id=hall.resource_id,
            started_at=hall.starts_at,
            ended_at=hall.ends_at,
            by=home.clerk,
        )
        assert states(home, planned) == {"告别": "done", "火化": "here"}
    with at(0.6):
        cremator_id = cremation_of(planned).resource_id
        world.check(home, case, cremator_id)
        world.burn(home, case, cremator_id)
        assert states(home, planned) == {"告别": "done", "火化": "now"}
    with at(1.6):
        world.end(home, case)
        assert states(home, planned) == {"告别": "done", "火化": "done"}


def test_missing_papers_are_flagged_on_the_day_of_the_cremation(home, planned):
    assert states(home, planned)["火化"] == "waiting"
    with clock.frozen(world.tomorrow_at(7)):
        board = drawn(home, clock.today())
        [item] = board.flagged
        assert (item.what, item.reason) == ("火化", "还缺：死亡证明、火化确认书、经办人身份证")


def test_the_page_names_state_and_kind_in_hidden_words_and_links_to_the_case(home, planned, clerk):
    case, day = case_of(home, planned), clock.local(world.tomorrow_at(9)).date()
    page = clerk.get(f"/board?day={day}").text
    assert f'href="/cases/{case.number}" data-plan="{planned.id}"' in page
    said = desk.words(page)
    assert "告别，未到场。 张三 09:00 –09:20" in said
    assert clock.say_lunar(day) in said
    assert f'"/board?day={day + timedelta(days=1)}"' in page
    assert "未到场 2" in said


def test_a_family_that_only_booked_stands_under_the_name_booking_gives(home, app, clerk):
    booked = plan_farewell(
        institution_id=home.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        by=home.clerk,
    )
    day = clock.local(world.tomorrow_at(9)).date()
    before = app.extensions.get(SOURCES, [])
    app.extensions[SOURCES] = []
    assert f"/board/move/{farewell_of(booked).id}" in clerk.get(f"/board?day={day}").text
    app.extensions[SOURCES] = [lambda ids: {i: Expected("周某", "/bookings/X") for i in ids}]
    page = clerk.get(f"/board?day={day}").text
    app.extensions[SOURCES] = before
    assert 'href="/bookings/X"' in page
    assert "周某" in page


def test_cases_without_a_time_wait_under_the_board(home, clerk):
    case = world.open_case(home)
    assert f"未排期 1 张三 {case.number}" in desk.read(clerk, "/board")


def test_another_home_sees_nothing_of_it(home, planned, app):
    world.make_home("TC")
    day = clock.local(world.tomorrow_at(9)).date()
    assert "张三" not in desk.read(visit(app, "tc-desk"), f"/board?day={day}")


def test_a_nonsense_day_is_today(home, clerk):
    assert clock.say_day(clock.today()) in desk.read(clerk, "/board?day=gestern")
    assert "日程板" in desk.read(clerk, "/board?day=9999-12-31")


def test_sixty_bookings_take_six_questions(home, clerk):
    for _ in range(3):
        world.make_resources(home.id)
    for hour in (7, 9, 11, 13, 15):
        for _ in range(6):
            plan(home, world.open_case(home), world.tomorrow_at(hour))
    day = clock.local(world.tomorrow_at(9)).date()
    assert len(list_day(home.id, day)) == 60
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    page = clerk.get(f"/board?day={day}").text
    assert page.count('class="booking ') >= 60
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def at(day, hour, minute=0, days=0):
    return clock.at(day + timedelta(days=days), time(hour, minute))


def over_midnight(home, day):
    """Not saved: what reaches over midnight is drawn by the same rules."""
    hall = Resource(
        id=uuid.uuid4(), kind="hall", variety="small", name="夜厅", capacity=None, site="",
        opens=time(20), closes=time(2), weekly={}, special={},
    )  # fmt: skip
    plan = Plan(id=uuid.uuid4(), version=1, confirmed_at=clock.now(), told_at=clock.now())
    return Occupancy(
        id=uuid.uuid4(), plan_id=plan.id, plan=plan, resource=hall, resource_id=hall.id,
        starts_at=at(day, 23, 30), ends_at=at(day, 0, 30, days=1),
        occupies=Range(at(day, 23, 15), at(day, 0, 45, days=1)),
    )  # fmt: skip


def test_what_reaches_over_midnight_is_drawn_to_the_edge_and_said_so(home):
    day = clock.today() + timedelta(days=2)
    occupancy = over_midnight(home, day)
    with db.session.no_autoflush:
        board = make_board(day, [], [occupancy], {}, {})
        [item] = board.items
        assert (item.at, item.at + item.lasts) == (23 * 60 + 15, 24 * 60)
        assert (item.starts, item.ends) == ("23:30", "次日 00:30")
        assert (board.start, board.start + board.span) == (20 * 60, 24 * 60)
        [after] = make_board(day + timedelta(days=1), [], [occupancy], {}, {}).items
        assert (after.at, after.lasts) == (0, 45)
        assert (after.starts, after.ends) == ("前日 23:30", "00:30")
        assert after.starts_minute == -30
    db.session.rollback()


def test_a_held_time_says_until_when_and_an_expired_one_is_gone(home, clerk):
    held = plan_farewell(
        institution_id=home.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        held_for=timedelta(hours=1),
        by=home.clerk,
    )
    path = f"/board?day={clock.day_of(world.tomorrow_at(9))}"
    said = desk.read(clerk, path)
    assert f"告别，暂留：保留到 {clock.say_clock(held.held_until)}。 暂留" in said
    assert "暂留 2" in said
    # Nobody is told the times of what is not confirmed.
    assert "需要重新通知家属" not in said
    with clock.frozen(held.held_until + timedelta(seconds=1)):
        assert "暂留 0" in desk.read(clerk, path)


def test_a_closure_stands_on_the_board_with_its_reason(home, clerk):
    hall = list_resources(home.id)[0]
    report_breakdown(
        resource_id=hall.id,
        starts_at=world.tomorrow_at(14),
        ends_at=world.tomorrow_at(18),
        reason="音响检修",
        by=home.clerk,
    )
    day = clock.day_of(world.tomorrow_at(9))
    assert "停用 14:00–18:00 音响检修" in desk.read(clerk, f"/board?day={day}")
    assert "音响检修" not in desk.read(clerk, f"/board?day={day + timedelta(days=1)}")


def test_other_rooms_and_hearses_are_shown_on_request(home, clerk):
    assert "鄂L·示001" not in desk.read(clerk, "/board")
    add_resource(
        institution_id=home.id,
        kind=ResourceKind.HEARSE,
        variety="",
        name="鄂L·示001",
        opens=time(0),
        closes=time(23, 59),
        setup_minutes=0,
        use_minutes=60,
        cleanup_minutes=0,
        by=home.clerk,
    )
    assert "鄂L·示001" not in desk.read(clerk, "/board")
    assert "鄂L·示001" in desk.read(clerk, "/board?rows=all")
    assert "鄂L·示001" in desk.read(clerk, "/board/grid?rows=all")


def test_seven_days_say_how_full_they_are(home, planned):
    day = clock.day_of(world.tomorrow_at(9))
    resources, closures = list_rows(home.id, MAIN_KINDS, *clock.day_range(day))
    used = count_used(home.id, week_around(day), 7)
    today, tomorrow, *_later = full_days(week_around(day), resources, closures, used)
    assert (today.day, len(_later)) == (clock.today(), 5)
    # Two halls of an hour, three cremators of an hour and a half, open for twelve hours.
    assert [(share.used, share.possible) for share in tomorrow.shares] == [(1, 24), (1, 24)]
    assert [share.used for share in today.shares] == [0, 0]


def test_a_closed_day_is_full_and_a_far_day_stands_in_the_middle(home):
    day = clock.today() + timedelta(days=30)
    resources, _closures = list_rows(home.id, MAIN_KINDS, *clock.day_range(day))
    shut = [
        Closure(resource_id=each.id, starts_at=at(day, 0), ends_at=at(day, 0, days=1))
        for each in resources
    ]
    days = list(full_days(week_around(day), resources, shut, {}))
    assert days[3].day == day
    assert {share.per_cent for share in days[3].shares} == {100}
    assert {share.per_cent for share in days[4].shares} == {0}


def test_the_sheet_for_the_wall_masks_names_unless_asked(home, planned, clerk):
    path = f"/board/print?day={clock.day_of(world.tomorrow_at(9))}"
    masked = clerk.get(path).text
    assert "张某" in masked
    assert "张三" not in masked
    assert "张三" in clerk.get(f"{path}&names=full").text


def test_the_side_of_an_item_shows_the_form_to_the_desk_only(home, planned, clerk, operator):
    path = f"/board/item/{farewell_of(planned).id}"
    assert "改到" in desk.read(clerk, path)
    shown = desk.read(operator, path)
    assert "改到" not in shown
    assert "138****8000" in shown


def test_every_change_to_the_day_is_announced_to_its_own_home(home, app, clerk, monkeypatch):
    told = []
    monkeypatch.setattr(Announcement, "__call__", lambda self: told.append(self.topic))
    case = world.open_case(home)
    planned = plan(home, case, world.tomorrow_at(9))
    assert told == [board_topic(home.id)] * 2
    tell_family(plan_id=planned.id, version=planned.version, by=home.clerk)
    world.record_papers(home, case)
    assert told == [board_topic(home.id)] * 6


def test_the_news_is_for_staff_of_the_home_alone(home, app, clerk):
    stream = clerk.get("/board/changes")
    assert stream.mimetype == "text/event-stream"
    assert next(stream.response).startswith(b"retry: 2000")
    stream.close()
    assert visit(app).get("/board/changes").status_code == 302
    with app.app_context():
        ears().close()
