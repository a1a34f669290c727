"""墓区加排: more units of the same kind, never one twice."""

import pytest

from cemetery.ground.errors import UnitsExist
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import extend_zone


def extend(ground, zone, units, **changed):
    asked = {"zone_id": zone.id, "units": units, "size": UnitSize(), "by": ground.keeper}
    return extend_zone(**(asked | changed))


def test_rows_and_numbers_are_added(ground):
    zone = ground.zone()
    extend(ground, zone, UnitRange(3, 3, 1, 5))
    extend(ground, zone, UnitRange(1, 3, 6, 6), size=UnitSize(capacity=2))
    assert ground.count(zone) == 18
    assert ground.unit(zone, 3, 6).capacity == 2


def test_what_is_there_already_is_refused_whole(ground):
    zone = ground.zone()
    with pytest.raises(UnitsExist):
        extend(ground, zone, UnitRange(2, 3, 1, 5))
    assert ground.count(zone) == 10


def test_the_page_keeps_what_was_typed(keeper_client, ground):
    zone = ground.zone()
    typed = {"first_row": "2", "last_row": "3", "first_number": "1", "last_number": "5"}
    page = keeper_client.post(f"/zones/{zone.id}/extend", data=typed | {"capacity": "1"}).text
    assert "其中有的位置已经有了" in page
    typed = typed | {"first_row": "3", "capacity": "1"}
    answer = keeper_client.post(f"/zones/{zone.id}/extend", data=typed, follow_redirects=True)
    assert "已加排" in answer.text
