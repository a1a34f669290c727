"""From a deposit's record to what its certificate and agreement say."""

from typing import TYPE_CHECKING

from billing.prices import say_price
from billing.queries import list_charges
from billing.units import Unit, plain
from cemetery import queries
from cemetery.documents import (
    Agreement,
    Resting,
    Side,
    Term,
    agreement_paper,
    deposit_certificate,
)
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
    fee_fen, fee_basis = _fee(deposit)
    number = claimant.identity_number
    return agreement_paper(
        Agreement(
            kind=AgreementKind.DEPOSIT,
            number=deposit.number,
            provider=Side(home.name, home.credit_code or "", home.phone, home.address),
            holder=Side(claimant.name, masked(number) if number else "", claimant.shown_phone),
            deceased=case.deceased.name,
            certificate_number=deposit.certificate_number,
            place=f"{deposit.unit.site.name} {deposit.unit}",
            term=Term(deposit.since, deposit.until),
            made_on=clock.day_of(deposit.deposited_at),
            fee_fen=fee_fen,
            fee_basis=fee_basis,
        )
    )


def _fee(deposit: "AshDeposit") -> tuple[int | None, str]:
    """As charged for the whole term, before any waiver; nothing where no price was published."""
    charge = next((x for x in list_charges(deposit.case_id) if x.fact_id == deposit.id), None)
    if charge is None:
        return None, ""
    facts = {
        "item": charge.item.name,
        "price": say_price(charge.item),
        "quantity": plain(charge.quantity),
        "unit": Unit(charge.line().unit).label,
    }
    said = str(_("%(item)s，%(price)s，%(quantity)s %(unit)s")) % facts
    return charge.line().gross_fen, said
