"""案件: everything about one funeral on one page; the next step first; nothing private in plain."""

import pytest
from flask import Flask

from funeral.kinds import HallClass
from funeral.operations import tell_family
from funeral.queries.schedule import farewell_of
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk
from tests.funeral.test_move_occupancy import move
from tests.funeral.test_plan_case import plan
from tests.funeral.test_start_cremation import planned, ready, start
from tests.visitor import visit


def page_of(visitor, case) -> str:
    return desk.read(visitor, f"/cases/{case.number}")


def test_number_and_telephone_are_masked(home, clerk):
    number = world.identity_number()
    case = world.open_case(home, identity_number=number, phone="13800138000")
    said = page_of(clerk, case)
    assert number not in said
    assert f"4212**********{number[-4:]}" in said
    assert "138****8000" in said
    assert "湖北省咸宁市嘉鱼县" in said


def test_the_next_step_stands_out_and_the_rest_says_why_it_must_wait(home, clerk):
    said = page_of(clerk, world.open_case(home))
    assert "下一步 登记证明材料 还缺：死亡证明、火化确认书、经办人身份证" in said
    assert "开始火化 ，还不能办理： 遗体还没有办理入馆，不能进行这一步。" in said
    assert "出具火化证明 ，还不能办理： 火化还没有结束，不能出具火化证明。" in said
    assert "结算 ，还不能办理： 火化还没有结束，费用还不完整，暂不能结算。" in said
    assert "收款 ，还不能办理： 还没有账单。" in said


def test_each_role_is_led_to_its_own_step(home, clerk, operator):
    case = ready(home)
    assert "下一步 安排日程" in page_of(clerk, case)
    cremator = planned(home, case)
    assert "下一步 开始火化" in page_of(operator, case)
    assert "开始火化 ，可以办理。 由火化员办理" in page_of(clerk, case)
    start(home, case, cremator)
    assert "下一步 结束火化" in page_of(operator, case)


def test_the_keeper_of_ashes_reads_and_changes_nothing(home, app: Flask):
    world.make_staff("JY-ashes", Role.COLUMBARIUM, home.id)
    case = world.open_case(home)
    keeper = visit(app, "jy-ashes")
    assert "下一步" not in page_of(keeper, case)
    assert keeper.get(f"/cases/{case.number}/papers").status_code == 403


def test_another_homes_case_does_not_exist_for_this_desk(home, app: Flask):
    case = world.open_case(home)
    world.make_home("TC")
    assert visit(app, "tc-desk").get(f"/cases/{case.number}").status_code == 404


def test_a_moved_time_asks_to_tell_the_family(home, clerk):
    case = world.open_case(home)
    planned = plan(home, case, world.tomorrow_at(9))
    assert "需要重新通知家属" not in page_of(clerk, case)
    move(home, farewell_of(planned), world.tomorrow_at(8))
    said = page_of(clerk, case)
    assert "需要重新通知家属 JY殡仪馆：时间有调整。告别仪式：" in said
    assert "上午 8:00，1号厅。" in said
    tell_family(plan_id=planned.id, version=planned.version, by=home.clerk)
    assert "需要重新通知家属" not in page_of(clerk, case)


def test_the_history_says_who_did_what_and_hides_what_is_private(home, clerk):
    case = world.open_case(home)
    world.record_papers(home, case)
    world.receive(home, case)
    said = page_of(clerk, case)
    history = said[said.index("办理记录 时间") :]
    assert "登记案件 JY-desk" in history
    assert "遗体入馆 JY-desk" in history
    assert "材料 死亡证明；编号 （已隐藏）；出具单位 嘉鱼县人民医院" in history
    assert "42122120261122001" not in history
    assert history.count("遗体入馆") == 1, "its charge belongs to the same line"


def test_a_move_shows_the_time_before_and_after(home, clerk):
    case = world.open_case(home)
    planned = plan(home, case, world.tomorrow_at(9))
    move(home, farewell_of(planned), world.tomorrow_at(8))
    page = clerk.get(f"/cases/{case.number}").text
    assert "移动日程" in page
    assert "09:00</del> " in page


@pytest.mark.parametrize(
    "step", ["papers", "receive", "farewell", "cremation", "cremation/end", "certificate", "bill"]
)
def test_a_page_opened_after_its_step_says_it_is_done(home, clerk, operator, step):
    case = world.open_case(home)
    plan(home, case, world.tomorrow_at(9), hall_class=HallClass.NONE)
    world.cremate(home, case)
    visitor = operator if step.startswith("cremation") else clerk
    assert "案件" in desk.read(visitor, f"/cases/{case.number}/{step}")


def test_a_double_certificate_is_refused_on_its_page(home, clerk):
    case = world.open_case(home)
    number = world.cremate(home, case)
    said = desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="李四")
    assert number in said
