"""Anybody with the paper in hand learns whether it is genuine, and nothing that is not on it."""

import re

import pytest

from funeral.errors import CertificateNotMatched
from funeral.operations import void_certificate
from kernel.attempts import MOST_FAILURES
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue, reissue
from tests.visitor import visit

ASKED = "印在证明上的编号"


@pytest.fixture
def stranger(app, home):
    return visit(app)


@pytest.fixture
def certificate(home):
    case = cremated(
        home,
        deceased_name="王示兰",
        identity_number="42122119500304002X",
        claimant_name="张小三",
        relation=Relation.CHILD,
        phone="13912345678",
        delegate_name="李四",
    )
    return issue(home, case, collected_by="李四")


def ask(visitor, token, number, prefix="C"):
    return visitor.post(f"/{prefix}/{token}", data={"number": number})


@pytest.mark.parametrize("which", ["number", "blank"])
def test_both_numbers_on_the_paper_prove_it(stranger, certificate, which):
    said = desk.words(
        ask(stranger, certificate.verify_token, str(getattr(certificate, which))).text
    )
    assert "这份火化证明有效" in said
    for printed in ("王示兰", "女", "4212**********002X", "1号火化机", certificate.number):
        assert printed in said


def test_the_page_shows_no_more_than_is_printed(home, stranger, certificate):
    page = ask(stranger, certificate.verify_token, certificate.number).text
    hidden = (
        "张小三",
        "李四",
        "13912345678",
        "138",
        "42122119500304002X",
        "嘉鱼县人民医院",
        "子女",
    )
    assert [secret for secret in hidden if secret in page] == []
    labels = re.findall(r'<dt class="govuk-summary-list__key">\s*(.*?)\s*</dt>', page)
    assert labels == [
        *("姓名", "性别", "证件号码", "死亡时间", "火化开始", "火化结束", "炉号", "操作员"),
        *("证明编号", "证明纸编号", "签发日期", "签发单位"),
    ]


def test_before_the_number_is_typed_nothing_is_said(stranger, certificate):
    answer = stranger.get(f"/C/{certificate.verify_token}")
    assert ASKED in answer.text
    assert "王示兰" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_number_and_a_wrong_code_sound_the_same(stranger, certificate):
    for token, number in (
        (certificate.verify_token, "JYH26-99999"),
        ("0" * 16, certificate.number),
        ("x", certificate.number),
    ):
        said = desk.words(ask(stranger, token, number).text)
        assert str(CertificateNotMatched.message) in said
        assert "王示兰" not in said


def test_the_number_of_another_paper_does_not_open_this_one(home, stranger, certificate):
    other = issue(home, cremated(home))
    said = ask(stranger, certificate.verify_token, other.number).text
    assert str(CertificateNotMatched.message) in said


def test_guessing_is_braked(stranger, certificate):
    for _ in range(MOST_FAILURES):
        ask(stranger, certificate.verify_token, "JYH26-99999")
    said = ask(stranger, certificate.verify_token, certificate.number).text
    assert "请过 15 分钟再试" in said
    assert "王示兰" not in said


def test_small_letters_and_the_typed_code_work_too(stranger, certificate):
    token = certificate.verify_token.lower()
    assert "这份火化证明有效" in ask(stranger, token, certificate.number.lower(), prefix="c").text
    code = "-".join(token[at : at + 4] for at in range(0, 16, 4))
    answer = stranger.post("/c", data={"code": code, "number": certificate.number})
    assert "这份火化证明有效" in answer.text
    assert "请填写证明上二维码下面的校验码" in stranger.post("/c", data={"number": "1"}).text


def test_a_replaced_one_says_only_that_it_was_replaced(home, stranger, certificate):
    new = reissue(home, certificate, collected_by="李四")
    said = desk.words(ask(stranger, certificate.verify_token, certificate.number).text)
    assert f"火化证明 {certificate.number} 已经作废，不能使用。" in said
    assert "已经补发新的证明，以新的为准。" in said
    assert new.number not in said
    assert "王示兰" not in said
    assert "遗失" not in said
    fresh = desk.words(ask(stranger, new.verify_token, new.number).text)
    assert "补发 第 1 次" in fresh


def test_a_voided_one_without_a_replacement_says_that_it_is_void(home, stranger, certificate):
    void_certificate(number=certificate.number, reason="打印错位", by=home.clerk)
    said = desk.words(ask(stranger, certificate.verify_token, certificate.number).text)
    assert "已经作废，不能使用。" in said
    assert "补发新的证明" not in said
    assert "打印错位" not in said


def test_somebody_without_an_identity_number_is_shown_as_such(home, stranger):
    case = cremated(
        home, deceased_name="", identity_kind=IdentityKind.UNNAMED, identity_number=None
    )
    certificate = issue(home, case)
    assert "无名逝者" in ask(stranger, certificate.verify_token, certificate.number).text


def test_the_journal_never_holds_the_code(home, certificate):
    changes = str([entry.changes for entry in db.session.query(JournalEntry)])
    assert certificate.number in changes
    assert certificate.verify_token not in changes
