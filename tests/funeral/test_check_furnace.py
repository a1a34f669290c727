"""入炉核对: one person's two scans before one cremator."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from funeral.errors import (
    AlreadyCremated,
    DeviceClockWrong,
    HoldFlagged,
    NotAnOperator,
    NotAWorkOrder,
    NotAWristband,
    NotPlannedHere,
    WorkOrderOfAnother,
    WorkOrderRevoked,
    WorkOrderUnknown,
    WristbandRevoked,
    WristbandUnknown,
)
from funeral.kinds import FlagKind
from funeral.operations import (
    check_furnace,
    replace_work_order,
    replace_wristband,
    set_hold_flag,
)
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral.test_start_cremation import ready


@pytest.fixture
def case(home):
    """Everything but the checks, today."""
    case = ready(home)
    world.plan_today(home, case)
    return case


def check(home, case, **changed):
    asked = {
        "wristband": world.tag(home, case),
        "work_order": world.work_order(home, case),
        "cremator_id": world.cremator(home),
        "by": home.operator,
    }
    return check_furnace(**(asked | changed))


def test_it_says_who_checked_whom_where(home, case):
    checked = check(home, case)
    assert (checked.case_id, checked.cremator_id) == (case.id, world.cremator(home))
    assert checked.checked_by == str(home.operator)


def test_the_same_check_twice_within_a_minute_is_one(home, case):
    first = check(home, case)
    assert check(home, case).id == first.id
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert check(home, case).id != first.id


def test_band_and_order_must_be_of_one_person(home, case):
    other = ready(home)
    with pytest.raises(WorkOrderOfAnother):
        check(home, case, work_order=world.work_order(home, other))


def test_unknown_revoked_and_mistaken_codes_are_told_apart(home, case):
    band, order = world.tag(home, case), world.work_order(home, case)
    for changed, refusal in (
        ({"wristband": "0" * 16}, WristbandUnknown),
        ({"work_order": "0" * 16}, WorkOrderUnknown),
        ({"wristband": order}, NotAWristband),
        ({"work_order": band}, NotAWorkOrder),
    ):
        with pytest.raises(refusal):
            check(home, case, **changed)
    replace_work_order(number=case.number, by=home.clerk)
    with pytest.raises(WorkOrderRevoked):
        check(home, case, work_order=order)
    replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    with pytest.raises(WristbandRevoked):
        check(home, case, wristband=band)


def test_only_operators_of_this_home_check(home, case):
    with pytest.raises(NotAnOperator):
        check(home, case, by=home.clerk)
    stranger = world.make_home("TC").operator
    with pytest.raises(WristbandUnknown):
        check(home, case, by=stranger)


def test_what_would_refuse_the_start_refuses_the_check(home, case):
    collecting = world.cremator(home, world.CrematorType.COLLECTING)
    with pytest.raises(NotPlannedHere):
        check(home, case, cremator_id=collecting)
    set_hold_flag(
        number=case.number, kind=FlagKind.OTHER, reason="等候亲属", until=None, by=home.clerk
    )
    with pytest.raises(HoldFlagged):
        check(home, case)


def test_a_wrong_clock_and_a_finished_body_are_refused(home, case):
    with pytest.raises(DeviceClockWrong):
        check(home, case, device_at=clock.now() + timedelta(hours=1))
    world.check(home, case, world.cremator(home))
    world.burn(home, case, world.cremator(home))
    with pytest.raises(AlreadyCremated):
        check(home, case)


def test_a_check_once_written_stays_as_it_is(home, case):
    check(home, case)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.connection().execute(text("UPDATE furnace_checks SET checked_by = 'x'"))
