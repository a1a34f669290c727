"""The desk cancels: the times are free again, the booking stays with the reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.errors import BookingCancelled, CancelReasonMissing, CaseAlreadyOpen
from booking.jobs import move_queues
from booking.models import Booking
from booking.operations import cancel_booking, open_case_from_booking
from booking.queries import list_waiting_bookings
from funeral.models import Occupancy
from funeral.queries.plans import get_plan
from funeral.queries.schedule import begin_of
from kernel import clock
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.actors import Role
from tests import world
from tests.booking.family import Family, text_of
from tests.visitor import visit

WHY = "家属来电，改到咸宁办理"


@pytest.fixture
def booked(family) -> Booking:
    family.walk()
    family.confirm()
    return db.session.scalars(select(Booking)).one()


@pytest.fixture
def clerk(app, home):
    return visit(app, "jy-desk")


def cancel(clerk, booking: Booking, reason: str = WHY, key: str = "key"):
    sent = {"reason": reason, "idempotency_key": key}
    return clerk.post(f"/bookings/{booking.code}/cancel", data=sent)


def test_the_times_are_free_again_and_the_booking_stays(booked, home, app):
    plan = get_plan(booked.plan_id)
    assert begin_of(plan) == world.tomorrow_at(9)
    cancel_booking(code=booked.code, reason=f" {WHY} ", by=home.clerk)
    # At a moment nobody can foresee, so that the place cannot be handed on.
    assert begin_of(plan) == world.tomorrow_at(9)
    with clock.frozen(clock.now() + timedelta(minutes=13)):
        move_queues()
    assert begin_of(plan) is None
    assert len(db.session.scalars(select(Occupancy)).all()) == 2
    assert (booked.cancel_reason, booked.case_id) == (WHY, None)
    assert list_waiting_bookings() == []


def test_another_family_gets_the_same_hall_and_minute(app, booked, home):
    hall = get_plan(booked.plan_id).occupancies[0].resource_id
    cancel_booking(code=booked.code, reason=WHY, by=home.clerk)
    with clock.frozen(clock.now() + timedelta(minutes=13)):
        other = Family(visit(app), phone=world.phone())
        other.walk()
        other.confirm()
    newer = db.session.scalars(select(Booking).where(Booking.id != booked.id)).one()
    first = get_plan(newer.plan_id).occupancies[0]
    assert (first.resource_id, first.starts_at) == (hall, world.tomorrow_at(9))


def test_the_same_person_is_booked_again_and_received(app, booked, family, home):
    cancel_booking(code=booked.code, reason=WHY, by=home.clerk)
    again = Family(visit(app), identity_number=family.identity_number)
    again.walk()
    again.confirm()
    [newer] = list_waiting_bookings()
    case = open_case_from_booking(code=newer.code, by=home.clerk)
    assert case.deceased_id != booked.deceased_id


def test_the_reason_is_required(booked, home, clerk):
    with pytest.raises(CancelReasonMissing):
        cancel_booking(code=booked.code, reason="  ", by=home.clerk)
    assert "请填写取消的原因。" in text_of(cancel(clerk, booked, reason=""))
    assert booked.cancelled_at is None


def test_a_received_family_is_not_cancelled(booked, home, clerk):
    case = open_case_from_booking(code=booked.code, by=home.clerk)
    with pytest.raises(CaseAlreadyOpen):
        cancel_booking(code=booked.code, reason=WHY, by=home.clerk)
    assert f"这个预约已经转为案件 {case.number}。" in text_of(cancel(clerk, booked))
    assert begin_of(get_plan(booked.plan_id)) == world.tomorrow_at(9)


def test_a_cancelled_booking_is_neither_received_nor_cancelled_again(booked, home, clerk):
    cancel_booking(code=booked.code, reason=WHY, by=home.clerk)
    with pytest.raises(BookingCancelled):
        open_case_from_booking(code=booked.code, by=home.clerk)
    with pytest.raises(BookingCancelled):
        cancel_booking(code=booked.code, reason="再取消一次", by=home.clerk)
    answer = clerk.post(f"/bookings/{booked.code}/open-case", data={"idempotency_key": "x"})
    assert "这个预约已经取消，不能再办理。" in text_of(answer)
    assert booked.cancel_reason == WHY


def test_the_clerk_cancels_on_its_page_and_sees_why(booked, clerk):
    assert f"/bookings/{booked.code}/cancel" in clerk.get(f"/bookings/{booked.code}").text
    asked = text_of(clerk.get(f"/bookings/{booked.code}/cancel"))
    assert "09:00 起的时间会放开给别的家庭。" in asked
    assert cancel(clerk, booked).location == f"/bookings/{booked.code}"
    page = text_of(clerk.get(f"/bookings/{booked.code}"))
    assert f"已取消，原因：{WHY}" in page
    assert "接待家属" not in page
    assert "没有等候接待的预约。" in text_of(clerk.get("/desk"))
    assert "已取消" in text_of(clerk.get("/bookings"))
    assert "这个预约已经取消。" in text_of(clerk.get(f"/bookings/{booked.code}/cancel"))


def test_the_family_reads_that_it_was_cancelled_and_whom_to_call(booked, family, clerk):
    cancel(clerk, booked)
    page = text_of(family.open(f"/b/{booked.code}"))
    assert f"预约 {booked.code} 已经取消" in page
    assert "如果仍要办理，或有疑问" in page
    assert WHY not in page
    assert "已为您登记" not in page


def test_the_journal_keeps_that_it_was_cancelled_but_not_the_words(booked, home):
    cancel_booking(code=booked.code, reason=WHY, by=home.clerk)
    query = select(JournalEntry).filter_by(operation="booking.cancel_booking")
    entry = db.session.scalars(query).one()
    assert "cancelled_at" in str(entry.changes)
    assert "咸宁" not in str(entry.changes)


def test_only_the_desk_and_the_administrator_of_this_home_cancel(app, booked, home):
    world.make_home("DW", "152525")
    world.make_staff("JY-administrator", Role.ADMINISTRATOR, home.id)
    path = f"/bookings/{booked.code}/cancel"
    assert visit(app).get(path).location.startswith("/sign-in")
    assert visit(app, "jy-operator").get(path).status_code == 403
    assert cancel(visit(app, "dw-desk"), booked).status_code == 404
    assert cancel(visit(app, "jy-administrator"), booked).status_code == 302
