"""A policy file that could be misread is refused with its line and the reason."""

from collections import Counter
from datetime import date

import pytest

from billing.classes import PolicyKind
from billing.errors import PoliciesOverlap, PolicyError
from billing.limits import Difference
from billing.policy import find_policy, refuse_overlaps
from billing.policy_text.file import POLICIES, load_policies, load_policy, parse_policy

GOOD = (POLICIES / "jiayu-2025.yaml").read_text(encoding="utf-8")
CAPPED = (POLICIES / "dongwuzhumuqin-2025.yaml").read_text(encoding="utf-8")


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def refusal(text):
    with pytest.raises(PolicyError) as refused:
        parse_policy(text, "县.yaml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "old", "new", "reason"),
    [
        (GOOD, "    quantity: 72", "    quantity: -72", "“-72”不能小于零。"),
        (GOOD, "    quantity: 72", "    quantity: 七十二", "“七十二”不是数字。"),
        (GOOD, "    quantity: 72", "    quantity: 1e9", "“1e9”不是数字。"),
        (GOOD, "    unit: hour", "    unit: body", "免费数量只能以小时、天、月、年、公里"),
        (GOOD, "    unit: month", "    unit: moon", "“moon”不在可选的词里：time、body"),
        (GOOD, "schema: 1", "schema: 2", "只认识第1版格式。"),
        (GOOD, 'region: "421221"', 'region: "421299"', "没有代码为“421299”的行政区划。"),
        (GOOD, "  from: 2025-09-15", "  from: 9月15日", "“9月15日”不是日期"),
        (
            GOOD,
            "  from: 2025-09-15",
            "  from: 2025-09-15\n  to: 2025-09-14",
            "截止日期早于生效日期。",
        ),
        (
            GOOD,
            "    standard: cremation_flat",
            "    standard: hall",
            "标准项目要是本文件里的另一个",
        ),
        (GOOD, "{setting: who}", "{setting: whom}", "county_settings里没有“whom”。"),
        (GOOD, "{setting: who}", "within", "设定“who”没有用到。"),
        (
            GOOD,
            "    value: within",
            "    value: everyone",
            "“everyone”不在choices里：within、any。",
        ),
        (
            GOOD,
            "    limit: upgrade",
            "    limit: upgrades",
            "“upgrades”不在可选的词里：free、amount",
        ),
        (GOOD, "  transfer:\n", "  transfer:\n    cap: 5\n", "不认识“cap”这一项。"),
        (GOOD, "    unit: month\n", "", "缺少“unit”这一项。"),
        (GOOD, "    limit: upgrade\n", "", "缺少“limit”这一项。"),
        (GOOD, "title: 嘉鱼县", "titel: 嘉鱼县", "不认识“titel”这一项。"),
        (GOOD, "title: 嘉鱼县", "title: 嘉鱼县\ntitle: 嘉鱼县", "“title”写了两次。"),
        (GOOD, "  transfer:", "  storage:\n    limit: free\n  transfer:", "“storage”写了两次。"),
        (GOOD, "items:", "items: []\nx:", "不认识“x”这一项。"),
        (CAPPED, "total_cap: 1500", "total_cap: -1500", "“-1500”不能小于零。"),
        (CAPPED, "total_cap: 1500", "total_cap: 0", "金额要大于零。"),
        (CAPPED, "total_cap: 1500", "total_cap: 1500.001", "最多两位小数。"),
        (CAPPED, "total_cap: 1500", "total_cap: [1500]", "这里要写一个值。"),
        (CAPPED, "classes: [tekun]", "classes: [dibao]", "同一类对象写了两次"),
        (CAPPED, "classes: [tekun]", "classes: [五保]", "“五保”不在可选的词里：resident"),
        (CAPPED, "classes: [tekun]", "classes: []", "列表里至少要有一项。"),
        (CAPPED, "classes: [tekun]", "classes: tekun", "这里要写成以“-”开头的列表。"),
        (CAPPED, "total_cap: 1500", "exclusions: [funeral_grant, funeral_grant]", "写了两次"),
        (
            CAPPED,
            "  - payer: {setting: payer}",
            "  - payer: county_finance\n  - payer: city_finance",
            "“其余”只能由一方承担。",
        ),
        (CAPPED, "    base: 680", "    base: 680: 5", "不合YAML格式"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_reason(text, old, new, reason):
    assert old in text
    said = refusal(text.replace(old, new, 1))
    assert reason in said
    assert said.startswith("县.yaml第")
    assert "行：" in said


def test_the_line_is_the_one_the_mistake_stands_in():
    wrong = GOOD.replace("    quantity: 72", "    quantity: -72")
    assert refusal(wrong) == f"县.yaml第{line_of(wrong, 'quantity: -72')}行：“-72”不能小于零。"


def test_a_mistake_in_a_reading_is_shown_where_the_reading_is_written():
    wrong = GOOD.replace("value: cremation\n", "value: burial\n").replace(
        "cremation: 火化日期", "burial: 安葬日期"
    )
    assert f"第{line_of(wrong, 'value: burial')}行" in refusal(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# 只有注释",
        "a: [",
        "- 1",
        "\x00",
        "a: &b [*b]",
        "a: [&b x" + ", *b" * 21 + "]",
        "a: " + "[" * 5000,
    ],
)
def test_what_is_no_policy_at_all_is_refused_too(text):
    assert "县.yaml第1行" in refusal(text)


def test_items_cannot_be_empty():
    start, end = GOOD.index("items:"), GOOD.index("funding:")
    assert "至少要有一个减免项目。" in refusal(GOOD[:start] + "items: {}\n" + GOOD[end:])


def test_amounts_are_read_as_written_and_never_through_a_float():
    policy = parse_policy(CAPPED.replace("total_cap: 1500", "total_cap: 1500.29"), "县.yaml")
    assert policy.total_cap_fen == 150029


def test_a_file_bears_the_code_of_its_policy(tmp_path):
    path = tmp_path / "other.yaml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(PolicyError, match="文件名"):
        load_policy(path)


def test_two_policies_of_one_county_never_hold_on_the_same_day(tmp_path):
    later = GOOD.replace("jiayu-2025", "jiayu-2026").replace("from: 2025-", "from: 2026-")
    (tmp_path / "jiayu-2025.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "jiayu-2026.yaml").write_text(later, encoding="utf-8")
    with pytest.raises(PoliciesOverlap, match="在湖北省咸宁市嘉鱼县同时有效"):
        load_policies(tmp_path)
    ended = GOOD.replace("from: 2025-09-15", "from: 2025-09-15\n  to: 2026-09-14")
    (tmp_path / "jiayu-2025.yaml").write_text(ended, encoding="utf-8")
    first, second = load_policies(tmp_path)
    assert find_policy((first, second), "421221", date(2026, 9, 14)) is first
    assert find_policy((first, second), "421221", date(2026, 9, 15)) is second
    assert find_policy((first, second), "421221", date(2025, 9, 14)) is None


def test_the_readings_a_county_chose_are_kept_with_their_words():
    policy = load_policy(POLICIES / "jiayu-2025.yaml")
    assert policy.setting("who").reading == "本县户籍居民"
    assert policy.find_item("cremation_collecting").limit.difference is Difference.PAY
    assert {setting.code for setting in policy.settings} == {
        *("who", "date_key", "collecting_difference", "payer"),
    }


def test_another_reading_is_one_changed_word():
    policy = parse_policy(GOOD.replace("value: pay_difference", "value: forfeit"), "县.yaml")
    assert policy.find_item("cremation_collecting").limit.difference is Difference.FORFEIT


def test_every_policy_of_the_project_loads_and_none_overlap():
    refuse_overlaps(load_policies())
    kinds = Counter(policy.kind for policy in load_policies())
    assert kinds == {PolicyKind.WAIVER: 9, PolicyKind.REWARD: 4}
