"""丧葬用品: out of stock and onto the case, or neither; never above the markup; back as it came."""

import threading
from types import SimpleNamespace

import pytest
from flask import Flask

from billing import errors
from billing.kinds import ItemClass
from billing.operations import (
    count_goods,
    receive_goods,
    return_goods,
    sell_goods,
    withdraw_charge,
)
from billing.pricing import TariffTerms
from billing.queries import list_charges
from billing.queries.goods import list_batches, list_movements, list_stock, lock_article
from billing.units import Unit
from kernel.people.actors import SETUP, Role
from tests import world
from tests.billing.price_lists import a_draft, an_urn, apart, days_from_now, publish_draft, stock
from tests.billing.test_make_bill import bill_of, cremated
from tests.funeral import desk
from tests.visitor import visit

URN = "urn_plain"


@pytest.fixture
def home(home):
    """An urn on the list at 260, bought for 200, at most 30 % more; none in stock yet."""
    publish_draft(home, an_urn())
    return home


@pytest.fixture
def case(home):
    return world.open_case(home)


@pytest.fixture
def keeper(app: Flask, home):
    world.make_staff("jy-administrator", Role.ADMINISTRATOR, home.id)
    return visit(app, "jy-administrator")


def sell(home, case, quantity=1, code=URN, price_fen=None):
    return sell_goods(
        institution_id=home.id,
        case_id=case.id,
        item_code=code,
        quantity=quantity,
        chosen_price_fen=price_fen,
        by=home.clerk,
    )


def count(home, counted, reason=""):
    return count_goods(
        institution_id=home.id, item_code=URN, counted=counted, reason=reason, by=SETUP
    )


def left(home):
    return list_stock(home.id).get(URN, 0)


def test_a_sale_takes_from_stock_and_charges_the_case(home, case):
    stock(home, 3)
    charge = sell(home, case, 2)
    assert charge.line().gross_fen == 520_00
    assert charge.fact_kind == "stock_movement"
    assert left(home) == 1


def test_what_is_not_there_is_not_sold(home, case):
    stock(home, 1)
    with pytest.raises(errors.StockTooLow, match="库存只有 1 件"):
        sell(home, case, 2)
    for quantity in (0, -1, 100_000):
        with pytest.raises(errors.WholeQuantity):
            sell(home, case, quantity)
    assert list_charges(case.id) == []
    assert left(home) == 1


def test_the_last_one_is_sold_once_to_two_families_at_once(app: Flask, home):
    stock(home, 1)
    cases = [SimpleNamespace(id=world.open_case(home).id) for _ in range(2)]
    begin, said, home = threading.Barrier(2), [], apart(home)

    def desk_of(case) -> None:
        with app.app_context():
            begin.wait()
            try:
                sell(home, case)
                said.append("sold")
            except errors.StockTooLow:
                said.append("refused")

    desks = [threading.Thread(target=desk_of, args=(case,)) for case in cases]
    for each in desks:
        each.start()
    for each in desks:
        each.join()
    assert sorted(said) == ["refused", "sold"]
    assert left(home) == 0
    assert sum(len(list_charges(case.id)) for case in cases) == 1


def test_the_oldest_pieces_go_first_across_batches(home, case):
    stock(home, 1, received_on=days_from_now(-5))
    stock(home, 2, purchase_fen=210_00)
    sell(home, case, 2)
    article = lock_article(home.id, URN)
    assert [batch.remaining for batch in list_batches(article.id)] == [0, 1]


def test_a_cheaper_batch_lowers_what_may_be_asked(home, case):
    """30 % over 199.99 is 259.98; the list says 260."""
    stock(home, 1, purchase_fen=199_99)
    with pytest.raises(errors.MarkupExceeded, match=r"差率最高 30%，售价不高于 259\.98 元"):
        sell(home, case)
    assert left(home) == 1
    assert list_charges(case.id) == []


def test_a_chosen_price_keeps_to_the_markup_too(home, case):
    wide = TariffTerms(unit=Unit.PIECE, price_low_fen=10_00, price_high_fen=260_00)
    publish_draft(home, an_urn(code="wreath", name="花圈", terms=wide))
    stock(home, 5, 100_00, item_code="wreath")
    with pytest.raises(errors.MarkupExceeded):
        sell(home, case, code="wreath", price_fen=130_01)
    assert sell(home, case, code="wreath", price_fen=130_00).line().gross_fen == 130_00


def test_a_return_brings_pieces_and_money_back(home, case):
    stock(home, 1, received_on=days_from_now(-5))
    stock(home, 1)
    charge = sell(home, case, 2)
    with pytest.raises(errors.ReturnInstead):
        withdraw_charge(charge_id=charge.id, reason="错", by=home.clerk)
    with pytest.raises(errors.WithdrawReasonMissing):
        return_goods(charge_id=charge.id, reason="", by=home.clerk)
    return_goods(charge_id=charge.id, reason="家属自带", by=home.clerk)
    assert left(home) == 2
    assert list_charges(case.id) == []
    article = lock_article(home.id, URN)
    assert [batch.remaining for batch in list_batches(article.id)] == [1, 1]
    with pytest.raises(errors.ChargeWithdrawn):
        return_goods(charge_id=charge.id, reason="再一次", by=home.clerk)


def test_what_is_billed_is_not_returned_here(home):
    case = cremated(home)
    stock(home, 1)
    charge = sell(home, case)
    bill_of(home, case)
    with pytest.raises(errors.ChargeBilled):
        return_goods(charge_id=charge.id, reason="家属自带", by=home.clerk)


def test_a_service_is_no_article(home, case):
    publish_draft(home, a_draft())
    with pytest.raises(errors.NotGoods):
        sell(home, case, code="embalming")
    with pytest.raises(errors.NotListed):
        sell(home, case, code="unheard_of")
    with pytest.raises(errors.NotGoods):
        stock(home, item_code="embalming")
    stock(home)
    world.receive(home, case)
    with pytest.raises(errors.NotAnArticle):
        return_goods(charge_id=list_charges(case.id)[0].id, reason="错", by=home.clerk)


def test_a_count_with_a_difference_needs_its_reason(home):
    stock(home, 3)
    with pytest.raises(errors.DifferenceReasonMissing, match="账面 3，实有 2"):
        count(home, 2)
    assert count(home, 2, "运输破损").expected == 3
    assert left(home) == 2
    assert count(home, 2).reason == ""
    count(home, 4, "上次漏点")
    assert left(home) == 4
    kinds = [(each.kind, each.quantity) for each in list_movements(home.id).items]
    assert kinds == [("counted", 2), ("counted", -1), ("received", 3)]


def test_what_was_never_bought_cannot_be_found(home):
    with pytest.raises(errors.NoBatchYet):
        count(home, 1, "找到一件")
    assert count(home, 0).counted == 0


def test_nothing_is_received_tomorrow(home):
    with pytest.raises(errors.PurchasedInFuture):
        stock(home, received_on=days_from_now(1))
    with pytest.raises(errors.WholeQuantity):
        stock(home, 0)


def test_the_pages_of_stock_keep_what_was_typed(home, keeper):
    typed = {
        "item_code": URN,
        "quantity": "十",
        "purchase_price": "200",
        "received_on": desk.three(days_from_now(0)),
        "supplier": "演示殡葬用品厂",
        "document": "发票 0001",
    }
    page = keeper.post("/goods/receive", data=typed).text
    assert 'value="十"' in page
    assert 'value="演示殡葬用品厂"' in page
    said = desk.send(keeper, "/goods/receive", **(typed | {"quantity": "10"}))
    assert "已登记购进。" in said
    assert "骨灰盒（素面） 10 260 元/件 差率控制，差率不超过 30%" in said
    dear = desk.send(keeper, "/goods/receive", **(typed | {"quantity": "1", "purchase_price": "1"}))
    assert "售价不高于 1.30 元，已公布 260 元，请公布新的价格。" in dear
    short = {"item_code": URN, "counted": "9"}
    assert desk.beside(keeper, "/goods/count", "reason", **short) == (
        "账面 11，实有 9，请写明差异的原因。"
    )
    assert "盘点已登记。" in desk.send(keeper, "/goods/count", **short, reason="破损")
    moved = desk.read(keeper, f"/goods/movements?code={URN}&sort=quantity&direction=asc")
    assert "盘点 -2" in moved
    assert "购进 +10" in moved


def test_the_desk_sees_stock_and_does_not_change_it(home, clerk, app):
    assert "还没有登记过购进。" in desk.read(clerk, "/goods")
    assert clerk.get("/goods/receive").status_code == 403
    assert clerk.get("/goods/count").status_code == 403
    assert visit(app, "jy-operator").get("/goods").status_code == 403


def test_receiving_twice_with_one_form_is_once(home):
    for _turn in range(2):
        receive_goods(
            institution_id=home.id,
            item_code=URN,
            quantity=5,
            purchase_price_fen=200_00,
            received_on=days_from_now(0),
            supplier="厂",
            document="1",
            by=SETUP,
            idempotency_key="0194",
        )
    assert left(home) == 5
    assert ItemClass.GOODS.label == "丧葬用品"
