"""更正登记内容: what was written down wrongly is put right, with a reason, and never in secret."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from billing.queries import find_last_bill
from funeral.errors import (
    CaseExists,
    DiedAfterAdmission,
    DiedAfterCertificate,
    StaleParticulars,
)
from funeral.kinds import PaperKind
from funeral.models import Correction
from funeral.operations import correct_particulars, make_bill, record_paper
from funeral.queries.cases import count_corrections, find_case_of_identity, list_cases
from kernel import clock
from kernel.db import db, transaction
from kernel.errors import Refusal
from kernel.journal import JournalEntry
from kernel.people.actors import Role
from kernel.people.claimants import Relation, phone_index
from kernel.people.deceased import IdentityKind
from kernel.people.finding import find_people
from kernel.people.identity import Sex
from tests import world
from tests.funeral import desk
from tests.visitor import visit

REASON = "户口簿上是嘉鱼县"


@pytest.fixture
def case(home):
    return world.open_case(home, household_registration=None)


def path(case) -> str:
    return f"/cases/{case.number}/particulars"


def asked(**changed: Any) -> dict[str, Any]:
    """The page's form as it is sent when nothing but the changed is typed over."""
    form = desk.walk_in(
        identity_number="",
        phone="",
        sex="1",
        died_on=desk.three(clock.today() - timedelta(days=1)),
        household_registration="",
        version="0",
        reason=REASON,
    )
    return form | changed


def particulars(home, case, **changed: Any) -> dict[str, Any]:
    """As it is registered now, but for the changed."""
    deceased, claimant = case.deceased, case.claimant
    registered = {
        "number": case.number,
        "deceased_name": deceased.name,
        "identity_kind": IdentityKind(deceased.identity_kind),
        "identity_number": None,
        "sex": Sex(deceased.sex),
        "born_on": deceased.born_on,
        "died_on": deceased.died_on,
        "household_registration": deceased.household_registration,
        "waiver_class": deceased.waiver_class,
        "claimant_name": claimant.name,
        "relation": Relation(claimant.relation),
        "phone": "",
        "delegate_name": claimant.delegate_name,
        "version": count_corrections(case.id),
        "reason": REASON,
        "by": home.clerk,
    }
    return registered | changed


def correct(home, case, **changed: Any) -> Correction | None:
    return correct_particulars(**particulars(home, case, **changed))


def corrections() -> list[Correction]:
    db.session.rollback()
    return list(db.session.scalars(select(Correction)))


def last_entry() -> JournalEntry:
    query = select(JournalEntry).filter_by(operation="funeral.correct_particulars")
    return db.session.scalars(query.order_by(JournalEntry.id.desc())).first()


def test_the_waiver_applies_once_an_empty_household_registration_is_filled_in(home, case, clerk):
    world.cremate(home, case)
    said = desk.send(clerk, path(case), **asked(household_registration="嘉鱼县"))
    assert "已更正。" in said
    assert "湖北省咸宁市嘉鱼县" in said
    db.session.rollback()
    bill = make_bill(number=case.number, by=home.clerk)
    assert bill.waived_fen > 0


def test_without_the_correction_nothing_is_waived(home, case):
    world.cremate(home, case)
    assert make_bill(number=case.number, by=home.clerk).waived_fen == 0


def test_the_reason_is_kept_with_who_gave_it(home, case, clerk):
    desk.send(clerk, path(case), **asked(deceased_name="张山", reason=f" {REASON} "))
    [kept] = corrections()
    assert (kept.case_id, kept.reason, kept.corrected_by) == (case.id, REASON, str(home.clerk))


def test_the_form_shows_what_is_registered_but_neither_number_in_full(home, clerk):
    case = world.open_case(home, delegate_name="李四")
    page = clerk.get(path(case)).text
    for known in ("张三", "张小三", "李四", "湖北省咸宁市嘉鱼县", f"{case.deceased.died_on:%Y}"):
        assert f'value="{known}"' in page
    assert case.deceased.identity_number not in page
    assert case.claimant.phone not in page
    assert f"现在是 {case.deceased.shown_identity}；不改就不填" in page
    assert "现在是 138****8000；不改就不填" in page


def test_what_is_left_as_it_was_stays(home, case, clerk):
    number, phone = case.deceased.identity_number, case.claimant.phone
    desk.send(clerk, path(case), **asked(relation="spouse"))
    db.session.rollback()
    assert (case.deceased.identity_number, case.claimant.phone) == (number, phone)
    assert case.claimant.relation == "spouse"


def test_the_telephone_is_found_by_its_new_number(home, case):
    correct(home, case, phone="0713-837 1234")
    assert case.claimant.phone == "07138371234"
    assert case.claimant.phone_index == phone_index("07138371234")


def test_the_case_is_found_by_the_new_identity_number_and_not_by_the_old(home, case):
    old, new = case.deceased.identity_number, world.identity_number()
    correct(home, case, identity_number=f"{new[:6]} {new[6:]}".lower())
    assert case.deceased.identity_number == new
    assert find_case_of_identity(home.id, new).id == case.id
    assert find_case_of_identity(home.id, old) is None
    assert [found.id for found in list_cases(found=find_people(new)).items] == [case.id]


def test_an_unnamed_body_gets_its_name_and_number_when_it_is_known(home):
    nobody = world.open_case(
        home, deceased_name="", identity_kind=IdentityKind.UNNAMED, identity_number=None
    )
    number = world.identity_number()
    correct(
        home,
        nobody,
        deceased_name="王五",
        identity_kind=IdentityKind.ID_CARD,
        identity_number=number,
    )
    assert nobody.deceased.name == "王五"
    assert nobody.deceased.born_on is not None
    assert find_case_of_identity(home.id, number).id == nobody.id


def test_an_infant_registered_with_a_number_by_mistake_has_none_any_more(home, case):
    old = case.deceased.identity_number
    correct(home, case, identity_kind=IdentityKind.INFANT)
    assert (case.deceased.identity_number, case.deceased.identity_index) == (None, None)
    assert find_case_of_identity(home.id, old) is None


def test_nothing_changed_leaves_no_correction(home, case, clerk):
    assert "内容与登记的一致，没有改动。" in desk.send(clerk, path(case), **asked())
    assert corrections() == []


def test_the_same_form_sent_twice_corrects_once(home, case, clerk):
    form = asked(deceased_name="张山", idempotency_key="0192")
    first = desk.send(clerk, path(case), **form)
    assert desk.send(clerk, path(case), **form) == first
    assert len(corrections()) == 1


def test_the_journal_says_from_what_to_what_and_hides_the_numbers(home, case):
    old, new = case.deceased.identity_number, world.identity_number()
    correct(
        home, case, identity_number=new, household_registration=world.JIAYU, phone="13900139000"
    )
    changes = str(last_entry().changes)
    for private in (old, new, "13800138000", "13900139000"):
        assert private not in changes
    deceased = next(c for c in last_entry().changes if c["record"].startswith("deceased/"))
    assert deceased["household_registration"] == [None, world.JIAYU]
    assert {"identity_number", "identity_index"} <= set(deceased)


def test_the_history_of_the_case_says_it_in_words(home, case, clerk):
    correct(
        home,
        case,
        waiver_class="dibao",
        household_registration=world.JIAYU,
        identity_number=world.identity_number(),
    )
    said = desk.read(clerk, f"/cases/{case.number}")
    history = said[said.index("办理记录 时间") :]
    assert "更正登记内容 JY-desk" in history
    assert "证件号码 （已隐藏） （已隐藏）" in history
    assert "户籍地 湖北省咸宁市嘉鱼县" in history
    assert f"原因 {REASON}" in history
    assert history.index("更正登记内容") < history.index("登记案件")
    assert "姓名" not in history, "what was registered first is not a correction"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("reason", " ", "请填写更正的原因。"),
        ("reason", "应为 138 0013 8000", "原因里请不要写证件号码和电话号码，改动本身会另行记下。"),
        ("deceased_name", "", "请填写逝者姓名；无名逝者请选择“无名逝者”。"),
        ("identity_number", "4212211950", "身份证号码应为 18 位，现在是 10 位，请核对。"),
        ("died_on", ["2999", "1", "1"], "离世日期不能晚于今天，请核对。"),
        ("died_on", ["1940", "1", "1"], "离世日期早于出生日期，请核对身份证号和离世日期。"),
        ("claimant_name", "", "请填写经办人姓名。"),
        ("phone", "1380013800", "手机号码应为 11 位，现在是 10 位，请核对。"),
        ("household_registration", "咸宁市", "请写到县（市、区、旗），例如 嘉鱼县。"),
    ],
)
def test_a_mistake_is_said_beside_its_field(case, clerk, field, typed, sentence):
    form = asked(**{"deceased_name": "张山", field: typed})
    assert desk.beside(clerk, path(case), field, **form) == sentence
    assert corrections() == []
    assert case.deceased.name == "张三"


def test_the_number_of_another_case_of_the_home_is_refused(home, case, clerk):
    other = world.open_case(home)
    form = asked(identity_number=other.deceased.identity_number)
    sentence = desk.beside(clerk, path(case), "identity_number", **form)
    assert sentence == f"这位逝者已有案件 {other.number}，不再重复登记。"


def test_the_number_of_another_homes_case_is_no_obstacle(home, case):
    elsewhere = world.open_case(world.make_home("TC"))
    correct(home, case, identity_number=elsewhere.deceased.identity_number)
    assert case.deceased.identity_number == elsewhere.deceased.identity_number


def test_nobody_died_after_they_were_received(home, case):
    world.receive(home, case, hours_ago=20)
    received_on = clock.local(clock.now() - timedelta(hours=20)).date()
    if received_on < clock.today():
        with pytest.raises(DiedAfterAdmission):
            correct(home, case, died_on=clock.today())
    correct(home, case, died_on=received_on - timedelta(days=3))


def test_nobody_died_after_the_certificate_of_the_death(home, case):
    record_paper(
        number=case.number,
        kind=PaperKind.DEATH_CERTIFICATE,
        paper_number="1",
        issuer="嘉鱼县人民医院",
        issued_on=case.deceased.died_on,
        by=home.clerk,
    )
    with pytest.raises(DiedAfterCertificate):
        correct(home, case, died_on=clock.today())


def test_what_a_bill_stands_on_is_no_longer_corrected(home, case, clerk):
    world.cremate(home, case)
    bill = make_bill(number=case.number, by=home.clerk)
    sentence = f"账单 {bill.number} 已经出具，减免按当时登记的内容核定，这里不能再更正。"
    assert sentence in desk.send(clerk, path(case), **asked(household_registration="嘉鱼县"))
    page = clerk.get(path(case)).text
    assert sentence in page
    assert "<button" not in page[page.index("<main") : page.index("</main")]
    assert path(case) not in clerk.get(f"/cases/{case.number}").text
    assert find_last_bill(case.id).waived_fen == 0
    assert corrections() == []


def test_a_correction_made_meanwhile_by_a_colleague_is_seen_before_the_next(home, case, clerk):
    correct(home, case, household_registration=world.JIAYU)
    said = desk.send(clerk, path(case), **asked(deceased_name="张山"))
    assert "同事刚刚更正过这些内容，请重新打开这一页，看过最新的内容再更正。" in said
    db.session.rollback()
    assert (case.deceased.name, case.deceased.household_registration) == ("张三", world.JIAYU)


def test_only_the_desk_and_the_administrator_correct(app: Flask, home, case, clerk, operator):
    world.make_staff("JY-admin", Role.ADMINISTRATOR, home.id)
    assert operator.get(path(case)).status_code == 403
    assert path(case) not in operator.get(f"/cases/{case.number}").text
    assert path(case) in clerk.get(f"/cases/{case.number}").text
    assert visit(app, "jy-admin").get(path(case)).status_code == 200
    world.make_home("TC")
    assert visit(app, "tc-desk").get(path(case)).status_code == 404


def test_two_clerks_at_once_correct_once(app: Flask, home, case):
    said = one_after_the_other(
        app,
        particulars(home, case, deceased_name="张山"),
        particulars(home, case, deceased_name="章三"),
    )
    assert said == [StaleParticulars]
    assert len(corrections()) == 1


def test_two_cases_do_not_become_the_same_person_at_once(app: Flask, home, case):
    other, number = world.open_case(home), world.identity_number()
    said = one_after_the_other(
        app,
        particulars(home, case, identity_number=number),
        particulars(home, other, identity_number=number),
    )
    assert said == [CaseExists]
    assert len(corrections()) == 1


def one_after_the_other(
    app: Flask, first: dict[str, Any], second: dict[str, Any]
) -> list[type[Refusal]]:
    """What the second clerk is refused with, who asks before the first one's answer stands."""
    said: list[type[Refusal]] = []

    def ask() -> None:
        with app.app_context():
            try:
                correct_particulars(**second)
            except Refusal as refusal:
                said.append(type(refusal))

    other_clerk = threading.Thread(target=ask)
    with transaction():
        correct_particulars(**first)
        other_clerk.start()
        other_clerk.join(timeout=0.5)
        waits = other_clerk.is_alive()
    other_clerk.join()
    assert waits, "both would find everything as it was"
    return said


def test_a_version_no_page_of_ours_has_sent_corrects_nothing(home, clerk):
    case = world.open_case(home)
    page = clerk.post(path(case), data=asked(deceased_name="李四", version="abc"))
    assert page.status_code == 200
    assert corrections() == []
