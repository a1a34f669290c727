"""交班: what should be in the drawer, what was counted, why they differ, and who says so."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from billing.errors import DifferenceUnexplained, DrawerOpen, NoOpenShift, SignatureWrong
from billing.kinds import PaymentMethod
from billing.models import Payment, Shift
from billing.operations import (
    close_shift,
    credit_bill,
    open_shift,
    pay_out_refund,
    take_deposit,
)
from billing.operations.shifts import SHIFT
from billing.queries import cash_of, find_open_shift, get_shift, list_refunds_of
from hardware.operations import add_printer
from hardware.queries import list_print_jobs
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.billing.tills import deposit, make_due, take
from tests.funeral import desk
from tests.visitor import visit

NAME = "JY-desk"


def close(home, counts, **changed):
    asked = {"counts": counts, "explanation": "", "signed_name": NAME, "by": home.clerk}
    return close_shift(**(asked | changed))


def drawer(home):
    return cash_of(find_open_shift(home.clerk.id))


def test_the_first_cash_opens_a_drawer_without_change(home):
    deposit(home, 300_00, tendered_fen=400_00)
    moved = drawer(home)
    assert (moved.float_fen, moved.tendered_fen, moved.change_fen) == (0, 400_00, 100_00)
    assert moved.expected_fen == 300_00


def test_the_change_it_begins_with_is_stated_before_cash_moves(home):
    assert open_shift(float_fen=500_00, by=home.clerk).number == world.numbered("JYB", 1)
    assert open_shift(float_fen=600_00, by=home.clerk).number == world.numbered("JYB", 1)
    deposit(home, 100_00)
    assert drawer(home).expected_fen == 700_00
    with pytest.raises(DrawerOpen):
        open_shift(float_fen=0, by=home.clerk)


def test_cash_given_back_is_no_longer_expected(home):
    bill = make_due(home)
    take(home, bill)
    credit_bill(bill_number=bill.number, positions=None, reason="重新出具", by=home.clerk)
    [refund] = list_refunds_of(bill.case_id)
    assert drawer(home).expected_fen == 350_00
    pay_out_refund(number=refund.number, reference="", by=home.clerk)
    moved = drawer(home)
    assert (moved.refunded_fen, moved.expected_fen) == (350_00, 0)


def test_a_terminal_s_money_is_in_no_drawer(home):
    deposit(home, 300_00, method=PaymentMethod.POS, reference="0001")
    assert find_open_shift(home.clerk.id) is None


def test_counted_and_signed_it_is_closed_for_ever(home):
    deposit(home, 300_00)
    shift = close(home, {100_00: 2, 50_00: 2})
    assert (shift.expected_fen, shift.counted_fen) == (300_00, 300_00)
    assert shift.counts["10000"] == 2
    assert shift.counts["10"] == 0
    with pytest.raises(NoOpenShift):
        close(home, {})
    for change in ("UPDATE shifts SET explanation = 'x'", "DELETE FROM shifts"):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.connection().execute(text(change))


def test_a_difference_is_explained(home):
    deposit(home, 300_00)
    with pytest.raises(DifferenceUnexplained, match="应有 300 元，清点为 290 元，相差 -10 元"):
        close(home, {100_00: 2, 50_00: 1, 20_00: 2})
    assert close(home, {100_00: 4}, explanation="多收，家属已离开").counted_fen == 400_00


def test_only_the_cashier_signs(home):
    deposit(home, 300_00)
    with pytest.raises(SignatureWrong):
        close(home, {100_00: 3}, signed_name="别人")
    colleague = world.make_staff("jy-colleague", Role.DESK, home.id).actor()
    with pytest.raises(NoOpenShift):
        close(home, {100_00: 3}, by=colleague)


def test_a_denomination_there_is_not_is_no_cash(home):
    deposit(home, 300_00)
    with pytest.raises(ValueError, match="denominations"):
        close(home, {30_00: 10})


def test_cash_taken_at_this_moment_is_in_this_shift_or_the_next(app: Flask, home):
    """Twenty take while one closes, again and again: no cash without a drawer, no drawer wrong."""
    cases = [world.open_case(home) for _ in range(20)]
    asked = [(case.id, case.number) for case in cases]
    begin, troubles = threading.Barrier(21), []

    def till(turn: int) -> None:
        with app.app_context():
            begin.wait()
            try:
                take_deposit(
                    institution_id=home.id,
                    case_id=asked[turn][0],
                    case_number=asked[turn][1],
                    method=PaymentMethod.CASH,
                    amount_fen=100_00,
                    payer_name="张小三",
                    by=home.clerk,
                )
            except Exception as trouble:  # noqa: BLE001 — any is a fault
                troubles.append(trouble)

    def closer() -> None:
        with app.app_context():
            begin.wait()
            for _turn in range(10):
                try:
                    close_shift(counts={}, explanation="试", signed_name=NAME, by=home.clerk)
                except NoOpenShift:
                    db.session.rollback()

    threads = [threading.Thread(target=till, args=(turn,)) for turn in range(20)]
    threads.append(threading.Thread(target=closer))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert troubles == []
    db.session.expire_all()
    assert all(payment.shift_id for payment in db.session.scalars(select(Payment)))
    shifts = list(db.session.scalars(select(Shift)))
    closed = [shift for shift in shifts if shift.closed_at]
    assert all(shift.expected_fen == cash_of(shift).expected_fen for shift in closed)
    assert sum(cash_of(shift).taken_fen for shift in shifts) == 2000_00
    assert len(shifts) - len(closed) <= 1


def test_the_page_keeps_the_count_that_was_typed(home, clerk):
    deposit(home, 300_00)
    assert "应有现金 300.00" in desk.read(clerk, "/shift")
    path = "/shift/close"
    beside = desk.beside(clerk, path, "explanation", pieces_10000="２", signed_name=NAME)
    assert beside == "应有 300 元，清点为 200 元，相差 -100 元，请写明原因。"
    page = clerk.post(path, data={"pieces_10000": "2", "pieces_10": "x", "signed_name": ""}).text
    assert 'name="pieces_10000" value="2"' in page
    assert 'name="pieces_10" value="x"' in page
    said = desk.words(page)
    assert "请用数字填写，例如 12。" in said
    assert "请填写您的姓名。" in said
    wrong = desk.beside(clerk, path, "signed_name", pieces_10000="3", signed_name="别人")
    assert wrong == "请填写您本人的姓名（JY-desk）作为签名。"
    said = desk.send(clerk, path, pieces_10000="3", signed_name=NAME)
    assert "已交班。" in said
    assert "相符" in said
    assert "您现在没有打开的钱箱" in desk.read(clerk, "/shift")


def test_the_float_is_typed_at_the_page(home, clerk):
    path = "/shift/open"
    assert desk.beside(clerk, path, "float", float="一百") == (
        "请用数字填写金额，例如 1280 或 1280.50。"
    )
    assert "备用金已登记，钱箱已打开。" in desk.send(clerk, path, float="500")
    deposit(home, 100_00)
    assert "备用金不能再改" in desk.send(clerk, path, float="600")


def test_the_slip_and_the_sheet_say_what_was_counted(home, clerk):
    add_printer(institution_id=home.id, name="前台", host="127.0.0.1", port=1, by=home.clerk)
    deposit(home, 300_00)
    shift = close(home, {100_00: 2, 50_00: 1}, explanation="少找")
    [job] = list_print_jobs(home.id, SHIFT, shift.number)
    for word in ("交班单", shift.number, "100 元 × 2", "少找", "接收人签名"):
        assert word in str(job.slip)
    sheet = desk.read(clerk, f"/shifts/{shift.number}/sheet")
    for word in ("JY殡仪馆 交班单", "100 元 × 2", "少 50 元", "接收人签名"):
        assert word in sheet


def test_colleagues_and_officers_read_it_and_another_home_does_not(app, home, clerk):
    deposit(home, 300_00)
    shift = close(home, {100_00: 3})
    world.make_office()
    for reader in (clerk, visit(app, "mz-officer")):
        assert "100 元 × 3" in desk.read(reader, f"/shifts/{shift.number}")
        assert shift.number in desk.read(reader, f"/shifts?cashier={home.clerk.id}")
    world.make_home("TC")
    assert visit(app, "tc-desk").get(f"/shifts/{shift.number}").status_code == 404
    assert visit(app, "mz-officer").get("/shift").status_code == 403
    assert get_shift(shift.number.lower()).id == shift.id
    for odd in ("?cashier=x", "?day=x", "?sort=difference"):
        assert clerk.get(f"/shifts{odd}").status_code == 200


def test_a_slip_of_the_finger_when_counting_is_said_beside_the_field(app: Flask, home):
    deposit(home, 300_00)
    sentence = desk.beside(
        visit(app, "jy-desk"),
        "/shift/close",
        "pieces_10000",
        pieces_10000="999999999",
        signed_name=NAME,
    )
    assert sentence == "数量太大，请核对。"
    assert find_open_shift(home.clerk.id).closed_at is None
