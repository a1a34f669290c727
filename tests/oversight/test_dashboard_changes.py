"""What the figures say once something more was recorded."""

from cemetery.operations import deposit_ashes
from cemetery.queries import list_free_units
from funeral.kinds import CrematorType
from oversight.operations import record_deaths
from oversight.queries import month_figures
from tests import world
from tests.oversight.figures import figure, this_month, total
from tests.visitor import visit


def test_ashes_deposited_are_counted(busy, officer):
    home = busy.other
    world.make_units(home.id)
    case = world.open_case(home)
    deposit = deposit_ashes(
        certificate_number=world.cremate(home, case, CrematorType.COLLECTING),
        unit_id=list_free_units(home.id, "福区")[0].id,
        months=12,
        by=home.clerk,
    )
    assert figure(officer.get("/oversight").text, "骨灰寄存") == "1"
    listed = officer.get("/oversight/deposits").text
    assert total(listed) == 1
    assert deposit.number in listed
    assert case.number in listed
    assert case.deceased.name not in listed


def test_a_city_officer_sees_each_county_and_all_together(app, busy):
    world.make_office("XN", "4212")
    city = visit(app, "xn-officer")
    assert figure(city.get("/oversight").text, "火化") == "4"
    assert figure(city.get("/oversight?county=421222").text, "火化") == "1"
    assert total(city.get("/oversight/cremations?county=421221").text) == 3


def test_both_denominators_are_written_out(busy, officer):
    record_deaths(
        region_code="421221",
        month=this_month(),
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
        month=this_month(),
        deaths=0,
        deaths_in_zone=None,
        source="户籍部门月报",
        by=busy.officer,
    )
    figures = month_figures("421221", this_month())
    assert figures.cremation_rate is None
    assert figures.cremation_rate_in_zone is None
