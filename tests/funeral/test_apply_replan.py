"""采用新的日程方案: everything it moves at once, on the day as it is now, or nothing."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from funeral.errors import ReplanApplied, ReplanDiscarded, ReplanIsDryRun, ReplanStale
from funeral.kinds import CrematorType, DeathKind, FlagKind, HallClass, ResourceKind
from funeral.models import OrderChange
from funeral.operations import (
    apply_replan,
    discard_replan,
    draft_replan,
    hold_times,
    lift_closure,
    lift_hold_flag,
    move_occupancy,
    plan_farewell,
    record_death_kind,
    set_hold_flag,
    tell_family,
)
from funeral.queries.cases import find_case_of_plan
from funeral.queries.plans import get_plan
from funeral.queries.replans import get_replan, read_day
from funeral.queries.schedule import cremation_of, farewell_of, live_occupancies
from funeral.replan_words import say_why_publicly
from funeral.replanning import solve as solving
from funeral.replanning.explain import Why
from kernel import clock
from kernel.db import db
from tests import world
from tests.funeral import hearses, replans
from tests.visitor import visit


@pytest.fixture
def broken(home):
    """Two families at nine, one on each flat cremator; the first fails from eight to twelve."""
    plans = [replans.plan_without_ceremony(home, 9) for _ in range(2)]
    first, _second = replans.cremators(home)
    hit = next(each for each in plans if cremation_of(each).resource_id == first.id)
    spared = next(each for each in plans if each is not hit)
    return replans.break_down(home, first), hit, spared


def test_only_who_is_hit_moves_and_is_to_be_told(home, broken):
    closure, hit, spared = broken
    replan = replans.draft(home, closure)
    assert [move["plan"] for move in replan.proposal] == [str(hit.id)]
    apply_replan(replan_id=replan.id, by=home.clerk)
    moved = cremation_of(get_plan(hit.id))
    assert moved.resource_id == cremation_of(spared).resource_id
    # Ninety minutes with clean-up, after or before the other family's.
    assert abs(moved.starts_at - world.tomorrow_at(9)) == timedelta(minutes=90)
    assert (hit.told_at, hit.version) == (None, 2)
    assert (spared.told_at is not None, spared.version) == (True, 1)
    tell_family(plan_id=hit.id, version=2, by=home.clerk)
    assert get_plan(hit.id).told_at is not None


def test_the_same_time_on_the_other_cremator_need_not_be_told(home):
    hit = replans.plan_without_ceremony(home, 9)
    closure = replans.break_down(home, cremation_of(hit).resource)
    replan = replans.draft(home, closure)
    apply_replan(replan_id=replan.id, by=home.clerk)
    assert cremation_of(hit).starts_at == world.tomorrow_at(9)
    assert cremation_of(hit).resource_id != closure.resource_id
    assert hit.told_at is not None


def test_the_farewell_stays_and_its_cremation_follows(home):
    plans = [replans.plan_with_farewell(home, 9) for _ in range(2)]
    before = {farewell_of(each).id: farewell_of(each).starts_at for each in plans}
    closure = replans.break_down(home, cremation_of(plans[0]).resource, to=11)
    apply_replan(replan_id=replans.draft(home, closure).id, by=home.clerk)
    assert {farewell_of(each).id: farewell_of(each).starts_at for each in plans} == before
    starts = sorted(cremation_of(each).starts_at for each in plans)
    assert starts == [world.tomorrow_at(9, 35), world.tomorrow_at(11)]


def test_a_changed_order_has_its_reason(home):
    early = replans.plan_without_ceremony(home, 8)
    others = [replans.plan_without_ceremony(home, hour) for hour in (9, 10)]
    first = cremation_of(early).resource
    later = next(each for each in others if cremation_of(each).resource_id != first.id)
    closure = replans.break_down(home, first, from_=6, to=17)
    apply_replan(replan_id=replans.draft(home, closure).id, by=home.clerk)
    changes = list(db.session.scalars(select(OrderChange)))
    starts = {each.id: cremation_of(get_plan(each.id)).starts_at for each in (early, *others)}
    overtaken = [each for each in others if starts[each.id] <= starts[early.id]]
    assert later
    assert bool(changes) == bool(overtaken)
    assert all(change.reason.startswith(f"重新安排（{first.name}停用）：") for change in changes)


def test_two_who_change_places_move_in_one_step(home):
    """The infectious body goes first, into the very time of who stands there."""
    first = replans.plan_without_ceremony(home, 6)
    second = replans.plan_without_ceremony(home, 6)
    ill = replans.plan_without_ceremony(home, 7, 30)
    record_death_kind(
        number=find_case_of_plan(ill.id).number, death_kind=DeathKind.INFECTIOUS, by=home.clerk
    )
    closure = replans.break_down(home, cremation_of(ill).resource, from_=7, to=17)
    replan = replans.draft(home, closure)
    apply_replan(replan_id=replan.id, by=home.clerk)
    moved = cremation_of(ill)
    assert moved.starts_at == world.tomorrow_at(6)
    assert moved.released_at is None
    assert len({cremation_of(each).id for each in (first, second, ill)}) == 3
    reasons = [change.reason for change in db.session.scalars(select(OrderChange))]
    assert any(reason.endswith(f"为公示编号 {ill.order_code} 让出时间") for reason in reasons)


def test_the_published_order_says_neither_case_nor_illness(app, home):
    """Everybody may read the page: no case number, no name, nothing of an infection."""
    for hour in (6, 6):
        replans.plan_without_ceremony(home, hour)
    ill = replans.plan_without_ceremony(home, 7, 30)
    case = find_case_of_plan(ill.id)
    record_death_kind(number=case.number, death_kind=DeathKind.INFECTIOUS, by=home.clerk)
    closure = replans.break_down(home, cremation_of(ill).resource, from_=7, to=17)
    apply_replan(replan_id=replans.draft(home, closure).id, by=home.clerk)
    page = visit(app).get(f"/order/JY?day={replans.tomorrow().isoformat()}").text
    assert "重新安排（" in page
    assert ill.order_code in page
    assert not re.search(r"JY\d{8}-\d{4}", page)
    for private in ("传染", "专用", case.deceased.name, case.claimant.name):
        assert private not in page


@pytest.mark.parametrize("why", list(Why))
def test_what_is_published_names_no_case(why):
    said = say_why_publicly({"why": why.value, "for": "JY20261122-0007"}, {})
    assert "JY" not in said
    assert "传染" not in said


def test_applying_again_changes_nothing(home, broken):
    closure, hit, _spared = broken
    replan = replans.draft(home, closure)
    first = apply_replan(replan_id=replan.id, by=home.clerk).applied_at
    again = apply_replan(replan_id=replan.id, by=home.operator)
    assert (again.applied_at, again.applied_by) == (first, str(home.clerk))
    assert get_plan(hit.id).version == 2


def test_a_plan_moved_since_is_named_and_nothing_moves(home, broken):
    closure, hit, _spared = broken
    replan = replans.draft(home, closure)
    cremation = cremation_of(hit)
    move_occupancy(
        occupancy_id=cremation.id,
        resource_id=cremation.resource_id,
        starts_at=world.tomorrow_at(13),
        version=hit.version,
        reason="家属要求",
        despite_told=True,
        by=home.clerk,
    )
    with pytest.raises(ReplanStale) as refused:
        apply_replan(replan_id=replan.id, by=home.clerk)
    number = find_case_of_plan(hit.id).number
    assert str(refused.value).startswith(f"{number}在这份方案算出以后有变动")
    assert cremation_of(get_plan(hit.id)).starts_at == world.tomorrow_at(13)
    assert get_replan(replan.id).applied_at is None


def test_a_booking_confirmed_in_between_is_not_overrun(home, broken):
    closure, hit, _spared = broken
    replan = replans.draft(home, closure)
    [move] = replan.proposal
    taken_at = clock.local(clock.parse_moment(move["cremation"]["after"][1]))
    newcomer = replans.plan_without_ceremony(home, taken_at.hour, taken_at.minute)
    with pytest.raises(ReplanStale) as refused:
        apply_replan(replan_id=replan.id, by=home.clerk)
    assert find_case_of_plan(newcomer.id).number in str(refused.value)
    assert get_plan(hit.id).version == 1
    again = replans.draft(home, closure)
    apply_replan(replan_id=again.id, by=home.clerk)
    assert cremation_of(newcomer).starts_at == taken_at
    assert get_plan(hit.id).version == 2


def test_a_hold_in_the_way_stays_until_it_expires(home, broken):
    """A family that is choosing a time keeps what its page shows."""
    closure, hit, _spared = broken
    hold_times(
        institution_id=home.id,
        hall_class=HallClass.NONE,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(10, 30),
        by=home.clerk,
    )
    replan = replans.draft(home, closure)
    apply_replan(replan_id=replan.id, by=home.clerk)
    assert cremation_of(hit).starts_at != world.tomorrow_at(10, 30)


def test_an_expired_hold_gives_way(home, broken):
    closure, hit, _spared = broken
    hold_times(
        institution_id=home.id,
        hall_class=HallClass.NONE,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(10, 30),
        by=home.clerk,
    )
    with clock.frozen(clock.now() + timedelta(hours=1)):
        replan = replans.draft(home, closure)
        apply_replan(replan_id=replan.id, by=home.clerk)
        assert abs(cremation_of(hit).starts_at - world.tomorrow_at(9)) == timedelta(minutes=90)


def test_time_that_went_on_makes_it_stale(home, broken):
    closure, hit, _spared = broken
    with clock.frozen(world.tomorrow_at(8, 15)):
        replan = replans.draft(home, closure)
        start = clock.parse_moment(replan.proposal[0]["cremation"]["after"][1])
    with clock.frozen(start + timedelta(minutes=20)), pytest.raises(ReplanStale):
        apply_replan(replan_id=replan.id, by=home.clerk)
    assert get_plan(hit.id).version == 1


def test_a_repaired_cremator_needs_no_new_plan(home, broken):
    closure, _hit, _spared = broken
    replan = replans.draft(home, closure)
    lift_closure(closure_id=closure.id, by=home.clerk)
    with pytest.raises(ReplanStale):
        apply_replan(replan_id=replan.id, by=home.clerk)


def test_a_dry_run_moves_nothing_and_cannot_be_applied(home):
    hit = replans.plan_without_ceremony(home, 9)
    replan = replans.dry_run(home, cremation_of(hit).resource_id)
    assert len(replan.proposal) == 1
    with pytest.raises(ReplanIsDryRun):
        apply_replan(replan_id=replan.id, by=home.clerk)
    assert get_plan(hit.id).version == 1


def test_a_discarded_plan_is_not_applied_and_an_applied_one_not_discarded(home, broken):
    closure, _hit, _spared = broken
    discarded, applied = (replans.draft(home, closure) for _ in range(2))
    discard_replan(replan_id=discarded.id, by=home.clerk)
    at = get_replan(discarded.id).discarded_at
    assert discard_replan(replan_id=discarded.id, by=home.clerk).discarded_at == at
    with pytest.raises(ReplanDiscarded):
        apply_replan(replan_id=discarded.id, by=home.clerk)
    apply_replan(replan_id=applied.id, by=home.clerk)
    with pytest.raises(ReplanApplied):
        discard_replan(replan_id=applied.id, by=home.clerk)


def test_a_farewell_waits_for_the_hearse(home):
    """What else the plan takes before is not moved; the farewell stays behind it."""
    hearses.make_hearse(home)
    made = plan_farewell(
        institution_id=home.id,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(10),
        pick_up_at=world.tomorrow_at(8),
        by=home.clerk,
    )
    read = read_day(home.id, replans.tomorrow(), now=clock.now())
    [job] = read.day.jobs
    [hearse] = [
        each for each in live_occupancies(made) if each.resource.kind == ResourceKind.HEARSE
    ]
    ends = clock.local(hearse.ends_at)
    assert job.not_before == ends.hour * 60 + ends.minute


def test_who_finds_no_place_keeps_what_they_have(home):
    """Both flat cremators are out for the day: nobody is dropped, nothing moves."""
    hit = replans.plan_without_ceremony(home, 9)
    closures = [replans.break_down(home, each, 6, 18) for each in replans.cremators(home)]
    replan = replans.draft(home, closures[0])
    [move] = replan.proposal
    assert move["stuck"] == "no_cremator"
    apply_replan(replan_id=replan.id, by=home.clerk)
    assert cremation_of(get_plan(hit.id)).starts_at == world.tomorrow_at(9)
    assert (hit.version, hit.told_at is not None) == (1, True)


def test_a_body_that_is_held_is_not_placed_and_keeps_its_time(home, broken):
    closure, hit, _spared = broken
    number = find_case_of_plan(hit.id).number
    flag = set_hold_flag(
        number=number, kind=FlagKind.CAUSE_DISPUTED, reason="家属异议", until=None, by=home.clerk
    )
    [move] = replans.draft(home, closure).proposal
    assert (move["plan"], move["stuck"], move["why"]) == (str(hit.id), "held", "held")
    apply_replan(replan_id=replans.draft(home, closure).id, by=home.clerk)
    assert cremation_of(get_plan(hit.id)).starts_at == world.tomorrow_at(9)
    assert hit.version == 1
    read = read_day(home.id, replans.tomorrow(), now=clock.now())
    assert str(hit.id) not in {job.id for job in read.day.jobs}
    lift_hold_flag(flag_id=flag.id, reason="异议撤回", by=home.operator)
    assert replans.draft(home, closure).proposal[0]["stuck"] is None


def test_a_body_held_since_the_proposal_makes_it_stale(home, broken):
    closure, hit, _spared = broken
    replan = replans.draft(home, closure)
    number = find_case_of_plan(hit.id).number
    set_hold_flag(
        number=number, kind=FlagKind.CAUSE_DISPUTED, reason="家属异议", until=None, by=home.clerk
    )
    with pytest.raises(ReplanStale) as refused:
        apply_replan(replan_id=replan.id, by=home.clerk)
    assert number in str(refused.value)
    assert hit.version == 1


def test_a_flag_that_ends_before_the_day_holds_nobody_then(home, broken):
    closure, hit, _spared = broken
    set_hold_flag(
        number=find_case_of_plan(hit.id).number,
        kind=FlagKind.NOTICE_PERIOD,
        reason="公告",
        until=clock.today(),
        by=home.clerk,
    )
    assert replans.draft(home, closure).proposal[0]["stuck"] is None


def test_no_connection_waits_while_it_is_worked_out(home, broken, monkeypatch):
    closure, _hit, _spared = broken
    busy = []

    solve = solving.solve

    def watched(day):
        busy.append(db.session().in_transaction())
        return solve(day)

    monkeypatch.setattr(solving, "solve", watched)
    replans.draft(home, closure)
    assert busy == [False]


def test_what_it_was_worked_out_on_is_kept(home, broken):
    closure, hit, _spared = broken
    replan = replans.draft(home, closure, runs_at_once=1)
    assert replan.runs_at_once == 1
    assert replan.optimal
    assert replan.objective["unplaced"] == {"reached": 0, "proven": True}
    assert replan.objective["told_cremations"] == {"reached": 1, "proven": True}
    assert replan.proposal[0]["version"] == hit.version
    assert replan.solver_ms < 5_000
    assert (replan.closed_from, replan.day) == (closure.starts_at, replans.tomorrow())
    assert draft_replan.__doc__


def at_once(app, home, replan_ids) -> list[str]:
    """Each applied by a thread with a connection of its own, all started together."""
    start, answers = threading.Barrier(len(replan_ids)), []

    def run(replan_id) -> None:
        with app.app_context():
            start.wait()
            try:
                apply_replan(replan_id=replan_id, by=home.clerk)
            except ReplanStale:
                answers.append("stale")
            else:
                answers.append("applied")

    threads = [threading.Thread(target=run, args=(each,)) for each in replan_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(answers)


def test_of_two_proposals_applied_at_the_same_moment_one_is_stale(app, home, broken):
    closure, hit, _spared = broken
    drafts = [replans.draft(home, closure).id for _ in range(2)]
    assert at_once(app, home, drafts) == ["applied", "stale"]
    assert get_plan(hit.id).version == 2


def test_two_who_apply_the_same_proposal_at_once_move_it_once(app, home, broken):
    closure, hit, _spared = broken
    replan_id = replans.draft(home, closure).id
    assert at_once(app, home, [replan_id, replan_id]) == ["applied", "applied"]
    assert get_plan(hit.id).version == 2
