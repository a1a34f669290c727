"""查找: one box for names, papers, telephones, niches and numbers; everybody in their own scope."""

import re

import pytest
from sqlalchemy import event

from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from funeral.operations import correct_particulars
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.booking.family import Family, text_of
from tests.visitor import visit


@pytest.fixture
def clerk(app, home):
    return visit(app, "jy-desk")


def look_for(browser, words: str):
    answer = browser.post("/desk/find", data={"search": words})
    return answer.location, text_of(browser.get(answer.location))


def test_a_name_leads_to_the_case_the_booking_and_the_place_of_the_ashes(app, home, clerk):
    world.make_units(home.id)
    resting = world.open_case(home, deceased_name="张国强", phone="13900139000")
    deposit = deposit_ashes(
        certificate_number=world.cremate(home, resting),
        unit_id=list_free_units(home.id, "福区")[0].id,
        months=12,
        by=home.clerk,
    )
    opened = world.open_case(home, deceased_name="张果")
    family = Family(visit(app), phone="139 0013 9000")
    family.walk(deceased={"deceased_name": "李国强"})
    code = family.confirm().location.removeprefix("/b/")

    where, said = look_for(clerk, "張國強")
    assert where.startswith("/find?search=")
    assert f"1950 {resting.deceased.died_on} {resting.number} 公益性骨灰堂 福区1排1号" in said
    assert "共 1 条" in said
    page = clerk.get(where).text
    assert f'href="/cases/{resting.number}"' in page
    assert f'href="/ashes/{deposit.number}"' in page
    assert "共 2 条" in look_for(clerk, "国强")[1]
    assert f'href="/bookings/{code}"' in clerk.get(look_for(clerk, "lgq")[0]).text
    assert opened.number in look_for(clerk, "zhangguo")[1]

    for unit in ("福区1排1号", "福1-1", "福区 1排1号"):
        assert "共 1 条" in look_for(clerk, unit)[1]
    assert "共 0 条" in look_for(clerk, "福区1排2号")[1]

    where, said = look_for(clerk, "139-0013-9000")
    assert "139" not in where
    assert "共 2 条" in said
    where, said = look_for(clerk, resting.deceased.identity_number)
    assert resting.deceased.identity_number not in where
    assert resting.deceased.identity_number not in clerk.get(where).text
    assert "张国强" in said
    assert look_for(clerk, deposit.certificate_number)[0] == f"/cases/{resting.number}"
    assert look_for(clerk, deposit.number)[0] == f"/ashes/{deposit.number}"

    deposits = clerk.post("/ashes", data={"search": "张国墙"})
    assert "没有完全相同的姓名" in text_of(clerk.get(deposits.location))
    assert deposit.number in clerk.get(deposits.location).text
    deposits = clerk.post("/ashes", data={"search": resting.deceased.identity_number})
    assert resting.deceased.identity_number not in deposits.location
    assert "共 1 条" in text_of(clerk.get(deposits.location))
    assert "共 1 条" in text_of(clerk.get("/ashes?search=福区1排1号"))
    assert "没有找到。" in text_of(clerk.get("/ashes?search=福区9排9号"))


def test_a_renamed_person_is_found_by_the_new_name_alone(home, clerk):
    case = world.open_case(home, deceased_name="张国强")
    person, claimant = case.deceased, case.claimant
    correct_particulars(
        number=case.number,
        version=0,
        reason="登记时写错",
        deceased_name="章国强",
        identity_kind=person.identity_kind,
        identity_number=None,
        sex=person.sex,
        born_on=None,
        died_on=person.died_on,
        household_registration=person.household_registration,
        waiver_class=person.waiver_class,
        claimant_name=claimant.name,
        relation=claimant.relation,
        phone="",
        delegate_name=None,
        by=home.clerk,
    )
    assert "没有完全相同" not in look_for(clerk, "章国强")[1]
    said = look_for(clerk, "张国强")[1]
    assert "没有完全相同的姓名" in said
    assert "章国强" in said
    assert "共 0 条" in look_for(clerk, "张国")[1]


def test_an_officer_sees_masked_names_of_the_county_and_its_journal(app, home):
    case = world.open_case(home, deceased_name="张国强")
    elsewhere = world.make_home("QH", "421222")
    world.open_case(elsewhere, deceased_name="张国强")
    world.make_office()
    officer = visit(app, "mz-officer")
    where, said = look_for(officer, "zgq")
    assert "张**" in said
    assert "张国强" not in said
    assert "共 1 条" in said
    assert f'href="/oversight/journal?case={case.number}"' in officer.get(where).text
    assert look_for(officer, case.number)[0].startswith("/oversight/journal?")


def test_another_home_finds_nothing_of_it(app, home):
    world.open_case(home, deceased_name="张国强", phone="13900139000")
    world.make_home("QH", "421222")
    stranger = visit(app, "qh-desk")
    for words in ("张国强", "zgq", "国强", "章国强", "13900139000", "福区1排1号"):
        assert "共 0 条" in look_for(stranger, words)[1]


def test_everybody_at_the_home_may_look_for_somebody(app, home):
    case = world.open_case(home, deceased_name="张国强")
    for role in (Role.OPERATOR, Role.COLUMBARIUM, Role.ADMINISTRATOR):
        world.make_staff(f"JY-a-{role}", role, home.id)
        colleague = visit(app, f"jy-a-{role}")
        assert case.number in look_for(colleague, "张国强")[1]
        assert "拼音首字母" in text_of(colleague.get("/find"))


def test_a_driver_and_the_street_may_not(app, home):
    world.make_staff("JY-driver", Role.DRIVER, home.id)
    assert visit(app, "jy-driver").get("/find?search=张").status_code == 403
    assert visit(app).get("/find?search=张").location.startswith("/sign-in")


def test_silly_words_find_nobody_and_break_nothing(home, clerk):
    world.open_case(home)
    silly = ["'; DROP TABLE deceased; --", "%", "{张,国}", "x" * 300, "张" * 300, "^", "😀", "#"]
    for words in silly:
        assert "共 0 条" in look_for(clerk, words)[1], words
        for page in ("/cases", "/bookings", "/ashes"):
            found = clerk.post(page, data={"search": words})
            assert "共 0 条" in text_of(clerk.get(found.location)), (page, words)
    assert "张三" in text_of(clerk.get("/cases"))


def test_the_list_is_sorted_and_paged_by_the_database(home, clerk):
    for number in range(27):
        world.open_case(home, deceased_name=f"张{chr(0x4E00 + number)}")
    said = text_of(clerk.get("/find?search=zhang&sort=name&direction=asc&page=2"))
    assert "共 27 条，第 2 页，共 2 页" in said


def test_a_name_is_not_asked_for_among_the_numbers_of_papers(home, clerk):
    world.open_case(home, deceased_name="张国强")
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert "共 1 条" in text_of(clerk.get("/find?search=张国强"))
    assert not [each for each in asked if NUMBERS_OF_PAPERS.search(each)]
    # A few codes of certificates happen to be letters alone.
    for number in ("WC2025-0831", "ABCDEFGHJKMNPQRS"):
        asked.clear()
        clerk.get(f"/find?search={number}")
        assert [each for each in asked if NUMBERS_OF_PAPERS.search(each)]


NUMBERS_OF_PAPERS = re.compile(r"WHERE (foreign_certificates|certificates|cases)\.(number|verify)")
