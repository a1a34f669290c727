"""A price is the published one or nothing."""

from decimal import Decimal

import pytest

from billing import errors
from billing.pricing import TariffTerms, estimate, price
from billing.units import Unit, convert, plain, started

HOURLY = TariffTerms(unit=Unit.HOUR, price_fen=1000)
TRIP = TariffTerms(unit=Unit.TIME, price_low_fen=30000, price_high_fen=51000)
BY_DISTANCE = TariffTerms(unit=Unit.KM, price_fen=68000, included=Decimal(50), extra_price_fen=500)
YEARLY = TariffTerms(unit=Unit.YEAR, price_fen=18000, measured_in=Unit.MONTH)
THREE_DAYS = TariffTerms(unit=Unit.DAY, price_fen=10000, included=Decimal(3))


@pytest.mark.parametrize(
    ("terms", "quantity", "fen"),
    [
        (HOURLY, "90", 90000),
        (HOURLY, "90.1", 91000),
        (BY_DISTANCE, "32", 68000),
        (BY_DISTANCE, "50", 68000),
        (BY_DISTANCE, "68.4", 77500),
        (YEARLY, "12", 18000),
        (YEARLY, "1", 18000),
        (YEARLY, "13", 36000),
        (THREE_DAYS, "0.5", 10000),
        (THREE_DAYS, "3", 10000),
    ],
)
def test_started_units_are_charged_whole(terms, quantity, fen):
    assert price(terms, Decimal(quantity)) == fen


def test_half_hours_are_charged_as_half_hours_where_the_tariff_says_so():
    terms = TariffTerms(unit=Unit.HOUR, price_fen=1001, round_up_to=Decimal("0.5"))
    assert price(terms, Decimal("1.2")) == 1502


def test_a_fourth_day_no_price_was_published_for_costs_nothing_more():
    assert price(THREE_DAYS, Decimal("3.5")) == price(THREE_DAYS, Decimal(3)) == 10000


@pytest.mark.parametrize("quantity", [None, Decimal(0), Decimal(-1)])
def test_nothing_is_charged_without_a_recorded_quantity(quantity):
    with pytest.raises(errors.QuantityMissing, match="小时"):
        price(HOURLY, quantity)


def test_a_range_waits_for_the_price_of_this_trip():
    with pytest.raises(errors.PriceNotChosen, match="300元到510元"):
        price(TRIP, Decimal(1))
    assert price(TRIP, Decimal(1), 42000) == 42000


@pytest.mark.parametrize("fen", [29999, 51001])
def test_a_price_outside_its_range_is_refused(fen):
    with pytest.raises(errors.PriceOutsideRange, match="不在公布的300元到510元之间"):
        price(TRIP, Decimal(1), fen)


def test_a_fixed_price_cannot_be_changed_at_the_desk():
    assert price(HOURLY, Decimal(1), 1000) == 1000
    with pytest.raises(errors.PriceIsFixed, match=r"10元，不能改为9\.99元"):
        price(HOURLY, Decimal(1), 999)


def test_a_trip_has_one_price_however_far_it_went():
    trip = TariffTerms(
        unit=Unit.TIME, price_low_fen=30000, price_high_fen=51000, measured_in=Unit.KM
    )
    assert price(trip, Decimal("68.4"), 42000) == 42000


def test_a_family_is_told_the_ceiling_and_that_it_may_be_less():
    assert estimate(TRIP, Decimal(1)) == (51000, True)
    assert estimate(HOURLY, Decimal(4)) == (4000, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"price_fen": 1, "price_low_fen": 1, "price_high_fen": 2},
        {"price_low_fen": 1},
        {"price_low_fen": 2, "price_high_fen": 1},
        {"price_fen": -1},
        {"price_fen": 1, "extra_price_fen": 1},
        {"price_fen": 1, "round_up_to": Decimal(0)},
    ],
)
def test_terms_that_contradict_themselves_cannot_be_made(wrong):
    with pytest.raises(ValueError, match=r"\."):
        TariffTerms(unit=Unit.TIME, **wrong)


def test_days_are_hours_and_years_are_months_but_months_are_never_days():
    assert convert(Decimal(3), Unit.DAY, Unit.HOUR) == 72
    assert convert(Decimal(1), Unit.MONTH, Unit.YEAR) * 12 == 1
    with pytest.raises(errors.UnitsDoNotFit, match="不能换算成天"):
        convert(Decimal(1), Unit.MONTH, Unit.DAY)


def test_less_than_nothing_beyond_a_limit_is_nothing():
    assert started(convert(Decimal(-3), Unit.KM, Unit.KM)) == 0


@pytest.mark.parametrize(
    ("quantity", "said"), [("72", "72"), ("100", "100"), ("68.40", "68.4"), ("0", "0")]
)
def test_quantities_are_said_plainly(quantity, said):
    assert plain(Decimal(quantity)) == said
