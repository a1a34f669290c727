"""The ladder for remains nobody claims: which rung is done, which is next and since when.

Pure reckoning over what a home's rungs ask and what was recorded; local rules, see unclaimed_rungs.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kernel.i18n import _


class RungState(StrEnum):
    DONE = "done"
    RUNNING = "running"
    DUE = "due"
    LATER = "later"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tag(self) -> str:
        """Which tag of the front end it wears."""
        return STATE_TAGS[self]


STATE_LABELS = {
    RungState.DONE: _("已完成"),
    RungState.RUNNING: _("办理中"),
    RungState.DUE: _("应当办理"),
    RungState.LATER: _("还不到时候"),
}
STATE_TAGS = {
    RungState.DONE: "done",
    RungState.RUNNING: "now",
    RungState.DUE: "flagged",
    RungState.LATER: "waiting",
}


@dataclass(frozen=True)
class Asked:
    """What one rung asks for."""

    rung_id: uuid.UUID
    position: int
    after_days: int
    title: str
    needs_notice: bool
    needs_police: bool
    offices: tuple[str, ...]
    period_days: int
    legal_basis: str


@dataclass(frozen=True)
class Begun:
    """What was recorded for one rung: the day it began, the offices that signed since."""

    step_id: uuid.UUID
    done_on: date
    signed: frozenset[str]


@dataclass(frozen=True)
class Rung:
    """One rung as it stands today. `since`: from which day it could begin."""

    asked: Asked
    begun: Begun | None
    since: date | None
    today: date

    @property
    def missing_offices(self) -> tuple[str, ...]:
        signed = self.begun.signed if self.begun else frozenset()
        return tuple(office for office in self.asked.offices if office not in signed)

    @property
    def period_ends_on(self) -> date | None:
        """The first day after the period; None until it began."""
        return self.begun.done_on + timedelta(self.asked.period_days) if self.begun else None

    @property
    def state(self) -> RungState:
        ends_on = self.period_ends_on
        if ends_on is not None:
            over = self.today >= ends_on and not self.missing_offices
            return RungState.DONE if over else RungState.RUNNING
        may_begin = self.since is not None and self.today >= self.since
        return RungState.DUE if may_begin else RungState.LATER


@dataclass(frozen=True)
class Ladder:
    rungs: tuple[Rung, ...]

    @property
    def next(self) -> Rung | None:
        """The first that is not done; nothing above it may begin."""
        return next((rung for rung in self.rungs if rung.state is not RungState.DONE), None)

    @property
    def is_complete(self) -> bool:
        """A home without any rung has no lawful way to the end."""
        return bool(self.rungs) and self.next is None


def climb(
    asked: Sequence[Asked], begun: dict[int, Begun], received_on: date, today: date
) -> Ladder:
    """`begun` by position, so that a new version of a rung does not undo what was done before."""
    rungs: list[Rung] = []
    open_from: date | None = received_on
    for each in sorted(asked, key=lambda rung: rung.position):
        earliest = received_on + timedelta(each.after_days)
        since = max(open_from, earliest) if open_from is not None else None
        rung = Rung(each, begun.get(each.position), since, today)
        rungs.append(rung)
        open_from = rung.period_ends_on if rung.state is RungState.DONE else None
    return Ladder(tuple(rungs))
