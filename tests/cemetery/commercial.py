"""A niche that serves everybody, whatever their 户籍."""

import uuid

from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, Unit, UnitKind
from cemetery.queries import list_free_units
from kernel.people.actors import SETUP


def a_commercial_niche(institution_id: uuid.UUID) -> Unit:
    """The first of two in a 经营性骨灰堂 of this institution."""
    site = add_site(
        institution_id=institution_id,
        kind=SiteKind.COMMERCIAL_COLUMBARIUM,
        name="静安骨灰堂",
        visiting_hours="8:00–17:00",
        approval="鄂民〔2020〕1号",
        by=SETUP,
    )
    zone = add_zone(
        site_id=site.id,
        name="商区",
        kind=UnitKind.NICHE,
        units=UnitRange(1, 1, 1, 2),
        size=UnitSize(),
        by=SETUP,
    )
    return list_free_units(institution_id, zone.name)[0]
