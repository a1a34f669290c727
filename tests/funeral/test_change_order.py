"""The order of a day's cremations: as planned, as it was, and every change with its reason."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from funeral import moving
from funeral.errors import OrderReasonMissing
from funeral.kinds import CrematorType, HallClass, OrderKind, ResourceKind
from funeral.operations import move_occupancy, plan_farewell, release_plan
from funeral.queries.order import list_order, list_order_changes
from funeral.queries.schedule import cremation_of, list_resources
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral.test_hold_times import hold


def book(home, hour, minute=0):
    """A cremation without a ceremony."""
    return plan_farewell(
        institution_id=home.id,
        hall_class=HallClass.NONE,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(hour, minute),
        by=home.clerk,
    )


def step(home, plan, hour, minute=0, **changed):
    cremation = cremation_of(plan)
    asked = {
        "occupancy_id": cremation.id,
        "resource_id": cremation.resource_id,
        "starts_at": world.tomorrow_at(hour, minute),
        "version": plan.version,
        "despite_told": True,
        "by": home.clerk,
    }
    return asked | changed


def move(home, plan, hour, minute=0, **changed):
    return move_occupancy(**step(home, plan, hour, minute, **changed))


def order(home):
    return [each.code for each in list_order(home.id, clock.day_of(world.tomorrow_at(9)))]


def changes(home):
    found = list_order_changes(home.id, clock.day_of(world.tomorrow_at(9)))
    return [(code, change.passed, change.reason) for change, code in found]


def test_the_order_is_by_time_and_without_a_name(home):
    late, early = book(home, 11), book(home, 9)
    assert order(home) == [early.order_code, late.order_code]
    [first, second] = list_order(home.id, clock.day_of(world.tomorrow_at(9)))
    assert (first.planned_place, second.planned_place) == (1, 2)
    assert first.actual_place is None
    assert {each.code for each in (first, second)} == {late.order_code, early.order_code}


def test_holds_and_cancelled_plans_are_not_in_the_published_order(home):
    hold(home, world.tomorrow_at(9), hall_class=HallClass.NONE)
    gone, stays = book(home, 11), book(home, 13)
    release_plan(plan_id=gone.id, by=home.clerk)
    assert order(home) == [stays.order_code]


def test_overtaking_needs_a_reason_that_names_whom(home):
    first, second = book(home, 9), book(home, 11)
    with pytest.raises(OrderReasonMissing) as refused:
        move(home, second, 7)
    assert first.order_code in str(refused.value)
    assert refused.value.field == "reason"
    move(home, second, 7, reason="家属远道赶来，经前一家同意")
    assert changes(home) == [(second.order_code, [first.order_code], "家属远道赶来，经前一家同意")]
    assert order(home) == [second.order_code, first.order_code]


def test_a_reason_of_blanks_is_none(home):
    book(home, 9)
    with pytest.raises(OrderReasonMissing):
        move(home, book(home, 11), 7, reason="  ")


def test_moving_behind_others_needs_a_reason_too(home):
    first, second = book(home, 9), book(home, 11)
    with pytest.raises(OrderReasonMissing):
        move(home, first, 14)
    move(home, first, 14, reason="炉温调试")
    assert changes(home) == [(first.order_code, [second.order_code], "炉温调试")]


def test_moving_without_overtaking_needs_none(home):
    first, second = book(home, 9), book(home, 12)
    move(home, first, 10)
    move(home, second, 15)
    assert changes(home) == []
    assert order(home) == [first.order_code, second.order_code]


def test_two_short_moves_over_an_equal_time_do_not_slip_past(home):
    """From nine level with eleven, then past it: one of the two steps is the change of order."""
    first, second = book(home, 9), book(home, 11)
    cremators = list_resources(home.id, ResourceKind.CREMATOR)
    beside = next(each for each in cremators if each.id != cremation_of(second).resource_id)
    refused = 0
    for minute in (0, 30):
        try:
            move(home, first, 11, minute, resource_id=beside.id)
        except OrderReasonMissing:
            refused += 1
            move(home, first, 11, minute, resource_id=beside.id, reason="换炉")
    assert refused == 1
    assert changes(home) == [(first.order_code, [second.order_code], "换炉")]
    assert order(home) == [second.order_code, first.order_code]


def test_a_requested_or_held_time_is_not_overtaken_silently(home):
    held = hold(home, world.tomorrow_at(9), hall_class=HallClass.NONE)
    with pytest.raises(OrderReasonMissing) as refused:
        move(home, book(home, 11), 7)
    assert held.order_code in str(refused.value)


def test_two_who_move_towards_each_other_at_once_do_not_swap_silently(app, home, monkeypatch):
    """On two cremators, each step alone overtakes nobody; both together would."""
    look = moving.list_cremations_between
    both_looked = threading.Barrier(2)

    def look_together(*asked):
        found = look(*asked)
        # Without the lock both have looked by now; with it the second is still waiting.
        with suppress(threading.BrokenBarrierError):
            both_looked.wait(timeout=0.5)
        return found

    monkeypatch.setattr(moving, "list_cremations_between", look_together)
    plans = book(home, 7), book(home, 8)
    steps = [step(home, plan, 7, minute) for plan, minute in zip(plans, (40, 20), strict=True)]
    assert steps[0]["resource_id"] != steps[1]["resource_id"]
    assert at_once(app, steps) == ["moved", "needs a reason"]


def at_once(app, steps):
    def run(asked):
        with app.app_context():
            try:
                move_occupancy(**asked)
            except OrderReasonMissing:
                return "needs a reason"
            return "moved"

    with ThreadPoolExecutor(len(steps)) as threads:
        answers = sorted(threads.map(run, steps))
    db.session.expire_all()
    return answers


def test_the_change_says_from_when_to_when_and_by_whom(home):
    first, second = book(home, 9), book(home, 11)
    move(home, second, 7, reason="卫生部门要求尽快火化")
    [(change, _code)] = list_order_changes(home.id, clock.day_of(world.tomorrow_at(9)))
    assert change.kind == OrderKind.PLANNED
    assert change.planned_before == world.tomorrow_at(11)
    assert change.planned_after == world.tomorrow_at(7)
    assert change.changed_by == str(home.clerk)
    assert change.passed == [first.order_code]
