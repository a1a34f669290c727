"""The scan page and the cremation hall's: every refused scan leaves a trace, none is lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from funeral.kinds import CustodyStep, ResourceKind
from funeral.models import RefusedScan
from funeral.operations import note_refused_scan, replace_wristband
from funeral.queries.cremation import find_run
from funeral.queries.custody import last_event, list_events
from funeral.queries.schedule import farewell_of, list_resources
from kernel import clock
from kernel.db import db, transaction
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan
from tests.visitor import visit


@pytest.fixture
def case(home):
    case = world.open_case(home)
    world.receive(home, case)
    return case


@pytest.fixture
def band(home, case):
    return world.tag(home, case)


def room(home, kind):
    return str(list_resources(home.id, kind)[0].id)


def traces():
    db.session.expire_all()
    return list(db.session.scalars(select(RefusedScan).order_by(RefusedScan.id)))


def test_a_scan_shows_who_lies_there_and_what_may_happen_now(case, band, operator):
    said = desk.send(operator, "/scan", wristband=band)
    assert "张三" in said
    assert "现在位置 1号柜 存放" in said
    for step in ("登记存放", "登记整容", "登记告别"):
        assert step in said
    assert "登记骨灰装殓" not in said
    assert len(list_events(case.id)) == 2, "looking moves nothing"


def test_the_hall_the_family_was_given_is_offered_first(home, case, band, operator):
    first, second = list_resources(home.id, ResourceKind.HALL)
    occupancy = farewell_of(plan(home, case, world.tomorrow_at(9)))
    with transaction():
        occupancy.resource = second if occupancy.resource_id == first.id else first
    page = operator.post("/scan", data={"wristband": band}).text
    halls = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>.号厅', page)
    assert halls[0] == str(occupancy.resource_id)
    with transaction():
        occupancy.resource = first if occupancy.resource_id == second.id else second
    page = operator.post("/scan", data={"wristband": band}).text
    halls = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>.号厅', page)
    assert halls[0] == str(occupancy.resource_id)


def test_a_move_is_one_more_press_and_the_box_waits_for_the_next(home, case, band, operator):
    asked = {"wristband": band, "step": "prepared"}
    said = desk.send(operator, "/scan", **asked, place_id=room(home, ResourceKind.PREPARATION_ROOM))
    assert "已登记：整容，整容间。" in said
    assert last_event(case.id).by == str(home.operator)
    assert f'value="{band}"' not in operator.get("/scan").text


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"wristband": "0" * 16}, "没有这条腕带的记录，请核对扫的是不是本馆的腕带。"),
        ({"step": "ashes_packed", "place": "走廊"}, "登记骨灰装殓之前，要先登记出炉。"),
        ({"step": "stored"}, "请填写或选择地点。"),
        ({"step": "into_furnace"}, "没有这条腕带的记录，请核对扫的是不是本馆的腕带。"),
    ],
)
def test_what_is_refused_is_said_and_leaves_a_trace(home, case, operator, asked, reason):
    band = world.tag(home, case)
    said = desk.send(operator, "/scan", **({"wristband": band} | asked))
    assert reason in said
    [trace] = traces()
    assert trace.reason == reason
    assert trace.by == str(home.operator)
    assert trace.step == asked.get("step", "")
    assert band not in (trace.token_hash, trace.place)
    assert trace.case_id == (None if "wristband" in asked else case.id)


def test_a_revoked_band_is_traced_to_its_case(home, case, band, operator):
    replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    assert "这条腕带已经停用" in desk.send(operator, "/scan", wristband=band)
    assert [trace.case_id for trace in traces()] == [case.id]


def test_a_device_with_a_wrong_clock_is_refused_and_a_smaller_skew_is_said(
    home, case, band, operator
):
    place = {"step": "prepared", "place_id": room(home, ResourceKind.PREPARATION_ROOM)}
    for at in ((clock.now() - timedelta(minutes=20)).isoformat(), "昨天"):
        said = desk.send(operator, "/scan", wristband=band, device_at=at, **place)
        assert "请先校准设备的时间，再扫描。" in said
    assert len(traces()) == 2
    at = (clock.now() - timedelta(minutes=7)).isoformat()
    said = desk.send(operator, "/scan", wristband=band, device_at=at, **place)
    assert "登记的是服务器的时间" in said
    assert last_event(case.id).step == CustodyStep.PREPARED


def test_a_scan_from_a_device_signed_out_meanwhile_comes_back_after_the_sign_in(
    app, home, case, band
):
    device = visit(app, "jy-operator")
    device.get("/scan")
    device.post("/sign-out")
    typed = {"wristband": band, "step": "prepared", "csrf_token": "secret", "name": "张三"}
    answer = device.post("/scan", data=typed)
    with device.session_transaction() as kept:
        assert kept["kept_scan"] == {"wristband": band, "step": "prepared"}
    assert answer.location.startswith("/sign-in?next=")
    assert band not in answer.location
    [trace] = traces()
    assert (trace.by, trace.case_id) == ("", case.id)
    assert trace.reason == "扫描时没有登录，没有登记。"
    assert len(list_events(case.id)) == 2
    device.post("/sign-in", data={"login": "jy-operator", "password": world.PASSWORD})
    page = device.get("/scan").text
    assert f'value="{band}"' in page
    assert "刚才扫描时没有登录" in page
    assert f'value="{band}"' not in device.get("/scan").text


def test_a_stranger_who_never_signed_in_writes_nothing(app, home, band):
    stranger = visit(app)
    assert stranger.post("/scan", data={"wristband": band}).status_code == 302
    assert traces() == []


def test_a_trace_stays_as_it_was_written(home, case):
    note_refused_scan(
        institution_id=home.id, token="x", step="", place="", reason="试", by=home.operator
    )
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.connection().execute(text("DELETE FROM refused_scans"))


def test_the_administrator_reads_the_traces_and_nobody_else(app, home, case, band, operator):
    desk.send(operator, "/scan", wristband=band, step="ashes_packed", place="走廊")
    world.make_staff("JY-boss", Role.ADMINISTRATOR, home.id)
    said = desk.read(visit(app, "jy-boss"), "/refused-scans")
    assert "JY-operator 骨灰装殓 走廊" in said
    assert case.number in said
    assert operator.get("/refused-scans").status_code == 403


def test_another_home_sees_neither_bodies_nor_traces(app, home, band, operator):
    desk.send(operator, "/scan", wristband="0" * 16)
    other = world.make_home("TC")
    world.make_staff("TC-boss", Role.ADMINISTRATOR, other.id)
    assert "没有这条腕带" in desk.send(visit(app, "tc-operator"), "/scan", wristband=band)
    shown = desk.read(visit(app, "tc-boss"), "/refused-scans")
    assert "TC-operator" in shown
    assert "JY-operator" not in shown


def test_the_furnace_page_leads_two_persons_to_the_flame(app, home, operator):
    case = world.open_case(home)
    world.record_papers(home, case)
    world.receive(home, case)
    cremator = world.plan_today(home, case)
    scans = {
        "cremator_id": str(cremator),
        "wristband": world.tag(home, case),
        "work_order": world.work_order(home, case),
    }
    assert "今天没有等候的" in desk.read(operator, "/furnace")
    beside = desk.beside(operator, "/furnace", "work_order", **(scans | {"work_order": ""}))
    assert beside == "请再扫火化工作单。"
    assert "您已核对" in desk.send(operator, "/furnace", **scans)
    page = desk.read(operator, "/furnace")
    assert "JY-operator" in page
    assert "还差另一位" in page
    second = visit(app, "jy-second")
    page = desk.send(second, "/furnace", **scans)
    assert "还差另一位" not in page
    assert "入炉 张三" in page
    assert "已登记入炉" in desk.send(second, f"/cases/{case.number}/cremation")
    assert "正在火化 张三" in desk.read(operator, "/furnace")
    assert find_run(case.id).first_operator == f"staff:{home.second.id}"


def test_a_refused_check_and_a_refused_start_leave_traces(home, operator):
    case, other = world.open_case(home), world.open_case(home)
    cremator = world.plan_today(home, case)
    scans = {"cremator_id": str(cremator), "wristband": world.tag(home, case)}
    said = desk.beside(
        operator, "/furnace", "work_order", **scans, work_order=world.work_order(home, other)
    )
    assert said == "停下核对：腕带和火化工作单不是同一位逝者。"
    desk.send(operator, f"/cases/{case.number}/cremation")
    assert [(trace.step, trace.case_id) for trace in traces()] == [
        ("check_furnace", case.id),
        ("into_furnace", case.id),
    ]


def test_a_code_of_another_kind_is_named_and_leaves_its_trace(home, case, band, operator):
    order = world.work_order(home, case)
    for scanned, said in (
        (order, "扫到的是火化工作单，请扫遗体上的腕带。"),
        (case.number, "扫到的是案件编号，请扫遗体上的腕带。"),
        ("JY000001", "扫到的是火化证明纸，请扫遗体上的腕带。"),
        ("https://example.com/", "这是别处的网址，不是本系统的编码。"),
    ):
        assert said in desk.send(operator, "/scan", wristband=scanned)
    assert [trace.reason[:8] for trace in traces()] == [
        *("扫到的是火化工作", "扫到的是案件编号", "扫到的是火化证明", "这是别处的网址，"),
    ]
    number = world.identity_number()
    assert "这是身份证号码，不是本系统的编码。" in desk.send(operator, "/scan", wristband=number)
    assert number not in (traces()[-1].reason, traces()[-1].token_hash)
    asked = {"wristband": band, "work_order": band, "cremator_id": str(world.cremator(home))}
    assert "扫到的是遗体腕带，请扫火化工作单。" in desk.send(operator, "/furnace", **asked)


def test_the_board_finds_a_band_and_says_what_else_was_scanned(home, case, band, clerk):
    def find(search):
        answer = clerk.post("/board/find", data={"search": search})
        return answer.status_code, answer.json

    assert find(band) == (200, {"code": case.number})
    assert find(case.number.lower()) == (200, {"code": case.number})
    status, told = find(world.work_order(home, case))
    assert (status, told["said"]) == (409, "扫到的是火化工作单，请扫遗体上的腕带。")
    for search in ("张三", "7K3M90XZ7K3M91XZ", world.identity_number()):
        assert find(search)[0] == 404, "it may be a name or a number the lists know"
