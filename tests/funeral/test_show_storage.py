"""The storage page: who lies where, for how long, what of it is free and lawful."""

from datetime import timedelta

import pytest

from billing.classes import WaiverClass
from funeral.kinds import CustodyStep
from funeral.queries.storage import (
    find_stay,
    free_storage,
    list_overdue,
    list_places,
    storage_rule,
)
from kernel import clock
from tests import world
from tests.funeral import desk
from tests.visitor import visit


def stored(home, hours, **changed):
    died_on = clock.today() - timedelta(days=hours // 24 + 1)
    case = world.open_case(home, died_on=died_on, **changed)
    world.receive(home, case, hours_ago=hours)
    return case


def place_of(home, case):
    return next(place for place in list_places(home.id) if place.case and place.case.id == case.id)


def test_a_cabinet_says_hours_stored_and_free_hours_left(home):
    case = stored(home, 20)
    place = place_of(home, case)
    assert place.stay.hours(clock.now()) == 20
    assert place.free.hours == 72
    assert place.free.left(place.stay, clock.now()) == 51
    assert place.stay.legal_hours_left(clock.now()) == 51


def test_free_hours_never_become_less_than_none(home):
    place = place_of(home, stored(home, 80))
    assert place.free.left(place.stay, clock.now()) == 0
    assert place.stay.legal_hours_left(clock.now()) == 0


def test_who_is_not_entitled_is_told_why_and_nothing_is_invented(home):
    elsewhere = stored(home, 5, household_registration="110101")
    free = free_storage(elsewhere)
    assert not free.is_free
    assert free.left(find_stay(elsewhere.id), clock.now()) is None
    assert "户籍地不在" in free.said


def test_a_county_without_a_policy_says_so(context):
    bare = world.make_home("TC", region="110101")
    case = stored(bare, 5, waiver_class=WaiverClass.RESIDENT)
    assert free_storage(case).said == "本县没有在用的减免政策"


def test_a_cremated_case_leaves_its_cabinet_empty(home):
    case = world.open_case(home)
    world.cremate(home, case)
    assert all(place.case is None for place in list_places(home.id))


@pytest.mark.parametrize(("hours", "late"), [(71, False), (73, True)])
def test_the_list_holds_who_is_kept_beyond_the_legal_days(home, hours, late):
    case = stored(home, hours)
    assert [each.id for each in list_overdue(home.id).items] == ([case.id] if late else [])
    assert storage_rule(home.id).days == 3


def test_the_list_is_sorted_and_paged_by_the_server(home, clerk):
    old, young = stored(home, 100), stored(home, 90)
    assert [each.id for each in list_overdue(home.id, sort="received").items] == [old.id, young.id]
    page = clerk.get("/storage/overdue?sort=received&direction=desc").text
    assert page.index(young.number) < page.index(old.number)


def test_the_page_shows_cabinets_the_empty_ones_and_who_is_in_none(app, home, clerk):
    inside, outside = stored(home, 80), stored(home, 6, deceased_name="李四")
    world.scan(home, outside, CustodyStep.PREPARED)
    page = desk.read(clerk, "/storage")
    assert "在用 1 个" in page
    assert "办理延期" in page
    assert "已用完" in page
    assert "还有 65 小时" in page
    assert page.index("张三") < page.index("李四")
    assert "12号柜" in page
    assert inside.number not in page
    assert visit(app, "jy-operator").get("/storage").status_code == 403


def test_the_case_page_says_what_is_kept(home, clerk, operator):
    case = stored(home, 80)
    page = desk.read(clerk, f"/cases/{case.number}")
    assert "需要延期手续" in page
    assert "0 项，未交还 0 项" in page
    assert "识别照片" in desk.read(operator, f"/cases/{case.number}")
