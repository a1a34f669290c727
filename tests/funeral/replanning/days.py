"""Invented days as a county home sees them: full, told, and then a cremator fails."""

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace

from funeral.replanning.model import Day, Done, Job, Machine, Place, Span, Terms, overlap

OPEN: Span = (5 * 60, 19 * 60)
GRID = 30


@dataclass
class Booker:
    """Takes times as families do: the hall first, then the first furnace that is free."""

    chance: random.Random
    machines: dict[str, Machine]
    taken: dict[str, list[Span]]

    def free(self, machine: Machine, start: int) -> bool:
        blocks = machine.place(start).blocks
        others = self.taken[machine.id]
        return machine.takes(blocks) and not any(overlap(blocks, other) for other in others)

    def take(self, machine: Machine, start: int) -> Place:
        place = machine.place(start)
        self.taken[machine.id].append(place.blocks)
        return place

    def farewell(self, halls: list[Machine]) -> tuple[Machine, int] | None:
        """Most families want the morning."""
        wanted = int(self.chance.triangular(OPEN[0], OPEN[1] - 120, 9 * 60))
        starts = sorted(range(OPEN[0], OPEN[1], GRID), key=lambda start: abs(start - wanted))
        options = ((hall, start) for start in starts for hall in halls if self.free(hall, start))
        return next(options, None)

    def cremation(self, cremators: list[Machine], earliest: int) -> tuple[Machine, int] | None:
        options = [
            (start, machine.id)
            for machine in cremators
            for start in range(earliest, earliest + 240, 5)
            if self.free(machine, start)
        ]
        if not options:
            return None
        start, name = min(options)
        return self.machines[name], start


def make_machines(halls: int = 6, cremators: int = 5) -> dict[str, Machine]:
    """Two thirds of the cremators are flat ones, half the halls small; about 80 runs a day."""
    made = [
        Machine(f"hall{n}", f"{n}号厅", {"": (20, 30, 10)}, (OPEN,)) for n in range(1, halls + 1)
    ] + [
        Machine(f"cremator{n}", f"{n}号火化机", _minutes_of(n), (OPEN,))
        for n in range(1, cremators + 1)
    ]
    return {machine.id: machine for machine in made}


def _minutes_of(cremator: int) -> dict[str, tuple[int, int, int]]:
    return {"": (0, 40 if cremator <= 3 else 45, 10), "infectious": (15, 45, 30)}


@dataclass
class Maker:
    """One day in the making: what families booked, and how much of it has happened by `now`."""

    chance: random.Random
    now: int
    terms: Terms
    booker: Booker
    jobs: list[Job] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    busy: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def add_family(self, number: int) -> None:
        """Nobody where the day has no room for what this family wants."""
        chance, machines = self.chance, self.booker.machines
        halls = [machines[f"hall{n}"] for n in chance.choice(((1, 2, 3), (4, 5, 6)))]
        collecting = chance.random() < 0.38
        ovens = [machines[f"cremator{n}"] for n in ((4, 5) if collecting else (1, 2, 3))]
        infectious = chance.random() < 0.01
        with_farewell = not infectious and chance.random() < 0.8
        room = self.booker.farewell(halls) if with_farewell else None
        if with_farewell and room is None:
            return
        farewell = room[0].place(room[1]) if room else None
        earliest = chance.randrange(OPEN[0], OPEN[1] - 120, GRID)
        if farewell:
            earliest = farewell.end + self.terms.after_farewell
        found = self.booker.cremation(ovens, earliest)
        if found is None:
            return
        if room:
            self.booker.take(*room)
        cremation = self.booker.take(*found)
        started = cremation.start + chance.randrange(-5, 15)
        if started <= self.now:
            self._happens(cremation, started)
            return
        job = Job(
            id=f"job{number}",
            label=f"JY-{number:04d}",
            cremation=cremation,
            cremators=tuple(oven.id for oven in ovens),
            farewell=farewell,
            halls=tuple(hall.id for hall in halls)
            if farewell and farewell.start > self.now
            else (),
            purposes=("", "infectious" if infectious else ""),
            told=chance.random() < 0.85,
            infectious=infectious,
            not_before=chance.choice((0, 0, 0, cremation.start - 30)),
        )
        if farewell and farewell.end <= self.now and chance.random() < 0.8:
            ended = farewell.end + chance.randrange(-5, 10)
            job = replace(job, farewell=None, farewell_ended=ended)
        if infectious and chance.random() < 0.5:
            job = replace(job, cremators=(cremation.machine,))
        self.jobs.append(job)

    def _happens(self, cremation: Place, started: int) -> None:
        """It has started, early or late, and runs as long as it will."""
        ended = started + cremation.end - cremation.start + self.chance.randrange(-5, 15)
        self.done.append(Done(started, ended))
        self.busy[cremation.machine].append((started, ended + 10))


def random_day(seed: int, cases: int = 60) -> Day:
    """`cases` families on five cremators and six halls; one cremator fails for hours, at `now`."""
    chance = random.Random(seed)  # noqa: S311 — invented days, not secrets
    machines = make_machines()
    terms = Terms(
        longest_wait=chance.choice((120, 180, 240)),
        runs_at_once=chance.choice((None, None, None, 4)),
        starts_at_once=chance.choice((None, None, 2)),
        starts_within=10,
    )
    now = chance.randrange(5 * 60, 13 * 60)
    maker = Maker(chance, now, terms, Booker(chance, machines, {name: [] for name in machines}))
    for number in range(40 * cases):
        if len(maker.jobs) + len(maker.done) == cases:
            break
        maker.add_family(number)
    failed = f"cremator{chance.randrange(1, 6)}"
    closed = (now, min(now + chance.randrange(60, 10 * 60), OPEN[1]))
    made = {
        name: replace(machine, closed=(closed,) * (name == failed), busy=tuple(maker.busy[name]))
        for name, machine in machines.items()
    }
    return Day(now, made, tuple(maker.jobs), tuple(maker.done), terms)
