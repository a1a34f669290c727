"""Nobody, family or clerk, books farther ahead than families are offered."""

from datetime import time, timedelta

import pytest

from funeral.errors import TimeTaken, TooFarAhead
from funeral.kinds import CrematorType, HallClass
from funeral.operations import plan_farewell, release_plan, return_times
from funeral.queries.schedule import begin_of
from funeral.queries.terms import last_day
from funeral.terms import Terms
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
    assert last_day(home.id) == clock.today() + timedelta(days=Terms().days_ahead - 1)
    assert take(home, clock.at(last_day(home.id), time(9)))
    with pytest.raises(TooFarAhead) as refused:
        take(home, clock.at(last_day(home.id) + timedelta(days=1), time(9)))
    assert clock.say_full_day(last_day(home.id)) in str(refused.value)
    assert refused.value.field == "starts_at"


def test_ten_years_ahead_is_refused(home):
    with pytest.raises(TooFarAhead):
        take(home, clock.at(clock.today() + timedelta(days=3650), time(9)), HallClass.NONE)


def test_no_alternative_lies_beyond_the_last_day(home):
    latest = clock.at(last_day(home.id), time(17))  # the cremation would end after the home closes
    with pytest.raises(TimeTaken) as refused:
        take(home, latest)
    assert refused.value.alternatives
    assert {clock.day_of(at) for at in refused.value.alternatives} == {last_day(home.id)}


def test_a_released_plan_leaves_stale_boards_behind_and_its_times_return(home):
    plan = take(home, world.tomorrow_at(9))
    released = release_plan(plan_id=plan.id, by=home.clerk)
    assert released.version == 2
    with clock.frozen(released.held_until):
        return_times(plan_id=plan.id, by=home.clerk)
        assert begin_of(released) is None
    with pytest.raises(NotFound):
        release_plan(plan_id=new_id(), by=home.clerk)
