"""A family finds its own by three facts; whoever guesses learns nothing and is slowed down."""

from datetime import timedelta

import pytest

from cemetery.operations import deposit_ashes
from funeral.operations import reissue_certificate
from kernel import clock
from tests import world
from tests.booking.family import text_of
from tests.visitor import visit

NOT_FOUND = "没有查到。请核对姓名、离世年份和第三项；仍然查不到，请拨打服务电话。"


@pytest.fixture
def resting(ashes):
    deposit_ashes(
        certificate_number=ashes.certificate,
        unit_id=ashes.units[1].id,
        months=12,
        by=ashes.keeper,
    )
    return ashes


@pytest.fixture
def family(app, resting):
    return visit(app)


def ask(family, resting, **changed) -> str:
    asked = {
        "deceased_name": "张三",
        "died_in": str(resting.case.deceased.died_on.year),
        "known": "8000",
    }
    return text_of(family.post("/find-resting-place", data=asked | changed))


def test_three_facts_tell_where_and_nothing_about_the_person(family, resting):
    said = ask(family, resting)
    assert "地点 公益性骨灰堂 位置 福区1排2号 开放时间 8:00–17:00" in said
    for told in ("张三", "张小三", resting.case.number, "JYG", "13800138000", "1950"):
        assert told not in said


def test_any_third_fact_will_do(family, resting):
    number = resting.case.deceased.identity_number
    for known in (number[-4:].lower(), resting.certificate.lower(), f" {resting.certificate} "):
        assert "福区1排2号" in ask(family, resting, known=known)


def test_the_name_may_be_typed_in_another_form(app, ashes):
    case = world.open_case(ashes.home, deceased_name="𠮷買提·龑")
    certificate = world.cremate(ashes.home, case)
    deposit_ashes(
        certificate_number=certificate, unit_id=ashes.units[0].id, months=1, by=ashes.keeper
    )
    assert "福区1排1号" in ask(visit(app), ashes, deceased_name="吉买提䶮")


def test_whatever_is_wrong_the_sentence_is_the_same(family, resting):
    wrong = [
        *({"deceased_name": name} for name in ("张四", "张", "zhangsan", "zs", "张三%", "·")),
        *({"died_in": year} for year in ("1999", "2200")),
        *({"known": known} for known in ("8001", "0", "138000", "JYH20-00001", "%%%%", " ")),
    ]
    for changed in wrong:
        said = ask(family, resting, **changed)
        assert NOT_FOUND in said, changed
        assert "福区" not in said
        assert "福区1排2号" in ask(family, resting), "the right facts end the counting"


def test_a_case_without_ashes_here_is_no_different(app, ashes):
    assert NOT_FOUND in ask(visit(app), ashes)


def test_two_whom_the_same_facts_fit_are_told_to_nobody(family, resting):
    other = world.cremate(resting.home, world.open_case(resting.home))
    deposit_ashes(
        certificate_number=other, unit_id=resting.units[2].id, months=1, by=resting.keeper
    )
    assert NOT_FOUND in ask(family, resting)
    assert "福区1排3号" in ask(family, resting, known=other)


def test_a_certificate_that_was_voided_opens_nothing_its_successor_does(family, resting):
    new = reissue_certificate(
        number=resting.certificate, reason="遗失", collected_by="张小三", by=resting.home.clerk
    )
    assert NOT_FOUND in ask(family, resting, known=resting.certificate)
    assert "福区1排2号" in ask(family, resting, known=new.number)


def test_after_five_wrong_tries_even_the_right_facts_rest_for_everybody(app, resting):
    now = clock.now()
    with clock.frozen(now):
        for turn in range(5):
            guesser = visit(app)
            guesser.environ_base["REMOTE_ADDR"] = f"10.0.0.{turn}"
            # Another form of the name is the same name.
            name = "张三" if turn % 2 else "張 三"
            assert NOT_FOUND in ask(guesser, resting, deceased_name=name, known=f"000{turn}")
        said = ask(visit(app), resting)
        assert "请过 15 分钟再试" in said
        assert "福区" not in said
    with clock.frozen(now + timedelta(minutes=15)):
        assert "福区1排2号" in ask(visit(app), resting)


def test_whoever_guesses_at_many_names_is_slowed_down_too(family, resting):
    for turn in range(5):
        assert NOT_FOUND in ask(family, resting, deceased_name=f"李{chr(0x4E00 + turn)}")
    assert "请过 15 分钟再试" in ask(family, resting)


def test_nothing_that_was_typed_stands_in_an_address(family, resting):
    page = family.get("/find-resting-place?deceased_name=张三&died_in=2026&known=8000")
    assert "福区" not in page.text
    assert "张三" not in page.text.split("<main")[1]
    assert 'method="post"' in page.text


def test_what_is_missing_is_asked_for(family, resting):
    for changed, said in (
        ({"deceased_name": ""}, "请填写逝者姓名。"),
        ({"died_in": ""}, "请填写离世年份，例如 2026。"),
        ({"died_in": "99"}, "离世年份请填四位数字，例如 2026。"),
        ({"died_in": "9" * 30}, "请用数字填写"),
        ({"known": ""}, "请再填一项，后四位或火化证明编号都可以。"),
    ):
        assert said in ask(family, resting, **changed)
