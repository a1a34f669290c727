"""收款: the whole bill in cash, with change; the receipt waits for its printer."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from billing.errors import (
    AlreadyPaid,
    BillTakenBack,
    MoreThanOpen,
    NotEnoughCash,
    NothingPaid,
    ReceiptPrinted,
)
from billing.models import Payment
from billing.operations import credit_bill, print_receipt, take_cash
from billing.queries import find_payment, find_receipt, list_payments, standing_of
from billing.receipting import RECEIPT
from funeral.kinds import CrematorType
from hardware.errors import GlyphMissing, NoPrinter
from hardware.operations import add_printer
from hardware.queries import list_print_jobs, list_queue
from kernel.db import db
from kernel.errors import NotFound
from tests import world
from tests.billing.bills import at_once, billed, second_clerk
from tests.billing.test_make_bill import bill_of, cremated
from tests.funeral import desk
from tests.visitor import visit

DUE_YUAN = 350


@pytest.fixture
def bill(home):
    """350 yuan due: the collecting furnace instead of the flat one."""
    return bill_of(home, cremated(home, CrematorType.COLLECTING))


def take(home, bill, tendered_fen, **changed):
    asked = {"bill_number": bill.number, "tendered_fen": tendered_fen, "by": home.clerk}
    return take_cash(**(asked | changed))


def printer_off(home):
    """Registered and switched off: nothing listens on this port."""
    return add_printer(institution_id=home.id, name="前台", host="127.0.0.1", port=1, by=home.clerk)


def test_the_change_is_given_and_the_receipt_numbered(home, bill):
    receipt = take(home, bill, 500_00)
    payment = find_payment(bill.id)
    assert (payment.amount_fen, payment.change_fen) == (350_00, 150_00)
    assert receipt.number == world.numbered("JYS", 1)


def test_too_little_cash_is_said_beside_the_field_and_takes_nothing(home, bill, clerk):
    path = f"/bills/{bill.number}/cash"
    sentence = desk.beside(clerk, path, "tendered", tendered="349.99")
    assert sentence == "实收现金 349.99 元 少于应付 350 元，请核对。"
    assert desk.beside(clerk, path, "tendered", tendered="") == "请填写收到的现金。"
    beyond = desk.beside(clerk, path, "tendered", tendered="999999999")
    assert beyond == "金额不能超过一千万元，请核对。"
    assert find_payment(bill.id) is None
    with pytest.raises(NotEnoughCash):
        take(home, bill, 0)


def test_nothing_due_is_still_receipted(home, clerk):
    free = bill_of(home, cremated(home))
    assert "已收款，找零 0 元。" in desk.send(clerk, f"/bills/{free.number}/cash", tendered="0")


def test_a_bill_is_paid_once(home, bill):
    take(home, bill, 350_00)
    with pytest.raises(AlreadyPaid):
        take(home, bill, 350_00)


def test_the_same_form_sent_twice_takes_the_money_once(home, bill, clerk):
    asked = {"tendered": "400", "idempotency_key": "0192"}
    path = f"/bills/{bill.number}/cash"
    assert "找零 50 元" in desk.send(clerk, path, **asked)
    assert "找零 50 元" in desk.send(clerk, path, **asked)
    assert len(list(db.session.scalars(select(Payment)))) == 1


def test_two_tills_at_once_take_the_money_once(app: Flask, home, bill):
    number, begin, said = bill.number, threading.Barrier(2), []

    def till() -> None:
        with app.app_context():
            begin.wait()
            try:
                take_cash(bill_number=number, tendered_fen=350_00, by=home.clerk)
                said.append("paid")
            except AlreadyPaid:
                said.append("refused")

    tills = [threading.Thread(target=till) for _ in range(2)]
    for one in tills:
        one.start()
    for one in tills:
        one.join()
    assert sorted(said) == ["paid", "refused"]


def test_a_printer_that_is_off_keeps_the_receipt_and_the_money_stands(home, bill, clerk):
    printer_off(home)
    said = desk.send(clerk, f"/bills/{bill.number}/cash", tendered="350")
    assert "已付清" in said
    assert "收据打印 等待打印" in said
    [job] = list_print_jobs(home.id, RECEIPT, world.numbered("JYS", 1))
    assert job.is_open


def test_without_any_printer_the_receipt_is_printed_later(home, bill, clerk):
    receipt = take(home, bill, 350_00)
    path = f"/bills/{bill.number}"
    assert "当时没有可用的打印机，收据还没有打印。" in desk.read(clerk, path)
    with pytest.raises(NoPrinter):
        print_receipt(number=receipt.number, by=home.clerk)
    printer_off(home)
    sent = f"/receipts/{receipt.number}/print"
    said = desk.send(clerk, sent, back=bill.number)
    assert "收据打印 等待打印" in said  # the bill's page
    assert len(list_print_jobs(home.id, RECEIPT, receipt.number)) == 1
    with pytest.raises(ReceiptPrinted):
        print_receipt(number=receipt.number, by=home.clerk)


def till_of(home, desk=""):
    return add_printer(
        institution_id=home.id, name=f"前台{desk}", host="127.0.0.1", port=1,
        desk=desk, drawer="pin_2", by=home.clerk,
    )  # fmt: skip


def test_the_till_opens_for_cash_before_the_receipt_is_printed(home, bill):
    printer = till_of(home)
    receipt = take(home, bill, 500_00)
    kick, paper = sorted(list_queue(printer.id), key=lambda job: job.id)
    assert (kick.kind, kick.number) == ("drawer", bill.number)
    assert (paper.kind, paper.number) == ("slip", receipt.number)


def test_a_till_at_a_window_where_nobody_sits_stays_shut(home, bill):
    printer = till_of(home, "二号窗口")
    take(home, bill, 500_00)
    assert [job.kind for job in list_queue(printer.id)] == ["slip"]


def test_no_till_opens_for_cash_that_was_refused(home, bill):
    printer = till_of(home)
    with pytest.raises(NotEnoughCash):
        take(home, bill, 1_00)
    assert list_queue(printer.id) == []


def test_no_receipt_without_a_payment(home, bill):
    assert find_payment(bill.id) is None
    with pytest.raises(NotFound):
        print_receipt(number=world.numbered("JYS", 1), by=home.clerk)


def test_the_slip_says_what_the_bill_says(home, bill):
    printer_off(home)
    receipt = take(home, bill, 500_00)
    assert find_receipt(find_payment(bill.id).id).number == receipt.number
    [job] = list_print_jobs(home.id, RECEIPT, receipt.number)
    slip = str(job.slip)
    for word in ("收费明细（非发票）", receipt.number, bill.number, "遗体火化（拣灰炉）"):
        assert word in slip


def test_the_cremation_hall_takes_no_money(home, bill, app: Flask):
    assert visit(app, "jy-operator").get(f"/bills/{bill.number}").status_code == 403


def test_a_name_no_font_has_does_not_stop_the_payment(home):
    """U+31350 is in no font we carry: the money is taken, only the paper is missing."""
    printer_off(home)
    case = cremated(home, CrematorType.COLLECTING, claimant_name="张\U00031350")
    bill = bill_of(home, case)
    receipt = take(home, bill, 350_00)
    assert list_print_jobs(home.id, RECEIPT, receipt.number) == []
    with pytest.raises(GlyphMissing):
        print_receipt(number=receipt.number, by=home.clerk)
    assert find_payment(bill.id) is not None


def test_three_payers_pay_their_parts_and_together_exactly_the_bill(home, clerk):
    bill = billed(home)
    path = f"/bills/{bill.number}/cash"
    for payer, amount, tendered, change in (
        ("张小三", "500", "500", "0"),
        ("张小四", "400.50", "450", "49.50"),
        ("张小五", "199.50", "200", "0.50"),
    ):
        said = desk.send(clerk, path, payer_name=payer, amount=amount, tendered=tendered)
        assert f"已收款，找零 {change} 元。" in said
    standing = standing_of(bill.case_id)
    assert (standing.paid_fen, standing.open_fen) == (bill.due_fen, 0) == (1100_00, 0)
    said = desk.read(clerk, f"/bills/{bill.number}")
    assert "已付清" in said
    assert all(payer in said for payer in ("张小三", "张小四", "张小五"))
    assert [p.payer_name for p in list_payments(bill.case_id)] == ["张小三", "张小四", "张小五"]


def test_part_of_a_bill_leaves_the_rest_open(home, clerk):
    bill = billed(home)
    take(home, bill, 100_00, amount_fen=100_00, payer_name="张小三")
    said = desk.read(clerk, f"/bills/{bill.number}")
    assert "付了一部分" in said
    assert "未付 1,000 元" in said
    assert "未付 1,000 元" in desk.read(clerk, f"/bills/{bill.number}/cash")


def test_more_than_is_open_is_refused_beside_the_amount_and_what_was_typed_stays(home, clerk):
    bill = billed(home)
    path, asked = f"/bills/{bill.number}/cash", {"payer_name": "张小四", "tendered": "2000"}
    sentence = desk.beside(clerk, path, "amount", amount="1100.01", **asked)
    assert sentence == "未付的只有1,100 元，请核对金额。"
    page = clerk.post(path, data={"amount": "1100.01", **asked}).text
    assert all(f'value="{typed}"' in page for typed in ("1100.01", "张小四", "2000"))
    assert desk.beside(clerk, path, "amount", amount="0", **asked) == "请填写大于零的金额。"
    assert (
        desk.beside(clerk, path, "payer_name", amount="1", tendered="1") == "请填写付款人的姓名。"
    )
    for amount_fen, refusal in ((1100_01, MoreThanOpen), (0, NothingPaid)):
        with pytest.raises(refusal):
            take(home, bill, 2000_00, amount_fen=amount_fen)
    assert list_payments(bill.case_id) == []


def test_two_tills_taking_parts_at_once_never_take_more_than_the_bill(app: Flask, home):
    bill, other = billed(home), second_clerk(home)
    number = bill.number
    said = at_once(
        app,
        *(
            lambda by=by: take_cash(
                bill_number=number, tendered_fen=600_00, amount_fen=600_00, by=by
            )
            for by in (home.clerk, other)
        ),
    )
    assert said == ["MoreThanOpen", "done"]
    db.session.rollback()
    assert standing_of(bill.case_id).paid_fen == 600_00


def test_no_money_is_taken_for_a_bill_that_was_taken_back(home):
    bill = billed(home)
    credit_bill(bill_number=bill.number, positions=None, reason="重开", by=home.clerk)
    with pytest.raises(BillTakenBack):
        take(home, bill, 1100_00)
