"""受理奖补申请: one reward for one deceased, in whatever county; private things stay private."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from billing.errors import (
    AccountWrong,
    ApplicantMissing,
    BankMissing,
    CrematedBeforeDeath,
    CrematedInFuture,
    HolderMissing,
    NoRewardPolicy,
    OperatorMissing,
    RewardedAlready,
)
from billing.operations import amend_reward, apply_for_reward, refuse_reward, return_reward
from billing.queries.rewards import assessment_of, get_application
from billing.rewards import Burial, RewardFacts
from billing.rewards.requests import BankAccount
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.journal import JournalEntry
from kernel.people.deceased import DiedInFuture, IdentityKind
from kernel.people.identity import CheckDigitWrong
from kernel.scope import Scope, look_as
from tests import world
from tests.billing import rewards


def test_it_is_numbered_assessed_and_waits(context):
    county = rewards.make_county()
    application = rewards.apply(county)
    year = f"{clock.today().year % 100:02d}"
    assert application.number == f"DYQ{year}-00001"
    assert (application.state, application.reward_fen) == ("applied", 6000_00)
    assert RewardFacts.from_json(application.facts).facts.applied_on == clock.today()
    assert assessment_of(application).eligible


def test_what_is_not_due_is_received_too_so_that_it_can_be_refused(context):
    county = rewards.make_county()
    application = rewards.apply(county, burial=Burial.NICHE)
    assert (application.state, application.reward_fen) == ("applied", 0)
    assert "文件没有写格位存放的奖补。" in map(str, assessment_of(application).reasons)


def test_without_a_policy_nothing_is_received(context):
    bare = rewards.County(world.make_home(), *(world.make_office().actor(),) * 2, world.JIAYU)
    with pytest.raises(NoRewardPolicy):
        rewards.apply(bare)


def test_a_second_application_in_another_county_is_refused(context):
    first, second = rewards.make_county(), rewards.make_county("huangyan-2016", "HY")
    number = world.identity_number()
    rewards.apply(first, identity_number=number)
    look_as(Scope((second.home.id,)))
    with pytest.raises(RewardedAlready, match="按规定一位逝者只奖补一次"):
        rewards.apply(second, identity_number=number)
    look_as(None)


def test_after_a_refusal_or_a_return_the_person_may_apply_anew(context):
    county = rewards.make_county()
    number = world.identity_number()
    first = rewards.apply(county, identity_number=number)
    refuse_reward(number=first.number, reason="材料不实", by=county.officer)
    second = rewards.apply(county, identity_number=number)
    return_reward(number=second.number, reason="请补户籍", by=county.officer)
    rewards.apply(county, identity_number=number)
    with pytest.raises(RewardedAlready):
        amend_reward(
            number=second.number,
            request=rewards.told(county.region, identity_number=number),
            by=county.clerk,
        )


def test_people_without_a_number_are_told_apart_by_nobody(context):
    county = rewards.make_county()
    unnamed = {"identity_kind": IdentityKind.INFANT, "identity_number": None}
    rewards.apply(county, **unnamed)
    assert rewards.apply(county, **unnamed).identity_index is None


def test_two_windows_at_once_receive_one_application(app: Flask, context):
    county = rewards.make_county()
    request = rewards.told(county.region)
    home_id, clerk = county.home.id, county.clerk
    begin, said = threading.Barrier(2), []

    def window() -> None:
        with app.app_context():
            begin.wait()
            try:
                apply_for_reward(institution_id=home_id, request=request, by=clerk)
                said.append("received")
            except RewardedAlready:
                said.append("refused")

    windows = [threading.Thread(target=window) for _ in range(2)]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    assert sorted(said) == ["received", "refused"]


def test_the_same_form_sent_twice_is_received_once(context):
    county = rewards.make_county()
    request = rewards.told(county.region)
    asked = {"institution_id": county.home.id, "request": request, "idempotency_key": "0192"}
    first = apply_for_reward(**asked, by=county.clerk)
    assert apply_for_reward(**asked, by=county.clerk).id == first.id


def test_numbers_of_people_and_accounts_are_ciphertext_in_the_database(context):
    county = rewards.make_county()
    number = world.identity_number()
    application = rewards.apply(county, identity_number=number)
    row = db.session.execute(text("SELECT * FROM reward_applications")).mappings().one()
    spelled = rewards.OPERATOR.number.replace(" ", "")
    for secret in (number, rewards.ACCOUNT, spelled, "13800138000"):
        assert secret not in str(dict(row))
    assert application.shown_account == "6222***********3445"
    entries = str([entry.changes for entry in db.session.query(JournalEntry)])
    assert rewards.ACCOUNT not in entries
    assert number not in entries


def test_an_officer_of_another_county_sees_nothing(context):
    county, other = rewards.make_county(), rewards.make_county("jinan-2018", "JN")
    number = rewards.apply(county).number
    look_as(Scope((other.home.id, other.officer.institution_id)))
    db.session.expunge_all()
    with pytest.raises(NotFound):
        get_application(number)
    look_as(None)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"identity_number": "42122119500304001X"}, CheckDigitWrong),
        ({"died_on": clock.today() + timedelta(days=1)}, DiedInFuture),
        ({"cremated_on": clock.today() + timedelta(days=1)}, CrematedInFuture),
        ({"cremated_on": clock.today() - timedelta(days=9999)}, CrematedBeforeDeath),
        ({"applicant_name": " "}, ApplicantMissing),
        ({"family": BankAccount("", "农业银行", rewards.ACCOUNT)}, HolderMissing),
        ({"family": BankAccount("张小三", "", rewards.ACCOUNT)}, BankMissing),
        ({"family": BankAccount("张小三", "农业银行", "12")}, AccountWrong),
        ({"operator": replace(rewards.OPERATOR, number="壹贰")}, AccountWrong),
    ],
)
def test_bad_input_is_refused(context, changed, refusal):
    county = rewards.make_county()
    with pytest.raises(refusal):
        rewards.apply(county, **changed)


def test_the_operator_is_needed_where_the_policy_pays_it(context):
    county = rewards.make_county()
    with pytest.raises(OperatorMissing):
        rewards.apply(county, burial=Burial.FLOWER, operator=None)
    assert rewards.apply(county, operator=None).operator_account is None
