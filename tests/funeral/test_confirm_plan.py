"""确认时间: a hold becomes firm once, in time, and not where the hall was closed meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from time import sleep
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import select

from funeral.errors import HoldExpired, ResourceClosed, TimeTaken
from funeral.models import Plan
from funeral.operations import confirm_plan, release_plan, report_breakdown
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, farewell_of
from funeral.terms import Terms
from kernel import clock
from kernel.db import db
from kernel.people.actors import Actor, family
from tests import world
from tests.funeral.test_hold_times import book, fill, hold, passed


def requests_of(institution_id):
    """Neither confirmed nor held nor cancelled: they wait for the home, the oldest first."""
    waiting = {"confirmed_at": None, "held_until": None, "cancelled_at": None}
    query = select(Plan).filter_by(institution_id=institution_id, **waiting)
    return db.session.scalars(query.order_by(Plan.made_at)).all()


def confirm(plan, **changed):
    return confirm_plan(**({"plan_id": plan.id, "by": family("a family")} | changed))


def test_a_confirmed_time_no_longer_expires(home):
    for held in fill(home, world.tomorrow_at(9)):
        confirm(held)
    with passed(Terms().hold * 2), pytest.raises(TimeTaken):
        book(home, world.tomorrow_at(9))


def test_confirming_says_that_the_family_knows_its_times(home):
    confirmed = confirm(hold(home, world.tomorrow_at(9)))
    assert confirmed.confirmed_at is not None
    assert confirmed.told_at == confirmed.confirmed_at
    assert confirmed.held_until is None


def test_confirming_again_changes_nothing(home):
    held = hold(home, world.tomorrow_at(9))
    first = confirm(held).confirmed_at
    with passed(timedelta(hours=1)):
        assert confirm(held).confirmed_at == first


def test_an_expired_hold_cannot_be_confirmed_even_if_nobody_took_it(home):
    held = hold(home, world.tomorrow_at(9))
    with passed(Terms().hold), pytest.raises(HoldExpired):
        confirm(held)


def test_a_hold_that_was_given_back_cannot_be_confirmed(home):
    held = hold(home, world.tomorrow_at(9))
    release_plan(plan_id=held.id, by=home.clerk)
    with pytest.raises(HoldExpired):
        confirm(held)


def test_a_cancelled_plan_is_not_revived_by_confirming(home):
    plan = book(home, world.tomorrow_at(9))
    release_plan(plan_id=plan.id, by=home.clerk)
    with pytest.raises(HoldExpired):
        confirm(plan)


def test_a_breakdown_between_hold_and_confirmation_is_said(home):
    held = hold(home, world.tomorrow_at(9))
    report_breakdown(
        resource_id=farewell_of(held).resource_id,
        starts_at=world.tomorrow_at(8),
        ends_at=world.tomorrow_at(12),
        reason="空调漏水",
        by=home.clerk,
    )
    with pytest.raises(ResourceClosed) as refused:
        confirm(held)
    assert "停用（空调漏水）" in str(refused.value)
    assert get_plan(held.id).confirmed_at is None


def test_a_request_waits_for_the_home_and_counts_as_taken(home):
    requested = [confirm(held, is_request=True) for held in fill(home, world.tomorrow_at(9))]
    assert [each.id for each in requests_of(home.id)] == [each.id for each in requested]
    with passed(Terms().hold * 2):
        with pytest.raises(TimeTaken):
            book(home, world.tomorrow_at(9))
        accepted = confirm(requested[0], by=home.clerk)
    assert accepted.confirmed_at is not None
    assert [each.id for each in requests_of(home.id)] == [requested[1].id]


def test_confirming_at_the_moment_a_rival_takes_the_expired_time(app, home):
    """Either the family was in time and keeps it, or it is refused; never confirmed and lost."""
    answers = []
    for number in range(6):
        at = world.tomorrow_at(9) + timedelta(days=number)
        held = [
            hold(home, at, claimant_index=f"{number} {each}", held_for=timedelta(seconds=0.2))
            for each in range(2)
        ]
        ids, home_id, clerk = [each.id for each in held], home.id, home.clerk
        runs_out = min(each.held_until for each in held)
        acts = [partial(confirm_late, plan_id, runs_out) for plan_id in ids]
        answers += at_once(app, [*acts, partial(book_early, Rival(home_id, clerk), at)])
        for plan in (get_plan(plan_id) for plan_id in ids):
            assert (begin_of(plan) == at) or plan.confirmed_at is None
    assert set(answers) <= {"confirmed", "expired", "booked", "taken"}
    assert {"confirmed", "booked"} & set(answers)


class Rival(NamedTuple):
    """Of a home what book asks, without its session."""

    id: UUID
    clerk: Actor


def confirm_late(plan_id, runs_out):
    sleep(max(0, (runs_out - clock.now()).total_seconds() - 0.004))
    try:
        confirm_plan(plan_id=plan_id, by=family("a family"))
    except HoldExpired:
        return "expired"
    return "confirmed"


def book_early(rival, at):
    for _try in range(20):
        try:
            book(rival, at)
        except TimeTaken:
            sleep(0.02)
        else:
            return "booked"
    return "taken"


def at_once(app, acts):
    def run(act):
        with app.app_context():
            return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        answers = list(threads.map(run, acts))
    db.session.expire_all()
    return answers
