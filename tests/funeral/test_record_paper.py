"""登记证明材料: the three papers that must be on file before the furnace."""

from datetime import timedelta

import pytest

from funeral.kinds import PaperKind
from funeral.queries.cases import list_missing_papers, list_papers
from kernel import clock
from kernel.people.claimants import record_claimant_identity
from tests import world
from tests.funeral import desk


@pytest.fixture
def case(home):
    return world.open_case(home)


def path(case) -> str:
    return f"/cases/{case.number}/papers"


def test_the_page_says_what_is_still_missing_until_all_are_there(case, clerk):
    for kind, number, issuer in (
        ("death_certificate", "422026001", "嘉鱼县人民医院"),
        ("cremation_consent", "", ""),
    ):
        page = desk.send(clerk, path(case), kind=kind, number=number, issuer=issuer)
        assert "登记证明材料" in page
    assert list_missing_papers(case) == [PaperKind.CLAIMANT_IDENTITY]
    identity = world.identity_number()
    told = {"kind": "claimant_identity", "number": identity, "death_kind": "natural"}
    page = desk.send(clerk, path(case), **told, issuer="")
    assert list_missing_papers(case) == []
    assert "已齐全" in page


def test_the_claimants_number_is_kept_sealed_and_shown_masked(case, clerk):
    identity = world.identity_number()
    page = desk.send(clerk, path(case), kind="claimant_identity", number=identity, issuer="")
    assert identity not in page
    assert f"4212**********{identity[-4:]}" in desk.read(clerk, f"/cases/{case.number}")
    assert list_papers(case.id)[PaperKind.CLAIMANT_IDENTITY].number is None


def test_the_identity_is_kept_with_the_claimant_in_its_one_spelling(home, case):
    identity = world.identity_number()
    spaced = f"{identity[:6]} {identity[6:14]} {identity[14:]}".lower()
    record_claimant_identity(claimant_id=case.claimant_id, identity_number=spaced, by=home.clerk)
    assert case.claimant.identity_number == identity


def test_the_same_paper_is_not_recorded_twice(case, clerk):
    asked = {"kind": "cremation_consent", "number": "", "issuer": ""}
    desk.send(clerk, path(case), **asked)
    assert desk.beside(clerk, path(case), "kind", **asked) == "这份证明已经登记过。"


@pytest.mark.parametrize(
    ("field", "asked", "sentence"),
    [
        ("number", {"kind": "death_certificate", "issuer": "医院"}, "请填写证件编号。"),
        ("issuer", {"kind": "death_certificate", "number": "1"}, "请填写出具单位。"),
        (
            "number",
            {"kind": "claimant_identity", "number": "421221195003040000"},
            "身份证号码的最后一位与前面的数字不符，请从头逐位核对。",
        ),
        ("kind", {"number": "1"}, "请选择登记哪一份证明。"),
    ],
)
def test_a_mistake_is_said_beside_its_field(case, clerk, field, asked, sentence):
    assert desk.beside(clerk, path(case), field, **asked) == sentence
    assert list_papers(case.id) == {}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (1, "出具日期不能晚于今天。"),
        (-2, "死亡证明的出具日期不能早于离世日期。"),
    ],
)
def test_a_death_certificate_is_issued_between_the_death_and_today(case, clerk, days, sentence):
    asked = {"kind": "death_certificate", "number": "1", "issuer": "医院"}
    asked["issued_on"] = desk.three(clock.today() + timedelta(days=days))
    assert desk.beside(clerk, path(case), "issued_on", **asked) == sentence


def test_the_cremation_hall_may_not_record_papers(case, operator):
    assert operator.get(path(case)).status_code == 403
