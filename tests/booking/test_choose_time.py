"""Choosing a time keeps it for the family while it reads, until a clock time it is told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.answers import SOON, Answers
from booking.errors import NotAllAnswered
from booking.models import Booking, Draft
from booking.operations import choose_time, confirm_booking, save_answers
from booking.views.times import A_WHILE, MOST_CHOICES
from funeral.errors import NoHearse, TimeTaken, TooManyTimes
from funeral.kinds import HallClass
from funeral.models import Plan
from funeral.operations import report_breakdown
from funeral.queries.pick_ups import list_pick_ups, pick_up_of
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, farewell_of, list_free_times
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP, family
from kernel.people.claimants import phone_index
from tests import world
from tests.booking.drafts import draft_of
from tests.booking.family import Family, text_of
from tests.funeral.hearses import make_hearse
from tests.visitor import visit


def the_draft() -> Draft:
    db.session.expire_all()
    return db.session.scalars(select(Draft)).one()


def choose(draft_id, hour=9, by=None, **key):
    at = world.tomorrow_at(hour)
    return choose_time(draft_id=draft_id, starts_at=at, by=by or family(str(draft_id)), **key)


def count_free(home, hour=9) -> int:
    free = list_free_times(home.id, clock.day_of(world.tomorrow_at(hour)), HallClass.SMALL, "flat")
    return next((p.halls_free for p in free if p.starts_at == world.tomorrow_at(hour)), 0)


def test_the_page_says_until_when_the_time_is_kept(family, home):
    family.walk()
    plan = get_plan(the_draft().plan_id)
    assert plan.confirmed_at is None
    assert plan.claimant_index == phone_index("13800138000")
    said = f"这个时间为您保留到 {clock.say_time(plan.held_until)}"
    assert said in text_of(family.check())
    assert count_free(home) == 1


def test_another_choice_frees_the_one_before(family, home):
    family.walk()
    family.send("time", starts_at=world.tomorrow_at(11).isoformat())
    assert count_free(home, 9) == 2
    assert count_free(home, 11) == 1


def test_a_taken_choice_keeps_the_hold_before_and_offers_three(app, home):
    first, second = draft_of(home, starts_at=None), draft_of(home, starts_at=None)
    choose(first, 9)
    choose(draft_of(home, starts_at=None), 9)
    choose(second, 12)
    with pytest.raises(TimeTaken) as refused:
        choose(second, 9)
    assert len(refused.value.alternatives) == 3
    held = get_plan(db.session.get(Draft, second).plan_id)
    assert begin_of(held) == world.tomorrow_at(12)


def test_the_family_sees_its_own_time_as_free(family, home):
    Family(visit(family.browser.application), phone=world.phone()).walk()
    family.walk()
    assert "9:00 余 1" in text_of(family.open("/book/time"))
    assert family.send("time").location == "/book/check"


def test_choosing_the_same_time_again_does_not_keep_it_longer(context, home):
    draft_id = draft_of(home, starts_at=None)
    until = get_plan(choose(draft_id).plan_id).held_until
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        again = get_plan(choose(draft_id).plan_id)
    assert again.held_until == until
    assert db.session.scalar(select(func.count(Plan.id))) == 1


def test_a_key_sent_twice_chooses_once(context, home):
    draft_id = draft_of(home, starts_at=None)
    first = choose(draft_id, idempotency_key="k").plan_id
    assert choose(draft_id, idempotency_key="k").plan_id == first


def test_what_is_not_answered_is_asked_first(context, home):
    draft_id = draft_of(home, starts_at=None, hall_class=None)
    with pytest.raises(NotAllAnswered):
        choose(draft_id)


def test_one_number_holds_only_so_many_times(context, home):
    world.lay_down(home, per_claimant=1)
    number = world.phone()
    choose(draft_of(home, starts_at=None, phone=number), 9)
    other = draft_of(home, starts_at=None, phone=number)
    with pytest.raises(TooManyTimes):
        choose(other, 11)
    choose(other, 11, by=home.clerk)


def test_a_time_off_the_grid_is_refused(context, home):
    with pytest.raises(TimeTaken):
        choose_time(
            draft_id=draft_of(home, starts_at=None), starts_at=world.tomorrow_at(9, 7), by=SETUP
        )


def test_confirming_keeps_the_plan_that_was_held(family):
    family.walk()
    held = the_draft().plan_id
    family.confirm()
    booking = db.session.scalars(select(Booking)).one()
    assert booking.plan_id == held
    assert get_plan(held).confirmed_at is not None
    assert the_draft().plan_id is None


def test_an_expired_hold_is_silently_taken_again(family):
    family.walk()
    with clock.frozen(clock.now() + timedelta(minutes=25)):
        page = family.check()
        assert "这个时间现在空着，确认预约后为您安排。" in text_of(page)
        assert family.confirm(page).status_code == 302
    booking = db.session.scalars(select(Booking)).one()
    assert begin_of(get_plan(booking.plan_id)) == world.tomorrow_at(9)


def test_a_hall_closed_meanwhile_is_changed_for_another(context, home):
    draft_id = draft_of(home, starts_at=None)
    held = farewell_of(get_plan(choose(draft_id).plan_id))
    report_breakdown(
        resource_id=held.resource_id,
        starts_at=world.tomorrow_at(6),
        ends_at=world.tomorrow_at(18),
        reason="漏水",
        by=home.clerk,
    )
    booking = confirm_booking(draft_id=draft_id, by=family("f"))
    farewell = farewell_of(get_plan(booking.plan_id))
    assert farewell.starts_at == world.tomorrow_at(9)
    assert farewell.resource_id != held.resource_id


def test_the_hearse_is_one_plan_with_the_farewell(by_day, family, home):
    make_hearse(home)
    family.walk(until="transfer")
    free = list_pick_ups(home.id)
    page = text_of(family.open("/book/transfer"))
    assert f"尽快（最早 {clock.say_day(clock.day_of(free[0]))} {clock.say_time(free[0])}）" in page
    family.send("transfer", pick_up_at=SOON)
    for step in ("day", "hall"):
        family.send(step)
    # Later than any pick-up of the next day.
    at = world.tomorrow_at(12) + timedelta(days=1)
    family.send("day", day=clock.day_of(at).isoformat())
    family.send("time", starts_at=at.isoformat())
    page = family.check()
    assert clock.say_time(free[0]) in text_of(page)
    family.confirm(page)
    booking = db.session.scalars(select(Booking)).one()
    plan = get_plan(booking.plan_id)
    assert pick_up_of(plan).starts_at == free[0]
    assert len(plan.occupancies) == 3
    said = text_of(family.open(f"/b/{booking.code}"))
    assert f"接运时间 {clock.say_day(clock.day_of(free[0]))} {clock.say_time(free[0])}" in said


def test_storage_is_estimated_from_the_pick_up(by_day, context, home):
    make_hearse(home)
    pick_up_at = list_pick_ups(home.id)[10]
    start = world.tomorrow_at(12) + timedelta(days=1)
    told = {"pick_up_from": "县医院", "pick_up_at": pick_up_at.isoformat(), "starts_at": start}
    with_hearse = confirm_booking(draft_id=draft_of(home, **told), by=family("f"))
    without = confirm_booking(
        draft_id=draft_of(home, **(told | {"pick_up_at": ""})), by=family("g")
    )
    stored = [
        next(row["gross_fen"] for row in each.estimate["rows"] if row["item_code"] == "storage")
        for each in (with_hearse, without)
    ]
    assert stored[0] < stored[1]


def test_without_a_free_hearse_nothing_is_held(by_day, context, home):
    make_hearse(home)
    at = list_pick_ups(home.id)[4].isoformat()
    start = world.tomorrow_at(12) + timedelta(days=1)
    told = {"pick_up_from": "县医院", "pick_up_at": at, "starts_at": None}
    first, second = draft_of(home, **told), draft_of(home, **told)
    choose_time(draft_id=first, starts_at=start, by=family("f"))
    with pytest.raises(NoHearse):
        choose_time(draft_id=second, starts_at=start, by=family("g"))
    assert db.session.get(Draft, second).plan_id is None


def test_another_pick_up_asks_for_the_time_again(family, home):
    make_hearse(home)
    family.walk(until="transfer")
    family.send("transfer", pick_up_at="1999-01-01T00:00:00+00:00")
    assert Answers.from_json(the_draft().answers).pick_up_from is None
    family.send("transfer", pick_up_at=SOON)
    at = (world.tomorrow_at(12) + timedelta(days=1)).isoformat()
    family.send("day", day=at[:10])
    family.send("hall")
    family.send("time", starts_at=at)
    later = list_pick_ups(home.id)[6].isoformat()
    assert family.send("transfer", pick_up_at=later).location == "/book/time"


def test_a_home_without_hearses_telephones_as_before(family):
    family.walk(until="transfer")
    page = text_of(family.open("/book/transfer"))
    assert "殡仪馆会打电话和您约定时间" in page
    assert "接运时间" not in page


def test_answers_saved_before_still_read(context, home):
    draft_id = draft_of(home)
    answers = Answers.from_json(db.session.get(Draft, draft_id).answers)
    assert answers.pick_up_at is None
    save_answers(draft_id=draft_id, answers=answers, by=SETUP)


def test_one_address_holds_only_so_many_times(app, home):
    """Made-up numbers are no way to hold a whole week: what was typed stays, nobody is locked out
    for long."""
    families = [Family(visit(app), phone=world.phone()) for _ in range(2)]
    for each in families:
        each.walk(until="time")
    first, second = families
    for _ in range(MOST_CHOICES):
        first.send("time")
    said = text_of(second.send("time"))
    assert "这里短时间内选过的时间太多了，请过 20 分钟再选，或拨打服务电话。" in said
    assert count_free(home) == 1
    with clock.frozen(clock.now() + A_WHILE):
        assert second.send("time").status_code == 302


def test_a_clerk_who_fills_in_for_callers_is_not_braked(app, home):
    caller = Family(visit(app, "jy-desk"), phone=world.phone())
    caller.browser.post("/desk/book", data={"channel": "hotline", "idempotency_key": "k"})
    for page in ("who", "deceased", "household", "transfer", "day", "hall"):
        assert caller.send(page).status_code == 302
    for _ in range(MOST_CHOICES + 1):
        assert caller.send("time").status_code == 302
