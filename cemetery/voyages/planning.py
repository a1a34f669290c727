"""What the office lays down about a voyage, checked before it is written."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from billing.queries import is_listed
from cemetery.voyages.errors import (
    DepartureTimesWrong,
    GatheringMissing,
    LastDayWrong,
    ShipMissing,
    VoyageItemUnlisted,
    VoyageNumberWrong,
    WatersMissing,
)
from cemetery.voyages.kinds import VoyageKind
from kernel import clock

# So that a slip of the finger promises no fleet.
BOUNDS = {"portions": (1, 500), "relatives": (0, 2000), "per_family": (0, 20)}


@dataclass(frozen=True)
class Times:
    """When it gathers and departs, and the last day to register."""

    departs_at: datetime
    gathers_at: datetime
    register_until: date


@dataclass(frozen=True)
class Planned:
    """`item_code`: of the published list, "" where families pay nothing; `bring`: what to bring."""

    kind: VoyageKind
    times: Times
    gathers_place: str
    waters: str
    ship_name: str
    ship_licence: str
    portions: int
    relatives: int
    per_family: int
    item_code: str = ""
    bring: str = ""


def check_times(times: Times) -> None:
    """Raises DepartureTimesWrong, LastDayWrong."""
    if times.gathers_at > times.departs_at or times.departs_at <= clock.now():
        raise DepartureTimesWrong
    if not clock.today() <= times.register_until <= clock.day_of(times.departs_at):
        raise LastDayWrong


def check_planned(institution_id: uuid.UUID, planned: Planned) -> None:
    """Raises the refusals of check_times, GatheringMissing, WatersMissing, ShipMissing,
    VoyageNumberWrong, VoyageItemUnlisted."""
    check_times(planned.times)
    if not planned.gathers_place.strip():
        raise GatheringMissing
    if not planned.waters.strip():
        raise WatersMissing
    named = planned.ship_name.strip() and planned.ship_licence.strip()
    if planned.kind.needs_ship and not named:
        raise ShipMissing
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(planned, name) <= most:
            raise VoyageNumberWrong(name, least, most)
    day = clock.day_of(planned.times.departs_at)
    if planned.item_code and not is_listed(institution_id, planned.item_code, day):
        raise VoyageItemUnlisted
