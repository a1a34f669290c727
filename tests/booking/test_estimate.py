"""What a family will pay, before anything has happened: the bill's own prices and waivers."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.kinds import ItemClass, PriceMode
from billing.operations import publish_tariff_item
from billing.pricing import TariffTerms
from billing.units import Unit
from booking.answers import Answers
from booking.estimate import Estimate, estimate_of
from kernel import clock
from kernel.people.actors import SETUP
from tests import world

ANSWERS = Answers(
    household_registration=world.JIAYU,
    waiver_class="resident",
    pick_up_from="县人民医院",
    hall_class="small",
    cremator_type="flat",
)


def estimate(home, hours=30, **changed) -> Estimate:
    answers = replace(ANSWERS, died_on=clock.today().isoformat(), **changed)
    since = world.tomorrow_at(9) - timedelta(hours=hours)
    return estimate_of(home.id, answers, cremation_at=world.tomorrow_at(9), since=since)


def amounts(found: Estimate) -> dict[str, tuple[int, int]]:
    return {row.item_code: (row.gross_fen // 100, row.waived_fen // 100) for row in found.rows}


def test_every_item_stands_with_its_price_and_what_is_waived(home):
    found = estimate(home)
    assert amounts(found) == {
        "transfer": (510, 510),
        "storage": (300, 300),
        "hall_small": (20, 0),
        "cremation_flat": (500, 500),
    }
    assert (found.gross_fen, found.waived_fen, found.due_fen) == (1330_00, 1310_00, 20_00)
    assert found.gross_fen - found.waived_fen == found.due_fen


def test_storage_beyond_the_free_hours_is_the_familys(home):
    assert amounts(estimate(home, hours=80))["storage"] == (800, 720)


@pytest.mark.parametrize(
    "changed", [{"household_registration": ""}, {"household_registration": "32"}]
)
def test_whoever_is_not_of_the_county_pays_the_published_price_and_reads_why(home, changed):
    found = estimate(home, **changed)
    assert found.waived_fen == 0
    assert not found.eligible
    assert "户籍地" in "".join(map(str, found.reasons))
    # The trip is shown at the upper end of its range, so it may turn out less.
    assert found.at_most


def test_a_range_whose_price_is_waived_leaves_nothing_uncertain(home):
    assert not estimate(home).at_most


def test_whoever_comes_by_itself_is_not_asked_for_a_trip(home):
    assert "transfer" not in amounts(estimate(home, pick_up_from=""))


def test_what_is_not_on_the_list_is_not_charged(context):
    found = estimate(world.make_home())
    assert found.rows == ()
    assert (found.due_fen, found.policy_title) == (0, "")


def test_a_trip_priced_by_the_kilometre_says_what_was_assumed(home):
    other = world.make_home("DW", "152525")
    publish_tariff_item(
        institution_id=other.id,
        code="transfer",
        name="遗体接运",
        item_class=ItemClass.BASIC,
        price_mode=PriceMode.GUIDED,
        terms=TariffTerms(
            unit=Unit.KM, price_fen=680_00, included=Decimal(50), extra_price_fen=5_00
        ),
        legal_basis="东政办发〔2025〕12号",
        issuer="东乌珠穆沁旗人民政府办公室",
        valid_from=date(2025, 6, 23),
        by=SETUP,
    )
    [row] = estimate(other).rows
    assert row.gross_fen == 680_00
    assert str(row.note) == "按 50 公里以内估算，超出部分每公里 5 元。"


def test_an_estimate_comes_back_from_the_database_as_it_went_in(home):
    found = estimate(home)
    assert Estimate.from_json(json.loads(json.dumps(found.as_json()))) == found
