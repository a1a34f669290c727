"""Nobody, family or clerk, books farther ahead than families are offered."""

from datetime import time, timedelta

import pytest

from funeral.errors import TimeTaken, TooFarAhead
from funeral.kinds import CrematorType, HallClass
from funeral.operations import plan_farewell, release_plan
from funeral.queries.schedule import DAYS_AHEAD, begin_of, last_day
from kernel import clock
from kernel.db import new_id
from kernel.errors import NotFound
from tests import world


def take(home: world.Home, starts_at, hall: HallClass = HallClass.SMALL):
    return plan_farewell(
        institution_id=home.id,
        hall_class=hall,
        cremator_type=CrematorType.FLAT,
        starts_at=starts_at,
        by=home.clerk,
    )


def test_the_last_day_is_booked_and_the_day_after_it_refused(home):
    assert last_day() == clock.today() + timedelta(days=DAYS_AHEAD - 1)
    assert take(home, clock.at(last_day(), time(9)))
    with pytest.raises(TooFarAhead) as refused:
        take(home, clock.at(last_day() + timedelta(days=1), time(9)))
    assert clock.say_full_day(last_day()) in str(refused.value)
    assert refused.value.field == "starts_at"


def test_ten_years_ahead_is_refused(home):
    with pytest.raises(TooFarAhead):
        take(home, clock.at(clock.today() + timedelta(days=3650), time(9)), HallClass.NONE)


def test_no_alternative_lies_beyond_the_last_day(home):
    latest = clock.at(last_day(), time(17))  # the cremation would end after the home closes
    with pytest.raises(TimeTaken) as refused:
        take(home, latest)
    assert refused.value.alternatives
    assert {clock.day_of(at) for at in refused.value.alternatives} == {last_day()}


def test_a_released_plan_leaves_its_times_to_others_and_stale_boards_behind(home):
    plan = take(home, world.tomorrow_at(9))
    released = release_plan(plan_id=plan.id, by=home.clerk)
    assert released.version == 2
    assert begin_of(released) is None
    with pytest.raises(NotFound):
        release_plan(plan_id=new_id(), by=home.clerk)
