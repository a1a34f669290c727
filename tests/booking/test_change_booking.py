"""The family moves its booking: new times first, so that a failed change loses nothing."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from booking.errors import (
    BookingCancelled,
    CaseAlreadyOpen,
    ChangedTooOften,
    OnTheWay,
    TooLateToCancel,
    TooLateToChange,
)
from booking.jobs import move_queues
from booking.models import Booking
from booking.operations import cancel_booking, change_booking, open_case_from_booking
from funeral.errors import BeforePickUp, NotPlanned, TimeTaken
from funeral.kinds import HallClass
from funeral.operations import (
    assign_transfer,
    change_times,
    hold_times,
    order_transfer,
    plan_farewell,
    start_trip,
)
from funeral.queries.pick_ups import list_orders_of_plan, list_pick_ups, pick_up_of
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of, list_free_times, live_occupancies
from kernel import clock
from kernel.db import db
from kernel.people.actors import family as by_family
from tests import world
from tests.booking.drafts import booked
from tests.booking.family import text_of
from tests.funeral.hearses import make_driver, make_hearse
from tests.visitor import visit

pytestmark = pytest.mark.usefixtures("context", "by_day")


def change(booking, hour=11, by=None, **key):
    return change_booking(
        code=booking.code,
        starts_at=world.tomorrow_at(hour),
        by=by or by_family(booking.code),
        **key,
    )


def starts_of(booking):
    db.session.expire_all()
    return begin_of(get_plan(booking.plan_id))


def has_free(home, at) -> bool:
    free = list_free_times(home.id, clock.day_of(at), HallClass.SMALL, "flat")
    return any(p.starts_at == at and p.halls_free == 2 for p in free)


def test_the_new_time_is_taken_and_the_old_one_comes_back_later(home):
    booking = booked(home)
    old = booking.plan_id
    change(booking)
    assert starts_of(booking) == world.tomorrow_at(11)
    assert booking.changes == 1
    assert get_plan(booking.plan_id).confirmed_at is not None
    assert not has_free(home, world.tomorrow_at(9))
    with clock.frozen(clock.now() + timedelta(minutes=13)):
        move_queues()
        assert has_free(home, world.tomorrow_at(9))
    assert live_occupancies(get_plan(old)) == []


def test_a_shift_that_overlaps_its_own_time_is_possible(home):
    booking = booked(home)
    booked(home)
    change_booking(code=booking.code, starts_at=world.tomorrow_at(9, 30), by=by_family("f"))
    assert starts_of(booking) == world.tomorrow_at(9, 30)


def test_a_failed_change_loses_nothing(home):
    booking = booked(home)
    for _ in range(2):
        plan_farewell(
            institution_id=home.id,
            hall_class=HallClass.SMALL,
            cremator_type="flat",
            starts_at=world.tomorrow_at(11),
            by=home.clerk,
        )
    with pytest.raises(TimeTaken) as refused:
        change(booking)
    assert len(refused.value.alternatives) == 3
    assert starts_of(booking) == world.tomorrow_at(9)
    assert (booking.changes, get_plan(booking.plan_id).cancelled_at) == (0, None)
    assert len(live_occupancies(get_plan(booking.plan_id))) == 2


def test_changes_are_counted_for_families_alone(home):
    booking = booked(home)
    change(booking, 11)
    change(booking, 13)
    with pytest.raises(ChangedTooOften):
        change(booking, 15)
    change(booking, 15, by=home.clerk)
    assert (starts_of(booking), booking.changes) == (world.tomorrow_at(15), 2)


def test_too_late_for_the_family_is_not_too_late_for_the_desk(home):
    booking = booked(home)
    with clock.frozen(world.tomorrow_at(9) - timedelta(hours=11)):
        with pytest.raises(TooLateToChange):
            change(booking)
        change(booking, by=home.clerk)
    assert starts_of(booking) == world.tomorrow_at(11)


def test_the_terms_are_those_the_booking_was_made_under(home):
    world.lay_down(home, changes=0)
    booking = booked(home)
    with pytest.raises(ChangedTooOften):
        change(booking)


def test_the_time_given_up_is_not_had_again(home):
    booking = booked(home)
    booked(home)
    change(booking)
    with pytest.raises(TimeTaken):
        change(booking, 9)


def test_the_same_time_changes_nothing_and_a_key_changes_once(home):
    booking = booked(home)
    change(booking, 9)
    assert booking.changes == 0
    change(booking, 11, idempotency_key="k")
    change(booking, 11, idempotency_key="k")
    assert booking.changes == 1


def test_received_and_cancelled_bookings_are_not_changed(home):
    received, cancelled = booked(home), booked(home)
    open_case_from_booking(code=received.code, by=home.clerk)
    cancel_booking(code=cancelled.code, by=by_family("f"))
    with pytest.raises(CaseAlreadyOpen):
        change(received)
    with pytest.raises(BookingCancelled):
        change(cancelled)
    with pytest.raises(NotPlanned):
        change_times(plan_id=cancelled.plan_id, starts_at=world.tomorrow_at(11), by=by_family("f"))


@pytest.fixture
def morning():
    """In the evening no farewell of today could come before the first pick-up."""
    with clock.frozen(clock.at(clock.today(), time(9))):
        yield


def test_the_hearse_and_its_order_go_with_the_booking(home, morning):
    make_hearse(home)
    at = list_pick_ups(home.id)[0]
    start = world.tomorrow_at(12) + timedelta(days=1)
    booking = booked(home, pick_up_from="县医院", pick_up_at=at.isoformat(), starts_at=start)
    order = order_transfer(
        institution_id=home.id,
        case_number=None,
        plan_id=booking.plan_id,
        pick_up_from="县医院",
        contact="",
        wanted_at=at,
        by=home.clerk,
    )
    with pytest.raises(BeforePickUp):
        change_booking(code=booking.code, starts_at=_next_half_hour(), by=home.clerk)
    change_booking(code=booking.code, starts_at=start + timedelta(hours=2), by=by_family("f"))
    plan = get_plan(booking.plan_id)
    assert pick_up_of(plan).starts_at == at
    assert [each.id for each in list_orders_of_plan(plan.id)] == [order.id]


def _next_half_hour():
    free = [
        proposal.starts_at
        for days in (0, 1)
        for proposal in list_free_times(
            _home_id(), clock.today() + timedelta(days=days), HallClass.SMALL, "flat"
        )
    ]
    return free[0]


def _home_id():
    return db.session.scalars(select(Booking)).first().institution_id


def test_the_family_does_it_on_its_page(app, family):
    family.walk()
    code = family.confirm().location.removeprefix("/b/")
    said = text_of(family.open(f"/b/{code}"))
    assert "以前可以在这里更改时间，还可以改 2 次。" in said
    page = family.open(f"/b/{code}/time?day={clock.day_of(world.tomorrow_at(9)).isoformat()}")
    assert "现在的时间：" in text_of(page)
    sent = {"starts_at": world.tomorrow_at(11).isoformat()}
    assert family.browser.post(f"/b/{code}/time", data=sent).location == f"/b/{code}"
    assert "上午 11:00" in text_of(family.open(f"/b/{code}"))
    assert visit(app).get(f"/b/{code}/time").location == f"/b?code={code}"
    for nonsense in ("", "soon", "9999-12-31T00:00:00+00:00"):
        answer = family.browser.post(f"/b/{code}/time", data={"starts_at": nonsense})
        assert answer.status_code == 200
    assert family.open(f"/b/{code}/time?day=no-day").status_code == 200


def test_the_desk_changes_on_its_own_page(app, home):
    booking = booked(home)
    clerk = visit(app, "jy-desk")
    path = f"/bookings/{booking.code}/time"
    sent = {"starts_at": world.tomorrow_at(13).isoformat(), "idempotency_key": "k"}
    assert clerk.post(path, data=sent).location == f"/bookings/{booking.code}"
    assert starts_of(booking) == world.tomorrow_at(13)
    world.make_home("DW", "152525")
    assert visit(app, "dw-desk").get(path).status_code == 404


def test_the_family_cancels_until_the_terms_say(home):
    early, late = booked(home), booked(home)
    cancel_booking(code=early.code, by=by_family("f"))
    assert (early.cancelled_by, early.cancel_reason) == ("family", "")
    with (
        clock.frozen(world.tomorrow_at(9) - timedelta(minutes=119)),
        pytest.raises(TooLateToCancel),
    ):
        cancel_booking(code=late.code, by=by_family("f"))


def test_the_family_cancels_on_its_page(family):
    family.walk()
    code = family.confirm().location.removeprefix("/b/")
    assert "确定取消预约" in text_of(family.open(f"/b/{code}"))
    family.browser.post(f"/b/{code}/cancel")
    assert f"预约 {code} 已经取消" in text_of(family.open(f"/b/{code}"))


def test_the_order_for_the_hearse_goes_with_the_cancelled_booking(home):
    booking = booked(home)
    plan = get_plan(booking.plan_id)
    order = order_transfer(
        institution_id=home.id,
        case_number=None,
        plan_id=plan.id,
        pick_up_from="县医院",
        contact="",
        wanted_at=clock.now() + timedelta(hours=1),
        by=home.clerk,
    )
    cancel_booking(code=booking.code, by=by_family("f"))
    assert list_orders_of_plan(plan.id) == []
    assert order.cancelled_at is not None


def test_a_hearse_on_its_way_is_not_called_back_online(home):
    booking = booked(home)
    hearse, driver = make_hearse(home), make_driver(home)
    order = order_transfer(
        institution_id=home.id,
        case_number=None,
        plan_id=booking.plan_id,
        pick_up_from="县医院",
        contact="",
        wanted_at=clock.now(),
        by=home.clerk,
    )
    assign_transfer(order_id=order.id, hearse_id=hearse.id, driver_id=driver.id, by=home.clerk)
    start_trip(order_id=order.id, odometer=Decimal(100), by=driver.actor())
    with pytest.raises(OnTheWay):
        cancel_booking(code=booking.code, by=by_family("f"))
    with pytest.raises(OnTheWay):
        change(booking)


def test_who_only_holds_is_not_changed(home):
    held = hold_times(
        institution_id=home.id,
        hall_class=HallClass.SMALL,
        cremator_type="flat",
        starts_at=world.tomorrow_at(9),
        by=by_family("f"),
    )
    new = change_times(plan_id=held.id, starts_at=world.tomorrow_at(11), by=home.clerk)
    assert begin_of(new) == world.tomorrow_at(11)
