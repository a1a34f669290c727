"""停用: breakdowns at once, planned ones when another approves; what they hit is listed."""

from datetime import timedelta

import pytest

from funeral.closure_states import ClosureState, hint_for, state_of
from funeral.errors import (
    ApprovedByAsker,
    ClosureDecided,
    ClosureReasonMissing,
    ClosureTimesWrong,
    ResourceClosed,
    TimeTaken,
)
from funeral.kinds import ClosureKind, CrematorType, HallClass, ResourceKind
from funeral.models import Closure
from funeral.operations import (
    approve_closure,
    ask_closure,
    hold_times,
    lift_closure,
    move_occupancy,
    plan_case,
    report_breakdown,
)
from funeral.queries.closures import list_closures, list_hits
from funeral.queries.resources import next_closures
from funeral.queries.schedule import cremation_of, farewell_of, list_resources
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk, places
from tests.visitor import visit

MORNING = (8, 12)


def plan(home, hour=9, number=""):
    return plan_case(
        number=number or world.open_case(home).number,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(hour),
        by=home.clerk,
    )


def close_morning(home, resource, **changed):
    start, end = (world.tomorrow_at(hour) for hour in MORNING)
    return places.close(home, resource, start, end, **changed)


def small_halls(home):
    return list_resources(home.id, ResourceKind.HALL)


@pytest.fixture
def owner(home):
    return places.owner(home)


def test_a_breakdown_holds_at_once_and_lists_what_it_hits(home):
    case = world.open_case(home)
    made = plan(home, number=case.number)
    plan(home, hour=15)
    closure = close_morning(home, cremation_of(made).resource)
    assert state_of(closure) is ClosureState.AHEAD
    assert [(hit.id, found.number) for hit, found in list_hits(closure)] == [
        (cremation_of(made).id, case.number)
    ]
    assert cremation_of(made).released_at is None
    assert made.confirmed_at is not None


def test_clean_up_alone_is_hit_too(home):
    """9:00–9:20 with ten minutes to clear: a closure at 9:25 is in its way."""
    farewell = farewell_of(plan(home))
    start = world.tomorrow_at(9, 25)
    hit = places.close(home, farewell.resource, start, start + timedelta(hours=1))
    beyond = places.close(home, farewell.resource, world.tomorrow_at(9, 30), world.tomorrow_at(11))
    assert [each.id for each, _case in list_hits(hit)] == [farewell.id]
    assert list_hits(beyond) == []


def test_nobody_is_booked_into_a_closure(home):
    for hall in small_halls(home):
        close_morning(home, hall)
    with pytest.raises(TimeTaken) as refused:
        plan(home)
    assert all(
        at < world.tomorrow_at(8) or at >= world.tomorrow_at(12)
        for at in refused.value.alternatives
    )


def test_staff_are_told_from_when_to_when_and_why_it_is_closed(home):
    farewell = farewell_of(plan(home, hour=15))
    close_morning(home, farewell.resource)
    with pytest.raises(ResourceClosed) as refused:
        move_occupancy(
            occupancy_id=farewell.id,
            resource_id=farewell.resource_id,
            starts_at=world.tomorrow_at(9),
            version=farewell.plan.version,
            despite_told=True,
            by=home.clerk,
        )
    assert "08:00–12:00 停用（更换炉膛耐火砖）" in str(refused.value)


def test_a_planned_closure_counts_only_when_another_approved_it(home, owner):
    [hall, other] = small_halls(home)
    close_morning(home, other)
    closure = close_morning(home, hall, kind=ClosureKind.PLANNED, by=owner)
    assert state_of(closure) is ClosureState.ASKED
    assert farewell_of(plan(home)).resource_id == hall.id
    with pytest.raises(ApprovedByAsker):
        approve_closure(closure_id=closure.id, by=owner)
    assert closure.approved_at is None
    approve_closure(closure_id=closure.id, by=places.owner(home, "second"))
    assert state_of(closure) is ClosureState.AHEAD
    assert len(list_hits(closure)) == 1
    with pytest.raises(TimeTaken):
        plan(home, hour=10)


def test_a_lifted_closure_frees_its_times(home, owner):
    for hall in small_halls(home):
        closure = close_morning(home, hall)
    lift_closure(closure_id=closure.id, by=home.clerk)
    assert state_of(closure) is ClosureState.LIFTED
    assert farewell_of(plan(home)).resource_id == closure.resource_id
    assert [each.id for each in list_closures(home.id, *clock.day_range(clock.today()))] == []


def test_what_was_refused_or_lifted_is_decided(home, owner):
    closure = close_morning(home, places.hall(home), kind=ClosureKind.PLANNED)
    lift_closure(closure_id=closure.id, by=owner)
    assert state_of(closure) is ClosureState.REFUSED
    for decide in (approve_closure, lift_closure):
        with pytest.raises(ClosureDecided):
            decide(closure_id=closure.id, by=owner)


def test_approving_twice_is_refused(home, owner):
    closure = close_morning(home, places.hall(home), kind=ClosureKind.PLANNED)
    approve_closure(closure_id=closure.id, by=owner)
    with pytest.raises(ClosureDecided):
        approve_closure(closure_id=closure.id, by=places.owner(home, "second"))
    assert closure.approved_by == str(owner)


def test_a_closure_has_a_reason_and_ends_after_it_began_and_after_now(home):
    hall, now = places.hall(home), clock.now()
    asked = {"resource_id": hall.id, "reason": "检修", "by": home.clerk}
    for operation in (ask_closure, report_breakdown):
        for start, end in (
            (now + timedelta(hours=2), now + timedelta(hours=1)),
            (now, now),
            (now - timedelta(hours=2), now - timedelta(hours=1)),
        ):
            with pytest.raises(ClosureTimesWrong):
                operation(starts_at=start, ends_at=end, **asked)
        with pytest.raises(ClosureReasonMissing):
            operation(starts_at=now, ends_at=now + timedelta(hours=1), **(asked | {"reason": " "}))
    assert db.session.query(Closure).count() == 0


def test_reporting_twice_with_one_key_reports_once(home):
    asked = {
        "resource_id": places.hall(home).id,
        "starts_at": clock.now(),
        "ends_at": clock.now() + timedelta(hours=3),
        "reason": "停电",
        "by": home.clerk,
        "idempotency_key": "same form",
    }
    assert report_breakdown(**asked).id == report_breakdown(**asked).id


def test_a_hold_is_hit_while_it_lasts(home):
    held = hold_times(
        institution_id=home.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(9),
        by=home.clerk,
    )
    closure = close_morning(home, farewell_of(held).resource)
    [(hit, case)] = list_hits(closure)
    assert case is None
    assert "暂留到" in hint_for(hit)
    with clock.frozen(held.held_until):
        assert list_hits(closure) == []


def test_the_next_closure_of_a_resource_is_the_one_that_comes_first(home):
    hall = places.hall(home)
    later = places.close(home, hall, world.tomorrow_at(15), world.tomorrow_at(16))
    sooner = close_morning(home, hall)
    assert next_closures([hall.id])[hall.id].id == sooner.id
    lift_closure(closure_id=sooner.id, by=home.clerk)
    assert next_closures([hall.id])[hall.id].id == later.id


def test_states_follow_the_clock(home):
    closure = close_morning(home, places.hall(home))
    seen = []
    for hour in (7, 9, 12):
        with clock.frozen(world.tomorrow_at(hour)):
            seen.append(state_of(closure))
    assert seen == [ClosureState.AHEAD, ClosureState.CLOSED, ClosureState.OVER]


def test_what_to_do_depends_on_what_the_family_knows(home):
    made = plan(home)
    cremation = cremation_of(made)
    assert hint_for(cremation) == "先打电话与家属商量，再移动，移动后按新时间通知。"
    made.told_at = None
    assert hint_for(cremation) == "移到另一台火化机，移动后通知家属。"
    assert hint_for(farewell_of(made)) == "移到别的地点或时间，移动后通知家属。"
    with clock.frozen(cremation.starts_at):
        assert hint_for(cremation).startswith("已经到时间")
    db.session.rollback()


def form_of(resource, day, start, end):
    return {
        "resource_id": str(resource.id),
        "starts_on": desk.three(day),
        "starts_at": start,
        "ends_on": desk.three(day),
        "ends_at": end,
        "reason": "鼓风机不转",
    }


def test_the_cremation_hall_reports_a_breakdown_and_reads_whom_to_call(home, operator, clerk):
    case = world.open_case(home)
    made = plan(home, number=case.number)
    tomorrow = clock.today() + timedelta(days=1)
    resource = cremation_of(made).resource
    said = desk.send(operator, "/closures/breakdown", **form_of(resource, tomorrow, "8:00", "1200"))
    assert "故障已登记，从现在起不再安排。" in said
    assert "受影响的预约（1）" in said
    assert case.number in said
    assert "138****8000" in said
    assert "先打电话与家属商量" in said
    listed = desk.read(clerk, "/closures?sort=ends&direction=asc")
    assert resource.name in listed
    assert "已安排" in listed
    assert "鼓风机不转" in desk.read(clerk, f"/resources/{resource.id}")


def test_a_new_plan_is_offered_for_a_cremator_and_not_for_a_hall(home, clerk):
    made = plan(home)
    closed = {each: close_morning(home, each.resource) for each in made.occupancies}
    offered = {
        each.resource.kind: f'action="/closures/{closure.id}/replan"'
        in clerk.get(f"/closures/{closure.id}").text
        for each, closure in closed.items()
    }
    assert offered == {"hall": False, "cremator": True}


def test_the_owner_approves_what_another_asked_and_not_their_own(app, home, clerk, owner):
    keeper = visit(app, "owner")
    tomorrow = clock.today() + timedelta(days=1)
    asked = form_of(places.hall(home), tomorrow, "13:00", "17:00")
    desk.send(clerk, "/closures/ask", **asked)
    [closure] = db.session.query(Closure)
    path = f"/closures/{closure.id}"
    assert clerk.post(f"{path}/approve").status_code == 403
    page = desk.read(clerk, path)
    assert "由申请人以外的负责人批准" in page
    assert "撤回申请" in page
    assert "停用已批准" in desk.send(keeper, f"{path}/approve")
    assert "停用已结束" in desk.send(clerk, f"{path}/lift")
    said = desk.send(keeper, f"{path}/lift")
    assert "这项停用已经有人处理过，请看最新的内容。" in said
    own = desk.send(keeper, "/closures/ask", **asked)
    assert "撤回申请" in own
    [mine] = db.session.query(Closure).filter_by(asked_by=str(owner))
    assert "停用由申请人以外的负责人批准。" in desk.send(keeper, f"/closures/{mine.id}/approve")


def test_what_is_wrong_with_the_form_stands_beside_its_field(home, clerk):
    asked = form_of(places.hall(home), clock.today() + timedelta(days=1), "12:00", "8:00")
    said = desk.beside(clerk, "/closures/ask", "ends_at", **asked)
    assert said == "停用的结束时间应晚于开始时间，也晚于现在。"
    said = desk.beside(
        clerk, "/closures/ask", "reason", **(asked | {"ends_at": "13:00", "reason": ""})
    )
    assert said == "请填写停用的原因。"


def test_another_home_sees_no_closure_of_ours(app, home):
    world.make_home("QT")
    closure = close_morning(home, places.hall(home))
    theirs = visit(app, "qt-desk")
    assert theirs.get(f"/closures/{closure.id}").status_code == 404
    assert "没有停用。" in desk.read(theirs, "/closures")


def test_the_columbarium_looks_and_does_not_report(app, home):
    world.make_staff("jy-columbarium", Role.COLUMBARIUM, home.id)
    visitor = visit(app, "jy-columbarium")
    assert "登记故障" not in desk.read(visitor, "/closures")
    assert visitor.get("/closures/breakdown").status_code == 403


def test_nobody_on_the_floor_lifts_what_the_owner_approved(home, operator, owner):
    """Nor refuses what another asked for: the page shows no button, and a sent form is refused."""
    planned = close_morning(home, places.hall(home), kind=ClosureKind.PLANNED)
    for _state in ("asked", "approved"):
        said = desk.send(operator, f"/closures/{planned.id}/lift")
        assert "只有负责人或登记它的人可以结束" in said
        assert "现在结束停用" not in said
        if planned.approved_at is None:
            approve_closure(closure_id=planned.id, by=owner)
    assert planned.lifted_at is None
    broken = close_morning(home, small_halls(home)[1])
    assert "停用已结束" in desk.send(operator, f"/closures/{broken.id}/lift")


def test_a_refused_closure_leaves_a_trace(app, home, clerk, owner):
    tomorrow = clock.today() + timedelta(days=1)
    hall = places.hall(home)
    desk.send(clerk, "/closures/ask", **form_of(hall, tomorrow, "12:00", "08:00"))
    said = desk.read(visit(app, "owner"), "/refused-scans")
    assert f"停用 {hall.name} " in said
    assert "停用的结束时间应晚于开始时间" in said
