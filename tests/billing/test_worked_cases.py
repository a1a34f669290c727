"""Every worked case of the catalogue of policies gives the amounts printed there."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from billing.assessment import assess, replay
from billing.case_file import parse_case
from billing.case_result import assess_case
from billing.policy import Policy
from billing.policy_text.file import POLICIES, load_policies, parse_policy
from billing.rewards.assessment import assess_reward, replay_reward

TABLE = yaml.safe_load(Path(__file__).with_name("worked_cases.yaml").read_text(encoding="utf-8"))
EACH = pytest.mark.parametrize("worked", TABLE, ids=[worked["name"] for worked in TABLE])


def policy_of(worked):
    text = (POLICIES / f"{worked['policy']}.yaml").read_text(encoding="utf-8")
    for setting, value in worked.get("reading", {}).items():
        start = text.index("value:", text.index(f"\n  {setting}:"))
        text = text[:start] + f"value: {value}" + text[text.index("\n", start) :]
    return parse_policy(text, worked["policy"])


def case_of(worked):
    kept = ("facts", "standard_prices", "lines", "reward")
    case = {key: worked[key] for key in kept if key in worked}
    return parse_case(yaml.safe_dump(case, allow_unicode=True), worked["name"])


def result_of(worked):
    return json.loads(assess_case(policy_of(worked), case_of(worked)).as_json())


@EACH
def test_a_worked_case_gives_the_printed_amounts(worked):
    expected = worked["expect"]
    result = result_of(worked)
    assert result["eligible"] is expected.get("eligible", True), result["reasons"]
    for total in ("gross", "waived", "due"):
        assert Decimal(result[total]) == expected.get(total, Decimal(result[total])), total
    waived = {line["item"]: Decimal(line["waived"]) for line in result["lines"]}
    assert waived | expected.get("of", {}) == waived
    assert expected.get("reason", "") in "".join(result["reasons"])


@EACH
def test_a_worked_case_names_who_pays(worked):
    result = result_of(worked)
    funding = {part["payer"]: Decimal(part["amount"]) for part in result["funding"]}
    assert funding == worked["expect"].get("funding", funding)
    paid = Counter()
    for payment in result.get("rewards", ()):
        paid[payment["to"]] += Decimal(payment["amount"])
    assert paid == worked["expect"].get("rewards", {})
    assert sum(funding.values()) == Decimal(result["waived"]) + sum(paid.values())


@EACH
def test_a_worked_case_replays_from_what_is_stored(worked):
    policy, case = policy_of(worked), case_of(worked)
    if isinstance(policy, Policy):
        made, again = assess(policy, case.facts, case.lines), replay
    else:
        made, again = assess_reward(policy, case.reward, case.lines), replay_reward
    stored = json.loads(json.dumps(made.as_json(), ensure_ascii=False))
    assert again(policy, stored) == made
    assert again(policy, stored).as_json() == stored


def test_every_policy_of_the_project_has_two_worked_cases():
    worked = Counter(worked["policy"] for worked in TABLE)
    assert {policy.code for policy in load_policies()} == set(worked)
    assert min(worked.values()) == 2


@EACH
def test_every_line_says_its_clause_in_chinese(worked):
    for line in result_of(worked)["lines"]:
        assert line["clause"].endswith("。")
