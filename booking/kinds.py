"""Booking's kinds, which others may name without knowing our tables."""

from enum import StrEnum

from kernel.i18n import _


class Channel(StrEnum):
    """All channels use the same operations."""

    WEB = "web"
    HOTLINE = "hotline"
    DESK = "desk"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {Channel.WEB: _("网上"), Channel.HOTLINE: _("电话"), Channel.DESK: _("窗口")}


class CancelledBy(StrEnum):
    """DECLINED: a request the home could not arrange."""

    FAMILY = "family"
    DESK = "desk"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return CANCELLED_LABELS[self]


CANCELLED_LABELS = {
    CancelledBy.FAMILY: _("家属取消"),
    CancelledBy.DESK: _("本馆取消"),
    CancelledBy.DECLINED: _("本馆不能安排"),
}


class Outcome(StrEnum):
    """How waiting for a time ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    LEFT = "left"

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.ACCEPTED: _("已接受"),
    Outcome.DECLINED: _("没有接受"),
    Outcome.EXPIRED: _("已过期"),
    Outcome.LEFT: _("已退出候补"),
}


class TicketState(StrEnum):
    """LEFT: called, and nobody came."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    LEFT = "left"

    @property
    def label(self) -> str:
        return TICKET_LABELS[self]


TICKET_LABELS = {
    TicketState.WAITING: _("等候"),
    TicketState.CALLED: _("已叫号"),
    TicketState.SERVED: _("已办结"),
    TicketState.LEFT: _("已过号"),
}


def say_window(window: str) -> str:
    """ "3" → "3号窗口"; what has a name of its own stays as it is."""
    return str(_("%(number)s号窗口")) % {"number": window} if window.isdecimal() else window
