"""The pages: from the case to the right, fees first, mistakes beside their fields."""

import re
from datetime import timedelta

import pytest

from cemetery.ashes.queries.portions import get_portion_of
from cemetery.rights.jobs import make_right_notices
from cemetery.rights.models import Right
from cemetery.rights.queries import find_open_hold, list_rights_of_case
from kernel import clock
from kernel.db import db
from tests import world
from tests.rights.scene import a_holder, second_case
from tests.visitor import visit


@pytest.fixture
def right(scene) -> Right:
    return scene.grant(scene.double[0])


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def grant_form(page, **changed):
    holder = a_holder()
    asked = {
        "agreed": hidden(page, "agreed"),
        "ground": "death",
        "ground_paper": "42122120261122001",
        "holder_name": holder.name,
        "relation": "child",
        "holder_identity": holder.identity_number,
        "holder_phone": holder.phone,
        "household_registration": "嘉鱼县",
        "years": "20",
    }
    return asked | changed


def test_from_the_case_page_to_the_right(scene, keeper):
    case = f"/cases/{scene.case.number}"
    assert f"{case}/right" in keeper.get(case).text
    chosen = keeper.post(f"{case}/right", data={"unit_id": str(scene.single[0])})
    hold = find_open_hold(scene.case.id)
    assert chosen.location.endswith(f"/rights/holds/{hold.id}")
    page = keeper.get(chosen.location).text
    assert "骨灰格位使用费" in page
    assert "1,800 元" in page
    assert "2,200 元" in page
    assert "不能转让" in page
    done = keeper.post(chosen.location, data=grant_form(page))
    assert done.status_code == 302, re.findall(r"错误：</span>([^<]+)", done.text)
    shown = keeper.get(done.location).text
    assert "使用权已办理" in shown
    assert list_rights_of_case(scene.case.id)[0].number in keeper.get(case).text


def test_other_years_show_other_fees_and_are_not_agreed_to_unseen(scene, keeper):
    hold = scene.hold()
    place = f"/rights/holds/{hold.id}"
    page = keeper.get(place).text
    looked = keeper.post(place, data=grant_form(page, years="5", step="look")).text
    assert "550 元" in looked
    assert "还有内容" not in looked
    unseen = keeper.post(place, data=grant_form(page, years="5")).text
    assert "费用与刚才看到的不同" in unseen
    assert list_rights_of_case(scene.case.id) == []
    agreed = keeper.post(place, data=grant_form(unseen, years="5"))
    assert agreed.status_code == 302


def test_bad_input_stands_beside_its_field_and_nothing_typed_is_lost(scene, keeper):
    hold = scene.hold()
    place = f"/rights/holds/{hold.id}"
    page = keeper.get(place).text
    for changed, field in (
        ({"years": "21"}, "years"),
        ({"years": "二十"}, "years"),
        ({"ground_paper": ""}, "ground_paper"),
        ({"ground": "cremation"}, "ground_paper"),
        ({"ground": ""}, "ground"),
        ({"household_registration": "诸暨市"}, "household_registration"),
        ({"household_registration": "没有这个县"}, "household_registration"),
        ({"holder_name": ""}, "holder_name"),
        ({"holder_identity": "4212"}, "holder_identity"),
        ({"holder_phone": "12"}, "holder_phone"),
    ):
        typed = grant_form(page, **changed)
        answer = keeper.post(place, data=typed)
        assert answer.status_code == 200
        assert f'href="#{field}"' in answer.text, changed
        assert f'id="{field}-error"' in answer.text, changed
        assert typed["holder_name"] in answer.text
    assert list_rights_of_case(scene.case.id) == []


def test_a_unit_of_another_family_offers_the_nearest(scene, keeper):
    other = world.open_case(scene.home)
    scene.hold(case=other)
    answer = keeper.post(
        f"/cases/{scene.case.number}/right", data={"unit_id": str(scene.single[0])}
    ).text
    assert "正为另一家保留" in answer
    assert str(scene.single[1]) in answer


def test_an_expired_hold_says_so_and_saves_nothing(scene, keeper):
    hold = scene.hold()
    page = keeper.get(f"/rights/holds/{hold.id}").text
    with clock.frozen(clock.now() + timedelta(hours=2)):
        visitor = visit(keeper.application, "jy-columbarium")
        answer = visitor.post(f"/rights/holds/{hold.id}", data=grant_form(page)).text
    assert "保留的时间已过" in answer


def test_an_expired_right_says_that_nothing_moves(scene, keeper, right, app):
    with clock.frozen(clock.at(right.until, clock.local(clock.now()).time()) + timedelta(12)):
        make_right_notices()
        visitor = visit(app, "jy-columbarium")
        page = visitor.get(f"/rights/{right.number}").text
        assert "已到期 12 天，骨灰位置不变" in page
        renewals = visitor.get("/rights/renewals?step=0").text
        assert right.number in renewals
        assert right.number not in visitor.get("/rights/renewals?step=365").text
        added = visitor.post(
            f"/rights/{right.number}/persons",
            data={"ground": "spouse", "person_name": "李示兰", "ground_paper": "结婚证"},
        ).text
        assert "请先办理续期" in added
        fees = visitor.get(f"/rights/{right.number}/renew").text
        done = visitor.post(
            f"/rights/{right.number}/renew", data={"years": "20", "agreed": hidden(fees, "agreed")}
        )
        assert done.status_code == 302
    db.session.refresh(right)
    assert len(right.terms) == 2


def test_lists_filter_sort_and_page(scene, keeper, right):
    assert right.number in keeper.get("/rights").text
    assert right.number in keeper.get("/rights?state=granted&sort=until&direction=desc").text
    for state in ("ending", "expired", "unreachable", "returned", "ended"):
        assert right.number not in keeper.get(f"/rights?state={state}").text
    found = keeper.post("/rights", data={"search": "松区1排5号", "state": ""})
    assert right.number in keeper.get(found.location).text


def test_every_step_refuses_beside_its_field(scene, keeper, right):
    for page, typed, field in (
        ("persons", {"ground": "cremation"}, "case_number"),
        ("persons", {"ground": "spouse", "person_name": "李示兰"}, "person_identity"),
        ("persons", {}, "ground"),
        ("holder", {"relation": "child", "holder_name": "张示远"}, "proof"),
        ("renew", {"years": "20"}, "years"),
        ("contacts", {"way": "phone", "reached": "reached", "words": ""}, "words"),
        ("contacts", {}, "way"),
        ("move", {"reason": "family", "agreed": "同意书"}, "unit_id"),
        (
            "move",
            {"reason": "family", "agreed": "", "unit_id": str(scene.single[0])},
            "agreed",
        ),
    ):
        answer = keeper.post(f"/rights/{right.number}/{page}", data=typed)
        assert answer.status_code == 200, page
        assert f'href="#{field}"' in answer.text, (page, typed)
    assert keeper.get(f"/rights/{right.number}/end").status_code == 403


def test_the_agreement_is_a_pdf_kept_once(scene, keeper, right):
    for _twice in range(2):
        answer = keeper.post(f"/rights/{right.number}/agreement")
        assert answer.status_code == 302
    page = keeper.get(f"/rights/{right.number}").text
    assert page.count("格位使用协议</a>") == 1


def test_only_the_keepers_open_them(app, scene, right):
    operator = visit(app, "jy-operator")
    assert operator.get(f"/rights/{right.number}").status_code == 403
    world.make_home("QH", "421222")
    assert visit(app, "qh-desk").get(f"/rights/{right.number}").status_code == 404


def test_ashes_come_to_the_familys_own_place_while_there_is_room(scene, keeper, right):
    """It is nobody else's: on the plan it is taken, for this family it is chosen already."""
    typed = {"certificate_number": scene.certificate}
    whole = get_portion_of(scene.case.id, "A")
    page, own = f"/portions/{whole.id}/inter", str(right.unit_id)
    assert re.search(rf'value="{own}" checked', keeper.get(page).text)
    other = str(scene.single[1])
    looked = keeper.get(f"{page}?zone={right.unit.zone_id}&row=1&number=2").text
    assert re.search(rf'value="{other}" checked', looked)
    assert f'value="{own}"' in looked
    keeper.post(page, data=typed | {"unit_id": own})
    db.session.expire_all()
    assert whole.unit_id == right.unit_id
    case, _certificate = second_case(scene)
    theirs = get_portion_of(case.id, "A")
    assert f'value="{own}"' not in keeper.get(f"/portions/{theirs.id}/inter").text
