"""Words of rights: what they rest on, how a family is reached, why they move or end."""

from enum import StrEnum

from kernel.i18n import _


class RightState(StrEnum):
    """Only a person moves it on; a term that has run out changes nothing here."""

    GRANTED = "granted"
    RETURNED = "returned"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS = {
    RightState.GRANTED: _("使用中"),
    RightState.RETURNED: _("已退还"),
    RightState.ENDED: _("已终止"),
}


class Ground(StrEnum):
    """Why somebody may rest there: after a death, or as one of the exceptions of rights.yaml."""

    CREMATION = "cremation"
    DEATH = "death"
    SPOUSE = "spouse"
    AGED = "aged"
    GRAVELY_ILL = "gravely_ill"

    @property
    def label(self) -> str:
        return GROUND_LABELS[self]

    @property
    def is_exception(self) -> bool:
        """For the living."""
        return self not in {Ground.CREMATION, Ground.DEATH}


GROUND_LABELS = {
    Ground.CREMATION: _("火化证明"),
    Ground.DEATH: _("死亡证明"),
    Ground.SPOUSE: _("逝者健在的配偶"),
    Ground.AGED: _("高龄老人"),
    Ground.GRAVELY_ILL: _("危重病人"),
}


class Way(StrEnum):
    """How the family was looked for."""

    SMS = "sms"
    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"
    NEIGHBOURS = "neighbours"
    COMMITTEE = "committee"
    ANNOUNCEMENT = "announcement"

    @property
    def label(self) -> str:
        return WAY_LABELS[self]


WAY_LABELS = {
    Way.SMS: _("短信"),
    Way.PHONE: _("电话"),
    Way.LETTER: _("书信"),
    Way.VISIT: _("上门"),
    Way.NEIGHBOURS: _("询问邻居和亲友"),
    Way.COMMITTEE: _("询问居（村）委会"),
    Way.ANNOUNCEMENT: _("公告"),
}


class Reached(StrEnum):
    """What came of it."""

    REACHED = "reached"
    WAITING = "waiting"
    NOT_REACHED = "not_reached"
    SENT_BACK = "sent_back"

    @property
    def label(self) -> str:
        return REACHED_LABELS[self]


REACHED_LABELS = {
    Reached.REACHED: _("已联系上家属"),
    Reached.WAITING: _("已发出，等候答复"),
    Reached.NOT_REACHED: _("没有联系上"),
    Reached.SENT_BACK: _("退信，地址无人"),
}


class MoveReason(StrEnum):
    REBUILT = "rebuilt"
    FAMILY = "family"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        return MOVE_LABELS[self]


MOVE_LABELS = {
    MoveReason.REBUILT: _("墓区或骨灰堂改建"),
    MoveReason.FAMILY: _("家属要求"),
    MoveReason.CORRECTION: _("更正登记错的位置"),
}


class RefundShare(StrEnum):
    """What of a fee goes back when a right is returned before its end."""

    WHOLE_YEARS = "whole_years"
    NOTHING = "nothing"
