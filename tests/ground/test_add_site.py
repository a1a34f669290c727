"""登记安放点: every kind of site, a cemetery with what allowed it."""

import pytest

from cemetery.ground.errors import ApprovalMissing, HoursMissing, SiteExists, SiteNameMissing
from cemetery.ground.operations import add_site
from cemetery.models import SiteKind
from tests import world
from tests.visitor import visit


def site(ground, **changed):
    asked = {"kind": SiteKind.ECO_AREA, "name": "青山生态园", "visiting_hours": "全天"}
    asked |= {"institution_id": ground.home.id, "by": ground.keeper}
    return add_site(**(asked | changed))


def test_a_site_of_every_kind_is_added(ground):
    made = [site(ground, kind=kind, name=kind.label, approval="批复") for kind in SiteKind]
    assert [each.kind_label for each in made] == [kind.label for kind in SiteKind]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": " "}, SiteNameMissing),
        ({"name": "青山公墓"}, SiteExists),
        ({"visiting_hours": ""}, HoursMissing),
        ({"kind": SiteKind.COMMERCIAL_CEMETERY}, ApprovalMissing),
        ({"kind": SiteKind.COMMERCIAL_COLUMBARIUM}, ApprovalMissing),
    ],
)
def test_what_is_missing_is_said(ground, changed, refusal):
    with pytest.raises(refusal):
        site(ground, **changed)


def test_the_page_leads_to_the_new_site(keeper_client):
    typed = {"kind": "columbarium", "name": "东堂", "visiting_hours": "8:00–17:00"}
    assert (
        "公墓和经营性骨灰堂要填写批准文件"
        in keeper_client.post("/sites/new", data=typed | {"kind": "public_cemetery"}).text
    )
    answer = keeper_client.post("/sites/new", data=typed, follow_redirects=True)
    assert "东堂已登记" in answer.text
    assert "东堂" in keeper_client.get("/sites").text


def test_only_the_administrator_adds_and_the_office_looks(app, ground):
    world.make_office()
    for login, adds in (("gm-columbarium", 403), ("mz-officer", 403), ("gm-administrator", 200)):
        client = visit(app, login)
        assert client.get("/sites/new").status_code == adds
        page = client.get("/sites").text
        assert "青山公墓" in page
        assert ("登记安放点" in page) is (adds == 200)
