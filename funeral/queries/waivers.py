"""What of a case a waiver turns on."""

from billing.classes import WaiverClass
from billing.lines import Facts
from funeral.models import FuneralCase
from funeral.queries.cremation import find_run
from kernel import clock


def waiver_facts(case: FuneralCase) -> Facts:
    """The recorded facts; the day of the cremation is empty until there was one."""
    run = find_run(case.id)
    return Facts(
        household_registration=case.deceased.household_registration,
        waiver_class=WaiverClass(case.deceased.waiver_class),
        died_on=case.deceased.died_on,
        cremated_on=clock.local(run.started_at).date() if run else None,
        applied_on=clock.today(),
    )
