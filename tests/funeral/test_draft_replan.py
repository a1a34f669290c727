"""火化机故障: from the board to the families that were told, as the desk sees it."""

import threading

import pytest
from sqlalchemy import select

from funeral.errors import ClosureReasonMissing
from funeral.kinds import FlagKind, ResourceKind
from funeral.models import Closure, Replan
from funeral.operations import set_hold_flag
from funeral.queries.cases import find_case_of_plan
from funeral.queries.plans import get_plan
from funeral.queries.schedule import cremation_of, list_resources
from funeral.replanning import solve as solving
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk, replans
from tests.visitor import visit


@pytest.fixture
def plans(home):
    """Two at nine, one on each flat cremator; the first in the list stands on the first."""
    made = [replans.plan_without_ceremony(home, 9) for _ in range(2)]
    return sorted(made, key=lambda each: cremation_of(each).resource.name)


def down(home, **changed):
    """The form for the first cremator, tomorrow from eight to twelve."""
    day = desk.three(replans.tomorrow())
    asked = {
        "resource_id": str(replans.cremators(home)[0].id),
        "starts_on": day,
        "starts_at": "8:00",
        "ends_on": day,
        "ends_at": "12:00",
        "reason": "鼓风机不转",
        "runs_at_once": "",
    }
    return asked | changed


def only(model):
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


def test_the_board_leads_to_the_page_of_a_broken_cremator(home, operator):
    assert "火化机故障" in desk.read(operator, "/board")
    page = operator.get("/board/breakdown").text
    assert 'value="23:59"' in page
    assert "1号厅" not in page


def test_a_breakdown_is_marked_and_a_plan_proposed(home, plans, operator):
    hit, _spared = plans
    page = desk.send(operator, "/board/breakdown", **down(home))
    assert "1号火化机停用后的新日程 待采用" in page
    assert "移动 1 户，其中 1 户要重新通知；没有排下 0 户。 这是最优方案。" in page
    assert find_case_of_plan(hit.id).number in page
    assert "原定的火化机停用" in page
    assert "90 分钟" in page
    assert "已通知家属的火化时间改得最少（1 户） 已证明" in page
    assert only(Closure).reason == "鼓风机不转"
    assert get_plan(hit.id).version == 1


def test_the_operator_proposes_and_the_desk_applies(home, plans, operator, clerk):
    """Whoever applies it has to call the families."""
    page = desk.send(operator, "/board/breakdown", **down(home))
    assert "由前台或负责人采用" in page
    replan = only(Replan)
    assert operator.post(f"/replans/{replan.id}/apply").status_code == 403
    page = desk.send(clerk, f"/replans/{replan.id}/apply")
    assert "新的日程已采用。请按下面的名单通知家属。" in page
    assert "要通知的家属" in page
    db.session.expire_all()
    moved = cremation_of(get_plan(plans[0].id))
    assert f"约{clock.say_time(moved.starts_at)}" in page
    assert 'href="tel:13800138000"' in clerk.get(f"/replans/{replan.id}").text


def test_a_told_family_is_ticked_off(home, plans, clerk):
    desk.send(clerk, "/board/breakdown", **down(home))
    path = f"/replans/{only(Replan).id}"
    desk.send(clerk, f"{path}/apply")
    page = desk.send(clerk, f"/board/tell/{plans[0].id}/2?next={path}")
    assert "已记下：家属知道现在的时间。" in page
    assert "已通知" in page
    assert "已通知家属 </button>" not in clerk.get(path).text


def test_a_stale_proposal_says_whose_case_it_is_and_is_worked_out_again(home, plans, clerk):
    desk.send(clerk, "/board/breakdown", **down(home))
    first = only(Replan)
    start = clock.local(clock.parse_moment(first.proposal[0]["cremation"]["after"][1]))
    newcomer = replans.plan_without_ceremony(home, start.hour, start.minute)
    path = f"/replans/{first.id}"
    refused = clerk.post(f"{path}/apply").text
    assert f"{find_case_of_plan(newcomer.id).number}" in desk.words(refused)
    assert "请重新计算" in refused
    page = desk.send(clerk, f"{path}/again")
    assert "待采用" in page
    db.session.expire_all()
    found = db.session.scalars(select(Replan).order_by(Replan.asked_at)).all()
    assert len(found) == 2
    desk.send(clerk, f"/replans/{found[1].id}/apply")
    db.session.expire_all()
    assert get_plan(plans[0].id).version == 2


def test_a_discarded_proposal_leaves_the_day_as_it_is(home, plans, clerk):
    desk.send(clerk, "/board/breakdown", **down(home))
    replan = only(Replan)
    page = desk.send(clerk, f"/replans/{replan.id}/discard")
    assert "这份方案已放弃，日程没有变动。" in page
    assert "已放弃" in desk.read(clerk, f"/replans/{replan.id}")
    assert get_plan(plans[0].id).version == 1


def test_a_dry_run_marks_nothing(home, plans, clerk):
    asked = down(home)
    del asked["reason"]
    page = desk.send(clerk, "/board/what-if", **asked)
    assert "假如1号火化机停用 推演" in page
    assert "移动 1 户" in page
    db.session.expire_all()
    assert list(db.session.scalars(select(Closure))) == []
    assert "采用" not in [word for word in page.split() if word == "采用"]


def test_a_standing_closure_is_planned_for_from_its_own_page(home, plans, clerk):
    closure = replans.break_down(home, replans.cremators(home)[0])
    assert "算出新的日程" in desk.read(clerk, f"/closures/{closure.id}")
    page = desk.send(clerk, f"/closures/{closure.id}/replan")
    assert "1号火化机停用后的新日程" in page
    assert only(Replan).closure_id == closure.id


def test_each_day_of_a_long_closure_has_a_plan_of_its_own(home, clerk):
    closure = replans.break_down(home, replans.cremators(home)[0], days=2)
    page = desk.send(clerk, f"/closures/{closure.id}/replan")
    assert "停用还涉及别的日子" in page
    last = clock.day_of(closure.ends_at)
    desk.send(clerk, f"/closures/{closure.id}/replan?day={last.isoformat()}")
    db.session.expire_all()
    days = {each.day for each in db.session.scalars(select(Replan))}
    assert days == {replans.tomorrow(), last}
    desk.send(clerk, f"/closures/{closure.id}/replan?day=2026-13-45")
    desk.send(clerk, f"/closures/{closure.id}/replan?day=1999-01-01")
    assert {each.day for each in db.session.scalars(select(Replan))} == days


def test_who_finds_no_place_is_named_with_the_reason(home, plans, clerk):
    for each in replans.cremators(home):
        closure = replans.break_down(home, each, 6, 18)
    page = desk.send(clerk, f"/closures/{closure.id}/replan")
    assert "移动 0 户，其中 0 户要重新通知；没有排下 2 户。" in page
    assert "今天余下的时间没有可用的火化机。" in page
    assert "改到别的日子" in page


def test_bad_input_is_said_beside_its_field(home, clerk):
    path = "/board/breakdown"
    assert desk.beside(clerk, path, "reason", **down(home, reason=" ")) == str(
        ClosureReasonMissing()
    )
    earlier = down(home, ends_at="7:00")
    assert desk.beside(clerk, path, "ends_at", **earlier) or desk.beside(
        clerk, path, "starts_at", **earlier
    )
    hall = list_resources(home.id, ResourceKind.HALL)[0]
    assert clerk.post(path, data=down(home, resource_id=str(hall.id))).status_code == 200
    assert list(db.session.scalars(select(Closure))) == []


def test_another_home_does_not_see_the_plan(app, home, plans, clerk):
    desk.send(clerk, "/board/breakdown", **down(home))
    replan = only(Replan)
    world.make_home("TC", "421222")
    assert visit(app, "TC-desk").get(f"/replans/{replan.id}").status_code == 404
    assert clerk.get("/replans/01890000-0000-7000-8000-000000000000").status_code == 404


def test_a_body_that_is_held_stands_among_what_is_impossible(home, plans, operator):
    hit, _spared = plans
    set_hold_flag(
        number=find_case_of_plan(hit.id).number,
        kind=FlagKind.CAUSE_DISPUTED,
        reason="家属异议",
        until=None,
        by=home.clerk,
    )
    page = desk.send(operator, "/board/breakdown", **down(home))
    assert "没有排下（1）" in page
    assert "暂缓火化，不安排。" in page


def test_who_neither_plans_nor_tells_does_not_see_whom_to_call(app, home, plans):
    replan = replans.dry_run(home, cremation_of(plans[0]).resource_id)
    world.make_staff("jy-ashes", Role.COLUMBARIUM, home.id)
    for login, status in (("jy-ashes", 403), ("jy-operator", 200), ("jy-desk", 200)):
        assert visit(app, login).get(f"/replans/{replan.id}").status_code == status


def test_a_form_sent_again_is_worked_out_once(home, plans, operator, monkeypatch):
    days = []
    solve = solving.solve
    monkeypatch.setattr(solving, "solve", lambda day: days.append(day) or solve(day))
    for path in ("/board/breakdown", "/board/what-if"):
        answers = [
            operator.post(path, data=down(home, idempotency_key=f"key of {path}")).location
            for _ in range(2)
        ]
        assert answers[0] == answers[1]
    assert len(days) == 2
    closure = only(Closure)
    for path in (f"/closures/{closure.id}/replan", f"{answers[0]}/again"):
        sent = [operator.post(path, data={"idempotency_key": "again"}).location for _ in range(2)]
        assert sent[0] == sent[1]
    assert len(days) == 4
    assert len(db.session.scalars(select(Replan)).all()) == 4


def test_a_form_sent_twice_at_once_leaves_one_proposal(app, home, plans):
    start, answers = threading.Barrier(2), []
    sent = down(home, idempotency_key="at once")
    visitors = [visit(app, "jy-operator") for _ in range(2)]

    def press(visitor) -> None:
        start.wait()
        answers.append(visitor.post("/board/what-if", data=sent).location)

    threads = [threading.Thread(target=press, args=(each,)) for each in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] == answers[1]
    assert answers[0].endswith(str(only(Replan).id))
