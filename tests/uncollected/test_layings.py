"""Laid to rest at last: a reason, two persons, an announcement that ran out, an eco area."""

import pytest

from cemetery.ashes.errors import InterredNotCollected, ScatteredWrongTime, WitnessesMissing
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.operations import note_hand_over
from cemetery.ashes.queries.portions import last_event_of
from cemetery.ashes.uncollected.errors import (
    AnnouncementRuns,
    DeclineReasonMissing,
    LayingApprovedByAsker,
    LayingAsked,
    LayingDecided,
    LayingNotApproved,
    LayingOutdated,
    LayingReasonMissing,
    LayingUndecided,
    NotAnnounced,
    NotInEcoArea,
    NotUncollected,
)
from cemetery.ashes.uncollected.operations import decline_laying
from cemetery.ashes.uncollected.queries.attempts import get_laying
from cemetery.queries import get_unit
from cemetery.voyages.scattering import ensure_can_sail
from kernel import clock
from kernel.people.claimants import Relation
from kernel.people.collecting import Collector
from tests import world
from tests.uncollected.scene import ANNOUNCED, ANNOUNCEMENT, OVER


@pytest.fixture
def over(waited):
    waited.tell_and_announce()
    with waited.after(OVER):
        yield waited


def test_only_an_announcement_that_ran_out_lets_anybody_ask(waited):
    with waited.after(5000), pytest.raises(NotAnnounced):
        waited.ask()
    waited.tell_and_announce()
    with waited.after(ANNOUNCEMENT + ANNOUNCED), pytest.raises(AnnouncementRuns):
        waited.ask()
    with waited.after(OVER):
        with pytest.raises(LayingReasonMissing):
            waited.ask(reason=" ")
        waited.ask()
        with pytest.raises(LayingAsked):
            waited.ask(by=waited.second)


def test_a_second_person_approves_and_even_then_nothing_moves(over):
    laying = over.ask()
    with pytest.raises(LayingNotApproved):
        over.inter()
    with pytest.raises(LayingApprovedByAsker):
        over.approve(laying, by=over.keeper)
    over.approve(laying)
    with pytest.raises(LayingDecided):
        over.approve(laying)
    assert over.ashes.portion().stands is PortionState.AT_FURNACE


def test_they_lie_in_an_eco_area_and_the_record_says_on_whose_word(over):
    laying = over.approve(over.ask())
    with pytest.raises(NotInEcoArea):
        over.inter(over.ashes.units[0])
    event = over.inter()
    assert over.ashes.portion().stands is PortionState.INTERRED
    assert over.ashes.portion().place == "生态园 松区1排1号"
    assert event.certificate_number == over.ashes.certificate
    done = get_laying(laying.id)
    assert done.ash_event_id == event.id
    assert (done.asked_by, done.approved_by) == (str(over.keeper), str(over.second))
    assert get_unit(over.tree.id).taken == 1
    with pytest.raises(NotUncollected):
        over.inter()


def test_scattered_they_have_two_witnesses_and_it_was_after_the_approval(over):
    laying = over.approve(over.ask())
    with pytest.raises(WitnessesMissing):
        over.scatter(witnesses=["王示清"])
    with clock.frozen(laying.approved_at.replace(year=laying.approved_at.year + 1)):
        with pytest.raises(ScatteredWrongTime):
            over.scatter(scattered_at=laying.approved_at.replace(year=laying.approved_at.year - 1))
        over.scatter()
    event = last_event_of(over.ashes.portion())
    assert event.id == get_laying(laying.id).ash_event_id
    assert event.certificate_number == over.ashes.certificate
    assert not event.counterpart
    assert event.authorisation.startswith("无人领取")


def test_anybody_may_stop_it_with_a_reason_until_it_is_done(over):
    laying = over.approve(over.ask())
    with pytest.raises(DeclineReasonMissing):
        decline_laying(laying_id=laying.id, reason="", by=over.second)
    decline_laying(laying_id=laying.id, reason="家属来电，下周领取", by=over.second)
    for act in (over.inter, over.scatter):
        with pytest.raises(LayingNotApproved):
            act()
    with pytest.raises(LayingDecided):
        over.approve(laying)
    over.approve(over.ask())
    over.inter()


@pytest.mark.parametrize("approved", [False, True])
def test_what_two_persons_decide_about_one_alone_does_not_touch(over, approved):
    laying = over.ask()
    if approved:
        over.approve(laying)
    ashes = over.ashes
    acts = (ashes.scatter, ashes.inter, ashes.collect, ashes.deposit, ashes.divide)
    for act in (*acts, lambda: ashes.send(outside="外地公墓")):
        with pytest.raises(LayingUndecided) as refused:
            act()
        assert "登记不安放" in str(refused.value)
    who = Collector("张小三", world.identity_number(), Relation.CHILD, "", signature_noted=True)
    with pytest.raises(LayingUndecided):
        note_hand_over(case_id=ashes.case.id, place="大厅", collector=who, by=over.keeper)
    with pytest.raises(LayingUndecided):
        ensure_can_sail(ashes.case.id, "A")
    assert ashes.portion().stands is PortionState.AT_FURNACE
    assert get_laying(laying.id).is_open


@pytest.mark.parametrize("act", ["collect", "deposit", "inter", "scatter"])
def test_a_family_that_comes_is_served_once_the_request_is_declined(over, act):
    laying = over.approve(over.ask())
    decline_laying(laying_id=laying.id, reason="家属来了", by=over.second)
    getattr(over.ashes, act)()
    with pytest.raises(LayingDecided):
        over.approve(laying)
    with pytest.raises(NotUncollected):
        over.inter()


def test_a_family_that_comes_when_they_lie_in_the_ground_has_them_taken_out_first(over):
    over.approve(over.ask())
    over.inter()
    with pytest.raises(InterredNotCollected) as refused:
        over.ashes.collect()
    assert "生态园 松区1排1号" in str(refused.value)
    over.ashes.disinter()
    over.ashes.collect()
    assert over.ashes.portion().stands is PortionState.COLLECTED


def test_a_new_announcement_needs_a_new_decision(over):
    laying = over.ask()
    over.announce()
    with pytest.raises(AnnouncementRuns):
        over.approve(laying)
    with over.after(OVER + ANNOUNCED + 1), pytest.raises(LayingOutdated):
        over.approve(laying)
