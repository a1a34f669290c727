"""What was printed of a visit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cemetery.models import Site
from cemetery.slips import VISIT_PASS
from cemetery.visits.models import VisitBooking
from hardware.queries import list_print_jobs

if TYPE_CHECKING:
    from hardware.models import PrintJob


def pass_number(booking: VisitBooking) -> str:
    """Another one for each pass that was signed."""
    return f"{booking.code}-{booking.serial}"


def list_passes(booking: VisitBooking, site: Site) -> "Sequence[PrintJob]":
    return list_print_jobs(site.institution_id, VISIT_PASS, pass_number(booking))
