"""The administrator lays down the local ladder for remains nobody claims, and ends its rungs."""

from datetime import timedelta

import pytest

from funeral.errors.storage import RungEndWrong, RungPlaceTaken, RungWrong
from funeral.operations import end_unclaimed_rung
from funeral.queries.unclaimed import list_all_rungs, list_rungs
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk
from tests.funeral.test_unclaimed import add_rung
from tests.visitor import visit


@pytest.fixture
def keeper(app, home):
    world.make_staff("jy-keeper", Role.ADMINISTRATOR, home.id)
    return visit(app, "jy-keeper")


def typed(**changed):
    return {
        "position": "1",
        "title": "公告寻找亲属",
        "after_days": "3",
        "needs_notice": "y",
        "offices": "公安、卫生健康，民政 公安",
        "period_days": "60",
        "legal_basis": "县政府办〔2026〕3号",
        "valid_from": desk.three(clock.today()),
    } | changed


def test_a_rung_is_laid_down_on_its_page_and_ended(home, keeper, clerk):
    assert "还没有登记办理程序" in desk.read(clerk, "/storage/rungs")
    assert "/storage/rungs" in clerk.get("/storage").text
    page = desk.send(keeper, "/storage/rungs/new", **typed())
    assert "公安、卫生健康、民政签署意见" in page
    db.session.expire_all()
    [rung] = list_rungs(home.id)
    assert (rung.needs_notice, rung.needs_police, rung.period_days) == (True, False, 60)
    assert "/end" not in clerk.get("/storage/rungs").text
    last_on = desk.three(clock.today())
    assert "现行" in desk.send(keeper, f"/storage/rungs/{rung.id}/end", last_on=last_on)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert list_rungs(home.id) == []
        assert "以前的" in desk.read(keeper, "/storage/rungs")
        # The next version stands at the same place.
        desk.send(keeper, "/storage/rungs/new", **typed(period_days="30"))
        assert [each.period_days for each in list_rungs(home.id)] == [30]


def test_the_desk_only_looks(home, clerk):
    rung = add_rung(home, 1)
    for path in ("/storage/rungs/new", f"/storage/rungs/{rung.id}/end"):
        assert clerk.get(path).status_code == 403
        assert clerk.post(path).status_code == 403


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"position": "0"}, str(RungWrong.message)),
        ({"after_days": "999999"}, str(RungWrong.message)),
        ({"valid_until": ["2020", "1", "1"]}, str(RungWrong.message)),
        ({"title": ""}, "请填写名称。"),
        ({"after_days": "三"}, "请用数字填写"),
        ({"valid_from": ["2026", "13", "1"]}, "没有这一天"),
    ],
)
def test_what_is_laid_down_wrongly_stays_typed(home, keeper, changed, said):
    page = keeper.post("/storage/rungs/new", data=typed(**changed))
    assert said in desk.words(page.text)
    assert list_all_rungs(home.id) == []


def test_two_rungs_never_stand_at_one_place(home, keeper):
    add_rung(home, 1)
    said = desk.beside(keeper, "/storage/rungs/new", "position", **typed())
    assert said == str(RungPlaceTaken.message)


def test_a_rung_ends_today_or_later_and_is_never_made_longer(home, keeper):
    rung = add_rung(home, 1)
    with pytest.raises(RungEndWrong):
        end_unclaimed_rung(
            rung_id=rung.id, last_on=clock.today() - timedelta(days=1), by=home.clerk
        )
    end_unclaimed_rung(rung_id=rung.id, last_on=clock.today(), by=home.clerk)
    with pytest.raises(RungEndWrong):
        end_unclaimed_rung(
            rung_id=rung.id, last_on=clock.today() + timedelta(days=9), by=home.clerk
        )
    said = keeper.post(f"/storage/rungs/{rung.id}/end", data={"last_on": ["2020", "1", "1"]}).text
    assert "最后一天不能早于" in desk.words(said)


def test_another_homes_rungs_are_not_there(app, home, keeper):
    other = add_rung(world.make_home("DW", "152525"), 1)
    assert keeper.get(f"/storage/rungs/{other.id}/end").status_code == 404
    answer = keeper.post(
        f"/storage/rungs/{other.id}/end", data={"last_on": desk.three(clock.today())}
    )
    assert answer.status_code == 404
    with pytest.raises(NotFound):
        end_unclaimed_rung(rung_id=home.id, last_on=clock.today(), by=home.clerk)
