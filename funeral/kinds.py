"""The trade's kinds: what every package may name without knowing our tables."""

from enum import StrEnum

from kernel.i18n import _


class ResourceKind(StrEnum):
    HALL = "hall"
    CREMATOR = "cremator"


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
    """Must be on file before a cremation: 殡葬管理条例 art. 28, 民政部 notice of 2024-04-18."""

    DEATH_CERTIFICATE = "death_certificate"
    CREMATION_CONSENT = "cremation_consent"
    CLAIMANT_IDENTITY = "claimant_identity"

    @property
    def label(self) -> str:
        return PAPER_LABELS[self]


PAPER_LABELS = {
    PaperKind.DEATH_CERTIFICATE: _("死亡证明"),
    PaperKind.CREMATION_CONSENT: _("火化确认书"),
    PaperKind.CLAIMANT_IDENTITY: _("经办人身份证"),
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
