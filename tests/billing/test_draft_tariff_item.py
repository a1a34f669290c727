"""起草收费项目: checked by the rules while it is written, shown to nobody before it is out."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from billing import errors
from billing.kinds import ItemClass, ItemPurpose, PriceMode
from billing.operations import change_tariff_draft, discard_tariff_draft, draft_tariff_item
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.queries import find_tariff_item
from billing.queries.price_lists import list_drafts
from billing.units import Unit
from kernel import clock
from kernel.db import db
from kernel.people.actors import SETUP, Role
from kernel.places import InstitutionKind, add_institution
from tests import world
from tests.billing.price_lists import a_draft, apart, days_from_now, item_form, publish_draft
from tests.funeral import desk
from tests.visitor import visit

NEW = "/tariff/new"


@pytest.fixture
def keeper(app: Flask, home):
    world.make_staff("jy-administrator", Role.ADMINISTRATOR, home.id)
    return visit(app, "jy-administrator")


def draft(home, **changed):
    return draft_tariff_item(institution_id=home.id, draft=a_draft(**changed), by=SETUP)


def test_a_draft_is_neither_shown_nor_charged(home, app):
    item = draft(home)
    assert item.published_on is None
    assert find_tariff_item(home.id, "embalming", clock.today()) is None
    assert "遗体防腐" not in desk.read(visit(app), "/prices/JY")


def test_a_basic_item_has_a_guided_price(home):
    with pytest.raises(errors.BasicNotGuided, match="108号"):
        draft(home, item_class=ItemClass.BASIC)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"code": "遗体"}, errors.CodeWrong),
        ({"includes": ("embalming",)}, errors.IncludesItself),
        ({"rule": PriceRule(PriceMode.REFERENCE_RANGE)}, errors.ReferenceRangeMissing),
        (
            {"terms": TariffTerms(unit=Unit.BODY, price_fen=400_01)},
            errors.PriceOutsideAllowed,
        ),
    ],
)
def test_what_breaks_a_rule_is_not_kept(home, changed, refusal):
    with pytest.raises(refusal):
        draft(home, **changed)
    assert list_drafts(home.id) == []


def test_a_price_cannot_begin_before_families_can_read_it(home):
    with pytest.raises(errors.StartsInPast, match="第五十条"):
        draft(home, valid_from=days_from_now(-1))
    with pytest.raises(errors.DatesReversed):
        draft(home, valid_from=days_from_now(2), valid_to=days_from_now(1))


def test_a_cemetery_cannot_offer_what_only_funeral_homes_may(context):
    cemetery = add_institution(
        code="GM",
        kind=InstitutionKind.CEMETERY,
        name="嘉鱼县公墓",
        region_code=world.JIAYU,
        by=SETUP,
    )
    with pytest.raises(errors.SellerNotAllowed, match="嘉鱼县公墓不能收取“遗体防腐”"):
        draft(cemetery)
    grave = {"code": "grave", "name": "墓位使用费", "purpose": ItemPurpose.GRAVE}
    assert draft(cemetery, **grave).code == "grave"


def test_versions_of_an_item_never_overlap(home):
    later = days_from_now(30)
    publish_draft(home, a_draft(valid_from=later))
    with pytest.raises(errors.PricesOverlap):
        draft(home, valid_to=later)
    item = draft(home, valid_to=later - timedelta(days=1))
    with pytest.raises(errors.DraftExists):
        draft(home)  # a second draft of the item
    assert [each.id for each in list_drafts(home.id)] == [item.id]


def test_two_drafts_of_one_item_at_once_become_one(app: Flask, home):
    begin, said, home = threading.Barrier(2), [], apart(home)

    def write() -> None:
        with app.app_context():
            begin.wait()
            try:
                draft(home)
                said.append("kept")
            except errors.DraftExists:
                said.append("refused")

    writers = [threading.Thread(target=write) for _ in range(2)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert sorted(said) == ["kept", "refused"]


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_beside_it(home, keeper):
    typed = item_form(price="400.01", name="遗体防腐（七日）", float_up="十")
    page = keeper.post(NEW, data=typed).text
    assert 'value="遗体防腐（七日）"' in page
    assert 'value="400.01"' in page
    assert "请用数字填写，最多两位小数" in desk.beside(keeper, NEW, "float_up", **typed)
    outside = desk.beside(keeper, NEW, "price", **item_form(price="400.01"))
    assert outside == (
        "发改价格〔2026〕108号：非基础项目的价格不超出公布的参考区间。"
        "允许的价格：150 元至 400 元；400.01 元不能公布。"
    )
    assert desk.beside(keeper, NEW, "code", **item_form(code="Ü")).startswith("项目代码用小写字母")
    assert desk.beside(keeper, NEW, "price", **item_form(price="")).startswith("请填写一个价格")
    assert desk.beside(keeper, NEW, "valid_from", **item_form(valid_from=["2026", "2", "30"])) == (
        "没有这一天，请核对年、月、日。"
    )
    assert list_drafts(home.id) == []


def test_the_preview_checks_and_keeps_nothing(home, keeper):
    said = desk.send(keeper, NEW, **item_form(preview="y", includes=["disinfection", "storage"]))
    assert "公布后显示为 遗体防腐 价格 200 元/具 价格形式 参考区间，150 元至 400 元" in said
    assert "已包含 消毒、遗体存放" in said
    refused = desk.send(keeper, NEW, **item_form(preview="y", price="1"))
    assert "公布后显示为 价格：发改价格〔2026〕108号" in refused
    assert list_drafts(home.id) == []


def test_a_draft_is_written_changed_and_discarded_at_its_pages(home, keeper):
    said = desk.send(keeper, NEW, **item_form(includes=["storage", "unheard_of"]))
    assert "草稿已保存，公布后才生效。" in said
    [item] = list_drafts(home.id)
    assert item.includes == ["storage"]
    page = f"/tariff/items/{item.id}"
    assert 'value="200"' in keeper.get(f"{page}/draft").text
    desk.send(keeper, f"{page}/draft", **item_form(price="250"))
    db.session.expire_all()
    assert list_drafts(home.id)[0].price_fen == 250_00
    assert "草稿已删去。" in desk.send(keeper, f"{page}/discard")
    assert list_drafts(home.id) == []


def test_a_new_version_begins_from_the_old_one(home, keeper):
    storage = find_tariff_item(home.id, "storage", clock.today())
    page = keeper.get(f"{NEW}?after={storage.id}").text
    assert 'value="storage"' in page
    assert 'value="10"' in page


def test_the_same_form_sent_twice_is_one_draft(home, keeper):
    asked = item_form(idempotency_key="0193")
    for _turn in range(2):
        assert "草稿已保存" in desk.send(keeper, NEW, **asked)
    assert len(list_drafts(home.id)) == 1


def test_what_is_published_is_no_draft_any_more(home, keeper):
    item = draft(home)
    publish_draft(home, a_draft(code="other", name="其他", purpose=ItemPurpose.OTHER))
    for again in (
        lambda: change_tariff_draft(item_id=item.id, draft=a_draft(), by=SETUP),
        lambda: discard_tariff_draft(item_id=item.id, by=SETUP),
    ):
        with pytest.raises(errors.DraftUnknown):
            again()
    assert keeper.get(f"/tariff/items/{item.id}/draft").status_code == 404


def test_only_the_administrator_drafts(home, clerk, app):
    assert clerk.get(NEW).status_code == 403
    world.make_office()
    assert visit(app, "MZ-officer").get(NEW).status_code == 403


def test_the_register_lists_every_version_by_state(home, keeper):
    draft(home, code="embalming_long", name="遗体防腐（七日）")
    all_of_them = desk.read(keeper, "/tariff?sort=code&direction=asc")
    assert "遗体接运 transfer 有效 基础项目 300–510 元/次 2025-09-15 起 2025-09-15" in all_of_them
    assert "遗体防腐（七日） embalming_long 草稿" in all_of_them
    only = desk.read(keeper, "/tariff?state=draft")
    assert "遗体接运" not in only[only.index("全部版本") :]
    assert "没有符合的项目。" in desk.read(keeper, "/tariff?state=ended")
    assert "没有符合的项目。" in desk.read(keeper, "/tariff?state=coming")
    assert "遗体存放" in desk.read(keeper, "/tariff?search=存放")


def test_a_step_of_half_an_hour_is_kept(home):
    terms = TariffTerms(unit=Unit.HOUR, price_fen=200_00, round_up_to=Decimal("0.5"))
    assert draft(home, terms=terms).terms.round_up_to == Decimal("0.5")
