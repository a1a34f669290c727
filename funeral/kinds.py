"""The trade's kinds: what every package may name without knowing our tables."""

from enum import StrEnum

from kernel.i18n import _


class ResourceKind(StrEnum):
    """In the order they stand on the board."""

    HALL = "hall"
    CREMATOR = "cremator"
    VIGIL_ROOM = "vigil_room"
    PREPARATION_ROOM = "preparation_room"
    HEARSE = "hearse"
    CABINET = "cabinet"

    @property
    def label(self) -> str:
        return RESOURCE_LABELS[self]


RESOURCE_LABELS = {
    ResourceKind.HALL: _("告别厅"),
    ResourceKind.CREMATOR: _("火化机"),
    ResourceKind.VIGIL_ROOM: _("守灵间"),
    ResourceKind.PREPARATION_ROOM: _("整容间"),
    ResourceKind.HEARSE: _("灵车"),
    ResourceKind.CABINET: _("柜位"),
}


class Purpose(StrEnum):
    """What a resource is taken for; a resource may have other minutes for each."""

    FAREWELL = "farewell"
    LONG_FAREWELL = "long_farewell"
    CREMATION = "cremation"
    INFECTIOUS_CREMATION = "infectious_cremation"
    VIGIL = "vigil"
    PREPARATION = "preparation"
    TRANSFER = "transfer"
    LONG_TRANSFER = "long_transfer"

    @property
    def label(self) -> str:
        return PURPOSE_LABELS[self]


PURPOSE_LABELS = {
    Purpose.FAREWELL: _("告别仪式"),
    Purpose.LONG_FAREWELL: _("较长的告别仪式"),
    Purpose.CREMATION: _("火化"),
    Purpose.INFECTIOUS_CREMATION: _("传染病遗体火化"),
    Purpose.VIGIL: _("守灵"),
    Purpose.PREPARATION: _("整容"),
    Purpose.TRANSFER: _("接运"),
    Purpose.LONG_TRANSFER: _("长途接运"),
}

# What each kind can be taken for, the usual use first.
PURPOSES = {
    ResourceKind.HALL: (Purpose.FAREWELL, Purpose.LONG_FAREWELL),
    ResourceKind.CREMATOR: (Purpose.CREMATION, Purpose.INFECTIOUS_CREMATION),
    ResourceKind.VIGIL_ROOM: (Purpose.VIGIL,),
    ResourceKind.PREPARATION_ROOM: (Purpose.PREPARATION,),
    ResourceKind.HEARSE: (Purpose.TRANSFER, Purpose.LONG_TRANSFER),
    ResourceKind.CABINET: (),
}


class ClosureKind(StrEnum):
    PLANNED = "planned"
    BREAKDOWN = "breakdown"

    @property
    def label(self) -> str:
        return CLOSURE_LABELS[self]


CLOSURE_LABELS = {ClosureKind.PLANNED: _("检修停用"), ClosureKind.BREAKDOWN: _("故障停用")}


class OrderKind(StrEnum):
    """Whether the plan changed, or a body was cremated before one planned earlier."""

    PLANNED = "planned"
    ACTUAL = "actual"

    @property
    def label(self) -> str:
        return ORDER_LABELS[self]


ORDER_LABELS = {OrderKind.PLANNED: _("改动计划"), OrderKind.ACTUAL: _("提前火化")}


class HallClass(StrEnum):
    """NONE: no ceremony; the family says goodbye at the cremation hall."""

    NONE = "none"
    FAMILY = "family"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def label(self) -> str:
        return HALL_LABELS[self]


HALL_LABELS = {
    HallClass.NONE: _("不举行告别仪式"),
    HallClass.FAMILY: _("家庭厅"),
    HallClass.SMALL: _("小厅"),
    HallClass.MEDIUM: _("中厅"),
    HallClass.LARGE: _("大厅"),
}


class CrematorType(StrEnum):
    FLAT = "flat"
    COLLECTING = "collecting"

    @property
    def label(self) -> str:
        return CREMATOR_LABELS[self]


CREMATOR_LABELS = {
    CrematorType.FLAT: _("平板炉"),
    CrematorType.COLLECTING: _("拣灰炉"),
}


class Source(StrEnum):
    """How the case came to the desk."""

    BOOKING = "booking"
    WALK_IN = "walk_in"

    @property
    def label(self) -> str:
        return SOURCE_LABELS[self]


SOURCE_LABELS = {Source.BOOKING: _("网上预约"), Source.WALK_IN: _("窗口登记")}


class PaperKind(StrEnum):
    """What may have to be on file before a cremation; which ones, funeral/law/cremation.yaml says.

    The first three always: 殡葬管理条例 art. 28, 民政部 notice of 2024-04-18.
    """

    DEATH_CERTIFICATE = "death_certificate"
    CREMATION_CONSENT = "cremation_consent"
    CLAIMANT_IDENTITY = "claimant_identity"
    POLICE_CONSENT = "police_consent"
    DISINFECTION = "disinfection"

    @property
    def label(self) -> str:
        return PAPER_LABELS[self]


PAPER_LABELS = {
    PaperKind.DEATH_CERTIFICATE: _("死亡证明"),
    PaperKind.CREMATION_CONSENT: _("火化确认书"),
    PaperKind.CLAIMANT_IDENTITY: _("经办人身份证"),
    PaperKind.POLICE_CONSENT: _("公安机关处理意见"),
    PaperKind.DISINFECTION: _("卫生处理记录"),
}


class Stage(StrEnum):
    """How far a case has come, by the last recorded physical fact."""

    OPENED = "opened"
    RECEIVED = "received"
    BURNING = "burning"
    CREMATED = "cremated"
    CERTIFIED = "certified"

    @property
    def label(self) -> str:
        return STAGE_LABELS[self]

    @property
    def tag(self) -> str:
        """Which tag of the front end it wears."""
        return STAGE_TAGS[self]


STAGE_LABELS = {
    Stage.OPENED: _("未到馆"),
    Stage.RECEIVED: _("已入馆"),
    Stage.BURNING: _("火化中"),
    Stage.CREMATED: _("已火化"),
    Stage.CERTIFIED: _("已出火化证明"),
}
STAGE_TAGS = {
    Stage.OPENED: "waiting",
    Stage.RECEIVED: "here",
    Stage.BURNING: "now",
    Stage.CREMATED: "done",
    Stage.CERTIFIED: "done",
}


class DeathKind(StrEnum):
    """How the person died, as far as it decides what must happen before the furnace."""

    NATURAL = "natural"
    INFECTIOUS_A = "infectious_a"
    INFECTIOUS = "infectious"
    UNNATURAL = "unnatural"
    UNIDENTIFIED = "unidentified"

    @property
    def label(self) -> str:
        return DEATH_LABELS[self]


DEATH_LABELS = {
    DeathKind.NATURAL: _("正常死亡"),
    DeathKind.INFECTIOUS_A: _("甲类及按甲类管理的传染病"),
    DeathKind.INFECTIOUS: _("其他传染病"),
    DeathKind.UNNATURAL: _("非正常死亡"),
    DeathKind.UNIDENTIFIED: _("身份不明"),
}


class CustodyStep(StrEnum):
    """What happens to the remains, in the order it usually does (funeral/custody.py)."""

    PICKED_UP = "picked_up"
    ADMITTED = "admitted"
    STORED = "stored"
    PREPARED = "prepared"
    FAREWELL = "farewell"
    INTO_FURNACE = "into_furnace"
    OUT_OF_FURNACE = "out_of_furnace"
    ASHES_PACKED = "ashes_packed"
    HANDED_OVER = "handed_over"
    DEPOSITED = "deposited"

    @property
    def label(self) -> str:
        return CUSTODY_LABELS[self]


CUSTODY_LABELS = {
    CustodyStep.PICKED_UP: _("接运"),
    CustodyStep.ADMITTED: _("入馆"),
    CustodyStep.STORED: _("存放"),
    CustodyStep.PREPARED: _("整容"),
    CustodyStep.FAREWELL: _("告别"),
    CustodyStep.INTO_FURNACE: _("入炉"),
    CustodyStep.OUT_OF_FURNACE: _("出炉"),
    CustodyStep.ASHES_PACKED: _("骨灰装殓"),
    CustodyStep.HANDED_OVER: _("交接"),
    CustodyStep.DEPOSITED: _("寄存"),
}


class FlagKind(StrEnum):
    """Why a cremation must not happen now: 暂缓火化."""

    CAUSE_DISPUTED = "cause_disputed"
    POLICE_CASE = "police_case"
    NOTICE_PERIOD = "notice_period"
    OTHER = "other"

    @property
    def label(self) -> str:
        return FLAG_LABELS[self]


FLAG_LABELS = {
    FlagKind.CAUSE_DISPUTED: _("死因异议"),
    FlagKind.POLICE_CASE: _("案件未结"),
    FlagKind.NOTICE_PERIOD: _("公告期未满"),
    FlagKind.OTHER: _("其他原因"),
}


class FuelKind(StrEnum):
    """What a cremator burns, each with the unit its meter counts in."""

    DIESEL = "diesel"
    GAS = "gas"
    ELECTRICITY = "electricity"

    @property
    def label(self) -> str:
        return FUEL_LABELS[self]


FUEL_LABELS = {
    FuelKind.DIESEL: _("柴油（升）"),
    FuelKind.GAS: _("燃气（立方米）"),
    FuelKind.ELECTRICITY: _("电（千瓦时）"),
}


class BlankState(StrEnum):
    """What became of one numbered sheet of certificate paper."""

    IN_STOCK = "in_stock"
    ISSUED = "issued"
    COLLECTED = "collected"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        return BLANK_LABELS[self]

    @property
    def tag(self) -> str:
        return BLANK_TAGS[self]


BLANK_LABELS = {
    BlankState.IN_STOCK: _("在库"),
    BlankState.ISSUED: _("待领取"),
    BlankState.COLLECTED: _("已领取"),
    BlankState.VOIDED: _("已作废"),
}
BLANK_TAGS = {
    BlankState.IN_STOCK: "plain",
    BlankState.ISSUED: "waiting",
    BlankState.COLLECTED: "done",
    BlankState.VOIDED: "flagged",
}


class AskingParty(StrEnum):
    """Who may ask for longer storage: 殡葬管理条例 art. 27."""

    FAMILY = "family"
    HANDED_OVER_BY = "handed_over_by"

    @property
    def label(self) -> str:
        return PARTY_LABELS[self]


PARTY_LABELS = {
    AskingParty.FAMILY: _("丧属"),
    AskingParty.HANDED_OVER_BY: _("移交方"),
}


class UnclaimedKind(StrEnum):
    UNCLAIMED = "unclaimed"
    NAMELESS = "nameless"

    @property
    def label(self) -> str:
        return UNCLAIMED_LABELS[self]


UNCLAIMED_LABELS = {
    UnclaimedKind.UNCLAIMED: _("无人认领遗体"),
    UnclaimedKind.NAMELESS: _("无名遗体"),
}
