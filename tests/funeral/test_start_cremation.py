"""入炉: papers, holds, the schedule and two persons' scans agree, or nothing burns."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from billing.queries import list_charges
from funeral.errors import (
    AlreadyCremated,
    ChecksMissing,
    CremationDuringFarewell,
    CrematorBusy,
    CrematorOutOfUse,
    DedicatedCrematorNeeded,
    ExtensionMissing,
    HoldFlagged,
    NotAnOperator,
    NotPlanned,
    NotPlannedHere,
    NotReceived,
    OtherKind,
    PapersMissing,
)
from funeral.kinds import CustodyStep, DeathKind, FlagKind, Purpose, ResourceKind
from funeral.models import Resource
from funeral.operations import (
    cancel_farewell,
    issue_work_order,
    record_death_kind,
    replace_work_order,
    replace_wristband,
    set_hold_flag,
    start_cremation,
)
from funeral.queries.cremation import find_run
from funeral.queries.custody import find_stay, last_event
from funeral.queries.schedule import list_resources
from kernel import clock
from kernel.constraints import refusal_for
from kernel.db import db, new_id, transaction
from kernel.people.actors import Role
from kernel.people.staff import Staff
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan


def ready(home, hours_ago=20, cremator=None):
    """Everything but the two checks; the case and its cremator."""
    case = world.open_case(home)
    world.record_papers(home, case)
    world.receive(home, case, hours_ago=hours_ago)
    return case


def planned(home, case):
    """Planned for today and checked by both; the cremator's id."""
    cremator_id = world.plan_today(home, case)
    world.check(home, case, cremator_id)
    return cremator_id


def start(home, case, cremator_id, **changed):
    asked = {"number": case.number, "cremator_id": cremator_id, "by": home.operator}
    return start_cremation(**(asked | changed))


def test_the_run_begins_and_the_cold_storage_until_it_is_charged(home):
    case = ready(home)
    run = start(home, case, planned(home, case))
    assert run.ended_at is None
    assert (run.first_operator, run.second_operator) == (
        str(home.operator),
        f"staff:{home.second.id}",
    )
    storage = next(c for c in list_charges(case.id) if c.item.code == "storage")
    assert storage.line().gross_fen in {200_00, 210_00}  # 20 hours and the seconds since


def test_the_body_leaves_its_cabinet_for_the_furnace(home):
    case = ready(home)
    assert find_stay(case.id).cabinet.name == "1号柜"
    start(home, case, planned(home, case))
    assert find_stay(case.id) is None
    assert last_event(case.id).step == CustodyStep.INTO_FURNACE
    assert last_event(case.id).place == "1号火化机"


def test_nothing_burns_before_the_papers_are_complete(home, operator):
    case = world.open_case(home)
    cremator = world.plan_today(home, case)
    with pytest.raises(NotReceived):
        start(home, case, cremator)
    world.receive(home, case)
    with pytest.raises(PapersMissing):
        start(home, case, cremator)
    said = desk.send(operator, f"/cases/{case.number}/cremation")
    assert "还缺：死亡证明、火化确认书、经办人身份证。手续不全，不得火化。" in said
    assert find_run(case.id) is None
    world.record_papers(home, case)
    world.check(home, case, cremator)
    assert "已登记入炉" in desk.send(operator, f"/cases/{case.number}/cremation")


def test_the_planned_farewell_comes_first_or_is_cancelled(home):
    case = ready(home)
    world.work_order(home, case)
    plan(home, case, world.tomorrow_at(9))
    with pytest.raises(CremationDuringFarewell):
        start(home, case, world.cremator(home))
    cancel_farewell(number=case.number, by=home.clerk)
    with pytest.raises(NotPlannedHere):
        start(home, case, world.cremator(home))


def test_without_a_time_of_today_on_this_very_cremator_nothing_burns(home):
    case = ready(home)
    world.work_order(home, case)
    with pytest.raises(NotPlanned):
        start(home, case, world.cremator(home))
    cremator = planned(home, case)
    others = [r for r in list_resources(home.id, ResourceKind.CREMATOR) if r.id != cremator]
    with pytest.raises(NotPlannedHere):
        start(home, case, others[0].id)
    with clock.frozen(clock.now() + timedelta(days=1)), pytest.raises(NotPlannedHere):
        start(home, case, cremator)


def test_a_body_is_cremated_once(home):
    case = ready(home)
    cremator = planned(home, case)
    start(home, case, cremator)
    with pytest.raises(AlreadyCremated):
        start(home, case, cremator)


def test_one_person_alone_lights_nothing(home):
    case = ready(home)
    cremator = world.plan_today(home, case)
    for checked in ((), (home.operator,), (home.operator, home.operator)):
        for operator in checked:
            world.check(home, case, cremator, operator)
        world.work_order(home, case)
        with pytest.raises(ChecksMissing):
            start(home, case, cremator)
    world.check(home, case, cremator, home.second.actor())
    assert start(home, case, cremator)


def test_two_others_checking_is_not_enough_for_whoever_starts(home):
    case = ready(home)
    cremator = planned(home, case)
    third = world.make_staff("JY-third", Role.OPERATOR, home.id).actor()
    with pytest.raises(ChecksMissing):
        start(home, case, cremator, by=third)


@pytest.mark.parametrize(("minutes", "burns"), [(29, True), (31, False)])
def test_checks_hold_for_half_an_hour(home, minutes, burns):
    now = clock.at(clock.today(), clock.local(clock.now()).time().replace(hour=12))
    with clock.frozen(now):
        case = ready(home)
        cremator = planned(home, case)
    with clock.frozen(now + timedelta(minutes=minutes)):
        if burns:
            assert start(home, case, cremator)
        else:
            with pytest.raises(ChecksMissing):
                start(home, case, cremator)


def test_a_body_moved_after_the_checks_is_checked_again(home):
    case = ready(home)
    cremator = planned(home, case)
    world.scan(home, case, CustodyStep.PREPARED)
    with pytest.raises(ChecksMissing):
        start(home, case, cremator)
    world.check(home, case, cremator)
    assert start(home, case, cremator)


def test_a_new_band_or_a_new_order_makes_the_old_checks_worthless(home):
    case = ready(home)
    cremator = planned(home, case)
    replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    with pytest.raises(ChecksMissing):
        start(home, case, cremator)
    world.check(home, case, cremator)
    replace_work_order(number=case.number, by=home.clerk)
    with pytest.raises(ChecksMissing):
        start(home, case, cremator)


def test_who_left_the_home_checked_no_body(home):
    case = ready(home)
    cremator = planned(home, case)
    with transaction():
        db.session.get_one(Staff, home.second.id).active = False
    with pytest.raises(ChecksMissing):
        start(home, case, cremator)


def test_only_operators_of_this_home_start(home):
    case = ready(home)
    cremator = planned(home, case)
    for by in (home.clerk, world.make_home("TC").operator):
        with pytest.raises(NotAnOperator):
            start(home, case, cremator, by=by)


def test_a_hold_flag_keeps_the_furnace_cold(home):
    case = ready(home)
    cremator = planned(home, case)
    set_hold_flag(
        number=case.number, kind=FlagKind.POLICE_CASE, reason="立案", until=None, by=home.clerk
    )
    with pytest.raises(HoldFlagged) as refused:
        start(home, case, cremator)
    assert str(refused.value) == "暂缓火化：案件未结。解除以前不得火化。"


def test_stored_longer_than_the_law_allows_needs_its_extension_first(home):
    with clock.frozen(clock.now() - timedelta(days=4)):
        case = ready(home)
    cremator = world.plan_today(home, case)
    world.work_order(home, case)
    with pytest.raises(ExtensionMissing):
        start(home, case, cremator)


def test_who_died_of_plague_needs_a_cremator_of_its_own(home):
    case = ready(home)
    cremator = planned(home, case)
    plague = {"death_kind": DeathKind.INFECTIOUS_A, "reason": "疾控中心通知"}
    record_death_kind(number=case.number, by=home.clerk, **plague)
    with pytest.raises(PapersMissing) as refused:
        start(home, case, cremator)
    assert "卫生处理记录" in str(refused.value)
    world.work_order(home, case)
    world.record_further_papers(home, case)
    with pytest.raises(DedicatedCrematorNeeded):
        start(home, case, cremator)
    with transaction():
        db.session.get_one(Resource, cremator).uses = {Purpose.INFECTIOUS_CREMATION: [0, 90, 60]}
    world.check(home, case, cremator)
    assert start(home, case, cremator)


def test_a_cremator_out_of_use_is_not_lit(home):
    case = ready(home)
    cremator = planned(home, case)
    with transaction():
        db.session.get_one(Resource, cremator).in_use = False
    with pytest.raises(CrematorOutOfUse):
        start(home, case, cremator)
    assert find_run(case.id) is None


def test_a_hall_or_another_homes_cremator_is_no_cremator(home):
    case = ready(home)
    planned(home, case)
    other = world.make_home("TC")
    hall = list_resources(home.id, ResourceKind.HALL)[0].id
    for wrong in (hall, world.cremator(other), new_id()):
        with pytest.raises(OtherKind):
            start(home, case, wrong)


def both_on(home, cremator_id):
    """Two cases planned one after the other on the same cremator, both checked."""
    cases = []
    while len(cases) < 2:
        case = ready(home)
        if world.plan_today(home, case) == cremator_id:
            world.check(home, case, cremator_id)
            cases.append(case)
    return cases


def test_a_second_body_waits_until_the_first_is_out(home):
    cremator = world.cremator(home)
    first, second = both_on(home, cremator)
    start(home, first, cremator)
    with pytest.raises(CrematorBusy):
        start(home, second, cremator, reason="前面的家属还没有到")
    world.end(home, first)
    assert start(home, second, cremator, reason="前面的家属还没有到")


def test_with_the_lock_bypassed_the_database_still_refuses_two_bodies(home):
    """By raw SQL, as if nobody had looked: overlapping runs, open or ended."""
    first, second = ready(home), ready(home)
    run = start(home, first, planned(home, first))
    insert = text(
        "INSERT INTO cremation_runs (id, institution_id, case_id, cremator_id, started_at,"
        " first_operator, second_operator) VALUES (:id, :home, :case, :cremator, :at, 'a', 'b')"
    )
    row = {"id": new_id(), "home": home.id, "case": second.id, "cremator": run.cremator_id}
    row["at"] = run.started_at + timedelta(minutes=5)
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.connection().execute(insert, row)
    assert isinstance(refusal_for(refused.value), CrematorBusy)


def at_once(app: Flask, *acts):
    """Each in a thread of its own, begun together; what each said, sorted."""
    begin, said = threading.Barrier(len(acts)), []

    def run(act) -> None:
        with app.app_context():
            begin.wait()
            said.append(act())

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_two_operators_at_once_light_the_cremator_for_one(app: Flask, home):
    cremator = world.cremator(home)
    numbers = [case.number for case in both_on(home, cremator)]
    by = home.operator

    def light(number: str):
        def act() -> str:
            try:
                start_cremation(number=number, cremator_id=cremator, reason="家属未到", by=by)
            except CrematorBusy:
                return "busy"
            return "burning"

        return act

    assert at_once(app, *(light(number) for number in numbers)) == ["burning", "busy"]


def test_two_operators_at_once_start_the_same_body_once(app: Flask, home):
    case = ready(home)
    cremator = planned(home, case)
    number, operators = case.number, (home.operator, home.second.actor())

    def light(by):
        def act() -> str:
            try:
                start_cremation(number=number, cremator_id=cremator, by=by)
            except AlreadyCremated:
                return "already"
            return "burning"

        return act

    assert at_once(app, *(light(by) for by in operators)) == ["already", "burning"]


def test_the_desk_cannot_light_the_furnace(home, clerk):
    assert clerk.get(f"/cases/{ready(home).number}/cremation").status_code == 403


def test_the_page_says_who_checked_and_what_is_missing(home, operator):
    case = ready(home)
    page = desk.read(operator, f"/cases/{case.number}/cremation")
    assert "还没有出具火化工作单" in page
    assert "这个案件还没有安排日程" in page
    issue_work_order(number=case.number, by=home.clerk)
    cremator = world.plan_today(home, case)
    world.check(home, case, cremator, home.second.actor())
    page = desk.read(operator, f"/cases/{case.number}/cremation")
    assert "JY-second" in page
    assert "还差 1 人" in page
    said = desk.send(operator, f"/cases/{case.number}/cremation")
    assert "现在只有 1 人核对过" in said
    assert db.session.scalars(select(Resource).filter_by(id=cremator)).one()
