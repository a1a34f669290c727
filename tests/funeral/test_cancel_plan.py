"""取消日程: the remains go elsewhere; everything goes back, the case has no times any more."""

from datetime import timedelta

import pytest

from funeral.errors import AlreadyCremated, CancelReasonMissing, NotPlanned, TimeTaken
from funeral.jobs import return_expired
from funeral.kinds import HallClass
from funeral.operations import cancel_plan
from funeral.queries.plans import get_plan
from funeral.queries.schedule import live_occupancies
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan

REASON = "遗体转往咸宁市殡仪馆"


def test_the_times_go_back_and_the_case_waits_in_the_tray(home, clerk):
    """Nothing stays on the board; the times return as any cancelled ones, to nobody in between."""
    case = world.open_case(home)
    plan_id = plan(home, case, world.tomorrow_at(9)).id
    plan(home, world.open_case(home), world.tomorrow_at(9))
    path = f"/cases/{case.number}/plan/cancel"
    assert "取消全部日程" in desk.read(clerk, f"/cases/{case.number}")
    assert desk.beside(clerk, path, "reason", reason=" ") == str(CancelReasonMissing.message)
    assert "日程已取消" in desk.send(clerk, path, reason=REASON)
    db.session.expire_all()
    assert case.plan_id is None
    assert get_plan(plan_id).cancel_reason == REASON
    assert f"未排期 1 {case.deceased.name} {case.number}" in desk.read(clerk, "/board")
    with pytest.raises(TimeTaken):
        plan(home, world.open_case(home), world.tomorrow_at(9))
    with clock.frozen(clock.now() + timedelta(minutes=20)):
        return_expired()
        assert live_occupancies(get_plan(plan_id)) == []
        assert plan(home, case, world.tomorrow_at(9)).id != plan_id


def test_only_a_plan_without_a_cremation_is_cancelled_with_a_reason(home):
    case = world.open_case(home)
    with pytest.raises(NotPlanned):
        cancel_plan(number=case.number, reason=REASON, by=home.clerk)
    plan(home, case, world.tomorrow_at(9), hall_class=HallClass.NONE)
    with pytest.raises(CancelReasonMissing):
        cancel_plan(number=case.number, reason=" ", by=home.clerk)
    burnt = world.open_case(home)
    world.cremate(home, burnt)
    with pytest.raises(AlreadyCremated):
        cancel_plan(number=burnt.number, reason=REASON, by=home.clerk)


def test_the_same_form_twice_cancels_once(home):
    case = world.open_case(home)
    plan(home, case, world.tomorrow_at(9))
    asked = {"number": case.number, "reason": REASON, "by": home.clerk, "idempotency_key": "one"}
    assert cancel_plan(**asked).id == cancel_plan(**asked).id
