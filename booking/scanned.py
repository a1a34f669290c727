"""What a booking's code and a queue ticket say when they are scanned."""

from booking.kinds import TicketState
from booking.models import Booking
from booking.queries import find_booking, find_ticket
from funeral.queries.cases import get_case_by_id
from hardware.codes import Shape
from hardware.scanning import Act, Finder, Scanned, Standing
from kernel import clock
from kernel.i18n import _


def find_scanned_booking(code: str) -> Scanned | None:
    booking = find_booking(code)
    if booking is None:
        return None
    case = get_case_by_id(booking.case_id) if booking.case_id else None
    standing, state = _standing_of(booking)
    where = {"code": booking.code}
    waiting = (
        Act(str(_("接待家属")), "booking.get_booking", where),
        Act(str(_("改期")), "booking.change_booking_at_desk", where),
        Act(str(_("取消预约")), "booking.cancel_booking", where),
    )
    arrived = (
        (Act(str(_("打开案件")), "funeral.get_case", {"number": case.number}),) if case else ()
    )
    is_waiting = standing is Standing.VALID
    page = Act(str(_("打开预约")), "booking.get_booking", where)
    return Scanned(
        kind=str(_("预约编号")),
        title=booking.code,
        standing=standing,
        state=state,
        whose=booking.deceased.name,
        page=page,
        acts=waiting if is_waiting else arrived,
        record=f"bookings/{booking.id}",
        case=case.number if case else "",
    )


def find_scanned_ticket(token: str) -> Scanned | None:
    ticket = find_ticket(token)
    if ticket is None:
        return None
    state = TicketState(ticket.state)
    over = state in {TicketState.SERVED, TicketState.LEFT} or ticket.day != clock.today()
    return Scanned(
        kind=str(_("取号单")),
        title=ticket.number,
        standing=Standing.USED if over else Standing.VALID,
        state=f"{clock.say_day(ticket.day)} {state.label}",
        page=Act(str(_("打开叫号")), "booking.list_tickets"),
        record=f"queue_tickets/{ticket.id}",
    )


def _standing_of(booking: Booking) -> tuple[Standing, str]:
    if booking.cancelled_at:
        at = clock.say_stamp(booking.cancelled_at)
        return Standing.VOIDED, str(_("%(at)s 已取消。")) % {"at": at}
    if booking.case_id:
        return Standing.USED, str(_("家属已接待，案件已建立。"))
    at = clock.say_stamp(booking.confirmed_at)
    return Standing.VALID, str(_("%(at)s 登记，还没有接待。")) % {"at": at}


FINDERS: dict[str, Finder] = {
    Shape.SHORT: find_scanned_booking,
    Shape.TOKEN: find_scanned_ticket,
}
