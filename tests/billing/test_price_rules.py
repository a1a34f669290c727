"""A published price stays inside what its form allows; who may sell what is law, not taste."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing import errors
from billing.item_draft import terms_of
from billing.kinds import ItemPurpose, PriceMode
from billing.law import SellerLawMistake, ensure_may_sell, parse_sellers, seller_rules
from billing.price_rules import PriceRule, markup_ceiling, say_allowed
from billing.prices import say_rule
from billing.pricing import TariffTerms
from billing.units import Unit
from kernel.places import Institution, InstitutionKind

TENTH = Decimal(10)
QINGTIAN = PriceRule(PriceMode.GUIDED, base_fen=300_00, float_up_percent=TENTH)
SONGYANG = PriceRule(
    PriceMode.GUIDED, base_fen=300_00, float_up_percent=TENTH, float_down_percent=TENTH
)
JURONG = PriceRule(PriceMode.GUIDED, ceiling_fen=300_00)
RANGE = PriceRule(PriceMode.REFERENCE_RANGE, reference_low_fen=100_00, reference_high_fen=200_00)
STONE = PriceRule(PriceMode.MARKUP_CAPPED, purchase_price_fen=100_01, markup_percent=Decimal(30))


def asking(fen: int) -> TariffTerms:
    return TariffTerms(unit=Unit.BODY, price_fen=fen)


@pytest.mark.parametrize(
    ("rule", "allowed", "said"),
    [
        (QINGTIAN, (None, 330_00), "基准价 300 元，上浮不超过 10%，下浮不限，不高于 330 元"),
        (SONGYANG, (270_00, 330_00), "270 元至 330 元"),
        (JURONG, (None, 300_00), "不高于 300 元"),
        (RANGE, (100_00, 200_00), "100 元至 200 元"),
        (STONE, (None, 130_01), "差率不超过 30%，不高于 130.01 元"),
        (PriceRule(PriceMode.MARKET), (None, None), ""),
        (PriceRule(PriceMode.GUIDED), (None, None), ""),
    ],
)
def test_each_form_leads_to_its_bounds_and_its_sentence(rule, allowed, said):
    assert rule.allowed == allowed
    assert say_rule(rule).endswith(said)


def test_a_base_price_without_a_word_about_floating_may_not_rise():
    rule = PriceRule(PriceMode.GUIDED, base_fen=300_00, ceiling_fen=310_00)
    assert rule.allowed == (None, 300_00)
    assert "不得上浮" in say_rule(rule)


def test_a_ceiling_holds_whatever_may_float():
    rule = PriceRule(PriceMode.GUIDED, base_fen=300_00, float_up_percent=TENTH, ceiling_fen=310_00)
    assert rule.allowed == (None, 310_00)


@pytest.mark.parametrize(
    ("rule", "fen"),
    [(QINGTIAN, 330_01), (SONGYANG, 269_99), (JURONG, 300_01), (RANGE, 99_99), (STONE, 130_02)],
)
def test_a_price_outside_its_bounds_is_refused_with_the_ground(rule, fen):
    rule.ensure_allows(asking(rule.allowed[1]))
    with pytest.raises(errors.PriceOutsideAllowed, match="发改价格〔2026〕108号"):
        rule.ensure_allows(asking(fen))


def test_the_highest_price_of_a_range_counts_too():
    wide = TariffTerms(unit=Unit.BODY, price_low_fen=280_00, price_high_fen=331_00)
    with pytest.raises(errors.PriceOutsideAllowed, match="331 元不能公布"):
        SONGYANG.ensure_allows(wide)


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        (PriceRule(PriceMode.GUIDED), errors.GuidedBaseMissing),
        (PriceRule(PriceMode.REFERENCE_RANGE, reference_low_fen=1), errors.ReferenceRangeMissing),
        (
            PriceRule(PriceMode.REFERENCE_RANGE, reference_low_fen=2, reference_high_fen=1),
            errors.ReferenceRangeMissing,
        ),
        (PriceRule(PriceMode.MARKUP_CAPPED, purchase_price_fen=1), errors.MarkupMissing),
    ],
)
def test_a_form_without_its_figures_is_incomplete(rule, refusal):
    with pytest.raises(refusal):
        rule.ensure_complete()


def test_a_part_of_a_fen_never_raises_a_ceiling():
    assert markup_ceiling(99, Decimal(30)) == 128
    assert say_allowed(PriceRule(PriceMode.MARKET)) == ""


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"price_fen": None}, errors.PriceOrRange),
        ({"price_low_fen": 1}, errors.PriceOrRange),
        ({"price_low_fen": 1, "price_high_fen": 2}, errors.PriceOrRange),
        ({"price_fen": None, "price_low_fen": 2, "price_high_fen": 1}, errors.RangeReversed),
        ({"extra_price_fen": 1}, errors.ExtraWithoutIncluded),
        ({"round_up_to": Decimal(0)}, errors.StepWrong),
    ],
)
def test_a_price_that_contradicts_itself_is_refused_in_words(changed, refusal):
    asked = {
        "unit": Unit.KM,
        "price_fen": 1,
        "price_low_fen": None,
        "price_high_fen": None,
        "included": None,
        "extra_price_fen": None,
        "measured_in": None,
        "round_up_to": Decimal(1),
    }
    assert terms_of(**asked).price_fen == 1
    with pytest.raises(refusal):
        terms_of(**(asked | changed))


FIVE = ("transfer", "storage", "embalming", "preparation", "cremation")
SINCE = date(2026, 3, 30)


def seller(kind: InstitutionKind) -> Institution:
    return Institution(code="X", kind=kind, name="某馆", region_code="421221")


@pytest.mark.parametrize("purpose", FIVE)
def test_five_services_are_sold_by_funeral_homes_only(purpose):
    ensure_may_sell(seller(InstitutionKind.FUNERAL_HOME), ItemPurpose(purpose), "项目", SINCE, None)
    for kind in (InstitutionKind.COLUMBARIUM, InstitutionKind.CEMETERY):
        with pytest.raises(errors.SellerNotAllowed, match=r"第二十五条：接运、存放.*专门提供"):
            ensure_may_sell(seller(kind), ItemPurpose(purpose), "项目", SINCE, None)


def test_a_rule_binds_from_its_day_on():
    cemetery, before = seller(InstitutionKind.CEMETERY), SINCE - timedelta(days=1)
    ensure_may_sell(cemetery, ItemPurpose.STORAGE, "存放", date(2026, 1, 1), before)
    with pytest.raises(errors.SellerNotAllowed):
        ensure_may_sell(cemetery, ItemPurpose.STORAGE, "存放", before, None)


def test_an_office_sells_nothing_and_every_purpose_has_a_rule():
    assert {purpose for rule in seller_rules() for purpose in rule.purposes} == set(ItemPurpose)
    for purpose in ItemPurpose:
        with pytest.raises(errors.SellerNotAllowed):
            ensure_may_sell(seller(InstitutionKind.CIVIL_AFFAIRS), purpose, "项目", SINCE, None)


REVERSED = """schema: 1
rules:
  - {purposes: [niche], sellers: [cemetery], legal_basis: 甲,
     valid_from: 2026-02-01, valid_to: 2026-01-01}
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("schema: 2\nrules: []", 1),
        ("schema: 1\nrules:\n  - {purposes: [fly], sellers: [cemetery]}", 3),
        (REVERSED, 4),
    ],
)
def test_a_mistake_in_the_law_file_names_its_line(text, line):
    with pytest.raises(SellerLawMistake, match=f"第{line}行"):
        parse_sellers(text)
