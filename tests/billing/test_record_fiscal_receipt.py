"""财政电子票据: typed by hand or fetched from a platform; each number once."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.error import URLError

import pytest
from flask import Flask
from sqlalchemy import text

from billing.errors import (
    FiscalCheckWrong,
    FiscalCodeWrong,
    FiscalDayWrong,
    FiscalNumberUsed,
    FiscalNumberWrong,
    FiscalRecorded,
    NoFiscalPlatform,
    NotYetIssued,
    ReceiptVoided,
)
from billing.fiscal import Gateway, use_platform
from billing.fiscal_jobs import fetch
from billing.operations import fetch_fiscal_receipt, record_fiscal_receipt, void_receipt
from billing.queries import get_receipt
from demo.fiscal_platform import Book, serve
from kernel import clock
from kernel.db import db
from tests.billing.test_make_bill import bill_of, cremated
from tests.billing.tills import deposit, make_due, take
from tests.funeral import desk

JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'billing.fetch'"


@pytest.fixture
def receipt(home):
    return deposit(home, 350_00)


@pytest.fixture
def book(app: Flask) -> Iterator[Book]:
    """A platform that speaks the protocol of docs/fiscal.md over a real socket."""
    book = Book()
    server = serve(book=book)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    use_platform(app, Gateway(f"http://127.0.0.1:{server.server_port}"))
    yield book
    use_platform(app, None)
    server.shutdown()
    thread.join()
    server.server_close()


def record(home, receipt, **changed):
    asked = {
        "receipt_number": receipt.number,
        "code": "42990026",
        "fiscal_number": "0000000042",
        "check_code": "8f3a1c",
        "issued_on": clock.today(),
        "by": home.clerk,
    }
    return record_fiscal_receipt(**(asked | changed))


def test_a_number_is_recorded_as_it_stands_on_the_paper(home, receipt):
    fiscal = record(home, receipt, code="４２９９ 0026", fiscal_number=" 0000 000042 ")
    assert (fiscal.code, fiscal.number, fiscal.check_code) == ("42990026", "0000000042", "8f3a1c")
    assert fiscal.source == "typed"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"code": "4299002"}, FiscalCodeWrong),
        ({"code": "4299002X"}, FiscalCodeWrong),
        ({"fiscal_number": "00000000421"}, FiscalNumberWrong),
        ({"fiscal_number": "٠٠٠٠٠٠٠٠٤٢"}, FiscalNumberWrong),
        ({"check_code": "8f3a1"}, FiscalCheckWrong),
        ({"check_code": "8f3a1号"}, FiscalCheckWrong),
        ({"issued_on": clock.today() + timedelta(days=1)}, FiscalDayWrong),
        ({"issued_on": clock.today() - timedelta(days=1)}, FiscalDayWrong),
    ],
)
def test_what_is_no_number_is_refused(home, receipt, changed, refusal):
    with pytest.raises(refusal):
        record(home, receipt, **changed)


def test_one_number_one_receipt(home, receipt):
    record(home, receipt)
    with pytest.raises(FiscalRecorded):
        record(home, receipt, fiscal_number="0000000043")
    with pytest.raises(FiscalNumberUsed):
        record(home, deposit(home, 100_00))


def test_a_voided_receipt_gets_none(home, receipt):
    void_receipt(number=receipt.number, reason="写错", by=home.clerk)
    with pytest.raises(ReceiptVoided):
        record(home, receipt)


def test_the_page_keeps_what_was_typed(home, receipt, clerk):
    path = f"/receipts/{receipt.number}/fiscal"
    asked = {
        "code": "123",
        "fiscal_number": "0000000042",
        "check_code": "8f3a1c",
        "issued_on": desk.three(clock.today()),
    }
    page = clerk.post(path, data=asked).text
    assert 'value="123"' in page
    assert "票据代码是 8 位数字，请核对。" in desk.words(page)
    assert desk.beside(clerk, path, "issued_on", **(asked | {"issued_on": ["2026", "2", "30"]}))
    said = desk.send(clerk, path, **(asked | {"code": "42990026"}))
    assert "财政电子票据已登记。" in said
    assert "票据号码 0000000042" in said
    assert "来源 手工登记" in said


def test_without_a_platform_nothing_is_fetched(home, receipt, clerk):
    assert db.session.scalar(text(JOBS)) == 0
    with pytest.raises(NoFiscalPlatform):
        fetch_fiscal_receipt(number=receipt.number, by=home.clerk)
    assert "待登记" in desk.read(clerk, "/receipts")


def test_with_a_platform_it_is_fetched_after_the_commit(home, book, clerk):
    receipt = take(home, make_due(home), 400_00)
    assert db.session.scalar(text(JOBS)) == 1
    assert "待取票" in desk.read(clerk, "/receipts")
    fetch(receipt.number)
    db.session.expire_all()
    assert get_receipt(receipt.number).fiscal.number == "0000000001"
    [asked] = book.asked
    assert (asked["amount"], asked["payer_name"]) == ("350.00", "张小三")
    assert asked["lines"] == [{"name": "遗体火化（拣灰炉）", "amount": "350.00"}]
    assert "来源 票据平台" in desk.read(clerk, f"/receipts/{receipt.number}")


def test_fetched_twice_it_is_issued_once(home, book):
    receipt = deposit(home, 100_00)
    fetch(receipt.number)
    fetch(receipt.number)
    assert len(book.issued) == 1
    with pytest.raises(FiscalRecorded):
        fetch_fiscal_receipt(number=receipt.number, by=home.clerk)


def test_a_platform_that_is_down_leaves_it_waiting_and_it_is_asked_again(home, book, clerk):
    receipt = deposit(home, 100_00)
    book.down = True
    with pytest.raises(URLError):
        fetch(receipt.number)
    path = f"/receipts/{receipt.number}"
    assert "待取票 已向票据平台取票，还没有取到。" in desk.read(clerk, path)
    assert "已再次向票据平台取票" in desk.send(clerk, f"{path}/fetch")
    assert db.session.scalar(text(JOBS)) == 2
    book.down, book.slow = False, True
    with pytest.raises(NotYetIssued):
        fetch(receipt.number)
    book.slow = False
    fetch(receipt.number)
    assert "票据号码 0000000001" in desk.read(clerk, path)


def test_nothing_paid_needs_no_number(home, book):
    take(home, bill_of(home, cremated(home)), 0)
    assert db.session.scalar(text(JOBS)) == 0


def test_two_clerks_type_the_same_number_at_once(app: Flask, home):
    numbers = [deposit(home, 100_00).number for _ in range(2)]
    begin, said = threading.Barrier(2), []

    def clerk(number: str) -> None:
        with app.app_context():
            begin.wait()
            try:
                record_fiscal_receipt(
                    receipt_number=number,
                    code="42990026",
                    fiscal_number="0000000042",
                    check_code="8f3a1c",
                    issued_on=clock.today(),
                    by=home.clerk,
                )
                said.append("recorded")
            except FiscalNumberUsed:
                said.append("refused")

    clerks = [threading.Thread(target=clerk, args=(number,)) for number in numbers]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert sorted(said) == ["recorded", "refused"]
