"""外地骨灰: another county's certificate, of its own kind, never used twice in the county."""

from datetime import timedelta

import pytest

from cemetery.ashes.errors import (
    AlreadyInterred,
    CertificateOfOthers,
    CertificateOfOurs,
    CremationDayWrong,
    ForeignCertificateIncomplete,
    ForeignCertificateUsed,
    HolderMissing,
    IssuerMissing,
)
from cemetery.ashes.operations import receive_foreign_ashes
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.queries.portions import get_foreign_certificate
from cemetery.errors import CertificateUnknown
from kernel import clock
from tests import world
from tests.ashes.scene import again, foreign

NUMBER = "WC2025-0831"


def test_they_have_no_case_and_are_laid_to_rest_with_their_own_certificate(scene):
    portion = foreign(scene)
    assert (queries.name_of(portion), portion.letter, portion.case_id) == ("李示江", "A", None)
    with pytest.raises(CertificateOfOthers):
        scene.inter(portion)
    scene.inter(portion, certificate_number="wc2025 0831")
    assert again(portion).place == "公益性骨灰堂 福区1排1号"
    with pytest.raises(AlreadyInterred):
        scene.inter(portion, unit=1, certificate_number=NUMBER)


def test_one_certificate_comes_once_however_it_is_written_and_wherever(scene):
    foreign(scene)
    other = world.make_home("QH", "421221")
    for changed in ({}, {"issuer": "武汉市武昌殡仪馆"}, {"certificate_number": "ＷＣ20250831"}):
        with pytest.raises(ForeignCertificateUsed):
            foreign(scene, institution_id=other.id, **changed)
    assert foreign(scene, issuer="咸宁市殡仪馆")


def test_without_our_question_the_database_still_refuses(scene, monkeypatch):
    foreign(scene)
    monkeypatch.setattr(queries, "find_foreign_certificate", lambda *_: None)
    with pytest.raises(ForeignCertificateUsed):
        foreign(scene)


def test_what_is_no_foreign_certificate_is_refused(scene):
    for changed, refusal in (
        ({"issuer": " "}, ForeignCertificateIncomplete),
        ({"deceased_name": ""}, ForeignCertificateIncomplete),
        ({"cremated_on": clock.today() + timedelta(days=1)}, CremationDayWrong),
        ({"certificate_number": scene.certificate}, CertificateOfOurs),
        ({"brought_by": ""}, HolderMissing),
    ):
        with pytest.raises(refusal):
            foreign(scene, **changed)
    assert receive_foreign_ashes


def test_who_brought_them_takes_them_back(scene):
    portion = foreign(scene)
    event = scene.collect(portion, received_by="李小江", identity_number=world.identity_number())
    assert event.to_state == "collected"


def test_a_certificate_is_used_once_however_its_brackets_are_typed(scene):
    foreign(scene, issuer="武昌殡仪馆（东区）")
    with pytest.raises(ForeignCertificateUsed):
        foreign(scene, issuer="武昌殡仪馆 (东区)")
    assert get_foreign_certificate(NUMBER, "武昌殡仪馆（东区）").issuer == "武昌殡仪馆(东区)"


def test_two_issuers_may_have_given_the_same_number(scene):
    first, second = foreign(scene), foreign(scene, issuer="咸宁市殡仪馆")
    scene.inter(first, certificate_number=NUMBER)
    scene.inter(second, unit=1, certificate_number=NUMBER)
    assert scene.taken()[:2] == [1, 1]


def test_those_that_were_collected_come_back_by_their_own_certificate(scene, keeper):
    portion = foreign(scene)
    scene.collect(portion, received_by="李小江", identity_number=world.identity_number())
    typed = {"certificate_number": "wc2025 0831", "brought_by": "李小江", "place": "接收室"}
    unknown = keeper.post("/portions/take-in", data=typed | {"certificate_number": "WC9"})
    assert str(CertificateUnknown.message) in unknown.text
    foreign(scene, issuer="咸宁市殡仪馆")
    asked = keeper.post("/portions/take-in", data=typed)
    assert str(IssuerMissing.message) in asked.text
    answer = keeper.post("/portions/take-in", data=typed | {"issuer": "武汉市 武昌殡仪馆"})
    assert "A 在接收室" in keeper.get(answer.location).text
    assert again(portion).state == "in_custody"


def test_the_page_receives_them(scene, keeper):
    today = clock.today()
    typed = {
        "issuer": "武汉市武昌殡仪馆",
        "certificate_number": NUMBER,
        "cremated_on": [str(today.year), str(today.month), str(today.day)],
        "deceased_name": "李示江",
        "died_on": [str(today.year), str(today.month), str(today.day)],
        "brought_by": "李小江",
        "place": "骨灰整理间",
    }
    answer = keeper.post("/portions/receive-foreign", data=typed)
    page = keeper.get(answer.location).text
    assert "李示江" in page
    assert "武汉市武昌殡仪馆" in page
    assert "已经登记过" in keeper.post("/portions/receive-foreign", data=typed).text
