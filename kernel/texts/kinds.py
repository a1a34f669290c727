"""How a text stands, and why one is not sent."""

from enum import StrEnum

from kernel.i18n import _


class TextState(StrEnum):
    """WAITING: to be sent. SENT: the gateway has it. UNSENT: it never was to be sent, and why not
    stands beside it."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "undelivered"
    GIVEN_UP = "given_up"
    UNSENT = "unsent"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tag(self) -> str:
        return STATE_TAGS[self]


STATE_LABELS = {
    TextState.WAITING: _("等待发送"),
    TextState.SENT: _("已交短信网关"),
    TextState.DELIVERED: _("已送达手机"),
    TextState.FAILED: _("没有送到"),
    TextState.GIVEN_UP: _("不再发送"),
    TextState.UNSENT: _("没有发送"),
}
STATE_TAGS = {
    TextState.WAITING: "waiting",
    TextState.SENT: "here",
    TextState.DELIVERED: "done",
    TextState.FAILED: "flagged",
    TextState.GIVEN_UP: "flagged",
    TextState.UNSENT: "plain",
}
# From which states a text comes into another one. What a telephone has got is the last word,
# however late it is heard of.
FROM = {
    TextState.SENT: (TextState.WAITING,),
    TextState.FAILED: (TextState.WAITING, TextState.SENT),
    TextState.GIVEN_UP: (TextState.WAITING, TextState.SENT),
    TextState.DELIVERED: (
        *(TextState.WAITING, TextState.SENT, TextState.FAILED, TextState.GIVEN_UP),
    ),
}
# What the family does not know by text, so that somebody may have to call.
NOT_THERE = (TextState.FAILED, TextState.GIVEN_UP)


class Because(StrEnum):
    """Why a text was not sent or given up, where the gateway has not said so in its own words."""

    NO_GATEWAY = "no_gateway"
    SWITCHED_OFF = "switched_off"
    NOT_MOBILE = "not_mobile"
    DECLINED = "declined"
    TOO_LATE = "too_late"
    NO_REPORT = "no_report"

    @property
    def label(self) -> str:
        return BECAUSE_LABELS[self]


BECAUSE_LABELS = {
    Because.NO_GATEWAY: _("未接短信网关"),
    Because.SWITCHED_OFF: _("本单位没有开通短信"),
    Because.NOT_MOBILE: _("不是手机号码"),
    Because.DECLINED: _("家属不收短信"),
    Because.TOO_LATE: _("没有及时发出"),
    Because.NO_REPORT: _("三天没有送达回执"),
}
