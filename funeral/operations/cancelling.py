"""Cancelling what a case has planned: its farewell alone, or everything."""

from funeral.errors import AlreadyCremated, CancelReasonMissing, NoFarewellPlanned, NotPlanned
from funeral.giving_back import return_alone
from funeral.kinds import HallClass
from funeral.models import Plan
from funeral.operations.holds import release_plan
from funeral.queries import cases, cremation
from funeral.queries import schedule as queries
from funeral.queries.plans import lock_plan
from funeral.taking import ensure_not_happened
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("改为不举行告别仪式"))
def cancel_farewell(*, number: str, by: Actor, idempotency_key: str | None = None) -> Plan:
    """The family holds no ceremony after all: the hall goes back, the cremation stays.

    It goes back as cancelled plans do, so that nobody hands a hall from family to family.

    Raises NotPlanned, NoFarewellPlanned, AlreadyHappened.
    """
    case = cases.lock_case(number)
    if case.plan is None:
        raise NotPlanned
    plan = lock_plan(case.plan.id)
    farewell = queries.farewell_of(plan)
    if farewell is None:
        raise NoFarewellPlanned
    ensure_not_happened(plan, farewell)
    return_alone(farewell)
    plan.hall_class = HallClass.NONE
    plan.version += 1
    return plan


@operation(_("取消日程"))
def cancel_plan(*, number: str, reason: str, by: Actor, idempotency_key: str | None = None) -> Plan:
    """Everything of the plan goes back as release_plan says; the case has none any more.

    Raises AlreadyCremated, NotPlanned, CancelReasonMissing.
    """
    if not reason.strip():
        raise CancelReasonMissing
    case = cases.lock_case(number)
    if cremation.find_run(case.id):
        raise AlreadyCremated
    if case.plan_id is None:
        raise NotPlanned
    plan = lock_plan(case.plan_id)
    plan.cancel_reason = reason.strip()
    case.plan_id = None
    return release_plan(plan_id=plan.id, by=by)
