"""Who moves, by how much, and why: read from the day and the plan found for it."""

from dataclasses import dataclass
from enum import StrEnum

from funeral.replanning.model import Day, Job, Place, Places, overlap, starts


class Why(StrEnum):
    """In the order they are looked for: the first that is true is said."""

    HELD = "held"
    OUT_OF_USE = "out_of_use"
    HALL_OUT_OF_USE = "hall_out_of_use"
    LATE = "late"
    NOT_FREE = "not_free"
    TOO_SOON = "too_soon"
    OTHER_CREMATOR = "other_cremator"
    INFECTIOUS = "infectious"
    FAREWELL_MOVED = "farewell_moved"
    GIVES_WAY = "gives_way"
    STAFF = "staff"


class Stuck(StrEnum):
    """Why nothing is possible for a family."""

    HELD = "held"
    NO_CREMATOR = "no_cremator"
    WAIT = "wait"
    HALL = "hall"
    FULL = "full"


@dataclass(frozen=True)
class Move:
    """A job's places before and after; `why` None where nothing moves; `for_` names who took it."""

    job: Job
    farewell: Place | None
    cremation: Place
    why: Why | None
    for_: str = ""
    stuck: Stuck | None = None

    @property
    def farewell_minutes(self) -> int:
        """Later than before; earlier is negative."""
        if self.farewell is None or self.job.farewell is None:
            return 0
        return self.farewell.start - self.job.farewell.start

    @property
    def cremation_minutes(self) -> int:
        return self.cremation.start - self.job.cremation.start

    @property
    def is_moved(self) -> bool:
        return self.farewell != self.job.farewell or self.cremation != self.job.cremation

    @property
    def is_told(self) -> bool:
        """Whether the family heard times, or a hall, that are no longer so."""
        before, after = self.job.farewell, self.farewell
        same_hall = before is None or after is None or before.machine == after.machine
        same_times = not self.farewell_minutes and not self.cremation_minutes
        return self.job.told and not (same_hall and same_times)


def explain(day: Day, places: Places) -> list[Move]:
    """Those who move and those who find no place, by their present time; first who may not move."""
    moves = [Move(job, job.farewell, job.cremation, Why.HELD, stuck=Stuck.HELD) for job in day.held]
    for job in sorted(day.jobs, key=lambda each: (each.cremation.start, each.label)):
        farewell, cremation = places.farewells.get(job.id), places.cremations[job.id]
        if job.id in places.unplaced:
            why, for_ = _why(day, places, job)
            moves.append(Move(job, farewell, cremation, why, for_, _stuck(day, job)))
        elif (farewell, cremation) != (job.farewell, job.cremation):
            moves.append(Move(job, farewell, cremation, *_why(day, places, job)))
    return moves


def _why(day: Day, places: Places, job: Job) -> tuple[Why, str]:
    cremator, now = day.machines[job.cremation.machine], job.cremation
    farewell = places.farewells.get(job.id)
    hall = day.machines[job.farewell.machine] if job.farewell else None
    taker = _who_took(day, places, job)
    reasons = {
        Why.OUT_OF_USE: cremator.is_closed(now.blocks),
        Why.HALL_OUT_OF_USE: hall is not None and not day.may_keep_farewell(job),
        Why.LATE: day.is_late(now.start),
        Why.NOT_FREE: not cremator.takes(now.blocks),
        Why.TOO_SOON: not day.may_keep(job) and now.machine in job.cremators,
        Why.OTHER_CREMATOR: now.machine not in job.cremators,
        Why.INFECTIOUS: job.infectious,
        Why.FAREWELL_MOVED: farewell != job.farewell,
        Why.GIVES_WAY: taker != "",
    }
    why = next((why for why, is_so in reasons.items() if is_so), Why.STAFF)
    return why, taker if why is Why.GIVES_WAY else ""


def _who_took(day: Day, places: Places, job: Job) -> str:
    """Who now stands where this job stood; empty where nobody does."""
    for other in day.jobs:
        for there in (places.cremations[other.id], places.farewells.get(other.id)):
            for mine in (job.cremation, job.farewell):
                if other is job or there is None or mine is None:
                    continue
                if there.machine == mine.machine and overlap(there.blocks, mine.blocks):
                    return other.label
    return ""


def _stuck(day: Day, job: Job) -> Stuck:
    """What is in the way even if nobody else were there; else the day is full."""
    if job.farewell and not day.may_keep_farewell(job):
        return Stuck.HALL
    purpose, step = job.purposes[1], day.terms.cremation_step
    earliest = max(day.now, job.not_before)
    ended = job.farewell_end(job.farewell)
    if ended is not None:
        earliest = max(earliest, ended + day.terms.after_farewell)
    machines = [day.machines[name] for name in job.cremators]
    possible = [at for machine in machines for at in starts(machine, purpose, step, earliest)]
    if not possible:
        return Stuck.NO_CREMATOR
    if ended is not None and min(possible) > ended + day.wait_limit(job):
        return Stuck.WAIT
    return Stuck.FULL


def overtaken(day: Day, places: Places, job: Job) -> list[str]:
    """Ids of those whose cremation was before this one's and is behind it now, or the reverse."""
    new = places.cremations
    before, after = _turn(job, job.cremation), _turn(job, new[job.id])
    return [
        other.id
        for other in day.jobs
        if (_turn(other, other.cremation) < before) != (_turn(other, new[other.id]) < after)
        and other is not job
    ]


def _turn(job: Job, cremation: Place) -> tuple[int, str]:
    return cremation.start, job.code
