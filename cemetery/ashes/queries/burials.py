"""How the ashes of a case were laid to rest, as the reward's form asks for it."""

import uuid
from decimal import Decimal

from billing.known_burials import KnownBurial
from billing.rewards import Burial
from cemetery.ashes.queries.resting import RestingPlace, list_resting_of
from cemetery.voyages.kinds import VoyageKind

ON_WATER = {VoyageKind.SEA: Burial.SEA, VoyageKind.RIVER: Burial.RIVER}


def find_burial_of(case_id: uuid.UUID) -> KnownBurial | None:
    """None while the ashes are only kept for a term, and where portions rest in several ways."""
    places = list_resting_of([case_id]).get(case_id, [])
    found = {known for place in places if (known := _known(place))}
    return found.pop() if len(found) == 1 else None


def _known(place: RestingPlace) -> KnownBurial | None:
    if place.scattered_by in ON_WATER:
        return KnownBurial(ON_WATER[place.scattered_by], place.where)
    unit = place.unit
    if unit is None or place.deposit_number or unit.kind not in set(Burial):
        return None
    return KnownBurial(
        burial=Burial(unit.kind),
        place=str(place),
        grave_area=Decimal(unit.area) / 100 if unit.area is not None else None,
        stele_height=Decimal(unit.stele_height) if unit.stele_height is not None else None,
    )
