"""作废收据: the row and its number stay; another may be issued in its place."""

import threading

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing.errors import (
    ReceiptCounts,
    ReceiptOfAnother,
    ReceiptReplaced,
    ReceiptVoided,
    VoidReasonMissing,
)
from billing.kinds import PaymentMethod
from billing.operations import replace_receipt, void_receipt
from billing.queries import find_receipt, get_receipt, list_receipts_of, recount
from billing.receipting import RECEIPT
from hardware.operations import add_printer, reprint
from hardware.queries import list_print_jobs
from kernel import clock
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.billing.tills import deposit, take
from tests.funeral import desk
from tests.visitor import visit


@pytest.fixture
def receipt(home):
    return deposit(home, 350_00)


def void(home, receipt, **changed):
    asked = {"number": receipt.number, "reason": "付款人写错", "by": home.clerk}
    return void_receipt(**(asked | changed))


def test_a_voided_receipt_keeps_its_row_and_number(home, receipt):
    void(home, receipt)
    kept = get_receipt(receipt.number)
    assert kept.void.reason == "付款人写错"
    assert find_receipt(receipt.payment_id) is None
    assert recount(home.institution, clock.today().year).voided == 1


def test_another_is_issued_at_once_and_names_the_voided_one(home, receipt):
    another = void(home, receipt, replaced=True)
    assert another.number == world.numbered("JYS", 2)
    assert another.replaces_id == receipt.id
    assert find_receipt(receipt.payment_id).number == another.number
    assert len(list_receipts_of(receipt.payment_id)) == 2


def test_another_may_be_issued_later_but_once(home, receipt):
    with pytest.raises(ReceiptCounts):
        replace_receipt(number=receipt.number, by=home.clerk)
    void(home, receipt)
    assert replace_receipt(number=receipt.number, by=home.clerk).number == world.numbered("JYS", 2)
    with pytest.raises(ReceiptReplaced):
        replace_receipt(number=receipt.number, by=home.clerk)


def test_it_is_voided_once_with_a_reason(home, receipt):
    with pytest.raises(VoidReasonMissing):
        void(home, receipt, reason="  ")
    void(home, receipt)
    with pytest.raises(ReceiptVoided):
        void(home, receipt)


def test_only_who_issued_it_or_an_administrator_voids_it(home, receipt):
    colleague = world.make_staff("jy-colleague", Role.DESK, home.id).actor()
    with pytest.raises(ReceiptOfAnother, match="JY-desk"):
        void(home, receipt, by=colleague)
    void(home, receipt, by=world.make_staff("jy-head", Role.ADMINISTRATOR, home.id).actor())


def test_two_windows_at_once_void_it_once(app: Flask, home, receipt):
    number, begin, said = receipt.number, threading.Barrier(2), []

    def window() -> None:
        with app.app_context():
            begin.wait()
            try:
                void_receipt(number=number, reason="重复", replaced=True, by=home.clerk)
                said.append("voided")
            except ReceiptVoided:
                said.append("refused")

    windows = [threading.Thread(target=window) for _ in range(2)]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert sorted(said) == ["refused", "voided"]


def test_the_database_keeps_voids_for_ever(home, receipt):
    void(home, receipt)
    for change in ("UPDATE receipt_voids SET reason = ''", "DELETE FROM receipt_voids"):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.connection().execute(text(change))


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(home, receipt, clerk):
    path = f"/receipts/{receipt.number}/void"
    assert desk.beside(clerk, path, "reason", reason="") == "请写明作废的原因。"
    long = "错" * 201
    assert long in clerk.post(path, data={"reason": long}).text
    said = desk.send(clerk, path, reason="金额写错", replaced="y")
    assert f"收据 {world.numbered('JYS', 1)} 已作废。" in said
    assert f"代替已作废的 {world.numbered('JYS', 1)}" in said
    again = desk.read(clerk, f"/receipts/{world.numbered('JYS', 1)}")
    assert "金额写错" in again
    assert f"另开的收据是 {world.numbered('JYS', 2)}" in again


def test_a_colleague_reads_why_it_is_refused(app, home, receipt):
    world.make_staff("jy-colleague", Role.DESK, home.id)
    said = desk.send(visit(app, "jy-colleague"), f"/receipts/{receipt.number}/void", reason="看错")
    assert "由JY-desk开具，请由本人或管理员作废" in said


def test_the_replacement_is_printed_and_a_copy_is_marked(home, clerk):
    add_printer(institution_id=home.id, name="前台", host="127.0.0.1", port=1, by=home.clerk)
    receipt = deposit(home, 100_00)
    another = void(home, receipt, replaced=True)
    [first] = list_print_jobs(home.id, RECEIPT, another.number)
    db.session.connection().execute(
        text("UPDATE print_jobs SET state = 'printed' WHERE id = :id"), {"id": first.id}
    )
    db.session.commit()
    assert reprint(print_job_id=first.id, by=home.clerk).copy_number == 1
    assert "补打 第1次" in desk.read(clerk, f"/receipts/{another.number}")
    assert "补打1次" in desk.read(clerk, "/receipts")


def test_the_list_finds_by_number_day_and_state_and_counts_the_numbers(home, clerk):
    first, second = deposit(home, 100_00), take(home)
    void(home, first)
    assert f"{clock.today().year}年第1号至第2号，共2张，作废1张，没有缺号。" in desk.read(
        clerk, "/receipts"
    )
    found = desk.read(clerk, f"/receipts?search={second.payment.bill.number}")
    assert second.number in found
    assert f"{first.number} " not in found
    voided = desk.read(clerk, "/receipts?state=voided")
    assert first.number in voided
    assert f"{second.number} " not in voided
    assert "没有找到，请核对编号和日期。" in desk.read(clerk, "/receipts?day=2026-01-01")
    for odd in ("?day=0001-01-01", "?day=x", "?state=x", "?page=x&sort=x", "?search=%25_"):
        assert clerk.get(f"/receipts{odd}").status_code == 200


def test_an_officer_reads_and_changes_nothing(app, home, receipt):
    world.make_office()
    officer = visit(app, "mz-officer")
    assert "现金" in desk.read(officer, f"/receipts/{receipt.number}")
    assert officer.post(f"/receipts/{receipt.number}/void", data={}).status_code == 403
    assert visit(app, "jy-operator").get("/receipts").status_code == 403


def test_another_home_does_not_see_it(app, home, receipt):
    world.make_home("TC")
    other = visit(app, "tc-desk")
    assert other.get(f"/receipts/{receipt.number}").status_code == 404
    assert receipt.number not in other.get("/receipts").text
    assert str(PaymentMethod.CASH.label) in desk.read(visit(app, "jy-desk"), "/receipts")
