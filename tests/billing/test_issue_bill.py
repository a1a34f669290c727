"""出具账单: one deceased is granted one waiver, in all homes; a reversal frees it."""

from flask import Flask
from sqlalchemy import func, select

from billing.models import BillLine, WaiverGrant
from billing.operations import credit_bill
from funeral.queries.cases import get_case, get_case_by_id
from kernel.db import db
from tests import world
from tests.billing.bills import FLAT, at_once, charge, issue


def reverse(home, bill):
    return credit_bill(bill_number=bill.number, positions=None, reason="重开", by=home.clerk)


def test_a_reversal_releases_the_waiver_and_the_next_bill_grants_it_anew(home):
    case = world.open_case(home)
    charge(home, case, FLAT)
    first = issue(home, case)
    reverse(home, first)
    second = issue(home, case)
    assert second.waived_fen == 500_00
    grants = db.session.scalars(select(WaiverGrant).order_by(WaiverGrant.granted_at)).all()
    assert [grant.released_at is None for grant in grants] == [False, True]


def test_a_second_waiver_for_one_deceased_is_refused_in_all_homes_of_the_database(home):
    other = world.make_home("JB")
    world.publish_tariff(other.id)
    number = world.identity_number()
    here, there = (world.open_case(where, identity_number=number) for where in (home, other))
    charge(home, here, FLAT)
    charge(other, there, FLAT)
    first = issue(home, here)
    assert first.waived_fen == 500_00
    second = issue(other, there)
    assert second.waived_fen == 0
    assert "已在别处享受减免，按规定不能重复享受。" in second.assessment["reasons"]
    # Once the first bill gives it up, it is free again.
    reverse(home, first)
    reverse(other, second)
    assert issue(other, get_case_by_id(there.id)).waived_fen == 500_00


def test_two_homes_waiving_for_one_deceased_at_once_grant_it_once(app: Flask, home):
    other = world.make_home("JB")
    world.publish_tariff(other.id)
    number = world.identity_number()
    cases = []
    for where in (home, other):
        case = world.open_case(where, identity_number=number)
        charge(where, case, FLAT)
        cases.append((where, case.number))
    said = at_once(
        app,
        *(
            lambda where=where, number=number: issue(where, get_case(number))
            for where, number in cases
        ),
    )
    assert said == ["WaivedAlready", "done"]
    db.session.rollback()
    assert db.session.scalar(select(func.count(WaiverGrant.id))) == 1
    waived = db.session.scalars(select(BillLine.waived_fen)).all()
    assert sum(waived) == 500_00
