"""补充账单: what comes after the bill stands on a bill of its own, waived as if on one."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from billing.assessment import assess, replay
from billing.billed import Billed
from billing.errors import AlreadyBilled, FactsBilled, FurtherBillFirst
from billing.limits import PerKm
from billing.lines import Line
from billing.models import BillLine, FundingEntry, WaiverGrant
from billing.operations import bills as making
from billing.operations import credit_bill, note_waiver_facts, take_cash
from billing.policy import PolicyItem
from billing.queries import (
    find_account,
    list_standing_bills,
    list_waiting,
    missed_fen,
    standing_of,
    what_ifs,
)
from billing.queries.accounts import find_account as read_account
from billing.queries.in_force import find_published_waiver
from billing.queries.receipts import get_receipt
from billing.shown_bill import read_sheet
from billing.slips import receipt_slip
from billing.units import Unit
from billing.what_if import Prices, as_if_in_force, replay_case
from funeral.errors import BilledAsRegistered
from funeral.operations import make_bill
from funeral.operations.particulars import _ensure_correctable
from funeral.queries.cases import get_case
from kernel import clock
from kernel.db import db
from kernel.places import get_institution
from tests import world
from tests.billing.bills import COLLECTING, FLAT, STORAGE, at_once, charge, issue, second_clerk
from tests.billing.test_credit_bill import TRANSFER_FAR, _capped_home
from tests.billing.test_make_bill import cremated
from tests.funeral import desk
from tests.visitor import visit

KEEPING = ("ash_deposit", "36", None)


@pytest.fixture
def capped(context):
    """东乌珠穆沁旗: 1,500 yuan in all, used up in the order of the document."""
    return _capped_home()


def poor(home):
    return world.open_case(home, waiver_class="dibao", household_registration="152525")


def credit(home, bill, *positions):
    return credit_bill(
        bill_number=bill.number, positions=list(positions) or None, reason="有误", by=home.clerk
    )


def test_the_desk_makes_a_further_bill_and_the_family_sees_both(app, home, clerk):
    case = cremated(home, household_registration="110101")
    first = make_bill(number=case.number, by=home.clerk)
    take_cash(bill_number=first.number, tendered_fen=1100_00, by=home.clerk)
    charge(home, case, ("ash_deposit", "12", None))
    step = desk.read(clerk, f"/cases/{case.number}")
    assert "下一步 出具补充账单" in step
    assert "还没有出账单的费用" in step
    page = desk.read(clerk, f"/cases/{case.number}/bill")
    assert f"账单 {first.number} 已出，应付 1,100 元。" in page
    assert "合计 180.00 0.00 180.00" in page
    said = desk.send(clerk, f"/cases/{case.number}/bill")
    assert f"补充账单 {world.numbered('JYZ', 2)}" in said
    assert f"本案其他账单 {first.number}" in said
    assert "本案各账单共应付 1,280.00 已付 1,100.00 未付 180.00" in said
    # Nothing is left to bill, so a second click finds nothing.
    with pytest.raises(AlreadyBilled):
        make_bill(number=case.number, by=home.clerk)
    token = find_account(case.id).token
    family = desk.read(visit(app), f"/pay/{token}")
    assert f"账单 {first.number}：每一项怎么算" in family
    assert f"补充账单 {world.numbered('JYZ', 2)}：每一项怎么算" in family
    assert "各张账单加在一起，共需付 1,280 元。" in family
    assert "还需要付 180 元" in family
    # Paid on either page it is paid.
    receipt = take_cash(bill_number=first.number, tendered_fen=180_00, by=home.clerk)
    assert receipt.payment.amount_fen == 180_00
    assert standing_of(case.id).left_fen == 0
    assert "已付清" in desk.read(clerk, f"/bills/{first.number}")


def test_one_sum_for_two_bills_says_so_on_its_slip(home):
    case = world.open_case(home, household_registration="110101")
    charge(home, case, FLAT)
    issue(home, case)
    charge(home, case, STORAGE)
    second = issue(home, case)
    receipt = take_cash(bill_number=second.number, tendered_fen=680_00, by=home.clerk)
    slip = receipt_slip(get_receipt(receipt.number), get_institution(home.id), "王")
    assert "本次付款含本案其他账单未付的部分。" in str(slip)


def test_a_further_bill_gets_what_the_first_left_of_the_cap(capped):
    case = poor(capped)
    charge(capped, case, STORAGE, KEEPING)
    first = issue(capped, case)
    assert first.waived_fen < 1500_00
    charge(capped, case, TRANSFER_FAR, FLAT)
    second = issue(capped, case)
    assert second.is_further
    assert not first.is_further
    assert first.waived_fen + second.waived_fen == 1500_00
    assert "本案已出的账单用去了一部分减免" in " ".join(line.clause for line in second.lines)
    entries = db.session.scalars(select(FundingEntry).join(BillLine).filter_by(bill_id=second.id))
    assert sum(entry.fen for entry in entries) == second.waived_fen
    # Both wait for the next batch of whoever pays.
    [waiting] = list_waiting(capped.id, "152525")
    assert waiting.fen == 1500_00
    stored = second.assessment
    policy = find_published_waiver(**stored["policy"])
    assert replay(policy, stored).as_json() == stored


def test_a_what_if_lets_a_further_bill_share_the_limits_of_the_first(capped):
    """Under the policy that was in force it comes to what was waived, bill by bill."""
    case = poor(capped)
    charge(capped, case, STORAGE, KEEPING)
    first = issue(capped, case)
    charge(capped, case, TRANSFER_FAR, FLAT)
    second = issue(capped, case)
    today = clock.today()
    span = what_ifs.Span.of(capped.institution.region_code, today, today, clock.now())
    policy = find_published_waiver(**first.assessment["policy"])
    cases = what_ifs.find_cases(span, [first.id, second.id])
    for bill in (first, second):
        replayed = replay_case(as_if_in_force(policy), cases[bill.id], Prices({}))
        assert replayed.now_fen == replayed.then_fen == bill.waived_fen


def test_what_one_bill_would_waive_two_waive_too(capped):
    """No cap in the way: split or not, the family pays the same."""
    together, apart = poor(capped), poor(capped)
    charge(capped, together, STORAGE, FLAT)
    whole = issue(capped, together)
    for one in (FLAT, STORAGE):
        charge(capped, apart, one)
        issue(capped, apart)
    parts = list_standing_bills(apart.id)
    assert sum(part.waived_fen for part in parts) == whole.waived_fen


def test_what_one_bill_for_all_would_waive_beyond_is_said_before(home):
    """Kilometres of two trips counted together raise what the first would have got."""
    policy = find_published_waiver("jiayu-2025", 1)
    facts = making.Facts(
        household_registration=world.JIAYU,
        waiver_class="resident",
        died_on=date(2026, 3, 1),
        cremated_on=date(2026, 3, 3),
        standard_prices={"cremation_flat": 500_00},
    )
    trips = replace(policy, items=(PolicyItem("transfer", PerKm(Decimal(10), 100_00, 10_00)),))

    def trip(gross_fen):
        return Line("transfer", "接运", Unit.KM, Decimal(20), gross_fen, None, Unit.KM)

    first = assess(trips, facts, [trip(300_00)])
    stands = [Billed("B1", 1, trip(300_00), first.lines[0].funding)]
    assert first.waived_fen == 200_00
    # 40 km: 400 yuan in all, of which the second trip takes the 50 it costs and no more.
    second = assess(trips, facts, [trip(50_00)], stands)
    assert second.waived_fen == 50_00
    assert missed_fen(trips, second) == 100_00
    assert missed_fen(trips, first) == 0


def test_lines_a_further_bill_was_reckoned_beside_go_after_it(capped, app):
    case = poor(capped)
    charge(capped, case, STORAGE, KEEPING)
    first = issue(capped, case)
    charge(capped, case, TRANSFER_FAR, FLAT)
    second = issue(capped, case)
    with pytest.raises(FurtherBillFirst) as refused:
        credit(capped, first)
    assert second.number in str(refused.value)
    credit(capped, second)
    assert db.session.scalar(select(WaiverGrant).filter_by(released_at=None)) is not None
    credit(capped, first)
    assert db.session.scalar(select(WaiverGrant).filter_by(released_at=None)) is None
    third = issue(capped, case)
    assert third.waived_fen == 1500_00
    assert [each.number for each in read_sheet(third).replaces] == [first.number, second.number]
    assert read_sheet(first).replaced_by is third
    assert not third.is_further


def test_one_deceased_has_one_waiver_over_all_bills_of_a_case(home):
    other = world.make_home("JB")
    world.publish_tariff(other.id)
    number = world.identity_number()
    here, there = (world.open_case(where, identity_number=number) for where in (home, other))
    charge(home, here, FLAT)
    first = issue(home, here)
    charge(home, here, STORAGE)
    second = issue(home, here)
    assert (first.waived_fen, second.waived_fen) == (500_00, 180_00)
    [grant] = db.session.scalars(select(WaiverGrant)).all()
    charge(other, there, FLAT)
    assert issue(other, there).waived_fen == 0
    # As long as one of the bills stands waived, so does the grant.
    credit(home, first)
    assert grant.released_at is None
    credit(home, second)
    assert grant.released_at is not None


def test_while_a_bill_stands_what_it_rests_on_stays(home):
    case = world.open_case(home)
    charge(home, case, FLAT)
    first = issue(home, case)
    charge(home, case, STORAGE)
    issue(home, case)
    credit(home, first)
    with pytest.raises(FactsBilled):
        note_waiver_facts(
            institution_id=home.id,
            case_id=case.id,
            case_number=case.number,
            funeral_grant=True,
            by=home.clerk,
        )
    with pytest.raises(BilledAsRegistered):
        _ensure_correctable(get_case(case.number), 0)


def test_a_further_bill_keeps_the_policy_and_the_facts_of_the_first(home):
    """What was true for the first is true for the next, whatever day it is made on."""
    case = world.open_case(home)
    charge(home, case, FLAT)
    first = issue(home, case)
    charge(home, case, COLLECTING)
    second = issue(home, case)
    assert second.assessment["facts"] == first.assessment["facts"]
    assert second.assessment["policy"] == first.assessment["policy"]
    assert read_account(case.id).case_number == case.number


def test_two_clerks_making_the_next_bill_at_once_make_one(app: Flask, home):
    number = _with_one_more(home)
    other = second_clerk(home)
    said = at_once(app, *(lambda by=by: issue_by(home, number, by) for by in (home.clerk, other)))
    assert said == ["AlreadyBilled", "done"]
    db.session.rollback()
    assert len(list_standing_bills(get_case(number).id)) == 2


def test_without_our_lock_the_database_still_makes_one(app: Flask, home, monkeypatch):
    number = _with_one_more(home)
    other = second_clerk(home)
    monkeypatch.setattr(
        making, "lock_account", lambda _home, case_id, _number: read_account(case_id)
    )
    said = at_once(app, *(lambda by=by: issue_by(home, number, by) for by in (home.clerk, other)))
    assert said == ["AlreadyBilled", "done"]


def test_the_database_refuses_one_charge_on_two_bills(home):
    case = world.open_case(home, household_registration="110101")
    charge(home, case, FLAT)
    [line] = issue(home, case).lines
    charge(home, case, STORAGE)
    second = issue(home, case)
    copied = {
        each.name: getattr(line, each.name)
        for each in BillLine.__table__.columns
        if each.name not in {"id", "bill_id", "position"}
    }
    for anew_of, constraint in (
        (None, "a_charge_stands_billed_once"),
        (line.id, "anew_of_id"),
    ):
        twice = copied | {"anew_of_id": anew_of}
        with pytest.raises(IntegrityError, match=constraint), db.session.begin_nested():
            db.session.connection().execute(
                BillLine.__table__.insert().values(
                    id=uuid.uuid4(), bill_id=second.id, position=9, **twice
                )
            )


def _with_one_more(home) -> str:
    case = world.open_case(home)
    charge(home, case, FLAT)
    issue(home, case)
    charge(home, case, STORAGE)
    return case.number


def issue_by(home, number, by):
    case = get_case(number)
    return making.issue_bill(
        institution_id=home.id,
        case_id=case.id,
        case_number=case.number,
        payer_name="张小三",
        facts=making.Facts(
            household_registration=world.JIAYU,
            waiver_class="resident",
            died_on=date(2026, 3, 1),
            cremated_on=date(2026, 3, 3),
        ),
        identity_index=case.deceased.identity_index,
        by=by,
    )
