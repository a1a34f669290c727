"""What of a case a waiver turns on."""

from billing.classes import WaiverClass
from billing.lines import Facts
from funeral.models import FuneralCase
from funeral.queries.cremation import find_run
from kernel import clock
from kernel.places import get_institution


def waiver_facts(case: FuneralCase) -> Facts:
    """The recorded facts; the day of the cremation is empty until there was one."""
    run = find_run(case.id)
    return Facts(
        household_registration=case.deceased.household_registration,
        waiver_class=WaiverClass(case.deceased.waiver_class),
        died_on=case.deceased.died_on,
        born_on=case.deceased.born_on,
        cremated_on=clock.local(run.started_at).date() if run else None,
        applied_on=clock.today(),
        cremated_in=get_institution(case.institution_id).region_code,
    )
