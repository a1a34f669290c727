"""Each kind of limit to the fen, and what it says."""

from datetime import date
from decimal import Decimal

import pytest

from billing.classes import HomeLevel, Payer, WaiverClass
from billing.errors import UnitPriceMissing, UnitsDoNotFit
from billing.funding import Part, Plan, Plans
from billing.limits import (
    AgeBand,
    Amount,
    BestOf,
    ByAge,
    ByClass,
    ByZone,
    ClassLimit,
    Free,
    FreeQuantity,
    PerKm,
    PerUnit,
    Share,
    Storeys,
    Trip,
)
from billing.lines import Facts, Line
from billing.units import Unit

DIED = date(2026, 3, 1)
THREE_DAYS = FreeQuantity(Decimal(3), Unit.DAY)


def line(quantity, unit, price, price_unit=None):
    """`price` in yuan for each started unit."""
    return Line("item", "项目", unit, Decimal(quantity), 0, price * 100, price_unit or unit)


def charge(line):
    units = -(-line.quantity // 1)
    gross_fen = int(units) * (line.unit_price_fen or 0)
    return Line(
        line.item_code,
        line.name,
        line.unit,
        line.quantity,
        gross_fen,
        line.unit_price_fen,
        line.price_unit,
    )


def facts(**changes):
    return Facts(
        household_registration=None, waiver_class=WaiverClass.RESIDENT, died_on=DIED, **changes
    )


def waived(limit, *lines, **changes):
    """Yuan."""
    return sum(limit.settle(facts(**changes)).waive([charge(each) for each in lines])) / 100


@pytest.mark.parametrize(
    ("limit", "quantity", "unit", "price", "expected"),
    [
        (PerUnit(10000, Unit.DAY, Decimal(3)), 2, Unit.DAY, 100, 200),
        (PerUnit(10000, Unit.DAY, Decimal(3)), 5, Unit.DAY, 100, 300),
        # 25 hours are two started days, or by the hour 25/24 of a day.
        (PerUnit(9600, Unit.DAY), 25, Unit.HOUR, 100, 192),
        (PerUnit(9600, Unit.DAY, counted_by=Unit.HOUR), 25, Unit.HOUR, 100, 100),
        (PerUnit(300, Unit.HOUR, Decimal(72)), 60, Unit.HOUR, 3, 180),
        (PerUnit(300, Unit.HOUR, Decimal(72)), 80, Unit.HOUR, 3, 216),
        (PerUnit(5000, Unit.YEAR, Decimal(2), at_most_fen=8000), 3, Unit.YEAR, 60, 80),
        # Three months free, then 10 a month for a year at most.
        (
            PerUnit(1000, Unit.MONTH, Decimal(12), after=FreeQuantity(Decimal(3), Unit.MONTH)),
            *(20, Unit.MONTH, 15, 45 + 120),
        ),
        (
            PerUnit(1000, Unit.MONTH, Decimal(12), after=FreeQuantity(Decimal(3), Unit.MONTH)),
            *(5, Unit.MONTH, 15, 45 + 20),
        ),
        (FreeQuantity(Decimal(3), Unit.DAY, 25000), 5, Unit.DAY, 100, 250),
        # 不足1天按1天: 73 hours are a fourth day, of which all 24 hours are charged.
        (FreeQuantity(Decimal(3), Unit.DAY), 73, Unit.HOUR, 1, 72),
        (FreeQuantity(Decimal(3), Unit.DAY, None, Unit.DAY), 73, Unit.HOUR, 1, 49),
        (Storeys(7), 6, Unit.STOREY, 20, 120),
        (Storeys(7), 9, Unit.STOREY, 20, 140),
        (PerKm(Decimal(0), 0, 300, at_most_fen=48000), 200, Unit.KM, 3, 480),
        (PerKm(Decimal(50), 68000, 500, Trip.ROUND_TRIP), 30, Unit.KM, 100, 730),
        (Share(Decimal(50)), 3, Unit.PIECE, 101, 151.5),
        (Share(Decimal(50), 10000), 3, Unit.PIECE, 101, 100),
        (BestOf((PerUnit(10000, Unit.DAY, Decimal(3)), Amount(25000))), 2, Unit.DAY, 200, 250),
        (BestOf((PerUnit(10000, Unit.DAY, Decimal(3)), Amount(25000))), 3, Unit.DAY, 200, 300),
        (BestOf((PerUnit(10000, Unit.KM), Amount(25000))), 3, Unit.DAY, 200, 250),
    ],
)
def test_a_limit_waives_to_the_fen(limit, quantity, unit, price, expected):
    assert waived(limit, line(quantity, unit, price)) == expected


def test_lines_of_one_item_share_the_days():
    limit = PerUnit(10000, Unit.DAY, Decimal(3))
    assert waived(limit, line(2, Unit.DAY, 100), line(2, Unit.DAY, 100)) == 300


def test_storeys_may_stand_in_the_case_where_the_price_is_for_the_time():
    once = line(1, Unit.TIME, 150)
    assert waived(Storeys(7), once, storeys=7) == 150
    with pytest.raises(UnitsDoNotFit, match="不能换算成层"):
        waived(Storeys(7), once)
    unpriced = Line("item", "搬运", Unit.TIME, Decimal(1), 15000, None, Unit.STOREY)
    with pytest.raises(UnitPriceMissing):
        Storeys(7, recorded=9).waive([unpriced])


@pytest.mark.parametrize(
    ("zone", "expected"), [("城区", 100), ("农村", 150), ("跨区", 0), (None, 0)]
)
def test_a_zone_has_its_own_limit(zone, expected):
    table = ByZone((("城区", Amount(10000)), ("农村", Free())))
    assert waived(table, line(1, Unit.TIME, 150), zone=zone) == expected


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(2019, 3, 2), 120),
        (date(2019, 3, 1), 240),
        (date(1940, 5, 5), 240),
        (None, 0),
    ],
)
def test_a_child_has_its_own_limit_until_the_birthday(born_on, expected):
    bands = ByAge((AgeBand(0, 7, Amount(12000)), AgeBand(7, None, Amount(24000))))
    assert waived(bands, line(1, Unit.BODY, 300), born_on=born_on) == expected


def test_a_class_may_have_its_own_limit_and_the_others_theirs():
    table = ByClass((ClassLimit((WaiverClass.DIBAO,), Free()), ClassLimit((), Amount(10000))))
    assert waived(table, line(1, Unit.BODY, 300)) == 100
    assert str(table.clause(facts())) == "其他对象：本项最多减免100元，超出部分自付。"
    assert str(table.sentence()).startswith("低保对象：本项费用全部减免。其他对象：")


@pytest.mark.parametrize(
    ("limit", "rule", "until", "unless"),
    [
        (
            THREE_DAYS,
            "前3天免费，超出部分按公布的价格自付。",
            "满3天，超出部分自付。",
            "在3天以内时全部减免。",
        ),
        (
            PerUnit(10000, Unit.DAY, Decimal(3)),
            "每天减免100元。最多减免3天。",
            "满3天，超出部分自付。",
            "不超过3天、每天不高于100元时全部减免。",
        ),
        (
            PerKm(Decimal(0), 0, 300, Trip.ROUND_TRIP, 48000),
            "每公里减免3元，不足1公里按1公里计算。里程按往返计算。本项合计最多减免480元。",
            "费用超过480元时，超出部分自付。",
            "收费和数量都不超过减免标准时全部减免。",
        ),
        (
            FreeQuantity(Decimal(7), Unit.DAY, 5000, Unit.DAY),
            "前7天免费，超出部分按公布的价格自付。不足1天按1天计算。本项合计最多减免50元。",
            "满7天，超出部分自付。",
            "收费和数量都不超过减免标准时全部减免。",
        ),
        (
            Storeys(7),
            "7层以内免费，超出的楼层自付。",
            "超过7层时，超出的楼层自付。",
            "7层以内时全部减免。",
        ),
        (Share(Decimal("33.5"), 10000), "本项减免33.5%。本项合计最多减免100元。", "", ""),
    ],
)
def test_a_limit_says_its_rule_and_what_would_change_it(limit, rule, until, unless):
    assert limit.sentence().chinese == rule
    assert limit.free_until().chinese == until
    assert limit.free_if().chinese == unless


PROVINCE, CITY, COUNTY = Payer.PROVINCE_FINANCE, Payer.CITY_FINANCE, Payer.COUNTY_FINANCE
WUHUA = Plan((Part(PROVINCE, fixed_fen=20000), Part(CITY, fixed_fen=10000), Part(COUNTY)))


def test_fixed_sums_are_for_the_case_and_fill_its_first_lines():
    assert WUHUA.split([15000, 30000]) == [
        ((PROVINCE, 15000),),
        ((CITY, 10000), (COUNTY, 15000), (PROVINCE, 5000)),
    ]
    assert WUHUA.split([5000]) == [((PROVINCE, 5000),)]
    assert WUHUA.split([]) == []


def test_percentages_are_of_what_fixed_sums_leave_and_the_rest_takes_the_rounding():
    halves = Plan((Part(CITY, percent=Decimal(50)), Part(COUNTY)))
    assert halves.split([10001, 0]) == [((CITY, 5000), (COUNTY, 5001)), ()]
    mixed = Plan((Part(CITY, percent=Decimal(50)), Part(PROVINCE, fixed_fen=1000), Part(COUNTY)))
    assert mixed.split([3001]) == [((CITY, 1000), (COUNTY, 1001), (PROVINCE, 1000))]
    whole = Plan((Part(CITY, percent=Decimal("33.3")), Part(COUNTY, percent=Decimal("66.7"))))
    assert whole.split([100]) == [((CITY, 33), (COUNTY, 67))]


def test_each_level_of_home_may_have_its_payer():
    plans = Plans(
        {
            HomeLevel.COUNTY_HOME: Plan((Part(Payer.CREMATION_COUNTY_FINANCE),)),
            HomeLevel.CITY_HOME: Plan((Part(CITY),)),
        }
    )
    assert plans.plan(None) is plans.plan(HomeLevel.COUNTY_HOME)
    assert plans.sentence().chinese == (
        "在县级殡仪馆火化的：减免的费用由火化地县级财政承担。"
        "在市级殡仪馆火化的：减免的费用由市级财政承担。"
    )
    assert WUHUA.sentence().chinese == (
        "每案由省级财政承担200元。每案由市级财政承担100元。其余由县级财政承担。"
    )
