"""Where the desk confirms, a family's booking is a request that counts as taken meanwhile."""

import pytest

from booking.errors import (
    AlreadyAccepted,
    BookedTooOften,
    BookingCancelled,
    CancelReasonMissing,
    NotConfirmed,
)
from booking.kinds import CancelledBy
from booking.operations import (
    accept_booking,
    cancel_booking,
    change_booking,
    decline_booking,
    open_case_from_booking,
)
from funeral.kinds import HallClass
from funeral.queries.plans import get_plan
from funeral.queries.schedule import list_free_times
from kernel import clock
from kernel.people.actors import family as by_family
from tests import world
from tests.booking.drafts import booked
from tests.booking.family import Family, text_of
from tests.visitor import visit

pytestmark = pytest.mark.usefixtures("context", "by_day")


@pytest.fixture
def asking(home):
    world.lay_down(home, desk_confirms=True)
    return home


def is_confirmed(booking) -> bool:
    return get_plan(booking.plan_id).confirmed_at is not None


def test_a_request_counts_as_taken_until_the_desk_accepts(asking):
    booking = booked(asking)
    assert not is_confirmed(booking)
    at = world.tomorrow_at(9)
    free = list_free_times(asking.id, clock.day_of(at), HallClass.SMALL, "flat")
    assert [p.halls_free for p in free if p.starts_at == at] == [1]
    accept_booking(code=booking.code, by=asking.clerk)
    accept_booking(code=booking.code, by=asking.clerk)
    assert is_confirmed(booking)


def test_the_desk_books_without_asking_itself(asking):
    assert is_confirmed(booked(asking, by=asking.clerk))


def test_declining_needs_a_reason_the_family_reads(asking, family, app):
    family.walk()
    page = family.check()
    assert "提交预约申请" in text_of(page)
    code = family.confirm(page).location.removeprefix("/b/")
    assert "等待本馆确认。" in text_of(family.open(f"/b/{code}"))
    clerk = visit(app, "jy-desk")
    assert "等待确认的预约申请" in text_of(clerk.get("/desk"))
    path = f"/bookings/{code}/decline"
    assert "请填写不能安排的原因。" in text_of(clerk.post(path, data={"reason": ""}))
    clerk.post(path, data={"reason": "当天火化机检修", "idempotency_key": "k"})
    assert f"预约 {code} 本馆不能安排：当天火化机检修" in text_of(family.open(f"/b/{code}"))
    assert "等待确认的预约申请" not in text_of(clerk.get("/desk"))


def test_the_clerk_accepts_on_the_list(asking, app):
    booking = booked(asking)
    clerk = visit(app, "jy-desk")
    clerk.post(f"/bookings/{booking.code}/accept", data={"idempotency_key": "k"})
    assert "接待家属，建立案件" in text_of(clerk.get(f"/bookings/{booking.code}"))
    assert "不用答复" in text_of(clerk.get(f"/bookings/{booking.code}/decline"))


def test_refusals(asking):
    booking = booked(asking)
    with pytest.raises(NotConfirmed):
        open_case_from_booking(code=booking.code, by=asking.clerk)
    with pytest.raises(CancelReasonMissing):
        decline_booking(code=booking.code, reason=" ", by=asking.clerk)
    accept_booking(code=booking.code, by=asking.clerk)
    with pytest.raises(AlreadyAccepted):
        decline_booking(code=booking.code, reason="检修", by=asking.clerk)
    cancel_booking(code=booking.code, by=by_family("f"))
    with pytest.raises(BookingCancelled):
        accept_booking(code=booking.code, by=asking.clerk)


def test_a_declined_request_says_who_ended_it(asking):
    booking = booked(asking)
    decline_booking(code=booking.code, reason="检修", by=asking.clerk)
    assert booking.cancelled_by == CancelledBy.DECLINED


def test_a_changed_booking_is_asked_for_again(asking):
    booking = booked(asking)
    accept_booking(code=booking.code, by=asking.clerk)
    change_booking(code=booking.code, starts_at=world.tomorrow_at(11), by=by_family(booking.code))
    assert not is_confirmed(booking)


def test_one_person_is_not_booked_and_cancelled_for_ever(home):
    world.lay_down(home, per_deceased=2)
    person = {"identity_kind": "id_card", "identity_number": world.identity_number()}
    for hour in (9, 11):
        booking = booked(home, starts_at=world.tomorrow_at(hour), **person)
        cancel_booking(code=booking.code, by=by_family("f"))
    with pytest.raises(BookedTooOften):
        booked(home, starts_at=world.tomorrow_at(13), **person)
    again = booked(home, by=home.clerk, starts_at=world.tomorrow_at(15), **person)
    assert again.cancelled_at is None


def test_a_clerk_books_for_a_caller(home, app):
    clerk = visit(app, "jy-desk")
    started = clerk.post("/desk/book", data={"channel": "hotline", "idempotency_key": "k"})
    assert started.location == "/book/who"
    assert "正在为家属填写（电话）" in text_of(clerk.get("/book/who"))
    caller = Family(clerk, phone=world.phone())
    for step in caller.typed():
        caller.send(step)
    answer = caller.confirm()
    assert answer.location.startswith("/bookings/")
    page = text_of(clerk.get(answer.location))
    assert "来源 电话" in page
    assert clerk.post("/desk/book", data={"channel": "web"}).status_code == 404
    assert visit(app).post("/desk/book", data={"channel": "desk"}).location.startswith("/sign-in")
