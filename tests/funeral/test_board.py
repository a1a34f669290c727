"""日程板: what stands where and in which state, read from facts; six questions however full."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from funeral.board import BoardStatus, make_board
from funeral.kinds import CrematorType, HallClass
from funeral.operations import end_cremation, plan_farewell, record_farewell
from funeral.panels import SOURCES, Expected
from funeral.queries.schedule import cremation_of, farewell_of, list_day, list_resources
from funeral.queries.traces import list_board_traces
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan
from tests.funeral.test_start_cremation import start
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
        record_farewell(
            number=case.number,
            hall_id=hall.resource_id,
            started_at=hall.starts_at,
            ended_at=hall.ends_at,
            by=home.clerk,
        )
        assert states(home, planned) == {"告别": "done", "火化": "here"}
    with at(0.6):
        start(home, case, cremator_id=cremation_of(planned).resource_id)
        assert states(home, planned) == {"告别": "done", "火化": "now"}
    with at(1.6):
        end_cremation(number=case.number, by=home.operator)
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
