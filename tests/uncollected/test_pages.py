"""From the list by step to the last act, as keepers do it; the office reads, masked."""

import re
from datetime import timedelta

import pytest

from cemetery.ashes.kinds import PortionState
from cemetery.ashes.uncollected.errors import AnnouncementTooShort, ContactsMissing
from kernel import clock
from tests import world
from tests.booking.family import text_of
from tests.uncollected.scene import ANNOUNCEMENT, OVER, PHONE
from tests.visitor import visit


@pytest.fixture
def keeper(app, waited):
    return visit(app, "jy-columbarium")


def page_of(waited) -> str:
    return f"/uncollected/{waited.ashes.portion().id}"


def dated(name, day) -> dict[str, list[str]]:
    return {name: [str(day.year), str(day.month), str(day.day)]}


def test_keepers_go_from_the_list_to_the_last_act(app, waited, keeper):
    page, portion = page_of(waited), f"/portions/{waited.ashes.portion().id}"
    with waited.after(PHONE):
        assert "/uncollected" in keeper.get("/portions").text
        assert "待领：电话联系" in keeper.get("/portions").text
        assert page in keeper.get(portion).text
        assert page in keeper.get("/uncollected?step=phone").text
        assert page not in keeper.get("/uncollected?step=letter&sort=since").text
        told = {"way": "phone", "whom": "张小三", "time_of_day": "9:30", "result": "no_answer"}
        told |= dated("day", waited.since)
        keeper.post(f"{page}/contact", data=told)
        assert "请填写联系了谁" in keeper.post(f"{page}/contact", data=told | {"whom": ""}).text
    with waited.after(ANNOUNCEMENT):
        assert "没有回音" in keeper.get(page).text
    waited.tell_and_announce()
    with waited.after(OVER):
        assert "公告期满" in text_of(keeper.get(page))
        asked = keeper.post(f"{page}/laying", data={"reason": "多次联系没有回音"})
        assert "等另一位同事批准" in keeper.get(asked.location).text
        second = visit(app, "jy-keeper2")
        approve = re.search(r'action="([^"]*/approve)"', second.get(page).text)
        assert approve
        assert "/approve" not in keeper.get(page).text, "who asked is not offered it"
        refused = keeper.post(approve[1])
        assert "请另一位同事批准" in keeper.get(refused.location).text
        second.post(approve[1])
        wrong = second.post(f"{page}/inter", data={"unit": "福区1排1号"})
        assert "公共的生态安葬区" in wrong.text
        second.post(f"{page}/inter", data={"unit": "松区1排1号"})
        assert waited.ashes.portion().stands is PortionState.INTERRED
        assert "不在等家属领取" in keeper.get(page).text
        assert "多次联系没有回音" in keeper.get(page).text


def test_what_a_rule_refuses_stands_on_the_form(waited, keeper):
    page = page_of(waited)
    with waited.after(ANNOUNCEMENT):
        typed = {"place": "县民政局网站"}
        for day in ("since", "until"):
            typed |= dated(day, waited.since + timedelta(days=ANNOUNCEMENT))
        said = str(ContactsMissing.message).split("%", maxsplit=1)[0]
        assert said in keeper.post(f"{page}/announcement", data=typed).text
        assert "还没有公告" in keeper.post(f"{page}/laying", data={"reason": "无人"}).text
    waited.tell_and_announce()
    with waited.after(ANNOUNCEMENT):
        answer = keeper.post(f"{page}/announcement", data=typed | dated("since", clock.today()))
        assert str(AnnouncementTooShort.message).split("%", maxsplit=1)[0] in answer.text


def test_the_office_reads_and_acts_on_nothing_and_a_stranger_sees_nothing(app, waited, keeper):
    world.make_office()
    officer, page = visit(app, "mz-officer"), page_of(waited)
    with waited.after(ANNOUNCEMENT):
        waited.contact()
        assert page in officer.get("/uncollected").text
        shown = officer.get(page).text
        assert "张小**" not in shown
        assert "张**" in shown
        assert "张小三" not in shown
        assert "登记联系家属" not in shown
        assert officer.post(f"{page}/contact", data={}).status_code == 403
        other = world.make_home("QH", "421221")
        world.make_staff("QH-keeper", waited.keeper.role, other.id)
        stranger = visit(app, "qh-keeper")
        assert page not in stranger.get("/uncollected").text
        assert stranger.get(page).status_code == 404
