"""The papers that go with the ashes, once there are ashes."""

from datetime import datetime

from funeral.ash_slips import ASH_LABEL, PICK_UP_SLIP, ash_label, pick_up_slip
from funeral.errors import NoAshesYet, PortionUnknown
from funeral.models import FuneralCase
from funeral.queries import cases, certificates, cremation
from funeral.queries.ash_papers import label_number
from hardware.kinds import JobKind
from hardware.printing import print_once
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

PORTIONS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@operation(_("打印骨灰标签"))
def print_ash_label(
    *, number: str, by: Actor, portion: str = "A", idempotency_key: str | None = None
) -> FuneralCase:
    """One for each portion; another once the certificate has its number.

    Raises NoAshesYet, PortionUnknown, AlreadyPrinted, NoPrinter, GlyphMissing.
    """
    if len(portion) != 1 or portion not in PORTIONS:
        raise PortionUnknown
    case = cases.lock_case(number)
    ended_at = _ended(case)
    certificate = certificates.find_certificate(case.id)
    home = get_institution(case.institution_id)
    print_once(
        institution_id=home.id,
        slip=ash_label(case, portion, ended_at, certificate.number if certificate else "", home),
        document=ASH_LABEL,
        number=label_number(case, portion),
        kind=JobKind.LABEL,
        by=by,
    )
    return case


@operation(_("打印骨灰领取单"))
def print_pick_up_slip(
    *, number: str, by: Actor, idempotency_key: str | None = None
) -> FuneralCase:
    """What the family collects the ashes with.

    Raises NoAshesYet, AlreadyPrinted, NoPrinter, GlyphMissing.
    """
    case = cases.lock_case(number)
    ended_at = _ended(case)
    certificate = certificates.find_certificate(case.id)
    home = get_institution(case.institution_id)
    print_once(
        institution_id=home.id,
        slip=pick_up_slip(case, ended_at, certificate.number if certificate else "", home),
        document=PICK_UP_SLIP,
        number=case.number,
        by=by,
    )
    return case


def _ended(case: FuneralCase) -> datetime:
    run = cremation.find_run(case.id)
    if run is None or run.ended_at is None:
        raise NoAshesYet
    return run.ended_at
