"""修改安放点: its kind only while nothing lies in it."""

import pytest

from cemetery.ground.errors import KindHasUnits, SiteExists, UnitKindElsewhere
from cemetery.ground.operations import add_site, change_site
from cemetery.models import SiteKind, UnitKind


def change(ground, **changed):
    asked = {"kind": SiteKind.PUBLIC_CEMETERY, "name": "青山公墓", "visiting_hours": "全天"}
    asked |= {"site_id": ground.site.id, "approval": "批复", "by": ground.keeper}
    return change_site(**(asked | changed))


def test_what_is_written_about_a_site_changes(ground):
    site = change(ground, address="青山路1号")
    assert (site.visiting_hours, site.address, site.approval) == ("全天", "青山路1号", "批复")


def test_the_kind_stays_once_there_are_zones(ground):
    assert change(ground, kind=SiteKind.VILLAGE).kind == SiteKind.VILLAGE
    ground.zone()
    with pytest.raises(KindHasUnits):
        change(ground, kind=SiteKind.ECO_AREA)


@pytest.mark.parametrize("kind", [SiteKind.COLUMBARIUM, SiteKind.COMMERCIAL_COLUMBARIUM])
def test_a_hall_or_tower_has_no_ground_whoever_runs_it(ground, kind):
    change(ground, kind=kind)
    for unit in (UnitKind.TREE, UnitKind.GRAVE):
        with pytest.raises(UnitKindElsewhere):
            ground.zone(kind=unit)
    assert ground.zone("松区", UnitKind.NICHE).kind == UnitKind.NICHE


def test_two_sites_never_have_one_name(ground):
    add_site(
        institution_id=ground.home.id,
        kind=SiteKind.COLUMBARIUM,
        name="东堂",
        visiting_hours="全天",
        by=ground.keeper,
    )
    with pytest.raises(SiteExists):
        change(ground, name="东堂")


def test_the_page_keeps_what_is_there(keeper_client, ground):
    path = f"/sites/{ground.site.id}/change"
    assert 'value="民发〔2026〕1号"' in keeper_client.get(path).text
    typed = {"kind": "public_cemetery", "name": "青山公墓", "visiting_hours": "9:00–16:00"}
    answer = keeper_client.post(path, data=typed | {"approval": "批复"}, follow_redirects=True)
    assert "9:00–16:00" in answer.text
