"""材料: a paper seen with its number, or a data match where the policy lets it stand for one."""

import pytest

from billing.errors import (
    EvidenceNotAsked,
    EvidenceReferenceMissing,
    RewardDecided,
    RewardEvidenceMissing,
    RewardNotMatched,
)
from billing.operations import approve_reward, note_reward_evidence
from billing.queries.rewards import list_asked
from billing.rewards import Burial
from billing.rewards.kinds import EvidenceMet
from tests.billing import rewards

PAPERS = "[火化证明, 身份证, 购置凭证, 申请表]"
MATCHED = "[{paper: 火化证明, data_match: true}, 申请表]"


@pytest.fixture
def county(context):
    return rewards.make_county("jingzhou-2016", **{PAPERS: MATCHED})


def note(county, application, asked, met=EvidenceMet.PAPER, reference="2026-17"):
    return note_reward_evidence(
        number=application.number, asked=asked, met=met, reference=reference, by=county.clerk
    )


def test_a_data_match_stands_for_the_paper_where_the_policy_says_so(county):
    application = rewards.apply(county, burial=Burial.NICHE)
    note(county, application, "火化证明", EvidenceMet.DATA_MATCH, "本馆火化记录")
    note(county, application, "申请表")
    assert approve_reward(number=application.number, by=county.officer).reward_fen == 840_00


def test_elsewhere_the_paper_itself_is_needed(county):
    application = rewards.apply(county, burial=Burial.NICHE)
    with pytest.raises(RewardNotMatched):
        note(county, application, "申请表", EvidenceMet.DATA_MATCH)
    with pytest.raises(RewardEvidenceMissing, match="火化证明、申请表"):
        approve_reward(number=application.number, by=county.officer)


def test_the_last_word_on_a_paper_counts(county):
    application = rewards.apply(county, burial=Burial.NICHE)
    for paper in ("火化证明", "申请表"):
        note(county, application, paper)
    note(county, application, "申请表", EvidenceMet.MISSING, "")
    assert [asked.is_met for asked in list_asked(application)] == [True, False]
    with pytest.raises(RewardEvidenceMissing, match="申请表"):
        approve_reward(number=application.number, by=county.officer)


def test_what_was_seen_has_a_number_and_was_asked_for(county):
    application = rewards.apply(county, burial=Burial.NICHE)
    with pytest.raises(EvidenceReferenceMissing):
        note(county, application, "申请表", reference=" ")
    with pytest.raises(EvidenceNotAsked):
        note(county, application, "房产证")


def test_after_the_decision_nothing_is_noted(county):
    application = rewards.approved(county, burial=Burial.NICHE)
    with pytest.raises(RewardDecided):
        note(county, application, "申请表")
