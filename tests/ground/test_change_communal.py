"""改墓区是否集中安葬: only while nothing and nobody holds any of its units."""

import pytest

from cemetery.ground import errors
from cemetery.ground.kinds import UnitAct, UnitRange, UnitSize
from cemetery.ground.operations import change_communal
from cemetery.ground.queries.sites import list_changes
from cemetery.models import UnitKind
from cemetery.rights.operations import hold_unit, release_hold
from kernel.db import new_id
from kernel.people.actors import SETUP
from tests.ground.conftest import ANHUI, lay, make_ground


def change(ground, zone, *, communal=True, reason="经公示"):
    return change_communal(zone_id=zone.id, communal=communal, reason=reason, by=ground.keeper)


def test_a_zone_becomes_communal_with_all_its_units_and_back(ground):
    zone = ground.zone()
    done = change(ground, zone)
    assert (done.act, done.count, done.last_row, done.last_number) == (UnitAct.COMMUNAL, 10, 2, 5)
    unit = ground.unit(zone, 2, 5)
    assert (unit.communal, unit.zone.kind_label) == (True, "集中树葬位")
    change(ground, zone, communal=False)
    assert not ground.unit(zone, 2, 5).communal
    acts = [each.act for each in list_changes(zone.id).items]
    assert sorted(acts) == ["added", "communal", "of_one_family"]


@pytest.mark.parametrize("communal", [True, False])
def test_not_while_ashes_lie_in_one_of_its_units(ground, communal):
    zone = ground.zone(communal=not communal)
    lay(unit_id=ground.unit(zone, 2, 2).id, family_id=new_id(), by=SETUP)
    with pytest.raises(errors.ZoneInUse, match="松区2排2号有骨灰"):
        change(ground, zone, communal=communal)
    assert ground.unit(zone, 1, 1).communal is not communal


def test_not_while_a_family_is_deciding(ground):
    zone = ground.zone()
    hold = hold_unit(unit_id=ground.unit(zone).id, for_name="李示兰", by=ground.keeper)
    with pytest.raises(errors.UnitOnHold, match="松区1排1号正为一家保留到"):
        change(ground, zone)
    release_hold(hold_id=hold.id, by=ground.keeper)
    assert change(ground, zone).count == 10


def test_what_cannot_be_is_said(ground):
    zone = ground.zone()
    with pytest.raises(errors.ReasonMissing):
        change(ground, zone, reason=" ")
    with pytest.raises(errors.CommunalAlready):
        change(ground, zone, communal=False)
    with pytest.raises(errors.NotCommunal):
        change(ground, ground.zone("静区", UnitKind.WALL))


def test_a_family_s_own_unit_is_held_to_its_limits_again(context):
    ground = make_ground(ANHUI)
    many = ground.zone("归园", size=UnitSize(capacity=80), communal=True)
    with pytest.raises(errors.CapacityWrong):
        change(ground, many, communal=False)
    unmeasured = ground.zone("静园", UnitKind.DEEP, units=UnitRange(1, 1, 1, 1), communal=True)
    with pytest.raises(errors.AreaMissing):
        change(ground, unmeasured, communal=False)


def test_the_page_asks_for_a_reason_and_says_what_was_done(keeper_client, ground):
    zone = ground.zone()
    path = f"/zones/{zone.id}/communal"
    assert path in keeper_client.get(f"/zones/{zone.id}").text
    assert "请填写原因" in keeper_client.post(path, data={"communal": "yes"}).text
    typed = {"communal": "yes", "reason": "经公示"}
    page = keeper_client.post(path, data=typed, follow_redirects=True).text
    assert "松区已改为集中安葬" in page
    assert "集中树葬位" in page
    assert "没有要更改的" in keeper_client.post(path, data=typed).text
    walls = ground.zone("静区", UnitKind.WALL)
    assert "/communal" not in keeper_client.get(f"/zones/{walls.id}").text
