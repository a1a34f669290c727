"""What families, desks and staff do to the schedule, each by its operation, chosen by numbers."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from funeral.drafting import work_out
from funeral.jobs import return_expired
from funeral.kinds import CrematorType, HallClass
from funeral.operations import (
    apply_replan,
    approve_closure,
    ask_closure,
    cancel_farewell,
    clear_special_day,
    confirm_plan,
    draft_replan,
    hold_times,
    lift_closure,
    move_occupancy,
    plan_case,
    plan_farewell,
    release_plan,
    report_breakdown,
    set_hours,
    set_special_day,
)
from funeral.queries.closures import get_closure
from kernel import clock
from kernel.people.actors import Actor, family
from tests.concurrency.ledger import Hours, Ledger, Taken, Times

HALLS = [HallClass.SMALL, HallClass.SMALL, HallClass.SMALL, HallClass.NONE]
CREMATORS = [CrematorType.FLAT, CrematorType.FLAT, CrematorType.COLLECTING]
# Early enough to be shut, late enough to end after closing or over midnight.
MOMENTS = [
    *(time(hour, minute) for hour in (7, 8, 9, 10, 11) for minute in (0, 30)),
    *(time(6), time(10, 15), time(16, 30), time(17, 45), time(23, 30), time(0, 30)),
]
OPENING: list[Times] = [
    (time(6), time(18)),
    (time(8), time(12)),
    (time(0), time(0)),
    (time(20), time(4)),
    None,
]


@dataclass(frozen=True)
class Act:
    """One thing somebody does; the numbers choose among what there is when it is done."""

    name: str
    which: int
    at: int
    choice: int


@dataclass(frozen=True)
class Scene:
    """A home, what its tables said before the acts, and who acts."""

    home_id: uuid.UUID
    clerk: Actor
    second_clerk: Actor
    first_day: date
    ledger: Ledger
    cases: Sequence[str]

    def moment(self, act: Act) -> datetime:
        day = self.first_day + timedelta(days=act.choice % 7 == 6)
        return clock.at(day, MOMENTS[act.at % len(MOMENTS)])

    def wanted(self, act: Act) -> dict[str, object]:
        return {
            "institution_id": self.home_id,
            "hall_class": HALLS[act.which % len(HALLS)],
            "cremator_type": CREMATORS[act.choice % len(CREMATORS)],
            "starts_at": self.moment(act),
        }

    def taken(self, act: Act) -> Taken:
        return _chosen(self.ledger.times, act.which)

    def room(self, act: Act) -> uuid.UUID:
        return _chosen(self.ledger.rooms, act.which).id


def book(scene: Scene, act: Act) -> object:
    return plan_farewell(**scene.wanted(act), by=scene.clerk)


def plan_for_case(scene: Scene, act: Act) -> object:
    wanted = scene.wanted(act)
    del wanted["institution_id"]
    return plan_case(number=_chosen(scene.cases, act.which), **wanted, by=scene.clerk)


def drop_ceremony(scene: Scene, act: Act) -> object:
    return cancel_farewell(number=_chosen(scene.cases, act.which), by=scene.clerk)


def hold(scene: Scene, act: Act) -> object:
    who = f"family {act.which % 6} of {scene.home_id}"
    replaces = None
    if act.choice % 4 == 3:
        replaces = scene.taken(act).plan_id
    return hold_times(**scene.wanted(act), claimant_index=who, replaces=replaces, by=family(who))


def confirm(scene: Scene, act: Act) -> object:
    return confirm_plan(
        plan_id=scene.taken(act).plan_id,
        is_request=act.choice % 5 == 4,
        by=family("confirms"),
    )


def move(scene: Scene, act: Act) -> object:
    moved = scene.taken(act)
    rooms = [each for each in scene.ledger.rooms if each.kind == moved.kind]
    return move_occupancy(
        occupancy_id=moved.id,
        resource_id=_chosen(rooms, act.choice).id,
        starts_at=scene.moment(act),
        version=moved.version,
        reason="家属要求" if act.choice % 3 else "",
        despite_told=act.choice % 5 != 0,
        by=scene.clerk,
    )


def swap_unit(scene: Scene, act: Act) -> object:
    moved = scene.taken(act)
    rooms = [each for each in scene.ledger.rooms if each.kind == moved.kind]
    return move_occupancy(
        occupancy_id=moved.id,
        resource_id=_chosen(rooms, act.choice).id,
        starts_at=moved.starts_at,
        version=moved.version,
        by=scene.clerk,
    )


def cancel(scene: Scene, act: Act) -> object:
    return release_plan(plan_id=scene.taken(act).plan_id, by=scene.clerk)


def break_down(scene: Scene, act: Act) -> object:
    starts_at = scene.moment(act)
    return report_breakdown(
        resource_id=scene.room(act),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15 * (1 + act.choice)),
        reason="炉膛检修",
        by=scene.clerk,
    )


def close(scene: Scene, act: Act) -> object:
    starts_at = scene.moment(act)
    closure = ask_closure(
        resource_id=scene.room(act),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15 * (1 + act.choice)),
        reason="年度保养",
        by=scene.clerk,
    )
    return approve_closure(closure_id=closure.id, by=scene.second_clerk)


def lift(scene: Scene, act: Act) -> object:
    return lift_closure(
        closure_id=_chosen(scene.ledger.closed, act.which).id, by=scene.second_clerk
    )


def replan(scene: Scene, act: Act) -> object:
    """Work out a new plan for a day with a closure, and take it."""
    closure = get_closure(_chosen(scene.ledger.closed, act.which).id)
    drafted = work_out(scene.home_id, clock.day_of(closure.starts_at))
    proposed = draft_replan(
        institution_id=scene.home_id, drafted=drafted, closure=closure, by=scene.clerk
    )
    return apply_replan(replan_id=proposed.id, by=scene.clerk)


def change_hours(scene: Scene, act: Act) -> object:
    usual = OPENING[act.choice % (len(OPENING) - 1)]
    assert usual
    return set_hours(resource_id=scene.room(act), usual=usual, weekly={}, by=scene.clerk)


def change_day(scene: Scene, act: Act) -> object:
    return set_special_day(
        resource_id=scene.room(act),
        day=scene.first_day,
        hours=OPENING[act.choice % len(OPENING)],
        reason="清明加班",
        by=scene.clerk,
    )


def clear_day(scene: Scene, act: Act) -> object:
    return clear_special_day(resource_id=scene.room(act), day=scene.first_day, by=scene.clerk)


def sweep(_scene: Scene, _act: Act) -> object:
    """The minute's job."""
    return return_expired()


ACTS: dict[str, Callable[[Scene, Act], object]] = {
    each.__name__: each
    for each in (
        book, plan_for_case, drop_ceremony, hold, confirm, move, swap_unit, cancel, break_down,
        close, lift, replan, change_hours, change_day, clear_day, sweep,
    )
}  # fmt: skip
# Most of a day is booking; hours change seldom.
OFTEN = ["book", "hold", "hold", "hold", "confirm", "confirm", "confirm", "move", "move", "move"]
NAMES = [*OFTEN, *ACTS]


def hours_after(
    states: set[Hours], acts: Sequence[Act], scene: Scene, room: uuid.UUID
) -> set[Hours]:
    """Every state of one resource's hours that these acts may lead through, in any order."""
    ours = [
        each
        for each in acts
        if each.name in {"change_hours", "change_day", "clear_day"} and scene.room(each) == room
    ]
    for _turn in ours:
        states = states | {_with(state, each, scene) for state in states for each in ours}
    return states


def _with(hours: Hours, act: Act, scene: Scene) -> Hours:
    usual, single = hours
    if act.name == "change_hours":
        return OPENING[act.choice % (len(OPENING) - 1)], single
    others = {day: times for day, times in single if day != scene.first_day}
    if act.name == "change_day":
        others[scene.first_day] = OPENING[act.choice % len(OPENING)]
    return usual, tuple(sorted(others.items()))


def _chosen(things: Sequence, which: int):
    """Raises NothingThere where there is nothing to choose from."""
    if not things:
        raise NothingThere
    return things[which % len(things)]


class NothingThere(Exception):
    """The act has no object yet."""
