"""The papers of a booking, and how often each was printed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from booking.models import Booking
from booking.slips import BOOKING_SLIP
from hardware.queries import list_print_jobs

if TYPE_CHECKING:
    from funeral.models import Plan
    from hardware.models import PrintJob


def slip_number(booking: Booking, plan: "Plan") -> str:
    """With other times (another plan, or the same one moved) it is another paper, no copy."""
    return f"{booking.code} {plan.order_code}-{plan.version}"


def list_booking_slips(booking: Booking, plan: "Plan") -> "Sequence[PrintJob]":
    return list_print_jobs(booking.institution_id, BOOKING_SLIP, slip_number(booking, plan))
