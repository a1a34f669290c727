"""rights.yaml is read whole, and a mistake in it is named with its line."""

from datetime import date

import pytest

from cemetery.models import SiteKind
from cemetery.rights.kinds import Ground, Way
from cemetery.rights.rules import RULES, RightRulesMistake, parse_rules, rules

TEXT = RULES.read_text(encoding="utf-8")


def test_the_rules_of_the_house():
    known = rules()
    assert known.most_years == 20
    assert known.renewable_days == 90
    assert [step.days for step in known.ladder] == [-90, -30, 0, 180, 365]
    assert known.find_exception(Ground.AGED, date(2026, 11, 29)).age == 80
    assert known.find_exception(Ground.AGED, date(2020, 1, 1)) is None
    for_all = {SiteKind.COMMERCIAL_CEMETERY, SiteKind.COMMERCIAL_COLUMBARIUM}
    for kind in SiteKind:
        assert (known.hukou_rule(kind, date(2026, 11, 29)) is None) is (kind in for_all)
    assert Way.ANNOUNCEMENT in known.search


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("schema: 1", "schema: 2"),
        ("kind: spouse", "kind: cremation"),
        ("days: -90", "days: 九十"),
        ("minutes: 30", "minutes: 半"),
    ],
)
def test_a_mistake_is_named(right, wrong):
    with pytest.raises(RightRulesMistake, match=r"rights\.yaml"):
        parse_rules(TEXT.replace(right, wrong))
