"""预约单: what a family holds in hand; other times make another paper. And 排队号."""

import pytest

from booking.errors import BookingCancelled, CaseAlreadyOpen, SlipTooEarly
from booking.operations import (
    cancel_booking,
    change_booking,
    open_case_from_booking,
    print_booking_slip,
)
from booking.queries.papers import list_booking_slips
from booking.slips import ticket_slip
from funeral.queries.plans import get_plan
from hardware.errors import AlreadyPrinted, NoPrinter
from hardware.plain import plain
from hardware.slips import Slip, Text
from kernel import clock
from tests import world
from tests.billing.test_take_cash import printer_off
from tests.booking.drafts import booked
from tests.funeral import desk
from tests.visitor import visit

pytestmark = pytest.mark.usefixtures("context")


def printed(booking):
    return list_booking_slips(booking, get_plan(booking.plan_id))


def test_it_says_when_where_and_what_to_bring(home):
    printer_off(home)
    booking = booked(home)
    print_booking_slip(code=booking.code, by=home.clerk)
    [job] = printed(booking)
    words = plain(Slip.from_json(job.slip), 32)
    for word in (booking.code, booking.deceased.name, "日期", "农历", "死亡证明", "经办人身份证"):
        assert word in words
    with pytest.raises(AlreadyPrinted):
        print_booking_slip(code=booking.code, by=home.clerk)


def test_with_another_time_it_is_printed_anew(home):
    printer_off(home)
    booking = booked(home)
    print_booking_slip(code=booking.code, by=home.clerk)
    change_booking(code=booking.code, starts_at=world.tomorrow_at(14), by=home.clerk)
    assert printed(booking) == []
    print_booking_slip(code=booking.code, by=home.clerk)
    [job] = printed(booking)
    assert "下午 2:00" in plain(Slip.from_json(job.slip), 32)


def test_nothing_is_printed_that_is_not_sure_or_is_over(home):
    printer_off(home)
    world.lay_down(home, desk_confirms=True)
    asked = booked(home)
    with pytest.raises(SlipTooEarly):
        print_booking_slip(code=asked.code, by=home.clerk)
    cancel_booking(code=asked.code, reason="家属另有安排", by=home.clerk)
    with pytest.raises(BookingCancelled):
        print_booking_slip(code=asked.code, by=home.clerk)
    received = booked(home, by=home.clerk)
    open_case_from_booking(code=received.code, by=home.clerk)
    with pytest.raises(CaseAlreadyOpen):
        print_booking_slip(code=received.code, by=home.clerk)


def test_the_desk_prints_it_from_the_page_of_the_booking(app, home):
    booking = booked(home)
    clerk = visit(app, "jy-desk")
    assert "打印预约单" in desk.read(clerk, f"/bookings/{booking.code}")
    assert str(NoPrinter()) in desk.send(clerk, f"/bookings/{booking.code}/slip")
    printer_off(home)
    said = desk.send(clerk, f"/bookings/{booking.code}/slip")
    assert "预约单已交给打印机。" in said
    assert "预约单： 等待打印" in said


def test_a_queue_ticket_has_its_number_four_times_as_large():
    slip = ticket_slip(
        number="A012",
        kind="业务办理",
        before=3,
        estimated="",
        taken_at=clock.now(),
        token="7K3M9QXZ2V5C8NRT",
        institution="静园殡仪馆",
    )
    assert slip.rows[0] == Text("A012", bold=True, centre=True, size=4)
    words = plain(slip, 32)
    assert "前面等候：3 位" in words
    assert "预计" not in words
