"""Where everything goes now: CP-SAT, one level of the objective after the other.

Importing this module loads OR-Tools, so only what re-plans does it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from funeral.replanning.check import broken
from funeral.replanning.draft import Draft, Sum
from funeral.replanning.model import Day, Level, Places, Solution, measure, present

# The solver stops a moment after it is told to; five seconds are promised.
SECONDS = 4.8
WORKERS = 2
# Solved together, the first of a group counting more than all of the next: fewer solves are faster.
Group = tuple[Level, ...]
HEAD: tuple[Group, ...] = ((Level.UNPLACED,), (Level.INFECTIOUS,))
TAIL: tuple[Group, ...] = (
    (Level.TOLD_FAREWELLS, Level.TOLD_CREMATIONS),
    (Level.MINUTES, Level.CHANGES),
)


def solve(day: Day, seconds: float = SECONDS) -> Solution:
    """The best plan found in `seconds` of the solver's time; `Solution.proven` says how good.

    First with every told farewell where it is, for that is what families should get; and only
    where this leaves somebody without a place (or an infectious body waiting) are they let go.
    Nothing is ever thrown out: a job without a possible place keeps the one it has, and nobody
    else is put there.
    """
    pinned = replace(day, jobs=tuple(replace(j, halls=()) if j.told else j for j in day.jobs))
    still, search = Draft(pinned), Search(day, seconds * 0.7)
    search.descend(still, HEAD)
    reached = search.values
    helps = pinned != day and (reached[Level.UNPLACED] or reached[Level.INFECTIOUS])
    search.seconds = seconds * (0.7 if helps else 1.0)
    search.descend(still, TAIL)
    if helps:
        search.seconds = seconds
        reached = search.values
        free = Draft(day)
        search.proven -= {level for (level,) in HEAD if reached[level]}
        search.descend(free, HEAD)
        # Unless this helped, telling families another farewell could only be worse.
        if any(search.values[level] < reached[level] for (level,) in HEAD):
            search.descend(free, TAIL)
    return Solution(search.places, search.values, frozenset(search.proven), search.spent)


@dataclass
class Search:
    """The best plan so far, what is proven of it, and the solver's time: allowed and spent."""

    day: Day
    seconds: float
    found: Places | None = None
    spent: float = 0.0
    proven: set[Level] = field(default_factory=set)

    @property
    def places(self) -> Places:
        """Before anything is found: who can stay, or, if that breaks a rule, nobody has a place."""
        if self.found:
            return self.found
        stays = present(self.day)
        everyone = frozenset(job.id for job in self.day.jobs)
        return replace(stays, unplaced=everyone) if broken(self.day, stays) else stays

    @property
    def values(self) -> Mapping[Level, int]:
        return measure(self.day, self.places)

    def descend(self, draft: Draft, groups: Sequence[Group]) -> None:
        for number, group in enumerate(groups):
            objective = _weighted(draft, group, {level: draft.level(level) for level in group})
            if not isinstance(objective, int):
                # What is left of the time is shared with the levels that follow.
                is_last = number + 1 == len(groups)
                allowed = (self.seconds - self.spent) * (1.0 if is_last else 0.4)
                if self._smallest(draft, objective, allowed):
                    self.proven |= set(group)
                else:
                    self.proven -= set(group)
                draft.model.add(objective <= _weighted(draft, group, self.values))
            else:
                self.proven |= set(group)

    def _smallest(self, draft: Draft, objective: Sum, seconds: float) -> bool:
        """Whether it is proven that nothing smaller exists."""
        draft.hint(self.places)
        draft.model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = max(seconds, 0.05)
        status = solver.solve(draft.model)
        self.spent += solver.wall_time
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.found = draft.read(solver.value)
        elif status == cp_model.MODEL_INVALID:
            raise RuntimeError(draft.model.validate())
        return status == cp_model.OPTIMAL


def _weighted(draft: Draft, group: Group, levels: Mapping[Level, Sum]) -> Sum:
    total: Sum = 0
    for level in group:
        total = total * draft.most(level) + levels[level]
    return total
