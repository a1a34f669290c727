"""Niches and the ashes in them."""

import uuid

from billing.kinds import FactKind
from billing.operations import record_charge
from billing.queries import is_listed
from cemetery import queries
from cemetery.ashes.chain import ensure_may, lock_ours, write_event
from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.papers import certificate_in_hand
from cemetery.ashes.people import own_case
from cemetery.ashes.queries.portions import get_portion, get_portion_of, name_of
from cemetery.ashes.uncollected.deciding import ensure_undecided
from cemetery.errors import (
    AshesAlreadyDeposited,
    CertificateOfAnother,
    CertificateUnknown,
    CertificateVoided,
    NotForKeeping,
    TermTooLong,
)
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.keeping.papers import slip_of
from cemetery.keeping.queries import list_paper_numbers
from cemetery.models import AshDeposit, Site, SiteKind, UnitKind
from cemetery.occupancy import take_place
from cemetery.plating import new_plate
from cemetery.price import ASH_DEPOSIT
from cemetery.rights.errors import ReceiptMissing
from cemetery.rights.grounds import ensure_guest_term, note_registration
from cemetery.slips import STORAGE_RECEIPT
from cemetery.wall import KEEPING
from funeral.kinds import CustodyStep
from funeral.operations import record_deposit
from funeral.queries import certificates
from funeral.queries.cases import get_case
from funeral.queries.custody import last_event, step_of
from hardware.printing import print_once
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

# 民事发〔1998〕10号: a term of use, niches included, is twenty years in principle.
LONGEST_TERM_MONTHS = 240


@operation(_("登记骨灰堂"))
def add_columbarium(
    *,
    institution_id: uuid.UUID,
    name: str,
    zones: list[tuple[str, int, int]],
    visiting_hours: str,
    by: Actor,
) -> Site:
    """`zones`: (zone name, rows, niches in a row). Raises as add_site and add_zone do."""
    site = add_site(
        institution_id=institution_id,
        kind=SiteKind.COLUMBARIUM,
        name=name,
        visiting_hours=visiting_hours,
        by=by,
    )
    for zone_name, rows, per_row in zones:
        add_zone(
            site_id=site.id,
            name=zone_name,
            kind=UnitKind.NICHE,
            units=UnitRange(1, rows, 1, per_row),
            size=UnitSize(),
            by=by,
        )
    return site


@operation(_("骨灰寄存"))
def deposit_ashes(
    *,
    certificate_number: str,
    unit_id: uuid.UUID,
    months: int,
    by: Actor,
    portion: str = "A",
    case_number: str | None = None,
    portion_id: uuid.UUID | None = None,
    receipt: str = "",
    household_registration: str | None = None,
    idempotency_key: str | None = None,
) -> AshDeposit:
    """骨灰寄存 in a free niche; makes the QR plate. `portion`: the letter of this part.

    `case_number`: the case the clerk has open, which the certificate in hand must belong to.
    `portion_id`: instead of both, of ashes that came from another house or county; what they cost
    is paid at the till (`receipt`), since no case of ours could be charged.
    `household_registration`: as typed, where nobody knew it; it is known from now on.
    Raises CertificateUnknown, CertificateOfAnother, CertificateOfOthers, CertificateVoided,
    AshesNotReady, PortionUnknown, KeptElsewhere, AshesAlreadyDeposited, WrongMove, LayingUndecided,
    UnitTaken, UnitFull, NoFreeUnit, NotForKeeping, TermTooLong, RegistrationDiffers,
    GuestTermTooLong, ReceiptMissing. After the bill a further one takes the fee.
    """
    if not 1 <= months <= LONGEST_TERM_MONTHS:
        raise TermTooLong(most=LONGEST_TERM_MONTHS)
    if portion_id is None:
        portion_id = _portion_of_certificate(certificate_number, portion, case_number)
    ashes = lock_ours(portion_id, by)
    number = certificate_in_hand(ashes, certificate_number)
    if ashes.stands is PortionState.DEPOSITED:
        raise AshesAlreadyDeposited
    ensure_may(ashes, MoveKind.DEPOSIT)
    ensure_undecided(ashes, MoveKind.DEPOSIT)
    registration = note_registration(ashes.deceased, household_registration)
    unit = take_place(unit_id, ashes.ashes_id)
    if unit.zone.kind not in KEEPING:
        raise NotForKeeping
    since, case = clock.today(), own_case(ashes)
    until = clock.add_months(since, months)
    ensure_guest_term(unit.site, registration, since=since, until=until)
    is_charged = is_listed(unit.institution_id, ASH_DEPOSIT, since)
    if is_charged and case is None and not receipt.strip():
        raise ReceiptMissing
    deposit = AshDeposit(
        institution_id=unit.institution_id,
        unit=unit,
        portion_id=ashes.id,
        case_id=ashes.case_id,
        certificate_number=number,
        portion=ashes.letter,
        since=since,
        until=until,
        deposited_at=clock.now(),
        deposited_by=str(by),
        receipt=receipt.strip() or None if is_charged and case is None else None,
        number=next_number(NumberKind.ASH_DEPOSIT, get_institution(unit.institution_id)),
    )
    db.session.add(deposit)
    deposit.plates = [new_plate(deposit.institution_id)]
    # The event names it, and has no id of it before.
    db.session.flush()
    write_event(
        ashes,
        MoveKind.DEPOSIT,
        PortionState.DEPOSITED,
        place=f"{unit.site.name} {unit}",
        holder=get_institution(unit.institution_id).name,
        unit_id=unit.id,
        deposit_id=deposit.id,
        certificate_number=number,
        by=by,
    )
    # What came back to us after all of it had left is the business of its own chain alone.
    if case and step_of(last_event(case.id)) is not CustodyStep.HANDED_OVER:
        record_deposit(case_id=case.id, place=f"{unit.site.name} {unit}", by=by)
    if case and is_charged:
        record_charge(
            institution_id=unit.institution_id,
            case_id=case.id,
            item_code=ASH_DEPOSIT,
            quantity=months,
            chosen_price_fen=None,
            fact=f"{unit.site.name} {unit} {since.isoformat()}–{deposit.until.isoformat()}",
            fact_kind=FactKind.ASH_DEPOSIT,
            fact_id=deposit.id,
            occurred_on=since,
            by=by,
        )
    return deposit


@operation(_("打印骨灰寄存单"))
def print_storage_receipt(
    *, number: str, by: Actor, idempotency_key: str | None = None
) -> AshDeposit:
    """What the family keeps until it collects; a new one after a renewal or a move.

    Raises AlreadyPrinted, NoPrinter, GlyphMissing.
    """
    deposit = queries.lock_deposit(number)
    home = get_institution(deposit.institution_id)
    name = name_of(get_portion(deposit.portion_id))
    print_once(
        institution_id=home.id,
        slip=slip_of(deposit, name, home),
        document=STORAGE_RECEIPT,
        number=list_paper_numbers(deposit)[-1],
        by=by,
    )
    return deposit


def _portion_of_certificate(number: str, letter: str, case_number: str | None) -> uuid.UUID:
    """Of our own cases, by the certificate in hand."""
    try:
        certificate = certificates.get_certificate(number)
    except NotFound:
        raise CertificateUnknown from None
    if case_number and get_case(case_number).id != certificate.case_id:
        raise CertificateOfAnother
    if certificate.voided_at:
        raise CertificateVoided(number=certificate.number)
    return get_portion_of(certificate.case_id, letter).id
