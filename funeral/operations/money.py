"""The bill of a case: billing makes it from the charges that the recorded facts left behind."""

from typing import TYPE_CHECKING

from billing.operations import issue_bill
from funeral.queries import cases
from funeral.queries.waivers import waiver_facts
from kernel.operations import operation
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from billing.models import Bill


@operation
def make_bill(*, number: str, by: Actor, idempotency_key: str | None = None) -> "Bill":
    """Raises the refusals of billing.issue_bill (nothing to bill, …)."""
    case = cases.lock_case(number)
    return issue_bill(
        institution_id=case.institution_id,
        case_id=case.id,
        case_number=case.number,
        payer_name=case.claimant.name,
        facts=waiver_facts(case),
        by=by,
    )
