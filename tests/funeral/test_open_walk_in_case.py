"""窗口登记: one page; people without a document are first-class; nobody is registered twice."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from funeral.errors import CaseExists
from funeral.models import FuneralCase
from kernel.db import db
from kernel.errors import Refusal
from tests import world
from tests.funeral import desk


def opened() -> list[FuneralCase]:
    return list(db.session.scalars(select(FuneralCase).order_by(FuneralCase.number)))


def test_a_walk_in_becomes_a_case_with_a_number(home, clerk):
    said = desk.send(clerk, "/cases/new", **desk.walk_in())
    [case] = opened()
    assert case.number.startswith("JYA")
    assert case.number in said
    assert case.claimant.phone == "13800138000"
    assert case.deceased.household_registration == world.JIAYU


def test_an_infant_without_a_number_needs_none(home, clerk):
    asked = desk.walk_in(identity_kind="infant", identity_number="", sex="1", deceased_name="张小")
    assert "未登记的婴儿" in desk.send(clerk, "/cases/new", **asked)
    [case] = opened()
    assert case.deceased.identity_number is None


def test_an_unnamed_body_is_registered_as_nameless(home, clerk):
    asked = desk.walk_in(identity_kind="unnamed", identity_number="", deceased_name="", sex="2")
    asked |= {"household_registration": "", "relation": "police", "waiver_class": "unnamed"}
    said = desk.send(clerk, "/cases/new", **asked)
    assert "无名逝者" in said
    [case] = opened()
    assert (case.deceased.name, case.deceased.household_registration) == ("无", None)


def test_the_same_person_twice_is_refused_with_the_first_number(home, clerk):
    number = world.identity_number()
    desk.send(clerk, "/cases/new", **desk.walk_in(identity_number=number))
    [case] = opened()
    again = desk.walk_in(identity_number=number)
    sentence = desk.beside(clerk, "/cases/new", "identity_number", **again)
    assert sentence == f"这位逝者已有案件 {case.number}，不再重复登记。"


def test_the_same_form_sent_twice_opens_one_case(home, clerk):
    asked = desk.walk_in(idempotency_key="0192")
    first = desk.send(clerk, "/cases/new", **asked)
    assert desk.send(clerk, "/cases/new", **asked) == first
    assert len(opened()) == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("deceased_name", "", "请填写逝者姓名；无名逝者请选择“无名逝者”。"),
        ("identity_number", "4212211950", "身份证号码应为 18 位，现在是 10 位，请核对。"),
        (
            "identity_number",
            "",
            "请填写证件号码；没有证件请选择“未登记的婴儿”或“无名逝者”。",
        ),
        ("died_on", ["2999", "1", "1"], "离世日期不能晚于今天，请核对。"),
        ("died_on", ["1940", "1", "1"], "离世日期早于出生日期，请核对身份证号和离世日期。"),
        ("died_on", ["2026", "2", "30"], "没有这一天，请核对年、月、日。"),
        ("died_on", ["", "", ""], "请填写离世日期。"),
        ("claimant_name", "", "请填写经办人姓名。"),
        ("phone", "1380013800", "手机号码应为 11 位，现在是 10 位，请核对。"),
        ("household_registration", "咸宁市", "请写到县（市、区、旗），例如 嘉鱼县。"),
    ],
)
def test_a_mistake_is_said_beside_its_field(home, clerk, field, typed, sentence):
    asked = desk.walk_in(**{field: typed})
    assert desk.beside(clerk, "/cases/new", field, **asked) == sentence
    assert opened() == []


def test_nothing_typed_is_lost_on_a_refusal(home, clerk):
    page = clerk.post("/cases/new", data=desk.walk_in(phone="12")).text
    for typed in ("张三", "张小三", "嘉鱼县", 'value="12"'):
        assert typed in page


@pytest.mark.parametrize("typed", ["421221", "嘉鱼", "湖北省咸宁市嘉鱼县", "４２１２２１"])
def test_the_county_may_be_typed_by_name_or_code(home, clerk, typed):
    desk.send(clerk, "/cases/new", **desk.walk_in(household_registration=typed))
    [case] = opened()
    assert case.deceased.household_registration == world.JIAYU


def test_an_ambiguous_county_names_its_candidates(home, clerk):
    asked = desk.walk_in(household_registration="鼓楼区")
    sentence = desk.beside(clerk, "/cases/new", "household_registration", **asked)
    assert "江苏省南京市鼓楼区" in sentence
    assert "福建省福州市鼓楼区" in sentence


def test_two_clerks_at_once_open_one_case(app: Flask, home):
    """Without the counter's lock taken first both would find no earlier case."""
    number, said = world.identity_number(), []
    assert home.id
    db.session.expunge(home.institution)  # threads share no session
    start = threading.Barrier(2)

    def open_it() -> None:
        with app.app_context():
            start.wait()
            try:
                said.append(world.open_case(home, identity_number=number).number)
            except Refusal as refusal:
                said.append(type(refusal))

    clerks = [threading.Thread(target=open_it) for _ in range(2)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert len(opened()) == 1
    assert CaseExists in said
