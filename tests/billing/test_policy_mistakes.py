"""What a county might write wrongly in a policy or a case: refused with file, line and reason."""

import pytest

from billing.case_file import parse_case
from billing.errors import CaseError, PolicyError
from billing.policy_text.file import parse_policy

POLICY = """\
schema: 1
code: feixi-2026
version: 1
title: 肥西县惠民殡葬减免
region: "340123"
legal_basis:
  - {document: 通知, issuer: 肥西县民政局, issued_on: 2026-01-01, source: 公报}
effective: {from: 2026-01-01, by: death}
eligibility:
  - {who: 低保对象, classes: [dibao], household_registration: within}
  - {who: 优抚对象, classes: [youfu], household_registration: within}
items:
  transfer: {limit: per_km, radius: 20, base: 300, per_km: 4}
  storage: {limit: per_day, amount: 100, most: 3}
  cremation_flat: {limit: free}
  cremation_collecting: {limit: upgrade, standard: cremation_flat, difference: pay_difference}
  urn: {limit: by_age, bands: [{under: 7, waives: 50}, {from: 7, waives: 100}]}
  carrying: {limit: by_zone, zones: {城区: 50, 农村: free}}
  hall_small: {limit: free, classes_only: [youfu]}
total_cap: 1500
funding:
  - {payer: province_finance, amount: 200}
  - {payer: city_finance, percent: 50}
  - {payer: county_finance}
"""
REWARD = """\
schema: 1
kind: reward
code: feixi-2026-eco
version: 1
title: 肥西县生态安葬奖补
region: "340123"
legal_basis:
  - {document: 通知, issuer: 肥西县民政局, issued_on: 2026-01-01, source: 公报}
effective: {from: 2026-01-01, by: death}
eligibility:
  - {who: 本县户籍居民, household_registration: within}
rewards:
  - burials: [sea]
    pays: [{to: family, amount: 1000}]
  - burials: [tree, flower]
    site: designated
    pays: [{to: family, amount: 1000}]
    conditions: {grave_at_most: 1}
funding:
  - {payer: county_finance}
"""
CASE = """\
facts:
  waiver_class: dibao
  household_registration: "340123"
  died_on: 2026-03-01
  cremated_on: 2026-03-04
lines:
  - {item: storage, quantity: 4, unit: day, price: 100}
reward:
  burial: sea
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("schema: 1", "kind: grant\nschema: 1", 1, "“grant”不在可选的词里：waiver、reward"),
        ("radius: 20, ", "", 13, "缺少“radius”这一项。"),
        ("radius: 20", "radius: -20", 13, "“-20”不能小于零。"),
        ("per_km: 4}", "per_km: 4, trip: both}", 13, "“both”不在可选的词里：one_way、round_trip"),
        ("per_km: 4}", "per_km: 4, at_most: 0}", 13, "金额要大于零。"),
        ("amount: 100, most: 3", "amount: -100", 14, "“-100”不能小于零。"),
        ("most: 3}", "most: 3, counted_by: month}", 14, "这个单位不能换算成天。"),
        (
            "most: 3}",
            "after: {quantity: 3, unit: month}}",
            14,
            "免费期的单位要能换算成天。",
        ),
        ("standard: cremation_flat", "standard: cremation_collecting", 16, "另一个普通项目"),
        ("pay_difference}", "fixed_credit}", 16, "缺少“credit”这一项。"),
        ("pay_difference}", "pay_difference, credit: 5}", 16, "只有fixed_credit才写抵扣的金额。"),
        ("{from: 7, waives", "{from: 6, waives", 17, "年龄段要从小到大写，不能重叠。"),
        ("{from: 7, waives", "{from: 7, under: 7, waives", 17, "年龄段的上限要大于下限。"),
        ("农村: free", "城区: free", 18, "“城区”写了两次。"),
        ("{城区: 50, 农村: free}", "{}", 18, "至少要有一个区域。"),
        ("农村: free", "农村: {limit: upgrade}", 18, "upgrade只能直接写在项目下面。"),
        (
            "limit: by_zone, zones: {城区: 50, 农村: free}",
            "limit: best_of, limits: [free]",
            18,
            "至少要写两种算法。",
        ),
        (
            "limit: by_zone, zones: {城区: 50, 农村: free}",
            "limit: by_class, rows: [{waives: free}, {classes: [dibao], waives: 5}]",
            18,
            "不写对象的一行要放在最后",
        ),
        (
            "limit: by_zone, zones: {城区: 50, 农村: free}",
            "limit: share, percent: 120",
            18,
            "比例要大于0、不超过100。",
        ),
        ("classes_only: [youfu]", "classes_only: [tekun]", 19, "“tekun”不在减免对象里"),
        ("classes_only: [youfu]", "within_cap: true", 19, "within_cap只用于"),
        ("total_cap: 1500", "excluded_classes: [dibao]", 20, "“dibao”在文件里另有规定"),
        ("total_cap: 1500", "beyond_cap: institution", 20, "没有总额上限"),
        ("total_cap: 1500", "alternatives: [[urn]]", 20, "二选一至少要写两个项目。"),
        ("total_cap: 1500", "alternatives: [[urn, box]]", 20, "items里没有“box”。"),
        (
            "total_cap: 1500",
            "class_caps: [{classes: [dibao], at_most: 5}, {classes: [dibao], at_most: 6}]",
            20,
            "两处互相矛盾",
        ),
        ("total_cap: 1500", "payment: cash", 20, "“cash”不在可选的词里：counter"),
        ("total_cap: 1500", "cremation_elsewhere: {rule: x}", 20, "“x”不在可选的词里"),
        (
            "total_cap: 1500",
            "cremation_elsewhere: {rule: not_covered, within: '99'}",
            20,
            "没有代码为“99”的行政区划。",
        ),
        ("- {payer: county_finance}", "- {payer: county_finance, percent: 40}", 22, "现在是90%"),
        ("percent: 50", "percent: 100", 22, "没有“其余”可以承担。"),
        ("percent: 50", "amount: 1, percent: 5", 23, "金额和比例只能写一个。"),
        (", percent: 50", "", 24, "“其余”只能由一方承担。"),
        (
            "  - {payer: city_finance, percent: 50}\n  - {payer: county_finance}\n",
            "",
            22,
            "要写明其余由谁承担",
        ),
        ("city_finance, percent", "province_finance, percent", 23, "“province_finance”写了两次。"),
        ("amount: 200", "amount: 0", 22, "金额要大于零。"),
        (
            "household_registration: within}\n  - {who: 优",
            "regions: ['340123']}\n  - {who: 优",
            10,
            "缺少",
        ),
        (
            "{who: 优抚对象, classes: [youfu], household_registration: within}",
            "{who: 优抚, classes: [youfu], household_registration: any, regions: ['340123']}",
            11,
            "不限户籍的对象不能再写户籍所在的区域。",
        ),
        (
            "household_registration: within}\nitems",
            "household_registration: within, contract: 有}\nitems",
            11,
            "“有”要写成true或false。",
        ),
    ],
)
def test_a_mistake_in_a_waiver_is_refused_where_it_stands(old, new, line, reason):
    parse_policy(POLICY, "县.yaml")
    assert old in POLICY
    with pytest.raises(PolicyError) as refused:
        parse_policy(POLICY.replace(old, new, 1), "县.yaml")
    assert str(refused.value).startswith(f"县.yaml第{line}行：")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("burials: [sea]", "burials: [space]", "“space”不在可选的词里：sea、river"),
        ("burials: [tree, flower]", "burials: [sea]", "“sea”写了两次。"),
        ("to: family, amount: 1000", "to: friend, amount: 1000", "“friend”不在可选的词里"),
        ("to: family, amount: 1000", "to: family, amount: -1", "“-1”不能小于零。"),
        ("grave_at_most: 1", "grave: 1", "不认识“grave”这一项。"),
        ("    pays: [{to: family, amount: 1000}]\n  - ", "  - ", "要写明发给多少"),
        ("payer: county_finance", "payer: county_finance, amount: 5", "要写明其余由谁承担"),
        (
            "  - {payer: county_finance}",
            "  - {payer: county_finance, amount: 5}\n  - {payer: city_finance}",
            "奖补由谁承担只能按比例",
        ),
        ("kind: reward\n", "", "不认识“rewards”这一项。"),
        ("kind: reward\n", "kind: reward\ntotal_cap: 5\n", "不认识“total_cap”这一项。"),
    ],
)
def test_a_mistake_in_a_reward_is_refused_with_its_reason(old, new, reason):
    parse_policy(REWARD, "县.yaml")
    assert old in REWARD
    with pytest.raises(PolicyError) as refused:
        parse_policy(REWARD.replace(old, new, 1), "县.yaml")
    assert "县.yaml第" in str(refused.value)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("dibao", "五保", 2, "“五保”不在可选的词里"),
        ("  died_on: 2026-03-01\n", "", 2, "缺少“died_on”这一项。"),
        ("cremated_on: 2026-03-04", "cremated_on: 2026-02-28", 5, "这一天早于离世日期。"),
        ("cremated_on: 2026-03-04", "born_on: 2026-03-02", 5, "出生日期晚于离世日期。"),
        ("cremated_on: 2026-03-04", "cremated: 2026-03-04", 5, "不认识“cremated”这一项。"),
        ('"340123"', '"999999"', 3, "没有代码为“999999”的行政区划。"),
        (", price: 100", "", 7, "要写单价"),
        ("price: 100", "price: -100", 7, "“-100”不能小于零。"),
        ("price: 100", "price: 100, price_unit: year", 7, "以天计，不能换算成年"),
        ("price: 100", "price: 100, round_up_to: 0", 7, "取整的单位要大于零。"),
        ("unit: day", "unit: 天", 7, "“天”不在可选的词里"),
        ("burial: sea", "burial: 海葬", 9, "“海葬”不在可选的词里"),
        ("  burial: sea", "  site: village", 9, "缺少“burial”这一项。"),
    ],
)
def test_a_mistake_in_a_case_is_refused_where_it_stands(old, new, line, reason):
    parse_case(CASE, "案例.yaml")
    assert old in CASE
    with pytest.raises(CaseError) as refused:
        parse_case(CASE.replace(old, new, 1), "案例.yaml")
    assert str(refused.value).startswith(f"案例.yaml第{line}行：")
    assert reason in str(refused.value)


def test_null_in_a_case_is_as_if_the_key_were_not_there():
    case = parse_case(CASE.replace("cremated_on: 2026-03-04", "cremated_on: null"), "案例.yaml")
    assert case.facts.cremated_on is None


def test_a_needed_key_that_is_null_is_missing():
    with pytest.raises(CaseError, match="缺少“died_on”"):
        parse_case(CASE.replace("died_on: 2026-03-01", "died_on: null"), "案例.yaml")


def test_a_whole_charge_tells_the_unit_price_where_it_divides():
    line = parse_case(CASE.replace("price: 100", "gross: 400"), "案例.yaml").lines[0]
    assert (line.gross_fen, line.unit_price_fen) == (40000, 10000)
    line = parse_case(CASE.replace("price: 100", "gross: 100.01"), "案例.yaml").lines[0]
    assert (line.gross_fen, line.unit_price_fen) == (10001, None)
