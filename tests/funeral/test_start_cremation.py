"""入炉: nothing before the papers (条例 art. 28); two persons; one body a cremator."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from billing.queries import list_charges
from funeral.errors import (
    AlreadyCremated,
    CremationDuringFarewell,
    CrematorBusy,
    CrematorOutOfUse,
    NotReceived,
    OtherKind,
    PapersMissing,
    SecondOperatorMissing,
)
from funeral.kinds import ResourceKind
from funeral.models import Resource
from funeral.operations import cancel_farewell, end_cremation, start_cremation
from funeral.queries.cremation import find_run
from funeral.queries.schedule import list_resources
from kernel.constraints import refusal_for
from kernel.db import db, new_id, transaction
from kernel.people.staff import Staff
from tests import world
from tests.funeral import desk
from tests.funeral.test_plan_case import plan


def ready(home):
    case = world.open_case(home)
    world.record_papers(home, case)
    world.receive(home, case)
    return case


def start(home, case, **changed):
    asked = {
        "number": case.number,
        "cremator_id": world.cremator(home),
        "second_operator": home.second.id,
        "by": home.operator,
    }
    return start_cremation(**(asked | changed))


def test_the_run_begins_and_the_cold_storage_until_it_is_charged(home):
    case = ready(home)
    run = start(home, case)
    assert run.ended_at is None
    assert (run.first_operator, run.second_operator) == (
        str(home.operator),
        f"staff:{home.second.id}",
    )
    storage = next(c for c in list_charges(case.id) if c.item.code == "storage")
    assert storage.line().gross_fen in {200_00, 210_00}  # 20 hours and the seconds since


def test_nothing_burns_before_the_papers_are_complete(home, operator):
    case = world.open_case(home)
    with pytest.raises(NotReceived):
        start(home, case)
    world.receive(home, case)
    with pytest.raises(PapersMissing):
        start(home, case)
    asked = {"cremator_id": str(world.cremator(home)), "second_operator": str(home.second.id)}
    said = desk.send(operator, f"/cases/{case.number}/cremation", **asked)
    assert "还缺：死亡证明、火化确认书、经办人身份证。手续不全，不得火化。" in said
    assert find_run(case.id) is None
    world.record_papers(home, case)
    assert "已登记入炉" in desk.send(operator, f"/cases/{case.number}/cremation", **asked)


def test_the_planned_farewell_comes_first_or_is_cancelled(home):
    case = ready(home)
    plan(home, case, world.tomorrow_at(9))
    with pytest.raises(CremationDuringFarewell):
        start(home, case)
    cancel_farewell(number=case.number, by=home.clerk)
    assert start(home, case)


def test_a_body_is_cremated_once(home):
    case = ready(home)
    start(home, case)
    with pytest.raises(AlreadyCremated):
        start(home, case, cremator_id=list_resources(home.id, ResourceKind.CREMATOR)[1].id)


def test_two_persons_check_and_both_work_in_the_hall(home):
    case = ready(home)
    clerk = world.make_staff("JY-other-desk", "desk", home.id)
    stranger = world.make_home("TC").second
    for second in (home.operator.id, clerk.id, stranger.id, new_id()):
        with pytest.raises(SecondOperatorMissing):
            start(home, case, second_operator=second)


def test_who_left_the_home_checks_no_body(home):
    case = ready(home)
    with transaction():
        db.session.get_one(Staff, home.second.id).active = False
    with pytest.raises(SecondOperatorMissing):
        start(home, case)


def test_a_cremator_out_of_use_is_not_lit(home):
    case = ready(home)
    with transaction():
        db.session.get_one(Resource, world.cremator(home)).in_use = False
    broken = db.session.scalars(select(Resource).filter_by(in_use=False)).one()
    with pytest.raises(CrematorOutOfUse):
        start(home, case, cremator_id=broken.id)
    assert find_run(case.id) is None


def test_the_page_asks_for_the_second_person_beside_the_field(home, operator):
    case = ready(home)
    asked = {"cremator_id": str(world.cremator(home)), "second_operator": ""}
    path = f"/cases/{case.number}/cremation"
    sentence = desk.beside(operator, path, "second_operator", **asked)
    assert sentence == "入炉须两人核对，请选择另一位火化员。"


def test_a_hall_is_no_cremator(home):
    hall = list_resources(home.id, ResourceKind.HALL)[0]
    with pytest.raises(OtherKind):
        start(home, ready(home), cremator_id=hall.id)


def test_a_second_body_waits_until_the_first_is_out(home):
    first, second = ready(home), ready(home)
    start(home, first)
    with pytest.raises(CrematorBusy):
        start(home, second)
    end_cremation(number=first.number, by=home.operator)
    assert start(home, second)


def test_with_the_lock_bypassed_the_database_still_refuses_two_bodies(home):
    """By raw SQL, as if nobody had looked: overlapping runs, open or ended."""
    first, second = ready(home), ready(home)
    run = start(home, first)
    insert = text(
        "INSERT INTO cremation_runs (id, institution_id, case_id, cremator_id, started_at,"
        " first_operator, second_operator) VALUES (:id, :home, :case, :cremator, :at, 'a', 'b')"
    )
    row = {"id": new_id(), "home": home.id, "case": second.id, "cremator": run.cremator_id}
    row["at"] = run.started_at + timedelta(minutes=5)
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.connection().execute(insert, row)
    assert isinstance(refusal_for(refused.value), CrematorBusy)


def test_two_operators_at_once_light_the_cremator_for_one(app: Flask, home):
    cases = [ready(home).number for _ in range(2)]
    cremator, second, by = world.cremator(home), home.second.id, home.operator
    begin, said = threading.Barrier(2), []

    def light(number: str) -> None:
        with app.app_context():
            begin.wait()
            try:
                start_cremation(number=number, cremator_id=cremator, second_operator=second, by=by)
                said.append("burning")
            except CrematorBusy:
                said.append("busy")

    operators = [threading.Thread(target=light, args=(number,)) for number in cases]
    for one in operators:
        one.start()
    for one in operators:
        one.join()
    assert sorted(said) == ["burning", "busy"]


def test_the_desk_cannot_light_the_furnace(home, clerk):
    assert clerk.get(f"/cases/{ready(home).number}/cremation").status_code == 403


def test_the_other_operators_are_offered_and_not_oneself(home, operator):
    page = operator.get(f"/cases/{ready(home).number}/cremation").text
    assert "JY-second" in page
    assert f'value="{home.operator.id}"' not in page
