"""docs/waiver-policy.md is true: each of its examples is read, and the whole one is run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from flask import Flask

from billing.case_file import parse_case
from billing.cli import billing as commands
from billing.policy_text.file import ALWAYS, OF_WAIVER, POLICIES, SOMETIMES, parse_policy
from billing.policy_text.limits import KINDS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "waiver-policy.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(yaml|json)(?: (\S+))?\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
NAMED = {name: text for _kind, name, text in FENCES if name}
FRAGMENTS = [text for _kind, name, text in FENCES if not name]

WAIVER = """\
schema: 1
code: any
version: 1
title: 某县
region: "340123"
legal_basis: [{document: 文件, issuer: 民政局, issued_on: 2026-01-01, source: 公报}]
effective: {from: 2026-01-01, by: death}
eligibility: [{who: 任何人, household_registration: any}]
funding: [{payer: county_finance}]
"""


def written(text):
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 (texts as written, nothing built)


def with_the_rest_of_a_policy(fragment):
    whole = written(WAIVER) | written(fragment)
    if "rewards" in whole:
        whole["kind"] = "reward"
    else:
        whole.setdefault("items", {"transfer": {"limit": "free"}})
    return yaml.safe_dump(whole, allow_unicode=True)


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_every_example_is_read_as_it_stands(fragment):
    if "facts" in written(fragment):
        assert parse_case(fragment, "案例.yaml").reward
    else:
        assert parse_policy(with_the_rest_of_a_policy(fragment), "县.yaml")


def test_every_kind_of_limit_and_every_key_is_shown():
    for word in (*KINDS, *ALWAYS, *OF_WAIVER, *SOMETIMES):
        assert re.search(rf"\b{word}\b", TEXT), word


@pytest.fixture
def run(app: Flask, tmp_path):
    for name, text in NAMED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def assess_waiver(policy, case, *options):
        arguments = ["assess-waiver", "--policy", str(policy), "--case", str(case), *options]
        return app.test_cli_runner().invoke(commands, arguments)

    assess_waiver.folder = tmp_path
    return assess_waiver


def test_the_county_nobody_here_has_seen_gives_the_printed_result(run):
    found = run(run.folder / "feixi-2026.yaml", run.folder / "case.yaml", "--json")
    assert json.loads(found.output) == json.loads(NAMED["result"])
    assert found.output == NAMED["result"]


def test_without_json_the_result_is_for_reading(run):
    said = run(run.folder / "feixi-2026.yaml", run.folder / "case.yaml").output
    assert "storage：收费 320.00，减免 240.00，自付 80.00" in said
    assert "合计：收费 340.00，减免 247.00，自付 93.00" in said
    assert "市级财政承担 123.50 元" in said
    assert "在3天以内时全部减免。" in said


def test_a_reward_prints_what_is_paid_and_needs_a_burial(run):
    reward = POLICIES / "jinan-2018.yaml"
    case = run.folder / "reward.json"
    facts = {"waiver_class": "resident", "died_on": "2026-03-01", "cremated_on": "2026-03-04"}
    facts["household_registration"] = "370102"
    case.write_text(json.dumps({"facts": facts, "reward": {"burial": "sea"}}), encoding="utf-8")
    found = json.loads(run(reward, case, "--json").output)
    assert found["rewards"] == [
        {"to": "family", "amount": "4000.00", "clause": "海葬奖补，发给家属4,000元。"}
    ]
    assert (found["gross"], found["lines"]) == ("0.00", [])
    assert "海葬奖补，发给家属4,000元。" in run(reward, case).output
    without = run(reward, run.folder / "case.yaml")
    assert without.exit_code == 2
    assert "至少写明burial" in without.output


def test_a_mistake_ends_with_two_and_names_file_line_and_reason(run):
    wrong = run.folder / "wrong.yaml"
    wrong.write_text(NAMED["feixi-2026.yaml"].replace("percent: 50", "percent: -50"), "utf-8")
    found = run(wrong, run.folder / "case.yaml", "--json")
    assert found.exit_code == 2
    assert found.output == "wrong.yaml第35行：“-50”不能小于零。\n"
    wrong.write_bytes("减免".encode("gb18030"))
    assert run(wrong, run.folder / "case.yaml").output == "文件不是UTF-8编码的文本。\n"


def test_no_database_is_asked(tmp_path):
    for name, text in NAMED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "flask", "billing", "assess-waiver", "--json"),
            *("--policy", tmp_path / "feixi-2026.yaml", "--case", tmp_path / "case.yaml"),
        ],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "VAR_DIR": str(tmp_path / "var"),
            "DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    assert ran.stdout == NAMED["result"]
