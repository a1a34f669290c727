"""减免条件: only what the county's policy asks about, and the evidence it wants before a bill."""

import pytest
from flask import Flask

from billing.errors import EvidenceMissing, EvidenceUnnumbered, FactsBilled, NoDataMatch
from billing.operations import note_evidence, note_waiver_facts
from billing.policy import Evidence
from billing.queries import find_claim, list_evidence
from funeral.operations import make_bill
from kernel.people.deceased import IdentityKind
from tests import world
from tests.funeral import desk
from tests.visitor import visit

XUANWU = "320102"
DONGWU = "152525"
POLICE = "旗公安机关出具的证明"


def home_under(policy: str, region: str) -> world.Home:
    home = world.make_home(region=region)
    world.publish_tariff(home.id)
    world.publish_waiver(policy)
    return home


@pytest.fixture
def nanjing(context) -> world.Home:
    return home_under("nanjing-2023", XUANWU)


@pytest.fixture
def dongwu(context) -> world.Home:
    return home_under("dongwuzhumuqin-2025", DONGWU)


def cremated(home, **changed):
    case = world.open_case(home, **changed)
    world.cremate(home, case)
    return case


def noting(home, case, **facts):
    return note_waiver_facts(
        institution_id=home.id, case_id=case.id, case_number=case.number, by=home.clerk, **facts
    )


def proving(home, case, evidence, **how):
    asked = {"matched": False, "reference": "乌公证〔2026〕7号", "by": home.clerk} | how
    return note_evidence(institution_id=home.id, case_id=case.id, evidence=evidence, **asked)


def billed(home, case):
    return make_bill(number=case.number, by=home.clerk)


def test_a_county_that_asks_nothing_more_is_told_so(app: Flask, context):
    home = home_under("jiayu-2025", world.JIAYU)
    case = world.open_case(home)
    said = desk.read(visit(app, "jy-desk"), f"/cases/{case.number}/waiver")
    assert "这份政策只看户籍、对象类别和日期，没有别的要登记。" in said


def test_who_gets_the_funeral_grant_is_not_waived_twice(app: Flask, nanjing):
    case = cremated(nanjing, household_registration=XUANWU)
    clerk = visit(app, "jy-desk")
    path = f"/cases/{case.number}/waiver"
    assert "符合减免条件" in desk.read(clerk, path)
    said = desk.send(clerk, path, funeral_grant="y")
    assert "已领取一次性丧葬费，按规定不再减免。" in said
    bill = billed(nanjing, case)
    assert bill.waived_fen == 0
    assert bill.assessment["facts"]["funeral_grant"] is True


def test_an_infant_is_helped_by_where_a_parent_is_registered(app: Flask, nanjing):
    case = cremated(
        nanjing,
        identity_kind=IdentityKind.INFANT,
        identity_number=None,
        household_registration=None,
        waiver_class="unregistered_infant",
    )
    path = f"/cases/{case.number}/waiver"
    clerk = visit(app, "jy-desk")
    assert "还没有登记父母一方的户籍地。" in desk.read(clerk, path)
    wrong = desk.beside(clerk, path, "parent_registration", parent_registration="不存在的县")
    assert wrong.startswith("没有找到“不存在的县”")
    assert find_claim(case.id) is None
    desk.send(clerk, path, parent_registration=XUANWU)
    assert find_claim(case.id).parent_registration == XUANWU
    assert billed(nanjing, case).waived_fen > 0


def unnamed(home):
    return cremated(
        home,
        deceased_name="",
        identity_kind=IdentityKind.UNNAMED,
        identity_number=None,
        waiver_class="unnamed",
        household_registration=None,
    )


def test_no_waived_bill_before_its_evidence_is_noted(app: Flask, dongwu):
    case = unnamed(dongwu)
    with pytest.raises(EvidenceMissing) as refused:
        billed(dongwu, case)
    assert POLICE in str(refused.value)
    path, clerk = f"/cases/{case.number}/waiver", visit(app, "jy-desk")
    assert "还缺证明" in desk.read(clerk, path)
    asked = {"paper": POLICE, "matched": "paper"}
    missing = desk.beside(clerk, f"{path}/evidence", "reference", **asked, reference=" ")
    assert missing == "请填写证明的编号，数据比对的请填写在哪里查到。"
    matched = desk.beside(
        clerk, f"{path}/evidence", "matched", **(asked | {"matched": "match"}), reference="公安"
    )
    assert matched == "文件没有写这份证明可以用数据比对代替，请看原件。"
    said = desk.send(clerk, f"{path}/evidence", **asked, reference="乌公证〔2026〕7号")
    assert "这份政策要的证明已经齐全。" in said
    assert billed(dongwu, case).waived_fen > 0


def test_a_data_match_stands_for_a_paper_where_the_policy_says_so(dongwu):
    case = unnamed(dongwu)
    with pytest.raises(NoDataMatch):
        proving(dongwu, case, Evidence(POLICE), matched=True)
    with pytest.raises(EvidenceUnnumbered):
        proving(dongwu, case, Evidence(POLICE), reference="")
    proving(dongwu, case, Evidence(POLICE, data_match=True), matched=True, reference="公安人口库")
    [noted] = list_evidence(case.id)
    assert noted.matched


def test_what_was_billed_is_not_noted_anew(nanjing):
    case = cremated(nanjing, household_registration=XUANWU)
    billed(nanjing, case)
    with pytest.raises(FactsBilled):
        noting(nanjing, case, funeral_grant=True)


def test_only_the_desk_notes_it(app: Flask, nanjing):
    case = world.open_case(nanjing)
    assert visit(app, "jy-operator").get(f"/cases/{case.number}/waiver").status_code == 403
