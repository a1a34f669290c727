"""From a deposit's record to what its certificate and agreement say."""

from typing import TYPE_CHECKING

from billing.prices import say_price
from billing.queries import list_charges
from billing.units import Unit, plain
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
from cemetery.law import AgreementKind
from cemetery.price import price_of
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
    fee_fen, fee_basis = _fee(deposit)
    identity = masked(family.identity_number) if family.identity_number else ""
    return agreement_paper(
        Agreement(
            kind=AgreementKind.DEPOSIT,
            number=deposit.number,
            provider=Side(home.name, home.credit_code or "", home.phone, home.address),
            holder=Side(family.name, identity, family.shown_phone),
            deceased=person.name,
            certificate_number=_certificate(deposit, person),
            place=f"{deposit.unit.site.name} {deposit.unit}",
            term=Term(deposit.since, deposit.until),
            made_on=clock.day_of(deposit.deposited_at),
            fee_fen=fee_fen,
            fee_basis=fee_basis,
        )
    )


def _certificate(deposit: "AshDeposit", person: Whose) -> str:
    """A foreign one with its issuer: numbers of two counties may be the same."""
    return deposit.certificate_number if deposit.case_id else person.certificate


def _fee(deposit: "AshDeposit") -> tuple[int | None, str]:
    """As charged for the whole term, before any waiver; nothing where no price was published."""
    if deposit.receipt:
        paid = str(_("收款票据 %(number)s")) % {"number": deposit.receipt}
        return price_of(deposit), paid
    charges = list_charges(deposit.case_id) if deposit.case_id else []
    charge = next((each for each in charges if each.fact_id == deposit.id), None)
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
