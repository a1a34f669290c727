"""死亡情形: nobody burns before it is stated, and nobody makes it lighter by themselves."""

import pytest

from funeral.errors import (
    ChecksMissing,
    DeathKindMissing,
    DeathKindReasonMissing,
    DeathKindStated,
    LighterByAdministrator,
)
from funeral.kinds import DeathKind, PaperKind
from funeral.law import is_lighter, rule_for
from funeral.models import Correction
from funeral.operations import record_death_kind, record_paper
from funeral.queries.cases import find_case, list_papers
from funeral.queries.custody import live_work_order
from kernel import clock
from kernel.db import db, transaction
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk
from tests.funeral.test_start_cremation import planned, ready, start


@pytest.fixture
def case(home):
    return world.open_case(home)


@pytest.fixture
def boss(home):
    return world.make_staff("JY-boss", Role.ADMINISTRATOR, home.id).actor()


def state(home, case, kind, **changed):
    asked = {"number": case.number, "death_kind": kind, "by": home.clerk}
    return record_death_kind(**(asked | changed))


def test_nothing_burns_before_the_kind_of_death_is_stated(home, operator):
    case = ready(home)
    cremator = planned(home, case)
    with transaction():
        case.death_kind = None
    with pytest.raises(DeathKindMissing):
        start(home, case, cremator)
    said = desk.send(operator, f"/cases/{case.number}/cremation")
    assert "还没有登记死亡情形，请按死亡证明登记，再火化。" in said
    state(home, case, DeathKind.NATURAL)
    assert start(home, case, cremator)


def test_where_no_paper_said_it_the_desk_is_led_to_say_it(home, case, clerk):
    world.record_papers(home, case)
    with transaction():
        case.death_kind = None
    assert "下一步 登记死亡情形" in desk.read(clerk, f"/cases/{case.number}")
    state(home, case, DeathKind.NATURAL)
    assert "下一步 系腕带" in desk.read(clerk, f"/cases/{case.number}")


def test_the_paper_step_states_it(home, case, clerk):
    path = f"/cases/{case.number}/papers"
    assert "还没有登记" in desk.read(clerk, f"/cases/{case.number}")
    asked = {"kind": "death_certificate", "number": "1", "issuer": "医院"}
    desk.send(clerk, path, **asked, death_kind="infectious")
    db.session.expire_all()
    assert find_case(case.number).death_kind == DeathKind.INFECTIOUS
    assert PaperKind.DEATH_CERTIFICATE in list_papers(case.id)


def test_a_paper_that_says_otherwise_does_not_change_it_silently(home, case):
    state(home, case, DeathKind.UNNATURAL)
    with pytest.raises(DeathKindStated):
        record_paper(
            number=case.number,
            kind=PaperKind.CREMATION_CONSENT,
            paper_number="",
            issuer="",
            issued_on=None,
            death_kind=DeathKind.NATURAL,
            by=home.clerk,
        )


def test_a_change_needs_its_reason_and_keeps_it(home, case):
    state(home, case, DeathKind.NATURAL)
    with pytest.raises(DeathKindReasonMissing):
        state(home, case, DeathKind.UNNATURAL)
    state(home, case, DeathKind.UNNATURAL, reason="公安立案")
    assert [each.reason for each in db.session.query(Correction)] == ["公安立案"]


@pytest.mark.parametrize("kind", list(DeathKind)[1:])
def test_only_the_administrator_makes_the_rules_lighter(home, case, boss, kind):
    state(home, case, kind)
    with pytest.raises(LighterByAdministrator):
        state(home, case, DeathKind.NATURAL, reason="写错了")
    stranger = world.make_home("TC")
    elsewhere = world.make_staff("TC-boss", Role.ADMINISTRATOR, stranger.id).actor()
    with pytest.raises(LighterByAdministrator):
        state(home, case, DeathKind.NATURAL, reason="写错了", by=elsewhere)
    assert state(home, case, DeathKind.NATURAL, reason="医院更正", by=boss).death_kind == "natural"


def test_lighter_is_less_of_anything():
    rules = {kind: rule_for(kind, clock.today()) for kind in DeathKind}
    assert is_lighter(rules[DeathKind.INFECTIOUS], rules[DeathKind.INFECTIOUS_A])
    assert is_lighter(rules[DeathKind.UNNATURAL], rules[DeathKind.INFECTIOUS])
    assert not is_lighter(rules[DeathKind.UNNATURAL], rules[DeathKind.NATURAL])
    assert not is_lighter(rules[DeathKind.INFECTIOUS_A], rules[DeathKind.INFECTIOUS])


def test_a_change_withdraws_the_work_order_and_the_checks_made_with_it(home):
    case = ready(home)
    cremator = planned(home, case)
    state(home, case, DeathKind.UNNATURAL, reason="公安立案")
    assert live_work_order(case.id) is None
    world.record_further_papers(home, case)
    world.work_order(home, case)
    with pytest.raises(ChecksMissing):
        start(home, case, cremator)
