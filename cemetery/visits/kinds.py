"""Words for how a visit was booked, which share it came out of, and which way somebody walks."""

from enum import IntEnum, StrEnum

from kernel.i18n import _


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    WALK_IN = "walk_in"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {
    Channel.WEB: _("网上"),
    Channel.PHONE: _("电话"),
    Channel.WALK_IN: _("到场"),
}


class Share(StrEnum):
    """Whose places of a slot: everybody's, or those kept for elders who call or come."""

    OPEN = "open"
    PHONE = "phone"
    WALK_IN = "walk_in"


SHARE_OF = {
    Channel.WEB: Share.OPEN,
    Channel.PHONE: Share.PHONE,
    Channel.WALK_IN: Share.WALK_IN,
}


class Granted(IntEnum):
    """What the database function `grant_visits` answers to each request."""

    YES = 0
    CLOSED = 1
    PERSONS_FULL = 2
    CARS_FULL = 3


class Waiting(StrEnum):
    """How a request of the opening rush stands."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    LEFT = "left"

    @property
    def label(self) -> str:
        return WAITING_LABELS[self]


WAITING_LABELS = {
    Waiting.WAITING: _("还在等"),
    Waiting.GRANTED: _("已约到"),
    Waiting.REFUSED: _("没有约到"),
    Waiting.LEFT: _("自己离开"),
}


class Answer(StrEnum):
    """Why the database function `allocate_visits` refused a request."""

    SLOT_CLOSED = "slot_closed"
    SLOT_FULL = "slot_full"
    CARS_FULL = "cars_full"
    SLOT_OVER = "slot_over"
    UNIT_FULL = "unit_full"
    BOOKED_ALREADY = "booked_already"

    @property
    def label(self) -> str:
        return ANSWER_LABELS[self]


ANSWER_LABELS = {
    Answer.SLOT_CLOSED: _("时段已暂停开放"),
    Answer.SLOT_FULL: _("名额已约满"),
    Answer.CARS_FULL: _("车位已约满"),
    Answer.SLOT_OVER: _("时段已过"),
    Answer.UNIT_FULL: _("所祭扫的位置这一天已约满"),
    Answer.BOOKED_ALREADY: _("在这个时段已有预约"),
}


class Direction(StrEnum):
    IN = "in"
    OUT = "out"

    @property
    def label(self) -> str:
        return _("进园") if self is Direction.IN else _("出园")


class Wish(StrEnum):
    """What staff does at the grave for a family that cannot come."""

    FLOWERS = "flowers"
    CLEANING = "cleaning"
    BOW = "bow"
    WORDS = "words"

    @property
    def label(self) -> str:
        return WISH_LABELS[self]


WISH_LABELS = {
    Wish.FLOWERS: _("献花"),
    Wish.CLEANING: _("擦拭清扫"),
    Wish.BOW: _("鞠躬致意"),
    Wish.WORDS: _("代读您的话"),
}
