"""The schedule at the furnace: as it is now, not as the page read it; also over midnight."""

import threading
from datetime import time, timedelta
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import text

from funeral.errors import NotPlannedHere, StillOccupied
from funeral.kinds import CrematorType, FlagKind, HallClass, ResourceKind
from funeral.models import FurnaceCheck, Resource
from funeral.operations import move_occupancy, plan_case, retire_resource, set_hold_flag
from funeral.queries.cremation import find_run
from funeral.queries.order import list_waiting_before
from funeral.queries.schedule import cremation_of, list_resources
from kernel import clock
from kernel.db import db, transaction
from tests import world
from tests.funeral.test_start_cremation import planned, ready, start
from tests.visitor import visit

WAITS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock'"
)


def until_somebody_waits(thread: threading.Thread) -> None:
    """The page has read everything and now stands at the lock."""
    for _attempt in range(200):
        if db.session.scalar(WAITS):
            return
        assert thread.is_alive()
        sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize("page", ["start", "check"])
def test_a_body_moved_while_the_page_is_answered_does_not_burn_in_the_old_cremator(
    app: Flask, home, page
):
    with clock.frozen(clock.at(clock.today(), time(0, 30))):
        case = ready(home, hours_ago=0)
        cremator = world.plan_today(home, case)
        order = world.work_order(home, case)
        world.check(home, case, cremator)
        other = next(
            each.id
            for each in list_resources(home.id, ResourceKind.CREMATOR)
            if each.id != cremator
        )
        operator = visit(app, "jy-operator")
        paths = {"start": f"/cases/{case.number}/cremation", "check": "/furnace"}
        asked = {"wristband": world.tag(home, case), "work_order": order}
        asked["cremator_id"] = str(cremator)
        before = db.session.query(FurnaceCheck).count()
        db.session.rollback()
        said = []

        def press() -> None:
            with clock.frozen(clock.at(clock.today(), time(0, 33))):
                said.append(operator.post(paths[page], data=asked).text)

        pressing = threading.Thread(target=press)
        planned_at = cremation_of(case.plan)
        with transaction():
            move_occupancy(
                occupancy_id=planned_at.id,
                resource_id=other,
                starts_at=planned_at.starts_at,
                version=case.plan.version,
                by=home.clerk,
            )
            pressing.start()
            until_somebody_waits(pressing)
        pressing.join()
    assert "今天没有安排在1号火化机" in said[0]
    db.session.rollback()
    assert find_run(case.id) is None
    assert db.session.query(FurnaceCheck).count() == before


def at_night(home):
    """Planned for half past eleven in the evening; the case, its cremator, the time."""
    for cremator in list_resources(home.id, ResourceKind.CREMATOR):
        with transaction():
            cremator.opens = cremator.closes = time(0)
    late = clock.at(clock.today() + timedelta(days=1), time(23, 30))
    with clock.frozen(late - timedelta(hours=12)):
        case = ready(home, hours_ago=1)
        plan_case(
            number=case.number,
            hall_class=HallClass.NONE,
            cremator_type=CrematorType.FLAT,
            starts_at=late,
            by=home.clerk,
        )
    return case, cremation_of(case.plan).resource_id, late


def test_planned_before_midnight_may_be_scanned_and_lit_after_it(home):
    case, cremator, late = at_night(home)
    with clock.frozen(late + timedelta(minutes=35)):
        world.check(home, case, cremator)
        assert start(home, case, cremator)


def test_the_morning_after_is_another_day(home):
    case, cremator, late = at_night(home)
    with clock.frozen(late + timedelta(hours=7)):
        world.work_order(home, case)
        with pytest.raises(NotPlannedHere):
            start(home, case, cremator)


def test_a_burning_cremator_is_not_retired_and_what_burns_always_comes_out(home):
    case = ready(home)
    cremator = planned(home, case)
    start(home, case, cremator)
    with clock.frozen(clock.now() + timedelta(days=1)):
        with pytest.raises(StillOccupied):
            retire_resource(resource_id=cremator, by=home.clerk)
        with transaction():
            db.session.get_one(Resource, cremator).in_use = False
        assert world.end(home, case)


def test_who_is_not_there_or_is_held_is_not_overtaken(home):
    """Three planned before the last: received, never received, held by a flag."""
    waits, absent, held = ready(home), world.open_case(home), ready(home)
    set_hold_flag(
        number=held.number, kind=FlagKind.POLICE_CASE, reason="立案", until=None, by=home.clerk
    )
    for case in (waits, absent, held):
        world.plan_today(home, case)
    last = ready(home)
    at = clock.at(clock.today(), time(15))
    with clock.frozen(clock.at(clock.today(), time(0, 1))):
        plan_case(
            number=last.number,
            hall_class=HallClass.NONE,
            cremator_type=CrematorType.FLAT,
            starts_at=at,
            by=home.clerk,
        )
    assert [plan.id for plan in list_waiting_before(cremation_of(last.plan))] == [waits.plan_id]
