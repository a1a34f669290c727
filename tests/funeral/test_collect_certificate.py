"""A certificate that waited is handed over once, to a person with a name."""

import pytest

from funeral.errors import AlreadyCollected, CertificateVoid, CollectorMissing
from funeral.kinds import BlankState
from funeral.operations import collect_certificate, void_certificate
from kernel.errors import NotFound
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue


def collect(home, certificate, **changed):
    asked = {"number": certificate.number, "collected_by": "张小三", "by": home.clerk}
    return collect_certificate(**(asked | changed))


def test_it_is_collected_once(home):
    certificate = issue(home, cremated(home), collected_by=None)
    with pytest.raises(CollectorMissing):
        collect(home, certificate, collected_by="")
    collected = collect(home, certificate, idempotency_key="once")
    assert collected.blank.state is BlankState.COLLECTED
    assert collect(home, certificate, idempotency_key="once").id == certificate.id
    with pytest.raises(AlreadyCollected):
        collect(home, certificate)


def test_a_voided_one_is_not_handed_over(home):
    certificate = issue(home, cremated(home), collected_by=None)
    void_certificate(number=certificate.number, reason="打印错位", by=home.clerk)
    with pytest.raises(CertificateVoid):
        collect(home, certificate)


def test_one_nobody_issued_is_not_found(home):
    with pytest.raises(NotFound):
        collect_certificate(number="JYH26-99999", collected_by="张小三", by=home.clerk)


def test_the_page_records_who_came_and_that_the_card_was_seen(home, clerk):
    case = cremated(home)
    certificate = issue(home, case, collected_by=None)
    path = f"/certificates/{certificate.number}/collect"
    wrong = desk.beside(
        clerk, path, "identity_number", collected_by="张小三", identity_number="42122119500304001X"
    )
    assert wrong
    number = case.claimant.identity_number
    said = desk.send(clerk, path, collected_by="张小三", identity_number=number)
    assert "已登记领取。" in said
    life = desk.read(clerk, f"/certificates/numbers/{certificate.blank_id}")
    assert "已核对身份证" in life
    assert number not in life
