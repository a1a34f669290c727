"""From a deposit's record to what its certificate and agreement say."""

from typing import TYPE_CHECKING

from cemetery import queries
from cemetery.documents import (
    Agreement,
    Resting,
    Side,
    Term,
    agreement_paper,
    deposit_certificate,
)
from cemetery.keeping.papers import term_of
from cemetery.keeping.queries import list_paper_numbers
from cemetery.law import AgreementKind
from funeral.queries.cases import get_case_by_id
from hardware.papers import Paper
from kernel import clock
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.identity import masked
from kernel.places import get_institution

if TYPE_CHECKING:
    from cemetery.models import AshDeposit


def certificate_of(deposit: "AshDeposit", address: str) -> Paper:
    """`address`: our public address, for the code of the plate that works now."""
    case, plate = get_case_by_id(deposit.case_id), queries.live_plate(deposit)
    home, site = get_institution(deposit.institution_id), deposit.unit.site
    resting = Resting(
        number=deposit.number,
        issuer=home.name,
        deceased=case.deceased.name,
        certificate_number=deposit.certificate_number,
        holder=case.claimant.name,
        relation=str(Relation(case.claimant.relation).label),
        place=f"{site.name} {deposit.unit}",
        made_on=clock.day_of(deposit.deposited_at),
        term=Term(deposit.since, deposit.until),
        visiting_hours=site.visiting_hours,
        phone=home.phone,
        token=plate.token if plate else "",
        further=[(str(_("骨灰份号")), deposit.portion)],
    )
    return deposit_certificate(resting, address)


def agreement_of(deposit: "AshDeposit") -> Paper:
    case = get_case_by_id(deposit.case_id)
    home, claimant = get_institution(deposit.institution_id), case.claimant
    term = term_of(deposit)
    number = claimant.identity_number
    return agreement_paper(
        Agreement(
            kind=AgreementKind.DEPOSIT,
            number=list_paper_numbers(deposit)[-1],
            provider=Side(home.name, home.credit_code or "", home.phone, home.address),
            holder=Side(claimant.name, masked(number) if number else "", claimant.shown_phone),
            deceased=case.deceased.name,
            certificate_number=deposit.certificate_number,
            place=f"{deposit.unit.site.name} {deposit.unit}",
            term=Term(term.since, term.until),
            made_on=term.made_on,
            fee_fen=term.fee_fen,
            fee_basis=term.basis,
        )
    )
