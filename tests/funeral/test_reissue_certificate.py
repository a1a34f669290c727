"""补发: the old paper dies in the same step, and only the first collector gets the new one."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from funeral.errors import (
    AlreadyReissued,
    CertificateVoid,
    NotFirstCollector,
    ReasonHoldsNumber,
    ReissueReasonMissing,
    VoidReasonMissing,
)
from funeral.kinds import BlankState
from funeral.operations import void_certificate
from funeral.queries.certificates import find_certificate, get_certificate
from kernel.db import db
from tests import world
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue, reissue


def test_the_old_one_is_void_and_the_new_one_counted(home):
    case = cremated(home)
    old = issue(home, case)
    new = reissue(home, old)
    assert (old.voided_at is not None, old.void_reason) == (True, "遗失")
    assert (new.replaces_id, new.reissue_number) == (old.id, 1)
    assert find_certificate(case.id).id == new.id
    assert (old.blank.state, new.blank.state) == (BlankState.VOIDED, BlankState.COLLECTED)
    assert old.verify_token != new.verify_token
    assert reissue(home, new).reissue_number == 2


def test_a_reason_is_asked_for_and_holds_no_numbers(home):
    old = issue(home, cremated(home))
    with pytest.raises(ReissueReasonMissing):
        reissue(home, old, reason=" ")
    with pytest.raises(ReasonHoldsNumber):
        reissue(home, old, reason="丢在 13800138000 家")
    assert old.voided_at is None


def test_only_the_latest_is_replaced(home):
    old = issue(home, cremated(home))
    new = reissue(home, old)
    with pytest.raises(AlreadyReissued) as refused:
        reissue(home, old)
    assert new.number in str(refused.value)


def test_the_same_form_sent_twice_replaces_once(home):
    old = issue(home, cremated(home))
    first, again = (reissue(home, old, idempotency_key="once") for _ in range(2))
    assert first.id == again.id


def test_only_the_first_collector_gets_it_unless_a_reason_is_recorded(home):
    case = cremated(home)
    old = issue(home, case, identity_number=case.claimant.identity_number)
    with pytest.raises(NotFirstCollector):
        reissue(home, old, collected_by="李四")
    assert find_certificate(case.id).id == old.id
    new = reissue(home, old, collected_by="李四", exception_reason="首次领取人已离世")
    assert new.exception_reason == "首次领取人已离世"
    # The first collector stays the first, however often the paper changed hands since.
    with pytest.raises(NotFirstCollector):
        reissue(home, new, collected_by="李四")
    card = case.claimant.identity_number
    assert reissue(home, new, identity_number=card).reissue_number == 2


def test_a_namesake_with_another_card_is_not_the_first_collector(home):
    old = issue(home, cremated(home), collected_by="李四", identity_number=world.identity_number())
    with pytest.raises(NotFirstCollector):
        reissue(home, old, collected_by="李四", identity_number=world.identity_number())


def test_where_the_first_card_was_seen_the_name_alone_is_not_enough(home):
    card = world.identity_number()
    old = issue(home, cremated(home), collected_by="李四", identity_number=card)
    with pytest.raises(NotFirstCollector):
        reissue(home, old, collected_by="李四")
    new = reissue(home, old, collected_by="李四", identity_number=card)
    without = reissue(home, new, collected_by="李四", exception_reason="身份证遗失，前台认识本人")
    assert without.reissue_number == 2


def test_paper_nobody_collected_may_go_to_whoever_comes(home):
    old = issue(home, cremated(home), collected_by=None)
    assert reissue(home, old, collected_by="李四").collected_by == "李四"


def test_a_voided_certificate_can_be_followed_by_one(home):
    old = issue(home, cremated(home))
    void_certificate(number=old.number, reason="打印错位", by=home.clerk)
    new = reissue(home, old, reason="重新出具")
    assert (old.void_reason, new.replaces_id) == ("打印错位", old.id)


def test_voiding_needs_a_reason_and_happens_once(home):
    certificate = issue(home, cremated(home))
    with pytest.raises(VoidReasonMissing):
        void_certificate(number=certificate.number, reason="", by=home.clerk)
    void_certificate(number=certificate.number, reason="打印错位", by=home.clerk)
    with pytest.raises(CertificateVoid):
        void_certificate(number=certificate.number, reason="打印错位", by=home.clerk)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM cremation_certificates",
        "UPDATE cremation_certificates SET number = 'JYH26-00009'",
        "UPDATE cremation_certificates SET issued_at = now()",
        "DELETE FROM certificate_blanks",
        "UPDATE certificate_blanks SET number = 'JY999999'",
        "UPDATE certificate_batches SET last_no = 1",
    ],
)
def test_what_was_issued_cannot_be_rewritten(home, change):
    issue(home, cremated(home))
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.connection().execute(text(change))


def test_the_pages_replace_and_void(home, clerk):
    case = cremated(home)
    old = issue(home, case)
    path = f"/certificates/{old.number}/reissue"
    assert "首次领取人：张小三" in desk.read(clerk, path)
    refused = desk.beside(clerk, path, "exception_reason", reason="遗失", collected_by="李四")
    assert refused == str(NotFirstCollector.message)
    said = desk.send(clerk, path, reason="遗失", collected_by="张小三")
    assert "已出具，用纸 JY000002" in said
    assert "第 1 次补发" in said
    db.session.expire_all()
    new = find_certificate(case.id)
    life = desk.read(clerk, f"/certificates/numbers/{old.blank_id}")
    assert f"补发替代 {new.number}" in life
    said = desk.send(clerk, f"/certificates/{new.number}/void", reason="打印错位")
    assert f"火化证明 {new.number} 已作废。" in said
    assert "打印错位" in said
    db.session.expire_all()
    assert get_certificate(new.number).voided_at
