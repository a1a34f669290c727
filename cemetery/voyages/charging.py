"""What a place on a voyage costs, where it costs anything."""

from billing.kinds import FactKind
from billing.operations import record_charge, withdraw_charge
from billing.queries import charges_taken_back, list_charges
from cemetery.voyages.models import Voyage, VoyageRegistration
from kernel import clock
from kernel.people.actors import Actor


def charge_place(
    registration: VoyageRegistration, voyage: Voyage, portions: int, by: Actor
) -> None:
    """By the published list, for each portion. Raises what record_charge does."""
    if not voyage.item_code:
        return
    record_charge(
        institution_id=voyage.institution_id,
        case_id=registration.case_id,
        item_code=voyage.item_code,
        quantity=portions,
        chosen_price_fen=None,
        fact=f"{voyage} {voyage.waters}",
        fact_kind=FactKind.VOYAGE,
        fact_id=registration.id,
        occurred_on=clock.today(),
        by=by,
    )


def withdraw_place(registration: VoyageRegistration, reason: str, by: Actor) -> bool:
    """False where it stands on a bill: then a credit note takes it back there."""
    fact_id = registration.charged_as_id or registration.id
    own = [each for each in list_charges(registration.case_id) if each.fact_id == fact_id]
    for charge in own:
        if not charge.bill_id:
            withdraw_charge(charge_id=charge.id, reason=reason, by=by)
    taken_back = charges_taken_back(registration.case_id)
    return not any(charge.bill_id and charge.id not in taken_back for charge in own)
