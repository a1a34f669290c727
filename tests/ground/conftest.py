"""A cemetery of one county with its administrator; tests lay out the ground they are about."""

import uuid
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from cemetery.ground import operations
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.models import Site, SiteKind, Unit, UnitKind, Zone
from cemetery.occupancy import take_place
from kernel.db import db
from kernel.operations import operation
from kernel.people.actors import SETUP, Actor, Role
from kernel.places import Institution, InstitutionKind, add_institution
from tests import world
from tests.visitor import visit

ANHUI = "340123"  # where graves are smaller than the nation allows


@dataclass(frozen=True)
class Ground:
    """`site`: a public cemetery without zones."""

    home: Institution
    keeper: Actor
    site: Site

    def zone(self, name: str = "松区", kind: UnitKind = UnitKind.TREE, **changed) -> Zone:
        asked = {"units": UnitRange(1, 2, 1, 5), "size": UnitSize()}
        asked |= {"site_id": self.site.id, "name": name, "kind": kind, "by": self.keeper}
        return operations.add_zone(**(asked | changed))

    def unit(self, zone: Zone, row: int = 1, number: int = 1) -> Unit:
        query = select(Unit).where(Unit.zone_id == zone.id, Unit.row == row, Unit.number == number)
        return db.session.scalars(query.execution_options(populate_existing=True)).one()

    def count(self, zone: Zone) -> int:
        return db.session.scalar(select(func.count(Unit.id)).where(Unit.zone_id == zone.id))


@operation("放入骨灰")
def lay(*, unit_id: uuid.UUID, family_id: uuid.UUID, by: Actor) -> None:
    take_place(unit_id, family_id)


def make_ground(region: str = world.JIAYU) -> Ground:
    home = add_institution(
        code="GM", kind=InstitutionKind.CEMETERY, name="青山公墓", region_code=region, by=SETUP
    )
    keeper = world.make_staff("gm-administrator", Role.ADMINISTRATOR, home.id)
    world.make_staff("gm-columbarium", Role.COLUMBARIUM, home.id)
    site = operations.add_site(
        institution_id=home.id,
        kind=SiteKind.PUBLIC_CEMETERY,
        name="青山公墓",
        visiting_hours="8:00–17:00",
        approval="民发〔2026〕1号",
        by=keeper.actor(),
    )
    return Ground(home, keeper.actor(), site)


@pytest.fixture
def ground(context: None) -> Ground:
    return make_ground()


@pytest.fixture
def keeper_client(app, ground):
    return visit(app, "gm-administrator")


@pytest.fixture
def laid(ground) -> SimpleNamespace:
    """A zone of trees; the first unit of it holds ashes of a family."""
    zone = ground.zone()
    unit = ground.unit(zone)
    family_id = uuid.uuid4()
    lay(unit_id=unit.id, family_id=family_id, by=ground.keeper)
    return SimpleNamespace(zone=zone, unit=unit, family_id=family_id)
