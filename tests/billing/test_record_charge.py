"""登记费用: nothing outside the published list, by the price of the day it happened."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.errors import (
    ChargeBilled,
    ChargeWithdrawn,
    IncludedInAnother,
    NotListed,
    PriceIsFixed,
    PriceOutsideRange,
    WithdrawReasonMissing,
)
from billing.kinds import ItemPurpose
from billing.operations import record_charge, withdraw_charge
from billing.queries import list_charges, list_open_charges, list_withdrawn_charges
from kernel import clock
from kernel.money import AmountTooLarge
from tests import world
from tests.billing.test_make_bill import bill_of, cremated
from tests.billing.test_publish_tariff_item import publish


def charge(home, case, item_code="storage", **changed):
    asked = {
        "institution_id": home.id,
        "case_id": case.id,
        "item_code": item_code,
        "quantity": Decimal("2.5"),
        "chosen_price_fen": None,
        "fact": "两个半小时",
        "occurred_on": clock.today(),
        "by": home.clerk,
    }
    return record_charge(**(asked | changed))


@pytest.fixture
def case(home):
    return world.open_case(home)


def test_started_hours_count_whole(home, case):
    assert charge(home, case).line().gross_fen == 30_00


def test_what_is_not_on_the_list_cannot_be_charged(home, case):
    with pytest.raises(NotListed):
        charge(home, case, "flowers")
    with pytest.raises(NotListed):
        charge(home, case, occurred_on=date(2025, 9, 14))  # the day before the list came out
    assert list_charges(case.id) == []


def test_a_chosen_price_lies_in_the_published_range_or_is_refused(home, case):
    for price in (299_99, 510_01):
        with pytest.raises(PriceOutsideRange):
            charge(home, case, "transfer", quantity=Decimal(9), chosen_price_fen=price)
    with pytest.raises(PriceIsFixed):
        charge(home, case, chosen_price_fen=11_00)


def test_the_price_is_that_of_the_day_it_happened(home, case):
    code, new_from = "preparation", clock.today()
    publish(home, code, 100_00, date(2026, 1, 1), new_from - timedelta(days=1))
    publish(home, code, 200_00, new_from)
    one = {"quantity": 1}
    before = charge(home, case, code, occurred_on=new_from - timedelta(days=1), **one)
    assert before.line().gross_fen == 100_00
    assert charge(home, case, code, **one).line().gross_fen == 200_00


def test_what_another_item_includes_cannot_be_charged_beside_it(home, case):
    """抬尸 inside 接运, whichever is charged first (条例 art. 42)."""
    whole = {"includes": ("carrying",), "purpose": ItemPurpose.OTHER}
    publish(home, "carrying_down", 50_00, date(2026, 1, 1), purpose=ItemPurpose.CARRYING)
    publish(home, "fetching", 300_00, date(2026, 1, 1), **whole)
    first = charge(home, case, "carrying_down", quantity=1)
    with pytest.raises(IncludedInAnother, match="第四十二条：不得分解项目"):
        charge(home, case, "fetching", quantity=1)
    withdraw_charge(charge_id=first.id, reason="已包含在接运里", by=home.clerk)
    charge(home, case, "fetching", quantity=1)
    with pytest.raises(IncludedInAnother):
        charge(home, case, "carrying_down", quantity=1)


def test_an_item_is_included_by_its_code_too(home, case):
    publish(home, "fetching", 300_00, date(2026, 1, 1), includes=("storage",))
    charge(home, case, "fetching", quantity=1)
    with pytest.raises(IncludedInAnother):
        charge(home, case)


def test_a_charge_names_the_record_it_rests_on(home):
    case = cremated(home)
    kinds = {each.item.code: each.fact_kind for each in list_charges(case.id)}
    assert kinds == {
        "transfer": "admission",
        "storage": "admission",
        "cremation_flat": "cremation_run",
    }


def test_a_withdrawn_charge_is_left_out_and_keeps_its_reason(home, case):
    one = charge(home, case)
    with pytest.raises(WithdrawReasonMissing):
        withdraw_charge(charge_id=one.id, reason=" ", by=home.clerk)
    withdraw_charge(charge_id=one.id, reason="登记错了", by=home.clerk)
    assert list_charges(case.id) == []
    assert [each.withdraw_reason for each in list_withdrawn_charges(case.id)] == ["登记错了"]
    with pytest.raises(ChargeWithdrawn):
        withdraw_charge(charge_id=one.id, reason="再一次", by=home.clerk)


def test_what_is_billed_is_not_withdrawn(home):
    case = cremated(home)
    bill_of(home, case)
    with pytest.raises(ChargeBilled):
        withdraw_charge(charge_id=list_charges(case.id)[0].id, reason="错", by=home.clerk)


def test_what_comes_after_the_bill_waits_for_the_next_one(home):
    case = cremated(home)
    bill_of(home, case)
    assert list_open_charges(case.id) == []
    later = charge(home, case)
    assert list_open_charges(case.id) == [later]


def test_no_case_is_charged_more_than_any_bill_can_hold(home, case):
    """Else the charge stands and the bill never comes."""
    publish(home, "columbarium", 9_000_000_00, date(2026, 1, 1))
    charge(home, case, "columbarium", quantity=Decimal(1))
    with pytest.raises(AmountTooLarge):
        charge(home, case, "columbarium", quantity=Decimal(1))
    assert len(list_charges(case.id)) == 1
