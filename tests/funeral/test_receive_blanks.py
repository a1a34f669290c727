"""Blank paper: received in batches without overlap, spoilt sheets voided one by one."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from funeral.errors import (
    BlankInUse,
    BlanksOverlap,
    BlankUnknown,
    BlankVoidedBefore,
    NumberRangeWrong,
    PrefixWrong,
    ReceivedFromMissing,
    ReceivedOnWrong,
    TooManyBlanks,
    VoidReasonMissing,
)
from funeral.kinds import BlankState
from funeral.models import CertificateBatch, CertificateBlank
from funeral.number_ranges import say_ranges
from funeral.operations import receive_blanks, void_blank
from funeral.queries.blanks import find_blank, list_free_numbers
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue


def receive(home, **changed):
    asked = {
        "institution_id": home.id,
        "prefix": "鄂",
        "first": "0098",
        "last": "0101",
        "received_on": clock.today(),
        "received_from": "县民政局",
        "by": home.clerk,
    }
    return receive_blanks(**(asked | changed))


def batches():
    return db.session.scalar(select(func.count(CertificateBatch.id)))


def test_every_number_becomes_a_sheet_with_its_leading_zeros(home):
    batch = receive(home)
    numbers = db.session.scalars(
        select(CertificateBlank.number).filter_by(batch_id=batch.id).order_by("serial")
    )
    assert list(numbers) == ["鄂0098", "鄂0099", "鄂0100", "鄂0101"]
    assert say_ranges(list_free_numbers(home.id)) == "JY000001-000060、鄂0098-0101"
    assert find_blank(home.id, "鄂 0100").state is BlankState.IN_STOCK


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"first": "0101", "last": "0098"}, NumberRangeWrong),
        ({"first": "", "last": ""}, NumberRangeWrong),
        ({"first": "12a", "last": "130"}, NumberRangeWrong),
        ({"first": "-5", "last": "5"}, NumberRangeWrong),
        ({"first": "1", "last": "9999999999"}, NumberRangeWrong),
        ({"first": "0001", "last": "150"}, NumberRangeWrong),
        ({"first": "0001", "last": "5001"}, TooManyBlanks),
        ({"prefix": "<script>"}, PrefixWrong),
        ({"prefix": "十三个字十三个字十三个字一"}, PrefixWrong),
        ({"received_on": clock.today() + timedelta(days=1)}, ReceivedOnWrong),
        ({"received_from": "  "}, ReceivedFromMissing),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(home, changed, refusal):
    before = batches()
    with pytest.raises(refusal):
        receive(home, **changed)
    assert batches() == before


def test_ranges_do_not_overlap(home):
    receive(home)
    with pytest.raises(BlanksOverlap, match="鄂0101"):
        receive(home, first="0101", last="0110")
    assert receive(home, first="0102", last="0110")
    assert receive(home, prefix="湘")


def test_another_home_may_hold_the_same_numbers(home):
    receive(home)
    other = world.make_home("LX")
    assert receive(other, by=other.clerk)


def test_the_same_form_sent_twice_registers_once(home):
    before = batches()
    for _ in range(2):
        receive(home, idempotency_key="once")
    assert batches() == before + 1


def test_five_thousand_sheets_are_one_journal_entry_of_one_record(home):
    batch = receive(home, first="1", last="5000")
    assert (batch.first_no, batch.last_no) == (1, 5000)


def test_a_spoilt_sheet_is_voided_with_a_reason_and_never_comes_back(home):
    spoil = {"institution_id": home.id, "number": "jy000003", "by": home.clerk}
    with pytest.raises(VoidReasonMissing):
        void_blank(reason=" ", **spoil)
    assert void_blank(reason="破损", **spoil).state is BlankState.VOIDED
    with pytest.raises(BlankVoidedBefore):
        void_blank(reason="破损", **spoil)
    with pytest.raises(BlankUnknown):
        void_blank(reason="破损", **(spoil | {"number": "JY999999"}))
    with pytest.raises(BlanksOverlap):
        receive(home, prefix="JY", first="000003", last="000003")


def test_issued_paper_is_voided_with_its_certificate(home):
    certificate = issue(home, cremated(home))
    with pytest.raises(BlankInUse):
        void_blank(
            institution_id=home.id, number=str(certificate.blank), reason="破损", by=home.clerk
        )


def test_the_pages_register_and_void(home, clerk):
    said = desk.send(
        clerk,
        "/certificates/receive",
        prefix="鄂",
        first="0098",
        last="0101",
        received_on=desk.three(clock.today()),
        received_from="县民政局",
    )
    assert "已登记 4 张空白火化证明。" in said
    assert desk.beside(
        clerk,
        "/certificates/receive",
        "first",
        prefix="鄂",
        first="0098",
        last="0101",
        received_on=desk.three(clock.today()),
        received_from="县民政局",
    )
    blank = find_blank(home.id, "鄂0098")
    said = desk.send(clerk, f"/certificates/numbers/{blank.id}/void", reason="破损")
    assert "空白火化证明 鄂0098 已作废。" in said
    assert "破损" in said


def test_the_register_sorts_filters_and_links(home, clerk):
    certificate = issue(home, cremated(home))
    said = desk.read(clerk, "/certificates?state=collected")
    assert certificate.number in said
    assert "JY000002" not in said
    assert "共 59 条" in desk.read(clerk, "/certificates?state=in_stock&sort=number&direction=asc")
    assert "JY000007" in desk.read(clerk, "/certificates?search=jy000007")
    assert "共 1 条" in desk.read(clerk, f"/certificates?search={certificate.number}")
    today = clock.today().isoformat()
    assert "共 1 条" in desk.read(clerk, f"/certificates?start={today}&end={today}")
    assert "共 0 条" in desk.read(clerk, "/certificates?end=2020-01-01")
    assert "共 60 条" in desk.read(clerk, "/certificates?start=nonsense&state=nonsense&page=99")


def test_another_homes_paper_is_not_seen(home, clerk):
    other = world.make_home("LX")
    blank = find_blank(other.id, "LX000001")
    assert clerk.get(f"/certificates/numbers/{blank.id}").status_code == 404
    assert "共 60 条" in desk.read(clerk, "/certificates")
