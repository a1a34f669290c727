"""The pages, as a browser without JavaScript sends them: from the case page to the reward."""

import re

from cemetery.voyages.operations import close_voyage
from cemetery.voyages.queries import get_registration, get_voyage
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.visitor import visit
from tests.voyages.scene import LATER, MORNING, SAILS


def said(scene, **changed):
    return {
        "voyage": scene.voyage,
        "certificate_number": scene.certificate,
        "portions": "A",
        "relatives": f"王示梅 {world.identity_number()}",
        "contact": "王示梅",
        "phone": "13800138000",
        "channel": "phone",
        "agreed": "y",
        "agreed_by": "王示梅",
    } | changed


def test_the_whole_way_from_the_case_page_to_the_reward(app, desk, scene):
    assert f"/cases/{scene.case}/voyage" in desk.get(f"/cases/{scene.case}").text
    answer = desk.post(f"/cases/{scene.case}/voyage", data=said(scene))
    number = answer.location.rsplit("/", 1)[1]
    base = f"/voyages/{scene.voyage}"
    assert number in desk.get(base).text
    with clock.frozen(MORNING):
        desk.post(f"{base}/board", data={"scanned": scene.case})
        relative = get_registration(number).relatives[0]
        desk.post(f"{base}/present", data={"present": [str(relative.id)]})
        desk.post(f"{base}/depart")
    with clock.frozen(LATER):
        form = {
            "scattered_time": "10：20",
            "position": "主航道北侧",
            "latitude": "29.97",
            "longitude": "113.94",
            "witnesses": "陈示明 县民政局\n王示梅 子女",
        }
        page = desk.post(f"{base}/carry-out", data=form | {"latitude": "x"}).text
        assert "请用小数填写" in page
        desk.post(f"{base}/carry-out", data=form)
        page = desk.get(base).text
        assert "北纬29.97000度" in page
        assert "陈示明（县民政局）" in page
        page = desk.get(f"/voyages/registered/{number}").text
        assert f"/rewards/new?case={scene.case}&amp;burial=river&amp;persons=1" in page
        desk.post(f"/voyages/registered/{number}/certificate/A")
        assert "江河撒散证明" in desk.get(f"/voyages/registered/{number}").text
        assert number in desk.get(f"/cases/{scene.case}").text


def test_without_consent_nothing_is_registered_and_what_was_typed_stays(desk, scene):
    form = said(scene)
    del form["agreed"]
    page = desk.post(f"/cases/{scene.case}/voyage", data=form).text
    assert "请把告知内容读给家属听" in page
    assert form["relatives"] in page


def test_a_full_voyage_is_refused_with_the_others_beside_it(desk, scene):
    small, other = scene.plan(portions=1), scene.plan(waters="长江簰洲段")
    form = said(scene, voyage=small.number, portions="A、B")
    page = desk.post(f"/cases/{scene.case}/voyage", data=form).text
    assert "骨灰名额不够了" in page
    assert other.waters in page


def test_voyages_are_planned_postponed_and_cancelled_by_their_pages(desk, scene):
    day = [str(part) for part in (SAILS.year, SAILS.month, SAILS.day)]
    form = {
        "kind": "sea",
        "waters": "东海",
        "day": day,
        "gathers_time": "8:00",
        "departs_time": "25:00",
        "gathers_place": "码头",
        "register_until": day,
        "ship_name": "海葬01",
        "ship_licence": "浙0001",
        "portions": "20",
        "relatives": "60",
        "per_family": "3",
        "item_code": "",
    }
    assert "请填写时间，例如 08:30。" in desk.post("/voyages/new", data=form).text
    made = desk.post("/voyages/new", data=form | {"departs_time": "8:30"}).location
    number = made.rsplit("/", 1)[1]
    assert number in desk.get("/voyages").text
    moved = {name: form[name] for name in ("day", "gathers_time", "register_until")}
    desk.post(f"{made}/postpone", data=moved | {"departs_time": "9:15", "reason": "大雾"})
    assert "这个航次改过期：大雾" in desk.get(made).text
    desk.post(f"{made}/close")
    assert "恢复报名" in desk.get(made).text
    desk.post(f"{made}/reopen")
    assert "请填写原因" in desk.post(f"{made}/cancel", data={"reason": ""}).text
    desk.post(f"{made}/cancel", data={"reason": "船舶检修"})
    db.session.expire_all()
    assert get_voyage(number).state == "cancelled"


def test_a_family_is_told_changed_withdrawn_and_gets_its_slip(desk, scene):
    number = scene.register().number
    base, other = f"/voyages/registered/{number}", scene.plan()
    desk.post(f"{base}/change", data={"voyage": other.number})
    assert other.number in desk.get(base).text
    assert "还没有登记可用的打印机" in desk.post(f"{base}/slip", follow_redirects=True).text
    desk.post(f"{base}/told")
    assert "请填写原因" in desk.post(f"{base}/withdraw", data={"reason": ""}).text
    desk.post(f"{base}/withdraw", data={"reason": "改为树葬"})
    assert "登记已取消：改为树葬" in desk.get(base).text


def test_anybody_reads_what_is_to_come_and_nobody_else_the_families(app, scene):
    scene.register(portions="A、B、C", relatives=0)
    shut = scene.plan(waters="长江簰洲段")
    close_voyage(number=shut.number, by=scene.clerk)
    anybody = visit(app)
    page = anybody.get("/sea-burial").text
    assert "骨灰名额已满" in page
    assert "已停止报名" in page
    assert "王示梅" not in page
    assert anybody.get(f"/voyages/{scene.voyage}").status_code == 302


def test_the_desk_of_another_home_and_a_driver_see_nothing(app, scene):
    number = scene.register().number
    other = world.make_home("TM", "421222")
    world.make_staff("jy-driver", Role.DRIVER, scene.home.id)
    assert other
    desk = visit(app, "tm-desk")
    for path in (f"/voyages/{scene.voyage}", f"/voyages/registered/{number}"):
        assert desk.get(path).status_code == 404
        assert visit(app, "jy-driver").get(path).status_code == 403


def test_its_numbers_are_read_by_the_scanner(desk, scene):
    number = scene.register().number
    for code in (scene.voyage, number):
        answer = desk.post("/code", data={"code": code}, follow_redirects=True).text
        assert "江河撒散" in answer or number in answer
        assert re.search(rf"/voyages/(registered/)?{code}", answer)
