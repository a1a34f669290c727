"""暂缓火化 and the kind of death; the law's file behind them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from funeral.errors import (
    AlreadyCremated,
    FlagLifted,
    FlagLiftedBySetter,
    FlagReasonMissing,
    FlagTooLate,
    FlagUntilNotNotice,
    FlagUntilPast,
)
from funeral.kinds import DeathKind, FlagKind, PaperKind
from funeral.law import CREMATION, CremationLawMistake, parse_law, rule_for
from funeral.operations import lift_hold_flag, record_death_kind, set_hold_flag
from funeral.queries.cases import list_missing_papers
from funeral.queries.custody import list_active_flags, list_flags
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.funeral import desk
from tests.visitor import visit


@pytest.fixture
def case(home):
    return world.open_case(home)


def hold(home, case, **changed):
    asked = {
        "number": case.number,
        "kind": FlagKind.POLICE_CASE,
        "reason": "公安立案",
        "until": None,
        "by": home.clerk,
    }
    return set_hold_flag(**(asked | changed))


def test_a_flag_holds_until_it_is_lifted(home, case):
    flag = hold(home, case)
    with clock.frozen(clock.now() + timedelta(days=400)):
        assert [each.id for each in list_active_flags(case.id)] == [flag.id]
    lift_hold_flag(flag_id=flag.id, reason="公安出具意见", by=home.operator)
    assert list_active_flags(case.id) == []
    with pytest.raises(FlagLifted):
        lift_hold_flag(flag_id=flag.id, reason="再一次", by=home.clerk)


def test_a_notice_period_ends_by_itself_after_its_last_day(home, case):
    last = clock.today() + timedelta(days=15)
    hold(home, case, kind=FlagKind.NOTICE_PERIOD, until=last)
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert list_active_flags(case.id)
    with clock.frozen(clock.now() + timedelta(days=16)):
        assert list_active_flags(case.id) == []


def test_several_reasons_hold_until_the_last_is_lifted(home, case):
    first, second = hold(home, case), hold(home, case, kind=FlagKind.CAUSE_DISPUTED)
    lift_hold_flag(flag_id=first.id, reason="结案", by=home.operator)
    assert [each.id for each in list_active_flags(case.id)] == [second.id]


def test_a_reason_is_asked_for_and_a_day_to_come(home, case):
    with pytest.raises(FlagReasonMissing):
        hold(home, case, reason="  ")
    with pytest.raises(FlagUntilPast):
        hold(home, case, kind=FlagKind.NOTICE_PERIOD, until=clock.today() - timedelta(days=1))
    flag = hold(home, case)
    with pytest.raises(FlagReasonMissing):
        lift_hold_flag(flag_id=flag.id, reason="", by=home.clerk)


def test_the_same_form_twice_is_one_flag(home, case):
    hold(home, case, idempotency_key="k")
    hold(home, case, idempotency_key="k")
    assert len(list_flags(case.id)) == 1


def test_after_the_furnace_it_is_too_late(home, case):
    world.cremate(home, case)
    with pytest.raises(FlagTooLate):
        hold(home, case)
    with pytest.raises(AlreadyCremated):
        record_death_kind(number=case.number, death_kind=DeathKind.UNNATURAL, by=home.clerk)


@pytest.mark.parametrize(
    ("kind", "further"),
    [
        (DeathKind.NATURAL, []),
        (DeathKind.INFECTIOUS, [PaperKind.DISINFECTION]),
        (DeathKind.INFECTIOUS_A, [PaperKind.DISINFECTION]),
        (DeathKind.UNNATURAL, [PaperKind.POLICE_CONSENT]),
        (DeathKind.UNIDENTIFIED, [PaperKind.POLICE_CONSENT]),
    ],
)
def test_how_somebody_died_decides_which_papers_are_missing(home, case, kind, further):
    world.record_papers(home, case)
    record_death_kind(number=case.number, death_kind=kind, reason="公安文书", by=home.clerk)
    assert list_missing_papers(case) == further


def test_the_law_in_force_on_a_day_is_asked():
    before, now = date(2026, 3, 29), date(2026, 3, 30)
    assert "2012年修正" in rule_for(DeathKind.NATURAL, before).basis
    assert "国务院令第824号" in rule_for(DeathKind.NATURAL, now).basis
    assert rule_for(DeathKind.INFECTIOUS_A, now).dedicated_cremator
    assert not rule_for(DeathKind.INFECTIOUS_A, now).farewell_allowed


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        ("schema: 1", "schema: 2", "只认识第1版格式"),
        ("    to: 2026-03-29\n", "", "日期重叠"),
        ("further_papers: [disinfection]", "further_papers: [soap]", "不在可选的词里"),
        ("      unnatural:", "      unusual:", "不认识“unusual”"),
        ("farewell: forbidden", "farewell: perhaps", "不在可选的词里"),
    ],
)
def test_a_mistake_in_the_laws_file_names_its_line(written, instead, reason):
    law = CREMATION.read_text(encoding="utf-8")
    assert written in law
    with pytest.raises(CremationLawMistake) as refused:
        parse_law(law.replace(written, instead, 1))
    assert reason in str(refused.value)
    assert "cremation.yaml第" in str(refused.value)


def test_the_pages_set_lift_and_say_so_on_the_case(app, home, case, clerk, operator):
    path = f"/cases/{case.number}"
    assert desk.beside(clerk, f"{path}/hold", "reason", kind="police_case", reason="") == (
        "请填写原因。"
    )
    page = desk.send(clerk, f"{path}/hold", kind="police_case", reason="公安立案")
    assert "暂缓火化：案件未结" in page
    assert "公安立案" in desk.read(operator, path)
    [flag] = list_flags(case.id)
    lift = f"{path}/hold/{flag.id}/lift"
    assert "请由另一位同事解除" in desk.words(clerk.post(lift, data={"reason": "无事"}).text)
    world.make_staff("JY-other", Role.DESK, home.id)
    page = desk.send(visit(app, "jy-other"), lift, reason="公安意见第 3 号")
    assert "已解除暂缓火化" in page
    assert "死亡情形 还没有登记" in desk.read(clerk, path)
    page = desk.send(clerk, f"{path}/death-kind", death_kind="unnatural")
    assert "非正常死亡" in page
    assert "公安机关处理意见" in page
    assert operator.get(f"{path}/hold").status_code == 403


def test_an_unnamed_person_needs_the_police_from_the_beginning(home):
    unnamed = world.open_case(
        home,
        deceased_name="",
        identity_kind=world.IdentityKind.UNNAMED,
        identity_number=None,
    )
    assert unnamed.death_kind == DeathKind.UNIDENTIFIED
    assert PaperKind.POLICE_CONSENT in list_missing_papers(unnamed)


def test_only_a_notice_period_ends_by_itself(home, case):
    with pytest.raises(FlagUntilNotNotice):
        hold(home, case, until=clock.today() + timedelta(days=1))
    flag = hold(home, case)
    end = text("UPDATE hold_flags SET until = current_date WHERE id = :id")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.connection().execute(end, {"id": flag.id})


def test_who_set_a_flag_does_not_lift_it(home, case):
    flag = hold(home, case)
    with pytest.raises(FlagLiftedBySetter):
        lift_hold_flag(flag_id=flag.id, reason="无事", by=home.clerk)
    lift = text(
        "UPDATE hold_flags SET lifted_at = now(), lifted_by = set_by, lift_reason = 'x'"
        " WHERE id = :id"
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.connection().execute(lift, {"id": flag.id})
