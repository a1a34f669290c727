"""A new plan worked out: the day read, solved and explained, outside any transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from funeral.queries.replans import Assumed, read_day
from funeral.replanning.explain import Move, explain
from funeral.replanning.model import Place
from kernel import clock
from kernel.db import db

# While people read the proposal, time goes on: nothing is planned to start within this span.
READING = timedelta(minutes=10)


@dataclass(frozen=True)
class Drafted:
    """What funeral.models.Replan keeps of it."""

    day: date
    optimal: bool
    objective: Mapping[str, Any]
    solver_ms: int
    proposal: list[Any]


def work_out(
    institution_id: uuid.UUID,
    day: date,
    *,
    assumed: Assumed | None = None,
    runs_at_once: int | None = None,
) -> Drafted:
    """Takes up to five seconds, so it is never called inside an operation.

    The session lets go of its connection meanwhile: what it had loaded is read anew.
    """
    # OR-Tools brings pandas along: 100 MB and a second that pages without it need not spend.
    from funeral.replanning.solve import solve  # noqa: PLC0415

    now = clock.now() + READING
    read = read_day(institution_id, day, now=now, assumed=assumed, runs_at_once=runs_at_once)
    # Of the same moment as the day, for apply_replan to see what changed since.
    versions = {name: plan.version for name, plan in read.plans.items()}
    db.session.rollback()
    solution = solve(read.day)
    moves = explain(read.day, solution.places)
    return Drafted(
        day=day,
        optimal=solution.optimal,
        objective={
            level.value: {"reached": value, "proven": level in solution.proven_first}
            for level, value in solution.values.items()
        },
        solver_ms=round(solution.seconds * 1000),
        proposal=[_written(versions[move.job.id], day, move) for move in moves],
    )


def written_place(place: Place, day: date) -> list[str]:
    """[resource, start] for JSON; `start_of` reads the start back."""
    start = clock.day_range(day)[0] + timedelta(minutes=place.start)
    return [place.machine, start.isoformat()]


def start_of(written: list[str]) -> datetime:
    return clock.parse_moment(written[1])


def _written(version: int, day: date, move: Move) -> dict[str, Any]:
    job = move.job
    return {
        "plan": job.id,
        "version": version,
        "case": job.label,
        "told": job.told,
        "must_tell": move.is_told and move.stuck is None,
        "why": move.why,
        "for": move.for_,
        "stuck": move.stuck,
        "farewell": _pair(day, job.farewell, move.farewell),
        "cremation": _pair(day, job.cremation, move.cremation),
    }


def _pair(day: date, before: Place | None, after: Place | None) -> dict[str, Any] | None:
    if before is None or after is None:
        return None
    return {
        "before": written_place(before, day),
        "after": written_place(after, day),
        "minutes": after.start - before.start,
        "moved": before != after,
    }
