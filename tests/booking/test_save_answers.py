"""The questions: kept as they are answered, in their order, each mistake named beside its field."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.answers import Answers
from booking.errors import DraftLost
from booking.models import Draft
from booking.operations import save_answers
from kernel import clock
from kernel.db import db, new_id
from kernel.people.actors import SETUP
from kernel.people.claimants import ClaimantNameMissing
from kernel.people.deceased import DiedInFuture
from tests import world
from tests.booking.family import parts, text_of


def answers() -> Answers:
    db.session.expire_all()
    return Answers.from_json(db.session.scalars(select(Draft)).one().answers)


def test_answers_are_kept_on_each_submit_and_shown_again(family):
    family.walk(until="household")
    assert answers().claimant_name == "张小三"
    assert answers().deceased_name == "张三"
    page = family.open("/book/who").get_data(as_text=True)
    assert 'value="张小三"' in page


def test_birth_and_sex_follow_from_the_identity_number(family):
    family.walk(until="household")
    assert (answers().born_on, answers().sex) == ("1950-03-04", answers().sex)
    assert answers().sex in {"1", "2"}


@pytest.mark.parametrize(
    ("page", "changed", "sentence"),
    [
        ("who", {"claimant_name": " "}, "请填写您的姓名。"),
        ("who", {"relation": ""}, "请选择您与逝者的关系。"),
        ("who", {"phone": ""}, "请填写您的电话。"),
        ("who", {"phone": "1380013"}, "手机号码应为 11 位，现在是 7 位，请核对。"),
        ("who", {"phone": "8371234"}, "固定电话请加上区号"),
        ("deceased", {"identity_number": ""}, "请填写证件号码。"),
        ("deceased", {"identity_number": "42122119500304"}, "应为 18 位，现在是 14 位"),
        ("deceased", {"identity_number": "421221195013040018"}, "出生日期不存在"),
        ("deceased", {"identity_number": "42122119500304A018"}, "只有数字，最后一位可以是 X"),
        ("deceased", {"identity_number": "421221195003040010"}, "最后一位与前面的数字不符"),
        ("deceased", {"identity_number": "421221209903040013"}, "身份证号码"),
        ("deceased", {"deceased_name": ""}, "请填写逝者姓名。"),
        ("deceased", {"died_on": ["2026", "2", "30"]}, "没有这一天"),
        ("deceased", {"died_on": ["2026", "", "3"]}, "请把年、月、日都填上。"),
        ("deceased", {"died_on": ["1949", "1", "1"]}, "离世日期早于出生日期"),
        ("household", {"household": ""}, "请选择户籍所在地"),
        ("household", {"household": "elsewhere"}, "请填写户籍所在的县、市、区或旗。"),
        ("household", {"household": "elsewhere", "region": "鼓楼区"}, "江苏省南京市鼓楼区、"),
        ("household", {"household": "elsewhere", "region": "不存在县"}, "没有找到“不存在县”"),
        ("household", {"waiver_class": ""}, "请选择一项"),
        ("transfer", {"pick_up": ""}, "请选择是否需要接运。"),
        ("transfer", {"pick_up_from": " "}, "请填写从哪里接运"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(family, page, changed, sentence):
    family.walk(until=page)
    before = answers()
    answer = family.send(page, **changed)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert "还有内容需要补充" in text_of(answer)
    html = answer.get_data(as_text=True)
    for name, typed in (family.typed()[page] | changed).items():
        if isinstance(typed, str) and typed.strip() and name not in {"relation", "household"}:
            assert typed in html, name
    assert answers() == before


def test_a_death_tomorrow_is_refused_beside_its_field(family):
    family.walk(until="deceased")
    answer = family.send("deceased", died_on=parts(clock.today() + timedelta(days=1)))
    assert "离世日期不能晚于今天，请核对。" in text_of(answer)
    assert 'id="died_on-date-error"' in answer.get_data(as_text=True)
    assert family.identity_number in answer.get_data(as_text=True)


def test_a_full_width_number_with_spaces_is_read(family):
    family.walk(until="deceased")
    wide = family.identity_number.translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    family.send("deceased", identity_number=f"{wide[:6]} {wide[6:14]} {wide[14:]}")
    assert answers().identity_number == family.identity_number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"household": "here"}, world.JIAYU),
        ({"household": "unknown"}, ""),
        ({"household": "elsewhere", "region": "江苏省南京市鼓楼区"}, "320106"),
        ({"household": "elsewhere", "region": "嘉鱼"}, world.JIAYU),
    ],
)
def test_the_household_registration_becomes_a_region_or_stays_unknown(family, typed, code):
    family.walk(until="household")
    assert family.send("household", **typed).status_code == 302
    assert answers().household_registration == code


def test_a_place_written_before_is_shown_again(family):
    family.walk(until="household")
    family.send("household", household="elsewhere", region="南京市鼓楼区")
    assert 'value="江苏省南京市鼓楼区"' in family.open("/book/household").get_data(as_text=True)


def test_classes_of_people_without_papers_are_offered_only_to_them(family):
    family.walk(until="household")
    assert "无名遗体" not in text_of(family.open("/book/household"))
    family.browser.post(
        "/book/deceased/unnamed", data={"sex": "1", "died_on": parts(clock.today())}
    )
    assert "无名遗体" in text_of(family.open("/book/household"))


def test_a_choice_the_page_did_not_offer_is_refused_in_chinese(family):
    family.walk(until="household")
    answer = text_of(family.send("household", waiver_class="unnamed"))
    assert "还有内容需要补充" in answer
    assert "choice" not in answer


def test_the_path_without_a_number_asks_only_what_applies(family):
    family.walk(until="deceased")
    assert "没有身份证号" in text_of(family.open("/book/deceased"))
    answer = family.browser.post("/book/without-number", data={"kind": "infant"})
    assert answer.location == "/book/deceased/infant"
    infant, unnamed = (
        family.open(f"/book/deceased/{kind}").get_data(as_text=True)
        for kind in ("infant", "unnamed")
    )
    assert 'name="identity_number"' not in infant
    assert 'name="born_on"' in infant
    assert 'name="deceased_name"' not in unnamed
    assert family.open("/book/deceased/nonsense").status_code == 404


def test_an_infant_born_after_its_death_is_refused(family):
    family.walk(until="deceased")
    yesterday = clock.today() - timedelta(days=1)
    answer = family.browser.post(
        "/book/deceased/infant",
        data={
            "deceased_name": "张某之子",
            "sex": "1",
            "born_on": parts(clock.today()),
            "died_on": parts(yesterday),
        },
    )
    assert "离世日期早于出生日期" in text_of(answer)


def test_a_page_opened_too_early_leads_to_the_first_open_question(family):
    family.start()
    for page in ("deceased", "household", "transfer", "day", "hall", "time", "check"):
        assert family.open(f"/book/{page}").location == "/book/who"
    family.send("who")
    assert family.open("/book/time").location == "/book/deceased"
    assert family.send("time").location == "/book/deceased"


def test_another_browser_finds_a_kind_page(app, family):
    family.walk(until="day")
    answer = app.test_client().get("/book/day")
    assert answer.status_code == 404
    assert "请从首页重新开始" in text_of(answer)
    assert "张三" not in text_of(answer)


def test_staff_entry_by_the_operation_is_checked_as_the_page_is(family):
    family.walk(until="household")
    draft = db.session.scalars(select(Draft)).one()
    known = answers()
    with pytest.raises(DiedInFuture):
        save_answers(
            draft_id=draft.id,
            answers=replace(known, died_on="2999-01-01"),
            by=SETUP,
        )
    with pytest.raises(ClaimantNameMissing):
        save_answers(draft_id=draft.id, answers=Answers(phone="13800138000"), by=SETUP)
    with pytest.raises(DraftLost):
        save_answers(draft_id=new_id(), answers=Answers(), by=SETUP)
