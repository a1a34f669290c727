"""Every number is as long as the list behind it, and no officer sees another county."""

import re

import pytest

from billing.queries import list_funding, sum_waived
from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_niches
from funeral.kinds import CrematorType
from funeral.queries.cremation import count_cremations, list_cremations
from kernel import clock
from kernel.pages import PER_PAGE
from kernel.people.staff import find_staff
from kernel.scope import look_as
from oversight.operations import record_deaths
from oversight.queries import (
    count_cremations_by_month,
    month_figures,
    month_range,
    months_before,
    seeing_only,
)
from tests import world
from tests.visitor import visit

MONTH = f"{clock.today():%Y-%m}"
LISTS = ["cremations", "certificates", "cases", "waivers"]


def figure(page: str, name: str) -> str:
    """The number under a name on the dashboard, without its unit."""
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).split()[0]


def total(page: str) -> int:
    return int(re.search(r"共 (\d+) 条", page)[1])


def look_like(officer):
    look_as(find_staff(officer.id).scope())


def test_the_figures_are_those_of_the_officers_county(busy, officer):
    page = officer.get("/oversight").text
    assert figure(page, "火化") == "3"
    assert figure(page, "火化证明") == "3"
    assert figure(page, "网上预约") == "0.0%"


def test_each_number_equals_the_list_behind_it(busy, officer):
    page = officer.get("/oversight").text
    for name, path in (("火化", "cremations"), ("火化证明", "certificates")):
        link = re.search(rf'href="(/oversight/{path}[^"]*)"', page)[1].replace("&amp;", "&")
        assert figure(page, name) == str(total(officer.get(link).text))
    assert total(officer.get("/oversight/cases").text) == 3


def test_the_yuan_waived_are_the_sum_of_the_lines_behind_them(busy, officer):
    look_like(busy.officer)
    lines = list_funding(*month_range(MONTH))
    assert lines.total == len(lines.items) < PER_PAGE
    waived = sum(entry.fen for entry in lines.items)
    assert waived == sum_waived(*month_range(MONTH)) > 0
    page = officer.get("/oversight").text
    assert figure(page, "惠民减免").replace(",", "") == f"{waived // 100}"
    assert f"{waived / 100:,.2f}" in officer.get("/oversight/waivers").text


def test_a_waiver_line_names_its_bill_item_and_clause(busy, officer):
    page = officer.get("/oversight/waivers").text
    assert re.search(r"JYZ\d\d-00001", page)
    assert "遗体火化（平板炉）" in page
    look_like(busy.officer)
    line = list_funding(*month_range(MONTH)).items[0].line
    assert line.clause
    assert line.clause in page


def test_ashes_deposited_are_counted(busy, officer):
    home = busy.other
    world.make_niches(home.id)
    case = world.open_case(home)
    deposit_ashes(
        certificate_number=world.cremate(home, case, CrematorType.COLLECTING),
        niche_id=list_free_niches(home.id, "福区")[0].id,
        months=12,
        by=home.clerk,
    )
    assert figure(officer.get("/oversight").text, "骨灰寄存") == "1"


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
        page = officer_beyond.get(f"/oversight/{path}").text
        assert "JY" not in page
        assert "JX" not in page


@pytest.mark.parametrize("asked", ["institution=JY", "county=421221", "county=42"])
def test_asking_for_another_county_shows_only_ones_own(busy, officer_beyond, asked):
    page = officer_beyond.get(f"/oversight/cremations?{asked}").text
    assert total(page) == 1
    assert "JYA" not in page
    assert "JY殡仪馆" not in page


def test_a_city_officer_sees_each_county_and_all_together(app, busy):
    world.make_office("XN", "4212")
    city = visit(app, "xn-officer")
    assert figure(city.get("/oversight").text, "火化") == "4"
    assert figure(city.get("/oversight?county=421222").text, "火化") == "1"
    assert total(city.get("/oversight/cremations?county=421221").text) == 3


def test_looking_closer_never_shows_more(busy):
    look_like(busy.officer_beyond)
    with seeing_only([busy.one.id, busy.beyond.id]):
        assert count_cremations(*month_range(MONTH)) == 1
    assert list_cremations(*month_range(MONTH)).total == 1


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


def test_both_denominators_are_written_out(busy, officer):
    record_deaths(
        region_code="421221",
        month=MONTH,
        deaths=8,
        deaths_in_zone=4,
        source="户籍部门月报",
        by=busy.officer,
    )
    page = officer.get("/oversight").text
    assert "3 ÷ 8 × 100% = <strong>37.5%</strong>" in page
    assert "3 ÷ 4 × 100% = <strong>75.0%</strong>" in page
    assert "户籍部门月报" in page


def test_no_deaths_at_all_give_no_rate(busy):
    record_deaths(
        region_code="421221",
        month=MONTH,
        deaths=0,
        deaths_in_zone=None,
        source="户籍部门月报",
        by=busy.officer,
    )
    figures = month_figures("421221", MONTH)
    assert figures.cremation_rate is None
    assert figures.cremation_rate_in_zone is None


def test_a_month_begins_and_ends_in_china():
    start, end = month_range("2026-12")
    assert start.isoformat() == "2026-11-30T16:00:00+00:00"
    assert end.isoformat() == "2026-12-31T16:00:00+00:00"


def test_twelve_months_cross_the_year():
    assert months_before("2026-02", 4) == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_the_trend_ends_with_the_month_itself(busy):
    assert count_cremations_by_month(MONTH, 2)[-1] == (MONTH, 4)
