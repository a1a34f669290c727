"""放开日程: holds are free at once, confirmed times return when nobody can foresee it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from funeral.errors import TimeTaken
from funeral.giving_back import GRACE
from funeral.jobs import return_expired, return_given_up
from funeral.kinds import HallClass
from funeral.operations import (
    confirm_plan,
    lay_down_terms,
    release_plan,
    return_times,
)
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, nearest_free_times
from funeral.terms import Terms
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP, family
from tests import world
from tests.funeral.test_hold_times import book, fill, hold, passed


def release(plan, home):
    return release_plan(plan_id=plan.id, by=home.clerk)


def full(home, at):
    """Both small halls taken; the first one's plan."""
    first, _second = book(home, at, claimant_index="first"), book(home, at)
    return first


def returns_at(plan):
    query = "SELECT scheduled_at FROM procrastinate_jobs WHERE args->>'plan_id' = :plan"
    return db.session.scalars(text(query), {"plan": str(plan.id)}).one()


def test_a_hold_that_is_given_back_is_free_at_once(home):
    first, _second = fill(home, world.tomorrow_at(9))
    release(first, home)
    assert book(home, world.tomorrow_at(9))


def test_a_confirmed_time_is_not_free_at_once(home):
    release(full(home, world.tomorrow_at(9)), home)
    with passed(Terms().return_from - timedelta(seconds=1)), pytest.raises(TimeTaken):
        book(home, world.tomorrow_at(9))


def test_it_returns_by_the_worker_within_the_terms_and_never_at_the_same_moment(home):
    moments = set()
    with clock.frozen(clock.now()):
        for hour in range(7, 15):
            plan = book(home, world.tomorrow_at(hour))
            release(plan, home)
            moments.add(returns_at(plan) - clock.now())
    assert len(moments) > 4, "somebody could foresee when it returns"
    assert all(Terms().return_from <= each <= Terms().return_to for each in moments)


def test_when_its_time_has_come_the_worker_frees_it(home):
    plan = full(home, world.tomorrow_at(9))
    release(plan, home)
    with clock.frozen(returns_at(plan)):
        return_given_up(str(plan.id))
        assert book(home, world.tomorrow_at(9))
    assert begin_of(get_plan(plan.id)) is None


def test_while_the_worker_is_down_it_expires_by_itself(home):
    release(full(home, world.tomorrow_at(9)), home)
    with passed(Terms().return_to + GRACE):
        assert book(home, world.tomorrow_at(9))


def test_who_cancelled_does_not_get_it_again_and_is_not_offered_it(home):
    plan = full(home, world.tomorrow_at(9))
    release(plan, home)
    with passed(Terms().return_to + GRACE):
        with pytest.raises(TimeTaken) as refused:
            book(home, world.tomorrow_at(9), claimant_index="first")
        assert world.tomorrow_at(9) not in refused.value.alternatives
        near = nearest_free_times(home.id, world.tomorrow_at(10), HallClass.SMALL, "flat", "first")
        assert world.tomorrow_at(9) not in near
        assert book(home, world.tomorrow_at(9), claimant_index="somebody else")


def test_cancelling_twice_does_not_shorten_the_wait(home):
    plan = full(home, world.tomorrow_at(9))
    release(plan, home)
    version = get_plan(plan.id).version
    assert release(plan, home).version == version
    with pytest.raises(TimeTaken):
        book(home, world.tomorrow_at(9))


def test_a_request_that_is_withdrawn_returns_as_a_confirmed_time_does(home):
    first, _second = (
        confirm_plan(plan_id=held.id, is_request=True, by=family("a family"))
        for held in fill(home, world.tomorrow_at(9))
    )
    release(first, home)
    with pytest.raises(TimeTaken):
        book(home, world.tomorrow_at(9))


def test_a_home_may_let_times_return_at_once(home):
    terms = Terms(
        return_from=timedelta(0), return_to=timedelta(0), legal_basis="本馆预约须知（2026年）"
    )
    lay_down_terms(institution_id=home.id, valid_from=clock.today(), terms=terms, by=SETUP)
    with clock.frozen(clock.now()):
        plan = full(home, world.tomorrow_at(9))
        release(plan, home)
        return_given_up(str(plan.id))
        assert book(home, world.tomorrow_at(9))


def test_times_gone_by_are_simply_dropped(home):
    plan = book(home, world.tomorrow_at(9))
    with clock.frozen(world.tomorrow_at(16)):
        release(plan, home)
    assert begin_of(get_plan(plan.id)) is None


def test_what_is_firm_or_still_held_is_not_returned(home):
    firm, held = book(home, world.tomorrow_at(9)), hold(home, world.tomorrow_at(11))
    for plan in (firm, held):
        return_times(plan_id=plan.id, by=SETUP)
        assert begin_of(get_plan(plan.id)) is not None


def test_returning_again_changes_nothing(home):
    plan = book(home, world.tomorrow_at(9))
    release(plan, home)
    with passed(Terms().return_to):
        return_given_up(str(plan.id))
        version = get_plan(plan.id).version
        return_given_up(str(plan.id))
    assert get_plan(plan.id).version == version


def test_the_minutes_job_sweeps_up_every_hold_that_ran_out(home):
    expired = fill(home, world.tomorrow_at(9))
    with passed(Terms().hold):
        still_held = hold(home, world.tomorrow_at(11), claimant_index="later")
        assert return_expired() == 2
        assert return_expired() == 0
    assert all(begin_of(get_plan(plan.id)) is None for plan in expired)
    assert begin_of(get_plan(still_held.id)) == world.tomorrow_at(11)
