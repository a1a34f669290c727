"""延期存放手续: who is kept beyond the legal days needs one that covers today."""

from datetime import date, timedelta

import pytest

from funeral.errors.storage import (
    AskerMissing,
    ExtensionBeforeAdmission,
    ExtensionPast,
    ExtensionReasonMissing,
    ExtensionShorter,
    ExtensionTooLong,
    NotStored,
)
from funeral.kinds import AskingParty
from funeral.law.storage import StorageLawMistake, parse_rules, storage_rules
from funeral.operations import extend_storage
from funeral.queries.storage import find_stay, list_extensions, needs_extension
from funeral.storage import Stay, rule_of
from kernel import clock
from tests import world
from tests.funeral import desk

LONG_AGO = 4 * 24


def stored(home, hours: int = LONG_AGO):
    case = world.open_case(home, died_on=clock.today() - timedelta(days=hours // 24 + 1))
    world.receive(home, case, hours_ago=hours)
    return case


def extend(home, case, days: int = 5, **changed):
    asked = {
        "number": case.number,
        "until_on": clock.today() + timedelta(days=days),
        "reason": "等待外地亲属",
        "asked_by": "张小三",
        "party": AskingParty.FAMILY,
        "by": home.clerk,
    }
    return extend_storage(**(asked | changed))


def test_three_days_need_no_extension_and_a_minute_more_does(home):
    case = stored(home, 71)
    assert not needs_extension(case.id)
    with clock.frozen(clock.now() + timedelta(hours=1, minutes=1)):
        assert needs_extension(case.id)


def test_an_extension_covers_its_last_day_and_not_the_next(home):
    case = stored(home)
    assert needs_extension(case.id)
    extend(home, case, days=2)
    assert not needs_extension(case.id)
    with clock.frozen(clock.day_range(clock.today() + timedelta(days=2))[1] - timedelta(minutes=1)):
        assert not needs_extension(case.id)
    with clock.frozen(clock.day_range(clock.today() + timedelta(days=3))[0]):
        assert needs_extension(case.id)


def test_nothing_is_needed_before_admission_and_after_the_cremation_began(home):
    case = world.open_case(home)
    assert not needs_extension(case.id)
    world.cremate(home, case)
    with clock.frozen(clock.now() + timedelta(days=9)):
        assert not needs_extension(case.id)
    assert find_stay(case.id) is None


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"days": -1}, ExtensionPast),
        ({"days": -30}, ExtensionBeforeAdmission),
        ({"days": 31}, ExtensionTooLong),
        ({"reason": " "}, ExtensionReasonMissing),
        ({"asked_by": ""}, AskerMissing),
    ],
)
def test_what_the_law_or_the_form_forbids_is_refused(home, changed, refusal):
    case = stored(home)
    with pytest.raises(refusal):
        extend(home, case, **changed)
    assert list_extensions(case.id) == []


def test_a_second_extension_reaches_further_than_the_first(home):
    case = stored(home)
    extend(home, case, days=5)
    with pytest.raises(ExtensionShorter):
        extend(home, case, days=5)
    extend(home, case, days=9, party=AskingParty.HANDED_OVER_BY)
    assert find_stay(case.id).extended_until == clock.today() + timedelta(days=9)


def test_only_who_is_in_the_house_can_stay_longer(home):
    with pytest.raises(NotStored):
        extend(home, world.open_case(home))


def test_sending_the_form_twice_extends_once(home):
    case = stored(home)
    first, second = (extend(home, case, idempotency_key="once") for _ in range(2))
    assert first.id == second.id
    assert len(list_extensions(case.id)) == 1


def test_the_page_says_what_is_wrong_beside_its_field(home, clerk):
    case = stored(home)
    path = f"/cases/{case.number}/extension"
    assert "存放已经超过法定天数，需要办理延期存放手续。" in desk.read(clerk, path)
    asked = {
        "until_on": desk.three(clock.today() + timedelta(days=60)),
        "party": "family",
        "asked_by": "张小三",
        "reason": "等待外地亲属",
    }
    assert desk.beside(clerk, path, "until_on", **asked).startswith("一次最多延期到")
    asked["until_on"] = desk.three(clock.today() + timedelta(days=6))
    assert "已办理延期" in desk.send(clerk, path, **asked)
    assert "等待外地亲属" in desk.read(clerk, path)


COUNTY = """
schema: 1
rules:
  - {days: 3, legal_basis: 条例, %s, valid_from: 2026-03-30}
  - {region: "421221", days: 7, legal_basis: 本县, %s, %f}
""".replace("%f", "valid_from: 2026-06-01, valid_until: 2026-12-31").replace(
    "%s", "longest_extension_days: 30, extension_basis: 默认"
)


@pytest.mark.parametrize(
    ("region", "day", "days"),
    [
        ("421221", date(2026, 6, 1), 7),
        ("421221", date(2026, 5, 31), 3),
        ("421221", date(2027, 1, 1), 3),
        ("152525", date(2026, 6, 1), 3),
    ],
)
def test_a_county_may_say_otherwise_while_its_rule_holds(region, day, days):
    assert rule_of(parse_rules(COUNTY, "test"), region, day).days == days


def test_before_the_regulation_no_limit_is_claimed():
    assert rule_of(storage_rules(), "421221", date(2026, 3, 29)) is None
    stay = Stay(clock.now() - timedelta(days=99), None, None)
    assert not stay.needs_extension(clock.now(), clock.today())
    assert stay.legal_hours_left(clock.now()) is None


@pytest.mark.parametrize("broken", ["days: 0", "region: '999999'", "valid_until: 2026-01-01"])
def test_a_mistake_in_the_law_file_names_its_line(broken):
    key = broken.split(":")[0]
    line = next(row for row in COUNTY.splitlines() if "421221" in row)
    kept = [part for part in line.strip(" -{}").split(", ") if not part.startswith(f"{key}:")]
    text = f"schema: 1\nrules:\n  - {{{', '.join([broken, *kept])}}}\n"
    with pytest.raises(StorageLawMistake, match="第3行"):
        parse_rules(text, "storage.yaml")
