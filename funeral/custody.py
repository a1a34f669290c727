"""The rules of custody, without a database: which move may follow which, and what it needs."""

from collections.abc import Iterable
from datetime import timedelta

from funeral.kinds import CustodyStep, ResourceKind
from kernel.i18n import _

S = CustodyStep

# What may follow; None is a body that has not been moved yet.
MAY_FOLLOW: dict[CustodyStep | None, frozenset[CustodyStep]] = {
    None: frozenset({S.PICKED_UP, S.ADMITTED}),
    S.PICKED_UP: frozenset({S.ADMITTED}),
    S.ADMITTED: frozenset({S.STORED, S.PREPARED, S.FAREWELL, S.INTO_FURNACE}),
    S.STORED: frozenset({S.STORED, S.PREPARED, S.FAREWELL, S.INTO_FURNACE}),
    S.PREPARED: frozenset({S.STORED, S.FAREWELL, S.INTO_FURNACE}),
    # From the vigil room into the hall is another move of the same kind.
    S.FAREWELL: frozenset({S.STORED, S.PREPARED, S.FAREWELL, S.INTO_FURNACE}),
    S.INTO_FURNACE: frozenset({S.OUT_OF_FURNACE}),
    S.OUT_OF_FURNACE: frozenset({S.ASHES_PACKED}),
    S.ASHES_PACKED: frozenset({S.HANDED_OVER, S.DEPOSITED}),
    S.DEPOSITED: frozenset({S.HANDED_OVER}),
    S.HANDED_OVER: frozenset(),
}
# Written by a scan alone; every other step belongs to an operation that asks for more.
BY_SCAN = (S.PICKED_UP, S.STORED, S.PREPARED, S.FAREWELL, S.ASHES_PACKED)
# Where a step can only happen in a place of these kinds; elsewhere the place is said in words.
KINDS_OF_PLACE = {
    S.STORED: (ResourceKind.CABINET,),
    S.PREPARED: (ResourceKind.PREPARATION_ROOM,),
    S.FAREWELL: (ResourceKind.HALL, ResourceKind.VIGIL_ROOM),
}
# A body leaves its cabinet for each of these.
OUT_OF_CABINET = frozenset({S.STORED, S.PREPARED, S.FAREWELL, S.INTO_FURNACE})

# A scanner that reads twice, a finger that presses twice: the same move.
SAME_SCAN = timedelta(seconds=60)
# Two persons check the body one after the other, not hours apart.
CHECK_HOLDS = timedelta(minutes=30)
# A cremation planned before midnight may begin after it.
SAME_NIGHT = timedelta(hours=6)
# The server's time is what counts; a device that is further off cannot be trusted to be ours.
SKEW_NOTED, SKEW_REFUSED = timedelta(minutes=5), timedelta(minutes=10)


def may_follow(last: CustodyStep | None, step: CustodyStep) -> bool:
    return step in MAY_FOLLOW[last]


def next_by_scan(last: CustodyStep | None) -> list[CustodyStep]:
    """The moves a scan can record now, in the usual order."""
    return [step for step in BY_SCAN if may_follow(last, step)]


def why_not(last: CustodyStep | None, step: CustodyStep) -> str:
    """What must come first, or why nothing of the kind can follow any more."""
    if last is S.HANDED_OVER:
        return str(_("骨灰已经交给家属，不再登记。"))
    if last in {S.INTO_FURNACE, S.OUT_OF_FURNACE, S.ASHES_PACKED, S.DEPOSITED} and (
        step in _BEFORE_FURNACE
    ):
        return str(_("遗体已经火化，不能再登记%(step)s。")) % {"step": step.label}
    if step is last:
        return str(_("已经登记过%(step)s，不再重复。")) % {"step": step.label}
    if step in {S.PICKED_UP, S.ADMITTED}:
        return str(_("遗体已经在馆内，不能再登记%(step)s。")) % {"step": step.label}
    first = "、".join(str(before.label) for before in _before(step))
    return str(_("登记%(step)s之前，要先登记%(first)s。")) % {"step": step.label, "first": first}


_BEFORE_FURNACE = frozenset(
    {S.PICKED_UP, S.ADMITTED, S.STORED, S.PREPARED, S.FAREWELL, S.INTO_FURNACE}
)


def _before(step: CustodyStep) -> Iterable[CustodyStep]:
    """The moves this one may follow, of which the first to come is asked for."""
    found = [last for last in CustodyStep if step in MAY_FOLLOW[last] and last is not step]
    return found if step is S.HANDED_OVER else found[:1]
