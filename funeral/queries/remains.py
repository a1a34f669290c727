"""What a page about a body shows: its chain of custody, its band and order, its hold flags."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from funeral import gate
from funeral.custody import KINDS_OF_PLACE
from funeral.kinds import CustodyStep, ResourceKind, Stage
from funeral.models import (
    CabinetStay,
    CremationRun,
    CustodyEvent,
    FuneralCase,
    HoldFlag,
    Occupancy,
    Resource,
    WorkOrder,
    Wristband,
)
from funeral.queries import cremation, schedule
from funeral.queries import custody as queries
from funeral.queries.traces import Trace, list_traces
from kernel import clock
from kernel.db import db
from kernel.people.staff import staff_names


@dataclass(frozen=True)
class Chain:
    """`names`: who each "staff:…" is."""

    events: list[CustodyEvent]
    wristband: Wristband | None
    work_order: WorkOrder | None
    stay: CabinetStay | None
    flags: list[HoldFlag]
    names: dict[str, str]

    @property
    def last(self) -> CustodyEvent | None:
        return self.events[-1] if self.events else None

    @property
    def last_step(self) -> CustodyStep | None:
        return queries.step_of(self.last)

    @property
    def active_flags(self) -> list[HoldFlag]:
        return [flag for flag in self.flags if queries.is_active(flag, clock.today())]


def chain_of(case: FuneralCase) -> Chain:
    events, flags = queries.list_events(case.id), queries.list_flags(case.id)
    actors = {event.by for event in events} | {flag.set_by for flag in flags}
    actors |= {flag.lifted_by for flag in flags if flag.lifted_by}
    return Chain(
        events=events,
        wristband=queries.live_wristband(case.id),
        work_order=queries.live_work_order(case.id),
        stay=queries.find_stay(case.id),
        flags=flags,
        names=staff_names(actors),
    )


def places_for(step: CustodyStep, institution_id: uuid.UUID) -> list[Resource] | None:
    """The rooms or empty cabinets a step can happen in; None where the place is said in words."""
    kinds = KINDS_OF_PLACE.get(step)
    if kinds is None:
        return None
    if ResourceKind.CABINET in kinds:
        return queries.list_free_cabinets(institution_id)
    return schedule.list_resources(institution_id, *kinds)


def usual_place(step: CustodyStep, institution_id: uuid.UUID) -> str:
    """Where this step happened last; nothing for a pick-up, which is elsewhere each time."""
    if step is CustodyStep.PICKED_UP:
        return ""
    query = (
        select(CustodyEvent.place)
        .filter_by(institution_id=institution_id, step=step)
        .order_by(CustodyEvent.happened_at.desc())
        .limit(1)
    )
    return db.session.scalar(query) or ""


@dataclass(frozen=True)
class Waiting:
    """A body planned for a cremator today and not yet in it; `checked`: operator → when."""

    planned: Occupancy
    case: FuneralCase
    trace: Trace
    flagged: bool
    checked: dict[str, str]


@dataclass(frozen=True)
class Furnace:
    """A cremator today: what burns in it, who waits."""

    cremator: Resource
    run: CremationRun | None
    burning: FuneralCase | None
    waiting: list[Waiting]


def list_furnaces(institution_id: uuid.UUID, day: date) -> tuple[list[Furnace], dict[str, str]]:
    """The cremation hall's day, and the names of the operators in it."""
    cremators = schedule.list_resources(institution_id, ResourceKind.CREMATOR)
    planned = [
        (occupancy, case)
        for occupancy, case in schedule.list_day(institution_id, day)
        if occupancy.resource.kind == ResourceKind.CREMATOR and case
    ]
    traces = list_traces(case.id for _occupancy, case in planned)
    held = _flagged({case.id for _occupancy, case in planned})
    furnaces: list[Furnace] = []
    actors: set[str] = set()
    for cremator in cremators:
        run = cremation.find_open_run(cremator.id)
        waiting = []
        for occupancy, case in planned:
            trace = traces[case.id]
            if occupancy.resource_id != cremator.id or trace.started_at:
                continue
            checks = gate.valid_checks(case, cremator.id) if trace.stage is Stage.RECEIVED else {}
            said = {who: clock.say_clock(check.checked_at) for who, check in checks.items()}
            actors |= said.keys()
            waiting.append(Waiting(occupancy, case, trace, case.id in held, said))
        burning = db.session.get(FuneralCase, run.case_id) if run else None
        furnaces.append(Furnace(cremator, run, burning, waiting))
    return furnaces, staff_names(actors)


def _flagged(case_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    flags = db.session.scalars(
        select(HoldFlag).where(HoldFlag.case_id.in_(case_ids), HoldFlag.lifted_at.is_(None))
    )
    return {flag.case_id for flag in flags if queries.is_active(flag, clock.today())}
