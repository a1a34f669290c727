"""What of a case a waiver turns on."""

from dataclasses import replace

from billing.classes import HomeLevel, WaiverClass
from billing.facts import Facts
from billing.queries import with_claim
from funeral.models import FuneralCase
from funeral.queries.cremation import find_run
from kernel import clock
from kernel.places import get_institution
from kernel.regions import county_of


def waiver_facts(case: FuneralCase) -> Facts:
    """The recorded facts; the day of the cremation is empty until there was one.

    A home of a city, not of a county of it, has a region of four digits.
    """
    run = find_run(case.id)
    region = get_institution(case.institution_id).region_code
    facts = Facts(
        household_registration=case.deceased.household_registration,
        waiver_class=WaiverClass(case.deceased.waiver_class),
        died_on=case.deceased.died_on,
        born_on=case.deceased.born_on,
        cremated_on=clock.local(run.started_at).date() if run else None,
        cremated_in=region,
        cremated_at=HomeLevel.COUNTY_HOME if county_of(region) else HomeLevel.CITY_HOME,
        applied_on=clock.today(),
    )
    return with_claim(facts, case.id)


def expected_facts(case: FuneralCase) -> Facts:
    """For what is told before the cremation: until that is dated, today stands for it."""
    facts = waiver_facts(case)
    return replace(facts, cremated_on=facts.cremated_on or clock.today())
