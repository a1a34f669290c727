"""Which county, institution and month an officer looks at; never beyond the officer's region."""

from dataclasses import dataclass
from typing import Any

from flask import request

from kernel import clock
from kernel.errors import NotAllowed
from kernel.places import Institution, InstitutionKind, get_institution
from kernel.regions import county_of, full_name, get_region
from kernel.web import asker
from oversight import queries
from oversight.operations import MONTH

MONTHS_SHOWN = 24


@dataclass(frozen=True)
class Period:
    """`homes`: who serves families, in question here; `county` is empty for the whole region."""

    region: str
    county: str
    counties: list[str]
    month: str
    institution: Institution | None
    homes: list[Institution]
    choices: list[Institution]

    @property
    def place(self) -> str:
        return full_name(self.county or self.region)

    @property
    def named_counties(self) -> list[tuple[str, str]]:
        return [(code, get_region(code).name) for code in self.counties]

    @property
    def region_code(self) -> str:
        """The region whose deaths are the denominator."""
        return self.county or self.region

    @property
    def months(self) -> list[str]:
        """The newest first, with the one being looked at wherever it lies."""
        latest = queries.months_before(f"{clock.today():%Y-%m}", MONTHS_SHOWN)
        return sorted({*latest, self.month}, reverse=True)

    @property
    def questions(self) -> dict[str, Any]:
        """What the pages behind a number are asked, so that they count the same."""
        asked = {"month": self.month, "county": self.county}
        if self.institution:
            asked["institution"] = self.institution.code
        return {key: value for key, value in asked.items() if value}


def asked_period() -> Period:
    """From the address; a county or institution that is not the officer's is simply not there."""
    region = _own_region()
    homes = [
        one for one in queries.list_seen_institutions() if one.kind != InstitutionKind.CIVIL_AFFAIRS
    ]
    counties = sorted({code for one in homes if (code := county_of(one.region_code))} - {region})
    county = request.args.get("county", "")
    county = county if county in counties else ""
    choices = [one for one in homes if one.region_code.startswith(county)]
    code = request.args.get("institution", "")
    institution = next((one for one in choices if one.code == code), None)
    month = request.args.get("month", "")
    return Period(
        region=region,
        county=county,
        counties=counties,
        month=month if MONTH.fullmatch(month) else f"{clock.today():%Y-%m}",
        institution=institution,
        homes=[institution] if institution else choices,
        choices=choices,
    )


def _own_region() -> str:
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotAllowed
    return get_institution(institution_id).region_code
