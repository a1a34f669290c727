"""Every number is as long as the list behind it, and no officer sees another county."""

import re
from contextlib import contextmanager

import pytest

from billing.queries import list_funding, sum_waived
from funeral.queries.cremation import count_cremations, list_cremations
from kernel.pages import PER_PAGE
from kernel.people.staff import find_staff
from kernel.scope import look_as
from oversight.queries import (
    count_cremations_by_month,
    month_range,
    months_before,
    seeing_only,
)
from tests.oversight.conftest import make_busy, make_county
from tests.oversight.figures import figure, this_month, total, without_token
from tests.visitor import visit

LISTS = ["cremations", "certificates", "deposits", "cases", "waivers"]


@contextmanager
def looking_like(app, officer):
    """A session of its own, so that nobody after it sees less."""
    staff_id = officer.id
    with app.app_context():
        look_as(find_staff(staff_id).scope())
        yield


@pytest.fixture(scope="module")
def busy(lasting_context):
    return make_busy(make_county())


@pytest.fixture
def officer(app, busy):
    return visit(app, "mz-officer")


@pytest.fixture
def officer_beyond(app, busy):
    return visit(app, "tm-officer")


def test_the_figures_are_those_of_the_officers_county(busy, officer):
    page = officer.get("/oversight").text
    assert figure(page, "火化") == "3"
    assert figure(page, "火化证明") == "3"
    assert figure(page, "网上预约") == "0.0%"


def test_each_number_equals_the_list_behind_it(busy, officer):
    page = officer.get("/oversight").text
    for name, path in (
        *(("火化", "cremations"), ("火化证明", "certificates")),
        *(("骨灰寄存", "deposits"), ("海葬撒散航次", "scattered")),
    ):
        link = re.search(rf'href="(/oversight/{path}[^"]*)"', page)[1].replace("&amp;", "&")
        assert figure(page, name) == str(total(officer.get(link).text))
    assert total(officer.get("/oversight/cases").text) == 3


def test_the_yuan_waived_are_the_sum_of_the_lines_behind_them(app, busy, officer):
    with looking_like(app, busy.officer):
        lines = list_funding(*month_range(this_month()))
        assert lines.total == len(lines.items) < PER_PAGE
        waived = sum(entry.fen for entry in lines.items)
        assert waived == sum_waived(*month_range(this_month())) > 0
        page = officer.get("/oversight").text
        assert figure(page, "惠民减免").replace(",", "") == f"{waived // 100}"
        assert f"{waived / 100:,.2f}" in officer.get("/oversight/waivers").text


def test_a_waiver_line_names_its_bill_item_and_clause(app, busy, officer):
    page = officer.get("/oversight/waivers").text
    assert re.search(r"JYZ\d\d-00001", page)
    assert "遗体火化（平板炉）" in page
    with looking_like(app, busy.officer):
        line = list_funding(*month_range(this_month())).items[0].line
        assert line.clause
        assert line.clause in page


def test_an_institution_has_its_own_figures(busy, officer):
    page = officer.get("/oversight?institution=JY").text
    assert figure(page, "火化") == "2"
    assert total(officer.get("/oversight/cremations?institution=JY").text) == 2
    assert total(officer.get("/oversight/cremations?institution=JX").text) == 1


def test_the_table_of_institutions_adds_up_to_the_county(busy, officer):
    page = officer.get("/oversight").text
    table = page[page.index("<caption>各机构") :]
    own = re.findall(r'<i class="cell-bar"[^>]*></i>(\d+)', table)
    assert [int(number) for number in own] == [1, 2]
    assert re.search(r'合计</th><td class="number">3</td>', table)


def test_the_chart_shows_the_numbers_of_its_table(busy, officer):
    page = officer.get("/oversight").text
    bars = re.findall(r"<text[^>]*>(\d+)</text>", page)
    rows = re.findall(r'<th scope="row">\d+年\d+月</th><td class="number">(\d+)</td>', page)
    assert bars == rows
    assert (len(rows), rows[-1]) == (12, "3")
    assert "本月 3 具，比上月多 3 具" in page


def test_an_officer_never_sees_another_county(busy, officer_beyond):
    assert figure(officer_beyond.get("/oversight").text, "火化") == "1"
    for path in LISTS:
        page = without_token(officer_beyond.get(f"/oversight/{path}").text)
        assert "JY" not in page
        assert "JX" not in page


@pytest.mark.parametrize("asked", ["institution=JY", "county=421221", "county=42"])
def test_asking_for_another_county_shows_only_ones_own(busy, officer_beyond, asked):
    page = without_token(officer_beyond.get(f"/oversight/cremations?{asked}").text)
    assert total(page) == 1
    assert "JYA" not in page
    assert "JY殡仪馆" not in page


def test_looking_closer_never_shows_more(app, busy):
    homes = [busy.one.id, busy.beyond.id]
    with looking_like(app, busy.officer_beyond):
        with seeing_only(homes):
            assert count_cremations(*month_range(this_month())) == 1
        assert list_cremations(*month_range(this_month())).total == 1


def test_other_roles_have_no_dashboard(app, busy):
    assert visit(app, "jy-desk").get("/oversight").status_code == 403
    assert visit(app).get("/oversight").status_code == 302


def test_officers_see_no_names_in_their_lists(busy, officer):
    for path in LISTS:
        assert "张三" not in officer.get(f"/oversight/{path}").text


@pytest.mark.parametrize("month", ["2026-13", "now", "", "2026-1"])
def test_a_month_that_is_none_shows_this_month(busy, officer, month):
    assert figure(officer.get(f"/oversight?month={month}").text, "火化") == "3"


def test_a_month_without_records_counts_nothing_and_has_no_rate(busy, officer):
    page = officer.get("/oversight?month=2025-01").text
    assert figure(page, "火化") == "0"
    assert figure(page, "网上预约") == "—无"


# ---- The rate


def test_without_the_deaths_there_is_no_rate_but_the_way_to_record_them(busy, officer):
    page = officer.get("/oversight").text
    assert "缺少同期死亡人口" in page
    assert "/oversight/deaths" in page
    assert "火化遗体数 ÷ 同期死亡人口 × 100%" in page


def test_a_month_begins_and_ends_in_china():
    start, end = month_range("2026-12")
    assert start.isoformat() == "2026-11-30T16:00:00+00:00"
    assert end.isoformat() == "2026-12-31T16:00:00+00:00"


def test_twelve_months_cross_the_year():
    assert months_before("2026-02", 4) == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_the_trend_ends_with_the_month_itself(busy):
    assert count_cremations_by_month(this_month(), 2)[-1] == (this_month(), 4)
