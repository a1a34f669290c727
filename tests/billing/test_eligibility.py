"""Who is let in, from where, and what a cremation in another place changes."""

from dataclasses import replace
from datetime import date

import pytest

from billing.assessment import assess, replay
from billing.classes import Payer, PaymentForm, WaiverClass
from billing.eligibility import judge
from billing.funding import paid_by
from billing.lines import Facts, Line
from billing.policy import CremationElsewhere, Elsewhere, Place, refuse_overlaps
from billing.policy_text.file import load_policies
from billing.rewards import Burial, RewardFacts, Site
from billing.rewards.assessment import assess_reward, replay_reward
from billing.units import Unit

POLICIES = {policy.code: policy for policy in load_policies()}
NANJING, WUHUA = POLICIES["nanjing-2023"], POLICIES["wuhua-2020"]
DEZHOU, HUANGYAN = POLICIES["dezhou-2025"], POLICIES["huangyan-2016"]
JIAYU, JINAN = POLICIES["jiayu-2025"], POLICIES["jinan-2018"]


def facts(registration=None, waiver_class=WaiverClass.RESIDENT, **changes):
    return Facts(registration, waiver_class, date(2026, 3, 1), date(2026, 3, 4), **changes)


def line(code, yuan):
    return Line(code, code, Unit.TIME, 1, yuan * 100, yuan * 100, Unit.TIME)


def refusals(policy, known):
    eligible, reasons = judge(policy, known)
    return [] if eligible else [reason.chinese for reason in reasons][1:]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (facts("320102"), []),
        (facts("320500"), ["逝者户籍地不在江苏省南京市。"]),
        (facts(None, WaiverClass.UNREGISTERED_INFANT, parent_registration="320102"), []),
        (
            facts(None, WaiverClass.UNREGISTERED_INFANT, parent_registration="3205"),
            ["还没有登记逝者的户籍地。", "父母的户籍地不在江苏省南京市。"],
        ),
        (
            facts(None, WaiverClass.UNREGISTERED_INFANT),
            ["还没有登记逝者的户籍地。", "还没有登记父母一方的户籍地。"],
        ),
        (facts("421221", WaiverClass.SOLDIER), []),
    ],
)
def test_one_of_several_ways_is_enough(known, said):
    assert refusals(NANJING, known) == said


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (facts("371403", place_of_death="371481", cremated_in="371481"), []),
        (facts("371403", place_of_death="371481"), ["还没有登记火化地。"]),
        (
            facts("371403", place_of_death="371403", cremated_in="371481"),
            ["离世地与户籍地是同一个县，不适用这份文件。"],
        ),
        (
            facts("371403", place_of_death="371481", cremated_in="370102"),
            ["火化地不在山东省德州市。"],
        ),
    ],
)
def test_a_way_may_ask_where_the_death_and_the_cremation_were(known, said):
    assert refusals(DEZHOU, known) == said


def test_the_city_or_the_province_may_be_what_counts():
    way = replace(JIAYU.ways[0], place_of_cremation=Place.SAME_CITY)
    policy = replace(JIAYU, ways=(way,))
    assert refusals(policy, facts("421221", cremated_in="421202")) == []
    assert refusals(policy, facts("421221", cremated_in="420106")) == ["火化地不在湖北省咸宁市。"]
    policy = replace(JIAYU, ways=(replace(way, place_of_cremation=Place.SAME_PROVINCE),))
    assert refusals(policy, facts("421221", cremated_in="420106")) == []


def test_a_migrant_needs_contract_and_pension():
    migrant = facts("421221", WaiverClass.MIGRANT_WORKER, has_contract=True, pension_months=12)
    assert refusals(HUANGYAN, migrant) == []
    assert refusals(HUANGYAN, replace(migrant, has_contract=False))[1:] == [
        "没有登记在合同期内的劳动合同。"
    ]


def test_a_class_may_be_left_out_by_name():
    policy = replace(JIAYU, excluded_classes=frozenset({WaiverClass.SOLDIER}))
    _eligible, reasons = judge(policy, facts("421221", WaiverClass.SOLDIER))
    assert [str(reason) for reason in reasons] == ["文件写明不含现役军人（含驻军）。"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cremated_in": "440106", "has_receipts": True}, None),
        ({"cremated_in": "440106"}, "还没有登记票据。"),
        ({"cremated_in": "110101", "has_receipts": True}, "在广东省以外火化的不予减免。"),
    ],
)
def test_a_cremation_elsewhere_needs_receipts_and_must_not_be_too_far(changes, said):
    eligible, reasons = judge(WUHUA, facts("441424", **changes))
    assert eligible is (said is None)
    assert said is None or reasons[0].chinese.endswith(said)


def test_elsewhere_the_home_price_is_what_counts_and_it_is_paid_back():
    known = facts("441424", cremated_in="440106", has_receipts=True)
    free = replace(WUHUA.items[0], code="cremation_flat", limit=JIAYU.items[0].limit)
    policy = replace(WUHUA, items=(free,))
    dear = [line("cremation_flat", 900)]
    assert assess(policy, known, dear).waived_fen == 90000
    priced = assess(policy, replace(known, standard_prices={"cremation_flat": 40000}), dear)
    assert priced.waived_fen == 40000
    assert priced.payment is PaymentForm.REIMBURSEMENT


def test_elsewhere_another_may_pay_or_nobody():
    away = facts("421221", cremated_in="421223")
    paid = CremationElsewhere(
        Elsewhere.CREMATION_PLACE, plans=paid_by(Payer.CREMATION_COUNTY_FINANCE)
    )
    trip = [line("transfer", 300)]
    assessment = assess(replace(JIAYU, elsewhere=paid), away, trip)
    assert assessment.funding == ((Payer.CREMATION_COUNTY_FINANCE, 30000),)
    assert assessment.payment is PaymentForm.COUNTER
    closed = replace(JIAYU, elsewhere=CremationElsewhere(Elsewhere.NOT_COVERED))
    assert refusals(closed, away) == []
    assert assess(closed, away, trip).reasons[0].chinese.endswith("以外火化的不予减免。")


def test_an_item_may_be_paid_by_somebody_else_and_extras_stand_beside_the_cap():
    hall = NANJING.find_item("hall_small")
    policy = replace(
        NANJING,
        total_cap_fen=10000,
        items=(
            NANJING.find_item("transfer"),
            replace(hall, plans=paid_by(Payer.INSTITUTION)),
        ),
    )
    lines = [line("transfer", 200), line("hall_small", 300)]
    poor = assess(policy, facts("320102", WaiverClass.DIBAO), lines)
    assert [each.waived_fen for each in poor.lines] == [10000, 30000]
    assert poor.funding == ((Payer.CITY_FINANCE, 10000), (Payer.INSTITUTION, 30000))
    other = assess(policy, facts("320102"), lines)
    assert (
        other.lines[1].clause.chinese
        == "本项只减免低保对象、特困人员（五保、三无）、定期抚恤的重点优抚对象，自付。"
    )


def test_a_class_may_have_its_own_cap():
    policy = replace(JIAYU, total_cap_fen=10000, class_caps=((WaiverClass.DIBAO, 25000),))
    trip = [line("transfer", 300)]
    assert assess(policy, facts("421221"), trip).waived_fen == 10000
    capped = assess(policy, facts("421221", WaiverClass.DIBAO), trip).lines[0]
    assert capped.waived_fen == 25000
    assert "每案减免总额以250元为限" in capped.clause.chinese
    assert capped.change.chinese == "每案减免总额已用完。"


def test_a_waiver_and_a_reward_of_one_region_hold_together():
    waiver = replace(JIAYU, region=HUANGYAN.region, valid_from=HUANGYAN.valid_from)
    refuse_overlaps([waiver, HUANGYAN])


OLD = {
    "policy": {"code": "jiayu-2025", "version": 1},
    "facts": {
        "household_registration": "421221",
        "waiver_class": "resident",
        "died_on": "2026-03-01",
        "cremated_on": "2026-03-04",
        "applied_on": None,
        "funeral_grant": False,
        "waived_elsewhere": False,
        "standard_prices": {"cremation_flat": 50000},
    },
    "charged": [
        {
            "item_code": "storage",
            "name": "遗体存放（冷藏）",
            "unit": "hour",
            "quantity": "90.00",
            "gross_fen": 90000,
            "unit_price_fen": 1000,
            "price_unit": "hour",
            "round_up_to": "1.00",
        }
    ],
    "lines": [{"item_code": "storage", "waived_fen": 72000, "payer": "county_finance"}],
}


def test_what_was_stored_before_there_were_shares_still_replays():
    again = replay(JIAYU, OLD)
    assert again.waived_fen == 72000
    assert again.funding == ((Payer.COUNTY_FINANCE, 72000),)


def buried(**changes):
    return RewardFacts(facts("370102"), **changes)


@pytest.mark.parametrize(
    ("burial", "said"),
    [
        (buried(burial=Burial.DEEP), "还没有登记是否立碑或留有标志。"),
        (buried(burial=Burial.TREE, has_marker=True), "立了碑或留有标志，不符合奖补条件。"),
        (buried(burial=Burial.NICHE), "文件没有写格位存放的奖补。"),
        (
            buried(burial=Burial.SEA, rewarded_elsewhere=True),
            "已在别处领取奖补，按规定不能重复领取。",
        ),
    ],
)
def test_a_burial_that_is_not_rewarded_is_told_why(burial, said):
    assessment = assess_reward(JINAN, burial)
    assert not assessment.eligible
    assert [reason.chinese for reason in assessment.reasons] == [said]
    assert assessment.payments == ()
    assert replay_reward(JINAN, assessment.as_json()) == assessment


def test_a_waiver_in_another_county_takes_no_reward_away():
    known = replace(buried(burial=Burial.SEA).facts, waived_elsewhere=True)
    assert assess_reward(JINAN, RewardFacts(known, Burial.SEA)).paid_fen == 400000


def test_a_reward_may_depend_on_the_site():
    known = facts("331003")
    nowhere = assess_reward(HUANGYAN, RewardFacts(known, Burial.TREE))
    assert nowhere.reasons[0].chinese.startswith("树葬要在指定的公墓或骨灰堂、乡村公益性公墓")
    village = assess_reward(HUANGYAN, RewardFacts(known, Burial.TREE, Site.VILLAGE))
    assert (village.paid_fen, village.notes) == (150000, ())
    designated = assess_reward(HUANGYAN, RewardFacts(known, Burial.TREE, Site.DESIGNATED))
    assert [note.chinese for note in designated.notes] == [
        "树葬、花葬、草坪葬的直接费用：本项费用全部减免。"
    ]
    with pytest.raises(ValueError, match="version"):
        replay_reward(replace(HUANGYAN, version=2), village.as_json())
