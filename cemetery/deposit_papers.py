"""From a deposit's record to what its certificate and agreement say."""

from typing import TYPE_CHECKING

from cemetery import queries
from cemetery.ashes.people import Whose, whose
from cemetery.ashes.queries.portions import get_portion
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
from hardware.papers import Paper
from kernel import clock
from kernel.i18n import _
from kernel.people.identity import masked
from kernel.places import get_institution

if TYPE_CHECKING:
    from cemetery.models import AshDeposit


def certificate_of(deposit: "AshDeposit", address: str) -> Paper:
    """`address`: our public address, for the code of the plate that works now."""
    person, plate = whose(get_portion(deposit.portion_id)), queries.live_plate(deposit)
    home, site = get_institution(deposit.institution_id), deposit.unit.site
    resting = Resting(
        number=deposit.number,
        issuer=home.name,
        deceased=person.name,
        certificate_number=_certificate(deposit, person),
        holder=person.family.name,
        relation=person.family.relation_label,
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
    person = whose(get_portion(deposit.portion_id))
    home, family = get_institution(deposit.institution_id), person.family
    term = term_of(deposit)
    identity = masked(family.identity_number) if family.identity_number else ""
    return agreement_paper(
        Agreement(
            kind=AgreementKind.DEPOSIT,
            number=list_paper_numbers(deposit)[-1],
            provider=Side(home.name, home.credit_code or "", home.phone, home.address),
            holder=Side(family.name, identity, family.shown_phone),
            deceased=person.name,
            certificate_number=_certificate(deposit, person),
            place=f"{deposit.unit.site.name} {deposit.unit}",
            term=Term(term.since, term.until),
            made_on=term.made_on,
            fee_fen=term.fee_fen,
            fee_basis=term.basis,
        )
    )


def _certificate(deposit: "AshDeposit", person: Whose) -> str:
    """A foreign one with its issuer: numbers of two counties may be the same."""
    return deposit.certificate_number if deposit.case_id else person.certificate
