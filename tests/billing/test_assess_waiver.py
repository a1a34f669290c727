"""The worked cases of the two counties' policies, to the fen, and what holds for every policy."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.assessment import Assessment, assess, replay
from billing.classes import DateKey, Payer, WaiverClass
from billing.errors import StandardPriceMissing, UnitPriceMissing, UnitsDoNotFit
from billing.lines import Facts, Line
from billing.policy import Exclusion
from billing.policy_text.file import load_policies
from billing.pricing import TariffTerms
from billing.units import Unit

POLICIES = {policy.code: policy for policy in load_policies()}
JIAYU = POLICIES["jiayu-2025"]
DONGWU = POLICIES["dongwuzhumuqin-2025"]

TRANSFER = TariffTerms(unit=Unit.TIME, price_low_fen=30000, price_high_fen=51000)
STORAGE = TariffTerms(unit=Unit.HOUR, price_fen=1000)
FLAT = TariffTerms(unit=Unit.BODY, price_fen=50000)
COLLECTING = TariffTerms(unit=Unit.BODY, price_fen=85000)
MEDIUM_HALL = TariffTerms(unit=Unit.HOUR, price_fen=5000)
PREPARATION = TariffTerms(unit=Unit.BODY, price_fen=30000)
KEEPING = TariffTerms(unit=Unit.YEAR, price_fen=18000, measured_in=Unit.MONTH)


def line(code, terms, quantity, chosen=None):
    return Line.of(code, code, terms, Decimal(quantity), chosen)


def local(**changes):
    facts = Facts(
        household_registration="421221103",
        waiver_class=WaiverClass.RESIDENT,
        died_on=date(2026, 3, 1),
        cremated_on=date(2026, 3, 4),
        standard_prices={"cremation_flat": 50000},
    )
    return replace(facts, **changes)


def in_dongwu(waiver_class):
    return local(household_registration="152525100", waiver_class=waiver_class)


def yuan(assessment: Assessment):
    return (assessment.gross_fen / 100, assessment.waived_fen / 100, assessment.due_fen / 100)


def dues(assessment: Assessment):
    return {line.item_code: line.due_fen // 100 for line in assessment.lines}


JIAYU_A = [
    line("transfer", TRANSFER, 1, 42000),
    line("storage", STORAGE, 60),
    line("cremation_flat", FLAT, 1),
]
JIAYU_B = [
    line("transfer", TRANSFER, 1, 42000),
    line("storage", STORAGE, 90),
    line("cremation_collecting", COLLECTING, 1),
    line("hall_medium", MEDIUM_HALL, 4),
    line("preparation", PREPARATION, 1),
    line("ash_deposit", KEEPING, 12),
]


def dongwu_lines(km, *, niche=True):
    distance = TariffTerms(unit=Unit.KM, price_fen=68000, included=Decimal(50), extra_price_fen=500)
    lines = [
        line("transfer", distance, km),
        line("cremation_flat", TariffTerms(unit=Unit.BODY, price_fen=60000), 1),
        line("storage", TariffTerms(Unit.DAY, price_fen=10000, included=Decimal(3)), 3),
        line("ash_deposit", TariffTerms(Unit.YEAR, price_fen=12000, included=Decimal(3)), 3),
    ]
    return lines if niche else lines[:-1]


def test_jiayu_a_family_that_stays_inside_the_free_items_pays_nothing():
    assessment = assess(JIAYU, local(), JIAYU_A)
    # 920 for the trip and the cremation, and 60 free hours at 10.
    assert yuan(assessment) == (1520, 1520, 0)
    assert assessment.funding == ((Payer.COUNTY_FINANCE, 152000),)


def test_jiayu_b_hours_beyond_72_the_dearer_furnace_and_the_hall_are_the_familys():
    assessment = assess(JIAYU, local(), JIAYU_B)
    assert dues(assessment) == {
        "transfer": 0,
        "storage": 180,
        "cremation_collecting": 350,
        "hall_medium": 200,
        "preparation": 300,
        "ash_deposit": 180,
    }
    assert yuan(assessment) == (2850, 1640, 1210)


@pytest.mark.parametrize(("months", "due"), [(3, 0), (4, 180), (15, 180), (16, 360)])
def test_jiayu_keeps_ashes_free_for_three_months_then_counts_started_years(months, due):
    assessment = assess(JIAYU, local(), [line("ash_deposit", KEEPING, months)])
    assert assessment.due_fen == due * 100


def test_dongwu_a_a_household_on_dibao_pays_nothing():
    assessment = assess(DONGWU, in_dongwu(WaiverClass.DIBAO), dongwu_lines(32))
    assert yuan(assessment) == (1500, 1500, 0)


def test_dongwu_b_the_cap_comes_after_the_lines():
    facts = in_dongwu(WaiverClass.TEKUN)
    assessment = assess(DONGWU, facts, dongwu_lines("68.4"))
    assert yuan(assessment) == (1595, 1500, 95)
    assert dues(assessment) == {
        "transfer": 0,
        "cremation_flat": 0,
        "storage": 0,
        "ash_deposit": 95,
    }
    without = assess(DONGWU, facts, dongwu_lines("68.4", niche=False))
    assert yuan(without) == (1475, 1475, 0)


def test_a_resident_who_is_in_no_listed_class_pays_and_is_told_why():
    assessment = assess(DONGWU, in_dongwu(WaiverClass.RESIDENT), dongwu_lines(32))
    assert not assessment.eligible
    assert yuan(assessment) == (1500, 0, 1500)
    assert "逝者登记为普通居民，不在其中。" in "".join(map(str, assessment.reasons))
    assert assessment.funding == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"household_registration": "421223"}, "逝者户籍地不在湖北省咸宁市嘉鱼县。"),
        ({"household_registration": None}, "还没有登记逝者的户籍地。"),
        ({"cremated_on": date(2025, 9, 14)}, "火化日期早于政策生效日2025-09-15。"),
        ({"cremated_on": None}, "还没有登记火化日期，不能确认减免。"),
    ],
)
def test_whoever_is_not_eligible_is_told_which_condition_fails(changes, reason):
    assessment = assess(JIAYU, local(**changes), JIAYU_A)
    assert not assessment.eligible
    assert reason in [str(each) for each in assessment.reasons]
    assert {str(each.clause) for each in assessment.lines} == {"不符合减免条件，按公布的价格自付。"}


def test_a_policy_that_has_ended_waives_nothing():
    ended = replace(JIAYU, valid_to=date(2026, 3, 3))
    assessment = assess(ended, local(), JIAYU_A)
    assert [str(r) for r in assessment.reasons] == ["火化日期晚于政策截止日2026-03-03。"]


def test_the_day_that_counts_is_the_policys():
    by_death = replace(JIAYU, date_key=DateKey.DEATH, valid_from=date(2026, 3, 2))
    assert not assess(by_death, local(), JIAYU_A).eligible
    assert assess(replace(by_death, date_key=DateKey.CREMATION), local(), JIAYU_A).eligible


def test_every_exclusion_that_applies_is_named():
    strict = replace(JIAYU, exclusions=tuple(Exclusion))
    facts = local(funeral_grant=True, waived_elsewhere=True)
    assert [str(reason) for reason in assess(strict, facts, JIAYU_A).reasons] == [
        "已领取一次性丧葬费，按规定不再减免。",
        "已在别处享受减免，按规定不能重复享受。",
    ]
    assert assess(strict, local(), JIAYU_A).eligible
    assert assess(JIAYU, local(funeral_grant=True), JIAYU_A).eligible


def test_one_deceased_has_one_waiver_whether_the_policy_says_so_or_not():
    assert not JIAYU.exclusions
    assessment = assess(JIAYU, local(waived_elsewhere=True), JIAYU_A)
    assert [str(reason) for reason in assessment.reasons] == [
        "已在别处享受减免，按规定不能重复享受。"
    ]


def test_each_line_says_the_rule_it_rests_on_and_the_reading_chosen():
    clauses = {each.item_code: str(each.clause) for each in assess(JIAYU, local(), JIAYU_B).lines}
    assert clauses["storage"] == "前72小时免费，超出部分按公布的价格自付。"
    assert clauses["cremation_collecting"] == (
        "按标准项目的减免额抵扣，差价自付。"
        "文件没有写明的地方按本地设定：抵扣平板炉的减免额，差价自付。"
    )
    assert (
        clauses["hall_medium"] == "不在《嘉鱼县殡葬服务收费公示（普惠减免）》减免的项目内，自付。"
    )


def test_a_line_cut_by_the_cap_says_so():
    facts = in_dongwu(WaiverClass.TEKUN)
    ashes = assess(DONGWU, facts, dongwu_lines("68.4")).lines[-1]
    assert str(ashes.clause) == (
        "本项最多减免120元，超出部分自付。每案减免总额以1,500元为限，本项计入25元。"
    )


def test_the_reading_of_an_open_point_is_among_the_reasons():
    reasons = [str(reason) for reason in assess(JIAYU, local(), JIAYU_A).reasons]
    assert reasons == [
        "符合减免条件：普惠范围内的逝者。",
        "“普惠范围”文件没有写明，按本地设定：本县户籍居民。",
    ]


def test_two_trips_share_one_kilometre_allowance():
    distance = TariffTerms(unit=Unit.KM, price_fen=68000, included=Decimal(50), extra_price_fen=500)
    trips = [line("transfer", distance, 30), line("transfer", distance, 40)]
    assessment = assess(DONGWU, in_dongwu(WaiverClass.YOUFU), trips)
    assert yuan(assessment) == (1360, 780, 580)


def test_free_hours_are_used_once_however_the_hours_are_split():
    split = [line("storage", STORAGE, 50), line("storage", STORAGE, 40)]
    assert assess(JIAYU, local(), split).due_fen == 18000


def test_both_furnaces_together_do_not_win_two_free_allowances_of_a_limited_item():
    policy = replace(
        DONGWU,
        items=(
            *DONGWU.items,
            replace(JIAYU.find_item("cremation_collecting"), settings=()),
        ),
    )
    facts = in_dongwu(WaiverClass.DIBAO)
    lines = [line("cremation_flat", FLAT, 1), line("cremation_collecting", COLLECTING, 1)]
    assert assess(policy, facts, lines).waived_fen == 60000


def test_a_dearer_choice_needs_the_price_it_is_set_against():
    with pytest.raises(StandardPriceMissing, match="cremation_flat"):
        assess(JIAYU, local(standard_prices={}), JIAYU_B)
    assert JIAYU.standard_items == ("cremation_flat",)


def test_free_hours_cannot_be_set_against_a_charge_without_a_unit_price():
    flat = TariffTerms(unit=Unit.DAY, price_fen=10000, included=Decimal(30))
    with pytest.raises(UnitPriceMissing):
        assess(JIAYU, local(), [line("storage", flat, 5)])


def test_kilometres_cannot_be_counted_from_trips():
    with pytest.raises(UnitsDoNotFit, match="以次计，不能换算成公里"):
        assess(DONGWU, in_dongwu(WaiverClass.DIBAO), [line("transfer", TRANSFER, 1, 42000)])


def test_what_is_stored_replays_to_the_same_assessment():
    assessment = assess(JIAYU, local(), JIAYU_B)
    stored = json.loads(json.dumps(assessment.as_json(), ensure_ascii=False))
    assert replay(JIAYU, stored).as_json() == stored
    assert replay(JIAYU, stored) == assessment


def test_an_assessment_is_not_replayed_under_another_version():
    stored = assess(JIAYU, local(), JIAYU_A).as_json()
    with pytest.raises(ValueError, match="version"):
        replay(replace(JIAYU, version=2), stored)


def test_what_is_stored_is_chinese_and_in_fen():
    stored = assess(JIAYU, local(), JIAYU_B).as_json()
    assert stored["policy"] == {"code": "jiayu-2025", "version": 1}
    assert (stored["gross_fen"], stored["waived_fen"], stored["due_fen"]) == (
        285000,
        164000,
        121000,
    )
    assert stored["funding"] == [{"payer": "county_finance", "fen": 164000}]
    assert stored["lines"][0] == {
        "item_code": "transfer",
        "name": "transfer",
        "gross_fen": 42000,
        "waived_fen": 42000,
        "due_fen": 0,
        "clause": "本项费用全部减免。",
        "change": "",
        "funding": [{"payer": "county_finance", "fen": 42000}],
    }
