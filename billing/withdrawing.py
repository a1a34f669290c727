"""Taking one charge back, for a withdrawal and for a return of goods alike."""

import uuid

from billing.errors import ChargeBilled, ChargeWithdrawn, WithdrawReasonMissing
from billing.models import Charge
from billing.queries.bills import charges_taken_back, lock_charge
from kernel import clock
from kernel.people.actors import Actor


def lock_open_charge(charge_id: uuid.UUID) -> Charge:
    """On no bill, or taken back from one that stands, which would be billed anew with it.

    Raises NotFound, ChargeBilled, ChargeWithdrawn.
    """
    charge = lock_charge(charge_id)
    if charge.bill_id and charge.id not in charges_taken_back(charge.case_id):
        raise ChargeBilled
    if charge.withdrawn_at:
        raise ChargeWithdrawn
    return charge


def mark_withdrawn(charge: Charge, reason: str, by: Actor) -> None:
    """Raises WithdrawReasonMissing."""
    if not reason.strip():
        raise WithdrawReasonMissing
    charge.bill_id = None
    charge.withdrawn_at, charge.withdrawn_by = clock.now(), str(by)
    charge.withdraw_reason = reason.strip()
