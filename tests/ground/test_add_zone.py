"""新增墓区: all units of a range at once, none larger than the law of the region allows."""

import pytest
from sqlalchemy import select

from cemetery.ground import errors
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.models import UnitChange
from cemetery.models import Unit, UnitKind
from kernel.db import db
from kernel.journal import JournalEntry
from tests.ground.conftest import ANHUI, make_ground
from tests.visitor import visit

GRAVE = UnitKind.GRAVE


def test_a_range_becomes_units_of_the_zone(ground):
    zone = ground.zone(units=UnitRange(3, 4, 11, 13), size=UnitSize(capacity=2))
    units = db.session.scalars(select(Unit).order_by(Unit.row, Unit.number)).all()
    named = [*(f"松区3排{number}号" for number in (11, 12, 13)), "松区4排11号"]
    assert [str(unit) for unit in units][:4] == named
    assert {(unit.zone_id, unit.capacity, unit.taken) for unit in units} == {(zone.id, 2, 0)}
    assert units[0].kind_label == "树葬位"


def test_ten_thousand_units_are_one_line_of_the_journal(ground):
    zone = ground.zone(kind=UnitKind.WALL, units=UnitRange(1, 50, 1, 200))
    assert ground.count(zone) == 10_000
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.operation == "cemetery.add_zone")
    ).one()
    assert [each["record"].split("/")[0] for each in entry.changes] == ["zones", "unit_changes"]
    assert db.session.scalars(select(UnitChange)).one().count == 10_000


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"name": ""}, errors.ZoneNameMissing, "name"),
        ({"name": "松2区"}, errors.ZoneNameMissing, "name"),
        ({"units": UnitRange(0, 1, 1, 1)}, errors.RangeWrong, "first_row"),
        ({"units": UnitRange(2, 1, 1, 1)}, errors.RangeWrong, "last_row"),
        ({"units": UnitRange(1, 1, 1, 10**6)}, errors.RangeWrong, "last_number"),
        ({"units": UnitRange(1, 9999, 1, 9999)}, errors.TooManyUnits, "last_row"),
        ({"size": UnitSize(capacity=0)}, errors.CapacityWrong, "capacity"),
        ({"size": UnitSize(area=0)}, errors.SizeWrong, "area"),
        ({"size": UnitSize(stele_height=501)}, errors.SizeWrong, "stele_height"),
        ({"kind": GRAVE}, errors.AreaMissing, "area"),
        ({"kind": GRAVE, "size": UnitSize(area=101)}, errors.AreaOverLimit, "area"),
    ],
)
def test_what_cannot_be_is_refused(ground, changed, refusal, field):
    with pytest.raises(refusal) as refused:
        ground.zone(**changed)
    assert refused.value.field == field
    assert not db.session.scalar(select(Unit).limit(1))


def test_two_zones_of_a_site_never_have_one_name(ground):
    ground.zone()
    with pytest.raises(errors.ZoneExists):
        ground.zone()


def test_the_refusal_names_the_limit_and_its_basis(ground):
    ground.zone(kind=GRAVE, size=UnitSize(area=100))
    with pytest.raises(errors.AreaOverLimit, match="最多 1 平方米。依据：民事发〔1998〕10号"):
        ground.zone("柏区", kind=GRAVE, size=UnitSize(area=101))


@pytest.mark.parametrize(
    ("size", "refusal"),
    [
        (UnitSize(1, 50, 60), None),
        (UnitSize(1, 51, 60), errors.AreaOverLimit),
        (UnitSize(2, 80, 60), None),
        (UnitSize(2, 81, 60), errors.AreaOverLimit),
        (UnitSize(1, 50, 61), errors.SteleOverLimit),
    ],
)
def test_a_province_may_allow_less(context, size, refusal):
    ground = make_ground(ANHUI)
    if refusal:
        with pytest.raises(refusal, match="安徽省"):
            ground.zone(kind=GRAVE, size=size)
    else:
        assert ground.zone(kind=GRAVE, size=size)


def test_the_page_says_what_the_region_allows_and_shows_the_zone(app, ground):
    client = visit(app, "gm-administrator")
    path = f"/sites/{ground.site.id}/zones/new"
    assert "民事发〔1998〕10号" in client.get(path).text
    typed = {"name": "竹区", "kind": "grave", "capacity": "2", "area": "0.805"}
    typed |= {"first_row": "1", "last_row": "2", "first_number": "1", "last_number": "8"}
    assert "最多两位小数" in client.post(path, data=typed).text
    page = client.post(path, data=typed | {"area": "０.8"}, follow_redirects=True).text
    assert "竹区已建立" in page
    assert "2排" in page
