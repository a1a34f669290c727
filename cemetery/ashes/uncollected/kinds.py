"""The rungs of the ladder, and the words for each attempt; no database here."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cemetery.law.uncollected import Ladder, Number, Waiting
from cemetery.models import UnitKind
from kernel.i18n import _


class Step(StrEnum):
    """What is due. REST only after a public announcement has run out."""

    NOT_YET = "not_yet"
    PHONE = "phone"
    LETTER = "letter"
    ANNOUNCEMENT = "announcement"
    REST = "rest"

    @property
    def label(self) -> str:
        return STEP_LABELS[self]

    @property
    def tag(self) -> str:
        return STEP_TAGS[self]


STEP_LABELS = {
    Step.NOT_YET: _("等家属领取"),
    Step.PHONE: _("电话联系"),
    Step.LETTER: _("寄信告知"),
    Step.ANNOUNCEMENT: _("公告"),
    Step.REST: _("公告期满"),
}
STEP_TAGS = {
    Step.NOT_YET: "plain",
    Step.PHONE: "low",
    Step.LETTER: "medium",
    Step.ANNOUNCEMENT: "high",
    Step.REST: "flagged",
}
# Those that come by days alone, the last first.
BY_DAYS = {
    Step.ANNOUNCEMENT: Number.ANNOUNCEMENT,
    Step.LETTER: Number.LETTER,
    Step.PHONE: Number.PHONE,
}
DUE = tuple(step for step in Step if step is not Step.NOT_YET)
# 民发〔2016〕21号: 节地生态安葬 without a niche or a grave of one's own.
ECO_UNITS = (UnitKind.TREE, UnitKind.FLOWER, UnitKind.LAWN, UnitKind.DEEP)


@dataclass(frozen=True)
class Standing:
    """Why and since when a portion waits, and what is due `on` a day.

    `announced_until`: the last day of the announcement that counts.
    """

    waits: Waiting
    since: date
    on: date
    ladder: Ladder | None
    announced_until: date | None = None

    @property
    def days(self) -> int:
        return (self.on - self.since).days

    @property
    def step(self) -> Step:
        if self.ladder is None:
            return Step.NOT_YET
        if self.announced_until and self.announced_until < self.on:
            return Step.REST
        due = (step for step in BY_DAYS if self.days >= self.ladder.days[BY_DAYS[step]])
        return next(due, Step.NOT_YET)

    def due_on(self, step: Step) -> date | None:
        """The first day of a step that comes by days."""
        if self.ladder is None or step not in BY_DAYS:
            return None
        return self.since + timedelta(days=self.ladder.days[BY_DAYS[step]])


class ContactWay(StrEnum):
    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"

    @property
    def label(self) -> str:
        return WAY_LABELS[self]


WAY_LABELS = {
    ContactWay.PHONE: _("电话"),
    ContactWay.LETTER: _("书信"),
    ContactWay.VISIT: _("上门"),
}


class ContactResult(StrEnum):
    WILL_COME = "will_come"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"

    @property
    def label(self) -> str:
        return RESULT_LABELS[self]


RESULT_LABELS = {
    ContactResult.WILL_COME: _("会来领取"),
    ContactResult.DECLINED: _("表示不领取"),
    ContactResult.NO_ANSWER: _("没有回音"),
    ContactResult.UNREACHABLE: _("号码或地址联系不上"),
}
