"""Words for how ashes are scattered, and for what has become of a voyage and of a portion."""

from enum import StrEnum

from kernel.i18n import _


class VoyageKind(StrEnum):
    """Where the ashes go: into the sea, a river, or the ground of a garden for scattering."""

    SEA = "sea"
    RIVER = "river"
    GARDEN = "garden"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def needs_ship(self) -> bool:
        return self is not VoyageKind.GARDEN


KIND_LABELS = {
    VoyageKind.SEA: _("海葬"),
    VoyageKind.RIVER: _("江河撒散"),
    VoyageKind.GARDEN: _("园内撒散"),
}


class VoyageState(StrEnum):
    """planned ⇄ closed → departed → carried out; cancelled from the first three, since a ship may
    turn back."""

    PLANNED = "planned"
    CLOSED = "closed"
    DEPARTED = "departed"
    CARRIED_OUT = "carried_out"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tag(self) -> str:
        return STATE_TAGS[self]

    @property
    def is_to_come(self) -> bool:
        return self in {VoyageState.PLANNED, VoyageState.CLOSED}


STATE_LABELS = {
    VoyageState.PLANNED: _("可以报名"),
    VoyageState.CLOSED: _("停止报名"),
    VoyageState.DEPARTED: _("已出发"),
    VoyageState.CARRIED_OUT: _("已办结"),
    VoyageState.CANCELLED: _("已取消"),
}
STATE_TAGS = {
    VoyageState.PLANNED: "here",
    VoyageState.CLOSED: "waiting",
    VoyageState.DEPARTED: "now",
    VoyageState.CARRIED_OUT: "done",
    VoyageState.CANCELLED: "plain",
}


class PortionState(StrEnum):
    """registered ⇄ boarded → scattered; stayed where it did not go or came back."""

    REGISTERED = "registered"
    BOARDED = "boarded"
    SCATTERED = "scattered"
    STAYED = "stayed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return PORTION_LABELS[self]

    @property
    def tag(self) -> str:
        return PORTION_TAGS[self]


PORTION_LABELS = {
    PortionState.REGISTERED: _("已登记"),
    PortionState.BOARDED: _("已交接"),
    PortionState.SCATTERED: _("已撒散"),
    PortionState.STAYED: _("没有撒散"),
    PortionState.WITHDRAWN: _("已取消"),
}
PORTION_TAGS = {
    PortionState.REGISTERED: "waiting",
    PortionState.BOARDED: "now",
    PortionState.SCATTERED: "done",
    PortionState.STAYED: "flagged",
    PortionState.WITHDRAWN: "plain",
}


class Channel(StrEnum):
    WALK_IN = "walk_in"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {Channel.WALK_IN: _("到场"), Channel.PHONE: _("电话")}
