"""A day as a model of CP-SAT: what may be chosen, what must hold, and how to read it back.

Uses are intervals that may not overlap on a machine. One flag for each possible start, with sums in
place of intervals, was tried too: on the fullest days it proves more, and finds less in the time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from ortools.sat.python import cp_model

from funeral.replanning.model import Day, Job, Level, Machine, Place, Places, Span, starts

Flag = cp_model.IntVar
MINUTES_A_DAY = 24 * 60
Sum = cp_model.LinearExpr | int


class Use:
    """A farewell or a cremation: `stays` where it is now, or takes one of its `choices`."""

    def __init__(
        self,
        draft: "Draft",
        now: Place,
        purpose: str,
        stays: Sequence[Flag],
        offers: Iterable[tuple[Machine, list[int]]],
    ) -> None:
        self.now, self.purpose, self.stays = now, purpose, stays
        self.choices = [(machine, draft.flag(), found) for machine, found in offers if found]
        model = draft.model
        times = {start for *_rest, found in self.choices for start in found} | {now.start}
        self.start = draft.number(cp_model.Domain.from_values(sorted(times)))
        model.add_exactly_one([*stays, *(taken for _, taken, _ in self.choices)])
        for flag in stays:
            model.add(self.start == now.start).only_enforce_if(flag)
        for machine, taken, found in self.choices:
            domain = cp_model.Domain.from_values(found)
            model.add_linear_expression_in_domain(self.start, domain).only_enforce_if(taken)
            from_, to = machine.place(0, purpose).blocks
            draft.block(machine.id, self.start + from_, to - from_, taken)
        self.moved = draft.flag()
        model.add(self.start == now.start).only_enforce_if(self.moved.negated())
        self.minutes = draft.number(cp_model.Domain(0, draft.day.horizon))
        model.add(self.minutes >= self.start - now.start)
        model.add(self.minutes >= now.start - self.start)

    @property
    def changed(self) -> Sum:
        """1 if it moves at all, be it only to another machine."""
        return sum(taken for _machine, taken, _ in self.choices)

    def lasts(self, machine: Machine) -> int:
        return machine.place(0, self.purpose).end

    @property
    def end(self) -> Sum:
        there = sum(self.lasts(machine) * taken for machine, taken, _ in self.choices)
        return self.start + there + (self.now.end - self.now.start) * sum(self.stays)

    def hint(self, model: cp_model.CpModel, place: Place, if_kept: Sequence[Flag]) -> None:
        stays = if_kept if place == self.now else ()
        for flag in self.stays:
            model.add_hint(flag, any(flag is each for each in stays))
        for machine, taken, _ in self.choices:
            model.add_hint(taken, not stays and machine.id == place.machine)
        model.add_hint(self.start, place.start)
        model.add_hint(self.moved, place.start != self.now.start)
        model.add_hint(self.minutes, abs(place.start - self.now.start))

    def read(self, value: Callable[[Sum], int]) -> Place:
        for machine, taken, _ in self.choices:
            if value(taken):
                return machine.place(value(self.start), self.purpose)
        return self.now


class Draft:
    """The model of one day."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.model = cp_model.CpModel()
        self.blocks: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
        self.unplaced: dict[str, Flag] = {}
        self.farewells: dict[str, Use] = {}
        self.cremations: dict[str, Use] = {}
        for job in day.jobs:
            self._add(job)
        for intervals in self.blocks.values():
            self.model.add_no_overlap(intervals)
        self._limit_staff()

    def flag(self) -> Flag:
        return self.model.new_bool_var("")

    def number(self, domain: cp_model.Domain) -> Flag:
        return self.model.new_int_var_from_domain(domain, "")

    def block(self, machine: str, from_: Sum, size: int, taken: Flag) -> None:
        made = self.model.new_optional_fixed_size_interval_var(from_, size, taken, "")
        self.blocks[machine].append(made)

    def _add(self, job: Job) -> None:
        unplaced = self.unplaced[job.id] = self.flag()
        ends: list[int] = [] if job.farewell_ended is None else [job.farewell_ended]
        farewell = None
        if job.farewell:
            farewell = self.farewells[job.id] = self._farewell(job, job.farewell, unplaced)
            ends = [job.farewell.end]
            ends += [
                start + farewell.lasts(machine)
                for machine, _, found in farewell.choices
                for start in found
            ]
        cremation = self.cremations[job.id] = self._cremation(job, ends, unplaced)
        if farewell:
            self._in_order(job, farewell, cremation, unplaced)

    def _farewell(self, job: Job, now: Place, unplaced: Flag) -> Use:
        day, stays = self.day, self.flag()
        self.model.add_implication(unplaced, stays)
        if not day.may_keep_farewell(job):
            self.model.add_implication(stays, unplaced)
        self.block(now.machine, now.blocks[0], now.blocks[1] - now.blocks[0], stays)
        earliest = max(day.now + day.terms.notice, job.not_before)
        kept = now.start if now.start >= day.now else None
        grid = (job.purposes[0], day.terms.farewell_step)
        offers = self._offers(job.halls, grid, now, kept, (earliest, day.horizon))
        return Use(self, now, grid[0], [stays], offers)

    def _cremation(self, job: Job, ends: list[int], unplaced: Flag) -> Use:
        """`ends`: when the farewell may end, empty where there is none."""
        day, now, stays = self.day, job.cremation, self.flag()
        within = (max(day.now, job.not_before), day.horizon)
        if ends:
            first = min(ends) + day.terms.after_farewell
            within = (max(within[0], first), max(ends) + day.wait_limit(job))
        in_order = not ends or first <= now.start
        if not (in_order and day.may_keep_cremation(job)):
            self.model.add(stays == 0)
        # Whoever finds no place keeps the present one, so nobody is put there.
        for flag in (stays, unplaced):
            self.block(now.machine, now.blocks[0], now.blocks[1] - now.blocks[0], flag)
        on_time = in_order and now.start >= job.not_before and not day.is_late(now.start)
        kept = now.start if on_time else None
        grid = (job.purposes[1], day.terms.cremation_step)
        offers = self._offers(job.cremators, grid, now, kept, within)
        return Use(self, now, grid[0], [stays, unplaced], offers)

    def _offers(
        self,
        names: Iterable[str],
        grid: tuple[str, int],
        now: Place,
        kept: int | None,
        within: Span,
    ) -> Iterator[tuple[Machine, list[int]]]:
        """The starts of each machine but the present place, for which there is a flag already."""
        for machine in (self.day.machines[name] for name in names):
            found = starts(machine, *grid, within[0], kept)
            here = now.start if machine.id == now.machine else None
            yield (
                machine,
                [
                    start
                    for start in found
                    if start <= within[1] and start != here
                    # What has to be set up cannot have been set up before now.
                    if start == kept or machine.place(start, grid[0]).blocks[0] >= self.day.now
                ],
            )

    def _in_order(self, job: Job, farewell: Use, cremation: Use, unplaced: Flag) -> None:
        gap, limit = self.day.terms.after_farewell, self.day.wait_limit(job)
        placed, wait = unplaced.negated(), cremation.start - farewell.end
        self.model.add(wait >= gap).only_enforce_if(placed)
        self.model.add(wait <= limit).only_enforce_if(placed)

    def _limit_staff(self) -> None:
        terms, done = self.day.terms, self.day.done
        runs: list[tuple[Sum, int, Flag]] = []
        for use in self.cremations.values():
            runs.append((use.now.start, use.now.end - use.now.start, use.stays[0]))
            runs += [(use.start, use.lasts(machine), taken) for machine, taken, _ in use.choices]
        if terms.runs_at_once is not None:
            self._at_most(terms.runs_at_once, runs, [(run.start, run.end) for run in done], [])
        if terms.starts_at_once is not None:
            within = terms.starts_within
            starting = [(start, within, flag) for start, _lasts, flag in runs]
            begun = [(run.start, run.start + within) for run in done]
            kept = [job.cremation.start for job in self.day.jobs if self.day.may_keep(job)]
            planned = [(start, start + within) for start in kept]
            self._at_most(terms.starts_at_once, starting, begun, planned)

    def _at_most(
        self,
        limit: int,
        ours: list[tuple[Sum, int, Flag]],
        done: Sequence[Span],
        planned: Sequence[Span],
    ) -> None:
        """Where more has begun, or is planned, than the limit, nothing may be added to it."""
        edges = sorted({edge for span in (*done, *planned) for edge in span})
        spans = [*pairwise(edges)]
        begun = {span: _count(span[0], done) for span in spans}
        most = {span: max(limit, begun[span] + _count(span[0], planned)) for span in spans}
        top = max([limit, *most.values()])
        # What is left at a time is the top less a filler; outside all spans that is the limit.
        fillers = (
            [
                ((-MINUTES_A_DAY, edges[0]), top - limit),
                ((edges[-1], 9 * MINUTES_A_DAY), top - limit),
            ]
            if edges
            else []
        )
        fillers += [(span, top - most[span] + begun[span]) for span in spans]
        new = self.model.new_optional_fixed_size_interval_var
        fixed = self.model.new_fixed_size_interval_var
        intervals = [new(start, lasts, flag, "") for start, lasts, flag in ours]
        intervals += [fixed(start, end - start, "") for (start, end), _demand in fillers]
        demands = [1] * len(ours) + [demand for _span, demand in fillers]
        self.model.add_cumulative(intervals, demands, top)

    def level(self, level: Level) -> Sum:
        """What this level makes small, as a sum of our variables."""
        jobs, told = self.day.jobs, [job.id for job in self.day.jobs if job.told]
        uses = [*self.farewells.values(), *self.cremations.values()]
        if level is Level.UNPLACED:
            return sum(self.unplaced.values())
        if level is Level.INFECTIOUS:
            ill = [job.id for job in jobs if job.infectious]
            never = sum(self.unplaced[name] for name in ill) * self.day.horizon
            return sum(self.cremations[name].start - self.day.now for name in ill) + never
        if level is Level.TOLD_FAREWELLS:
            return sum(self.farewells[name].moved for name in told if name in self.farewells)
        if level is Level.TOLD_CREMATIONS:
            return sum(self.cremations[name].moved for name in told)
        if level is Level.MINUTES:
            return sum(use.minutes for use in uses)
        return sum(use.changed for use in uses)

    def most(self, level: Level) -> int:
        """More than this level can ever be."""
        uses = 2 * len(self.day.jobs)
        return uses * self.day.horizon + 1 if level is Level.MINUTES else uses + 1

    def hint(self, places: Places) -> None:
        """Where the search begins; what this plan leaves open, the solver fills in."""
        self.model.clear_hints()
        for name, use in self.farewells.items():
            use.hint(self.model, places.farewells[name], use.stays[:1])
        for name, use in self.cremations.items():
            use.hint(self.model, places.cremations[name], use.stays[name in places.unplaced :][:1])

    def read(self, value: Callable[[Sum], int]) -> Places:
        return Places(
            farewells={name: use.read(value) for name, use in self.farewells.items()},
            cremations={name: use.read(value) for name, use in self.cremations.items()},
            unplaced=frozenset(name for name, flag in self.unplaced.items() if value(flag)),
        )


def _count(moment: int, spans: Sequence[Span]) -> int:
    return sum(start <= moment < end for start, end in spans)
