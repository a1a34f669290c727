"""Niches and the ashes in them."""

import uuid

from billing.kinds import FactKind
from billing.operations import record_charge
from billing.queries import is_listed
from cemetery import queries
from cemetery.errors import (
    AshesAlreadyDeposited,
    CertificateOfAnother,
    CertificateUnknown,
    CertificateVoided,
    NicheTaken,
    NoFreeNiche,
    TermTooLong,
)
from cemetery.models import AshDeposit, Niche, Site, SiteKind
from cemetery.plating import new_plate
from cemetery.price import ASH_DEPOSIT, price_of
from cemetery.slips import STORAGE_RECEIPT, storage_receipt
from funeral.operations import record_deposit
from funeral.queries import certificates
from funeral.queries.cases import get_case, get_case_by_id
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
    """`zones`: (zone name, rows, niches in a row); every niche becomes a row of its own."""
    site = Site(
        institution_id=institution_id,
        kind=SiteKind.COLUMBARIUM,
        name=name,
        visiting_hours=visiting_hours,
        added_at=clock.now(),
    )
    db.session.add(site)
    for zone, rows, per_row in zones:
        for row in range(1, rows + 1):
            for number in range(1, per_row + 1):
                niche = Niche(
                    institution_id=institution_id, site=site, zone=zone, row=row, number=number
                )
                db.session.add(niche)
    return site


@operation(_("骨灰寄存"))
def deposit_ashes(
    *,
    certificate_number: str,
    niche_id: uuid.UUID,
    months: int,
    by: Actor,
    portion: str = "A",
    case_number: str | None = None,
    idempotency_key: str | None = None,
) -> AshDeposit:
    """骨灰寄存 in a free niche; makes the QR plate. `portion`: the letter of this part.

    `case_number`: the case the clerk has open, which the certificate in hand must belong to.
    Raises CertificateUnknown, CertificateOfAnother, CertificateVoided, AshesAlreadyDeposited,
    NicheTaken, NoFreeNiche, TermTooLong, and AlreadyBilled where it can no longer be charged.
    """
    if not 1 <= months <= LONGEST_TERM_MONTHS:
        raise TermTooLong(most=LONGEST_TERM_MONTHS)
    try:
        certificate = certificates.get_certificate(certificate_number)
    except NotFound:
        raise CertificateUnknown from None
    if case_number and get_case(case_number).id != certificate.case_id:
        raise CertificateOfAnother
    if certificate.voided_at:
        raise CertificateVoided(number=certificate.number)
    niche = queries.lock_niche(niche_id)
    if not niche.in_use or queries.open_deposit(niche):
        raise NicheTaken if queries.has_free_niche(niche.institution_id) else NoFreeNiche
    if queries.open_deposit_of(certificate.case_id, portion):
        raise AshesAlreadyDeposited
    since = clock.today()
    deposit = AshDeposit(
        institution_id=niche.institution_id,
        niche=niche,
        case_id=certificate.case_id,
        certificate_number=certificate.number,
        portion=portion,
        since=since,
        until=clock.add_months(since, months),
        deposited_at=clock.now(),
        deposited_by=str(by),
        number=next_number(NumberKind.ASH_DEPOSIT, get_institution(niche.institution_id)),
    )
    db.session.add(deposit)
    deposit.plates = [new_plate(deposit.institution_id)]
    record_deposit(case_id=certificate.case_id, place=f"{niche.site.name} {niche}", by=by)
    if is_listed(niche.institution_id, ASH_DEPOSIT, since):
        record_charge(
            institution_id=niche.institution_id,
            case_id=certificate.case_id,
            item_code=ASH_DEPOSIT,
            quantity=months,
            chosen_price_fen=None,
            fact=f"{niche.site.name} {niche} {since.isoformat()}–{deposit.until.isoformat()}",
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
    """What the family keeps until it collects. Raises AlreadyPrinted, NoPrinter, GlyphMissing."""
    deposit = queries.lock_deposit(number)
    home = get_institution(deposit.institution_id)
    case = get_case_by_id(deposit.case_id)
    print_once(
        institution_id=home.id,
        slip=storage_receipt(deposit, case.deceased.name, price_of(deposit), home),
        document=STORAGE_RECEIPT,
        number=deposit.number,
        by=by,
    )
    return deposit
