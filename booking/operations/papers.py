"""The paper of a booking, for families who would rather hold one."""

from booking import queries
from booking.errors import BookingCancelled, CaseAlreadyOpen, SlipTooEarly
from booking.models import Booking
from booking.queries.papers import slip_number
from booking.slips import BOOKING_SLIP, booking_slip
from funeral.queries.cases import get_case_by_id
from funeral.queries.plans import get_plan
from hardware.printing import print_once
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("打印预约单"))
def print_booking_slip(*, code: str, by: Actor, idempotency_key: str | None = None) -> Booking:
    """Once for each state of its times; the same again is a reprint.

    Raises BookingCancelled, CaseAlreadyOpen, SlipTooEarly, AlreadyPrinted, NoPrinter, GlyphMissing.
    """
    booking = queries.lock_booking(code)
    if booking.cancelled_at:
        raise BookingCancelled
    if booking.case_id:
        raise CaseAlreadyOpen(number=get_case_by_id(booking.case_id).number)
    plan = get_plan(booking.plan_id)
    if plan.confirmed_at is None:
        raise SlipTooEarly
    home = get_institution(booking.institution_id)
    print_once(
        institution_id=home.id,
        slip=booking_slip(booking, plan, home),
        document=BOOKING_SLIP,
        number=slip_number(booking, plan),
        by=by,
    )
    return booking
