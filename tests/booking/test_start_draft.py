"""The first page: two ways on, and which home where there are several."""

from sqlalchemy import select

from booking.models import Draft
from booking.operations import start_draft
from booking.queries import get_draft
from kernel.db import db
from kernel.people import actors
from tests import world
from tests.booking.family import text_of


def test_the_first_page_names_both_ways_and_what_to_have_ready(family):
    page = text_of(family.open("/"))
    for said in ("现在需要接运", "拨打 96444", "预约告别与火化", "请先准备", "收费清单与减免政策"):
        assert said in page


def test_starting_leads_to_the_first_question(family, home):
    assert family.start().location == "/book/who"
    draft = db.session.scalars(select(Draft)).one()
    assert draft.institution_id == home.id
    assert draft.answers == {}


def test_opening_the_first_page_writes_nothing(family):
    family.open("/")
    assert db.session.scalars(select(Draft)).all() == []


def test_where_there_are_several_homes_the_family_chooses_by_county(family, home):
    other = world.make_home("DW", "152525")
    page = text_of(family.open("/"))
    assert "湖北省咸宁市嘉鱼县" in page
    assert "内蒙古自治区锡林郭勒盟东乌珠穆沁旗" in page
    assert "请选择在哪里办理。" in text_of(family.start())
    assert family.browser.post("/", data={"home": "DW"}).location == "/book/who"
    assert db.session.scalars(select(Draft)).one().institution_id == other.id


def test_a_home_that_does_not_exist_is_refused(family):
    world.make_home("DW", "152525")
    assert family.browser.post("/", data={"home": "XX"}).status_code == 200
    assert db.session.scalars(select(Draft)).all() == []


def test_without_any_home_the_page_says_whom_to_call(app, context):
    page = text_of(app.test_client().get("/"))
    assert "还没有开通网上预约的殡仪馆" in page
    assert "开始预约" not in page


def test_only_the_hash_of_the_browsers_token_is_kept(home):
    draft = start_draft(institution_id=home.id, token="the token", by=actors.family("new"))
    assert "the token" not in draft.token_hash
    assert get_draft("the token").id == draft.id


def test_whoever_has_not_finished_may_go_on(family):
    family.walk(until="transfer")
    assert "继续填写上次没有填完的预约" in text_of(family.open("/"))
    assert family.check().location == "/book/transfer"


def test_whoever_has_confirmed_is_led_to_the_booking_and_may_start_another(family):
    family.walk()
    code = family.confirm().location.removeprefix("/b/")
    page = text_of(family.open("/"))
    assert "继续填写" not in page
    assert f"我的预约 {code}" in page
    assert family.start().location == "/book/who"
    assert family.open("/book/who").status_code == 200
