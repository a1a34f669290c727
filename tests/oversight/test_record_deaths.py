"""同期死亡人口: recorded with its source, corrected by a second, refused where impossible."""

import pytest
from sqlalchemy import func, select

from kernel.db import db
from oversight.errors import (
    DeathsNegative,
    MonthNotOver,
    MonthUnknown,
    OtherRegion,
    SourceMissing,
    ZoneAboveAll,
)
from oversight.models import DeathCount
from oversight.operations import record_deaths
from oversight.queries import find_death_count
from tests import world
from tests.oversight.figures import this_month

JIAYU = "421221"


def record(county, **changed):
    asked = {
        "region_code": JIAYU,
        "month": "2026-10",
        "deaths": 240,
        "deaths_in_zone": 180,
        "source": "户籍部门 2026 年 10 月月报",
        "by": county.officer,
    }
    return record_deaths(**(asked | changed))


def test_the_numbers_are_kept_with_who_said_them(county):
    count = record(county)
    assert (count.deaths, count.deaths_in_zone) == (240, 180)
    assert count.recorded_by == str(county.officer)


def test_a_second_record_corrects_the_first(county):
    record(county)
    record(county, deaths=241, deaths_in_zone=None)
    assert find_death_count(JIAYU, "2026-10").deaths == 241
    assert db.session.scalar(select(func.count(DeathCount.id))) == 1


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"month": "2199-01"}, MonthUnknown),
        ({"month": "2099-01"}, MonthNotOver),
        ({"month": "2026-13"}, MonthUnknown),
        ({"month": "October"}, MonthUnknown),
        ({"deaths": -1, "deaths_in_zone": None}, DeathsNegative),
        ({"deaths_in_zone": -1}, DeathsNegative),
        ({"deaths_in_zone": 241}, ZoneAboveAll),
        ({"source": " "}, SourceMissing),
        ({"region_code": "421222"}, OtherRegion),
    ],
)
def test_what_cannot_be_is_refused(county, asked, refusal):
    with pytest.raises(refusal):
        record(county, **asked)
    assert db.session.scalar(select(func.count(DeathCount.id))) == 0


def test_an_office_above_may_record_for_a_county(county):
    city = world.make_office("XN", "4212").actor()
    assert record(county, by=city).region_code == JIAYU


def test_the_form_records_and_goes_back_to_the_figures(county, officer):
    typed = {"deaths": "240", "deaths_in_zone": "", "source": "月报"}
    answer = officer.post("/oversight/deaths?month=2026-10", data=typed)
    assert answer.location == "/oversight?month=2026-10"
    assert find_death_count(JIAYU, "2026-10").deaths_in_zone is None


def test_the_form_shows_what_is_known(county, officer):
    record(county)
    page = officer.get("/oversight/deaths?month=2026-10").text
    assert 'value="240"' in page
    assert "登记过" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"deaths": ""}, "请填写死亡人口"),
        ({"deaths": "很多"}, "请用数字填写"),
        ({"deaths_in_zone": "999"}, "不能大于全部死亡人口"),
        ({"source": ""}, "请写明数字的来源"),
    ],
)
def test_bad_input_gets_a_sentence_and_stays(county, officer, typed, sentence):
    asked = {"deaths": "240", "deaths_in_zone": "180", "source": "月报"} | typed
    answer = officer.post(f"/oversight/deaths?month={this_month()}", data=asked)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert all(f'value="{value}"' in answer.text for value in asked.values() if value)
    assert find_death_count(JIAYU, this_month()) is None
