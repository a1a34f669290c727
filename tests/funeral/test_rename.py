"""Whom the work order names: a new name or identity withdraws it, and not between scan and fire."""

import pytest

from funeral.errors import CheckedAtFurnace, ChecksMissing, WorkOrderMissing, WorkOrderRevoked
from funeral.operations import check_furnace, correct_particulars, issue_work_order
from funeral.queries.custody import live_work_order
from tests import world
from tests.funeral import desk
from tests.funeral.test_correct_particulars import asked, particulars
from tests.funeral.test_start_cremation import planned, ready, start


@pytest.fixture
def case(home):
    return ready(home)


def rename(home, case, **changed):
    wanted = particulars(home, case, deceased_name="李四")
    return correct_particulars(**(wanted | changed))


def test_a_new_name_or_identity_needs_a_new_work_order(home, case):
    cremator = world.plan_today(home, case)
    old = world.work_order(home, case)
    rename(home, case)
    assert live_work_order(case.id) is None
    with pytest.raises(WorkOrderRevoked):
        check_furnace(
            wristband=world.tag(home, case),
            work_order=old,
            cremator_id=cremator,
            by=home.operator,
        )
    with pytest.raises(WorkOrderMissing):
        start(home, case, cremator)
    issue_work_order(number=case.number, by=home.clerk)
    rename(home, case, deceased_name="李四", identity_number=world.identity_number())
    assert live_work_order(case.id) is None
    world.check(home, case, cremator)
    assert start(home, case, cremator)


def test_what_is_not_on_the_paper_leaves_it_alone(home, case):
    order = world.work_order(home, case)
    rename(home, case, deceased_name=case.deceased.name, delegate_name="王五")
    assert live_work_order(case.id).token == order


def test_between_the_first_check_and_the_end_nobody_is_renamed(home, case, clerk):
    cremator = world.plan_today(home, case)
    world.check(home, case, cremator, home.operator)
    with pytest.raises(CheckedAtFurnace):
        rename(home, case)
    world.check(home, case, cremator, home.second.actor())
    start(home, case, cremator)
    with pytest.raises(CheckedAtFurnace):
        rename(home, case)
    page = f"/cases/{case.number}/particulars"
    fields = asked(deceased_name="李四")
    said = desk.beside(clerk, page, "deceased_name", **fields)
    assert said == "遗体正在火化机前核对或火化，结束以前不能更改姓名和证件。"
    world.end(home, case)
    assert rename(home, case), "the certificate is to name the right person"


def test_exchanging_two_persons_leaves_neither_ready(home, case):
    """Two corrections, one body for the other: the checks of both are gone."""
    cremator = planned(home, case)
    with pytest.raises(CheckedAtFurnace):
        rename(home, case)
    other = ready(home)
    world.plan_today(home, other)
    world.work_order(home, other)
    rename(home, other)
    world.work_order(home, other)
    with pytest.raises(ChecksMissing):
        start(home, other, other.plan.occupancies[0].resource_id, reason="前面的家属没有到")
    assert start(home, case, cremator)
