"""A new plan for a day on which a cremator is out of use: proposed, applied or discarded."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import Range

from funeral import schedule
from funeral.drafting import Drafted, start_of
from funeral.errors import ReplanApplied, ReplanDiscarded, ReplanIsDryRun, ReplanStale
from funeral.kinds import OrderKind, Purpose
from funeral.models import Closure, Occupancy, OrderChange, Plan, Replan, Resource
from funeral.queries import schedule as queries
from funeral.queries.plans import has_expired, lock_plan
from funeral.queries.replans import Assumed, ReadDay, get_replan, lock_replan, read_day
from funeral.replan_words import say_why_publicly
from funeral.replanning.check import broken
from funeral.replanning.explain import overtaken
from funeral.replanning.model import Places
from funeral.taking import free_expired
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

Step = tuple[Occupancy, schedule.Place]


@operation(_("提出新的日程方案"))
def draft_replan(
    *,
    institution_id: uuid.UUID,
    drafted: Drafted,
    by: Actor,
    closure: Closure | None = None,
    assumed: Assumed | None = None,
    runs_at_once: int | None = None,
    idempotency_key: str | None = None,
) -> Replan:
    """Keep what drafting.work_out found: for a closure, or as a dry run for an assumed one.

    Raises KeyReused where the same form was worked out twice at once: one of the two is kept.
    """
    closed = closure or assumed
    assert closed is not None  # noqa: S101 — one of the two, as the table demands
    replan = Replan(
        institution_id=institution_id,
        day=drafted.day,
        resource_id=closed.resource_id,
        closure_id=closure.id if closure else None,
        closed_from=closed.starts_at,
        closed_to=closed.ends_at,
        dry_run=closure is None,
        runs_at_once=runs_at_once,
        optimal=drafted.optimal,
        objective=dict(drafted.objective),
        solver_ms=drafted.solver_ms,
        proposal=drafted.proposal,
        asked_at=clock.now(),
        asked_by=str(by),
    )
    db.session.add(replan)
    return replan


@operation(_("放弃新的日程方案"))
def discard_replan(*, replan_id: uuid.UUID, by: Actor) -> Replan:
    """Nothing moves. Raises ReplanApplied."""
    replan = lock_replan(replan_id)
    if replan.applied_at:
        raise ReplanApplied
    if replan.discarded_at is None:
        replan.discarded_at, replan.discarded_by = clock.now(), str(by)
    return replan


@operation(_("采用新的日程方案"))
def apply_replan(*, replan_id: uuid.UUID, by: Actor) -> Replan:
    """Move everything the proposal moves, or nothing; applying it again changes nothing.

    The day is read once more under the locks, and the rules checked on it without the solver.
    Raises ReplanIsDryRun, ReplanDiscarded, ReplanStale.
    """
    proposed = get_replan(replan_id)
    # All halls and cremators in the house's order: nobody books while the day is put together anew.
    resources = _lock_resources(proposed)
    replan = lock_replan(replan_id)
    if replan.applied_at:
        return replan
    if replan.dry_run:
        raise ReplanIsDryRun
    if replan.discarded_at:
        raise ReplanDiscarded
    if replan.closure and replan.closure.lifted_at:
        raise ReplanStale(what=str(_("停用")))
    moves = [move for move in replan.proposal if move["stuck"] is None]
    plans = {move["plan"]: move for move in sorted(moves, key=lambda each: each["plan"])}
    locked = {plan_id: lock_plan(uuid.UUID(plan_id)) for plan_id in plans}
    _ensure_unchanged(plans, locked)
    places = _ensure_possible(replan, moves)
    steps = [step for move in moves for step in _steps(locked[move["plan"]], move, resources)]
    _note_order(replan, moves, places, by)
    if steps:
        _put_all(steps)
    for move in moves:
        plan = locked[move["plan"]]
        plan.version += 1
        if move["must_tell"]:
            plan.told_at = None
    replan.applied_at, replan.applied_by = clock.now(), str(by)
    return replan


def _lock_resources(replan: Replan) -> dict[str, Resource]:
    known = {each.id for each in queries.list_resources(replan.institution_id)}
    pairs = [move[use] for move in replan.proposal for use in ("farewell", "cremation")]
    named = {uuid.UUID(pair[when][0]) for pair in pairs if pair for when in ("before", "after")}
    return {str(key): each for key, each in queries.lock_resources(known | named).items()}


def _ensure_unchanged(moves: dict[str, Any], locked: dict[str, Plan]) -> None:
    """Raises ReplanStale, naming every plan that is not of the version that was read."""
    changed = [
        move["case"]
        for plan_id, move in moves.items()
        if locked[plan_id].version != move["version"]
        or locked[plan_id].cancelled_at
        or has_expired(locked[plan_id])
    ]
    if changed:
        raise ReplanStale(what=_named(changed))


def _ensure_possible(replan: Replan, moves: list[Any]) -> tuple[ReadDay, Places]:
    """The whole day as it would be breaks no rule now. Raises ReplanStale, naming whose does."""
    # What began or was booked since is read here; the families' notice was judged when drafted.
    db.session.flush()
    read = read_day(
        replan.institution_id, replan.day, now=clock.now(), runs_at_once=replan.runs_at_once
    )
    day = replace(read.day, terms=replace(read.day.terms, notice=0))
    jobs = {job.id: job for job in day.jobs}
    begun = [move["case"] for move in moves if move["plan"] not in jobs]
    if begun:
        raise ReplanStale(what=_named(begun))
    farewells = {job.id: job.farewell for job in day.jobs if job.farewell}
    cremations = {job.id: job.cremation for job in day.jobs}
    midnight = clock.day_range(replan.day)[0]
    for move in moves:
        job = jobs[move["plan"]]
        for use, of_day, purpose in (
            ("farewell", farewells, job.purposes[0]),
            ("cremation", cremations, job.purposes[1]),
        ):
            if move[use] and move[use]["moved"]:
                machine, start = move[use]["after"][0], start_of(move[use]["after"])
                minute = (start - midnight) // timedelta(minutes=1)
                of_day[job.id] = day.machines[machine].place(minute, purpose)
    moved = {move["plan"] for move in moves}
    stuck = {move["plan"] for move in replan.proposal} - moved
    left = {job.id for job in day.jobs if job.id not in moved and not day.may_keep(job)}
    places = Places(farewells, cremations, frozenset(stuck | left) & set(jobs))
    faults = broken(day, places)
    if faults:
        labels = {label for fault in faults for label in fault.labels}
        raise ReplanStale(what=_named(sorted(labels)) if labels else str(_("当班的安排")))
    return replace(read, day=day), places


def _steps(plan: Plan, move: Any, resources: dict[str, Resource]) -> list[Step]:
    steps = []
    for use, occupancy in (
        ("farewell", queries.farewell_of(plan)),
        ("cremation", queries.cremation_of(plan)),
    ):
        if occupancy and move[use] and move[use]["moved"]:
            resource = resources[move[use]["after"][0]]
            at = start_of(move[use]["after"])
            place = schedule.Place(resource, at, Purpose(occupancy.purpose))
            steps.append((occupancy, place))
    return steps


def _put_all(steps: list[Step]) -> None:
    """Two families may change places, so who stands in another's way steps aside first."""
    free_expired([place for _occupancy, place in steps])
    aside = [
        occupancy
        for occupancy, _place in steps
        if any(
            other.resource.id == occupancy.resource_id
            and occupancy.occupies.overlaps(Range(other.from_, other.to))
            for mover, other in steps
            if mover is not occupancy
        )
    ]
    for occupancy in aside:
        occupancy.released_at = clock.now()
    db.session.flush()
    for occupancy, place in steps:
        occupancy.resource = place.resource
        occupancy.starts_at, occupancy.ends_at = place.starts_at, place.ends_at
        occupancy.occupies = Range(place.from_, place.to)
        occupancy.released_at = None
    db.session.flush()


def _note_order(replan: Replan, moves: list[Any], found: tuple[ReadDay, Places], by: Actor) -> None:
    """Every change of the published order has its reason, here as by hand, and names nobody."""
    read, places = found
    jobs = {job.id: job for job in read.day.jobs}
    codes = {job.label: job.code for job in read.day.jobs}
    for move in moves:
        passed = overtaken(read.day, places, jobs[move["plan"]])
        if not passed or not move["cremation"]["minutes"]:
            continue
        reason = str(_("重新安排（%(resource)s停用）：%(why)s")) % {
            "resource": replan.resource.name,
            "why": say_why_publicly(move, codes),
        }
        db.session.add(
            OrderChange(
                institution_id=replan.institution_id,
                plan_id=uuid.UUID(move["plan"]),
                kind=OrderKind.PLANNED,
                day=replan.day,
                planned_before=start_of(move["cremation"]["before"]),
                planned_after=start_of(move["cremation"]["after"]),
                passed=[read.plans[each].order_code for each in passed],
                reason=reason,
                changed_at=clock.now(),
                changed_by=str(by),
            )
        )


def _named(cases: list[str]) -> str:
    return "、".join(cases)
