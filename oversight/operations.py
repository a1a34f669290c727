"""What the civil-affairs office records itself."""

import re

from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution
from kernel.regions import get_region, is_within
from oversight import queries
from oversight.errors import (
    DeathsNegative,
    MonthNotOver,
    MonthUnknown,
    OtherRegion,
    SourceMissing,
    ZoneAboveAll,
)
from oversight.models import DeathCount

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)


@operation(_("登记死亡人口"))
def record_deaths(
    *,
    region_code: str,
    month: str,
    deaths: int,
    deaths_in_zone: int | None,
    source: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> DeathCount:
    """同期死亡人口 of a county and month ("2026-11"); a second record corrects the first.

    Raises MonthNotOver for a month that has not begun, MonthUnknown, DeathsNegative, ZoneAboveAll,
    SourceMissing, and OtherRegion where the asker's office is not above the county.
    """
    region = get_region(region_code)
    _ensure_within(region.code, by)
    if not MONTH.fullmatch(month):
        raise MonthUnknown
    if month > clock.today().strftime("%Y-%m"):
        raise MonthNotOver
    if min(deaths, deaths_in_zone or 0) < 0:
        raise DeathsNegative
    if deaths_in_zone is not None and deaths_in_zone > deaths:
        raise ZoneAboveAll
    if not source.strip():
        raise SourceMissing
    count = queries.find_death_count(region.code, month)
    if count is None:
        count = DeathCount(region_code=region.code, month=month)
        db.session.add(count)
    count.deaths = deaths
    count.deaths_in_zone = deaths_in_zone
    count.source = source.strip()
    count.recorded_at = clock.now()
    count.recorded_by = str(by)
    return count


def _ensure_within(region_code: str, by: Actor) -> None:
    if by.institution_id is None:
        return
    if not is_within(region_code, get_institution(by.institution_id).region_code):
        raise OtherRegion
