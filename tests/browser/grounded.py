"""A cemetery in the county of the tests: a zone of trees, and a list of units with a mistake."""

import uuid
from dataclasses import dataclass

from cemetery.ground import operations
from cemetery.ground.kinds import UnitKind, UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind
from kernel.people.actors import SETUP
from tests.world import Home

LIST = """区,种类,排,号,容量,占地面积（平方米）,碑高（厘米）,停用原因
松区,树葬位,5,1,2,,,
竹区,墓位,1,1,2,1.5,,
"""


@dataclass(frozen=True)
class Grounded:
    site_id: uuid.UUID
    zone_id: uuid.UUID
    import_id: uuid.UUID


def make_ground(home: Home) -> Grounded:
    site = add_site(
        institution_id=home.id,
        kind=SiteKind.PUBLIC_CEMETERY,
        name="青山公益性公墓",
        visiting_hours="8:00–17:00",
        approval="嘉民发〔2026〕1号",
        by=SETUP,
    )
    zone = add_zone(
        site_id=site.id,
        name="松区",
        kind=UnitKind.TREE,
        units=UnitRange(1, 4, 1, 30),
        size=UnitSize(capacity=2),
        by=SETUP,
    )
    operations.take_out_of_use(
        zone_id=zone.id, units=UnitRange(2, 2, 3, 6), reason="积水，等候排水", by=SETUP
    )
    staged = operations.stage_unit_import(
        site_id=site.id, file_name="位置.csv", content=LIST.encode(), by=SETUP
    )
    return Grounded(site.id, zone.id, staged.id)
