"""What the civil-affairs office records itself."""

from kernel import clock
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.regions import get_region
from oversight import queries
from oversight.errors import MonthNotOver, SourceMissing, ZoneAboveAll
from oversight.models import DeathCount


@operation
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

    Raises MonthNotOver for a month that has not begun, ZoneAboveAll, SourceMissing.
    """
    if month > clock.today().strftime("%Y-%m"):
        raise MonthNotOver
    if deaths_in_zone is not None and deaths_in_zone > deaths:
        raise ZoneAboveAll
    if not source.strip():
        raise SourceMissing
    count = queries.find_death_count(get_region(region_code).code, month)
    if count is None:
        count = DeathCount(region_code=region_code, month=month)
        db.session.add(count)
    count.deaths = deaths
    count.deaths_in_zone = deaths_in_zone
    count.source = source.strip()
    count.recorded_at = clock.now()
    count.recorded_by = str(by)
    return count
