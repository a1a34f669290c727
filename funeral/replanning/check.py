"""The hard rules, read once more without the solver: what a plan breaks.

Written apart from the model on purpose: it shares no rule with `draft`, only the day's nouns. A new
plan is read by it twice: after it was found, in tests, and before it is applied, on the day as it
then is.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from funeral.replanning.model import Day, Job, Place, Places, Span


class Fault(NamedTuple):
    """Whose plan breaks a rule, and which, for whoever reads a log."""

    labels: tuple[str, ...]
    what: str


def broken(day: Day, places: Places) -> list[Fault]:
    """Every hard rule this plan breaks; empty for a plan that may be applied."""
    return [
        *_overlaps(day, places),
        *(fault for job in day.jobs for fault in _job_faults(day, places, job)),
        *_staff_faults(day, places),
    ]


def _overlaps(day: Day, places: Places) -> Iterator[Fault]:
    """Those left without a place still hold the one they had."""
    held = [(job.label, places.cremations[job.id]) for job in day.jobs]
    held += [(job.label, places.farewells[job.id]) for job in day.jobs if job.farewell]
    for (one, here), (other, there) in combinations(held, 2):
        if here.machine == there.machine and _meet(here.blocks, there.blocks):
            yield Fault((one, other), f"meet on {day.machines[here.machine].name}")


def _job_faults(day: Day, places: Places, job: Job) -> Iterator[Fault]:
    cremation, farewell = places.cremations[job.id], places.farewells.get(job.id)
    if job.id in places.unplaced:
        if cremation != job.cremation or farewell != job.farewell:
            yield Fault((job.label,), "has no place and was moved")
        return
    if cremation.machine not in job.cremators:
        yield Fault((job.label,), f"may not be cremated on {cremation.machine}")
    if cremation.start < job.not_before:
        yield Fault((job.label,), "starts before it can")
    yield from _place_faults(day, job, cremation, job.purposes[1])
    yield from _farewell_faults(day, places, job)


def _farewell_faults(day: Day, places: Places, job: Job) -> Iterator[Fault]:
    """The farewell itself, and the wait after it."""
    cremation, farewell = places.cremations[job.id], places.farewells.get(job.id)
    if farewell and job.farewell:
        if farewell != job.farewell and farewell.machine not in job.halls:
            yield Fault((job.label,), f"may not say goodbye in {farewell.machine}")
        if farewell.start != job.farewell.start and farewell.start < job.not_before:
            yield Fault((job.label,), "says goodbye before the remains are there")
        if farewell.start != job.farewell.start and farewell.start < day.now + day.terms.notice:
            yield Fault((job.label,), "cannot be told of its farewell in time")
        if job.halls:
            yield from _place_faults(day, job, farewell, job.purposes[0])
    ended = farewell.end if farewell else job.farewell_ended
    if ended is None:
        return
    wait = cremation.start - ended
    if wait < day.terms.after_farewell:
        yield Fault((job.label,), f"is cremated {wait} minutes after the farewell")
    if wait > max(day.terms.longest_wait, job.wait):
        yield Fault((job.label,), f"waits {wait} minutes")


def _place_faults(day: Day, job: Job, place: Place, purpose: str) -> Iterator[Fault]:
    machine = day.machines[place.machine]
    from_, to = place.blocks
    if not any(opens <= from_ and to <= closes for opens, closes in machine.open):
        yield Fault((job.label,), f"is on {machine.name} outside its hours")
    if any(_meet(place.blocks, span) for span in (*machine.closed, *machine.busy)):
        yield Fault((job.label,), f"is on {machine.name} while it is not free")
    kept = [before.start for before in (job.farewell, job.cremation) if before]
    begins, grace = (place.start, day.terms.late) if place.start in kept else (from_, 0)
    if begins < day.now - grace:
        yield Fault((job.label,), "is in the past")
    lasts = (place.start - from_, place.end - place.start, to - place.end)
    if place not in {job.farewell, job.cremation} and lasts != machine.minutes.get(
        purpose, machine.minutes[""]
    ):
        yield Fault((job.label,), f"does not get its minutes on {machine.name}")


def _staff_faults(day: Day, places: Places) -> Iterator[Fault]:
    terms, within = day.terms, day.terms.starts_within
    ours = [places.cremations[job.id] for job in day.jobs if job.id not in places.unplaced]
    runs = [(place.start, place.end) for place in ours]
    running = [(run.start, run.end) for run in day.done]
    yield from _too_many("runs", runs, running, [], terms.runs_at_once)
    starts = [(place.start, place.start + within) for place in ours]
    started = [(run.start, run.start + within) for run in day.done]
    planned = [job.cremation.start for job in day.jobs if day.may_keep(job)]
    before = [(start, start + within) for start in planned]
    yield from _too_many("starts", starts, started, before, terms.starts_at_once)


def _too_many(
    what: str,
    ours: Sequence[Span],
    done: Sequence[Span],
    planned: Sequence[Span],
    limit: int | None,
) -> Iterator[Fault]:
    """At each moment at most the limit, or what had begun or was planned for it anyway."""
    if limit is None:
        return
    for moment in sorted({start for start, _ in (*ours, *done)}):
        mine, theirs, then = (
            sum(start <= moment < end for start, end in spans) for spans in (ours, done, planned)
        )
        if mine and mine + theirs > max(limit, theirs + then):
            yield Fault((), f"{mine} {what} beside {theirs} at minute {moment}")


def _meet(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])
