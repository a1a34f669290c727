"""What was removed is erased some days later; that it existed stays known (PIPL art. 19, 49)."""

from datetime import datetime

from cemetery.memorials.queries.pieces import list_erasable
from kernel import clock
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Of one transaction, so that no lock is held for long.
AT_ONCE = 100


@operation(_("清除已删除的纪念页内容"))
def erase_memorial_pieces(*, before: datetime, by: Actor) -> int:
    """Of what ended before this moment. How many; fewer than all, if many."""
    pieces = list_erasable(before, AT_ONCE)
    for piece in pieces:
        piece.words = piece.visitor_name = piece.picture = None
        piece.erased_at = clock.now()
    return len(pieces)
