"""暂留: a time is taken while a family decides, and free the moment it has not."""

from datetime import timedelta

import pytest

from funeral.errors import NoHearse, TimeTaken, TooEarly, TooManyTimes
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.operations import (
    add_resource,
    confirm_plan,
    hold_times,
    lay_down_terms,
    plan_farewell,
    release_plan,
)
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, live_occupancies
from funeral.terms import Terms
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP, family
from tests import world


def hold(home, starts_at, **changed):
    asked = {
        "institution_id": home.id,
        "hall_class": HallClass.SMALL,
        "cremator_type": CrematorType.FLAT,
        "starts_at": starts_at,
        "by": family("a family"),
    }
    return hold_times(**(asked | changed))


def book(home, starts_at, **changed):
    asked = {
        "institution_id": home.id,
        "hall_class": HallClass.SMALL,
        "cremator_type": CrematorType.FLAT,
        "starts_at": starts_at,
        "by": home.clerk,
    }
    return plan_farewell(**(asked | changed))


def fill(home, starts_at):
    """Hold both small halls."""
    return [hold(home, starts_at, claimant_index=f"holder {number}") for number in range(2)]


def passed(span: timedelta):
    return clock.frozen(clock.now() + span)


def test_a_held_time_is_taken_and_not_confirmed(home):
    held, _other = fill(home, world.tomorrow_at(9))
    assert held.confirmed_at is None
    assert held.told_at is None
    assert clock.now() < held.held_until <= clock.now() + Terms().hold
    with pytest.raises(TimeTaken) as refused:
        book(home, world.tomorrow_at(9))
    assert world.tomorrow_at(10) in refused.value.alternatives


def test_an_expired_hold_is_free_at_once_and_without_any_job(home):
    fill(home, world.tomorrow_at(9))
    with passed(Terms().hold):
        assert book(home, world.tomorrow_at(9)).confirmed_at


def test_a_minute_before_it_expires_it_still_holds(home):
    fill(home, world.tomorrow_at(9))
    with passed(Terms().hold - timedelta(minutes=1)), pytest.raises(TimeTaken):
        book(home, world.tomorrow_at(9))


def test_only_the_hold_in_the_way_is_freed(home):
    first, second = fill(home, world.tomorrow_at(9))
    elsewhere = hold(home, world.tomorrow_at(15))
    with passed(Terms().hold):
        book(home, world.tomorrow_at(9))
        standing = [each for each in (first, second, elsewhere) if live_occupancies(each)]
    assert elsewhere in standing
    assert len(standing) == 2


def test_a_hold_lasts_as_the_terms_or_the_caller_say(home):
    with clock.frozen(clock.now()):
        assert hold(home, world.tomorrow_at(9)).held_until == clock.now() + Terms().hold
        longer = hold(home, world.tomorrow_at(11), held_for=timedelta(hours=1))
        assert longer.held_until == clock.now() + timedelta(hours=1)


def test_choosing_again_gives_the_hold_before_back_at_once(home):
    first = hold(home, world.tomorrow_at(9), claimant_index="one")
    second = hold(home, world.tomorrow_at(9), claimant_index="one", replaces=first.id)
    assert begin_of(get_plan(first.id)) is None
    assert begin_of(second) == world.tomorrow_at(9)


def test_where_the_other_time_is_taken_the_hold_before_stays(home):
    fill(home, world.tomorrow_at(11))
    first = hold(home, world.tomorrow_at(9))
    with pytest.raises(TimeTaken):
        hold(home, world.tomorrow_at(11), replaces=first.id)
    assert begin_of(get_plan(first.id)) == world.tomorrow_at(9)


def test_what_is_confirmed_or_cancelled_is_not_given_back_by_choosing_again(home):
    confirmed = hold(home, world.tomorrow_at(9), claimant_index="one")
    confirm_plan(plan_id=confirmed.id, by=family("a family"))
    hold(home, world.tomorrow_at(11), replaces=confirmed.id)
    assert begin_of(get_plan(confirmed.id)) == world.tomorrow_at(9)
    release_plan(plan_id=confirmed.id, by=home.clerk)
    hold(home, world.tomorrow_at(13), replaces=confirmed.id)
    assert begin_of(get_plan(confirmed.id)) == world.tomorrow_at(9), "it has to wait its time"


def test_one_telephone_holds_no_more_than_the_terms_allow(home):
    for number in range(Terms().per_claimant):
        hold(home, world.tomorrow_at(8 + 2 * number), claimant_index="one")
    with pytest.raises(TooManyTimes) as refused:
        hold(home, world.tomorrow_at(15), claimant_index="one")
    assert "3 个时间" in str(refused.value)
    assert hold(home, world.tomorrow_at(15), claimant_index="another")
    with passed(Terms().hold):
        assert hold(home, world.tomorrow_at(8), claimant_index="one"), "expired ones do not count"


def test_the_desk_may_hold_more(home):
    for number in range(Terms().per_claimant + 1):
        at = world.tomorrow_at(8 + 2 * number)
        assert hold(home, at, claimant_index="one", by=home.clerk)


def test_families_keep_the_lead_time_and_the_desk_need_not(home):
    terms = Terms(lead=timedelta(hours=48), legal_basis="本馆预约须知（2026年）")
    lay_down_terms(institution_id=home.id, valid_from=clock.today(), terms=terms, by=SETUP)
    with pytest.raises(TooEarly):
        hold(home, world.tomorrow_at(9))
    assert hold(home, world.tomorrow_at(9), by=home.clerk)


def test_the_same_form_twice_holds_once(home):
    asked = {"idempotency_key": "form-1", "claimant_index": "one"}
    first = hold(home, world.tomorrow_at(9), **asked)
    assert hold(home, world.tomorrow_at(9), **asked).id == first.id
    assert hold(home, world.tomorrow_at(9), claimant_index="another").id != first.id
    with pytest.raises(TimeTaken):
        hold(home, world.tomorrow_at(9), claimant_index="third")


def test_the_hearse_is_part_of_the_hold(home):
    pick_up = world.tomorrow_at(7)
    with pytest.raises(NoHearse):
        hold(home, world.tomorrow_at(9), pick_up_at=pick_up)
    hearse = add_hearse(home)
    held = hold(home, world.tomorrow_at(9), pick_up_at=pick_up)
    assert hearse.id in {each.resource_id for each in live_occupancies(held)}
    with pytest.raises(NoHearse):
        hold(home, world.tomorrow_at(9), pick_up_at=pick_up, claimant_index="another")
    db.session.rollback()
    with passed(Terms().hold):
        assert hold(home, world.tomorrow_at(9), pick_up_at=pick_up)


def add_hearse(home):
    return add_resource(
        institution_id=home.id,
        kind=ResourceKind.HEARSE,
        variety="",
        name="1号灵车",
        opens=clock.local(world.tomorrow_at(0)).time(),
        closes=clock.local(world.tomorrow_at(0)).time(),
        setup_minutes=0,
        use_minutes=60,
        cleanup_minutes=20,
        by=SETUP,
    )
