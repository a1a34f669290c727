"""Where a portion of ashes may be, and which move may lead from where to where.

No database here; the database holds the same table as a constraint (models/events.py).
"""

from enum import StrEnum

from kernel.i18n import _


class PortionState(StrEnum):
    """Where one portion is. NOWHERE only before its first event."""

    NOWHERE = ""
    AT_FURNACE = "at_furnace"
    IN_CUSTODY = "in_custody"
    DEPOSITED = "deposited"
    COLLECTED = "collected"
    IN_TRANSIT = "in_transit"
    INTERRED = "interred"
    SCATTERED = "scattered"
    ELSEWHERE = "elsewhere"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tag(self) -> str:
        return STATE_TAGS[self]

    @property
    def is_kept(self) -> bool:
        """An institution of the county answers for it every hour."""
        return self in KEPT


S = PortionState
STATE_LABELS = {
    S.NOWHERE: _("还没有登记"),
    S.AT_FURNACE: _("已装殓，在馆"),
    S.IN_CUSTODY: _("在馆保管"),
    S.DEPOSITED: _("寄存中"),
    S.COLLECTED: _("家属已领走"),
    S.IN_TRANSIT: _("移交途中"),
    S.INTERRED: _("已安葬"),
    S.SCATTERED: _("已撒散"),
    S.ELSEWHERE: _("已移交外单位"),
}
STATE_TAGS = {
    S.NOWHERE: "plain",
    S.AT_FURNACE: "here",
    S.IN_CUSTODY: "here",
    S.DEPOSITED: "here",
    S.COLLECTED: "done",
    S.IN_TRANSIT: "waiting",
    S.INTERRED: "done",
    S.SCATTERED: "done",
    S.ELSEWHERE: "done",
}
IN_HAND = (S.AT_FURNACE, S.IN_CUSTODY)
KEPT = frozenset({*IN_HAND, S.DEPOSITED, S.IN_TRANSIT})
IN_A_UNIT = (S.DEPOSITED, S.INTERRED)


class MoveKind(StrEnum):
    """What happened to a portion."""

    PACK = "pack"
    RECEIVE = "receive"
    SPLIT = "split"
    DIVIDE = "divide"
    MOVE = "move"
    DEPOSIT = "deposit"
    RELOCATE = "relocate"
    COLLECT = "collect"
    TAKE_IN = "take_in"
    COME_ASHORE = "come_ashore"
    INTER = "inter"
    CORRECT = "correct"
    DISINTER = "disinter"
    SCATTER = "scatter"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    TAKE_BACK = "take_back"

    @property
    def label(self) -> str:
        return MOVE_LABELS[self]


M = MoveKind
MOVE_LABELS = {
    M.PACK: _("骨灰装殓"),
    M.RECEIVE: _("外地骨灰接收"),
    M.SPLIT: _("由分份而来"),
    M.DIVIDE: _("分份"),
    M.MOVE: _("交接保管"),
    M.DEPOSIT: _("寄存"),
    M.RELOCATE: _("换格位"),
    M.COLLECT: _("领取"),
    M.TAKE_IN: _("家属交回"),
    M.COME_ASHORE: _("未撒散交回"),
    M.INTER: _("安葬"),
    M.CORRECT: _("更正位置"),
    M.DISINTER: _("起出"),
    M.SCATTER: _("撒散"),
    M.SEND: _("移交"),
    M.ACKNOWLEDGE: _("确认接收"),
    M.TAKE_BACK: _("移交退回"),
}
# The whole state machine.
ALLOWED: dict[MoveKind, dict[PortionState, tuple[PortionState, ...]]] = {
    M.PACK: {S.NOWHERE: (S.AT_FURNACE,)},
    M.RECEIVE: {S.NOWHERE: (S.IN_CUSTODY,)},
    M.SPLIT: {S.NOWHERE: (*IN_HAND, S.COLLECTED)},
    # The first letter keeps what is left, where it is.
    M.DIVIDE: {state: (state,) for state in (*IN_HAND, S.COLLECTED)},
    M.MOVE: dict.fromkeys(IN_HAND, (S.IN_CUSTODY,)),
    M.DEPOSIT: dict.fromkeys((*IN_HAND, S.COLLECTED), (S.DEPOSITED,)),
    M.COLLECT: dict.fromkeys((*IN_HAND, S.DEPOSITED), (S.COLLECTED,)),
    # By the family, also from a house outside that the ashes had been sent to.
    M.TAKE_IN: dict.fromkeys((S.COLLECTED, S.ELSEWHERE), (S.IN_CUSTODY,)),
    # Boarded for a voyage that did not scatter it.
    M.COME_ASHORE: {S.IN_CUSTODY: (S.IN_CUSTODY,)},
    M.INTER: dict.fromkeys((*IN_HAND, S.DEPOSITED, S.COLLECTED), (S.INTERRED,)),
    M.CORRECT: {S.INTERRED: (S.INTERRED,)},
    M.DISINTER: {S.INTERRED: (S.IN_CUSTODY,)},
    M.SCATTER: dict.fromkeys((*IN_HAND, S.DEPOSITED), (S.SCATTERED,)),
    M.SEND: dict.fromkeys((*IN_HAND, S.DEPOSITED), (S.IN_TRANSIT,)),
    M.ACKNOWLEDGE: {S.IN_TRANSIT: (S.IN_CUSTODY, S.ELSEWHERE)},
    # Not received, or sent back later by who had them outside.
    M.TAKE_BACK: dict.fromkeys((S.IN_TRANSIT, S.ELSEWHERE), (S.IN_CUSTODY,)),
    M.RELOCATE: {S.DEPOSITED: (S.DEPOSITED,)},
}


def written_moves() -> list[str]:
    """Each allowed move as the constraint of the database spells it: "move from to"."""
    return [
        f"{move}:{before}:{after}"
        for move, ways in ALLOWED.items()
        for before, afters in ways.items()
        for after in afters
    ]


def may(move: MoveKind, state: PortionState) -> bool:
    return state in ALLOWED[move]


class DiscrepancyKind(StrEnum):
    """What a stock-take found: not there, there but recorded elsewhere, nobody knows what."""

    MISSING = "missing"
    UNEXPECTED = "unexpected"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return DISCREPANCY_LABELS[self]

    def said(self, *, in_ground: bool) -> str:
        """On a shelf the urn itself is seen, in the ground the plate of its place."""
        return (IN_GROUND_LABELS if in_ground else DISCREPANCY_LABELS)[self]


DISCREPANCY_LABELS = {
    DiscrepancyKind.MISSING: _("应在未见"),
    DiscrepancyKind.UNEXPECTED: _("见到，登记在别处"),
    DiscrepancyKind.UNKNOWN: _("见到，查不到记录"),
}
IN_GROUND_LABELS = {
    DiscrepancyKind.MISSING: _("登记安葬在这里，没有扫到"),
    DiscrepancyKind.UNEXPECTED: _("扫到，登记在别处"),
    DiscrepancyKind.UNKNOWN: _("扫到，登记没有骨灰"),
}
