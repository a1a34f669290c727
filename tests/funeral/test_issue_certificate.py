"""火化证明: numbered, once, after the run, each on one sheet of the stock."""

import re

import pytest

from funeral.errors import (
    BlankNotInStock,
    BlankUnknown,
    CertificateExists,
    CollectorIdentityDiffers,
    CollectorMissing,
    IssuedBefore,
    NoBlankLeft,
    NotEnded,
)
from funeral.kinds import BlankState
from funeral.operations import issue_certificate, receive_blanks, void_blank, void_certificate
from funeral.queries.blanks import count_stock_left, find_blank, list_free_numbers
from funeral.queries.certificates import find_certificate
from kernel import clock
from kernel.people.identity import CheckDigitWrong
from tests import world
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue


def empty_the_stock(home, *, but=0):
    for number in list_free_numbers(home.id)[but:]:
        void_blank(institution_id=home.id, number=number, reason="受潮", by=home.clerk)


def test_no_certificate_before_the_end(home, clerk):
    case = world.open_case(home)
    cremator_id = world.make_ready(home, case)
    with pytest.raises(NotEnded):
        issue(home, case)
    world.burn(home, case, cremator_id)
    said = desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="张小三")
    assert "火化还没有结束，不能出具火化证明。" in said
    assert count_stock_left(home.id).used_lately == 0


def test_it_is_numbered_without_gaps_and_issued_once(home):
    case = cremated(home)
    with pytest.raises(CollectorMissing):
        issue(home, case, collected_by=" ")
    first = issue(home, case)
    assert (first.number, str(first.blank)) == (world.numbered("JYH", 1), "JY000001")
    with pytest.raises(CertificateExists) as refused:
        issue(home, case)
    assert first.number in str(refused.value)
    second = issue(home, cremated(home))
    assert (second.number, str(second.blank)) == (world.numbered("JYH", 2), "JY000002")


def test_the_same_form_sent_twice_uses_one_sheet(home):
    case = cremated(home)
    first, again = (issue(home, case, idempotency_key="once") for _ in range(2))
    assert first.id == again.id
    assert count_stock_left(home.id).used_lately == 1


def test_a_refused_certificate_leaves_the_sheet_in_stock(home):
    case = cremated(home)
    with pytest.raises(CheckDigitWrong):
        issue(home, case, identity_number="421221195003040019")
    assert find_blank(home.id, "JY000001").state is BlankState.IN_STOCK
    assert issue(home, case).number.endswith("-00001")


def test_it_can_wait_for_whoever_collects_it(home):
    certificate = issue(home, cremated(home), collected_by=None)
    assert (certificate.collected_at, certificate.collected_by) == (None, None)
    assert certificate.blank.state is BlankState.ISSUED


def test_the_sheet_in_the_hand_is_used_however_it_is_typed(home):
    certificate = issue(home, cremated(home), blank_number=" ｊｙ000007 ")
    assert str(certificate.blank) == "JY000007"
    assert str(issue(home, cremated(home)).blank) == "JY000001"


def test_a_sheet_that_is_unknown_spoilt_or_used_is_refused(home):
    used = issue(home, cremated(home))
    void_blank(institution_id=home.id, number="JY000002", reason="破损", by=home.clerk)
    case = cremated(home)
    with pytest.raises(BlankUnknown):
        issue(home, case, blank_number="XX999999")
    for number, state in ((str(used.blank), "已领取"), ("JY000002", "已作废")):
        with pytest.raises(BlankNotInStock, match=state):
            issue(home, case, blank_number=number)
    other = world.make_home("LX")
    assert find_blank(other.id, "LX000001")
    with pytest.raises(BlankUnknown):
        issue(home, case, blank_number="LX000001")


def test_sheets_go_out_in_the_order_they_came_in(home):
    empty_the_stock(home, but=1)
    receive_blanks(
        institution_id=home.id,
        prefix="A",
        first="01",
        last="02",
        received_on=clock.today(),
        received_from="县民政局",
        by=home.clerk,
    )
    sheets = [str(issue(home, cremated(home)).blank) for _ in range(2)]
    assert sheets == ["JY000001", "A01"]


def test_without_paper_there_is_no_certificate_and_the_page_says_where_to_register_some(
    home, clerk
):
    empty_the_stock(home)
    case = cremated(home)
    with pytest.raises(NoBlankLeft):
        issue(home, case)
    said = desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="张小三")
    assert str(NoBlankLeft.message) in said
    assert find_certificate(case.id) is None


def test_a_voided_certificate_is_followed_by_a_reissue_only(home, clerk):
    case = cremated(home)
    certificate = issue(home, case)
    void_certificate(number=certificate.number, reason="打印错位", by=home.clerk)
    with pytest.raises(IssuedBefore):
        issue(home, case)
    page = clerk.get(f"/cases/{case.number}/certificate").text
    assert f"/certificates/{certificate.number}/reissue" in page


def test_the_claimants_name_and_number_go_together(home):
    case = cremated(home)
    known = case.claimant.identity_number
    stranger = world.identity_number()
    for name, number in (("张小三", stranger), ("李四", known)):
        with pytest.raises(CollectorIdentityDiffers) as refused:
            issue(home, case, collected_by=name, identity_number=number)
        assert known not in str(refused.value)
    certificate = issue(home, case, identity_number=known)
    assert certificate.collector_identity_checked
    assert known not in certificate.collector_identity_index


def test_a_delegate_whose_number_nobody_knows_is_recorded_as_checked(home):
    certificate = issue(
        home, cremated(home), collected_by="李四", identity_number=world.identity_number()
    )
    assert (certificate.collected_by, certificate.collector_identity_checked) == ("李四", True)
    assert not issue(home, cremated(home)).collector_identity_checked


def test_the_page_proposes_who_collects(home, clerk):
    case = cremated(home, delegate_name="李四")
    page = clerk.get(f"/cases/{case.number}/certificate").text
    assert 'value="李四"' in page
    assert "不填就用下一张：JY000001" in page
    said = desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="李四")
    assert re.search(rf"火化证明 {world.numbered('JYH', 1)} 已出具，用纸 JY000001。", said)
    assert "领取人：李四" in desk.read(clerk, f"/cases/{case.number}/certificate")


def test_the_page_issues_for_later(home, clerk):
    case = cremated(home)
    desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="", later="y")
    certificate = find_certificate(case.id)
    assert certificate.collected_by is None
    page = clerk.get(f"/cases/{case.number}").text
    assert f"/certificates/{certificate.number}/collect" in page
    assert "待领取" in page


def test_the_warning_comes_before_the_paper_runs_out(home, clerk):
    empty_the_stock(home, but=9)
    assert count_stock_left(home.id).is_low
    assert "空白火化证明只剩 9 张" in desk.read(clerk, "/certificates")


def test_issue_certificate_is_closed_to_whoever_is_not_at_the_desk(home, operator):
    case = cremated(home)
    assert operator.get(f"/cases/{case.number}/certificate").status_code == 403
    assert operator.get("/certificates").status_code == 403
    assert issue_certificate(number=case.number, by=home.clerk).blank
