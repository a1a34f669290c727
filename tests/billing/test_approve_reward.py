"""批准奖补: by a second person, with all the evidence; the worked cases to the fen."""

from datetime import date
from decimal import Decimal

import pytest

from billing.classes import WaiverClass
from billing.errors import (
    DecidedByReceiver,
    NotDecidedHere,
    RewardDecided,
    RewardEvidenceMissing,
    RewardNotDue,
)
from billing.models import RewardApplication
from billing.operations import approve_reward, freeze_payout_list, publish_policy
from billing.queries.rewards import assessment_of, get_application
from billing.rewards import Burial
from billing.units import Unit
from kernel.people.actors import SETUP
from tests import world
from tests.billing import rewards

SIX = 6


def paid(county: rewards.County, **changed: object) -> list[tuple[str, int, int]]:
    rewards.approved(county, **changed)
    return rewards.sums(freeze_payout_list(by=county.officer))


def refused(county: rewards.County, **changed: object) -> str:
    application = rewards.apply(county, **changed)
    rewards.prove(county, application)
    with pytest.raises(RewardNotDue) as refusal:
        approve_reward(number=application.number, by=county.officer)
    assert get_application(application.number).state == "applied"
    return str(refusal.value)


def test_e01_a_resident_buried_at_sea_gets_2000_and_pays_nothing(context):
    county = rewards.make_county("huangyan-2016")
    lines = (rewards.charged("sea_burial", 800_00),)
    application = rewards.approved(county, lines=lines)
    assert [line.due_fen for line in assessment_of(application).lines] == [0]
    [family, operator] = freeze_payout_list(by=county.officer).entries
    assert (family.recipient, family.fen) == ("family", 2000_00)
    assert (operator.recipient, operator.fen, operator.costs_fen) == ("operator", 800_00, 800_00)
    assert family.funding == [{"payer": "county_finance", "fen": 2000_00}]


def test_e01_a_migrant_with_eight_months_of_pension_gets_nothing(context):
    county = rewards.make_county("huangyan-2016")
    said = refused(
        county,
        household_registration=world.JIAYU,
        waiver_class=WaiverClass.MIGRANT_WORKER,
        has_contract=True,
        pension_months=8,
    )
    assert "养老保险要缴满12个月，已登记8个月。" in said


def test_e03_four_relatives_travel_free_and_two_more_at_their_own_cost(context):
    county = rewards.make_county()
    spring = {"died_on": date(2016, 3, 1), "cremated_on": date(2016, 3, 3)}
    four = rewards.approved(
        county, **spring, lines=(rewards.charged("relatives_travel", 200_00, 4, Unit.PERSON),)
    )
    six = rewards.approved(
        county, **spring, lines=(rewards.charged("relatives_travel", 200_00, SIX, Unit.PERSON),)
    )
    assert [line.due_fen for line in assessment_of(four).lines] == [0]
    assert [line.due_fen for line in assessment_of(six).lines] == [400_00]
    entries = rewards.sums(freeze_payout_list(by=county.officer))
    assert entries == [("family", 6000_00, 0), ("operator", 800_00, 800_00)] * 2


def test_e03_a_flower_burial_pays_the_family_and_the_operator(context):
    county = rewards.make_county()
    lines = (rewards.charged("eco_burial", 900_00),)
    entries = paid(county, burial=Burial.FLOWER, lines=lines)
    assert entries == [("family", 3000_00, 0), ("operator", 2900_00, 900_00)]


def test_e03_who_was_cremated_in_2015_gets_nothing(context):
    county = rewards.make_county()
    said = refused(county, died_on=date(2015, 12, 30), cremated_on=date(2015, 12, 31))
    assert "火化日期早于政策生效日2016-01-01。" in said


def test_e05_a_niche_gives_840_in_one_sum(context):
    county = rewards.make_county("jingzhou-2016")
    assert paid(county, burial=Burial.NICHE) == [("family", 840_00, 0)]


def test_e05_a_stele_of_100_centimetres_is_too_high(context):
    county = rewards.make_county("jingzhou-2016")
    said = refused(
        county,
        burial=Burial.LAWN,
        grave_area=Decimal("0.9"),
        stele_height=Decimal(100),
        stele_width=Decimal(60),
    )
    assert "墓碑高100厘米，超过80厘米。" in said


def test_e08_by_the_river_4000_and_buried_deep_2000(context):
    county = rewards.make_county("jinan-2018")
    rewards.approved(county, burial=Burial.RIVER)
    rewards.approved(county, burial=Burial.DEEP, has_marker=False)
    entries = rewards.sums(freeze_payout_list(by=county.officer))
    assert entries == [("family", 4000_00, 0), ("family", 2000_00, 0)]


def test_who_received_it_does_not_decide_it(context):
    county = rewards.make_county()
    application = rewards.apply(county, by=county.officer)
    with pytest.raises(DecidedByReceiver):
        approve_reward(number=application.number, by=county.officer)
    assert approve_reward(number=application.number, by=county.second).state == "approved"


def test_the_desk_does_not_decide(context):
    county = rewards.make_county()
    application = rewards.apply(county)
    with pytest.raises(NotDecidedHere):
        approve_reward(number=application.number, by=county.clerk)


def test_it_is_decided_once(context):
    county = rewards.make_county()
    application = rewards.approved(county)
    with pytest.raises(RewardDecided):
        approve_reward(number=application.number, by=county.officer)


def test_what_is_missing_is_named(context):
    county = rewards.make_county("jingzhou-2016")
    application = rewards.apply(county, burial=Burial.NICHE)
    with pytest.raises(RewardEvidenceMissing, match="火化证明、身份证、购置凭证、申请表"):
        approve_reward(number=application.number, by=county.officer)


def test_it_is_assessed_under_the_policy_of_the_day_it_turns_on(context):
    """A second version published while the application waited covers its cremation."""
    county = rewards.make_county(
        **{"from: 2016-01-01\n  by": "from: 2016-01-01\n  to: 2026-03-03\n  by"}
    )
    application = rewards.apply(county, cremated_on=date(2026, 3, 2))
    later = rewards.apply(county)
    assert "晚于政策截止日" in "".join(map(str, assessment_of(later).reasons))
    source = (world.POLICIES / "dongyang-2016.yaml").read_text(encoding="utf-8")
    source = source.replace("version: 1", "version: 2").replace("amount: 6000", "amount: 7000")
    publish_policy(source=source.replace("from: 2016-01-01", "from: 2026-03-04"), by=SETUP)
    for one, expected in ((application, (1, 6000_00)), (later, (2, 7000_00))):
        decided = approve_reward(number=one.number, by=county.officer)
        assert (decided.policy_version, decided.reward_fen) == expected
        assert isinstance(decided, RewardApplication)
