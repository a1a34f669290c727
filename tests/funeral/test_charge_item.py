"""登记其他费用: from the list of the day, never free words or prices; taken back with a reason."""

from datetime import date

import pytest
from flask import Flask

from billing import errors
from billing.kinds import ItemPurpose
from billing.operations import return_goods
from billing.queries import list_charges, list_withdrawn_charges
from billing.queries.goods import list_stock
from funeral.operations import charge_item, return_article, sell_article, withdraw_item
from kernel import clock
from kernel.errors import NotFound
from kernel.people.actors import Role
from tests import world
from tests.billing.price_lists import an_urn, days_from_now, publish_draft, stock
from tests.billing.test_publish_tariff_item import publish
from tests.funeral import desk
from tests.visitor import visit

NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def home(context):
    home = world.make_home()
    world.publish_tariff(home.id)
    publish(home, "preparation", 300_00, NEW_YEAR)
    return home


@pytest.fixture
def clerk(app: Flask, home):
    return visit(app, "jy-desk")


@pytest.fixture
def case(home):
    return world.open_case(home)


def charge(home, case, **changed):
    asked = {
        "number": case.number,
        "item_code": "preparation",
        "quantity": 1,
        "chosen_price_fen": None,
        "fact": "家属签字要求整容",
        "occurred_on": clock.today(),
        "by": home.clerk,
    }
    return charge_item(**(asked | changed))


def form(**changed):
    asked = {
        "item_code": "preparation",
        "quantity": "1",
        "fact": "家属签字要求整容",
        "occurred_on": desk.three(clock.today()),
    }
    return asked | changed


def test_an_item_of_the_list_is_charged_with_its_fact(home, case, clerk):
    said = desk.send(clerk, f"/cases/{case.number}/charges", **form())
    assert "已登记费用。" in said
    assert f"遗体整容 家属签字要求整容 {clock.today()} 300.00 撤销" in said


def test_what_is_wrong_is_said_beside_the_field_and_kept(home, case, clerk):
    path = f"/cases/{case.number}/charges"
    page = clerk.post(path, data=form(fact="家属要求", quantity="许多")).text
    assert 'value="许多"' in page
    assert 'value="家属要求"' in page
    assert desk.beside(clerk, path, "fact", **form(fact=" ")).startswith("请写明收费的事实")
    assert desk.beside(clerk, path, "quantity", **form(quantity="0")).startswith("请先登记数量")
    later = desk.three(days_from_now(1))
    assert desk.beside(clerk, path, "occurred_on", **form(occurred_on=later)).startswith("还没有到")
    dearer = desk.beside(clerk, path, "price", **form(price="301"))
    assert dearer == "本项公布的价格是300元，不能改为301元。"
    assert clerk.post(path, data=form(item_code="flowers")).status_code == 200
    assert list_charges(case.id) == []


def test_what_facts_charge_is_not_written_by_hand(home, case):
    with pytest.raises(errors.ChargedByFact, match="遗体存放"):
        charge(home, case, item_code="storage")
    publish_draft(home, an_urn())
    with pytest.raises(errors.SoldFromStock):
        charge(home, case, item_code="urn_plain")
    with pytest.raises(errors.NotListed):
        charge(home, case, item_code="flowers")


def test_a_fact_that_is_part_of_a_charge_is_recorded_and_not_charged(home, case):
    """条例 art. 42: the transfer is in the price of what was charged already."""
    publish(home, "fetching", 500_00, NEW_YEAR, includes=("transfer",))
    charge(home, case, item_code="fetching")
    world.receive(home, case)
    assert [each.item.code for each in list_charges(case.id)] == ["fetching"]


def test_a_part_charged_by_hand_falls_away_when_the_whole_is_recorded(context):
    home = world.make_home()
    world.publish_waiver()
    publish(home, "disinfection", 30_00, NEW_YEAR, purpose=ItemPurpose.DISINFECTION)
    publish(home, "transfer", 420_00, NEW_YEAR, includes=("disinfection",))
    case = world.open_case(home)
    charge(home, case, item_code="disinfection")
    world.receive(home, case)
    assert [each.item.code for each in list_charges(case.id)] == ["transfer"]
    [part] = list_withdrawn_charges(case.id)
    assert "已经包含在“遗体整容”里" in part.withdraw_reason


def test_an_article_that_turns_out_to_be_included_goes_back_into_stock(context):
    home = world.make_home()
    publish_draft(home, an_urn())
    stock(home, 1)
    publish(home, "transfer", 420_00, NEW_YEAR, includes=("urn_plain",))
    case = world.open_case(home)
    sell_article(
        number=case.number, item_code="urn_plain", quantity=1, chosen_price_fen=None, by=home.clerk
    )
    world.receive(home, case)
    assert [each.item.code for each in list_charges(case.id)] == ["transfer"]
    assert list_stock(home.id) == {"urn_plain": 1}


def test_the_desk_withdraws_what_it_wrote_and_the_administrator_the_rest(home, case, clerk, app):
    one = charge(home, case)
    path = f"/cases/{case.number}/charges/{one.id}/withdraw"
    assert desk.beside(clerk, path, "reason", reason="") == "请写明撤销的原因。"
    said = desk.send(clerk, path, reason="登记错了")
    assert "费用已撤销。" in said
    assert "登记错了" in said
    world.receive(home, case)
    [transfer] = list_charges(case.id)
    asked = {"number": case.number, "charge_id": transfer.id, "reason": "公里数有误"}
    with pytest.raises(errors.FactChargeKept):
        withdraw_item(**asked, by=home.clerk)
    keeper = world.make_staff("jy-administrator", Role.ADMINISTRATOR, home.id)
    withdraw_item(**asked, by=keeper.actor())
    assert list_charges(case.id) == []


def test_a_charge_of_another_case_is_not_touched(home, case):
    one = charge(home, case)
    other = world.open_case(home)
    with pytest.raises(NotFound):
        withdraw_item(number=other.number, charge_id=one.id, reason="错", by=home.clerk)
    with pytest.raises(NotFound):
        return_article(number=other.number, charge_id=one.id, reason="错", by=home.clerk)


def test_an_article_is_sold_and_returned_at_the_pages_of_the_case(home, case, clerk):
    publish_draft(home, an_urn())
    stock(home, 2)
    path = f"/cases/{case.number}/goods"
    assert "骨灰盒（素面） 260 元/件，库存 2" in desk.read(clerk, path)
    few = desk.beside(clerk, path, "quantity", item_code="urn_plain", quantity="3")
    assert few == "“骨灰盒（素面）”库存只有 2 件，请核对数量或先登记购进。"
    said = desk.send(clerk, path, item_code="urn_plain", quantity="2")
    assert "520.00 退回" in said
    [sold] = list_charges(case.id)
    back = f"/cases/{case.number}/charges/{sold.id}/return"
    assert "请写明撤销的原因。" in desk.beside(clerk, back, "reason", reason="")
    assert "已退回，库存和费用都已改正。" in desk.send(clerk, back, reason="家属自带")
    assert list_stock(home.id) == {"urn_plain": 2}


def test_the_operations_sell_and_return_for_a_case(home, case):
    publish_draft(home, an_urn())
    stock(home, 1)
    asked = {"item_code": "urn_plain", "quantity": 1, "chosen_price_fen": None}
    sold = sell_article(number=case.number, **asked, by=home.clerk)
    return_article(number=case.number, charge_id=sold.id, reason="家属自带", by=home.clerk)
    with pytest.raises(errors.ChargeWithdrawn):
        return_goods(charge_id=sold.id, reason="再一次", by=home.clerk)


def test_a_charge_leads_to_the_record_it_rests_on(home, clerk):
    case = world.open_case(home)
    world.receive(home, case)
    page = clerk.get(f"/cases/{case.number}/charges").text
    assert f'href="/cases/{case.number}#custody"' in page
    publish_draft(home, an_urn())
    stock(home, 1)
    desk.send(clerk, f"/cases/{case.number}/goods", item_code="urn_plain", quantity="1")
    page = clerk.get(f"/cases/{case.number}").text
    assert 'href="/goods/movements?code=urn_plain"' in page
