"""The bill of a case: billing makes it from the charges that the recorded facts left behind."""

from typing import TYPE_CHECKING

from billing.operations import issue_bill
from funeral.errors import NotCremated
from funeral.queries import cases, cremation
from funeral.queries.waivers import waiver_facts
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from billing.models import Bill


@operation(_("结算"))
def make_bill(*, number: str, by: Actor, idempotency_key: str | None = None) -> "Bill":
    """Once the cremation is over. Raises NotCremated and the refusals of billing.issue_bill."""
    case = cases.lock_case(number)
    run = cremation.find_run(case.id)
    if run is None or run.ended_at is None:
        raise NotCremated
    return issue_bill(
        institution_id=case.institution_id,
        case_id=case.id,
        case_number=case.number,
        payer_name=case.claimant.name,
        facts=waiver_facts(case),
        identity_index=case.deceased.identity_index,
        by=by,
    )
