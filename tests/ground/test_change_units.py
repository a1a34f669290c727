"""停用、恢复使用、改容量: for a range, never against ashes or a right."""

from datetime import timedelta
from functools import partial

import pytest

from cemetery.errors import UnitTaken
from cemetery.ground import errors, operations
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.models import UnitKind
from cemetery.rights.operations import hold_unit
from kernel import clock
from tests.ground.conftest import ANHUI, lay, make_ground

ALL, SECOND_ROW = UnitRange(1, 2, 1, 5), UnitRange(2, 2, 1, 5)


def asked(ground, zone, units=SECOND_ROW):
    return {"zone_id": zone.id, "units": units, "reason": "渗水", "by": ground.keeper}


def test_a_range_goes_out_of_use_and_comes_back(ground, laid):
    assert operations.take_out_of_use(**asked(ground, laid.zone)).count == 5
    unit = ground.unit(laid.zone, 2, 3)
    assert (unit.in_use, unit.out_of_use_reason) == (False, "渗水")
    with pytest.raises(UnitTaken):
        lay(unit_id=unit.id, family_id=laid.family_id, by=ground.keeper)
    assert operations.put_back_in_use(**asked(ground, laid.zone, ALL)).count == 5
    assert ground.unit(laid.zone, 2, 3).out_of_use_reason is None


def test_where_ashes_are_nothing_of_the_range_is_changed(ground, laid):
    with pytest.raises(errors.UnitInUse, match="松区1排1号有骨灰"):
        operations.take_out_of_use(**asked(ground, laid.zone, ALL))
    assert ground.unit(laid.zone, 2, 1).in_use


def test_capacity_is_never_below_what_is_there(ground):
    zone = ground.zone(size=UnitSize(capacity=2))
    unit = ground.unit(zone)
    for _portion in range(2):
        lay(unit_id=unit.id, family_id=unit.id, by=ground.keeper)
    with pytest.raises(errors.CapacityBelowTaken, match="已经安放 2 份"):
        operations.change_capacity(**asked(ground, zone, ALL), capacity=1)
    assert operations.change_capacity(**asked(ground, zone, ALL), capacity=3).count == 10
    assert ground.unit(zone).capacity == 3


def test_capacity_keeps_the_limits_of_the_size(context):
    ground = make_ground(ANHUI)
    zone = ground.zone(kind=UnitKind.GRAVE, size=UnitSize(2, 80))
    with pytest.raises(errors.AreaOverLimit, match=r"0\.5 平方米"):
        operations.change_capacity(**asked(ground, zone, ALL), capacity=1)


@pytest.mark.parametrize(
    "act",
    [operations.take_out_of_use, partial(operations.change_capacity, capacity=2)],
)
def test_what_a_family_is_deciding_about_stays_as_it_is_until_then(ground, act):
    zone = ground.zone()
    unit = ground.unit(zone, 2, 3)
    hold = hold_unit(unit_id=unit.id, for_name="李示兰", by=ground.keeper)
    until = clock.say_clock(hold.held_until)
    with pytest.raises(errors.UnitOnHold, match=f"松区2排3号正为一家保留到 {until}"):
        act(**asked(ground, zone))
    assert (ground.unit(zone, 2, 1).in_use, ground.unit(zone, 2, 1).capacity) == (True, 1)
    # Beside it, and once the hold is over, nothing stands in the way.
    assert act(**asked(ground, zone, UnitRange(1, 1, 1, 5))).count == 5
    with clock.frozen(hold.held_until + timedelta(seconds=1)):
        assert act(**asked(ground, zone)).count == 5


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": " "}, errors.ReasonMissing),
        ({"units": UnitRange(7, 8, 1, 5)}, errors.NoUnitsThere),
        ({"units": UnitRange(2, 1, 1, 5)}, errors.RangeWrong),
    ],
)
def test_bad_input_is_refused(ground, laid, changed, refusal):
    with pytest.raises(refusal):
        operations.take_out_of_use(**(asked(ground, laid.zone) | changed))


def test_the_page_does_each_and_says_so(keeper_client, ground, laid):
    path = f"/zones/{laid.zone.id}/change"
    typed = {"first_row": "2", "last_row": "2", "first_number": "1", "last_number": "5"}
    typed |= {"reason": "渗水"}
    for act, said in (
        ("out_of_use", "停用：已办理 5 个位置"),
        ("back_in_use", "恢复使用：已办理 5 个位置"),
        ("capacity", "1 到 12 份"),
    ):
        page = keeper_client.post(path, data=typed | {"act": act}, follow_redirects=True).text
        assert said in page
    page = keeper_client.post(
        path, data=typed | {"act": "capacity", "capacity": "4"}, follow_redirects=True
    ).text
    assert "改容量：已办理 5 个位置" in page
    assert page.count("渗水") == 3, "what was done is kept with its reason"
