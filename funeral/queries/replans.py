"""The day as the solver reads it, and the new plans proposed for it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from funeral.hours import A_DAY, open_range
from funeral.kinds import Purpose, ResourceKind
from funeral.models import (
    CremationRun,
    FuneralCase,
    HoldFlag,
    Occupancy,
    Plan,
    Replan,
    Resource,
)
from funeral.queries.board import list_board_occupancies
from funeral.queries.cases import INFECTIOUS, cremation_rule
from funeral.queries.closures import list_closures
from funeral.queries.plans import list_plans
from funeral.queries.schedule import (
    begin_of,
    cremation_of,
    farewell_of,
    list_resources,
    live_occupancies,
)
from funeral.queries.terms import terms_of
from funeral.queries.traces import Trace, list_board_traces
from funeral.replanning.model import Day, Done, Job, Machine, Place, Span, Terms
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound

KINDS = (ResourceKind.HALL, ResourceKind.CREMATOR)
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Assumed:
    """A resource as if it were out of use: for dry runs."""

    resource_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ReadDay:
    """The day for the solver, and the records its ids stand for."""

    day: Day
    plans: Mapping[str, Plan]
    cases: Mapping[str, FuneralCase]
    resources: Mapping[str, Resource]


def read_day(
    institution_id: uuid.UUID,
    day: date,
    *,
    now: datetime,
    assumed: Assumed | None = None,
    runs_at_once: int | None = None,
) -> ReadDay:
    """Halls, cremators and plans of the day as they are at `now`, in minutes of the day.

    Cremations that have begun, holds, what other days left standing and plans of bodies that may
    not be cremated that day are taken times; all else is a job that may move.
    """
    minutes = _Minutes(day)
    occupancies = list_board_occupancies(institution_id, day, KINDS)
    resources = {str(each.id): each for each in list_resources(institution_id, *KINDS)}
    in_use = set(resources)
    resources |= {str(each.resource_id): each.resource for each in occupancies}
    plans = list_plans({each.plan_id for each in occupancies})
    traces = {
        trace.case.plan_id: trace
        for trace in list_board_traces(institution_id, plans).values()
        if trace.case.plan_id
    }
    runs = _list_runs(institution_id, day)
    busy: dict[str, list[Span]] = defaultdict(list)
    for run in runs:
        busy[str(run.cremator_id)].append(minutes.of_run(run, now))
    jobs = {}
    for plan in plans.values():
        trace, cremation = traces.get(plan.id), cremation_of(plan)
        if cremation is None or plan.held_until or clock.day_of(cremation.starts_at) != day:
            continue
        if trace is None or trace.started_at is None:
            jobs[plan.id] = _job(minutes, plan, trace, resources, now)
    flagged = _list_flagged([trace.case.id for trace in traces.values()], day)
    held = [
        jobs.pop(name) for name in [*jobs] if name in traces and traces[name].case.id in flagged
    ]
    for each in occupancies:
        job = jobs.get(each.plan_id)
        is_farewell = each is farewell_of(each.plan)
        moves = job and (each is cremation_of(each.plan) or (is_farewell and job.farewell))
        if not moves:
            busy[str(each.resource_id)].append(minutes.blocks(each))
    closed: dict[str, list[Span]] = defaultdict(list)
    start, end = clock.day_range(day)
    for closure in list_closures(institution_id, start, end + A_DAY):
        closed[str(closure.resource_id)].append(minutes.span(closure.starts_at, closure.ends_at))
    if assumed:
        span = minutes.span(assumed.starts_at, assumed.ends_at)
        closed[str(assumed.resource_id)].append(span)
    return ReadDay(
        day=Day(
            now=minutes.of(now),
            machines={
                name: Machine(
                    id=name,
                    name=each.name,
                    minutes={"": _usual(each), **{p: tuple(m) for p, m in each.uses.items()}},
                    open=_open(minutes, each) if name in in_use else (),
                    closed=tuple(closed[name]),
                    busy=tuple(busy[name]),
                )
                for name, each in resources.items()
            },
            jobs=tuple(jobs.values()),
            done=tuple(Done(*minutes.lasting(run, now)) for run in runs),
            terms=_terms(institution_id, day, runs_at_once),
            held=tuple(held),
        ),
        plans={str(plan_id): plan for plan_id, plan in plans.items()},
        cases={str(plan_id): trace.case for plan_id, trace in traces.items()},
        resources=resources,
    )


def get_replan(replan_id: uuid.UUID) -> Replan:
    replan = db.session.get(Replan, replan_id)
    if replan is None:
        raise NotFound
    return replan


def lock_replan(replan_id: uuid.UUID) -> Replan:
    """The new plan, held until this operation ends: it is applied once."""
    replan = db.session.get(Replan, replan_id, with_for_update=True, populate_existing=True)
    if replan is None:
        raise NotFound
    return replan


def list_families(plan_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, FuneralCase]:
    """The cases of these plans, with whom to call."""
    query = (
        select(FuneralCase)
        .where(FuneralCase.plan_id.in_(list(plan_ids)))
        .options(joinedload(FuneralCase.deceased), joinedload(FuneralCase.claimant))
    )
    return {case.plan_id: case for case in db.session.scalars(query) if case.plan_id}


class _Minutes:
    """Moments as whole minutes since the day's midnight: a block is never made shorter."""

    def __init__(self, day: date) -> None:
        self.midnight = clock.day_range(day)[0]

    def of(self, moment: datetime) -> int:
        return (moment - self.midnight) // A_MINUTE

    def span(self, start: datetime, end: datetime) -> Span:
        return self.of(start), -((self.midnight - end) // A_MINUTE)

    def blocks(self, occupancy: Occupancy) -> Span:
        lower, upper = occupancy.occupies.lower, occupancy.occupies.upper
        return self.span(lower or occupancy.starts_at, upper or occupancy.ends_at)

    def place(self, occupancy: Occupancy) -> Place:
        start, end = self.span(occupancy.starts_at, occupancy.ends_at)
        return Place(str(occupancy.resource_id), start, end, self.blocks(occupancy))

    def lasting(self, run: CremationRun, now: datetime) -> Span:
        """One that still runs goes on as long as usual, and at least until now."""
        usual = run.started_at + timedelta(minutes=run.cremator.use_minutes)
        return self.span(run.started_at, run.ended_at or max(usual, now))

    def of_run(self, run: CremationRun, now: datetime) -> Span:
        start, end = self.lasting(run, now)
        return start, end + run.cremator.cleanup_minutes


def _job(
    minutes: _Minutes,
    plan: Plan,
    trace: Trace | None,
    resources: Mapping[str, Resource],
    now: datetime,
) -> Job:
    case = trace.case if trace else None
    cremation, farewell = cremation_of(plan), farewell_of(plan)
    assert cremation is not None  # noqa: S101 — the caller looked
    over = trace.farewell_ended_at if trace else None
    has_begun = farewell is not None and farewell.starts_at <= now
    return Job(
        id=str(plan.id),
        label=case.number if case else plan.order_code,
        code=plan.order_code,
        cremation=minutes.place(cremation),
        cremators=_cremators(plan, case, cremation, resources.values()),
        farewell=minutes.place(farewell) if farewell and not over else None,
        farewell_ended=minutes.of(over) if over else None,
        halls=tuple(
            name
            for name, each in resources.items()
            if farewell and not over and not has_begun
            if each.kind == ResourceKind.HALL and each.variety == plan.hall_class
        ),
        purposes=(farewell.purpose if farewell else "", cremation.purpose),
        told=plan.told_at is not None,
        infectious=case is not None and case.death_kind in INFECTIOUS,
        not_before=_brought_by(minutes, plan),
    )


def _brought_by(minutes: _Minutes, plan: Plan) -> int:
    """When the hearse is back and the rooms used before the farewell are left."""
    begins = begin_of(plan)
    before = [
        minutes.span(each.starts_at, each.ends_at)[1]
        for each in live_occupancies(plan)
        if each.resource.kind not in KINDS and begins and each.ends_at <= begins
    ]
    return max(before, default=minutes.of(minutes.midnight))


def _cremators(
    plan: Plan, case: FuneralCase | None, cremation: Occupancy, resources: Iterable[Resource]
) -> tuple[str, ...]:
    """Of the plan's type, or where it was put by hand; for some bodies the dedicated ones alone."""
    of_type = [each for each in resources if each.kind == ResourceKind.CREMATOR]
    if case and cremation_rule(case).dedicated_cremator:
        fit = [each for each in of_type if Purpose.INFECTIOUS_CREMATION in each.uses]
    else:
        fit = [
            each
            for each in of_type
            if each.variety == plan.cremator_type or each.id == cremation.resource_id
        ]
    return tuple(str(each.id) for each in fit)


def _usual(resource: Resource) -> tuple[int, int, int]:
    return resource.setup_minutes, resource.use_minutes, resource.cleanup_minutes


def _open(minutes: _Minutes, resource: Resource) -> tuple[Span, ...]:
    """The hours that begin on this day, and those of the evening before that last into it."""
    day = clock.day_of(minutes.midnight)
    spans: list[Span] = []
    for began in (day - A_DAY, day):
        opened = open_range(resource, began)
        if opened is None or opened[1] <= minutes.midnight:
            continue
        start, end = minutes.span(*opened)
        if spans and start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    return tuple(spans)


def _terms(institution_id: uuid.UUID, day: date, runs_at_once: int | None) -> Terms:
    """The home's terms of booking, as the solver counts them."""
    terms = terms_of(institution_id, day)
    return Terms(
        after_farewell=terms.after_farewell // A_MINUTE,
        longest_wait=terms.until_cremation // A_MINUTE,
        runs_at_once=runs_at_once,
        starts_at_once=terms.furnace_starts,
        starts_within=terms.furnace_window // A_MINUTE,
    )


def _list_flagged(case_ids: Sequence[uuid.UUID], day: date) -> set[uuid.UUID]:
    """The cases that 暂缓火化 still holds on that day."""
    query = select(HoldFlag.case_id).where(
        HoldFlag.case_id.in_(case_ids),
        HoldFlag.lifted_at.is_(None),
        or_(HoldFlag.until.is_(None), HoldFlag.until >= day),
    )
    return set(db.session.scalars(query))


def _list_runs(institution_id: uuid.UUID, day: date) -> Sequence[CremationRun]:
    start, end = clock.day_range(day)
    query = (
        select(CremationRun)
        .where(CremationRun.institution_id == institution_id)
        .where(CremationRun.started_at >= start, CremationRun.started_at < end)
        .options(joinedload(CremationRun.cremator))
    )
    return db.session.scalars(query).all()
