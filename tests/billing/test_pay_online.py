"""网上付款: relatives pay their parts, give up, come back; the provider alone says what came."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from billing.errors import MoreThanOpen, PayingElsewhere
from billing.jobs import close_order, reconcile_payments, send_refund
from billing.kinds import PaymentMethod
from billing.models import Payment, Refund
from billing.operations import start_payment
from billing.queries import find_account, list_payments, standing_of
from funeral.kinds import CrematorType
from kernel.db import db
from kernel.journal import JournalEntry
from kernel.people.actors import family as family_of
from tests import world
from tests.billing.pretended_rail import PretendedRail, only
from tests.billing.test_make_bill import bill_of, cremated
from tests.funeral import desk
from tests.visitor import visit

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}
IN_WECHAT = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0"}


@pytest.fixture
def bill(home):
    """350 yuan due."""
    return bill_of(home, cremated(home, CrematorType.COLLECTING, claimant_name="王示梅"))


@pytest.fixture
def rail(app: Flask, bill):
    rail = PretendedRail()
    with only(app, rail):
        yield rail


@pytest.fixture
def family(app, home):
    return visit(app)


def path_of(bill):
    return f"/pay/{find_account(bill.case_id).token}"


def pay(family, bill, amount="350", headers=None, **changed):
    """Sends the form; the address of the payment's page."""
    sent = {"method": "wechat", "amount": amount, "payer_name": "李示明"} | changed
    answer = family.post(path_of(bill), data=sent, headers=headers)
    assert answer.status_code == 302, desk.words(answer.text)
    return answer.location


def order_of(page):
    return page.rsplit("/", 1)[-1]


def states(bill):
    return [payment.state for payment in list_payments(bill.case_id)]


def test_the_form_offers_what_the_office_has_a_contract_for(bill, rail, family):
    page = family.get(path_of(bill)).text
    assert "手机里有微信" in page
    assert 'value="alipay"' not in page
    assert 'value="350"' in page


def test_who_reads_on_a_computer_scans_a_code(bill, rail, family):
    page = pay(family, bill)
    said = desk.read(family, page)
    assert "付款 350 元" in said
    assert "用微信扫这个码" in said
    assert "李**" in said
    assert "data:image/png;base64," in family.get(page).text


def test_who_reads_on_a_phone_goes_by_a_button_that_tells_wechat_only_our_host(bill, rail, family):
    page = pay(family, bill, headers=PHONE)
    answer = family.get(page, headers=PHONE).text
    assert f'href="https://pay.example/{order_of(page)}"' in answer
    assert 'referrerpolicy="origin"' in answer
    [order] = rail.orders.values()
    assert order.return_url.endswith(f"{page}?returned=1")


def test_inside_wechat_a_code_and_the_way_out_of_it_are_shown(bill, rail, family):
    page = pay(family, bill, headers=IN_WECHAT)
    said = desk.words(family.get(page, headers=IN_WECHAT).text)
    assert "您正在微信里看这一页。" in said


def test_who_has_paid_asks_and_is_given_the_receipt_number(bill, rail, family):
    page = pay(family, bill)
    assert "还没有查到这笔付款。" in desk.send(family, f"{page}/look")
    rail.pay(order_of(page))
    said = desk.send(family, f"{page}/look")
    assert "已收到 350 元" in said
    assert "费用已经付清。" in said
    assert f"收据号 {world.numbered('JYS', 1)}" in said
    assert "收据可到业务大厅打印。" in said


def test_two_relatives_pay_their_parts(bill, rail, family):
    first = pay(family, bill, "150")
    second = pay(family, bill, "200", payer_name="李示华")
    rail.pay(order_of(first))
    assert "还有 200 元没有付。" in desk.send(family, f"{first}/look")
    said = desk.read(family, path_of(bill))
    assert "还需要付 200 元" in said
    assert "另有 200 元正在付款" in said
    rail.pay(order_of(second))
    assert "费用已经付清。" in desk.send(family, f"{second}/look")
    assert standing_of(bill.case_id).left_fen == 0


def test_who_comes_second_is_told_what_is_still_open(bill, rail, family):
    pay(family, bill, "300")
    sentence = desk.beside(family, path_of(bill), "amount", method="wechat", amount="350")
    assert sentence == str(MoreThanOpen(open="50 元"))
    pay(family, bill, "50")
    said = desk.words(family.post(path_of(bill), data={"method": "wechat", "amount": "1"}).text)
    assert str(PayingElsewhere(amount="350 元")) in said
    assert "没付的部分正在付款。" in said


def test_two_relatives_at_once_never_reserve_more_than_is_open(app: Flask, home, bill, rail):
    number, begin, said = bill.number, threading.Barrier(2), []

    def relative() -> None:
        with app.app_context():
            begin.wait()
            try:
                start_payment(
                    bill_number=number,
                    method=PaymentMethod.WECHAT,
                    amount_fen=200_00,
                    by=family_of("JYA26-00001"),
                )
                said.append("begun")
            except MoreThanOpen:
                said.append("refused")

    relatives = [threading.Thread(target=relative) for _ in range(2)]
    for one in relatives:
        one.start()
    for one in relatives:
        one.join()
    assert sorted(said) == ["begun", "refused"]


def test_an_amount_that_is_none_is_said_beside_the_field(bill, rail, family):
    path = path_of(bill)
    assert (
        desk.beside(family, path, "amount", method="wechat", amount="0") == "请填写大于零的金额。"
    )
    assert desk.beside(family, path, "amount", method="wechat") == "请填写这次付的金额。"
    said = desk.words(family.post(path, data={"amount": "350"}).text)
    assert "没有办理" in said or "还有内容需要补充" in said
    assert states(bill) == []


def test_the_same_form_sent_twice_opens_one_order(bill, rail, family):
    first = pay(family, bill, idempotency_key="0192")
    assert pay(family, bill, idempotency_key="0192") == first
    assert states(bill) == ["pending"]


def test_who_gives_up_may_pay_another_way(bill, rail, family):
    page = pay(family, bill)
    said = desk.send(family, f"{page}/give-up")
    assert "这笔付款已经取消，没有收款。" in said
    assert "您需要付 350 元" in said
    assert states(bill) == ["closed"]
    assert "没有收款" in desk.read(family, page)


def test_who_gives_up_after_paying_has_paid(bill, rail, family):
    page = pay(family, bill)
    rail.pay(order_of(page))
    assert "已收到 350 元" in desk.send(family, f"{page}/give-up")


def test_money_that_comes_after_giving_up_goes_back_where_all_see_it(bill, rail, family):
    page = pay(family, bill)
    desk.send(family, f"{page}/give-up")
    rail.pay(order_of(page))
    said = desk.send(family, f"{page}/look")
    assert "取消以后才到账 350 元" in said
    said = desk.read(family, path_of(bill))
    assert "取消后到账，原路退回" in said
    assert "正在原路退回，到账时间以支付机构为准。" in said
    assert "您需要付 350 元" in said
    send_refund(db.session.scalars(select(Refund.number)).one())
    close_order(order_of(page))
    assert "退 350 元 已退款" in desk.read(family, path_of(bill))


def test_a_provider_that_does_not_answer_takes_nothing_and_is_asked_again(bill, rail, family):
    rail.is_down = True
    page = pay(family, bill)
    said = desk.read(family, page)
    assert "支付机构暂时没有回应，没有扣款。" in said
    assert "还没有开始付款" in said
    assert "还不能取消" in desk.send(family, f"{page}/give-up")
    assert "现在查不到" in desk.send(family, f"{page}/look")
    rail.is_down = False
    assert "用微信扫这个码" in desk.send(family, f"{page}/again")
    assert states(bill) == ["pending"]


def test_a_provider_that_refuses_sets_the_sum_free_again(bill, rail, family):
    rail.refuses = True
    answer = family.post(path_of(bill), data={"method": "wechat", "amount": "350"})
    assert answer.location == path_of(bill)
    assert "这种方式现在不能付，没有扣款。" in desk.read(family, path_of(bill))
    assert standing_of(bill.case_id).open_fen == 350_00


def test_another_sum_than_asked_is_looked_into_by_people(bill, rail, family):
    page = pay(family, bill)
    rail.paid[order_of(page)] = 1_00
    said = desk.send(family, f"{page}/look")
    assert "殡仪馆正在核对。请不要再付一次。" in said
    assert states(bill) == ["pending"]


def test_the_open_page_hears_of_the_payment_without_asking_the_provider(bill, rail, family):
    page = pay(family, bill)
    assert family.get(f"{page}/state").json == {"mark": "pending.qr."}
    rail.pay(order_of(page))
    assert family.get(f"{page}/state").json == {"mark": "pending.qr."}
    answer = family.post(f"{page}/look", headers={"Accept": "application/json"})
    assert answer.json == {"mark": "paid.qr."}


def test_reading_writes_nothing_and_asks_nobody(bill, rail, family):
    page = pay(family, bill)
    rail.pay(order_of(page))
    entries = select(func.count(JournalEntry.id))
    before, rail.asked = db.session.scalar(entries), []
    for path in (path_of(bill), page, f"{page}?returned=1", f"{page}/state"):
        assert family.get(path).status_code == 200
    assert db.session.scalar(entries) == before
    assert rail.asked == []
    assert states(bill) == ["pending"]


def test_without_javascript_the_page_comes_anew_by_itself_and_has_its_buttons(bill, rail, family):
    page = family.get(pay(family, bill)).text
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in page
    assert "我已经付了，查一下" in page
    assert "取消这笔付款" in page


def test_a_payment_is_shown_to_its_own_account_only(home, bill, rail, family):
    page = pay(family, bill)
    other = bill_of(home, cremated(home))
    foreign = f"{path_of(other)}/{order_of(page)}"
    for answer in (
        family.get(foreign),
        family.get(f"{foreign}/state"),
        family.post(f"{foreign}/give-up"),
        family.post(f"{foreign}/look"),
    ):
        assert answer.status_code == 404
    assert states(bill) == ["pending"]


def test_the_journal_names_the_case_and_never_the_token(bill, rail, family):
    page = pay(family, bill)
    desk.send(family, f"{page}/give-up")
    account = find_account(bill.case_id)
    entries = db.session.scalars(
        select(JournalEntry).where(
            JournalEntry.operation.in_(["billing.start_payment", "billing.close_payment"])
        )
    ).all()
    assert {entry.by for entry in entries} == {f"family:{account.case_number}"}
    assert all(account.token not in str(entry.changes) for entry in entries)


def test_a_way_the_office_gave_up_does_not_stop_the_others_from_being_asked(
    app: Flask, bill, rail, family
):
    page = pay(family, bill)
    db.session.expire_all()
    with only(app):
        assert reconcile_payments() == 0
        assert family.post(f"{page}/look").status_code == 409
    assert db.session.scalars(select(Payment.state)).all() == ["pending"]


def test_read_in_english_the_page_of_a_payment_holds_no_sentence_in_chinese(bill, rail, family):
    page = pay(family, bill)
    family.set_cookie("language", "en")
    for headers in (None, IN_WECHAT):
        assert "。" not in family.get(page, headers=headers).text
    rail.pay(order_of(page))
    assert "。" not in family.post(f"{page}/look", follow_redirects=True).text
