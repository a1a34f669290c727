"""续期 of a deposit: from the old end, at the fee that was shown, for twenty years at most."""

import re
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from billing.kinds import FactKind
from billing.queries import list_bills_of_case, list_charges
from cemetery.ashes.uncollected.errors import LayingUndecided
from cemetery.ashes.uncollected.operations import decline_laying
from cemetery.ashes.uncollected.queries.waiting import standings_of
from cemetery.errors import TermTooLong
from cemetery.keeping.errors import DepositOver, RenewalTooLong, TermFeeChanged
from cemetery.keeping.operations import renew_deposit
from cemetery.keeping.queries import list_paper_numbers, list_renewals_of
from cemetery.operations import print_storage_receipt
from cemetery.rights.errors import GuestTermReached
from cemetery.rights.rules import GuestRule, InForce, rules
from cemetery.slips import STORAGE_RECEIPT
from funeral.operations import make_bill
from hardware.errors import AlreadyPrinted
from hardware.plain import plain
from hardware.queries import list_print_jobs
from hardware.slips import Slip
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.people.actors import Role
from tests import world
from tests.billing.test_take_cash import printer_off
from tests.booking.family import text_of
from tests.funeral import desk
from tests.keeping.scene import days_after
from tests.uncollected.scene import OVER, Waited
from tests.visitor import visit


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def renewal_charges(scene):
    charges = list_charges(scene.ashes.case.id)
    return [each for each in charges if each.fact_kind == FactKind.DEPOSIT_RENEWAL]


def test_it_begins_where_the_old_term_ended_however_long_ago_and_is_charged_anew(scene):
    make_bill(number=scene.ashes.case.number, by=scene.ashes.home.clerk)
    since, end = scene.deposit.since, scene.deposit.until
    with days_after(scene, 200):
        scene.renew(24)
        [renewal] = list_renewals_of([scene.deposit.id])
        assert (renewal.since, renewal.until) == (end, clock.add_months(end, 24))
        assert (scene.deposit.since, scene.deposit.until) == (since, renewal.until)
        [charge] = renewal_charges(scene)
        assert charge.fact_id == renewal.id
        assert charge.line().gross_fen == renewal.fees[0]["gross_fen"] == 360_00
        make_bill(number=scene.ashes.case.number, by=scene.ashes.home.clerk)
    bills = list_bills_of_case(scene.ashes.case.id)
    assert [line.gross_fen for bill in bills for line in bill.lines].count(360_00) == 1
    assert len(bills) == 2, "after the bill a further one takes it"


def test_who_is_registered_elsewhere_does_not_stay_longer_by_renewing(scene):
    raw = db.session.connection()
    raw.execute(text("UPDATE deceased SET household_registration = '330681'"))
    db.session.commit()
    with pytest.raises(GuestTermReached, match="不能续期，请领取或者安葬") as refused:
        scene.renew(1)
    assert refused.value.field == "months"
    assert list_renewals_of([scene.deposit.id]) == []


def test_a_deposit_from_before_the_rule_is_renewed_as_then(scene, monkeypatch):
    """The rule on guests begins the day after."""
    raw = db.session.connection()
    raw.execute(text("UPDATE deceased SET household_registration = '330681'"))
    db.session.commit()
    tomorrow = InForce(clock.today() + timedelta(days=1), None, "测试")
    known = replace(rules(), guests=(GuestRule(12, tomorrow),))
    monkeypatch.setattr("cemetery.rights.grounds.rules", lambda: known)
    with days_after(scene, 2):
        scene.renew(1)
    assert len(list_renewals_of([scene.deposit.id])) == 1


def test_what_was_not_shown_is_not_charged(scene):
    with pytest.raises(TermFeeChanged):
        scene.renew(12, agreed=scene.agreed(24))
    shown = scene.agreed(12)
    scene.renew(12, agreed=shown)
    with pytest.raises(TermFeeChanged):
        scene.renew(12, agreed=shown)
    assert len(list_renewals_of([scene.deposit.id])) == len(renewal_charges(scene)) == 1


@pytest.mark.parametrize("months", [0, -1, 241, 100_000])
def test_no_term_is_longer_than_twenty_years(scene, months):
    with pytest.raises(TermTooLong):
        renew_deposit(number=scene.number, months=months, agreed="", by=scene.ashes.keeper)


def test_nobody_pays_for_more_than_twenty_years_ahead(scene):
    scene.renew(228)
    last = clock.add_months(clock.today(), 240)
    assert scene.deposit.until == last
    with pytest.raises(RenewalTooLong) as refused:
        scene.renew(1)
    assert last.isoformat() in str(refused.value)
    assert len(renewal_charges(scene)) == 1


def test_the_ladder_stops_while_the_new_term_runs_and_begins_anew_after_it(scene):
    portion = scene.ashes.portion()
    with days_after(scene, 400):
        assert standings_of([portion.id])[portion.id].since == scene.deposit.until
        scene.renew(24)
        assert standings_of([portion.id]) == {}
    with days_after(scene, 10):
        assert standings_of([portion.id])[portion.id].days == 10


def test_a_family_that_comes_is_not_passed_over_for_a_request_to_lay_to_rest(scene):
    tree, second = scene.ashes.units[3], scene.ashes.home.clerk
    waited = Waited(scene.ashes, second, tree, scene.deposit.until)
    waited.tell_and_announce()
    with waited.after(OVER):
        laying = waited.ask()
        with pytest.raises(LayingUndecided) as refused:
            scene.renew()
        assert "不能办理续期" in str(refused.value)
        decline_laying(laying_id=laying.id, reason="家属来了", by=scene.ashes.keeper)
        scene.renew()


def test_what_was_collected_or_never_was_is_not_renewed(scene, keeper):
    shown = scene.agreed(12)
    scene.ashes.collect()
    with pytest.raises(DepositOver):
        scene.renew(agreed=shown)
    assert "已经不在寄存中" in keeper.get(f"/ashes/{scene.number}/renew").text
    assert "寄存续期" not in keeper.get(f"/ashes/{scene.number}").text
    with pytest.raises(NotFound):
        scene.renew(number="JYG26-99999", agreed=shown)
    assert keeper.get("/ashes/JYG26-99999/renew").status_code == 404


def test_the_family_gets_a_new_slip_and_a_new_agreement(scene, keeper):
    printer_off(scene.ashes.home)
    home, keeper_actor = scene.ashes.home, scene.ashes.keeper
    print_storage_receipt(number=scene.number, by=keeper_actor)
    end = scene.deposit.until
    scene.renew(24)
    assert list_paper_numbers(scene.deposit) == [scene.number, f"{scene.number}-2"]
    print_storage_receipt(number=scene.number, by=keeper_actor)
    [job] = list_print_jobs(home.id, STORAGE_RECEIPT, f"{scene.number}-2")
    words = plain(Slip.from_json(job.slip), 48)
    assert clock.say_date(end) in words
    assert clock.say_date(scene.deposit.until) in words
    assert "￥360.00" in words
    with pytest.raises(AlreadyPrinted):
        print_storage_receipt(number=scene.number, by=keeper_actor)
    said = desk.send(keeper, f"/ashes/{scene.number}/agreement")
    assert "PDF 已生成" in said
    assert f"{end.isoformat()} 至 {scene.deposit.until.isoformat()}" in said


def test_the_page_shows_the_fee_first_and_keeps_what_was_typed(scene, keeper):
    page = keeper.get(f"/ashes/{scene.number}").text
    assert f"/ashes/{scene.number}/renew" in page
    place = f"/ashes/{scene.number}/renew"
    looked = keeper.post(place, data={"months": "36", "agreed": "", "step": "look"}).text
    assert "540 元" in looked
    assert 'value="36"' in looked
    for months, said in (
        ("", "请填写续期多少个月"),
        ("半年", "months-error"),
        ("0", "1 到 240 个月"),
        ("240", "从今天起不超过 20 年"),
        ("24", "费用与刚才看到的不同"),
    ):
        answer = keeper.post(place, data={"months": months, "agreed": hidden(looked, "agreed")})
        assert said in answer.text, months
        assert 'href="#months"' in answer.text
    done = keeper.post(place, data={"months": "36", "agreed": hidden(looked, "agreed")})
    assert done.status_code == 302
    shown = text_of(keeper.get(done.location))
    assert "已续期" in shown
    assert "在案件账单里" in shown


def test_where_no_price_is_published_nothing_is_charged(scene, keeper, cluster, database):
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as sql:
        sql.execute("SET session_replication_role = replica")
        sql.execute("UPDATE tariff_items SET code = 'other' WHERE code = 'ash_deposit'")
    scene.renew()
    assert renewal_charges(scene) == []
    assert "本期限内不收费" in keeper.get(f"/ashes/{scene.number}/renew").text


def test_it_is_for_keepers(app, scene):
    world.make_staff("JY-driver", Role.DRIVER, scene.ashes.home.id)
    driver = visit(app, "jy-driver")
    assert driver.get(f"/ashes/{scene.number}/renew").status_code == 403
    assert driver.get(f"/ashes/{scene.number}/move").status_code == 403


AGAIN = """
    INSERT INTO ash_deposit_renewals SELECT gen_random_uuid(), deposit_id, since, until, months,
        fees, receipt, agreed_at, agreed_by, institution_id FROM ash_deposit_renewals
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ash_deposit_renewals SET until = since",
        "UPDATE ash_deposit_renewals SET until = since + 8000",
        "DELETE FROM ash_deposit_renewals",
        AGAIN,
    ],
)
def test_the_database_keeps_the_terms_apart_and_whole(scene, cluster, database, statement):
    scene.renew()
    with (
        psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as sql,
        pytest.raises(psycopg.Error),
    ):
        sql.execute(statement)
