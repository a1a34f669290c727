"""公布价格: one price an item and day; an old price stays what it was."""

from datetime import date, timedelta

import pytest

from billing.errors import PriceOutsideAllowed, PricesOverlap, SellerNotAllowed
from billing.kinds import ItemClass, PriceMode
from billing.operations import publish_tariff_item
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from billing.queries import find_tariff_item, list_tariff
from billing.units import Unit
from kernel import clock
from kernel.people.actors import SETUP
from kernel.places import InstitutionKind, add_institution

NEW_YEAR = date(2026, 1, 1)


def publish(home, code, price_fen, valid_from, valid_to=None, **changed):
    asked = {"item_class": ItemClass.NON_BASIC} | changed
    return publish_tariff_item(
        institution_id=home.id,
        code=code,
        name="遗体整容",
        price_mode=PriceMode.REFERENCE_RANGE,
        terms=TariffTerms(unit=Unit.BODY, price_fen=price_fen),
        legal_basis="县价〔2026〕1号",
        issuer="县发改局",
        valid_from=valid_from,
        valid_to=valid_to,
        by=SETUP,
        **asked,
    )


def test_two_prices_on_one_day_are_refused(home):
    publish(home, "preparation", 100_00, NEW_YEAR)
    with pytest.raises(PricesOverlap):
        publish(home, "preparation", 200_00, date(2026, 6, 1))


def test_the_last_day_belongs_to_the_old_price(home):
    last = date(2026, 5, 31)
    old = publish(home, "preparation", 100_00, NEW_YEAR, last)
    publish(home, "preparation", 200_00, last + timedelta(days=1))
    assert (old.valid_from, old.valid_to) == (NEW_YEAR, last)
    on = lambda day: find_tariff_item(home.id, "preparation", day)  # noqa: E731
    assert on(last).price_fen == 100_00
    assert on(last + timedelta(days=1)).price_fen == 200_00
    assert on(NEW_YEAR - timedelta(days=1)) is None


def test_basic_items_come_first_on_the_list(home):
    publish(home, "preparation", 100_00, NEW_YEAR)
    classes = [item.item_class for item in list_tariff(home.id, clock.today())]
    assert classes == sorted(classes)
    assert classes[-1] == "non_basic"


def test_a_price_beyond_what_its_document_allows_is_not_loaded(home):
    rule = PriceRule(PriceMode.REFERENCE_RANGE, reference_low_fen=100_00, reference_high_fen=200_00)
    with pytest.raises(PriceOutsideAllowed):
        publish(home, "preparation", 200_01, NEW_YEAR, rule=rule)


def test_a_columbarium_cannot_load_what_only_funeral_homes_sell(context):
    niches = add_institution(
        code="GT",
        kind=InstitutionKind.COLUMBARIUM,
        name="嘉鱼县骨灰堂",
        region_code="421221",
        by=SETUP,
    )
    with pytest.raises(SellerNotAllowed, match="第二十五条"):
        publish(niches, "preparation", 100_00, NEW_YEAR)
