"""The slip of a registration."""

from cemetery.voyages import queries
from cemetery.voyages.errors import RegistrationSettled
from cemetery.voyages.models import VoyageRegistration
from cemetery.voyages.queries.papers import slip_number
from cemetery.voyages.slips import VOYAGE_SLIP, voyage_slip
from funeral.queries.cases import get_case_by_id
from hardware.printing import print_once
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("打印海葬撒散登记单"))
def print_voyage_slip(
    *, number: str, by: Actor, idempotency_key: str | None = None
) -> VoyageRegistration:
    """Once for each voyage and each time it departs: after a change the old slip says what is no
    longer so.

    Raises RegistrationSettled, AlreadyPrinted, NoPrinter, GlyphMissing.
    """
    registration = queries.lock_registration(number)
    if registration.withdrawn_at:
        raise RegistrationSettled
    home = get_institution(registration.institution_id)
    print_once(
        institution_id=home.id,
        slip=voyage_slip(registration, get_case_by_id(registration.case_id).deceased.name, home),
        document=VOYAGE_SLIP,
        number=slip_number(registration),
        by=by,
    )
    return registration
