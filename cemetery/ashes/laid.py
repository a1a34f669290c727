"""How persons laid to rest are counted: by way, and by whether it saves land."""

from dataclasses import dataclass
from enum import StrEnum

from cemetery.law.eco_burial import RestWay
from kernel.i18n import _


class Answer(StrEnum):
    """Whether a burial counts as 节地生态安葬; unknown where a size decides and none is noted."""

    SAVING = "saving"
    NOT_SAVING = "not_saving"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return ANSWER_LABELS[self]

    @property
    def tag(self) -> str:
        return ANSWER_TAGS[self]


ANSWER_LABELS = {
    Answer.SAVING: _("计入"),
    Answer.NOT_SAVING: _("不计入"),
    Answer.UNKNOWN: _("无法判断"),
}
ANSWER_TAGS = {Answer.SAVING: "done", Answer.NOT_SAVING: "plain", Answer.UNKNOWN: "flagged"}


def answer_of(saving: bool | None) -> Answer:  # noqa: FBT001 — a column of three values
    if saving is None:
        return Answer.UNKNOWN
    return Answer.SAVING if saving else Answer.NOT_SAVING


@dataclass(frozen=True)
class LaidCount:
    """Persons of one way; `green`: in the narrow count too."""

    way: RestWay
    answer: Answer
    green: bool
    persons: int


@dataclass(frozen=True)
class LaidOnly:
    """Which of them: of one way, of one answer, of the narrow count."""

    way: RestWay | None = None
    answer: Answer | None = None
    green: bool = False
