"""公布收费清单: charged only once families can read it; what they could read is kept for ever."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing.errors import EndedBefore, EndsInPast, NothingToPublish, NotPublishedThen
from billing.kinds import ItemClass, PriceMode
from billing.operations import (
    draft_tariff_item,
    end_tariff_item,
    publish_tariff,
    publish_tariff_item,
    record_charge,
)
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.queries import find_tariff_item
from billing.queries.price_lists import displayed_on
from billing.units import Unit
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP, Role
from tests import world
from tests.billing.price_lists import a_draft, apart, days_from_now, publish_draft
from tests.funeral import desk
from tests.visitor import visit

STORAGE = PriceRule(PriceMode.GUIDED, base_fen=10_00, float_up_percent=Decimal(20))


@pytest.fixture
def keeper(app: Flask, home):
    world.make_staff("jy-administrator", Role.ADMINISTRATOR, home.id)
    return visit(app, "jy-administrator")


def publish(home):
    return publish_tariff(institution_id=home.id, by=SETUP)


def dearer_storage(valid_from, price_fen=12_00):
    return a_draft(
        code="storage",
        name="遗体存放",
        item_class=ItemClass.BASIC,
        terms=TariffTerms(unit=Unit.HOUR, price_fen=price_fen),
        rule=STORAGE,
        valid_from=valid_from,
    )


def charge(home, case, code, day):
    return record_charge(
        institution_id=home.id,
        case_id=case.id,
        item_code=code,
        quantity=1,
        chosen_price_fen=None,
        fact="一次",
        occurred_on=day,
        by=home.clerk,
    )


def test_a_price_counts_from_the_day_it_was_published(home):
    case = world.open_case(home)
    draft_tariff_item(institution_id=home.id, draft=a_draft(), by=SETUP)
    with pytest.raises(NotPublishedThen, match="第五十条"):
        charge(home, case, "embalming", clock.today())
    publish(home)
    assert charge(home, case, "embalming", clock.today()).line().gross_fen == 200_00


def test_what_was_published_later_than_the_service_is_not_charged(home):
    """The sheet names an earlier first day, but families could not read it then."""
    item = publish_tariff_item(
        institution_id=home.id,
        code="embalming",
        name="遗体防腐",
        item_class=ItemClass.NON_BASIC,
        price_mode=PriceMode.REFERENCE_RANGE,
        terms=TariffTerms(unit=Unit.BODY, price_fen=200_00),
        legal_basis="县价〔2026〕1号",
        issuer="县发改局",
        valid_from=days_from_now(-9),
        published_on=days_from_now(-2),
        by=SETUP,
    )
    case = world.open_case(home)
    with pytest.raises(NotPublishedThen):
        charge(home, case, "embalming", days_from_now(-3))
    assert charge(home, case, "embalming", days_from_now(-2)).item.id == item.id


def test_a_list_from_set_up_counts_since_its_first_day_and_says_when_it_was_loaded(home):
    storage = find_tariff_item(home.id, "storage", clock.today())
    assert storage.published_on == storage.valid_from
    assert clock.day_of(storage.published_at) == clock.today()


def test_a_draft_whose_day_has_passed_begins_when_it_is_published(home):
    with clock.frozen(clock.now() - timedelta(days=2)):
        item = draft_tariff_item(
            institution_id=home.id, draft=dearer_storage(clock.today()), by=SETUP
        )
    publish(home)
    assert item.valid_from == clock.today()
    assert find_tariff_item(home.id, "storage", days_from_now(-1)).price_fen == 10_00
    assert find_tariff_item(home.id, "storage", clock.today()).price_fen == 12_00


def test_the_version_before_ends_the_day_before(home):
    old = find_tariff_item(home.id, "storage", clock.today())
    publish_draft(home, dearer_storage(days_from_now(5)))
    assert old.valid_to == days_from_now(4)
    assert find_tariff_item(home.id, "storage", days_from_now(4)).price_fen == 10_00
    assert find_tariff_item(home.id, "storage", days_from_now(5)).price_fen == 12_00


def test_an_earlier_day_is_shown_as_it_was(home, app):
    with clock.frozen(clock.now() - timedelta(days=3)):
        first = publish(home)
    publish_draft(home, dearer_storage(clock.today()))
    assert first.number == world.numbered("JYL", 1)
    street = visit(app)
    before = desk.read(street, f"/prices/JY?day={days_from_now(-1)}")
    assert "遗体存放 10 元/小时" in before
    assert f"公布编号 {world.numbered('JYL', 1)}" in before
    now = desk.read(street, "/prices/JY")
    assert "遗体存放 12 元/小时 不足 1 小时按 1 小时计 政府指导价 基准价 10 元" in now
    assert f"公布编号 {world.numbered('JYL', 2)}" in now
    assert "遗体存放 10 元/小时" in desk.read(street, f"/prices/JY?day={days_from_now(-9)}")


def test_a_publication_is_never_changed(home):
    publication = publish(home)
    for change in (
        "UPDATE tariff_publications SET items = '[]' WHERE id = :id",
        "DELETE FROM tariff_publications WHERE id = :id",
    ):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.connection().execute(text(change), {"id": publication.id})


def test_nothing_new_is_not_published_again(home):
    publish(home)
    with pytest.raises(NothingToPublish):
        publish(home)


def test_two_administrators_at_once_publish_once(app: Flask, home):
    draft_tariff_item(institution_id=home.id, draft=a_draft(), by=SETUP)
    begin, said, home = threading.Barrier(2), [], apart(home)

    def run() -> None:
        with app.app_context():
            begin.wait()
            try:
                said.append(publish(home).number)
            except NothingToPublish:
                said.append("nothing")

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(said) == [world.numbered("JYL", 1), "nothing"]


def test_the_page_shows_what_would_change_and_then_what_did(home, keeper):
    publish(home)
    draft_tariff_item(institution_id=home.id, draft=dearer_storage(days_from_now(5)), by=SETUP)
    before = desk.read(keeper, "/tariff/publish")
    assert f"上一次公布：{world.numbered('JYL', 1)}" in before
    assert f"10 元/小时 2025-09-15 至 {days_from_now(4)}" in before
    assert f"新的版本 — 无 12 元/小时 {days_from_now(5)} 起" in before
    after = desk.send(keeper, "/tariff/publish")
    assert f"收费清单公布 {world.numbered('JYL', 2)}" in after
    assert f"新的版本 — 无 12 元/小时 {days_from_now(5)} 起" in after
    assert "没有改动。" in desk.read(keeper, "/tariff/publish")
    again = desk.send(keeper, "/tariff/publish")
    assert "清单与上一次公布的一样，没有需要公布的改动。" in again


def test_the_officer_reads_the_lists_of_the_homes_in_scope_only(home, app):
    publication = publish(home)
    item = find_tariff_item(home.id, "storage", clock.today())
    world.make_office()
    world.make_office("TM", "421222")
    here, beyond = visit(app, "MZ-officer"), visit(app, "TM-officer")
    for path in (f"/tariff/publications/{publication.number}", f"/tariff/items/{item.id}"):
        assert "遗体存放" in desk.read(here, path)
        assert beyond.get(path).status_code == 404
    assert "JY殡仪馆" in desk.read(here, "/tariff")
    assert publication.number in desk.read(here, "/tariff/publications")
    assert "没有符合的项目。" in desk.read(beyond, "/tariff")
    assert here.get("/tariff/publish").status_code == 403


def test_an_item_is_ended_from_today_on_and_never_made_longer(home, keeper):
    item = find_tariff_item(home.id, "storage", clock.today())
    path = f"/tariff/items/{item.id}/end"
    said = desk.beside(keeper, path, "valid_to", valid_to=desk.three(days_from_now(-1)))
    assert said == "过去的日子已经按这个价格收费，请写今天或以后的日期。"
    with pytest.raises(EndsInPast):
        end_tariff_item(item_id=item.id, valid_to=days_from_now(-1), by=SETUP)
    desk.send(keeper, path, valid_to=desk.three(days_from_now(1)))
    with pytest.raises(EndedBefore):
        end_tariff_item(item_id=item.id, valid_to=days_from_now(9), by=SETUP)
    db.session.expire_all()
    assert find_tariff_item(home.id, "storage", days_from_now(1)) is not None
    assert find_tariff_item(home.id, "storage", days_from_now(2)) is None


def test_what_is_displayed_is_what_was_published_not_what_was_edited_since(home):
    publish(home)
    item = find_tariff_item(home.id, "storage", clock.today())
    end_tariff_item(item_id=item.id, valid_to=clock.today(), by=SETUP)
    shown = {each.code: each for each in displayed_on(home.id, clock.today()).items}
    assert shown["storage"].valid_to is None
    publish(home)
    shown = {each.code: each for each in displayed_on(home.id, clock.today()).items}
    assert shown["storage"].valid_to == clock.today()
