"""One day of halls and cremators. Every time is whole minutes since the day's midnight in China.

A ceremony at 23:30 simply ends at minute 1450: nothing here knows where a day ends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile

# From–to, the end not included.
Span = tuple[int, int]


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@dataclass(frozen=True)
class Place:
    """A use of a machine from `start` to `end`; `blocks` adds set-up and clean-up."""

    machine: str
    start: int
    end: int
    blocks: Span


@dataclass(frozen=True)
class Machine:
    """A hall or a cremator: its minutes, when it is open, and when it is out of use.

    `minutes`: set-up, use, clean-up, by purpose; those of "" where a purpose has none of its own.
    `busy`: times taken by what is not ours to move, such as a cremation that is running.
    """

    id: str
    name: str
    minutes: Mapping[str, tuple[int, int, int]]
    open: tuple[Span, ...]
    closed: tuple[Span, ...] = ()
    busy: tuple[Span, ...] = ()

    def place(self, start: int, purpose: str = "") -> Place:
        setup, use, cleanup = self.minutes.get(purpose, self.minutes[""])
        return Place(self.id, start, start + use, (start - setup, start + use + cleanup))

    def is_open(self, blocks: Span) -> bool:
        return any(opens <= blocks[0] and blocks[1] <= closes for opens, closes in self.open)

    def is_closed(self, blocks: Span) -> bool:
        return any(overlap(span, blocks) for span in self.closed)

    def is_busy(self, blocks: Span) -> bool:
        return any(overlap(span, blocks) for span in self.busy)

    def takes(self, blocks: Span) -> bool:
        return self.is_open(blocks) and not self.is_closed(blocks) and not self.is_busy(blocks)


@dataclass(frozen=True)
class Job:
    """A family's plan whose cremation has not started.

    `farewell` None: no ceremony, or it is over; `farewell_ended` is then when it really ended.
    `halls`: where the farewell may be held, empty where it stays as it is (it has begun).
    `cremators`: where the body may be cremated; the dedicated one alone, where there is one.
    `purposes`: of the farewell and of the cremation, for their minutes.
    `not_before`: the earliest start, of either, at which the remains can be there.
    `code`: under which the order is published; equal times follow in the order of codes.
    """

    id: str
    label: str
    cremation: Place
    cremators: tuple[str, ...]
    farewell: Place | None = None
    farewell_ended: int | None = None
    halls: tuple[str, ...] = ()
    purposes: tuple[str, str] = ("", "")
    told: bool = True
    infectious: bool = False
    not_before: int = 0
    code: str = ""

    def farewell_end(self, farewell: Place | None) -> int | None:
        return farewell.end if farewell else self.farewell_ended

    @property
    def wait(self) -> int:
        """Minutes from the farewell's end to the cremation, as planned now."""
        ended = self.farewell_end(self.farewell)
        return 0 if ended is None else self.cremation.start - ended


@dataclass(frozen=True)
class Done:
    """A cremation that runs or has run: it counts for the staff, and nothing moves it."""

    start: int
    end: int


@dataclass(frozen=True)
class Terms:
    """The house's own numbers, in minutes; a limit of None is no limit.

    `longest_wait` after the farewell: who waits longer already waits no longer than now.
    `runs_at_once`: furnaces the operators on duty can watch. `starts_at_once` of them may start
    within `starts_within`, or as many as were planned there already. A farewell moves only to a
    start from `notice` on, so that the family can still be told; a start `late` minutes past still
    counts as kept.
    """

    after_farewell: int = 15
    longest_wait: int = 240
    runs_at_once: int | None = None
    starts_at_once: int | None = None
    starts_within: int = 15
    notice: int = 60
    late: int = 15
    cremation_step: int = 5
    farewell_step: int = 30


@dataclass(frozen=True)
class Day:
    """`held`: plans whose body may not be cremated now; theirs are busy times nobody gets."""

    now: int
    machines: Mapping[str, Machine]
    jobs: tuple[Job, ...]
    done: tuple[Done, ...] = ()
    terms: Terms = field(default_factory=Terms)
    held: tuple[Job, ...] = ()

    @property
    def horizon(self) -> int:
        """The latest any machine is open, or anything is planned."""
        closing = [closes for machine in self.machines.values() for _, closes in machine.open]
        return max([0, *closing, *(job.cremation.end for job in self.jobs)])

    def wait_limit(self, job: Job) -> int:
        return max(self.terms.longest_wait, job.wait)

    def is_late(self, start: int) -> bool:
        """Past so long that it cannot be kept."""
        return start < self.now - self.terms.late

    def may_keep_cremation(self, job: Job) -> bool:
        """Whether the present cremation is possible by itself, whatever others do."""
        place = job.cremation
        return (
            place.machine in job.cremators
            and self.machines[place.machine].takes(place.blocks)
            and place.start >= job.not_before
            and not self.is_late(place.start)
        )

    def may_keep(self, job: Job) -> bool:
        """Whether farewell and cremation may both stay, and the wait between them holds."""
        ended = job.farewell_end(job.farewell)
        in_order = ended is None or job.wait >= self.terms.after_farewell
        return in_order and self.may_keep_farewell(job) and self.may_keep_cremation(job)

    def may_keep_farewell(self, job: Job) -> bool:
        """A farewell that has begun stays where it is, whatever the hall's hours say."""
        place = job.farewell
        return place is None or not job.halls or self.machines[place.machine].takes(place.blocks)


class Level(StrEnum):
    """What is made small, the first before the second and so on."""

    UNPLACED = "unplaced"
    INFECTIOUS = "infectious"
    TOLD_FAREWELLS = "told_farewells"
    TOLD_CREMATIONS = "told_cremations"
    MINUTES = "minutes"
    CHANGES = "changes"


@dataclass(frozen=True)
class Places:
    """Where each job's farewell and cremation are; `unplaced` jobs keep what they had."""

    farewells: Mapping[str, Place]
    cremations: Mapping[str, Place]
    unplaced: frozenset[str]


@dataclass(frozen=True)
class Solution:
    """`values`: the objective, by level. `proven`: levels of which nothing smaller exists.

    `seconds`: of the solver's time.
    """

    places: Places
    values: Mapping[Level, int]
    proven: frozenset[Level]
    seconds: float

    @property
    def optimal(self) -> bool:
        return self.proven >= set(Level)

    @property
    def proven_first(self) -> list[Level]:
        """Up to the first level that is not proven: what follows it might still change."""
        return [*takewhile(self.proven.__contains__, Level)]


def present(day: Day) -> Places:
    """As things stand: who cannot stay by itself is unplaced."""
    return Places(
        farewells={job.id: job.farewell for job in day.jobs if job.farewell},
        cremations={job.id: job.cremation for job in day.jobs},
        unplaced=frozenset(job.id for job in day.jobs if not day.may_keep(job)),
    )


def measure(day: Day, places: Places) -> dict[Level, int]:
    """The objective of a plan, from the plan alone; minutes count from now, or as moved."""
    pairs = [
        (job, now, new)
        for job in day.jobs
        for now, new in (
            (job.farewell, places.farewells.get(job.id)),
            (job.cremation, places.cremations[job.id]),
        )
        if now and new
    ]
    told = [now is job.farewell for job, now, new in pairs if job.told and now.start != new.start]
    return {
        Level.UNPLACED: len(places.unplaced),
        Level.INFECTIOUS: sum(
            places.cremations[job.id].start - day.now + day.horizon * (job.id in places.unplaced)
            for job in day.jobs
            if job.infectious
        ),
        Level.TOLD_FAREWELLS: sum(told),
        Level.TOLD_CREMATIONS: len(told) - sum(told),
        Level.MINUTES: sum(abs(new.start - now.start) for _job, now, new in pairs),
        Level.CHANGES: sum(new != now for _job, now, new in pairs),
    }


def starts(
    machine: Machine, purpose: str, step: int, earliest: int, kept: int | None = None
) -> Iterator[int]:
    """Every start from `earliest` on the grid, and the start `kept`, that the machine allows."""
    first = -(-earliest // step) * step
    last = max((closes for _opens, closes in machine.open), default=0)
    grid = {*range(first, last, step)} | ({kept} if kept is not None else set())
    yield from (at for at in sorted(grid) if machine.takes(machine.place(at, purpose).blocks))
