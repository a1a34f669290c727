"""火化证明: numbered, once, after the run."""

import pytest

from funeral.errors import CertificateExists, CollectorMissing, NotEnded
from funeral.operations import end_cremation, issue_certificate
from tests import world
from tests.funeral import desk
from tests.funeral.test_start_cremation import ready, start


def issue(home, case, collected_by="张小三"):
    return issue_certificate(number=case.number, collected_by=collected_by, by=home.clerk)


def test_no_certificate_before_the_end(home, clerk):
    case = ready(home)
    with pytest.raises(NotEnded):
        issue(home, case)
    start(home, case)
    said = desk.send(clerk, f"/cases/{case.number}/certificate", collected_by="张小三")
    assert "火化还没有结束，不能出具火化证明。" in said


def test_it_is_numbered_without_gaps_and_issued_once(home):
    case = ready(home)
    start(home, case)
    end_cremation(number=case.number, by=home.operator)
    with pytest.raises(CollectorMissing):
        issue(home, case, collected_by=" ")
    first = issue(home, case).number
    assert first.endswith("-00001")
    with pytest.raises(CertificateExists) as refused:
        issue(home, case)
    assert first in str(refused.value)
    other = ready(home)
    start(home, other)
    end_cremation(number=other.number, by=home.operator)
    assert issue(home, other).number.endswith("-00002")


def test_the_page_proposes_who_collects(home, clerk):
    case = world.open_case(home, delegate_name="李四")
    world.cremate(home, case)
    assert "领取人：张小三" in desk.read(clerk, f"/cases/{case.number}/certificate")
    other = world.open_case(home, delegate_name="李四")
    assert 'value="李四"' in clerk.get(f"/cases/{other.number}/certificate").text
