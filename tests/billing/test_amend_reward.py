"""退回补正 and what follows: amended, sent again, decided; what was decided stays."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError, ProgrammingError

from billing.errors import (
    DecidedByReceiver,
    NotDecidedHere,
    PaidOutAlready,
    ReasonMissing,
    RewardDecided,
)
from billing.operations import (
    amend_reward,
    approve_reward,
    freeze_payout_list,
    refuse_reward,
    return_reward,
)
from billing.queries.rewards import get_application
from billing.rewards import Burial, RewardFacts
from kernel.db import db
from tests.billing import rewards

AGAIN = (
    "INSERT INTO payout_entries SELECT gen_random_uuid(), payout_list_id, application_id, id, "
    "9, recipient, fen, costs_fen, funding, payee_name, bank, account, institution_id "
    "FROM payout_entries"
)


def test_a_returned_application_is_amended_and_approved(context):
    county = rewards.make_county()
    application = rewards.apply(county, burial=Burial.NICHE)
    first = RewardFacts.from_json(application.facts).facts.applied_on
    return_reward(number=application.number, reason="安葬方式写错了", by=county.officer)
    assert get_application(application.number).decision_reason == "安葬方式写错了"
    amended = amend_reward(
        number=application.number,
        request=rewards.told(county.region, burial=Burial.SEA),
        by=county.clerk,
    )
    assert (amended.state, amended.decision_reason) == ("applied", None)
    assert amended.reward_fen == 6000_00
    assert RewardFacts.from_json(amended.facts).facts.applied_on == first
    assert approve_reward(number=application.number, by=county.officer).state == "approved"


def test_who_amended_it_does_not_decide_it(context):
    county = rewards.make_county()
    application = rewards.apply(county)
    amend_reward(number=application.number, request=rewards.told(county.region), by=county.officer)
    with pytest.raises(DecidedByReceiver):
        approve_reward(number=application.number, by=county.officer)


def test_a_return_and_a_refusal_say_why(context):
    county = rewards.make_county()
    application = rewards.apply(county)
    for decide in (return_reward, refuse_reward):
        with pytest.raises(ReasonMissing):
            decide(number=application.number, reason=" ", by=county.officer)
        with pytest.raises(NotDecidedHere):
            decide(number=application.number, reason="不符", by=county.clerk)


def test_what_was_decided_is_not_amended(context):
    county = rewards.make_county()
    done = rewards.approved(county)
    gone = rewards.apply(county)
    refuse_reward(number=gone.number, reason="不符合条件", by=county.officer)
    for application in (done, gone):
        with pytest.raises(RewardDecided):
            amend_reward(
                number=application.number, request=rewards.told(county.region), by=county.clerk
            )
    with pytest.raises(RewardDecided):
        return_reward(number=gone.number, reason="再看看", by=county.officer)


def test_an_approved_one_is_returned_until_it_is_listed(context):
    county = rewards.make_county()
    one, other = rewards.approved(county), rewards.approved(county)
    assert return_reward(number=one.number, reason="账户有误", by=county.officer).decided_at
    freeze_payout_list(by=county.officer)
    with pytest.raises(PaidOutAlready):
        return_reward(number=other.number, reason="账户有误", by=county.officer)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reward_applications SET reward_fen = 1",
        "UPDATE reward_applications SET state = 'applied', decided_at = NULL",
        "DELETE FROM reward_applications",
        "UPDATE payout_entries SET fen = 1",
        "DELETE FROM payout_lists",
        "UPDATE payout_lists SET total_fen = 1",
        AGAIN,
    ],
)
def test_the_database_itself_keeps_what_was_decided_and_listed(context, statement):
    county = rewards.make_county()
    rewards.approved(county)
    freeze_payout_list(by=county.officer)
    with pytest.raises((InternalError, ProgrammingError)):
        db.session.execute(text(statement))
    db.session.rollback()
