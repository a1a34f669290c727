"""The paper of a visit, for elders who come without a phone."""

from cemetery.slips import VISIT_PASS, VisitPass, visit_pass_slip
from cemetery.visits.errors import VisitCancelled
from cemetery.visits.models import VisitBooking
from cemetery.visits.passes import pass_of, write_pass
from cemetery.visits.queries import bookings as queries
from cemetery.visits.queries.papers import pass_number
from cemetery.visits.queries.terms import find_terms, get_site
from hardware.printing import print_once
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("打印祭扫凭证"))
def print_visit_pass(*, code: str, by: Actor, idempotency_key: str | None = None) -> VisitBooking:
    """One for each state of the booking: a change makes another pass, and the old one is void.

    Raises VisitCancelled, AlreadyPrinted, NoPrinter, GlyphMissing.
    """
    booking = queries.lock_visit(code)
    if booking.cancelled_at:
        raise VisitCancelled
    slot, site = booking.slot, get_site(booking.site_id)
    terms = find_terms(site.id, slot.day)
    visit = VisitPass(
        site=site.name,
        place=queries.unit_name(booking.unit_id),
        day=slot.day,
        slot=f"{clock.say_clock(slot.starts_at)}–{clock.say_clock(slot.ends_at)}",
        persons=booking.persons,
        code=booking.code,
        notice=terms.advice if terms else "",
        says=write_pass(pass_of(booking)),
    )
    home = get_institution(site.institution_id)
    print_once(
        institution_id=home.id,
        slip=visit_pass_slip(visit, home),
        document=VISIT_PASS,
        number=pass_number(booking),
        by=by,
    )
    return booking
