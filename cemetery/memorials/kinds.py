"""Words for what a family may show, for what is written and pictured, and how far each has come."""

from enum import StrEnum

from kernel.i18n import _
from kernel.people.claimants import Relation


class Part(StrEnum):
    """What the public may see of one person; each is agreed to by itself."""

    YEARS = "years"
    NAME = "name"
    PORTRAIT = "portrait"
    TEXT = "text"
    PICTURES = "pictures"
    MESSAGES = "messages"

    @property
    def label(self) -> str:
        return PART_LABELS[self]


PART_LABELS = {
    Part.YEARS: _("生卒年份"),
    Part.NAME: _("姓名"),
    Part.PORTRAIT: _("遗像"),
    Part.TEXT: _("生平文字"),
    Part.PICTURES: _("照片"),
    Part.MESSAGES: _("留言"),
}
# As long as nobody of the family has said anything.
BY_DEFAULT = (Part.YEARS,)
# Those that need a page of their own.
ON_THE_PAGE = frozenset({Part.PORTRAIT, Part.TEXT, Part.PICTURES, Part.MESSAGES})

# 近亲属 (民法典 art. 1045), who decide about the deceased's information (个人信息保护法 art. 49).
NEAR_RELATIVES = (
    Relation.SPOUSE,
    Relation.CHILD,
    Relation.PARENT,
    Relation.SIBLING,
    Relation.GRANDPARENT,
    Relation.GRANDCHILD,
)


class PieceKind(StrEnum):
    """One thing on a memorial page; all but messages come from the family."""

    TEXT = "life_text"
    PORTRAIT = "portrait"
    PICTURE = "picture"
    MESSAGE = "message"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def part(self) -> Part:
        """What must be agreed to, for it to be seen."""
        return PARTS[self]


KIND_LABELS = {
    PieceKind.TEXT: _("生平文字"),
    PieceKind.PORTRAIT: _("遗像"),
    PieceKind.PICTURE: _("照片"),
    PieceKind.MESSAGE: _("留言"),
}
PARTS = {
    PieceKind.TEXT: Part.TEXT,
    PieceKind.PORTRAIT: Part.PORTRAIT,
    PieceKind.PICTURE: Part.PICTURES,
    PieceKind.MESSAGE: Part.MESSAGES,
}
PICTURED = frozenset({PieceKind.PORTRAIT, PieceKind.PICTURE})


class PieceState(StrEnum):
    """Staff looks first where the rules ask for it, then the family agrees; either ends it."""

    AWAITS_STAFF = "awaits_staff"
    AWAITS_FAMILY = "awaits_family"
    SHOWN = "shown"
    TURNED_DOWN = "turned_down"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tag(self) -> str:
        return STATE_TAGS[self]


STATE_LABELS = {
    PieceState.AWAITS_STAFF: _("等工作人员查看"),
    PieceState.AWAITS_FAMILY: _("等家属同意"),
    PieceState.SHOWN: _("可以公开"),
    PieceState.TURNED_DOWN: _("没有通过"),
    PieceState.REMOVED: _("已删除"),
}
STATE_TAGS = {
    PieceState.AWAITS_STAFF: "waiting",
    PieceState.AWAITS_FAMILY: "waiting",
    PieceState.SHOWN: "here",
    PieceState.TURNED_DOWN: "plain",
    PieceState.REMOVED: "plain",
}
LIVE = (PieceState.AWAITS_STAFF, PieceState.AWAITS_FAMILY, PieceState.SHOWN)


class AskedBy(StrEnum):
    """On whose word a memorial page is taken down."""

    FAMILY = "family"
    RELATIVE = "relative"
    INSTITUTION = "institution"

    @property
    def label(self) -> str:
        return ASKED_LABELS[self]


ASKED_LABELS = {
    AskedBy.FAMILY: _("开设的家属要求撤下"),
    AskedBy.RELATIVE: _("其他近亲属不同意公开"),
    AskedBy.INSTITUTION: _("内容违反规定，由本单位撤下"),
}
