"""集中安葬: a zone of units that are nobody's and take ashes of any family while there is room."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from cemetery.errors import UnitFull
from cemetery.ground.errors import CapacityWrong, NotCommunal, UnitInUse
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import change_capacity, take_out_of_use
from cemetery.kinds import UnitState
from cemetery.models import Unit, UnitKind, Zone
from cemetery.queries import get_state, list_free_units
from cemetery.rights.errors import UnitCommunal
from cemetery.rights.operations import hold_unit
from kernel.db import db, new_id, transaction
from kernel.people.actors import SETUP
from tests.ground.conftest import lay
from tests.visitor import visit

ONE = UnitRange(1, 1, 1, 1)


@pytest.fixture
def zone(ground):
    return ground.zone("归园", UnitKind.DEEP, units=ONE, size=UnitSize(capacity=2), communal=True)


def test_it_is_offered_until_it_is_full_and_no_right_is_given_to_it(ground, zone):
    unit = ground.unit(zone)
    for _family in range(2):
        assert [each.id for each in list_free_units(ground.home.id, "归园")] == [unit.id]
        assert get_state(unit) is UnitState.FREE
        lay(unit_id=unit.id, family_id=new_id(), by=SETUP)
    assert get_state(unit) is UnitState.TAKEN
    assert list_free_units(ground.home.id, "归园") == []
    with pytest.raises(UnitFull):
        lay(unit_id=unit.id, family_id=new_id(), by=SETUP)
    with pytest.raises(UnitCommunal):
        hold_unit(unit_id=unit.id, for_name="李示兰", by=ground.keeper)


def test_only_what_lies_in_the_ground_without_a_grave_is_communal(ground, zone):
    for kind in (UnitKind.GRAVE, UnitKind.WALL):
        with pytest.raises(NotCommunal):
            ground.zone("静区", kind, communal=True)
    changed = {"zone_id": zone.id, "units": ONE, "reason": "扩建", "by": ground.keeper}
    change_capacity(capacity=500, **changed)
    with pytest.raises(CapacityWrong):
        change_capacity(capacity=501, **changed)
    lay(unit_id=ground.unit(zone).id, family_id=new_id(), by=SETUP)
    with pytest.raises(UnitInUse):
        take_out_of_use(**changed)


@pytest.mark.parametrize(
    "values",
    [
        {"taken": 3},
        {"family_id": new_id()},
        {"communal": False},
        {"taken": 1, "in_use": False, "out_of_use_reason": "塌陷"},
    ],
)
def test_the_database_holds_it_to_its_zone_its_room_and_to_nobody(ground, zone, values):
    with pytest.raises(IntegrityError), transaction():
        db.session.connection().execute(
            update(Unit).where(Unit.zone_id == zone.id).values(**values)
        )
    lay(unit_id=ground.unit(zone).id, family_id=new_id(), by=SETUP)
    with pytest.raises(IntegrityError), transaction():
        db.session.connection().execute(update(Zone).values(communal=False))


def test_the_page_makes_one(app, ground):
    administrator = visit(app, "gm-administrator")
    typed = {"name": "归园", "kind": "tree", "communal": "y", "capacity": "80"}
    typed |= {"first_row": "1", "last_row": "1", "first_number": "1", "last_number": "3"}
    wrong = administrator.post(f"/sites/{ground.site.id}/zones/new", data=typed | {"kind": "wall"})
    assert "集中安葬请选树葬" in wrong.text
    made = administrator.post(f"/sites/{ground.site.id}/zones/new", data=typed)
    assert "集中树葬位" in administrator.get(made.location).text
